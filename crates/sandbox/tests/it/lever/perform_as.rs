//! Who a write is done as.

use fulcrum_sandbox::settings::PerformAs;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, still};

/// Writes with optional `perform_as` below opportunities, with what they need.
fn optional(id: &str) -> Vec<(Method, String, Value)> {
    let path = |what: &str| format!("/opportunities/{id}/{what}");
    vec![
        (Method::PUT, path("stage"), json!({ "stage": "offer" })),
        (Method::PUT, path("archived"), json!({ "reason": null })),
        (Method::POST, path("addTags"), json!({ "tags": ["a"] })),
        (Method::POST, path("removeTags"), json!({ "tags": ["a"] })),
        (
            Method::POST,
            path("addSources"),
            json!({ "sources": ["a"] }),
        ),
        (
            Method::POST,
            path("removeSources"),
            json!({ "sources": ["a"] }),
        ),
        (
            Method::POST,
            path("addLinks"),
            json!({ "links": ["a.example"] }),
        ),
        (
            Method::POST,
            path("removeLinks"),
            json!({ "links": ["http://a.example"] }),
        ),
        (Method::POST, path("notes"), json!({ "value": "x" })),
    ]
}

async fn with(strictness: PerformAs) -> (Bench, String) {
    let mut settings = still();
    settings.switches.perform_as = strictness;
    let bench = Bench::with(settings).await;
    let id = bench.person().await;
    (bench, id)
}

#[tokio::test]
async fn what_is_optional_by_the_documentation_is_demanded_by_the_strict_account_only() {
    for (strictness, good) in [
        (PerformAs::Docs, true),
        (PerformAs::Lenient, true),
        (PerformAs::Strict, false),
    ] {
        let (bench, id) = with(strictness).await;
        for (method, path, body) in optional(&id) {
            for query in ["", "?perform_as="] {
                let path = format!("{path}{query}");
                let (status, answer) = bench.call(method.clone(), &path, Some(body.clone())).await;
                assert_eq!(status < 300, good, "{strictness:?} {path}: {answer}");
                if !good {
                    let words = json!({ "code": "BadRequestError", "message": "Missing required parameter: perform_as" });
                    assert_eq!((status, answer), (400, words));
                }
            }
            let named = format!("{path}?perform_as={}", bench.seat());
            let (status, answer) = bench.call(method, &named, Some(body)).await;
            assert!(status < 300, "{named}: {answer}");
        }
    }
}

#[tokio::test]
async fn a_refused_write_leaves_no_trace() {
    let (bench, id) = with(PerformAs::Strict).await;
    // What follows a new candidacy is over.
    bench.jump(1_000);
    let before = bench.opportunity(&id).await;
    for (method, path, body) in optional(&id) {
        assert_eq!(bench.call(method, &path, Some(body)).await.0, 400);
    }
    bench.jump(1_000);
    assert_eq!(bench.opportunity(&id).await, before);
}

#[tokio::test]
async fn writes_beside_opportunities_and_postings_never_ask() {
    let (bench, id) = with(PerformAs::Strict).await;
    let contact = bench.opportunity(&id).await["contact"]
        .as_str()
        .unwrap()
        .to_owned();
    let (status, _) = bench
        .put(&format!("/contacts/{contact}"), json!({ "headline": "x" }))
        .await;
    assert_eq!(status, 200);
    let hook = json!({ "event": "candidateHired", "url": "https://example.com/x" });
    assert_eq!(bench.post("/webhooks", hook).await.0, 201);
}

#[tokio::test]
async fn an_unknown_actor_is_refused() {
    let (bench, id) = with(PerformAs::Docs).await;
    let note = format!("/opportunities/{id}/notes?perform_as=nobody");
    let (status, answer) = bench.post(&note, json!({ "value": "x" })).await;
    assert_eq!(status, 404);
    assert_eq!(answer["message"], "users nobody was not found");
    let notes = bench.get(&format!("/opportunities/{id}/notes")).await;
    assert_eq!(notes["data"], json!([]));
}
