//! What a person asked for, under everything that can happen to it.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{IntentKind, IntentState, StepKind, StepState};
use fulcrum_sync::{Phase, outcome};

use crate::scripted::{Fault, NEUTRAL, ONSITE, PERSON, SCREEN, Stage, TRIGGER};

const NONE: [&str; 0] = [];

#[tokio::test]
async fn a_move_is_one_write() {
    let set = Stage::set().await;
    let id = set.ask_to_invite().await;
    let done = set.settled(&id).await;
    assert_eq!((done.state, done.outcome), (IntentState::Done, None));
    assert_eq!(set.script.writes(), [TRIGGER]);
    set.idle().await;
    assert_eq!(set.script.writes(), [TRIGGER]);
}

#[tokio::test]
async fn nothing_leaves_during_the_hold_and_nothing_after_an_undo() {
    let set = Stage::set().await;
    let id = set.ask("held", IntentKind::Move, &[TRIGGER], 10_000).await;
    set.idle().await;
    set.clock.pass(9_999);
    set.idle().await;
    assert_eq!(set.script.writes(), NONE);
    let undone = id.clone();
    set.desk
        .write(Cause::Person, move |tx| {
            tx.close_intent(&undone, IntentState::Cancelled, None)
        })
        .await
        .unwrap();
    set.clock.pass(60_000);
    set.idle().await;
    assert_eq!(set.script.writes(), NONE);
    assert_eq!(set.script.stage(), SCREEN);
}

#[tokio::test]
async fn what_others_did_meanwhile_stops_it() {
    for (what, expected) in [
        ("moved", outcome::MOVED),
        ("away and back", outcome::MOVED),
        ("archived", outcome::ARCHIVED),
        ("invited", outcome::INVITED_MEANWHILE),
    ] {
        let set = Stage::set().await;
        let id = set.ask("held", IntentKind::Move, &[TRIGGER], 10_000).await;
        set.clock.pass(5_000);
        match what {
            "moved" => set.script.colleague_moves(ONSITE),
            "away and back" => {
                set.script.colleague_moves(ONSITE);
                set.script.colleague_moves(SCREEN);
            }
            "archived" => set.script.colleague_archives(),
            _ => set.script.vendor_tags("myInterview: Invite sent"),
        }
        set.clock.pass(5_001);
        let stopped = set.settled(&id).await;
        assert_eq!(stopped.state, IntentState::NeedsReview, "{what}");
        assert_eq!(stopped.outcome.as_deref(), Some(expected), "{what}");
        assert_eq!(set.script.writes(), NONE, "{what}");
    }
}

#[tokio::test]
async fn somebody_else_made_the_same_move() {
    let set = Stage::set().await;
    let id = set.ask("held", IntentKind::Move, &[TRIGGER], 10_000).await;
    set.script.colleague_moves(TRIGGER);
    set.clock.pass(10_001);
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
    assert_eq!(set.script.writes(), NONE);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_looking() {
    let set = Stage::set().await;
    set.script.plan(&[Fault::AnswerLost]);
    let id = set.ask_to_invite().await;
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
    assert_eq!(
        set.script.writes(),
        [TRIGGER],
        "it had happened: not written again"
    );

    let set = Stage::set().await;
    set.script.plan(&[Fault::RequestLost]);
    let id = set.ask_to_invite().await;
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
    assert_eq!(
        set.script.applied(),
        [TRIGGER],
        "it had not: written again, once"
    );
    assert_eq!(set.script.writes().len(), 2);
}

#[tokio::test]
async fn a_lost_answer_that_somebody_moved_on_from_is_done() {
    let set = Stage::set().await;
    set.script.plan(&[Fault::AnswerLost]);
    let id = set.ask("held", IntentKind::Move, &[TRIGGER], 10_000).await;
    set.clock.pass(10_001);
    set.until("it was handed over", async |set| {
        !set.script.writes().is_empty()
    })
    .await;
    set.script.colleague_moves(ONSITE);
    let done = set.settled(&id).await;
    assert_eq!(done.state, IntentState::Done);
    assert_eq!(set.script.stage(), ONSITE);
    assert_eq!(set.script.applied(), [TRIGGER]);
}

#[tokio::test]
async fn a_refusal_waits_for_the_person() {
    for (status, expected) in [
        (400, outcome::REFUSED),
        (403, outcome::FORBIDDEN),
        (404, outcome::GONE),
        (409, outcome::REFUSED),
    ] {
        let set = Stage::set().await;
        set.script.plan(&[Fault::Status(status)]);
        let id = set.ask_to_invite().await;
        let refused = set.settled(&id).await;
        assert_eq!(refused.state, IntentState::NeedsReview, "{status}");
        assert_eq!(refused.outcome.as_deref(), Some(expected), "{status}");
        set.idle().await;
        assert_eq!(
            set.script.writes(),
            [TRIGGER],
            "{status}: never repeated by itself"
        );
    }
}

#[tokio::test]
async fn offline_it_waits_and_leaves_once_when_the_network_is_back() {
    let set = Stage::set().await;
    set.script.offline(true);
    let id = set.ask_to_invite().await;
    set.until("the engine is offline", async |set| {
        set.engine().sync_now();
        set.engine().status().phase == Phase::Offline
    })
    .await;
    assert_eq!(set.intent(&id).await.state, IntentState::Open);
    assert!(set.engine().status().next_try_ms.is_some());
    set.script.offline(false);
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
    assert_eq!(set.script.applied(), [TRIGGER]);
}

#[tokio::test]
async fn what_would_mail_a_candidate_does_not_leave_half_an_hour_later() {
    let set = Stage::set().await;
    set.script.offline(true);
    let id = set.ask_to_invite().await;
    set.until("it was tried", async |set| {
        set.intent(&id).await.steps[0].state == StepState::Waiting
    })
    .await;
    set.clock.pass(31 * 60_000);
    set.script.offline(false);
    let old = set.settled(&id).await;
    assert_eq!(old.outcome.as_deref(), Some(outcome::TOO_OLD));
    assert_eq!(set.script.writes(), NONE);

    // A move that contacts nobody may wait as long as it takes.
    let set = Stage::set().await;
    set.script.offline(true);
    let id = set.ask("quiet", IntentKind::Move, &[ONSITE], 0).await;
    set.clock.pass(31 * 60_000);
    set.script.offline(false);
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
}

#[tokio::test]
async fn a_hold_that_nobody_saw_end_is_not_sent() {
    let set = Stage::set().await;
    let id = set.ask("slept", IntentKind::Move, &[TRIGGER], 10_000).await;
    set.clock.pass(10 * 60_000);
    let slept = set.settled(&id).await;
    assert_eq!(slept.outcome.as_deref(), Some(outcome::CLOSED_DURING_HOLD));
    assert_eq!(set.script.writes(), NONE);
}

#[tokio::test]
async fn a_crash_in_the_hold_sends_nothing() {
    let mut set = Stage::set().await;
    let id = set.ask("held", IntentKind::Move, &[TRIGGER], 10_000).await;
    set.stop().await;
    set.clock.pass(10_001);
    set.start().await;
    let told = set.settled(&id).await;
    assert_eq!(told.state, IntentState::NeedsReview);
    assert_eq!(told.outcome.as_deref(), Some(outcome::CLOSED_DURING_HOLD));
    assert_eq!(set.script.writes(), NONE);
}

#[tokio::test]
async fn a_hold_on_leaving_the_vendors_stage_ends_with_the_program_too() {
    let mut set = Stage::set_in(TRIGGER).await;
    let id = set.ask("leave", IntentKind::Move, &[ONSITE], 10_000).await;
    set.stop().await;
    set.clock.pass(10_001);
    set.start().await;
    let told = set.settled(&id).await;
    assert_eq!(told.outcome.as_deref(), Some(outcome::CLOSED_DURING_HOLD));
    assert_eq!(set.script.writes(), NONE);
}

#[tokio::test]
async fn a_crash_while_writing_is_settled_by_looking() {
    for happened in [true, false] {
        let mut set = Stage::set().await;
        set.stop().await;
        let id = set.ask("move", IntentKind::Move, &[TRIGGER], 10).await;
        set.force(&id, 0, StepState::Writing).await;
        if happened {
            set.script.colleague_moves(TRIGGER);
        }
        set.clock.pass(11);
        set.start().await;
        assert_eq!(
            set.settled(&id).await.state,
            IntentState::Done,
            "{happened}"
        );
        let expected: &[&str] = if happened { &[] } else { &[TRIGGER] };
        assert_eq!(set.script.writes(), expected, "{happened}");
    }
}

#[tokio::test]
async fn a_look_that_fails_leaves_the_outcome_unknown() {
    let set = Stage::set().await;
    let id = set.ask("move", IntentKind::Move, &[TRIGGER], 10).await;
    set.force(&id, 0, StepState::Writing).await;
    set.script.offline(true);
    set.clock.pass(11);
    set.until("it was looked at", async |set| {
        set.intent(&id).await.steps[0].code.is_some()
    })
    .await;
    assert_eq!(set.intent(&id).await.steps[0].state, StepState::Unknown);
}

#[tokio::test]
async fn a_resend_goes_out_and_in_once_also_across_a_crash() {
    let set = Stage::set_in(TRIGGER).await;
    let id = set
        .ask("again", IntentKind::Resend, &[NEUTRAL, TRIGGER], 10)
        .await;
    set.clock.pass(11);
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
    assert_eq!(set.script.writes(), [NEUTRAL, TRIGGER]);

    let mut set = Stage::set_in(TRIGGER).await;
    set.stop().await;
    let id = set
        .ask("again", IntentKind::Resend, &[NEUTRAL, TRIGGER], 10)
        .await;
    set.force(&id, 0, StepState::Done).await;
    set.script.colleague_moves(NEUTRAL);
    set.clock.pass(11);
    set.start().await;
    assert_eq!(set.settled(&id).await.state, IntentState::Done);
    assert_eq!(
        set.script.writes(),
        [TRIGGER],
        "the rest of it, and only that"
    );

    let mut set = Stage::set_in(TRIGGER).await;
    set.stop().await;
    let id = set
        .ask("again", IntentKind::Resend, &[NEUTRAL, TRIGGER], 10)
        .await;
    set.force(&id, 0, StepState::Done).await;
    set.script.colleague_moves(ONSITE);
    set.clock.pass(11);
    set.start().await;
    let moved = set.settled(&id).await;
    assert_eq!(moved.outcome.as_deref(), Some(outcome::MOVED));
    assert_eq!(set.script.writes(), NONE);
}

#[tokio::test]
async fn a_shutdown_joins_and_nothing_runs_afterwards() {
    let mut set = Stage::set().await;
    set.stop().await;
    let id = set.ask("late", IntentKind::Move, &[ONSITE], 0).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert_eq!(set.intent(&id).await.state, IntentState::Open);
    assert_eq!(set.script.writes(), NONE);
}

#[tokio::test]
async fn quitting_ends_the_write_on_its_way_and_begins_no_other() {
    let mut set = Stage::set().await;
    set.stop().await;
    let first = set.ask("first", IntentKind::Move, &[ONSITE], 0).await;
    let second = set
        .ask_for(
            "second",
            "opportunity-2",
            IntentKind::PostingTag,
            corrected_tag(),
        )
        .await;
    let gate = set.script.hold_writes();
    set.start_without_waiting();
    gate.reached.notified().await;
    // The stop comes first, then the answer.
    tokio::join!(biased; set.stop(), async { gate.open.notify_one() });
    assert_eq!(set.intent(&first).await.state, IntentState::Done);
    assert_eq!(set.script.writes(), [ONSITE]);
    assert_eq!(set.intent(&second).await.state, IntentState::Open);
    assert_eq!(set.script.posting_writes(), 0);
}

fn corrected_tag() -> StepKind {
    StepKind::ReplacePostingTag {
        posting: "posting-1".into(),
        from: Some("myInterview:lever demo".to_owned()),
        to: "myInterview:Lever Demo".to_owned(),
    }
}

#[tokio::test]
async fn a_posting_that_did_not_keep_its_tag_waits_for_the_person() {
    for keeps in [true, false] {
        let set = Stage::set().await;
        if !keeps {
            set.script.drop_posting_tags();
        }
        let id = set
            .ask_for("tag", PERSON, IntentKind::PostingTag, corrected_tag())
            .await;
        let ended = set.settled(&id).await;
        let expected = if keeps {
            (IntentState::Done, None)
        } else {
            (IntentState::NeedsReview, Some(outcome::NOT_KEPT))
        };
        assert_eq!((ended.state, ended.outcome.as_deref()), expected);
        set.idle().await;
        assert_eq!(set.script.posting_writes(), 1);
    }
}
