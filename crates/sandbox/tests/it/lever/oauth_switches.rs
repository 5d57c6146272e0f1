//! The points of OAuth at which a real account may behave either way, and the ends of a grant's life.

use fulcrum_sandbox::lever::switches::{ForeignTokens, ProtocolSwitches, RefreshReuse, TokenShape};
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, still};
use super::oauth_app::App;

const SCOPE: &str = "offline_access stages:read:admin";
const DAY: i64 = 86_400_000;

async fn with(change: impl FnOnce(&mut ProtocolSwitches)) -> Bench {
    let mut settings = still();
    change(&mut settings.switches.protocol);
    Bench::with(settings).await
}

fn text<'v>(pair: &'v Value, key: &str) -> &'v str {
    pair[key].as_str().unwrap()
}

#[tokio::test]
async fn a_token_that_was_rotated_out_is_treated_as_the_switch_says() {
    for (reuse, old_again, new_after) in [
        (RefreshReuse::EndsGrant, 403, 403),
        (RefreshReuse::IsRefused, 403, 200),
        (RefreshReuse::Works, 200, 200),
    ] {
        let bench = with(|switches| switches.refresh_reuse = reuse).await;
        let app = App::new(&bench);
        let first = app.granted(SCOPE).await;
        let (status, second) = app.refresh(text(&first, "refresh_token")).await;
        assert_eq!(status, 200);
        let (status, again) = app.refresh(text(&first, "refresh_token")).await;
        assert_eq!(status, old_again, "{reuse:?}");
        if status == 403 {
            assert_eq!(again["error"], "invalid_grant");
        }
        let (status, _) = app.refresh(text(&second, "refresh_token")).await;
        assert_eq!(status, new_after, "{reuse:?}");
    }
}

#[tokio::test]
async fn within_the_leeway_a_lost_answer_does_no_harm() {
    let bench = with(|switches| switches.refresh_leeway_ms = 30_000).await;
    let app = App::new(&bench);
    let first = app.granted(SCOPE).await;
    let old = text(&first, "refresh_token");
    assert_eq!(app.refresh(old).await.0, 200);
    bench.jump(29_999);
    let (status, pair) = app.refresh(old).await;
    assert_eq!(status, 200);
    bench.jump(1);
    assert_eq!(app.refresh(old).await.0, 403);
    let (status, _) = app.refresh(text(&pair, "refresh_token")).await;
    assert_eq!(status, 403, "the whole grant has ended");
}

#[tokio::test]
async fn ninety_days_without_use_are_survived_and_not_a_moment_more() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let first = app.granted(SCOPE).await;
    bench.jump(90 * DAY);
    let (status, second) = app.refresh(text(&first, "refresh_token")).await;
    assert_eq!(status, 200);
    bench.jump(90 * DAY + 1);
    let (status, _) = app.refresh(text(&second, "refresh_token")).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn calls_of_the_api_do_not_keep_a_refresh_token_alive() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let pair = app.granted(SCOPE).await;
    for _ in 0..9 {
        app.reads(&pair["access_token"], "/stages").await;
        bench.jump(10 * DAY + 1);
    }
    assert_eq!(app.refresh(text(&pair, "refresh_token")).await.0, 403);
}

#[tokio::test]
async fn a_grant_ends_after_a_year_however_often_it_was_used() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let mut pair = app.granted(SCOPE).await;
    for month in 1..=12 {
        bench.jump(30 * DAY);
        let (status, next) = app.refresh(text(&pair, "refresh_token")).await;
        assert_eq!(status, 200, "month {month}");
        pair = next;
    }
    bench.jump(5 * DAY);
    let (status, pair) = app.refresh(text(&pair, "refresh_token")).await;
    assert_eq!(status, 200, "day 365");
    bench.jump(1);
    assert_eq!(app.refresh(text(&pair, "refresh_token")).await.0, 403);
}

#[tokio::test]
async fn another_applications_token_is_refused_and_not_used_up() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let pair = app.granted(SCOPE).await;
    let mut other = App::new(&bench);
    let wish =
        json!({ "name": "Other", "redirect_uris": [app.redirect], "scopes": ["users:read:admin"] });
    let made = bench.console("/applications", wish).await;
    text(&made, "client_id").clone_into(&mut other.id);
    text(&made, "client_secret").clone_into(&mut other.secret);
    let token = text(&pair, "refresh_token");
    assert_eq!(other.refresh(token).await.0, 403);
    assert_eq!(app.refresh(token).await.0, 200);
}

#[tokio::test]
async fn a_token_of_the_other_environment_finds_no_signing_key() {
    for (answer, status, code) in [
        (ForeignTokens::NoSigningKey, 403, "Forbidden"),
        (ForeignTokens::Unauthorized, 401, "Unauthorized"),
    ] {
        let bench = with(|switches| switches.foreign_tokens = answer).await;
        let made = bench.console("/foreign_token", json!({})).await;
        let url = format!("{}/stages", bench.running.api_base);
        let sent = bench.http.get(url).bearer_auth(text(&made, "access_token"));
        let got = sent.send().await.unwrap();
        assert_eq!(got.status(), status);
        let body: Value = got.json().await.unwrap();
        assert_eq!(body["code"], code);
        let told = text(&body, "message").starts_with("Unable to find a signing key that matches");
        assert_eq!(told, status == 403);
    }
}

#[tokio::test]
async fn a_raw_key_is_a_bearer_token_where_the_switch_says_so() {
    for (works, expected) in [(false, 401), (true, 200)] {
        let bench = with(|switches| switches.key_as_bearer = works).await;
        let key = json!(bench.running.api_key);
        assert_eq!(App::new(&bench).reads(&key, "/stages").await, expected);
    }
}

#[tokio::test]
async fn access_tokens_may_be_long_and_say_what_they_are() {
    let bench = with(|switches| switches.access_tokens = TokenShape::Jwt).await;
    let app = App::new(&bench);
    let pair = app.granted(SCOPE).await;
    let token = text(&pair, "access_token");
    assert_eq!(token.split('.').count(), 3);
    assert_eq!(app.reads(&pair["access_token"], "/stages").await, 200);
    let (_, next) = app.refresh(text(&pair, "refresh_token")).await;
    assert_ne!(next["access_token"], pair["access_token"]);
    let forged = json!(format!("{token}x"));
    assert_ne!(app.reads(&forged, "/stages").await, 200);
    bench.jump(3_600_000);
    assert_eq!(app.reads(&pair["access_token"], "/stages").await, 401);
}

#[tokio::test]
async fn an_access_token_may_outlive_its_grant_for_the_rest_of_its_hour() {
    for (lives_on, expected) in [(false, 401), (true, 200)] {
        let bench = with(|switches| switches.revoked_access_lives_on = lives_on).await;
        let app = App::new(&bench);
        let pair = app.granted(SCOPE).await;
        bench.console("/grants/fulcrum/revoke", json!({})).await;
        let access = &pair["access_token"];
        assert_eq!(app.reads(access, "/stages").await, expected);
        assert_eq!(app.refresh(text(&pair, "refresh_token")).await.0, 403);
        bench.jump(3_600_000);
        assert_eq!(app.reads(access, "/stages").await, 401);
    }
}

#[tokio::test]
async fn there_is_an_address_to_revoke_at_where_the_switch_says_so() {
    for there in [false, true] {
        let bench = with(|switches| switches.revocation_endpoint = there).await;
        let app = App::new(&bench);
        let pair = app.granted(SCOPE).await;
        let token = text(&pair, "refresh_token");
        let revoke = async |secret: &str| {
            let form = [
                ("client_id", app.id.as_str()),
                ("client_secret", secret),
                ("token", token),
            ];
            let sent = bench.http.post(app.url("/oauth/revoke")).form(&form).send();
            sent.await.unwrap().status().as_u16()
        };
        assert_eq!(revoke("wrong").await, if there { 401 } else { 404 });
        assert_eq!(revoke(&app.secret).await, if there { 200 } else { 404 });
        let expected = if there { 403 } else { 200 };
        assert_eq!(app.refresh(token).await.0, expected);
    }
}

#[tokio::test]
async fn an_application_may_write_as_whoever_consented() {
    for acts in [false, true] {
        let bench = with(|switches| switches.oauth_acts_as_consenter = acts).await;
        let id = bench.person().await;
        let app = App::new(&bench);
        let pair = app.granted("notes:write:admin").await;
        let url = format!("{}/opportunities/{id}/notes", bench.running.api_base);
        let sent = bench
            .http
            .post(url)
            .bearer_auth(text(&pair, "access_token"));
        let note: Value = sent
            .json(&json!({ "value": "x" }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let user = &note["data"]["user"];
        let admin = json!(bench.running.lever.super_admin());
        assert_eq!(*user == admin, acts, "{note}");
    }
}

#[tokio::test]
async fn the_token_endpoint_takes_forms_and_json_and_answers_everything_else_in_its_own_words() {
    let bench = Bench::start().await;
    let app = App::new(&bench);
    let pair = app.granted(SCOPE).await;
    let url = app.url("/oauth/token");
    let body = json!({
        "grant_type": "refresh_token",
        "client_id": app.id,
        "client_secret": app.secret,
        "refresh_token": pair["refresh_token"],
    });
    let answer = bench.http.post(&url).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");

    let post = |kind: &'static str, body: Vec<u8>| {
        let sent = bench.http.post(&url).header("content-type", kind);
        sent.body(body).send()
    };
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status, error) in [
        ("application/json", b"{".to_vec(), 400, "invalid_request"),
        ("application/json", b"[]".to_vec(), 400, "invalid_request"),
        (
            "application/json",
            b"{\"grant_type\": 1}".to_vec(),
            400,
            "invalid_request",
        ),
        (
            form,
            b"grant_type=a&grant_type=b".to_vec(),
            400,
            "invalid_request",
        ),
        (
            form,
            vec![0xff, 0xfe, b'=', 0xff],
            400,
            "unsupported_grant_type",
        ),
        (
            form,
            b"grant_type=password".to_vec(),
            400,
            "unsupported_grant_type",
        ),
        (form, vec![b'a'; 100_000], 413, "invalid_request"),
        ("text/plain", Vec::new(), 400, "unsupported_grant_type"),
    ] {
        let answer = post(kind, body).await.unwrap();
        assert_eq!(answer.status(), status);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"], error);
        assert!(body["error_description"].is_string());
    }
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = bench.http.request(method, &url).send().await.unwrap();
        assert_eq!(answer.status(), 405);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"], "invalid_request");
    }
}
