use fulcrum_domain::ids::TagWriteId;
use fulcrum_domain::tags::TagEdit;
use serde_json::json;

use super::fixtures::{NOW, Place};
use crate::Cause;
use crate::desk::{Change, OnTags, TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState};

const DAY: i64 = 24 * 3_600_000;

fn run(id: &str, at_ms: i64) -> TagRun {
    TagRun {
        id: id.into(),
        kind: TagRunKind::Many,
        created_at_ms: at_ms,
        state: TagRunState::Going,
        undoes: None,
    }
}

fn write(id: &str, run: &str) -> TagWrite {
    let edit = TagEdit::replace(Some("a"), "b");
    TagWrite::waiting(
        id.into(),
        run.into(),
        format!("posting of {id}").into(),
        Change::Edit { edit },
    )
}

/// What lies on disk for weeks: a change here needs a new schema version.
#[test]
fn a_change_of_tags_as_it_is_kept() {
    let kept = TagWrite {
        record: Some(json!({ "state": "published" }).as_object().unwrap().clone()),
        ..write("w1", "r1")
    };
    assert_eq!(
        serde_json::to_value(&kept).unwrap(),
        json!({
            "id": "w1", "run": "r1", "posting": "posting of w1",
            "change": { "change": "edit", "edit": { "from": ["a"], "to": "b" } },
            "state": "waiting", "code": null, "before": [], "after": [], "record": { "state": "published" },
            "differing": [], "put_back": null, "at_ms": null, "undoes": null,
        })
    );
    let change = Change::Restore {
        expected: vec!["b".to_owned()],
        tags: vec!["a".to_owned()],
    };
    assert_eq!(
        serde_json::to_value(&change).unwrap(),
        json!({ "change": "restore", "expected": ["b"], "tags": ["a"] })
    );
}

#[test]
fn an_undo_fits_only_what_was_left() {
    let tags = |list: &[&str]| list.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    let back = Change::Restore {
        expected: tags(&["x", "b"]),
        tags: tags(&["x", "a"]),
    };
    assert_eq!(
        back.on(&tags(&["b", "x"])),
        OnTags::Write(tags(&["x", "a"]))
    );
    assert_eq!(back.on(&tags(&["a", "x"])), OnTags::Already);
    assert_eq!(back.on(&tags(&["x", "b", "new"])), OnTags::Overtaken);
    assert_eq!(back.on(&tags(&["x"])), OnTags::Overtaken);
}

fn ids(writes: Vec<TagWrite>) -> Vec<String> {
    writes.into_iter().map(|one| one.id.0).collect()
}

#[test]
fn a_run_is_followed_to_its_end_and_forgotten_after_months() {
    let place = Place::new();
    let desk = place.desk();
    desk.write_blocking(Cause::Person, |tx| {
        tx.insert_tag_run(&run("old", NOW - 100 * DAY), &[write("o1", "old")])?;
        tx.insert_tag_run(&run("ended", NOW - 100 * DAY), &[write("e1", "ended")])?;
        tx.alter_tag_write(&"e1".into(), TagWriteState::Waiting, |held| {
            held.settle(TagWriteState::Done, None, NOW);
        })?;
        tx.insert_tag_run(&run("r", NOW), &[write("w1", "r"), write("w2", "r")])
    })
    .unwrap();
    desk.read_blocking(|tx| {
        // What is not settled is never forgotten.
        assert_eq!(ids(tx.open_tag_writes()?), ["o1", "w1", "w2"]);
        assert_eq!(tx.tag_run(&"ended".into())?, None);
        assert_eq!(tx.tag_write(&"e1".into())?, None);
        Ok(())
    })
    .unwrap();

    desk.write_blocking(Cause::Push, |tx| {
        let moved = tx.alter_tag_write(&"w1".into(), TagWriteState::Waiting, |held| {
            held.before = vec!["a".to_owned()];
            held.after = vec!["b".to_owned()];
            held.settle(TagWriteState::Done, None, NOW);
        })?;
        assert!(moved.is_some_and(|held| held.wrote()));
        // Somebody was faster.
        let again = tx.alter_tag_write(&"w1".into(), TagWriteState::Waiting, |_| ())?;
        assert_eq!(again, None);
        assert!(tx.set_tag_run_state(&"r".into(), TagRunState::Locked)?);
        assert!(!tx.set_tag_run_state(&"r".into(), TagRunState::Locked)?);
        let back = TagWrite {
            undoes: Some("w1".into()),
            ..write("b1", "back")
        };
        tx.insert_tag_run(&run("back", NOW), &[back])?;
        assert!(tx.undone_tag_writes(&"r".into())?.is_empty(), "not yet");
        tx.alter_tag_write(&"b1".into(), TagWriteState::Waiting, |held| {
            held.settle(TagWriteState::Done, None, NOW);
        })
        .map(drop)
    })
    .unwrap();
    desk.read_blocking(|tx| {
        assert_eq!(ids(tx.open_tag_writes()?), ["o1", "w2"]);
        assert_eq!(ids(tx.tag_writes(&"r".into())?), ["w1", "w2"]);
        assert_eq!(tx.tag_run(&"r".into())?.unwrap().state, TagRunState::Locked);
        let undone: Vec<TagWriteId> = tx.undone_tag_writes(&"r".into())?.into_iter().collect();
        assert_eq!(undone, ["w1".into()]);
        let latest = tx.latest_tag_write(&"posting of w1".into())?.unwrap();
        assert_eq!(latest.id, "w1".into());
        let runs: Vec<String> = tx
            .latest_tag_runs(2)?
            .into_iter()
            .map(|run| run.id.0)
            .collect();
        assert_eq!(runs, ["back", "r"]);
        Ok(())
    })
    .unwrap();
}
