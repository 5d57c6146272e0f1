//! What goes wrong during a dry run: each is said where it breaks, nobody is created twice, and the candidate is archived.

use fulcrum_app::domain::dry_run::GO_ON_MS;
use fulcrum_app::domain::journey::Deadlines;
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{DryRunOutcome, DryRunPhase, DryRunShown, DryRunStanding, ProblemCode};
use serde_json::{Value, json};

use crate::bench::{Bench, until};
use crate::dry_run::{
    BOTH, SLACK_MS, TAGS, candidates, choice, ended, link, one_archived, part, prepared, run,
    settings,
};

/// Lever has the candidate, and its answer got lost: it is found by its mark and not created again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_got_lost_makes_no_second_candidate() {
    let bench = Bench::with(settings("never", false), false).await;
    let posting = prepared(&bench, &TAGS[..1]).await;
    let choice = choice(&bench, &posting, &BOTH[..1]).await;
    let lost = json!({ "rules": [{ "fault": "lost_answer", "route": "POST /opportunities", "times": 1 }] });
    bench.console("/faults", lost).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    let run = ended(&bench).await;
    assert_eq!(run.created.source.as_deref(), Some("mark"));
    assert_eq!(
        part(&run, Vendor::MyInterview).outcome,
        DryRunOutcome::Passed
    );
    one_archived(&bench, &choice).await;
    bench.app.shutdown().await;
}

/// Refused for now, at every step: waited for, and everything happens once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lever_that_asks_for_a_pause_is_waited_for() {
    let bench = Bench::with(settings("never", false), false).await;
    let posting = prepared(&bench, &TAGS[..1]).await;
    let choice = choice(&bench, &posting, &BOTH[..1]).await;
    let rule = |route: &str| json!({ "fault": "too_many", "route": route, "times": 2 });
    let rules = [
        rule("POST /opportunities"),
        rule("PUT /opportunities/:id/stage"),
        rule("PUT /opportunities/:id/archived"),
    ];
    bench.console("/faults", json!({ "rules": rules })).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    let run = ended(&bench).await;
    assert_eq!(
        part(&run, Vendor::MyInterview).outcome,
        DryRunOutcome::Passed
    );
    let one = one_archived(&bench, &choice).await;
    assert_eq!(one["stageChanges"].as_array().unwrap().len(), 2, "{one}");
    bench.app.shutdown().await;
}

/// The webhooks are switched off: nothing answers, and after the deadline the run says where and why, and clears up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vendor_that_hears_nothing_is_named_with_the_switch() {
    let bench = Bench::with(settings("never", false), false).await;
    let posting = prepared(&bench, &TAGS).await;
    bench.console("/webhooks/all/off", json!({})).await;
    let choice = choice(&bench, &posting, &BOTH).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    for vendor in BOTH {
        until("the stage is entered", async || {
            let run = run(&bench).await;
            let part = part(&run, vendor);
            link(part, "reacted").standing == DryRunStanding::Waiting
                && link(part, "reacted").due_ms.is_some()
        })
        .await;
        bench
            .clock
            .move_on(Deadlines::DEFAULT.invited_after_move_ms + SLACK_MS);
        until("it is given up", async || {
            bench.app.sync_now().await.unwrap();
            part(&run(&bench).await, vendor).outcome == DryRunOutcome::Broken
        })
        .await;
    }
    let run = ended(&bench).await;
    for vendor in BOTH {
        let part = part(&run, vendor);
        assert_eq!(link(part, "stage_entered").standing, DryRunStanding::Proven);
        assert_eq!(link(part, "invited").standing, DryRunStanding::Open);
        let said = link(part, "reacted").trouble.clone().unwrap();
        assert!(said.sentence.contains("did not react"), "{said:?}");
        assert!(said.cause.contains("Candidate stage change"), "{said:?}");
    }
    one_archived(&bench, &choice).await;
    let proofs = bench.app.dry_run().await.unwrap().proofs;
    assert!(
        proofs
            .iter()
            .all(|one| one.broken.as_deref() == Some("reacted")),
        "{proofs:?}"
    );
    bench.app.shutdown().await;
}

/// The check knows that the template's name is wrong; the vendor's own answer can be had all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_template_is_said_before_and_by_the_vendor_itself() {
    let bench = Bench::with(settings("never", true), true).await;
    let posting = prepared(&bench, &["myInterview:lever demo"]).await;
    let mut choice = choice(&bench, &posting, &BOTH[..1]).await;
    let plan = bench.app.dry_run_plan(&choice).await.unwrap();
    assert!(plan.parts[0].blocked && !plan.parts[0].emails, "{plan:?}");
    let refused = bench.app.start_dry_run(&choice).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Blocked);
    assert_eq!(candidates(&bench).await, Vec::<Value>::new());

    choice.although_blocked = vec![Vendor::MyInterview];
    bench.app.start_dry_run(&choice).await.unwrap();
    let run = ended(&bench).await;
    let part = part(&run, Vendor::MyInterview);
    assert_eq!(part.outcome, DryRunOutcome::Broken);
    assert_eq!(link(part, "posting_tag").standing, DryRunStanding::Open);
    assert_eq!(
        link(part, "reacted").standing,
        DryRunStanding::Proven,
        "{part:?}"
    );
    let said = link(part, "invited").trouble.clone().unwrap();
    // In whatever words this world's vendor has: the reason may be in them or not.
    assert!(
        said.sentence.starts_with("myInterview could not invite"),
        "{said:?}"
    );
    one_archived(&bench, &choice).await;
    bench.app.shutdown().await;
}

/// Lever would join the candidate to whoever has the address: a vendor would write to somebody real.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_of_somebody_real_is_not_used() {
    let bench = Bench::with(settings("never", false), false).await;
    let posting = prepared(&bench, &TAGS[..1]).await;
    let ana = bench
        .candidate(posting.as_str(), &["Admin.Of.This@example.com"], &[])
        .await;
    let mut taken = choice(&bench, &posting, &BOTH[..1]).await;
    bench.app.start_dry_run(&taken).await.unwrap();
    let run = ended(&bench).await;
    assert_eq!(run.created.standing, DryRunStanding::Broken);
    let said = run.created.trouble.unwrap();
    assert!(said.sentence.contains("belongs to somebody"), "{said:?}");
    assert_eq!(run.opportunity, None);
    assert_eq!(
        part(&run_of(&bench).await, Vendor::MyInterview).outcome,
        DryRunOutcome::Cut
    );
    assert_eq!(candidates(&bench).await, Vec::<Value>::new());
    assert_eq!(bench.writes(ana.as_str()).await, Vec::<String>::new());
    // Another address will do, and a second run with it joins the first one's test candidate.
    for runs in 1..=2 {
        taken.email = "admin+fulcrum@example.com".to_owned();
        bench.app.start_dry_run(&taken).await.unwrap();
        let run = ended(&bench).await;
        assert_eq!(
            part(&run, Vendor::MyInterview).outcome,
            DryRunOutcome::Passed,
            "{run:?}"
        );
        assert_eq!(candidates(&bench).await.len(), runs);
    }
    bench.app.shutdown().await;
}

async fn run_of(bench: &Bench) -> DryRunShown {
    run(bench).await
}

/// The key may read and not write: said with the permission's name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_permission_is_named() {
    let bench = Bench::with(settings("never", false), false).await;
    let posting = prepared(&bench, &TAGS[..1]).await;
    let choice = choice(&bench, &posting, &BOTH[..1]).await;
    let rule = json!({
        "fault": "refusal", "status": 403, "code": "Forbidden", "message": "no", "route": "POST /opportunities",
    });
    bench.console("/faults", json!({ "rules": [rule] })).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    let run = ended(&bench).await;
    let said = run.created.trouble.unwrap();
    assert!(said.sentence.contains("opportunities:write"), "{said:?}");
    assert_eq!(candidates(&bench).await, Vec::<Value>::new());
    bench.app.shutdown().await;
}

/// Stopped while the vendor is waited for: archived, and nothing was found out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_is_stopped_clears_up() {
    let bench = Bench::with(settings("everything", false), false).await;
    let posting = prepared(&bench, &TAGS).await;
    let choice = choice(&bench, &posting, &BOTH).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    until("the first stage is entered", async || {
        link(
            part(&run(&bench).await, Vendor::MyInterview),
            "stage_entered",
        )
        .standing
            == DryRunStanding::Proven
    })
    .await;
    let page = bench.app.stop_dry_run().await.unwrap();
    assert!(page.run.is_some_and(|run| run.stopping));
    let run = ended(&bench).await;
    for vendor in BOTH {
        assert_eq!(part(&run, vendor).outcome, DryRunOutcome::Cut);
    }
    let one = one_archived(&bench, &choice).await;
    // The second stage was never entered.
    assert_eq!(one["stageChanges"].as_array().unwrap().len(), 2, "{one}");
    let proofs = bench.app.dry_run().await.unwrap().proofs;
    assert!(proofs.iter().all(|one| one.posting.is_none()), "{proofs:?}");
    let none = bench.app.stop_dry_run().await.unwrap_err();
    assert_eq!(none.code, ProblemCode::NotFound);
    bench.app.shutdown().await;
}

/// Quit in the middle and started again: the same candidate goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_goes_on_after_a_restart_with_the_same_candidate() {
    let mut bench = Bench::with(settings("everything", false), false).await;
    let posting = prepared(&bench, &TAGS[..1]).await;
    let choice = choice(&bench, &posting, &BOTH[..1]).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    until("the stage is entered", async || {
        link(
            part(&run(&bench).await, Vendor::MyInterview),
            "stage_entered",
        )
        .standing
            == DryRunStanding::Proven
    })
    .await;
    bench.restart().await;
    bench.live().await;
    let resumed = run(&bench).await;
    assert_eq!(resumed.phase, DryRunPhase::Running);
    assert_eq!(resumed.ended_at_ms, None);
    bench
        .clock
        .move_on(Deadlines::DEFAULT.invited_after_move_ms + SLACK_MS);
    until("it is given up", async || {
        bench.app.sync_now().await.unwrap();
        run(&bench).await.ended_at_ms.is_some()
    })
    .await;
    assert_eq!(
        part(&run(&bench).await, Vendor::MyInterview).outcome,
        DryRunOutcome::Broken
    );
    let one = one_archived(&bench, &choice).await;
    assert_eq!(one["stageChanges"].as_array().unwrap().len(), 2, "{one}");
    bench.app.shutdown().await;
}

/// Out of reach for longer than anybody remembers: nothing begins any more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_run_creates_nobody() {
    let bench = Bench::with(settings("never", false), false).await;
    let posting = prepared(&bench, &TAGS[..1]).await;
    let choice = choice(&bench, &posting, &BOTH[..1]).await;
    let down = json!({ "rules": [{ "fault": "unavailable", "route": "GET /opportunities" }] });
    bench.console("/faults", down).await;
    bench.app.start_dry_run(&choice).await.unwrap();
    bench.quietly_for_a_moment().await;
    assert_eq!(run(&bench).await.phase, DryRunPhase::Creating);
    bench.clock.move_on(GO_ON_MS + SLACK_MS);
    bench.console("/faults", json!({})).await;
    let run = ended(&bench).await;
    assert_eq!(run.created.standing, DryRunStanding::Open);
    assert_eq!(candidates(&bench).await, Vec::<Value>::new());
    bench.app.shutdown().await;
}
