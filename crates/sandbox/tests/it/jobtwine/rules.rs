//! Numbers that are documented nowhere, as configuration; and rules that must hold whatever is configured.

use serde_json::json;

use super::bench::{Bench, HOUR};

#[tokio::test]
async fn slots_have_a_least_and_a_most_count_a_lead_and_a_horizon() {
    let bench = Bench::switched(json!({
        "least_slots": 2, "most_slots": 3, "lead_minutes": 120, "horizon_days": 30,
    }))
    .await;
    let id = bench.asked().await;
    let now = bench.now().await;
    let at = |hours: i64| now + hours * HOUR;
    for (slots, said) in [
        (vec![at(48)], "2 different"),
        (vec![at(48), at(48)], "2 different"),
        (vec![at(48), at(50), at(52), at(54)], "3 slots at most"),
        (vec![at(1), at(48)], "too soon"),
        (vec![at(48), at(24 * 40)], "too far"),
        (vec![at(48), at(-1)], "past"),
        (vec![at(48), i64::MAX], "too far"),
        (vec![at(48), i64::MIN], "past"),
    ] {
        let refused = bench.refused(&id, "slots", json!({ "slots": slots })).await;
        assert!(refused.contains(said), "{refused}");
    }
    bench
        .act(&id, "slots", json!({ "slots": [at(3), at(48)] }))
        .await;
    bench.act(&id, "claim", json!({})).await;
    bench.until(&id, "scheduled").await;
    // One agreed time is enough to move a date.
    bench.act(&id, "reschedule", json!({ "to": at(72) })).await;
}

/// Close to the date only the hiring team changes it.
#[tokio::test]
async fn a_candidate_keeps_the_notice_period() {
    let bench = Bench::switched(json!({ "notice_hours": 24 })).await;
    let id = bench.asked().await;
    let start = bench.now().await + 30 * HOUR;
    bench.act(&id, "slots", json!({ "slots": [start] })).await;
    bench.act(&id, "claim", json!({})).await;
    bench
        .act(&id, "reschedule", json!({ "to": start + HOUR }))
        .await;
    bench.jump(12 * HOUR).await;
    for (action, body) in [
        ("cancel", json!({ "by": "candidate" })),
        ("reschedule", json!({ "by": "candidate" })),
    ] {
        let refused = bench.refused(&id, action, body).await;
        assert!(refused.contains("too late"), "{refused}");
    }
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = [("action", "cancel")];
    let pressed = bench.http.post(&link).form(&form).send().await.unwrap();
    assert_eq!(pressed.status(), 409);
    bench.act(&id, "cancel", json!({ "by": "client" })).await;
    bench.until(&id, "cancelled_by_client").await;
}

/// A slot that has passed cannot be taken: by nobody, and not by a wish.
#[tokio::test]
async fn passed_slots_are_not_taken() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let now = bench.now().await;
    bench
        .act(
            &id,
            "slots",
            json!({ "slots": [now + HOUR, now + 50 * HOUR] }),
        )
        .await;
    bench.jump(2 * HOUR).await;
    let refused = bench.refused(&id, "claim", json!({ "slot": 0 })).await;
    assert!(refused.contains("no longer free"), "{refused}");
    bench.act(&id, "claim", json!({})).await;
    let one = bench.until(&id, "scheduled").await;
    assert_eq!(one["claim"]["slot"]["start"], now + 50 * HOUR);

    let other = bench.asked().await;
    let now = bench.now().await;
    bench
        .act(&other, "slots", json!({ "slots": [now + HOUR] }))
        .await;
    bench.jump(2 * HOUR).await;
    bench.act(&other, "claim", json!({})).await;
    // All gone: asked again.
    bench.until(&other, "pending_slots").await;
    assert_eq!(bench.said(&other).await.last().unwrap(), "no_taker");
}

/// What was held is reported, also of somebody who was archived or moved on meanwhile.
#[tokio::test]
async fn a_held_interview_is_not_called_off() {
    let bench = Bench::switched(json!({ "on_leave": "cancel_all" })).await;
    let id = bench.scheduled().await;
    bench.act(&id, "hold", json!({})).await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.archive(&id).await;
    bench.leave(&id).await;
    bench.still().await;
    let (status, page) = bench.open(&link).await;
    assert_eq!(status, 200);
    assert!(page.contains("has been held"), "{page}");
    bench.refused(&id, "cancel", json!({})).await;
    bench.act(&id, "feedback", json!({})).await;
    bench.until(&id, "feedback_ready").await;
}

/// Ratings on the scale that is set, in the note and in the API.
#[tokio::test]
async fn ratings_have_a_scale() {
    let bench = Bench::switched(json!({ "rating_scale": 10, "wording": 0 })).await;
    let id = bench.scheduled().await;
    bench.act(&id, "hold", json!({})).await;
    bench
        .act(
            &id,
            "feedback",
            json!({ "outcome": "strongly_recommended" }),
        )
        .await;
    let text = bench.until_said(&id, "feedback").await;
    assert!(text.contains("/10"), "{text}");
    let one = bench.attempts(&id).await.remove(0);
    assert_eq!(one["feedback"]["scale"], 10);
    for section in one["feedback"]["sections"].as_array().unwrap() {
        assert!((8..=10).contains(&section["rating"].as_u64().unwrap()));
    }
}
