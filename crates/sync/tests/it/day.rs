//! Archive, notes and tags from the card, under everything that can happen to them.

use fulcrum_cache::desk::{Intent, IntentKind, IntentState, StepKind, StepState};
use fulcrum_domain::ids::IntentId;
use fulcrum_sync::outcome;

use crate::scripted::{Fault, ONSITE, PERSON, Stage};

const NONE: [&str; 0] = [];

fn archive(reason: Option<&str>) -> (IntentKind, StepKind) {
    let reason = reason.map(Into::into);
    (IntentKind::Archive, StepKind::SetArchived { reason })
}

fn note(text: &str) -> (IntentKind, StepKind) {
    let step = StepKind::AddNote {
        text: text.to_owned(),
        secret: false,
    };
    (IntentKind::Note, step)
}

fn tag(tag: &str, add: bool) -> (IntentKind, StepKind) {
    let tag = tag.to_owned();
    let step = if add {
        StepKind::AddTag { tag }
    } else {
        StepKind::RemoveTag { tag }
    };
    (IntentKind::Tag, step)
}

async fn ask(set: &Stage, name: &str, (kind, step): (IntentKind, StepKind)) -> IntentId {
    let id = set.ask_for(name, PERSON, kind, step).await;
    set.engine().intents_changed();
    id
}

async fn settled(set: &Stage, name: &str, wish: (IntentKind, StepKind)) -> Intent {
    let id = ask(set, name, wish).await;
    set.settled(&id).await
}

#[tokio::test]
async fn each_is_one_write_and_what_is_so_already_is_none() {
    let set = Stage::set().await;
    for (name, wish, write) in [
        ("archive", archive(Some("r2")), "PUT archived"),
        ("back", archive(None), "PUT archived"),
        ("note", note("Prefers mornings"), "POST notes"),
        ("tag", tag("referral", true), "POST addTags"),
        ("untag", tag("referral", false), "POST removeTags"),
    ] {
        let before = set.script.day_writes().len();
        let done = settled(&set, name, wish).await;
        assert_eq!(
            (done.state, done.outcome),
            (IntentState::Done, None),
            "{name}"
        );
        assert_eq!(done.steps[0].code, None, "{name}");
        assert_eq!(set.script.day_writes()[before..], [write], "{name}");
    }
    let written = set.script.day_writes().len();
    for (name, wish) in [
        ("not archived", archive(None)),
        ("not there", tag("referral", false)),
    ] {
        let done = settled(&set, name, wish).await;
        assert_eq!(done.state, IntentState::Done, "{name}");
        assert_eq!(
            done.steps[0].code.as_deref(),
            Some(outcome::ALREADY),
            "{name}"
        );
    }
    set.idle().await;
    assert_eq!(set.script.day_writes().len(), written);
    assert_eq!(set.script.archived_as(), None);
    assert_eq!(set.script.tags(), NONE);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_looking_and_a_lost_request_by_writing_once_more() {
    for (fault, writes) in [(Fault::AnswerLost, 1), (Fault::RequestLost, 2)] {
        for (name, wish) in [
            ("archive", archive(Some("r2"))),
            ("note", note("Prefers mornings")),
        ] {
            let set = Stage::set().await;
            set.script.plan(&[fault]);
            let id = ask(&set, name, wish).await;
            let done = settled_in_time(&set, &id).await;
            assert_eq!(done.state, IntentState::Done, "{name} {fault:?}");
            set.idle().await;
            assert_eq!(set.script.day_writes().len(), writes, "{name} {fault:?}");
            if name == "note" {
                assert_eq!(
                    set.script.notes(),
                    ["Ana plays the cello", "Prefers mornings"]
                );
            } else {
                assert_eq!(set.script.archived_as().as_deref(), Some("r2"));
            }
        }
    }
}

/// As [`Stage::settled`], while time passes: who was refused for asking too often waits.
async fn settled_in_time(set: &Stage, id: &IntentId) -> Intent {
    set.until("the intent is settled", async |set| {
        set.clock.pass(1_000);
        set.engine().sync_now();
        set.intent(id).await.state != IntentState::Open
    })
    .await;
    set.intent(id).await
}

#[tokio::test]
async fn refused_for_being_too_many_or_offline_it_waits_and_is_sent_once() {
    let set = Stage::set().await;
    set.script.plan(&[Fault::Status(429)]);
    let busy = ask(&set, "busy", tag("referral", true)).await;
    assert_eq!(settled_in_time(&set, &busy).await.state, IntentState::Done);
    assert_eq!(set.script.tags(), ["referral"]);

    let set = Stage::set().await;
    set.script.offline(true);
    let ids = [
        ask(&set, "note", note("Prefers mornings")).await,
        ask(&set, "tag", tag("referral", true)).await,
    ];
    set.until("it was tried", async |set| {
        set.intent(&ids[0]).await.steps[0].code.is_some()
    })
    .await;
    assert_eq!(set.script.day_writes(), NONE);
    set.script.offline(false);
    for id in &ids {
        assert_eq!(settled_in_time(&set, id).await.state, IntentState::Done);
    }
    set.idle().await;
    assert_eq!(set.script.day_writes().len(), 2);
    assert_eq!(
        set.script.notes(),
        ["Ana plays the cello", "Prefers mornings"]
    );
}

/// A request that was sent can be carried out long after the look that did not find it.
#[tokio::test]
async fn a_note_that_may_still_be_on_its_way_is_not_written_again_yet() {
    let set = Stage::set().await;
    set.script.plan(&[Fault::RequestLost]);
    let id = ask(&set, "note", note("Prefers mornings")).await;
    set.until("it was looked for in vain", async |set| {
        set.intent(&id).await.steps[0].state == StepState::Unknown
    })
    .await;
    set.clock.pass(59_000);
    set.idle().await;
    assert_eq!(set.intent(&id).await.state, IntentState::Open);
    assert_eq!(set.script.day_writes().len(), 1, "only the lost one");
    assert_eq!(settled_in_time(&set, &id).await.state, IntentState::Done);
    assert_eq!(set.script.day_writes().len(), 2);
}

#[tokio::test]
async fn a_note_that_a_crash_left_open_is_looked_for_before_it_is_written_again() {
    for there in [true, false] {
        let mut set = Stage::set().await;
        if there {
            let done = settled(&set, "first", note("Prefers mornings")).await;
            assert_eq!(done.state, IntentState::Done);
        }
        set.stop().await;
        let (kind, step) = note("Prefers mornings");
        let id = set.ask_for("again", PERSON, kind, step).await;
        set.force(&id, 0, StepState::Writing).await;
        set.start().await;
        let done = settled_in_time(&set, &id).await;
        assert_eq!(done.state, IntentState::Done, "{there}");
        set.idle().await;
        assert_eq!(set.script.day_writes(), ["POST notes"], "{there}");
    }
}

#[tokio::test]
async fn what_others_did_meanwhile_is_said_before_archiving() {
    for (what, expected) in [("moved", outcome::MOVED), ("archived", outcome::ARCHIVED)] {
        let mut set = Stage::set().await;
        set.stop().await;
        let (kind, step) = archive(Some("r2"));
        let id = set.ask_for("archive", PERSON, kind, step).await;
        if what == "moved" {
            set.script.colleague_moves(ONSITE);
        } else {
            set.script.colleague_archives();
        }
        set.start().await;
        let ended = set.settled(&id).await;
        assert_eq!(ended.state, IntentState::NeedsReview, "{what}");
        assert_eq!(ended.outcome.as_deref(), Some(expected));
        assert_eq!(set.script.day_writes(), NONE);
    }
}

#[tokio::test]
async fn a_note_does_not_wait_for_an_archiving_that_waits_for_its_person() {
    let mut set = Stage::set().await;
    set.stop().await;
    let (kind, step) = archive(Some("r2"));
    let waits = set.ask_for("archive", PERSON, kind, step).await;
    set.script.colleague_moves(ONSITE);
    set.start().await;
    assert_eq!(set.settled(&waits).await.state, IntentState::NeedsReview);
    let done = settled(&set, "note", note("Prefers mornings")).await;
    assert_eq!(done.state, IntentState::Done);
}

#[tokio::test]
async fn a_note_is_taken_back_once() {
    let set = Stage::set().await;
    settled(&set, "note", note("Prefers mornings")).await;
    for (name, code) in [("first", None), ("second", Some(outcome::ALREADY))] {
        let step = StepKind::DeleteNote {
            note: "note-2".into(),
        };
        let done = settled(&set, name, (IntentKind::Note, step)).await;
        assert_eq!(done.state, IntentState::Done, "{name}");
        assert_eq!(done.steps[0].code.as_deref(), code, "{name}");
    }
    assert_eq!(set.script.notes(), ["Ana plays the cello"]);
    assert_eq!(set.script.day_writes(), ["POST notes", "DELETE note-2"]);
}
