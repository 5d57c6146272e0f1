//! A candidate is moved into the vendor's stage.

use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{BoardQuery, ChipKind, PendingPhase, ProblemCode};
use serde_json::json;

use crate::bench::{Bench, until};

/// Preview, undo, move, invitation, tag, completion, notice, video.
async fn the_whole_way(profile: bool) {
    let bench = Bench::start(profile).await;
    let id = bench.invitable().await;
    let trigger = bench.trigger();

    let preview = bench.app.preview(&id, &trigger).await.unwrap();
    assert_eq!(preview.vendor, Some(Vendor::MyInterview));
    assert!(preview.emails && preview.texts, "{preview:?}");
    assert_eq!(preview.hold_seconds, 20);

    let held = bench.app.move_card(&id, &trigger, false).await.unwrap();
    assert_eq!(bench.card(&id).await.stage, trigger);
    assert_eq!(
        bench.card(&id).await.pending.unwrap().phase,
        PendingPhase::Held
    );
    let again = bench.app.move_card(&id, &trigger, false).await.unwrap_err();
    assert_eq!(again.code, ProblemCode::BadInput);
    bench.app.undo(&held.intent).await.unwrap();
    bench.quiet().await;
    assert_eq!(bench.stage_writes(&id).await, Vec::<String>::new());
    assert!(bench.card(&id).await.pending.is_none());
    assert!(bench.heard.codes().contains(&"undone".to_owned()));

    let sent = bench.app.move_card(&id, &trigger, false).await.unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    bench.until_settled(&sent.intent).await;
    bench.until_state(&id, "invited").await;
    let writes = bench.stage_writes(&id).await;
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert!(
        writes[0].contains(&format!("perform_as={}", bench.seat())),
        "{writes:?}"
    );
    let card = bench.card(&id).await;
    assert!(
        card.tags
            .iter()
            .any(|tag| tag.to_lowercase().contains("invite sent")),
        "{:?}",
        card.tags
    );
    let interview = &bench.interviews(&id).await[0];
    assert!(
        interview["mail"] != json!(null) && interview["sms"] != json!(null),
        "{interview}"
    );

    bench.act(&id, "complete").await;
    bench.until_state(&id, "completed").await;
    let journeys = bench.app.candidate(&id).await.unwrap().journeys;
    assert_eq!(
        journeys
            .iter()
            .filter(|one| one.state == "completed")
            .count(),
        1
    );
    until("one notification", async || bench.heard.native().len() == 1).await;
    assert_eq!(bench.heard.native()[0].code, "completed");
    assert!(
        !bench.heard.native()[0]
            .title
            .as_ref()
            .unwrap()
            .contains("Prova")
    );

    until("the link is here", async || {
        bench.app.sync_now().await.unwrap();
        let panel = bench.app.candidate(&id).await.unwrap();
        panel.journeys.last().is_some_and(|one| one.video.is_some())
    })
    .await;
    let attempt = bench
        .app
        .candidate(&id)
        .await
        .unwrap()
        .journeys
        .last()
        .unwrap()
        .attempt;
    let card = bench.card(&id).await;
    assert_eq!(
        card.chip.as_ref().unwrap().code.as_deref(),
        Some("not_watched")
    );
    let link = bench
        .app
        .open_video(&id, Vendor::MyInterview, (1, attempt), false)
        .await
        .unwrap();
    assert!(link.starts_with("http://127.0.0.1:"), "{link}");
    let chip = bench.card(&id).await.chip.unwrap();
    assert_eq!((chip.kind, chip.code), (ChipKind::Completed, None));
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_way_with_a_vendor_profile() {
    the_whole_way(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_way_from_levers_evidence_alone() {
    the_whole_way(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_contacts_nobody_leaves_at_once_and_the_board_counts_it_once() {
    let bench = Bench::start(false).await;
    let id = bench.invitable().await;
    let target = bench.stage_named("Manager review").await;
    let before = total(&bench).await;
    let accepted = bench.app.move_card(&id, &target, false).await.unwrap();
    assert_eq!(accepted.hold_until_ms, None);
    assert_eq!(total(&bench).await, before);
    bench.until_settled(&accepted.intent).await;
    assert_eq!(bench.card(&id).await.stage, target);
    assert_eq!(bench.stage_writes(&id).await.len(), 1);
    assert_eq!(total(&bench).await, before);
    bench.app.shutdown().await;
}

async fn total(bench: &Bench) -> u32 {
    bench.app.board(&BoardQuery::default()).await.unwrap().shown
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_colleague_did_meanwhile_is_found_before_anything_is_sent() {
    let bench = Bench::start(false).await;
    let id = bench.invitable().await;
    let sent = bench
        .app
        .move_card(&id, &bench.trigger(), false)
        .await
        .unwrap();
    let elsewhere = bench.stage_named("On-site interview").await;
    bench
        .console(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": elsewhere.as_str() }),
        )
        .await;
    bench.app.send_now(&sent.intent).await.unwrap();
    until("the conflict is told", async || {
        let dock = bench.app.dock().await.unwrap();
        dock.items
            .iter()
            .any(|item| item.pending.phase == PendingPhase::NeedsYou)
    })
    .await;
    assert_eq!(bench.stage_writes(&id).await, Vec::<String>::new());
    let dock = bench.app.dock().await.unwrap();
    let problem = dock.items[0].problem.clone().unwrap();
    assert_eq!(problem.code, ProblemCode::Conflict);
    assert!(
        problem.sentence.contains("Recruiter screen") && problem.sentence.contains("On-site"),
        "{problem:?}"
    );
    let again = bench.app.retry(&sent.intent).await.unwrap();
    bench.app.send_now(&again.intent).await.unwrap();
    bench.until_state(&id, "invited").await;
    assert_eq!(bench.interviews(&id).await.len(), 1);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_does_not_survive_the_program() {
    let mut bench = Bench::start(false).await;
    let id = bench.invitable().await;
    let held = bench
        .app
        .move_card(&id, &bench.trigger(), false)
        .await
        .unwrap();
    bench.restart().await;
    bench.live().await;
    let dock = bench.app.dock().await.unwrap();
    assert_eq!(dock.items.len(), 1);
    assert_eq!(dock.items[0].pending.phase, PendingPhase::NeedsYou);
    assert!(
        dock.items[0]
            .problem
            .as_ref()
            .unwrap()
            .sentence
            .starts_with("Not sent")
    );
    bench.quiet().await;
    assert_eq!(bench.stage_writes(&id).await, Vec::<String>::new());
    assert_ne!(bench.card(&id).await.stage, bench.trigger());
    bench.app.dismiss(&held.intent).await.unwrap();
    assert!(bench.app.dock().await.unwrap().items.is_empty());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deciding_anew_on_what_cannot_be_done_keeps_the_question() {
    let bench = Bench::start(false).await;
    let id = bench.invitable().await;
    let sent = bench
        .app
        .move_card(&id, &bench.trigger(), false)
        .await
        .unwrap();
    bench
        .console(
            &format!("/opportunities/{id}/archived"),
            json!({ "archived": true }),
        )
        .await;
    bench.app.send_now(&sent.intent).await.unwrap();
    let undecided = async || {
        let dock = bench.app.dock().await.unwrap();
        dock.items
            .iter()
            .any(|item| item.pending.phase == PendingPhase::NeedsYou)
    };
    until("the conflict is told", undecided).await;
    bench.app.retry(&sent.intent).await.unwrap_err();
    assert!(undecided().await);
    assert_eq!(bench.stage_writes(&id).await, Vec::<String>::new());
    bench.app.shutdown().await;
}
