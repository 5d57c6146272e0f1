//! Walking through pages.

use std::sync::Arc;

use fulcrum_lever::{Code, LeverError, OffsetToken, OpportunityPages, OpportunityQuery, Step};
use serde_json::{Value, json};

use crate::scripted::{Answer, Script, lever, ok, refused};

fn page(ids: &[&str], next: Option<&str>) -> Answer {
    let data: Vec<Value> = ids
        .iter()
        .map(|id| json!({"id": id, "contact": "c", "stage": "s", "createdAt": 1}))
        .collect();
    ok(match next {
        Some(token) => json!({"data": data, "hasNext": true, "next": token}),
        None => json!({"data": data, "hasNext": false}),
    })
}

fn stale() -> Answer {
    refused(400, "BadRequestError", "Invalid offset token")
}

fn pages(script: &Arc<Script>) -> OpportunityPages {
    lever(script).opportunity_pages(OpportunityQuery::default())
}

/// Ids page by page; `restart` where the window started over.
async fn walk(mut pages: OpportunityPages) -> Result<Vec<String>, LeverError> {
    let mut seen = Vec::new();
    while let Some(step) = pages.next().await? {
        seen.push(match step {
            Step::Page(page) => page
                .items
                .iter()
                .map(|item| item.id.0.clone())
                .collect::<Vec<_>>()
                .join(","),
            Step::Restarted => "restart".to_owned(),
        });
    }
    Ok(seen)
}

#[tokio::test(start_paused = true)]
async fn all_pages_in_order_with_the_token_verbatim() {
    let script = Script::of([
        page(&["a", "b"], Some("%5B1%5D")),
        page(&[], Some("t2")),
        page(&["c"], None),
    ]);
    assert_eq!(walk(pages(&script)).await.unwrap(), ["a,b", "", "c"]);
    assert_eq!(
        script.asked(),
        [
            "GET /v1/opportunities?limit=100",
            "GET /v1/opportunities?limit=100&offset=%255B1%255D",
            "GET /v1/opportunities?limit=100&offset=t2",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_forgotten_token_starts_the_window_over() {
    let script = Script::of([
        page(&["a"], Some("t1")),
        stale(),
        page(&["a"], Some("t1")),
        page(&["b"], None),
    ]);
    assert_eq!(
        walk(pages(&script)).await.unwrap(),
        ["a", "restart", "a", "b"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_window_that_never_holds_is_given_up() {
    let script = Script::of([stale()]);
    let error = walk(pages(&script)).await.unwrap_err();
    assert_eq!((error.code, script.count()), (Code::StaleOffset, 4));
}

#[tokio::test(start_paused = true)]
async fn tokens_in_a_circle_end() {
    let script = Script::of([
        page(&["a"], Some("t1")),
        page(&["b"], Some("t2")),
        page(&["c"], Some("t1")),
    ]);
    let error = walk(pages(&script)).await.unwrap_err();
    assert_eq!((error.code, script.count()), (Code::Unreadable, 3));
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_walk_goes_on_at_its_token() {
    let script = Script::of([page(&["c"], None)]);
    let pages = pages(&script).resume_at(OffsetToken("t7".to_owned()));
    assert_eq!(walk(pages).await.unwrap(), ["c"]);
    assert_eq!(
        script.asked(),
        ["GET /v1/opportunities?limit=100&offset=t7"]
    );
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_the_same_page_is_asked_for_again() {
    let script = Script::of([
        page(&["a"], Some("t1")),
        refused(401, "X", "no"),
        page(&["b"], None),
    ]);
    let mut pages = pages(&script);
    assert!(pages.next().await.is_ok());
    assert_eq!(pages.next().await.unwrap_err().code, Code::KeyRejected);
    assert!(matches!(pages.next().await, Ok(Some(Step::Page(page))) if page.items.len() == 1));
    assert_eq!(pages.next().await, Ok(None));
}
