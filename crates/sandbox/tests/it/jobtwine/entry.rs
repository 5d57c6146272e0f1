//! J6: a candidate enters the stage.

use serde_json::json;

use super::bench::Bench;

/// Once per opportunity, round and attempt, however often the stage is entered.
#[tokio::test]
async fn entering_again_changes_nothing_while_an_attempt_is_open() {
    let bench = Bench::switched(json!({ "on_leave": "keep" })).await;
    let id = bench.asked().await;
    let before = bench.attempts(&id).await;
    for _ in 0..3 {
        bench.leave(&id).await;
        bench.enter(&id).await;
    }
    bench.quiet().await;
    assert_eq!(bench.attempts(&id).await, before);
    assert_eq!(bench.purposes(&id).await, ["invite"]);
    assert_eq!(bench.notes(&id).await.len(), 1);
}

/// A finished round is followed by the next; after the last, nothing.
#[tokio::test]
async fn the_next_unfinished_round_begins_when_the_stage_is_entered_again() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    for (round, name) in [(1, "Screening"), (2, "Design")] {
        let one = bench.until(&id, "pending_slots").await;
        assert_eq!(
            (one["round"].as_i64(), one["round_name"].as_str()),
            (Some(round), Some(name))
        );
        bench.act(&id, "self_schedule", json!({})).await;
        bench.act(&id, "hold", json!({})).await;
        bench
            .act(&id, "feedback", json!({ "outcome": "is_a_good_fit" }))
            .await;
        bench.leave(&id).await;
        bench.enter(&id).await;
    }
    bench.quiet().await;
    let attempts = bench.attempts(&id).await;
    let keys: Vec<_> = attempts
        .iter()
        .map(|one| (one["round"].as_i64(), one["attempt"].as_i64()))
        .collect();
    assert_eq!(keys, [(Some(1), Some(1)), (Some(2), Some(1))]);
    assert_ne!(attempts[0]["link"], attempts[1]["link"]);
}

/// What ended without feedback is tried again, as another attempt at the same round.
#[tokio::test]
async fn a_missed_round_is_tried_again() {
    let bench = Bench::start().await;
    let id = bench.scheduled().await;
    bench
        .act(&id, "no_show", json!({ "who": "candidate" }))
        .await;
    bench.leave(&id).await;
    bench.enter(&id).await;
    let second = bench.until(&id, "pending_slots").await;
    assert_eq!(
        (second["round"].as_i64(), second["attempt"].as_i64()),
        (Some(1), Some(2))
    );
}

/// Who is not meant is ignored without a word: no tag, another spelling, no posting, archived.
#[tokio::test]
async fn who_is_not_meant_is_ignored() {
    let bench = Bench::start().await;
    let archived = bench.create(json!({ "archived": true })).await;
    let nowhere = bench.create(json!({ "posting": null })).await;
    let untagged = bench.person().await;
    for (id, code) in [(&archived, "archived"), (&nowhere, "no_posting")] {
        bench.enter(id).await;
        assert_eq!(bench.until(id, "ignored").await["code"], code);
    }
    bench.tag_posting(&bench.posting, &["jobtwine"]).await;
    bench.enter(&untagged).await;
    assert_eq!(bench.until(&untagged, "ignored").await["code"], "no_tag");
    for id in [archived, nowhere, untagged] {
        assert!(bench.notes(&id).await.is_empty());
        assert!(bench.mail(&id).await.is_empty());
    }
}

/// A tag that is taken off stops new candidates; open ones finish.
#[tokio::test]
async fn a_tag_taken_off_lets_open_interviews_finish() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    bench.tag_posting(&bench.posting, &[]).await;
    bench.must("/jobtwine/poll", json!({})).await;
    let late = bench.person().await;
    bench.enter(&late).await;
    bench.until(&late, "ignored").await;
    bench.act(&id, "self_schedule", json!({})).await;
    bench.act(&id, "hold", json!({})).await;
    bench.act(&id, "feedback", json!({})).await;
    bench.until(&id, "feedback_ready").await;
    assert_eq!(bench.said(&id).await.last().unwrap(), "feedback");
}
