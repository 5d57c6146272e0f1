//! Who may consent to what, and where everybody is sent back to.

use std::collections::BTreeSet;

use fulcrum_sandbox::lever::scopes::SCOPES;
use fulcrum_sandbox::lever::switches::{Pkce, UnknownScopes};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::bench::{Bench, still};
use super::oauth_app::{App, field};

fn audience(bench: &Bench) -> String {
    bench.running.info["audience"].as_str().unwrap().to_owned()
}

/// Accepts, and returns `error` and what came with it.
async fn asked(app: &App<'_>, scope: &str, more: &[(&str, &str)]) -> (String, url::Url) {
    let audience = audience(app.bench);
    let mut fields = vec![("decision", "accept")];
    fields.extend(more);
    let back = app.decide(&app.request(scope, &audience, &fields)).await;
    assert_eq!(field(&back, "state"), "s t&te", "{back}");
    (field(&back, "error"), back)
}

#[tokio::test]
async fn each_of_the_fifty_two_scopes_is_granted_as_asked() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    for some in SCOPES.chunks(20) {
        let (error, back) = asked(&app, &some.join(" "), &[]).await;
        assert_eq!(error, "");
        let (_, pair) = app.exchange(&field(&back, "code"), &[]).await;
        let granted: BTreeSet<_> = pair["scope"].as_str().unwrap().split(' ').collect();
        assert_eq!(granted, some.iter().copied().collect());
        let refresh = some.contains(&"offline_access");
        assert_eq!(pair.get("refresh_token").is_some(), refresh);
    }
}

#[tokio::test]
async fn twenty_scopes_are_the_most() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    assert_eq!(asked(&app, &SCOPES[..20].join(" "), &[]).await.0, "");
    assert_eq!(
        asked(&app, &SCOPES[..21].join(" "), &[]).await.0,
        "invalid_scope"
    );
    assert_eq!(asked(&app, " ", &[]).await.0, "invalid_scope");
}

#[tokio::test]
async fn an_unknown_scope_is_refused_or_dropped_as_the_switch_says() {
    let scope = "offline_access tags:write:admin";
    let bench = Bench::start().await;
    let (error, back) = asked(&App::new(&bench), scope, &[]).await;
    assert_eq!(error, "invalid_scope");
    assert!(field(&back, "error_description").contains("tags:write:admin"));
    assert_eq!(field(&back, "code"), "");

    let mut settings = still();
    settings.switches.protocol.unknown_scopes = UnknownScopes::Dropped;
    let bench = Bench::with(settings).await;
    let app = App::new(&bench);
    let (_, back) = asked(&app, scope, &[]).await;
    let (_, pair) = app.exchange(&field(&back, "code"), &[]).await;
    assert_eq!(pair["scope"], "offline_access");
}

#[tokio::test]
async fn an_application_may_ask_for_what_it_was_registered_with() {
    let bench = Bench::start().await;
    let mut app = App::new(&bench);
    let wish = json!({ "name": "Payroll", "redirect_uris": [app.redirect], "scopes": ["users:read:admin", "offline_access"] });
    let made = bench.console("/applications", wish).await;
    made["client_id"].as_str().unwrap().clone_into(&mut app.id);
    made["client_secret"]
        .as_str()
        .unwrap()
        .clone_into(&mut app.secret);
    assert_eq!(
        asked(&app, "stages:read:admin", &[]).await.0,
        "invalid_scope"
    );
    let (error, back) = asked(&app, "users:read:admin", &[]).await;
    assert_eq!(error, "");
    assert_eq!(app.exchange(&field(&back, "code"), &[]).await.0, 200);

    let uri = json!(["https://example.com/back"]);
    for (scopes, uris) in [
        (json!(["tags:write:admin"]), uri.clone()),
        (json!(SCOPES[..21]), uri),
        (json!(["users:read:admin"]), json!([])),
        (json!(["users:read:admin"]), json!(["back"])),
        (
            json!(["users:read:admin"]),
            json!(["https://example.com/#x"]),
        ),
    ] {
        let wish = json!({ "name": "No", "redirect_uris": uris, "scopes": scopes });
        let (status, refusal) = bench.console_raw("/applications", wish.clone()).await;
        assert_eq!(status, 400, "{wish}");
        assert!(refusal["error"].is_string());
    }
}

#[tokio::test]
async fn only_a_super_admin_can_consent() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let users = bench.get("/users?includeDeactivated=true").await["data"]
        .as_array()
        .unwrap()
        .clone();
    let mut roles = BTreeSet::new();
    for user in &users {
        let role = user["accessRole"].as_str().unwrap();
        let active = user["deactivatedAt"].is_null();
        if !roles.insert((role, active)) {
            continue;
        }
        let id = user["id"].as_str().unwrap();
        let (error, back) = asked(&app, "offline_access", &[("user", id)]).await;
        let may = role == "super admin" && active;
        let expected = if may { "" } else { "access_denied" };
        assert_eq!(error, expected, "{role} {active}");
        assert_eq!(field(&back, "code").is_empty(), !may);
    }
    assert!(roles.len() >= 5, "{roles:?}");
    let nobody = asked(&app, "offline_access", &[("user", "nobody")]).await;
    assert_eq!(nobody.0, "access_denied");
}

#[tokio::test]
async fn the_page_offers_the_super_admin_and_one_of_each_other_role() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let audience = audience(&bench);
    let page = app
        .page(&app.request("stages:read:admin", &audience, &[]))
        .await;
    assert_eq!(page.0, 200);
    for role in [
        "super admin",
        "admin",
        "team member",
        "limited team member",
        "interviewer",
    ] {
        assert!(page.1.contains(&format!("({role})</option>")), "{role}");
    }
    assert_eq!(page.1.matches(" selected>").count(), 1);
}

#[tokio::test]
async fn without_the_right_audience_the_page_shows_offline_access_alone() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let scope = "offline_access stages:read:admin";
    for audience in [
        "",
        "https://api.lever.co/v1",
        "https://api.sandbox.lever.co/v1/",
    ] {
        let (status, page) = app.page(&app.request(scope, audience, &[])).await;
        assert_eq!(status, 200);
        assert!(page.contains("<code>offline_access</code>"), "{audience}");
        assert!(
            !page.contains("<code>stages:read:admin</code>"),
            "{audience}"
        );
    }
    let right = app
        .page(&app.request(scope, "https://api.lever.co/v1/", &[]))
        .await;
    assert!(right.1.contains("<code>stages:read:admin</code>"));
}

#[tokio::test]
async fn a_challenge_is_ignored_taken_or_demanded_as_the_switch_says() {
    let wrong = [
        ("code_challenge", "never-met"),
        ("code_challenge_method", "S256"),
    ];
    for (pkce, without, with) in [
        (Pkce::Ignored, 200, 200),
        (Pkce::Accepted, 200, 403),
        (Pkce::Required, 0, 403),
    ] {
        let mut settings = still();
        settings.switches.protocol.pkce = pkce;
        let bench = Bench::with(settings).await;
        let app = App::new(&bench);
        for (more, expected) in [(&[] as &[_], without), (&wrong, with)] {
            let (error, back) = asked(&app, "offline_access", more).await;
            if expected == 0 {
                assert_eq!(error, "invalid_request");
                continue;
            }
            let (status, _) = app.exchange(&field(&back, "code"), &[]).await;
            assert_eq!(status, expected, "{pkce:?} {more:?}");
        }
        let odd = [("code_challenge", "x"), ("code_challenge_method", "S512")];
        let error = asked(&app, "offline_access", &odd).await.0;
        let expected = if pkce == Pkce::Ignored {
            ""
        } else {
            "invalid_request"
        };
        assert_eq!(error, expected, "{pkce:?}");
    }
}

#[tokio::test]
async fn a_remembered_consent_needs_no_page_until_more_is_asked_for_or_it_is_revoked() {
    let mut settings = still();
    settings.switches.protocol.consent_remembered = true;
    let bench = Bench::with(settings).await;
    let app = App::new(&bench);
    let audience = audience(&bench);
    let status = async |scope: &'static str, more: &[(&'static str, &'static str)]| {
        app.page(&app.request(scope, &audience, more)).await.0
    };
    let scope = "offline_access stages:read:admin";
    assert_eq!(status(scope, &[]).await, 200, "a first time");
    app.granted(scope).await;
    assert_eq!(status(scope, &[]).await, 303);
    assert_eq!(status(scope, &[("prompt", "consent")]).await, 200);
    assert_eq!(status("users:read:admin", &[]).await, 200, "more");
    bench.console("/grants/fulcrum/revoke", json!({})).await;
    assert_eq!(status(scope, &[]).await, 200, "revoked");
}

#[tokio::test]
async fn a_parameter_that_comes_twice_is_refused_on_the_spot() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let twice = [("redirect_uri", "https://example.com/")];
    let mut fields = app.request("offline_access", "", &twice);
    assert_eq!(app.page(&fields).await.0, 400);
    fields.push(("decision", "accept"));
    let answer = bench.http.post(app.url("/authorize")).form(&fields).send();
    let answer = answer.await.unwrap();
    assert_eq!(answer.status(), 400);
    assert!(answer.headers().get("location").is_none());
}

/// Something near the registered address, and hardly ever the address itself.
fn near(registered: String) -> impl Strategy<Value = String> {
    let len = registered.len();
    let edit = (0..8_u8, 0..len, any::<char>(), "[a-z]{1,6}");
    edit.prop_map(move |(kind, at, letter, word)| {
        let mut uri = registered.clone();
        match kind {
            0 => uri.insert(at, letter),
            1 => {
                uri.remove(at);
            }
            2 => uri.replace_range(at..=at, &letter.to_string()),
            3 => uri.push_str(&format!("?{word}=1")),
            4 => uri.push_str(&format!("/../{word}")),
            5 => uri = uri.replacen("127.0.0.1", &format!("127.0.0.1@{word}"), 1),
            6 => uri = uri.to_uppercase(),
            _ => uri = format!("{word}{uri}"),
        }
        uri
    })
}

/// Whatever is asked for: nobody is sent anywhere but to a registered address, letter by letter.
#[test]
fn redirect_uris_must_match_letter_by_letter() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bench = runtime.block_on(Bench::start());
    let registered: Vec<String> = bench.running.info["oauth"]["redirect_uris"]
        .as_array()
        .unwrap()
        .iter()
        .map(|uri: &Value| uri.as_str().unwrap().to_owned())
        .collect();
    let app = App::new(&bench);
    let uri = prop_oneof![
        8 => near(registered[1].clone()),
        1 => proptest::sample::select(registered.clone()),
        1 => ".{0,40}",
    ];
    let check = |uri: String| {
        let mut fields = app.request("offline_access", "", &[("decision", "accept")]);
        fields[1].1 = &uri;
        let sent = bench.http.post(app.url("/authorize")).form(&fields).send();
        let answer = runtime.block_on(sent).unwrap();
        let target = answer.headers().get("location");
        if registered.contains(&uri) {
            prop_assert_eq!(answer.status(), 303);
            let start = format!("{uri}?code=");
            prop_assert!(target.unwrap().to_str().unwrap().starts_with(&start));
        } else {
            prop_assert_eq!(answer.status(), 400);
            prop_assert!(target.is_none());
        }
        Ok(())
    };
    let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
    runner.run(&uri, check).unwrap();
}
