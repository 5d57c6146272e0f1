//! Many moves under one name: held together, one after the other, resting when told to, and never twice.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{
    Base, Batch, BatchState, Intent, IntentKind, IntentState, Step, StepKind, StepState,
};
use fulcrum_domain::clock::Clock as _;
use fulcrum_domain::ids::{BatchId, OpportunityId};
use fulcrum_sync::outcome;

use crate::scripted::{ONSITE, SCREEN, Stage, TRIGGER};

const HOLD_MS: i64 = 10_000;
const GOOD_MS: i64 = 30 * 60_000;

fn batch() -> BatchId {
    "bulk".into()
}

fn other(number: usize) -> String {
    format!("other-{number}")
}

/// A seat on an account with so many more candidates, all of them about to be invited.
async fn held(others: usize) -> Stage {
    let mut set = Stage::unread(SCREEN, 0, None);
    set.script.crowd(others);
    set.start().await;
    ask(&set, others).await;
    set
}

async fn ask(set: &Stage, others: usize) {
    let now = set.clock.now_ms();
    let ids: Vec<OpportunityId> = (1..=others).map(|number| other(number).into()).collect();
    let known = set
        .cache
        .read(move |tx| {
            ids.iter()
                .map(|id| tx.opportunity(id))
                .collect::<Result<Vec<_>, _>>()
        })
        .await
        .unwrap();
    let intents: Vec<Intent> = known
        .into_iter()
        .map(|known| {
            let known = known.unwrap();
            Intent {
                id: format!("move-of-{}", known.id).into(),
                kind: IntentKind::Move,
                opportunity: known.id,
                posting: None,
                steps: vec![Step {
                    kind: StepKind::SetStage { to: TRIGGER.into() },
                    state: StepState::Held,
                    code: None,
                }],
                base: Base {
                    stage: known.stage,
                    last_advanced_at_ms: known.last_advanced_at_ms,
                },
                created_at_ms: now,
                hold_until_ms: Some(now + HOLD_MS),
                valid_until_ms: Some(now + GOOD_MS),
                contacts_candidate: true,
                overridden: Vec::new(),
                state: IntentState::Open,
                outcome: None,
            }
        })
        .collect();
    let kept = Batch {
        id: batch(),
        to_stage: TRIGGER.into(),
        created_at_ms: now,
        hold_until_ms: now + HOLD_MS,
        state: BatchState::Going,
        begun: false,
    };
    set.desk
        .write(Cause::Person, move |tx| tx.insert_batch(&kept, &intents))
        .await
        .unwrap();
    set.engine().intents_changed();
}

async fn intents(set: &Stage) -> Vec<Intent> {
    set.desk
        .read(|tx| tx.batch_intents(&batch()))
        .await
        .unwrap()
}

async fn state(set: &Stage) -> BatchState {
    let kept = set.desk.read(|tx| tx.batch(&batch())).await.unwrap();
    kept.unwrap().state
}

async fn rest(set: &Stage, state: BatchState) {
    set.desk
        .write(Cause::Person, move |tx| tx.set_batch_state(&batch(), state))
        .await
        .unwrap();
}

async fn go_on(set: &Stage) {
    let good = set.clock.now_ms() + GOOD_MS;
    set.desk
        .write(Cause::Person, move |tx| tx.resume_batch(&batch(), good))
        .await
        .unwrap();
    set.engine().intents_changed();
}

/// Until nothing of it may leave any more; what became of each.
async fn ended(set: &Stage) -> Vec<(IntentState, Option<String>)> {
    set.until("the bulk move has ended", async |set| {
        intents(set)
            .await
            .iter()
            .all(|intent| intent.state != IntentState::Open)
    })
    .await;
    intents(set)
        .await
        .into_iter()
        .map(|intent| (intent.state, intent.outcome))
        .collect()
}

fn everybody(others: usize) -> Vec<String> {
    (1..=others).map(other).collect()
}

const DONE: (IntentState, Option<String>) = (IntentState::Done, None);

#[tokio::test]
async fn each_leaves_once_and_a_refusal_stops_nobody_else() {
    let set = held(5).await;
    set.script.refuse("other-3");
    set.clock.pass(HOLD_MS - 1);
    set.idle().await;
    assert_eq!(set.script.crowd_writes(), everybody(0), "held together");
    set.clock.pass(2);
    let became = ended(&set).await;
    let refused = (IntentState::NeedsReview, Some(outcome::REFUSED.to_owned()));
    assert_eq!(became, [DONE, DONE, refused, DONE, DONE]);
    set.idle().await;
    assert_eq!(
        set.script.crowd_writes(),
        everybody(5),
        "in order, each once"
    );
}

#[tokio::test]
async fn undone_in_the_hold_nothing_leaves() {
    let set = held(3).await;
    set.desk
        .write(Cause::Person, |tx| {
            for intent in tx.batch_intents(&batch())? {
                tx.close_intent(&intent.id, IntentState::Cancelled, None)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    set.clock.pass(HOLD_MS + 1);
    set.idle().await;
    assert_eq!(set.script.crowd_writes(), everybody(0));
}

#[tokio::test]
async fn a_pause_lets_the_one_on_its_way_arrive_and_begins_no_other() {
    let set = held(4).await;
    let gate = set.script.hold_writes();
    set.clock.pass(HOLD_MS + 1);
    set.engine().intents_changed();
    gate.reached.notified().await;
    rest(&set, BatchState::Paused).await;
    set.script.release_writes();
    set.until("the first has arrived", async |set| {
        intents(set).await[0].state == IntentState::Done
    })
    .await;
    set.idle().await;
    assert_eq!(set.script.crowd_writes(), everybody(1));
    // Longer than a decision stays good: going on is a decision of its own.
    set.clock.pass(GOOD_MS + HOLD_MS);
    set.idle().await;
    assert_eq!(state(&set).await, BatchState::Paused);
    go_on(&set).await;
    assert_eq!(ended(&set).await, [DONE, DONE, DONE, DONE]);
    assert_eq!(set.script.crowd_writes(), everybody(4));
}

#[tokio::test]
async fn after_a_restart_it_rests_and_goes_on_only_when_told() {
    let mut set = held(3).await;
    let gate = set.script.hold_writes();
    set.clock.pass(HOLD_MS + 1);
    set.engine().intents_changed();
    gate.reached.notified().await;
    let script = set.script.clone();
    tokio::join!(biased; set.stop(), async { script.release_writes() });
    assert_eq!(set.script.crowd_writes(), everybody(1));
    set.start().await;
    set.until("it rests", async |set| {
        state(set).await == BatchState::PausedByRestart
    })
    .await;
    set.clock.pass(HOLD_MS);
    set.idle().await;
    assert_eq!(set.script.crowd_writes(), everybody(1));
    go_on(&set).await;
    assert_eq!(ended(&set).await, [DONE, DONE, DONE]);
    assert_eq!(set.script.crowd_writes(), everybody(3), "each once");
}

#[tokio::test]
async fn closed_in_its_hold_it_rests_as_a_whole() {
    let mut set = held(2).await;
    set.stop().await;
    set.clock.pass(HOLD_MS + 1);
    set.start().await;
    set.until("it rests", async |set| {
        state(set).await == BatchState::PausedByRestart
    })
    .await;
    set.idle().await;
    assert!(
        intents(&set)
            .await
            .iter()
            .all(|intent| intent.state == IntentState::Open),
        "one question, not one for each"
    );
    assert_eq!(set.script.crowd_writes(), everybody(0));
}

#[tokio::test]
async fn a_crash_while_writing_is_settled_by_looking_although_it_rests() {
    for happened in [true, false] {
        let mut set = held(2).await;
        set.stop().await;
        set.desk
            .write(Cause::Push, |tx| tx.begin_batch(&batch()))
            .await
            .unwrap();
        set.force(&"move-of-other-1".into(), 0, StepState::Writing)
            .await;
        if happened {
            set.script.colleague_moves_other("other-1", TRIGGER);
        }
        set.start().await;
        set.until("it was looked at", async |set| {
            let first = &intents(set).await[0];
            first.state == IntentState::Done || first.steps[0].state == StepState::Waiting
        })
        .await;
        set.idle().await;
        let first = intents(&set).await[0].state;
        let expected = if happened {
            IntentState::Done
        } else {
            IntentState::Open
        };
        assert_eq!(first, expected);
        assert_eq!(
            set.script.crowd_writes(),
            everybody(0),
            "nothing is written while it rests"
        );
    }
}

#[tokio::test]
async fn what_changed_since_the_table_is_found_right_before_the_write() {
    let set = held(4).await;
    set.script.colleague_moves_other("other-1", TRIGGER);
    set.script.colleague_moves_other("other-2", ONSITE);
    set.script.take_email("other-3");
    set.clock.pass(HOLD_MS + 1);
    let review = |why: &str| (IntentState::NeedsReview, Some(why.to_owned()));
    assert_eq!(
        ended(&set).await,
        [DONE, review(outcome::MOVED), review(outcome::BLOCKED), DONE]
    );
    let codes: Vec<_> = intents(&set)
        .await
        .into_iter()
        .map(|intent| intent.steps[0].code.clone())
        .collect();
    assert_eq!(codes[0].as_deref(), Some(outcome::ALREADY));
    assert_eq!(codes[2].as_deref(), Some("missing_email"));
    assert_eq!(set.script.crowd_writes(), ["other-4"]);
}

#[tokio::test]
async fn a_night_in_the_hold_or_offline_makes_it_rest() {
    let set = held(2).await;
    set.clock.pass(10 * 60_000);
    set.until("it rests", async |set| {
        state(set).await == BatchState::PausedByTime
    })
    .await;
    assert_eq!(set.script.crowd_writes(), everybody(0));

    let set = held(2).await;
    set.script.offline(true);
    set.clock.pass(HOLD_MS + 1);
    set.until("it was tried", async |set| {
        intents(set).await[0].steps[0].code.is_some()
    })
    .await;
    set.clock.pass(GOOD_MS);
    set.script.offline(false);
    set.until("it rests", async |set| {
        state(set).await == BatchState::PausedByTime
    })
    .await;
    assert_eq!(set.script.crowd_writes(), everybody(0));
}

#[tokio::test]
async fn what_is_asked_for_alone_does_not_wait_behind_it() {
    let set = held(3).await;
    let gate = set.script.hold_writes();
    set.clock.pass(HOLD_MS + 1);
    set.engine().intents_changed();
    gate.reached.notified().await;
    let alone = set.ask("alone", IntentKind::Move, &[ONSITE], 0).await;
    set.script.release_writes();
    assert_eq!(set.settled(&alone).await.state, IntentState::Done);
    ended(&set).await;
    let order: Vec<String> = set
        .script
        .paths()
        .into_iter()
        .filter_map(|path| path.strip_suffix("/stage").map(str::to_owned))
        .map(|path| path.trim_start_matches("/opportunities/").to_owned())
        .collect();
    assert_eq!(order, ["other-1", "opportunity-1", "other-2", "other-3"]);
}
