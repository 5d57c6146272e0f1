//! Lever has a bad day: what the vendor promised still happens, once.

use fulcrum_sandbox::settings::Limits;
use futures::future::join_all;
use serde_json::json;

use super::bench::{Bench, PATIENCE, settings};

/// Fifteen candidates at once under Lever's rate limit: all are invited.
#[tokio::test]
async fn the_rate_limit_only_slows_the_vendor() {
    let mut settings = settings();
    settings.limits = Limits::Lever;
    let bench = Bench::with(settings).await;
    let mut people = Vec::new();
    for _ in 0..15 {
        people.push(bench.reachable().await);
    }
    // Moved by the console: the key's own limit is not the matter here.
    let stage = json!({ "stage": bench.info("trigger_stage_id") });
    let paths: Vec<String> = people
        .iter()
        .map(|id| format!("/opportunities/{id}/stage"))
        .collect();
    for (status, body) in
        join_all(paths.iter().map(|path| bench.console(path, stage.clone()))).await
    {
        assert_eq!(status, 200, "{body}");
    }
    for id in &people {
        bench.until(id, "invited").await;
    }
}

/// Writes that were done but whose answers were lost are not done twice, whichever comes first.
#[tokio::test]
async fn lost_answers_do_not_double_a_note() {
    let bench = Bench::start().await;
    for order in [
        ["note", "link", "add_tag", "remove_tag"],
        ["add_tag", "remove_tag", "note", "link"],
    ] {
        bench.switch(json!({ "completion_order": order })).await;
        let id = bench.invited().await;
        let (status, _) = bench.console("/faults", json!({ "lost_answers": 1 })).await;
        assert_eq!(status, 200);
        assert_eq!(bench.act(&id, "complete").await, 200);
        assert_eq!(bench.until(&id, "completed").await["owed"], json!([]));
        assert_eq!(bench.notes(&id).await.len(), 1);
        assert_eq!(bench.status_tags(&id).await.len(), 1);
        let links = bench.opportunity(&id).await["links"].take();
        assert_eq!(links.as_array().unwrap().len(), 1);
    }
}

/// A long failure leaves the completion half-written; it is finished when Lever is back.
#[tokio::test]
async fn what_is_owed_is_written_when_lever_is_back() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    assert_eq!(
        bench
            .console("/faults", json!({ "unavailable": 5 }))
            .await
            .0,
        200
    );
    assert_eq!(bench.act(&id, "complete").await, 200);
    assert_eq!(
        bench.until(&id, "completed").await["owed"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert!(bench.notes(&id).await.is_empty());
    bench.jump_hours(1).await;
    for _ in 0..PATIENCE {
        if bench.until(&id, "completed").await["owed"] == json!([]) {
            assert_eq!(bench.notes(&id).await.len(), 1);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("never written");
}
