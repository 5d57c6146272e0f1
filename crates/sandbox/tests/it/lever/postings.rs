//! Posting filters and updates.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, still};

#[tokio::test]
async fn only_what_is_sent_changes_and_tags_are_replaced_whole() {
    let bench = Bench::start().await;
    let before = bench.posting("Partnerships Manager").await;
    let path = format!(
        "/postings/{}?perform_as={}",
        before["id"].as_str().unwrap(),
        bench.seat()
    );
    bench.jump(1_000);
    let (status, after) = bench
        .post(
            &path,
            json!({ "tags": ["myInterview:Lever Demo"], "state": "published" }),
        )
        .await;
    assert_eq!(status, 200);
    let mut wanted = before.clone();
    wanted["tags"] = json!(["myInterview:Lever Demo"]);
    wanted["updatedAt"] = json!(bench.now());
    assert_eq!(after["data"], wanted);
}

#[tokio::test]
async fn a_rename_takes_the_old_title_from_all_opportunities_and_appends_the_new_one() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    bench
        .console(
            &format!("/opportunities/{id}/archived"),
            json!({ "archived": true }),
        )
        .await;
    let posting = bench.posting("Backend Engineer, Payments").await;
    let path = format!(
        "/postings/{}?perform_as={}",
        posting["id"].as_str().unwrap(),
        bench.seat()
    );
    bench
        .post(
            &path,
            json!({ "text": "Backend Engineer", "categories": { "location": "Hamburg, Germany" } }),
        )
        .await;
    bench.jump(270);
    assert_eq!(
        bench.opportunity(&id).await["tags"][0],
        "Backend Engineer, Payments",
        "not yet"
    );
    bench.jump(1);
    let tags = bench.opportunity(&id).await["tags"].clone();
    assert_eq!(
        tags,
        json!([
            "Research & Development",
            "Platform",
            "Full-time",
            "JobTwine",
            "myInterview:Lever Demo",
            "Backend Engineer",
            "Hamburg, Germany"
        ])
    );
}

#[tokio::test]
async fn new_posting_tags_reach_old_opportunities_only_where_the_switch_says_so() {
    for reaches in [false, true] {
        let mut settings = still();
        settings.switches.posting_tags_reach_opportunities = reaches;
        let bench = Bench::with(settings).await;
        let old = bench.person().await;
        let posting = bench.posting("Backend Engineer, Payments").await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        bench
            .console(
                &format!("/postings/{posting}/tags"),
                json!({ "tags": ["fresh"] }),
            )
            .await;
        bench.jump(300);
        let new = bench.person().await;
        let has = |one: &Value| one["tags"].as_array().unwrap().contains(&json!("fresh"));
        assert_eq!(has(&bench.opportunity(&old).await), reaches);
        assert!(has(&bench.opportunity(&new).await));
    }
}

#[tokio::test]
async fn perform_as_is_required_and_a_wrong_state_refused() {
    let bench = Bench::start().await;
    let id = bench.posting("Frontend Engineer").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (status, refusal) = bench
        .post(&format!("/postings/{id}"), json!({ "tags": [] }))
        .await;
    assert_eq!(
        (status, &refusal["message"]),
        (400, &json!("Missing required parameter: perform_as"))
    );
    let acting = format!("/postings/{id}?perform_as={}", bench.seat());
    assert_eq!(bench.post(&acting, json!({ "state": "open" })).await.0, 400);
}

#[tokio::test]
async fn an_update_without_state_falls_to_draft() {
    let bench = Bench::start().await;
    let id = bench.posting("Frontend Engineer").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let acting = format!("/postings/{id}?perform_as={}", bench.seat());
    let (_, fell) = bench.post(&acting, json!({ "tags": [] })).await;
    assert_eq!(
        (&fell["data"]["state"], &fell["data"]["urls"]),
        (&json!("draft"), &Value::Null)
    );
    let (_, kept) = bench
        .post(&acting, json!({ "tags": [], "state": "published" }))
        .await;
    assert_eq!(kept["data"]["state"], "published");
}

#[tokio::test]
async fn filters() {
    let bench = Bench::start().await;
    let count = async |query: &str| {
        bench.get(&format!("/postings?{query}")).await["data"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(count("state=published").await, 19);
    assert_eq!(count("state=internal").await, 3);
    assert_eq!(count("state=internal&state=draft").await, 4);
    assert_eq!(
        count("state=published&distributionChannel=internal").await,
        19
    );
    assert_eq!(count("tag=JobTwine").await, 6);
    assert_eq!(count("tag=jobtwine").await, 0);
    assert_eq!(count("team=Data").await, 3);
    assert_eq!(count("updated_at_start=0").await, 24);
    let (status, refusal) = bench
        .call(Method::GET, "/postings?updated_at_start=0&team=Data", None)
        .await;
    assert_eq!((status, &refusal["code"]), (400, &json!("BadRequestError")));
}
