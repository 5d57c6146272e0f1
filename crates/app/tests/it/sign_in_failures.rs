//! Every way in which a sign-in can fail, as a person meets it: a sentence, a cause and a way out, and nothing kept.

use fulcrum_app::view::{Environment, Phase, Problem, ProblemCode};
use fulcrum_app::{App, AppConfig, ChosenEnvironment};
use fulcrum_sandbox::lever::switches::Pkce;
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore as _};
use serde_json::json;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;
use url::Url;

use crate::bench::{until, world};
use crate::sign_in::{Desk, PORTS};

/// The sign-in that `address` began fails, with these words in it; nothing is kept and the screen is the first one.
async fn fails(desk: &Desk, app: &App, address: &Url, decision: Option<&str>, words: [&str; 3]) {
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    if let Some(decision) = decision {
        desk.decide(address, decision).await;
    }
    let problem = users.await.unwrap().unwrap_err();
    says(&problem, words);
    nothing_kept(desk, app);
}

fn says(problem: &Problem, [sentence, cause, way_out]: [&str; 3]) {
    assert!(problem.sentence.contains(sentence), "{problem:?}");
    assert!(problem.cause.contains(cause), "{problem:?}");
    assert!(problem.way_out.contains(way_out), "{problem:?}");
}

fn nothing_kept(desk: &Desk, app: &App) {
    assert_eq!(app.session().phase, Phase::Connect);
    for name in SecretName::ALL {
        assert!(desk.secret(name).is_none(), "{name:?}");
    }
}

fn parameter(address: &Url, name: &str) -> String {
    let found = address.query_pairs().find(|(key, _)| key == name);
    found.unwrap().1.into_owned()
}

async fn is_free(address: &Url) -> bool {
    let back: Url = parameter(address, "redirect_uri").parse().unwrap();
    TcpListener::bind(("127.0.0.1", back.port().unwrap()))
        .await
        .is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_with_too_few_scopes_is_told_which_to_have_added() {
    let mut desk = Desk::new().await;
    let made = desk
        .press(
            "/applications",
            json!({
                "name": "Half",
                "redirect_uris": desk.info["oauth"]["redirect_uris"],
                "scopes": ["offline_access", "opportunities:read:admin", "stages:read:admin"],
            }),
        )
        .await;
    desk.info["oauth"]["client_id"] = made["client_id"].clone();
    desk.info["oauth"]["client_secret"] = made["client_secret"].clone();
    let app = desk.start().await;
    let address = desk.begin(&app).await;
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    // Lever asks nobody: the browser is sent back at once.
    let back = desk.http.get(address).send().await.unwrap();
    let page = back.text().await.unwrap();
    assert!(page.contains("without access"), "{page}");
    let problem = users.await.unwrap().unwrap_err();
    assert_eq!(problem.code, ProblemCode::MissingPermission);
    says(
        &problem,
        [
            "may not ask",
            "refused a scope",
            "all scopes that are listed",
        ],
    );
    nothing_kept(&desk, &app);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_apis_audience_gives_access_to_nothing() {
    let mut desk = Desk::new().await;
    // The same server by another name: not the audience that it knows.
    let api = desk.info["api_base"].as_str().unwrap();
    desk.info["api_base"] = json!(api.replace("127.0.0.1", "localhost"));
    let app = desk.start().await;
    let address = desk.begin(&app).await;
    let words = [
        "gave access to nothing",
        "audience",
        "Choose the environment",
    ];
    fails(&desk, &app, &address, Some("accept"), words).await;
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_lay_too_long_is_told() {
    let desk = Desk::new().await;
    let app = desk.start().await;
    let address = desk.begin(&app).await;
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    let back = desk.way_back(&address, "accept").await;
    desk.press("/clock/jump", json!({ "ms": 700_000 })).await;
    let page = desk.http.get(back.clone()).send().await.unwrap();
    assert!(page.status().is_success());
    let problem = users.await.unwrap().unwrap_err();
    says(
        &problem,
        ["no longer takes the code", "used once", "Sign in again"],
    );
    let code = parameter(&back, "code");
    assert!(!format!("{problem:?}").contains(&code));
    nothing_kept(&desk, &app);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_does_not_come_back_and_one_that_is_anothers_are_told_apart() {
    let mut desk = Desk::new().await;
    desk.info["oauth"]["patience_ms"] = json!(5_000);
    let app = desk.start().await;
    assert_eq!(app.connect_guide().patience_seconds, 5);
    let first = desk.begin(&app).await;
    let words = [
        "did not come back",
        "two minutes",
        "correct the app or the environment",
    ];
    fails(&desk, &app, &first, None, words).await;
    assert!(is_free(&first).await, "the port is closed");

    let second = desk.begin(&app).await;
    assert_ne!(parameter(&first, "state"), parameter(&second, "state"));
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    // The page of the first one was still open, and somebody accepts there.
    let mut old = desk.way_back(&first, "accept").await;
    let now: Url = parameter(&second, "redirect_uri").parse().unwrap();
    old.set_port(now.port()).unwrap();
    let page = desk.http.get(old).send().await.unwrap();
    assert_eq!(page.status(), 400);
    let problem = users.await.unwrap().unwrap_err();
    says(
        &problem,
        [
            "was not this sign-in",
            "earlier sign-in",
            "Close older pages",
        ],
    );
    nothing_kept(&desk, &app);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_that_nobody_waits_at_is_closed_in_time() {
    let mut desk = Desk::new().await;
    desk.info["oauth"]["patience_ms"] = json!(3_000);
    let app = desk.start().await;
    let address = desk.begin(&app).await;
    assert!(!is_free(&address).await);
    until("the port is closed", async || is_free(&address).await).await;
    let problem = app.sign_in_finished().await.unwrap_err();
    assert!(problem.sentence.contains("cancelled"), "{problem:?}");
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lesson_is_never_more_patient_than_life() {
    let mut desk = Desk::new().await;
    desk.info["oauth"]["patience_ms"] = json!(3_600_000);
    let app = desk.start().await;
    assert_eq!(app.connect_guide().patience_seconds, 120);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_proof_is_left_out_the_next_time() {
    let mut settings = world();
    settings.switches.protocol.pkce = Pkce::Refused;
    let desk = Desk::at(settings).await;
    let app = desk.start().await;
    let address = desk.begin(&app).await;
    assert!(address.as_str().contains("code_challenge="));
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    desk.http.get(address).send().await.unwrap();
    let problem = users.await.unwrap().unwrap_err();
    says(
        &problem,
        ["extra proof", "PKCE", "this time Fulcrum goes without it"],
    );
    nothing_kept(&desk, &app);

    let address = desk.begin(&app).await;
    assert!(!address.as_str().contains("code_challenge"));
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    desk.decide(&address, "accept").await;
    assert!(!users.await.unwrap().unwrap().is_empty());
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proof_that_is_ignored_or_required_does_no_harm() {
    for pkce in [Pkce::Ignored, Pkce::Required] {
        let mut settings = world();
        settings.switches.protocol.pkce = pkce;
        let desk = Desk::at(settings).await;
        let app = desk.start().await;
        assert!(!desk.signed_in(&app).await.is_empty(), "{pkce:?}");
        app.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_the_other_environment_is_recognised() {
    let desk = Desk::new().await;
    let app = desk.start().await;
    let users = desk.signed_in(&app).await;
    app.choose_seat(&users[0].id).await.unwrap();
    app.shutdown().await;
    // What a seat has that was signed in at one environment and is pointed at the other.
    let made = desk.press("/foreign_token", json!({})).await;
    let tokens = desk.secret(SecretName::LeverTokens).unwrap();
    let mut tokens: serde_json::Value = serde_json::from_slice(tokens.expose()).unwrap();
    tokens["access"] = made["access_token"].clone();
    let tokens = Secret::from_text(tokens.to_string());
    desk.secrets
        .set("training", SecretName::LeverTokens, &tokens)
        .unwrap();
    let app = desk.start().await;
    until("the other environment is named", async || {
        app.sync_now().await.unwrap();
        let problem = app.sync_status().await.unwrap().problem;
        problem.is_some_and(|problem| {
            problem.sentence.contains("Lever's other environment")
                && problem.cause.contains("production and sandbox")
                && problem.way_out.contains("Choose the environment")
        })
    })
    .await;
    app.shutdown().await;
}

#[tokio::test]
async fn the_environment_is_chosen_by_name_and_kept() {
    let _turn = PORTS.lock().await;
    let folder = TempDir::new().unwrap();
    let secrets = Arc::new(MemoryStore::default());
    let config = || AppConfig {
        secrets: secrets.clone(),
        ..AppConfig::new(folder.path().to_owned())
    };
    let app = App::start(config()).await;
    let guide = app.connect_guide();
    assert_eq!(
        (guide.environment, guide.host.as_str(), guide.choosable),
        (Environment::Production, "api.lever.co", true)
    );
    let session = app.choose_environment(Environment::Sandbox).await.unwrap();
    assert_eq!(session.phase, Phase::Connect);
    assert_eq!(app.connect_guide().host, "api.sandbox.lever.co");
    let address: Url = app.sign_in("id", "secret").await.unwrap().parse().unwrap();
    assert_eq!(address.host_str(), Some("sandbox-lever.auth0.com"));
    assert_eq!(
        parameter(&address, "audience"),
        "https://api.sandbox.lever.co/v1/"
    );
    assert!(!is_free(&address).await);
    // Back again: the sign-in that had begun is over.
    app.choose_environment(Environment::Production)
        .await
        .unwrap();
    assert!(is_free(&address).await);
    let address: Url = app.sign_in("id", "secret").await.unwrap().parse().unwrap();
    assert_eq!(address.host_str(), Some("auth.lever.co"));
    assert_eq!(parameter(&address, "audience"), "https://api.lever.co/v1/");
    app.choose_environment(Environment::Sandbox).await.unwrap();
    app.shutdown().await;

    let app = App::start(config()).await;
    assert_eq!(app.connect_guide().environment, Environment::Sandbox);
    app.shutdown().await;

    // For one run, by name: not to be changed in the window, and not kept.
    let app = App::start(AppConfig {
        environment: ChosenEnvironment::fixed(fulcrum_app::Environment::Production),
        ..config()
    })
    .await;
    let guide = app.connect_guide();
    assert_eq!(
        (guide.environment, guide.choosable),
        (Environment::Production, false)
    );
    let refused = app.choose_environment(Environment::Sandbox).await;
    assert_eq!(refused.unwrap_err().code, ProblemCode::BadInput);
    app.shutdown().await;
}
