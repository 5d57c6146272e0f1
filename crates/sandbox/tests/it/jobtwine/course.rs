//! J10 and J15: scheduled, and what comes in between.

use reqwest::Method;
use serde_json::json;

use super::bench::{Bench, HOUR};

/// J10: a note with date; where switched on, an externally managed panel that moves and goes with the interview.
#[tokio::test]
async fn a_date_is_a_note_and_where_switched_on_a_panel() {
    let bench = Bench::start().await;
    let without = bench.scheduled().await;
    assert_eq!(
        bench.get(&format!("/opportunities/{without}/panels")).await,
        json!([])
    );
    bench
        .switch(json!({ "panel": true, "date_style": 3, "zone": "UTC" }))
        .await;
    let id = bench.scheduled().await;
    let one = bench.until(&id, "scheduled").await;
    let start = one["claim"]["slot"]["start"].as_i64().unwrap();
    let date = chrono::DateTime::from_timestamp_millis(start)
        .unwrap()
        .format("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string();
    assert!(bench.until_said(&id, "scheduled").await.contains(&date));
    let panels = bench.get(&format!("/opportunities/{id}/panels")).await;
    assert_eq!(panels.as_array().unwrap().len(), 1);
    assert_eq!(panels[0]["externallyManaged"], true);
    assert_eq!(panels[0]["externalUrl"], one["link"]);
    assert_eq!(panels[0]["interviews"][0]["date"], start);
    assert_eq!(panels[0]["interviews"][0]["duration"], 45);
    assert_eq!(one["panel"], panels[0]["id"]);

    bench
        .act(&id, "reschedule", json!({ "to": start + 24 * HOUR }))
        .await;
    bench.until(&id, "scheduled").await;
    let moved = bench.get(&format!("/opportunities/{id}/panels")).await;
    assert_eq!(moved.as_array().unwrap().len(), 1);
    assert_eq!(moved[0]["start"], start + 24 * HOUR);
    bench.act(&id, "cancel", json!({ "by": "client" })).await;
    bench.until(&id, "cancelled_by_client").await;
    assert_eq!(
        bench.get(&format!("/opportunities/{id}/panels")).await,
        json!([])
    );
}

/// What Lever itself scheduled is not to be changed through the API.
#[tokio::test]
async fn panels_that_lever_manages_cannot_be_changed() {
    let bench = Bench::start().await;
    let state = bench.get("/opportunities?limit=100").await;
    for one in state.as_array().unwrap() {
        let id = one["id"].as_str().unwrap();
        let panels = bench.get(&format!("/opportunities/{id}/panels")).await;
        if let Some(panel) = panels.as_array().unwrap().first() {
            let panel = panel["id"].as_str().unwrap();
            let path = format!(
                "/opportunities/{id}/panels/{panel}?perform_as={}",
                bench.seat
            );
            assert_eq!(bench.lever(Method::DELETE, &path, None).await.status(), 400);
            return;
        }
    }
    panic!("no panel in this world");
}

/// Moved at once, offered anew, or asked anew; the note names the old and the new time.
#[tokio::test]
async fn an_interview_can_be_moved_in_three_ways() {
    let bench =
        Bench::switched(json!({ "first_claim": "succeeds", "date_style": 3, "zone": "UTC" })).await;
    let starts = bench.starts(6).await;
    for (body, steps, note) in [
        (json!({ "to": starts[4] }), &[][..], "rescheduled"),
        (
            json!({ "slots": [starts[3], starts[4]] }),
            &["claim"][..],
            "rescheduled",
        ),
        (json!({}), &["self_schedule"][..], "rescheduled"),
    ] {
        let id = bench.scheduled().await;
        let old = bench.attempts(&id).await[0]["claim"]["slot"]["start"]
            .as_i64()
            .unwrap();
        bench.act(&id, "reschedule", body.clone()).await;
        for step in steps {
            bench.act(&id, step, json!({})).await;
        }
        let one = bench.until(&id, "scheduled").await;
        let new = one["claim"]["slot"]["start"].as_i64().unwrap();
        assert_eq!(one["before"]["slot"]["start"], old, "{body}");
        let text = bench.until_said(&id, note).await;
        for at in [old, new] {
            let at = chrono::DateTime::from_timestamp_millis(at)
                .unwrap()
                .format("%Y-%m-%dT%H:%M")
                .to_string();
            assert!(text.contains(&at), "{body}: {text}");
        }
        assert_eq!(bench.purposes(&id).await.last().unwrap(), "rescheduled");
    }
}

/// Cancelled by either side, missed by either side, expired: each is said, and each has its state.
#[tokio::test]
async fn every_other_end_is_said() {
    let bench = Bench::start().await;
    for (action, body, state, kind, chip) in [
        (
            "cancel",
            json!({ "by": "candidate" }),
            "cancelled_by_candidate",
            "cancelled",
            json!("Cancelled by Candidate"),
        ),
        (
            "cancel",
            json!({ "by": "client" }),
            "cancelled_by_client",
            "cancelled",
            json!(null),
        ),
        (
            "no_show",
            json!({ "who": "candidate" }),
            "candidate_no_show",
            "no_show",
            json!("Candidate No Show"),
        ),
    ] {
        let id = bench.scheduled().await;
        bench.act(&id, action, body).await;
        let one = bench.until(&id, state).await;
        assert_eq!(one["chip"], chip);
        assert!(!one["ended_at"].is_null());
        bench.until_said(&id, kind).await;
        assert!(
            bench
                .refused(&id, "hold", json!({}))
                .await
                .contains("not possible")
        );
    }
    let id = bench.asked().await;
    bench.act(&id, "expire", json!({})).await;
    bench.until(&id, "expired").await;
    bench.until_said(&id, "expired").await;
}

/// A missing interviewer is no end: slots are wanted again, and the next date is a new one.
#[tokio::test]
async fn a_missing_interviewer_means_slots_again() {
    let bench = Bench::start().await;
    let id = bench.scheduled().await;
    bench
        .act(&id, "no_show", json!({ "who": "interviewer" }))
        .await;
    let one = bench.until(&id, "interviewer_no_show").await;
    assert!(one["claim"].is_null());
    assert_eq!(
        bench.said(&id).await,
        ["slots_wanted", "scheduled", "no_show", "slots_wanted"]
    );
    bench
        .act(&id, "slots", json!({ "slots": bench.starts(1).await }))
        .await;
    bench.act(&id, "claim", json!({})).await;
    bench.until(&id, "scheduled").await;
    assert_eq!(bench.said(&id).await.last().unwrap(), "scheduled");
    assert_eq!(bench.attempts(&id).await.len(), 1);
}

#[tokio::test]
async fn actions_that_do_not_fit_are_refused() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    for action in [
        "claim",
        "refuse",
        "hold",
        "feedback",
        "reschedule",
        "no_show",
    ] {
        bench.refused(&id, action, json!({})).await;
    }
    assert!(
        bench
            .refused(&id, "dance", json!({}))
            .await
            .contains("no such action")
    );
    assert!(
        bench
            .refused(&id, "slots", json!({ "slot_list": [] }))
            .await
            .contains("slot_list")
    );
    assert!(
        bench
            .refused("nobody", "hold", json!({}))
            .await
            .contains("not been sent")
    );
}
