//! The vendor breaks off before a write: what Lever shows meanwhile, and how it recovers.

use serde_json::{Value, json};

use super::bench::{Bench, HOUR};

/// A scheduled person in Lever: how many notes, how many panels.
async fn shown(bench: &Bench, id: &str) -> (usize, usize) {
    let panels = bench.get(&format!("/opportunities/{id}/panels")).await;
    let panels = panels
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["canceledAt"].is_null());
    (bench.notes(id).await.len(), panels.count())
}

impl Bench {
    /// Notes in Lever's own store, past every fault of its API.
    fn notes_behind(&self, id: &str) -> usize {
        self.running
            .lever
            .look(|world| world.notes.get(id).map_or(0, Vec::len))
    }
}

async fn owed(bench: &Bench, id: &str) -> usize {
    bench.attempts(id).await[0]["owed"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn what_was_left_is_done_at_the_next_look_and_once() {
    let bench = Bench::switched(json!({ "panel": true })).await;
    for (point, before) in [("note", (1, 0)), ("panel", (2, 0))] {
        for look in ["webhook", "page", "postings"] {
            let id = bench.asked().await;
            bench.switch(json!({ "break_before": point })).await;
            bench.act(&id, "self_schedule", json!({})).await;
            assert_eq!(shown(&bench, &id).await, before, "{point}");
            assert!(owed(&bench, &id).await > 0);
            match look {
                "webhook" => {
                    bench.leave(&id).await;
                    bench.still().await;
                }
                "page" => {
                    let link = bench.attempts(&id).await[0]["link"].clone();
                    bench.open(link.as_str().unwrap()).await;
                }
                _ => {
                    bench.must("/jobtwine/poll", json!({})).await;
                }
            }
            assert_eq!(shown(&bench, &id).await, (2, 1), "{point} {look}");
            assert_eq!(owed(&bench, &id).await, 0);
            bench.must("/jobtwine/poll", json!({})).await;
            assert_eq!(shown(&bench, &id).await, (2, 1), "{point} {look}");
        }
    }
    // The panel goes with the date; broken off, it goes later.
    let id = bench.scheduled().await;
    bench.switch(json!({ "break_before": "no_panel" })).await;
    bench.act(&id, "cancel", json!({})).await;
    assert_eq!(shown(&bench, &id).await, (2, 1));
    bench.must("/jobtwine/poll", json!({})).await;
    assert_eq!(shown(&bench, &id).await, (3, 0));
}

#[tokio::test]
async fn recovery_is_by_hand_or_by_itself() {
    let bench = Bench::start().await;
    bench
        .switch(json!({ "recovery": "by_hand", "break_before": "note" }))
        .await;
    let id = bench.person().await;
    bench.enter(&id).await;
    bench.still().await;
    bench.must("/jobtwine/poll", json!({})).await;
    bench.jump(HOUR).await;
    bench.quiet().await;
    assert!(bench.notes(&id).await.is_empty());
    assert_eq!(
        bench.purposes(&id).await,
        ["invite"],
        "the mail went out before"
    );
    bench.act(&id, "resume", json!({})).await;
    assert_eq!(bench.notes(&id).await.len(), 1);

    bench
        .switch(json!({ "recovery": "by_itself", "break_before": "note" }))
        .await;
    let id = bench.person().await;
    bench.enter(&id).await;
    bench.still().await;
    assert!(bench.notes(&id).await.is_empty());
    bench.jump(31_000).await;
    bench.until(&id, "pending_slots").await;
    assert_eq!(bench.notes(&id).await.len(), 1);
}

/// Answer and look both lost: the note is there once all the same.
#[tokio::test]
async fn a_note_whose_fate_is_unknown_is_looked_for() {
    let bench = Bench::start().await;
    let id = bench.scheduled().await;
    // The write's answer is lost; once it is, so is every read after it. The latency leaves time to see to that.
    bench
        .must("/faults", json!({ "lost_answers": 1, "latency_ms": 400 }))
        .await;
    let hold = bench.act(&id, "hold", json!({}));
    let spoil = async {
        while bench.state().await["faults"]["lost_answers"] == 1 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        bench
            .must("/faults", json!({ "unavailable": 5, "latency_ms": 400 }))
            .await;
    };
    tokio::join!(hold, spoil);
    assert_eq!(
        bench.notes_behind(&id),
        3,
        "written, and nobody told the vendor"
    );
    assert_eq!(owed(&bench, &id).await, 1);
    bench.must("/faults", json!({})).await;
    bench.jump(31_000).await;
    bench.until(&id, "pending_feedback").await;
    let texts: Vec<Value> = bench
        .notes(&id)
        .await
        .iter()
        .map(|note| note["fields"][0]["value"].clone())
        .collect();
    let mut once = texts.clone();
    once.dedup();
    assert_eq!((texts.len(), once.len()), (3, 3), "{texts:?}");
}

/// A crash that is planned with Lever's other faults strikes after so many writes, once.
#[tokio::test]
async fn a_planned_crash_breaks_off_after_so_many_writes() {
    let bench = Bench::switched(json!({ "panel": true })).await;
    for (point, before) in [(0, (1, 0)), (1, (2, 0))] {
        let id = bench.asked().await;
        let crash = json!({ "vendor": "jobtwine", "after_writes": point });
        let plan = json!({ "vendors": { "crashes": [crash] } });
        bench.must("/faults", plan).await;
        bench.act(&id, "self_schedule", json!({})).await;
        assert_eq!(shown(&bench, &id).await, before, "{point}");
        bench.must("/jobtwine/poll", json!({})).await;
        assert_eq!(shown(&bench, &id).await, (2, 1), "{point}");
    }
}
