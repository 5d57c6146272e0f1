//! Signing in at the sandbox: consent page, loopback port, token endpoint, revocation.

use std::sync::Arc;
use std::time::Duration;

use fulcrum_domain::clock::SystemClock;
use fulcrum_lever::{
    Body, Code, Given, Method, OAuth, OAuthApp, Request, Transport as _, askable, scopes,
};
use fulcrum_sandbox::settings::Limits;
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore as _};
use serde_json::json;
use url::Url;

use crate::sandbox::{World, world};

fn form(pairs: impl IntoIterator<Item = (String, String)>) -> Body {
    let mut encoder = url::form_urlencoded::Serializer::new(String::new());
    encoder.extend_pairs(pairs);
    Body::Form(Secret::from_text(encoder.finish()))
}

/// What the person and the browser do: accept on the consent page, follow the redirect.
async fn accept(world: &World, consent: &Url) {
    let mut page = consent.clone();
    page.set_query(None);
    let mut fields: Vec<(String, String)> = consent.query_pairs().into_owned().collect();
    fields.push(("decision".to_owned(), "accept".to_owned()));
    let request = Request {
        method: Method::Post,
        url: page,
        authorization: None,
        body: Some(form(fields)),
    };
    let answer = world.transport.send(request).await.unwrap();
    let back: Url = answer
        .header("location")
        .expect("a redirect")
        .parse()
        .unwrap();
    let request = Request {
        method: Method::Get,
        url: back,
        authorization: None,
        body: None,
    };
    let page = world.transport.send(request).await.unwrap();
    assert_eq!(page.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_works_expires_refreshes_and_is_revoked() {
    let world = world(20, Limits::Off).await;
    let auth: Url = world.text("/auth_base").parse().unwrap();
    let redirect_uris = world.running.info["oauth"]["redirect_uris"]
        .as_array()
        .unwrap()
        .iter()
        .map(|uri| uri.as_str().unwrap().parse().unwrap())
        .collect();
    let store = Arc::new(MemoryStore::default());
    let app = OAuthApp {
        client_id: world.text("/oauth/client_id"),
        client_secret: Secret::from_text(world.text("/oauth/client_secret")),
        authorize_url: auth.join("authorize").unwrap(),
        token_url: auth.join("oauth/token").unwrap(),
        audience: world.text("/audience"),
        redirect_uris,
        pkce: true,
    };
    let oauth = OAuth::new(
        app,
        "p",
        store.clone(),
        world.transport.clone(),
        Arc::new(SystemClock),
    );
    let sign_in = oauth.sign_in().await.unwrap();
    let consent = sign_in.url().clone();
    let finished = tokio::spawn(sign_in.finish(Duration::from_secs(60)));
    accept(&world, &consent).await;
    finished.await.unwrap().unwrap();
    let first = store.get("p", SecretName::LeverTokens).unwrap().unwrap();

    let lever = world.connect(oauth, 500);
    // What the app asks for is what it needs, and nothing beside it.
    let found = lever
        .permissions(&askable().collect::<Vec<_>>())
        .await
        .unwrap();
    for scope in scopes().filter(|scope| *scope != fulcrum_lever::OFFLINE) {
        let permission = scope.trim_end_matches(":admin");
        assert_eq!(found.given(permission), Given::Yes, "{permission}");
    }
    for extra in ["tags:read", "panels:write", "confidential:access"] {
        assert_eq!(found.given(extra), Given::No, "{extra}");
    }
    // Lever's clock passes the token's hour while ours does not: told by 401, mended by one refresh for all.
    world.press("/clock/jump", json!({"ms": 3_700_000})).await;
    let reads = futures::future::join_all((0..8).map(|_| lever.stages())).await;
    assert!(reads.iter().all(Result::is_ok), "{reads:?}");
    let second = store.get("p", SecretName::LeverTokens).unwrap().unwrap();
    assert_ne!(first, second);

    let application = world.text("/oauth/client_id");
    world
        .press(&format!("/grants/{application}/revoke"), json!({}))
        .await;
    let error = lever.stages().await.unwrap_err();
    assert_eq!(error.code, Code::SignInExpired, "{error}");
}
