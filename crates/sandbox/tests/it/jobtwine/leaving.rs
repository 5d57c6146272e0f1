//! J13 and the archive: nothing moves by itself, and leaving is as the switch says.

use serde_json::json;

use super::bench::Bench;

#[tokio::test]
async fn nothing_ever_moves_a_stage() {
    let bench = Bench::start().await;
    let id = bench.scheduled().await;
    bench.act(&id, "hold", json!({})).await;
    bench.act(&id, "feedback", json!({})).await;
    bench.until(&id, "feedback_ready").await;
    let one = bench.get(&format!("/opportunities/{id}")).await;
    assert_eq!(one["stage"], bench.info("stage_id"));
    assert_eq!(one["stageChanges"].as_array().unwrap().len(), 2);
}

/// Pending slots are cancelled with a note; a date stays, unless the switch says otherwise.
#[tokio::test]
async fn leaving_early_is_as_the_switch_says() {
    let bench = Bench::start().await;
    for (switch, asked, scheduled) in [
        ("cancel_pending", "cancelled_by_client", "scheduled"),
        ("cancel_all", "cancelled_by_client", "cancelled_by_client"),
        ("keep", "pending_slots", "scheduled"),
    ] {
        bench.switch(json!({ "on_leave": switch })).await;
        let (one, two) = (bench.asked().await, bench.scheduled().await);
        for (id, state) in [(one, asked), (two, scheduled)] {
            bench.leave(&id).await;
            bench.quiet().await;
            let end = bench.until(&id, state).await;
            if state == "cancelled_by_client" {
                assert_eq!(end["code"], "left_stage");
                assert_eq!(bench.said(&id).await.last().unwrap(), "cancelled");
                assert_eq!(bench.purposes(&id).await.last().unwrap(), "cancelled");
            }
        }
    }
}

/// No webhook tells of the archive: the vendor looks before each thing that a candidate would notice.
#[tokio::test]
async fn archived_candidates_are_noticed_before_anything_reaches_them() {
    let bench = Bench::start().await;
    for (action, body) in [
        ("self_schedule", json!({})),
        ("slots", json!({ "slots": bench.starts(1).await })),
    ] {
        let id = bench.asked().await;
        bench.archive(&id).await;
        bench.quiet().await;
        assert_eq!(
            bench.attempts(&id).await[0]["state"],
            "pending_slots",
            "not known yet"
        );
        bench.refused(&id, action, body).await;
        assert_eq!(
            bench.until(&id, "cancelled_by_client").await["code"],
            "archived"
        );
        assert_eq!(
            bench.purposes(&id).await,
            ["invite"],
            "no mail to somebody archived"
        );
        assert_eq!(bench.said(&id).await, ["slots_wanted", "cancelled"]);
    }
    let id = bench.asked().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.archive(&id).await;
    let page = bench
        .http
        .get(&link)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("cancelled") && !page.contains("<form"),
        "{page}"
    );

    bench.switch(json!({ "on_archived": "keep" })).await;
    let id = bench.asked().await;
    bench.archive(&id).await;
    bench.act(&id, "self_schedule", json!({})).await;
    bench.until(&id, "scheduled").await;
}

/// A candidacy that was deleted ends without a word.
#[tokio::test]
async fn a_deleted_candidacy_ends_quietly() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    bench
        .must(&format!("/opportunities/{id}/delete"), json!({}))
        .await;
    bench.refused(&id, "self_schedule", json!({})).await;
    let one = bench.attempts(&id).await.pop().unwrap();
    assert_eq!(
        (one["state"].as_str(), one["code"].as_str()),
        (Some("cancelled_by_client"), Some("deleted"))
    );
}
