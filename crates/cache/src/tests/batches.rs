use fulcrum_domain::ids::{BatchId, OpportunityId};

use super::fixtures::Place;
use crate::Cause;
use crate::desk::{
    Base, Batch, BatchState, Desk, Intent, IntentKind, IntentState, Step, StepKind, StepState,
};
use crate::store::Store;

const NOW: i64 = 1_800_000_000_000;

fn held(id: &str, opportunity: &str) -> Intent {
    Intent {
        id: id.into(),
        kind: IntentKind::Move,
        opportunity: opportunity.into(),
        posting: None,
        steps: vec![Step {
            kind: StepKind::SetStage {
                to: "trigger".into(),
            },
            state: StepState::Held,
            code: None,
        }],
        base: Base {
            stage: "screen".into(),
            last_advanced_at_ms: None,
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

fn batch() -> BatchId {
    "b".into()
}

/// A bulk move of three in its hold, and one move of its own.
fn with_three(place: &Place) -> Store<Desk> {
    let store = place.desk();
    let kept = Batch {
        id: batch(),
        to_stage: "trigger".into(),
        created_at_ms: NOW,
        hold_until_ms: NOW + 10_000,
        state: BatchState::Going,
        begun: false,
    };
    store
        .write_blocking(Cause::Person, move |tx| {
            tx.insert_intent(&held("alone", "o9"))?;
            tx.insert_batch(
                &kept,
                &[held("i3", "o3"), held("i1", "o1"), held("i2", "o2")],
            )?;
            assert_eq!(tx.batch(&batch())?, Some(kept));
            Ok(())
        })
        .unwrap();
    store
}

fn ids(intents: &[Intent]) -> Vec<&str> {
    intents.iter().map(|intent| intent.id.as_str()).collect()
}

#[test]
fn it_keeps_its_order_over_a_restart_and_knows_its_own() {
    let place = Place::new();
    drop(with_three(&place));
    place
        .desk()
        .read_blocking(|desk| {
            assert_eq!(ids(&desk.batch_intents(&batch())?), ["i3", "i1", "i2"]);
            assert_eq!(
                desk.batch_of(&"i1".into())?.map(|found| found.id),
                Some(batch())
            );
            assert_eq!(desk.batch_of(&"alone".into())?, None);
            assert_eq!(desk.open_in_batches()?.len(), 3);
            assert_eq!(desk.opportunities_in_batches()?.len(), 3);
            Ok(())
        })
        .unwrap();
}

#[test]
fn only_what_rests_rests() {
    let place = Place::new();
    with_three(&place)
        .write_blocking(Cause::Person, |tx| {
            assert!(tx.resting_intents()?.is_empty());
            assert!(tx.set_batch_state(&batch(), BatchState::Paused)?);
            assert!(!tx.set_batch_state(&batch(), BatchState::Paused)?);
            tx.close_intent(&"i1".into(), IntentState::Done, None)?;
            let resting: Vec<_> = tx.resting_intents()?.into_iter().map(|id| id.0).collect();
            assert_eq!(resting, ["i2", "i3"]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn its_hold_ends_once_for_all_that_are_open() {
    let place = Place::new();
    with_three(&place)
        .write_blocking(Cause::Push, |tx| {
            tx.close_intent(&"i1".into(), IntentState::Cancelled, None)?;
            assert!(tx.begin_batch(&batch())?);
            assert!(!tx.begin_batch(&batch())?);
            let states: Vec<_> = tx
                .batch_intents(&batch())?
                .iter()
                .map(|intent| (intent.steps[0].state, intent.hold_until_ms.is_some()))
                .collect();
            assert_eq!(
                states,
                [
                    (StepState::Waiting, false),
                    (StepState::Cancelled, true),
                    (StepState::Waiting, false)
                ]
            );
            assert_eq!(
                tx.intent(&"alone".into())?.unwrap().steps[0].state,
                StepState::Held
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn going_on_is_a_decision_of_its_own() {
    let place = Place::new();
    with_three(&place)
        .write_blocking(Cause::Person, |tx| {
            tx.set_batch_state(&batch(), BatchState::PausedByTime)?;
            tx.close_intent(&"i3".into(), IntentState::Done, None)?;
            tx.resume_batch(&batch(), NOW + 9_000_000)?;
            let found = tx.batch(&batch())?.unwrap();
            assert_eq!((found.state, found.begun), (BatchState::Going, true));
            let valid: Vec<_> = tx
                .batch_intents(&batch())?
                .iter()
                .map(|intent| intent.valid_until_ms)
                .collect();
            let (old, new) = (Some(NOW + 1_800_000), Some(NOW + 9_000_000));
            assert_eq!(valid, [old, new, new], "what is settled stays as it was");
            Ok(())
        })
        .unwrap();
}

#[test]
fn its_end_is_told_once_and_it_is_put_away_once() {
    let place = Place::new();
    let told = || {
        place
            .desk()
            .write_blocking(Cause::Push, |tx| tx.tell_batch(&batch()))
            .unwrap()
    };
    drop(with_three(&place));
    assert!(told());
    assert!(!told(), "the desk was closed and opened between");
    place
        .desk()
        .write_blocking(Cause::Person, |tx| {
            assert_eq!(tx.shown_batches()?.len(), 1);
            assert!(tx.hide_batch(&batch())?);
            assert!(!tx.hide_batch(&batch())?);
            assert_eq!(tx.shown_batches()?, []);
            assert!(tx.opportunities_in_batches()?.is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_new_decision_takes_the_old_ones_place() {
    let place = Place::new();
    with_three(&place)
        .write_blocking(Cause::Person, |tx| {
            tx.insert_intent(&held("again", "o1"))?;
            assert!(tx.replace_batch_intent(&"i1".into(), &"again".into())?);
            assert!(!tx.replace_batch_intent(&"alone".into(), &"again".into())?);
            assert_eq!(ids(&tx.batch_intents(&batch())?), ["i3", "again", "i2"]);
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn an_erased_person_leaves_it() {
    let place = Place::new();
    let store = with_three(&place);
    store.erase(vec![OpportunityId::from("o1")]).await.unwrap();
    store
        .read_blocking(|desk| {
            assert_eq!(ids(&desk.batch_intents(&batch())?), ["i3", "i2"]);
            assert!(!desk.opportunities_in_batches()?.contains(&"o1".into()));
            Ok(())
        })
        .unwrap();
}
