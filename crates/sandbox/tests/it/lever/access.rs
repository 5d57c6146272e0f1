//! Keys, permissions, `perform_as` and the rate limit.

use fulcrum_sandbox::settings::{Limits, PerformAs};
use reqwest::Method;
use serde_json::json;

use super::bench::{Bench, still};

#[tokio::test]
async fn a_wrong_key_is_401_and_none_at_all_too() {
    let mut bench = Bench::start().await;
    bench.use_key("not-a-key");
    let (status, refusal) = bench.call(Method::GET, "/stages", None).await;
    assert_eq!(status, 401);
    assert_eq!(
        refusal,
        json!({ "code": "Unauthorized", "message": "Invalid API key" })
    );
    let bare = bench
        .http
        .get(format!("{}/stages", bench.running.api_base))
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), 401);
    assert_eq!(
        bare.headers()["content-type"],
        "application/json; charset=utf-8"
    );
}

#[tokio::test]
async fn a_key_that_was_deleted_is_401_from_then_on() {
    let mut bench = Bench::start().await;
    let key = bench.console("/keys", json!({})).await;
    bench.use_key(key["api_key"].as_str().unwrap());
    bench.get("/stages").await;
    assert_eq!(
        bench.console("/keys/drop", key).await,
        json!({ "dropped": true })
    );
    assert_eq!(bench.call(Method::GET, "/stages", None).await.0, 401);
}

#[tokio::test]
async fn a_key_without_a_permission_is_403_there_and_good_elsewhere() {
    let mut bench = Bench::start().await;
    let id = bench.person().await;
    let key = bench
        .console(
            "/keys",
            json!({ "without": ["notes:write", "contact:read"] }),
        )
        .await;
    bench.use_key(key["api_key"].as_str().unwrap());
    let contact = bench.opportunity(&id).await["contact"]
        .as_str()
        .unwrap()
        .to_owned();
    let notes = format!("/opportunities/{id}/notes");
    assert_eq!(bench.call(Method::GET, &notes, None).await.0, 200);
    assert_eq!(bench.post(&notes, json!({ "value": "x" })).await.0, 403);
    assert_eq!(
        bench
            .call(Method::GET, &format!("/contacts/{contact}"), None)
            .await
            .0,
        403,
        "a key that may write may not read by that: its boxes are ticked one by one"
    );
    assert_eq!(
        bench
            .call(Method::GET, "/opportunities?confidentiality=all", None)
            .await
            .0,
        403
    );
}

#[tokio::test]
async fn perform_as_is_asked_for_as_strictly_as_the_switch_says() {
    for (strictness, stage, posting) in [
        (PerformAs::Docs, 200, 400),
        (PerformAs::Strict, 400, 400),
        (PerformAs::Lenient, 200, 200),
    ] {
        let mut settings = still();
        settings.switches.perform_as = strictness;
        let bench = Bench::with(settings).await;
        let id = bench.person().await;
        let target = bench.posting("Frontend Engineer").await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            bench
                .put(
                    &format!("/opportunities/{id}/stage"),
                    json!({ "stage": "offer" })
                )
                .await
                .0,
            stage
        );
        assert_eq!(
            bench
                .post(&format!("/postings/{target}"), json!({ "tags": [] }))
                .await
                .0,
            posting
        );
    }
}

#[tokio::test]
async fn interviewers_and_deactivated_users_are_accepted_as_actors() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let users = bench.get("/users?includeDeactivated=true").await["data"]
        .as_array()
        .unwrap()
        .clone();
    let gone = users
        .iter()
        .find(|user| user["deactivatedAt"].is_i64())
        .unwrap()["id"]
        .as_str()
        .unwrap();
    let (status, _) = bench
        .post(
            &format!("/opportunities/{id}/notes?perform_as={gone}"),
            json!({ "value": "x" }),
        )
        .await;
    assert_eq!(status, 201);
    let reader = users
        .iter()
        .find(|user| user["accessRole"] == "interviewer")
        .unwrap()["id"]
        .as_str()
        .unwrap();
    let (status, _) = bench
        .put(
            &format!("/opportunities/{id}/stage?perform_as={reader}"),
            json!({ "stage": "offer" }),
        )
        .await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn with_limits_each_key_has_a_bucket_of_its_own() {
    let mut settings = still();
    settings.limits = Limits::Lever;
    let mut bench = Bench::with(settings).await;
    // Far more than bucket and refill can give while the requests run: some are refused, whatever the machine's speed.
    let asked = (0..400).map(|_| bench.call(Method::GET, "/stages/offer", None));
    let answers = futures::future::join_all(asked).await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|(status, _)| *status == 429)
        .collect();
    assert!(answers.iter().filter(|(status, _)| *status == 200).count() >= 20);
    assert!(!refused.is_empty());
    assert!(
        refused
            .iter()
            .all(|(_, body)| body["code"] == "TooManyRequests" && body["message"].is_string())
    );
    let other = bench.console("/keys", json!({})).await;
    bench.use_key(other["api_key"].as_str().unwrap());
    assert_eq!(bench.call(Method::GET, "/stages/offer", None).await.0, 200);
}

#[tokio::test]
async fn one_persons_moves_are_refused_until_the_plan_is_replaced() {
    let bench = Bench::start().await;
    let (stuck, free) = (bench.person().await, bench.person().await);
    let to = async |id: &str, stage: &str| {
        let body = json!({ "stage": stage });
        bench
            .put(&format!("/opportunities/{id}/stage"), body)
            .await
            .0
    };
    bench
        .console("/faults", json!({ "refused_moves": [stuck] }))
        .await;
    assert_eq!(to(&stuck, "offer").await, 400);
    assert_eq!(to(&stuck, "offer").await, 400, "as often as it is asked");
    assert_ne!(bench.opportunity(&stuck).await["stage"], "offer");
    assert_eq!(to(&free, "offer").await, 200);
    bench.console("/faults", json!({})).await;
    assert_eq!(to(&stuck, "offer").await, 200);
}

#[tokio::test]
async fn bad_days_come_on_demand_and_end() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    bench
        .console(
            "/faults",
            json!({ "html": 1, "unavailable": 1, "too_many": 1, "lost_answers": 1 }),
        )
        .await;
    let url = format!("{}/stages", bench.running.api_base);
    let page = bench
        .http
        .get(&url)
        .basic_auth(&bench.running.api_key, Some(""))
        .send()
        .await
        .unwrap();
    assert!(page.status().is_success());
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert_eq!(bench.call(Method::GET, "/stages", None).await.0, 503);
    assert_eq!(bench.call(Method::GET, "/stages", None).await.0, 429);
    let (status, _) = bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    assert_eq!(status, 502);
    assert_eq!(
        bench.opportunity(&id).await["stage"],
        "offer",
        "carried out although the answer was lost"
    );
    assert_eq!(
        bench.console_raw("/faults", json!({ "hmtl": 1 })).await.0,
        400
    );
}
