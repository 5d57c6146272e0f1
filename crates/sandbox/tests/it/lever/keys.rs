//! API keys: what is chosen when they are made.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;

async fn make(bench: &Bench, wish: Value) -> String {
    let made = bench.console("/keys", wish).await;
    made["api_key"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_key_may_do_what_was_ticked_and_nothing_else() {
    let mut bench = Bench::start().await;
    let id = bench.person().await;
    let key = make(&bench, json!({ "only": ["notes:write", "stages:read"] })).await;
    bench.use_key(&key);
    let notes = format!("/opportunities/{id}/notes");
    assert_eq!(bench.post(&notes, json!({ "value": "x" })).await.0, 201);
    bench.get("/stages").await;
    for path in [notes.as_str(), "/opportunities", "/users", "/webhooks"] {
        let (status, refusal) = bench.call(Method::GET, path, None).await;
        assert_eq!(
            (status, &refusal["code"]),
            (403, &json!("Forbidden")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_permission_that_lever_does_not_have_is_refused() {
    let bench = Bench::start().await;
    for wish in [
        json!({ "only": ["tags:write"] }),
        json!({ "without": ["nonsense"] }),
        json!({ "only": ["confidential:access"] }),
    ] {
        let (status, refusal) = bench.console_raw("/keys", wish.clone()).await;
        assert_eq!(status, 404, "{wish}");
        let sentence = refusal["error"].as_str().unwrap();
        assert!(
            sentence.starts_with("there is no permission "),
            "{sentence}"
        );
    }
}

#[tokio::test]
async fn confidential_access_is_chosen_when_the_key_is_made() {
    let mut bench = Bench::start().await;
    let (plain, open) = (
        make(&bench, json!({})).await,
        make(&bench, json!({ "confidential": true })).await,
    );
    let all = "/opportunities?confidentiality=all&limit=1";
    bench.use_key(&plain);
    assert_eq!(bench.call(Method::GET, all, None).await.0, 403);
    bench.use_key(&open);
    assert_eq!(bench.call(Method::GET, all, None).await.0, 200);
}

#[tokio::test]
async fn a_key_is_shown_once_and_listed_by_name_and_end() {
    let bench = Bench::start().await;
    let key = make(&bench, json!({ "name": "payroll", "only": ["users:read"] })).await;
    let state = bench.console_get("/state.json").await;
    assert!(!state.to_string().contains(&key));
    let shown = state["keys"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "payroll")
        .unwrap()
        .clone();
    assert_eq!(
        shown,
        json!({ "name": "payroll", "ends_with": &key[44..], "confidential": false, "permissions": ["users:read"] })
    );
}
