use std::collections::BTreeSet;

use fulcrum_domain::attention::{Item, ItemKey, ItemKind, Reason, Snooze, Until};
use fulcrum_domain::evidence::FailureCode;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, JourneyKey, State};
use fulcrum_domain::vendor::Vendor;
use rusqlite::Connection;

use super::fixtures::{NOW, Place, journey, note, opportunity};
use crate::change::Kind;
use crate::desk::{Desk, InboxMarks, WaitingNotice};
use crate::handle::DatabaseFile;
use crate::migration::migrate;
use crate::{Cause, Store};

fn item(opportunity: &str) -> Item {
    Item {
        key: ItemKey {
            journey: JourneyKey {
                opportunity: opportunity.into(),
                vendor: Vendor::MyInterview,
                round: 1,
                attempt: 1,
            },
            kind: ItemKind::InviteFailed,
        },
        version: "7".to_owned(),
        reason: Reason::Failed {
            code: FailureCode::MissingEmail,
        },
        at_ms: Some(NOW),
    }
}

fn marks(store: &Store<Desk>) -> InboxMarks {
    store.read_blocking(|desk| desk.inbox_marks()).unwrap()
}

fn snooze() -> Snooze {
    Snooze {
        version: "7".to_owned(),
        since_ms: NOW,
        until: Until::Time { at_ms: NOW + 1 },
    }
}

#[test]
fn marks_survive_a_restart() {
    let place = Place::new();
    let (one, two, three) = (item("o1"), item("o2"), item("o3"));
    let store = place.desk();
    let kept = (one.clone(), two.clone());
    store
        .write_blocking(Cause::Person, move |tx| {
            let (one, two) = kept;
            tx.mark_done(&one, NOW)?;
            tx.snooze_item(&two.key.text(), &"o2".into(), &snooze())?;
            tx.mark_seen(&three.key.text(), &"o3".into(), "7", NOW)?;
            tx.set_muted(&"o4".into(), true, NOW)
        })
        .unwrap();
    store.close();
    let found = marks(&place.desk());
    assert_eq!(found.done[&one.key.text()].reason, one.reason);
    assert_eq!(found.done[&one.key.text()].at_ms, NOW);
    assert_eq!(found.snoozed[&two.key.text()], snooze());
    assert_eq!(found.seen.len(), 2, "what is done was looked at");
    assert!(found.muted.contains(&"o4".into()));
}

#[test]
fn a_snoozed_item_is_unread_when_it_comes_back_and_an_undone_one_is_not() {
    let place = Place::new();
    let store = place.desk();
    let (key, id) = (item("o1").key.text(), OpportunityId::from("o1"));
    store
        .write_blocking(Cause::Person, move |tx| {
            tx.mark_seen(&key, &id, "7", NOW)?;
            tx.snooze_item(&key, &id, &snooze())?;
            assert!(tx.inbox_marks()?.seen.is_empty());
            assert!(tx.wake_item(&key, &id)?);
            assert!(!tx.wake_item(&key, &id)?);
            assert_eq!(tx.inbox_marks()?, InboxMarks::default());

            tx.snooze_item(&key, &id, &snooze())?;
            tx.mark_done(&item("o1"), NOW)?;
            assert!(tx.inbox_marks()?.snoozed.is_empty(), "done ends a snooze");
            assert!(tx.restore_item(&key, &id, "7", NOW)?);
            assert!(!tx.restore_item(&key, &id, "7", NOW)?);
            let left = tx.inbox_marks()?;
            assert!(left.done.is_empty());
            assert_eq!(left.seen[&key], "7");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_mark_that_is_there_already_is_no_change() {
    let place = Place::new();
    let store = place.desk();
    store
        .write_blocking(Cause::Person, |tx| {
            let (key, id) = (item("o1").key.text(), OpportunityId::from("o1"));
            tx.mark_seen(&key, &id, "7", NOW)?;
            tx.set_muted(&id, true, NOW)?;
            assert!(tx.changes.kinds.contains(&Kind::Inbox));
            tx.changes.kinds.clear();
            tx.mark_seen(&key, &id, "7", NOW + 1)?;
            tx.set_muted(&id, true, NOW + 1)?;
            assert!(tx.changes.kinds.is_empty());
            tx.mark_seen(&key, &id, "8", NOW + 1)?;
            assert!(tx.changes.kinds.contains(&Kind::Inbox));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn marks_of_an_erased_person_go() {
    let place = Place::new();
    let store = place.desk();
    store
        .write(Cause::Person, |tx| {
            for id in ["o1", "o2"] {
                let opportunity = OpportunityId::from(id);
                let one = item(id);
                tx.mark_done(&one, NOW)?;
                tx.snooze_item("other", &"o1".into(), &snooze())?;
                tx.set_muted(&opportunity, true, NOW)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    store.erase(vec!["o1".into()]).await.unwrap();
    let left = marks(&store);
    assert_eq!(
        left.seen.keys().collect::<Vec<_>>(),
        [&item("o2").key.text()]
    );
    assert_eq!(left.done.len(), 1);
    assert!(left.snoozed.is_empty());
    assert_eq!(left.muted.len(), 1);
}

#[test]
fn a_desk_of_the_first_version_is_brought_forward() {
    crate::open::start_library();
    let mut connection = Connection::open_in_memory().unwrap();
    let versions = Desk::migrations();
    migrate(&mut connection, &versions[..1]).unwrap();
    connection
        .execute_batch("INSERT INTO notice (key, opportunity, at_ms) VALUES ('k', 'o1', 1)")
        .unwrap();
    migrate(&mut connection, versions).unwrap();
    let told: i64 = connection
        .query_row("SELECT COUNT(*) FROM notice", [], |row| row.get(0))
        .unwrap();
    let marked: i64 = connection
        .query_row("SELECT COUNT(*) FROM inbox_seen", [], |row| row.get(0))
        .unwrap();
    assert_eq!((told, marked), (1, 0));
}

#[test]
fn the_inbox_is_about_interviews_that_have_begun() {
    let place = Place::new();
    let store = place.cache();
    let found = store
        .write_blocking(Cause::Sync, |tx| {
            let mut rows: Vec<_> = [
                "ready",
                "failed",
                "ignored",
                "elsewhere",
                "gone",
                "followed",
            ]
            .iter()
            .map(|id| {
                opportunity(
                    id,
                    id,
                    if *id == "elsewhere" {
                        "screen"
                    } else {
                        "video"
                    },
                )
            })
            .collect();
            rows[4].archived = Some(fulcrum_domain::model::Archived {
                reason: None,
                at_ms: NOW,
            });
            rows[5].followers = vec!["u1".into()];
            rows[5].owner = Some("u2".into());
            tx.upsert_opportunities(&rows, NOW, true)?;
            let failed = State::Failed(FailureCode::Other);
            for (id, state) in [
                ("ready", State::Ready),
                ("failed", failed),
                ("ignored", State::NotEligible),
                ("elsewhere", State::NotEligible),
                ("gone", failed),
                ("followed", State::Completed),
            ] {
                let id = OpportunityId::from(id);
                tx.put_journeys(&id, &[journey(&id, Actor::You, state, None)], None)?;
            }
            let others = note("n1", &"failed".into(), "by an integration", false);
            let mut own = note("n2", &"failed".into(), "mine", false);
            own.author = Some("u1".into());
            own.created_at_ms = NOW + 5;
            tx.replace_notes(&"failed".into(), &[others, own])?;
            assert_eq!(
                tx.noted_by_others_ms(&"failed".into(), &"u1".into())?,
                Some(NOW)
            );
            assert_eq!(tx.results_of(&"followed".into())?, 1);
            assert_eq!(tx.results_of(&"failed".into())?, 0);
            tx.inbox_rows(&"u1".into(), &["video".into()])
        })
        .unwrap();
    let named: Vec<_> = found
        .iter()
        .map(|row| (row.id.as_str(), row.followed, row.journeys.len()))
        .collect();
    assert_eq!(
        named,
        [
            ("failed", false, 1),
            ("followed", true, 1),
            ("ignored", false, 1)
        ]
    );
}

#[test]
fn old_marks_of_those_who_are_gone_are_forgotten_and_no_others() {
    let place = Place::new();
    let store = place.desk();
    let (gone, here, late) = (item("gone"), item("here"), item("late"));
    store
        .write_blocking(Cause::Person, move |tx| {
            for (item, at_ms) in [(&gone, 10), (&here, 10), (&late, 100)] {
                tx.mark_done(item, at_ms)?;
            }
            tx.set_muted(&"gone".into(), true, 10)
        })
        .unwrap();
    let marked = store
        .read_blocking(|desk| desk.opportunities_marked_before(50))
        .unwrap();
    assert_eq!(marked, BTreeSet::from(["gone".into(), "here".into()]));
    let removed = store
        .write_blocking(Cause::Clock, |tx| {
            tx.prune_marks(&BTreeSet::from(["gone".into(), "late".into()]), 50)
        })
        .unwrap();
    assert_eq!(removed, 2);
    let left = marks(&store);
    assert_eq!(left.done.len(), 2);
    assert_eq!(left.seen.len(), 2);
    assert!(left.muted.contains(&"gone".into()), "a wish is no mark");
}

#[test]
fn what_waits_survives_a_restart_and_leaves_with_the_person() {
    let place = Place::new();
    let store = place.desk();
    for (id, told_ms, notice) in [
        ("o1", None, "first"),
        ("o1", Some(7), "later"),
        ("o2", None, "other"),
    ] {
        let waiting = WaitingNotice {
            opportunity: id.into(),
            told_ms,
            notice: notice.to_owned(),
        };
        store
            .write_blocking(Cause::Sync, move |tx| tx.keep_waiting_notice(&waiting))
            .unwrap();
    }
    store.close();
    let store = place.desk();
    let waiting = |store: &Store<Desk>| {
        store
            .read_blocking(|desk| desk.waiting_notices::<String>())
            .unwrap()
            .into_iter()
            .map(|one| (one.opportunity.0, one.told_ms, one.notice))
            .collect::<Vec<_>>()
    };
    let row = |id: &str, told_ms, notice: &str| (id.to_owned(), told_ms, notice.to_owned());
    assert_eq!(
        waiting(&store),
        [row("o1", Some(7), "later"), row("o2", None, "other")]
    );
    store
        .write_blocking(Cause::Clock, |tx| tx.drop_waiting_notices(&["o2".into()]))
        .unwrap();
    store
        .write_blocking(Cause::Erasure, |tx| tx.delete_opportunities(&["o1".into()]))
        .unwrap();
    assert_eq!(waiting(&store), []);
}
