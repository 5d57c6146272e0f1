//! Many candidates are moved at once.

use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::domain::preflight::FindingCode;
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{BulkItemState, BulkMove, BulkPhase, BulkWeight, ProblemCode};
use serde_json::json;

use crate::bench::{Bench, until};

const PHONE: &str = "+1 555 010 0100";

/// So many candidates who can be invited, on one posting.
async fn invitable(bench: &Bench, many: usize) -> Vec<OpportunityId> {
    let mut all = vec![bench.invitable().await];
    let posting = bench.posting(&["myInterview:Lever Demo"]).await;
    while all.len() < many {
        let email = format!("ana{}@example.com", all.len());
        all.push(bench.candidate(&posting, &[&email], &[PHONE]).await);
    }
    all
}

async fn only(bench: &Bench) -> BulkMove {
    let moves = bench.app.bulk_moves().await.unwrap();
    assert_eq!(moves.len(), 1, "{moves:?}");
    moves[0].clone()
}

async fn until_phase(bench: &Bench, phase: BulkPhase) {
    until("the bulk move stands so", async || {
        only(bench).await.phase == phase
    })
    .await;
}

async fn writes(bench: &Bench, ids: &[OpportunityId]) -> Vec<usize> {
    let mut writes = Vec::new();
    for id in ids {
        writes.push(bench.stage_writes(id).await.len());
    }
    writes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_weighs_everybody_by_the_rules_of_a_single_move() {
    let bench = Bench::start(false).await;
    let good = bench.invitable().await;
    let posting = bench.posting(&["myInterview:Lever Demo"]).await;
    let silent = bench.candidate(&posting, &[], &[PHONE]).await;
    let local = bench
        .candidate(&posting, &["b@example.com"], &["(555) 010-0100"])
        .await;
    let ids = [good.clone(), silent.clone(), local.clone(), good.clone()];
    let table = bench
        .app
        .bulk_preview(&ids, &bench.trigger())
        .await
        .unwrap();
    let weights: Vec<_> = table
        .rows
        .iter()
        .map(|row| (row.opportunity.clone(), row.weight))
        .collect();
    assert_eq!(
        weights,
        [
            (silent.clone(), BulkWeight::Blocked),
            (local, BulkWeight::Warned),
            (good.clone(), BulkWeight::Ready)
        ]
    );
    assert_eq!(table.vendor, Some(Vendor::MyInterview));
    assert_eq!(table.rows[0].findings[0].code, FindingCode::MissingEmail);
    let single = bench.app.preview(&silent, &bench.trigger()).await.unwrap();
    assert_eq!(table.rows[0].findings, single.findings);
    let cost = bench.app.bulk_estimate(&bench.trigger(), 20).await.unwrap();
    assert_eq!((cost.requests_each, cost.requests), (3, 60));

    let held = bench
        .app
        .move_card(&good, &bench.trigger(), false)
        .await
        .unwrap();
    let again = bench
        .app
        .bulk_preview(&ids, &bench.trigger())
        .await
        .unwrap();
    let row = again.rows.iter().find(|row| row.opportunity == good);
    assert_eq!(row.unwrap().held_back.as_deref(), Some("busy"));
    bench.app.undo(&held.intent).await.unwrap();
    let nobody = bench.app.bulk_preview(&[], &bench.trigger()).await;
    assert_eq!(nobody.unwrap_err().code, ProblemCode::BadInput);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undone_once_then_each_moves_once_and_one_refusal_is_told_and_mended() {
    let bench = Bench::start(true).await;
    let ids = invitable(&bench, 4).await;
    let trigger = bench.trigger();

    let held = bench.app.start_bulk(&ids, &trigger).await.unwrap();
    assert_eq!(held.moves, 4);
    let started = only(&bench).await;
    assert_eq!(started.phase, BulkPhase::Held);
    assert_eq!(started.hold_until_ms, Some(held.hold_until_ms));
    assert!(bench.app.dock().await.unwrap().items.is_empty());
    let second = bench.app.start_bulk(&ids, &trigger).await.unwrap_err();
    assert_eq!(second.code, ProblemCode::BadInput);
    bench.app.drop_bulk_rest(&held.batch).await.unwrap();
    assert_eq!(bench.app.bulk_moves().await.unwrap(), []);
    bench.quiet().await;
    assert_eq!(writes(&bench, &ids).await, [0, 0, 0, 0]);

    let refused = &ids[1];
    bench
        .console("/faults", json!({ "refused_moves": [refused.as_str()] }))
        .await;
    let sent = bench.app.start_bulk(&ids, &trigger).await.unwrap();
    bench.app.resume_bulk(&sent.batch).await.unwrap();
    until_phase(&bench, BulkPhase::Finished).await;
    until("the vendor has answered the others", async || {
        bench.app.sync_now().await.unwrap();
        let states: Vec<_> = only(&bench)
            .await
            .items
            .iter()
            .map(|one| one.state)
            .collect();
        let answered = states
            .iter()
            .filter(|state| **state == BulkItemState::Answered);
        answered.count() == 3
    })
    .await;
    let ended = only(&bench).await;
    let item = ended
        .items
        .iter()
        .find(|item| item.opportunity == *refused)
        .unwrap();
    assert_eq!(item.state, BulkItemState::NeedsYou);
    assert!(
        item.problem.as_ref().unwrap().sentence.contains("refused"),
        "{item:?}"
    );
    assert_eq!(writes(&bench, &ids).await, [1, 1, 1, 1]);
    for id in &ids {
        let expected = usize::from(id != refused);
        assert_eq!(bench.interviews(id).await.len(), expected);
    }
    let codes = bench.heard.codes();
    let ends = codes.iter().filter(|code| *code == "bulk_ended").count();
    assert_eq!(ends, 1, "{codes:?}");
    assert!(!codes.contains(&"invited".to_owned()), "{codes:?}");
    assert_eq!(bench.heard.native().len(), 1, "one for all of them");

    bench.console("/faults", json!({})).await;
    bench.app.retry(&item.intent).await.unwrap();
    bench.app.resume_bulk(&sent.batch).await.unwrap();
    until_phase(&bench, BulkPhase::Finished).await;
    assert_eq!(bench.card(refused).await.stage, trigger);
    bench.app.hide_bulk(&sent.batch).await.unwrap();
    assert_eq!(bench.app.bulk_moves().await.unwrap(), []);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restart_it_rests_says_why_and_goes_on_when_told() {
    let mut bench = Bench::start(false).await;
    let ids = invitable(&bench, 3).await;
    let sent = bench.app.start_bulk(&ids, &bench.trigger()).await.unwrap();
    bench.restart().await;
    bench.live().await;
    until_phase(&bench, BulkPhase::Paused).await;
    let rests = only(&bench).await;
    assert_eq!(rests.rests_because.as_deref(), Some("restart"));
    bench.quiet().await;
    assert_eq!(writes(&bench, &ids).await, [0, 0, 0]);

    // A colleague was faster with one of them.
    let trigger = bench.trigger();
    bench
        .console(
            &format!("/opportunities/{}/stage", ids[0]),
            json!({ "stage": trigger.as_str() }),
        )
        .await;
    bench.app.resume_bulk(&sent.batch).await.unwrap();
    until_phase(&bench, BulkPhase::Finished).await;
    let state = |id: &OpportunityId, ended: &BulkMove| {
        let item = ended.items.iter().find(|item| item.opportunity == *id);
        item.unwrap().state
    };
    let ended = only(&bench).await;
    assert_eq!(state(&ids[0], &ended), BulkItemState::Already);
    assert_eq!(writes(&bench, &ids).await, [0, 1, 1]);
    bench.app.shutdown().await;
}
