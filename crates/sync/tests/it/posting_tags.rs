//! Changes of postings' tags after the program was killed: looked at first, written at most once, and never half said.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{
    Change, TAG_PROOF, TagProof, TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState,
};
use fulcrum_domain::tags::TagEdit;
use fulcrum_sync::outcome;
use serde_json::{Map, Value, json};

use super::scripted::Stage;

const WRONG: &str = "myInterview:lever demo";
const RIGHT: &str = "myInterview:Lever Demo";

/// The scripted posting as it is read.
fn record(title: &str) -> Map<String, Value> {
    let posting = json!({
        "id": "posting-1", "text": title, "state": "published", "tags": [WRONG], "createdAt": 1, "updatedAt": 1,
    });
    posting.as_object().unwrap().clone()
}

/// What the desk holds when the program is killed right after handing a change over: read, kept, on its way.
async fn killed(kind: TagRunKind, record: Map<String, Value>, arrived: bool) -> Stage {
    let mut set = Stage::set().await;
    set.stop().await;
    if arrived {
        set.script.set_posting_tags(&[RIGHT]);
    }
    let run = TagRun {
        id: "run".into(),
        kind,
        created_at_ms: 1,
        state: TagRunState::Going,
        undoes: None,
    };
    let write = |id: &str| {
        let edit = TagEdit::replace(Some(WRONG), RIGHT);
        TagWrite::waiting(
            id.into(),
            "run".into(),
            "posting-1".into(),
            Change::Edit { edit },
        )
    };
    let begun = TagWrite {
        state: TagWriteState::Writing,
        before: vec![WRONG.to_owned()],
        after: vec![RIGHT.to_owned()],
        record: Some(record),
        ..write("begun")
    };
    let waiting = write("waiting");
    set.desk
        .write(Cause::Person, move |tx| {
            tx.insert_tag_run(&run, &[begun, waiting])
        })
        .await
        .unwrap();
    set.start().await;
    set
}

async fn held(set: &Stage, id: &str) -> TagWrite {
    let id = id.into();
    let found = set.desk.read(move |tx| tx.tag_write(&id)).await.unwrap();
    found.unwrap()
}

async fn run_state(set: &Stage) -> TagRunState {
    let run = set.desk.read(|tx| tx.tag_run(&"run".into())).await.unwrap();
    run.unwrap().state
}

async fn until(set: &Stage, id: &str, state: TagWriteState) -> TagWrite {
    set.until("the change is where it should be", async |set| {
        held(set, id).await.state == state
    })
    .await;
    held(set, id).await
}

async fn proof(set: &Stage) -> Option<TagProof> {
    set.desk.read(|tx| tx.preference(TAG_PROOF)).await.unwrap()
}

#[tokio::test]
async fn what_had_arrived_is_compared_and_not_written_again() {
    let set = killed(TagRunKind::Many, record("Cellist"), true).await;
    let done = until(&set, "begun", TagWriteState::Done).await;
    assert_eq!((done.code, done.record), (None, None));
    assert!(proof(&set).await.unwrap().kept);
    set.idle().await;
    assert_eq!(set.script.posting_writes(), 0);
    // The rest waits for the person.
    assert_eq!(run_state(&set).await, TagRunState::PausedByRestart);
    assert_eq!(held(&set, "waiting").await.state, TagWriteState::Waiting);
}

#[tokio::test]
async fn what_had_arrived_with_more_than_its_tags_changed_is_found_out() {
    let set = killed(TagRunKind::Many, record("Violinist"), true).await;
    let failed = until(&set, "begun", TagWriteState::Failed).await;
    assert_eq!(failed.code.as_deref(), Some(outcome::NOT_KEPT));
    assert_eq!(failed.differing, ["text"]);
    // The scripted Lever takes no title: it cannot be put back, and the tags can.
    assert_eq!(failed.put_back, Some(false));
    assert_eq!(set.script.posting_tags(), [WRONG]);
    let proof = proof(&set).await.unwrap();
    assert_eq!((proof.kept, proof.put_back), (false, Some(false)));
    assert_eq!(run_state(&set).await, TagRunState::Locked);
}

#[tokio::test]
async fn what_had_not_arrived_waits_and_is_written_once_when_the_person_says_so() {
    let set = killed(TagRunKind::Many, record("Cellist"), false).await;
    until(&set, "begun", TagWriteState::Waiting).await;
    set.idle().await;
    assert_eq!(set.script.posting_writes(), 0);
    assert_eq!(run_state(&set).await, TagRunState::PausedByRestart);
    set.desk
        .write(Cause::Person, |tx| {
            tx.set_tag_run_state(&"run".into(), TagRunState::Going)
        })
        .await
        .unwrap();
    until(&set, "begun", TagWriteState::Done).await;
    // The second asks for the same: it is so already.
    let second = until(&set, "waiting", TagWriteState::Done).await;
    assert_eq!(second.code.as_deref(), Some(outcome::ALREADY));
    assert_eq!(set.script.posting_writes(), 1);
    assert_eq!(set.script.posting_tags(), [RIGHT]);
}

#[tokio::test]
async fn what_one_person_waited_for_is_let_go() {
    let set = killed(TagRunKind::One, record("Cellist"), false).await;
    for id in ["begun", "waiting"] {
        let let_go = until(&set, id, TagWriteState::Stopped).await;
        assert_eq!(let_go.code.as_deref(), Some(outcome::CLOSED));
    }
    set.idle().await;
    assert_eq!(set.script.posting_writes(), 0);
    assert_eq!(set.script.posting_tags(), [WRONG]);
}

#[tokio::test]
async fn tags_that_somebody_has_changed_meanwhile_are_left_alone() {
    let mut set = killed(TagRunKind::Many, record("Cellist"), false).await;
    until(&set, "begun", TagWriteState::Waiting).await;
    set.stop().await;
    set.script.set_posting_tags(&["theirs"]);
    set.desk
        .write(Cause::Person, |tx| {
            tx.alter_tag_write(&"begun".into(), TagWriteState::Waiting, |write| {
                write.state = TagWriteState::Writing;
            })
        })
        .await
        .unwrap();
    set.start().await;
    let failed = until(&set, "begun", TagWriteState::Failed).await;
    assert_eq!(failed.code.as_deref(), Some(outcome::CHANGED));
    assert_eq!(set.script.posting_writes(), 0);
    assert_eq!(set.script.posting_tags(), ["theirs"]);
    assert_eq!(proof(&set).await, None);
}

#[tokio::test]
async fn what_lever_accepts_and_does_not_keep_locks_the_rest() {
    let mut set = killed(TagRunKind::Many, record("Cellist"), false).await;
    until(&set, "begun", TagWriteState::Waiting).await;
    set.script.drop_posting_tags();
    set.stop().await;
    set.desk
        .write(Cause::Person, |tx| {
            tx.set_tag_run_state(&"run".into(), TagRunState::Going)
        })
        .await
        .unwrap();
    // A start lets every run rest; the person says again that it may go on.
    set.start().await;
    set.desk
        .write(Cause::Person, |tx| {
            tx.set_tag_run_state(&"run".into(), TagRunState::Going)
        })
        .await
        .unwrap();
    let failed = until(&set, "begun", TagWriteState::Failed).await;
    assert_eq!(failed.differing, ["tags"]);
    assert_eq!(failed.put_back, Some(true));
    assert_eq!(run_state(&set).await, TagRunState::Locked);
    set.idle().await;
    assert_eq!(set.script.posting_writes(), 1, "nothing had to be put back");
    assert_eq!(held(&set, "waiting").await.state, TagWriteState::Waiting);
}
