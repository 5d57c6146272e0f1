//! Whatever happens, in whatever order: a candidate is never invited twice by one decision, and never after the person
//! took it back.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{IntentKind, IntentState, StepState};
use proptest::prelude::*;

use crate::scripted::{Fault, ONSITE, Stage, TRIGGER};

#[derive(Clone, Copy, Debug)]
enum Event {
    Fault(Fault),
    Offline(bool),
    Restart,
    Undo,
    ColleagueMoves,
    HoldEnds,
    Work,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Fault(Fault::AnswerLost)),
        Just(Event::Fault(Fault::RequestLost)),
        Just(Event::Fault(Fault::Unreachable)),
        Just(Event::Fault(Fault::Status(400))),
        Just(Event::Offline(true)),
        Just(Event::Offline(false)),
        Just(Event::Restart),
        Just(Event::Undo),
        Just(Event::ColleagueMoves),
        Just(Event::HoldEnds),
        Just(Event::Work),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn one_decision_invites_at_most_once(events in proptest::collection::vec(event(), 1..9)) {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
            .block_on(play(events));
    }
}

async fn play(events: Vec<Event>) {
    let mut set = Stage::set().await;
    let id = set.ask("move", IntentKind::Move, &[TRIGGER], 10_000).await;
    let mut taken_back_after = None;
    for event in &events {
        match event {
            Event::Fault(fault) => set.script.plan(&[*fault]),
            Event::Offline(offline) => set.script.offline(*offline),
            Event::Restart => {
                set.stop().await;
                set.start_without_waiting();
            }
            Event::Undo => {
                let undone = id.clone();
                let closed = set
                    .desk
                    .write(Cause::Person, move |tx| {
                        let untouched = tx.intent(&undone)?.is_some_and(|held| {
                            held.state.is_open()
                                && held.steps.iter().all(|step| {
                                    matches!(step.state, StepState::Held | StepState::Waiting)
                                })
                        });
                        if untouched {
                            tx.close_intent(&undone, IntentState::Cancelled, None)
                        } else {
                            Ok(None)
                        }
                    })
                    .await
                    .unwrap();
                if closed.is_some() {
                    taken_back_after = Some(set.script.writes().len());
                }
            }
            Event::ColleagueMoves => set.script.colleague_moves(ONSITE),
            Event::HoldEnds => set.clock.pass(10_001),
            Event::Work => set.idle().await,
        }
    }
    set.script.offline(false);
    set.clock.pass(10_001);
    let end = set.settled(&id).await;
    set.idle().await;

    let invited = set
        .script
        .applied()
        .iter()
        .filter(|to| *to == TRIGGER)
        .count();
    assert!(invited <= 1, "invited {invited} times");
    if end.state == IntentState::Done && set.script.stage() == TRIGGER {
        assert_eq!(invited, 1);
    }
    if let Some(writes) = taken_back_after {
        assert_eq!(
            set.script.writes().len(),
            writes,
            "written after it was taken back"
        );
    }
    set.stop().await;
}
