//! Archive with a reason, notes and tags, as the window asks for them, against the sandbox's Lever.

use fulcrum_app::domain::ids::OpportunityId;
use fulcrum_app::domain::vendor::Vendor;
use fulcrum_app::view::{NoteDraft, ProblemCode, SlotDraft, WrittenState};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Bench, until};
use crate::experts::{act, bench, ready_for_rounds, stage, until_standing};

const NONE: [&str; 0] = [];

async fn held_by_lever(bench: &Bench, id: &OpportunityId) -> Value {
    bench
        .lever(Method::GET, &format!("/opportunities/{id}"))
        .await["data"]
        .clone()
}

async fn notes_in_lever(bench: &Bench, id: &OpportunityId) -> Vec<Value> {
    let notes = bench
        .lever(Method::GET, &format!("/opportunities/{id}/notes"))
        .await;
    let there = notes["data"].as_array().unwrap().iter();
    there
        .filter(|note| note["deletedAt"].is_null())
        .cloned()
        .collect()
}

/// A candidate who waits in the recruiter's stage.
async fn somebody(bench: &Bench) -> OpportunityId {
    let posting = bench.posting(&[]).await;
    bench.candidate(&posting, &["ana@example.com"], &[]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_booked_interview_is_named_before_archiving_and_the_hold_can_be_undone() {
    let bench = bench().await;
    let (id, _) = ready_for_rounds(&bench, &["Coding"]).await;
    let sent = bench
        .app
        .move_card(&id, &stage(&bench), true)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    until_standing(&bench, &id, "slots_wanted", 1, 1).await;
    let now = bench.state().await["now"].as_i64().unwrap();
    let slots: Vec<i64> = (1..4).map(|days| now + days * 24 * 3_600_000).collect();
    act(&bench, &id, "slots", json!({ "slots": slots })).await;
    until_standing(&bench, &id, "slots_given", 1, 1).await;
    act(&bench, &id, "claim", json!({})).await;
    until_standing(&bench, &id, "scheduled", 1, 1).await;

    let question = bench.app.archive_question(&id).await.unwrap();
    let open = &question.left_open[0];
    assert_eq!(
        (
            question.left_open.len(),
            open.vendor,
            open.round,
            open.what.as_str()
        ),
        (1, Vendor::JobTwine, 1, "interview_booked")
    );
    // To the minute, as a vendor writes it.
    let at = open.at_ms.unwrap();
    assert!(
        slots.iter().any(|slot| (at - slot).abs() < 60_000),
        "{at} in {slots:?}"
    );
    assert_eq!(question.hold_seconds, 20);
    let last = question.reasons.last().unwrap();
    assert!(last.hired, "{:?}", question.reasons);
    let reason = question.reasons[0].id.clone();

    let path = format!("/opportunities/{id}/archived");
    let held = bench.app.archive(&id, &reason).await.unwrap();
    assert_eq!(held.state, WrittenState::Held);
    let item = bench.app.dock().await.unwrap().items.remove(0);
    assert_eq!(
        (item.kind.as_str(), item.subject.as_deref()),
        ("archive", Some(question.reasons[0].text.as_str()))
    );
    let pending = bench.card(&id).await.pending.unwrap();
    assert_eq!(pending.kind, "archive");
    let moved = bench
        .app
        .move_card(&id, &stage(&bench), true)
        .await
        .unwrap_err();
    assert_eq!(moved.code, ProblemCode::BadInput);
    bench.app.undo(&held.intent).await.unwrap();
    bench.quiet().await;
    assert_eq!(bench.writes(&path).await, NONE);

    let held = bench.app.archive(&id, &reason).await.unwrap();
    bench.app.send_now(&held.intent).await.unwrap();
    until("it is archived", async || {
        bench.app.candidate(&id).await.unwrap().archived
    })
    .await;
    assert_eq!(
        held_by_lever(&bench, &id).await["archived"]["reason"],
        reason.as_str()
    );
    assert_eq!(bench.writes(&path).await.len(), 1);
    let shown = bench.app.candidate(&id).await.unwrap();
    assert_eq!(
        shown.archive_reason.as_ref(),
        Some(&question.reasons[0].text)
    );
    until("said once", async || {
        bench.heard.codes().iter().any(|code| code == "archived")
    })
    .await;

    let back = bench.app.unarchive(&id).await.unwrap();
    assert_eq!(
        back.state,
        WrittenState::Held,
        "it stands in the vendor's stage"
    );
    bench.app.send_now(&back.intent).await.unwrap();
    until("it is back", async || {
        !bench.app.candidate(&id).await.unwrap().archived
    })
    .await;
    assert_eq!(held_by_lever(&bench, &id).await["archived"], json!(null));
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outside_the_vendors_stages_archiving_is_written_at_once_and_can_be_taken_back() {
    let bench = Bench::start(false).await;
    let id = somebody(&bench).await;
    let question = bench.app.archive_question(&id).await.unwrap();
    assert_eq!((question.left_open.len(), question.hold_seconds), (0, 0));
    let reason = question.reasons[0].id.clone();
    let done = bench.app.archive(&id, &reason).await.unwrap();
    assert_eq!(done.state, WrittenState::Done);
    let again = bench.app.archive(&id, &reason).await.unwrap();
    assert_eq!(again.state, WrittenState::Already);
    let other = bench.app.archive(&id, &question.reasons[1].id).await;
    assert_eq!(other.unwrap_err().code, ProblemCode::BadInput);
    let unknown = bench.app.archive(&id, &"no-such-reason".into()).await;
    assert_eq!(unknown.unwrap_err().code, ProblemCode::BadInput);
    let path = format!("/opportunities/{id}/archived");
    assert_eq!(bench.writes(&path).await.len(), 1);
    let back = bench.app.take_back(&done.intent).await.unwrap();
    assert_eq!(back.state, WrittenState::Done);
    assert!(!bench.app.candidate(&id).await.unwrap().archived);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_quiet_note_is_written_at_once_and_one_that_mentions_somebody_is_held() {
    let mut bench = Bench::start(false).await;
    let id = somebody(&bench).await;
    let begun = NoteDraft {
        text: "Prefers mor".to_owned(),
        secret: true,
    };
    bench.app.keep_note(&id, begun.clone()).await.unwrap();
    bench.restart().await;
    bench.live().await;
    let desk = bench.app.note_desk(&id).await.unwrap();
    assert_eq!(desk.draft, begun, "also over a restart");

    let written = bench
        .app
        .add_note(&id, " Prefers mornings. ", false)
        .await
        .unwrap();
    assert_eq!(written.state, WrittenState::Done);
    assert_eq!(
        bench.app.note_desk(&id).await.unwrap().draft,
        NoteDraft::default()
    );
    let notes = notes_in_lever(&bench, &id).await;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0]["fields"][0]["value"], "Prefers mornings.");
    assert_eq!(notes[0]["user"], bench.seat());
    let line = bench.app.candidate(&id).await.unwrap().notes.remove(0);
    assert!(line.by_you && line.removable && !line.secret, "{line:?}");
    bench.app.take_back(&written.intent).await.unwrap();
    assert_eq!(notes_in_lever(&bench, &id).await, Vec::<Value>::new());
    assert_eq!(bench.app.candidate(&id).await.unwrap().notes, []);

    let somebody = &desk.people[0];
    let text = format!("@{} please call", somebody.username);
    assert_eq!(
        bench.app.note_reaches(&text).await.unwrap(),
        std::slice::from_ref(&somebody.name)
    );
    let held = bench.app.add_note(&id, &text, true).await.unwrap();
    assert_eq!(held.state, WrittenState::Held);
    let item = bench.app.dock().await.unwrap().items.remove(0);
    assert_eq!(
        (item.kind.as_str(), item.subject.as_deref()),
        ("note", Some(somebody.name.as_str()))
    );
    bench.app.undo(&held.intent).await.unwrap();
    let held = bench.app.add_note(&id, &text, true).await.unwrap();
    bench.app.send_now(&held.intent).await.unwrap();
    until("it is written", async || {
        notes_in_lever(&bench, &id).await.len() == 1
    })
    .await;
    let note = notes_in_lever(&bench, &id).await.remove(0);
    assert_eq!(note["secret"], true);
    assert_eq!(note["fields"][0]["value"], text.as_str());
    until("the writer sees it", async || {
        let notes = bench.app.candidate(&id).await.unwrap().notes;
        notes.iter().any(|line| line.secret && line.text == text)
    })
    .await;
    let empty = bench.app.add_note(&id, "  \n", false).await;
    assert_eq!(empty.unwrap_err().code, ProblemCode::BadInput);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tags_are_added_completed_removed_and_taken_back() {
    let bench = Bench::start(false).await;
    let id = somebody(&bench).await;
    let tags = async || -> Vec<String> {
        let held = held_by_lever(&bench, &id).await;
        serde_json::from_value(held["tags"].clone()).unwrap()
    };
    let added = bench.app.add_tag(&id, " Speaks Welsh ").await.unwrap();
    assert_eq!(added.state, WrittenState::Done);
    assert!(tags().await.contains(&"Speaks Welsh".to_owned()));
    let line = bench.app.candidate(&id).await.unwrap().tags;
    let line = line.iter().find(|tag| tag.text == "Speaks Welsh").unwrap();
    assert_eq!((line.kind.as_str(), line.removable), ("manual", true));
    let again = bench.app.add_tag(&id, "Speaks Welsh").await.unwrap();
    assert_eq!(again.state, WrittenState::Already);
    assert_eq!(bench.writes("addTags").await.len(), 1);
    // Nothing of this seat's to take back.
    assert!(bench.app.take_back(&again.intent).await.is_err());
    assert!(tags().await.contains(&"Speaks Welsh".to_owned()));

    let other = bench
        .candidate(&bench.posting(&[]).await, &["bea@example.com"], &[])
        .await;
    let known = bench.app.known_tags(&other, "welsh", 8).await.unwrap();
    assert_eq!(known, ["Speaks Welsh"]);
    assert_eq!(bench.app.known_tags(&id, "welsh", 8).await.unwrap(), NONE);

    let removed = bench
        .app
        .remove_tag(&id, "Speaks Welsh", false)
        .await
        .unwrap();
    assert!(!tags().await.contains(&"Speaks Welsh".to_owned()));
    bench.app.take_back(&removed.intent).await.unwrap();
    assert!(tags().await.contains(&"Speaks Welsh".to_owned()));

    for vendors in [
        "myInterview: Invite sent",
        "JobTwine",
        "myInterview:Lever Demo",
        " ",
    ] {
        let refused = bench.app.add_tag(&id, vendors).await.unwrap_err();
        assert_eq!(refused.code, ProblemCode::BadInput, "{vendors}");
    }
    bench
        .console(
            &format!("/opportunities/{id}/tags"),
            json!({ "add": ["myInterview: Invite sent"] }),
        )
        .await;
    until("the vendor's tag is here", async || {
        bench.app.sync_now().await.unwrap();
        let tags = bench.app.candidate(&id).await.unwrap().tags;
        tags.iter().any(|tag| tag.kind == "status")
    })
    .await;
    let evidence = "myInterview: Invite sent";
    let asked = bench.app.remove_tag(&id, evidence, false).await;
    assert_eq!(asked.unwrap_err().code, ProblemCode::BadInput);
    bench.app.remove_tag(&id, evidence, true).await.unwrap();
    assert!(!tags().await.contains(&evidence.to_owned()));
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slots_that_were_begun_are_there_after_a_restart_until_they_are_thrown_away() {
    let mut bench = bench().await;
    let (id, _) = ready_for_rounds(&bench, &["Coding"]).await;
    let sent = bench
        .app
        .move_card(&id, &stage(&bench), true)
        .await
        .unwrap();
    bench.app.send_now(&sent.intent).await.unwrap();
    until_standing(&bench, &id, "slots_wanted", 1, 1).await;
    let draft = SlotDraft {
        text: "2099-05-04 10:00-11:00".to_owned(),
        zone: "Europe/Dublin".to_owned(),
        confirmed: true,
        ..SlotDraft::default()
    };
    bench
        .app
        .keep_slots(&id, Some(draft.clone()))
        .await
        .unwrap();
    bench.restart().await;
    bench.live().await;
    let desk = bench.app.slot_desk(&id, "Europe/Dublin").await.unwrap();
    assert_eq!(desk.draft, Some(draft));
    bench.app.keep_slots(&id, None).await.unwrap();
    let desk = bench.app.slot_desk(&id, "Europe/Dublin").await.unwrap();
    assert_eq!(desk.draft, None);
    bench.app.shutdown().await;
}
