//! Bad days: late, doubled and missing webhooks, a Lever that fails.

use serde_json::json;

use super::bench::{Bench, HOUR};

/// A delivery that comes again (also much later) is a no-op; one that never comes leaves no trace until the next move.
#[tokio::test]
async fn doubled_and_missing_deliveries() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    // The very same delivery once more is not even signed anew; a new event about the same entry finds nothing to do.
    bench.leave(&id).await;
    bench.enter(&id).await;
    bench.quiet().await;
    let before = bench.attempts(&id).await.len();
    bench
        .must("/webhooks/candidateStageChange/off", json!({}))
        .await;
    let missed = bench.person().await;
    bench.enter(&missed).await;
    bench
        .must("/webhooks/candidateStageChange/on", json!({}))
        .await;
    bench.quiet().await;
    assert!(bench.attempts(&missed).await.is_empty());
    bench.leave(&missed).await;
    bench.enter(&missed).await;
    bench.until(&missed, "pending_slots").await;
    assert_eq!(bench.attempts(&id).await.len(), before);
}

/// An event that is late finds the candidate elsewhere: nobody is asked.
#[tokio::test]
async fn a_late_entry_asks_nobody_who_has_moved_on() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    // Lever is down while the event comes, and the candidate has left when it is back.
    bench.must("/faults", json!({ "unavailable": 5 })).await;
    bench.enter(&id).await;
    for _ in 0..400 {
        if bench.state().await["faults"]["unavailable"] == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    bench.leave(&id).await;
    bench.jump(HOUR).await;
    bench.quiet().await;
    assert!(bench.attempts(&id).await.is_empty());
}

/// A write whose answer is lost is neither lost nor doubled.
#[tokio::test]
async fn lost_answers_double_no_note() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    bench.must("/faults", json!({ "lost_answers": 2 })).await;
    bench.act(&id, "self_schedule", json!({})).await;
    bench.until(&id, "scheduled").await;
    bench.act(&id, "hold", json!({})).await;
    bench.until(&id, "pending_feedback").await;
    assert_eq!(bench.notes(&id).await.len(), bench.said(&id).await.len());
    assert_eq!(
        bench.said(&id).await,
        ["slots_wanted", "scheduled", "feedback_pending"]
    );
}

/// While Lever is down the note is owed; it comes when Lever is back.
#[tokio::test]
async fn what_lever_could_not_take_is_owed() {
    let bench = Bench::start().await;
    let id = bench.scheduled().await;
    bench.must("/faults", json!({ "unavailable": 5 })).await;
    bench.act(&id, "hold", json!({})).await;
    let owed = bench.attempts(&id).await.remove(0);
    assert_eq!(owed["owed"][0]["note"]["kind"], "feedback_pending");
    bench.jump(31_000).await;
    bench.until(&id, "pending_feedback").await;
    assert_eq!(bench.said(&id).await.last().unwrap(), "feedback_pending");
    assert_eq!(bench.notes(&id).await.len(), 3);
}

/// Routine looks at the postings use up no fault that was planned for something else.
#[tokio::test]
async fn routine_looks_spare_planned_faults() {
    let bench = Bench::start().await;
    bench.must("/faults", json!({ "unavailable": 2 })).await;
    for _ in 0..3 {
        bench.must("/jobtwine/poll", json!({})).await;
    }
    assert_eq!(bench.state().await["faults"]["unavailable"], 2);
    let answer = bench.lever(reqwest::Method::GET, "/stages", None).await;
    assert_eq!(answer.status(), 503);
}
