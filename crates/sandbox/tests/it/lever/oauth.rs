//! OAuth: consent, code, rotation, reuse, scopes, revocation.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::bench::Bench;
use super::oauth_app::{App, field};

#[tokio::test]
async fn consent_leads_back_with_code_and_state_and_the_pair_opens_what_was_granted() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let audience = bench.running.info["audience"].as_str().unwrap();
    let scope = "offline_access opportunities:write:admin stages:read:admin";
    let page = bench
        .http
        .get(app.url("/authorize"))
        .query(&app.request(scope, audience, &[]))
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    assert!(page.contains("id=accept") && page.contains("opportunities:write:admin"));
    let back = app
        .decide(&app.request(scope, audience, &[("decision", "accept")]))
        .await;
    assert!(back.as_str().starts_with(&app.redirect));
    assert_eq!(field(&back, "state"), "s t&te");
    let code = field(&back, "code");
    let (status, pair) = app.exchange(&code, &[]).await;
    assert_eq!(status, 200);
    assert_eq!(
        (&pair["token_type"], &pair["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    assert_eq!(
        pair["scope"],
        "offline_access opportunities:write:admin stages:read:admin"
    );
    assert_eq!(app.reads(&pair["access_token"], "/stages").await, 200);
    assert_eq!(
        app.reads(&pair["access_token"], "/opportunities?limit=1")
            .await,
        200,
        "write implies read"
    );
    assert_eq!(app.reads(&pair["access_token"], "/users").await, 403);
    assert_eq!(app.exchange(&code, &[]).await.0, 403, "a code works once");
    bench.jump(3_600_000);
    assert_eq!(app.reads(&pair["access_token"], "/stages").await, 401);
}

#[tokio::test]
async fn denial_leads_back_with_an_error() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let back = app
        .decide(&app.request("offline_access", "", &[("decision", "deny")]))
        .await;
    assert_eq!(field(&back, "error"), "access_denied");
    assert_eq!(field(&back, "state"), "s t&te");
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    for wrong in [
        "http://127.0.0.1:47622/callback/",
        "http://localhost:47622/callback",
        "https://example.com/",
    ] {
        let mut fields = app.request("offline_access", "", &[("decision", "accept")]);
        fields[1].1 = wrong;
        let answer = bench
            .http
            .post(app.url("/authorize"))
            .form(&fields)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_wrong_audience_leaves_offline_access_only() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let back = app
        .decide(&app.request(
            "offline_access stages:read:admin",
            "https://elsewhere/",
            &[("decision", "accept")],
        ))
        .await;
    let (_, pair) = app.exchange(&field(&back, "code"), &[]).await;
    assert_eq!(pair["scope"], "offline_access");
}

#[tokio::test]
async fn the_verifier_must_fit_the_challenge() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let verifier = "a-verifier-of-some-length-0123456789-abcdefghij";
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let more = [
        ("decision", "accept"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    for (sent, wanted) in [(Some(verifier), 200), (Some("other"), 403), (None, 403)] {
        let back = app.decide(&app.request("offline_access", "", &more)).await;
        let sent: Vec<(&str, &str)> = sent
            .map(|verifier| ("code_verifier", verifier))
            .into_iter()
            .collect();
        assert_eq!(app.exchange(&field(&back, "code"), &sent).await.0, wanted);
    }
}

#[tokio::test]
async fn refresh_rotates_and_a_token_that_was_rotated_out_ends_the_grant() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let first = app.granted("offline_access stages:read:admin").await;
    let old = first["refresh_token"].as_str().unwrap();
    let (status, second) = app.refresh(old).await;
    assert_eq!(status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(app.reads(&second["access_token"], "/stages").await, 200);
    let (status, refusal) = app.refresh(old).await;
    assert_eq!((status, &refusal["error"]), (403, &json!("invalid_grant")));
    assert_eq!(
        app.refresh(second["refresh_token"].as_str().unwrap())
            .await
            .0,
        403
    );
    assert_eq!(app.reads(&second["access_token"], "/stages").await, 401);
}

#[tokio::test]
async fn a_grant_dies_of_ninety_quiet_days_and_of_revocation() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let pair = app.granted("offline_access stages:read:admin").await;
    bench.jump(91 * 86_400_000);
    assert_eq!(
        app.refresh(pair["refresh_token"].as_str().unwrap()).await.0,
        403
    );
    let pair = app.granted("offline_access stages:read:admin").await;
    assert_eq!(
        bench.console("/grants/fulcrum/revoke", json!({})).await["revoked"],
        json!(1)
    );
    assert_eq!(app.reads(&pair["access_token"], "/stages").await, 401);
    assert_eq!(
        app.refresh(pair["refresh_token"].as_str().unwrap()).await.0,
        403
    );
}

#[tokio::test]
async fn a_wrong_secret_is_401() {
    let bench = Bench::start().await;
    let mut app = App::new(&bench);
    app.secret = "guess".to_owned();
    assert_eq!(app.refresh("v1.none").await.0, 401);
}
