use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use super::fixtures::{NOW, Place, key, options};
use crate::desk::{
    Base, FirstSeen, Intent, IntentKind, IntentState, Seat, Step, StepKind, StepState, pending,
    set_aside,
};
use crate::{Cause, Code, Desk, Recovered, Store};

pub(super) fn resend(id: &str, opportunity: &str) -> Intent {
    Intent {
        id: id.into(),
        kind: IntentKind::Resend,
        opportunity: opportunity.into(),
        posting: None,
        steps: vec![
            Step::waiting(StepKind::SetStage {
                to: "neutral".into(),
            }),
            Step::waiting(StepKind::SetStage {
                to: "trigger".into(),
            }),
        ],
        base: Base {
            stage: "trigger".into(),
            last_advanced_at_ms: Some(NOW - 1000),
        },
        created_at_ms: NOW,
        hold_until_ms: Some(NOW + 10_000),
        valid_until_ms: Some(NOW + 1_800_000),
        contacts_candidate: true,
        overridden: Vec::new(),
        state: IntentState::Open,
        outcome: None,
    }
}

fn add(store: &Store<Desk>, intent: Intent) {
    store
        .write_blocking(Cause::Person, move |tx| tx.insert_intent(&intent))
        .unwrap();
}

#[test]
fn a_step_is_taken_by_one_only() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    store
        .write_blocking(Cause::Push, |tx| {
            let id = "i1".into();
            let taken = tx
                .step_intent(&id, 0, StepState::Waiting, StepState::Writing, None)?
                .unwrap();
            assert_eq!(taken.next_step().unwrap().0, 0);
            let second = tx.step_intent(&id, 0, StepState::Waiting, StepState::Cancelled, None)?;
            assert_eq!(second, None, "an undo that comes too late changes nothing");
            assert_eq!(
                tx.step_intent(&id, 7, StepState::Waiting, StepState::Done, None)?,
                None
            );
            let done = tx
                .step_intent(&id, 0, StepState::Writing, StepState::Done, None)?
                .unwrap();
            assert_eq!(done.next_step().unwrap().0, 1);
            assert_eq!(tx.intent(&id)?, Some(done));
            Ok(())
        })
        .unwrap();
}

#[test]
fn an_intent_ends_once_and_takes_its_open_steps_along() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    add(&store, resend("i2", "o2"));
    store
        .write_blocking(Cause::Person, |tx| {
            let ended = tx
                .close_intent(
                    &"i1".into(),
                    IntentState::Cancelled,
                    Some("undone".to_owned()),
                )?
                .unwrap();
            assert!(
                ended
                    .steps
                    .iter()
                    .all(|step| step.state == StepState::Cancelled)
            );
            assert_eq!(ended.target_stage(), None);
            assert_eq!(
                tx.close_intent(&"i1".into(), IntentState::Done, None)?,
                None
            );
            let open: Vec<_> = tx
                .open_intents()?
                .into_iter()
                .map(|intent| intent.id.0)
                .collect();
            assert_eq!(open, ["i2"]);
            assert_eq!(tx.intents_of(&"o1".into())?, [ended]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_intent_is_not_added_twice() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    let again = store.write_blocking(Cause::Person, |tx| tx.insert_intent(&resend("i1", "o1")));
    assert!(again.is_err());
}

#[test]
fn the_list_beside_the_desk_names_what_is_open_and_nobody() {
    let place = Place::new();
    let store = place.desk();
    assert_eq!(pending(&place.path("desk")).unwrap(), []);
    let mut with_note = resend("i1", "o1");
    with_note.steps.push(Step::waiting(StepKind::AddNote {
        text: "Called Zsófia".to_owned(),
        secret: false,
    }));
    add(&store, with_note);
    add(&store, resend("i2", "o2"));
    store
        .write_blocking(Cause::Push, |tx| {
            tx.step_intent(&"i1".into(), 0, StepState::Waiting, StepState::Done, None)?;
            tx.close_intent(&"i2".into(), IntentState::Done, None)
        })
        .unwrap();
    let list = std::fs::read_to_string(place.path("desk.pending")).unwrap();
    insta::assert_snapshot!(list, @r#"[{"intent":"i1","opportunity":"o1","targets":["trigger"]}]"#);
}

#[test]
fn a_desk_whose_list_cannot_be_written_takes_no_intent() {
    let place = Place::new();
    let store = place.desk();
    std::fs::create_dir(place.path("desk.pending.new")).unwrap();
    let refused = store.write_blocking(Cause::Person, |tx| tx.insert_intent(&resend("i1", "o1")));
    assert_eq!(refused.unwrap_err().code(), Code::Io);
    assert_eq!(store.read_blocking(|desk| desk.open_intents()).unwrap(), []);
}

#[test]
fn a_notice_is_entered_once_across_restarts() {
    let place = Place::new();
    let enter = || {
        place
            .desk()
            .write_blocking(Cause::Sync, |tx| {
                tx.try_insert_notice("o1/myinterview/1/1/completed", &"o1".into(), NOW)
            })
            .unwrap()
    };
    assert!(enter());
    assert!(!enter(), "the desk was closed and opened between");
}

#[test]
fn the_first_sight_is_the_one_that_counts() {
    let place = Place::new();
    let store = place.desk();
    let mark = |at_ms, baseline| {
        store
            .write_blocking(Cause::Sync, move |tx| {
                tx.mark_first_seen(
                    &"o1".into(),
                    "myinterview/1/1",
                    FirstSeen { at_ms, baseline },
                )
            })
            .unwrap()
    };
    let first = FirstSeen {
        at_ms: 10,
        baseline: true,
    };
    assert_eq!(mark(10, true), first);
    assert_eq!(mark(20, false), first);
}

#[test]
fn seat_setups_and_preferences_come_back() {
    let place = Place::new();
    let mut setup = VendorSetup::unset(Vendor::MyInterview);
    setup.trigger_stage = Some("trigger".into());
    let seat = Seat {
        user: "u1".into(),
        account: "Demo".to_owned(),
    };
    let store = place.desk();
    let (kept, bound) = (setup.clone(), seat.clone());
    store
        .write_blocking(Cause::Person, move |tx| {
            assert_eq!(tx.seat()?, None);
            assert_eq!(
                tx.vendor_setup(Vendor::MyInterview)?,
                VendorSetup::unset(Vendor::MyInterview)
            );
            tx.set_vendor_setup(&kept)?;
            tx.set_seat(Some(&bound))?;
            tx.set_preference("theme", &"dark")
        })
        .unwrap();
    store.close();
    let store = place.desk();
    store
        .write_blocking(Cause::Person, move |tx| {
            assert_eq!(tx.seat()?, Some(seat));
            assert_eq!(tx.vendor_setup(Vendor::MyInterview)?, setup);
            assert_eq!(
                tx.vendor_setup(Vendor::JobTwine)?,
                VendorSetup::unset(Vendor::JobTwine)
            );
            assert_eq!(tx.preference::<String>("theme")?.as_deref(), Some("dark"));
            assert_eq!(
                tx.preference::<u32>("theme")?,
                None,
                "an unreadable preference is no preference"
            );
            tx.set_seat(None)?;
            assert_eq!(tx.seat()?, None);
            Ok(())
        })
        .unwrap();
}

fn damage(place: &Place) {
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(place.path("desk"))
        .unwrap();
    file.set_len(2 * 4096).unwrap();
}

#[tokio::test]
async fn a_damaged_desk_comes_back_from_its_backup() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    store.backup().await.unwrap();
    add(&store, resend("i2", "o2"));
    store.backup().await.unwrap();
    add(&store, resend("i3", "o3"));
    store.close();
    drop(store);
    damage(&place);
    let refused = Store::open_desk(&place.options("desk"))
        .map(|_| ())
        .unwrap_err();
    assert_eq!(refused.code(), Code::Corrupt, "asked to touch nothing");
    let opened = place.recovering_desk().unwrap();
    assert_eq!(opened.recovered, Recovered::FromBackup);
    let open: Vec<_> = opened
        .store
        .read_blocking(|desk| desk.open_intents())
        .unwrap()
        .into_iter()
        .map(|intent| intent.id.0)
        .collect();
    assert_eq!(open, ["i1", "i2"]);
    let named: Vec<_> = pending(&place.path("desk"))
        .unwrap()
        .into_iter()
        .map(|entry| entry.intent.0)
        .collect();
    assert_eq!(
        named,
        ["i1", "i2", "i3"],
        "what the backup had not seen is still named"
    );
}

#[test]
fn a_damaged_desk_without_a_backup_is_not_replaced_silently() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    drop(store);
    damage(&place);
    let refused = place.recovering_desk().map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), Code::Corrupt);
    assert!(place.path("desk").exists());
}

#[tokio::test]
async fn the_backup_is_one_encrypted_file_and_a_broken_one_restores_nothing() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    store.backup().await.unwrap();
    drop(store);
    let names: Vec<_> = std::fs::read_dir(place.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".bak"))
        .collect();
    assert_eq!(names, ["desk.bak"]);
    let mut bytes = std::fs::read(place.path("desk.bak")).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    for page in bytes.chunks_mut(4096).skip(1) {
        page[100] ^= 0xff;
    }
    std::fs::write(place.path("desk.bak"), bytes).unwrap();
    damage(&place);
    assert_eq!(
        place.recovering_desk().map(|_| ()).unwrap_err().code(),
        Code::Corrupt
    );
}

#[test]
fn a_lost_key_still_tells_what_was_pending_and_a_new_desk_can_begin() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    drop(store);
    let path = place.path("desk");
    let fresh = options(&path, &key());
    let refused = Store::open_desk(&fresh).map(|_| ()).unwrap_err();
    assert_eq!(refused.code(), Code::WrongKey);
    assert_eq!(
        pending(&path).unwrap()[0].opportunity,
        OpportunityId::from("o1")
    );
    set_aside(&path).unwrap();
    let opened = Store::open_desk(&fresh).unwrap();
    assert_eq!(opened.recovered, Recovered::Created);
    assert!(place.path("desk.lost").exists());
    assert_eq!(
        pending(&path).unwrap().len(),
        1,
        "the list outlives the lost desk"
    );
}

#[tokio::test]
async fn erasing_takes_intents_and_marks_along() {
    let place = Place::new();
    let store = place.desk();
    add(&store, resend("i1", "o1"));
    add(&store, resend("i2", "o2"));
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.try_insert_notice("k", &"o1".into(), NOW)
        })
        .unwrap();
    store.erase(vec!["o1".into()]).await.unwrap();
    store
        .write_blocking(Cause::Sync, |tx| {
            assert_eq!(tx.intents_of(&"o1".into())?, []);
            assert_eq!(tx.open_intents()?.len(), 1);
            assert!(tx.try_insert_notice("k", &"o1".into(), NOW)?);
            Ok(())
        })
        .unwrap();
    assert_eq!(pending(&place.path("desk")).unwrap().len(), 1);
}

#[test]
fn a_draft_is_kept_until_it_is_thrown_away_and_goes_with_the_person() {
    use crate::desk::DraftKind;
    let place = Place::new();
    let read = |kind| {
        let desk = place.desk();
        desk.read_blocking(move |tx| tx.draft::<String>(&"o1".into(), kind))
            .unwrap()
    };
    place
        .desk()
        .write_blocking(Cause::Person, |tx| {
            tx.set_draft(&"o1".into(), DraftKind::Note, Some(&"Prefers"))?;
            tx.set_draft(&"o1".into(), DraftKind::Note, Some(&"Prefers mornings"))?;
            tx.set_draft(&"o1".into(), DraftKind::Slots, Some(&"Mon 9"))
        })
        .unwrap();
    assert_eq!(read(DraftKind::Note).as_deref(), Some("Prefers mornings"));
    assert_eq!(read(DraftKind::Slots).as_deref(), Some("Mon 9"));
    place
        .desk()
        .write_blocking(Cause::Person, |tx| {
            tx.set_draft::<String>(&"o1".into(), DraftKind::Note, None)
        })
        .unwrap();
    assert_eq!(read(DraftKind::Note), None);
    place
        .desk()
        .write_blocking(Cause::Erasure, |tx| tx.delete_opportunities(&["o1".into()]))
        .unwrap();
    assert_eq!(read(DraftKind::Slots), None);
}
