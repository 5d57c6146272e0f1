//! Carrying out what a person asked for: hold, look, write, confirm. What a crash or a lost answer leaves open is settled by
//! looking, never by repeating blindly.

mod archive;
mod awake;
mod batch;
mod compare;
mod contact;
mod lane;
mod late;
mod look;
mod note;
mod posting;
mod stage;
mod startup;
mod tag;
mod tag_write;

pub(crate) use awake::{Awake, BEAT_MS};
pub use batch::requests_per_move;
pub(crate) use late::Late;

use std::collections::BTreeSet;
use std::sync::Arc;

use fulcrum_cache::desk::{Desk, Intent, IntentState, StepKind, StepState};
use fulcrum_cache::{Cause, Store};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::{IntentId, UserId};
use fulcrum_domain::preflight::FindingCode;
use fulcrum_domain::tags::TagEdit;
use fulcrum_lever::{Code, Lever, LeverError, Priority};
use tokio_util::sync::CancellationToken;

use crate::pull::{Pull, PullError};

/// A hold that ended this long ago without anything having been tried is over, whatever kept it, ms: nobody looks at it any
/// more.
const SLEPT_MS: i64 = 120_000;

/// Why an intent waits for its person or ended: stable words, kept with the intent.
pub mod outcome {
    /// It would contact a candidate and was not sent in time.
    pub const TOO_OLD: &str = "too_old";
    /// The program was closed, or the machine slept, during the hold.
    pub const CLOSED_DURING_HOLD: &str = "closed_during_hold";
    /// Somebody moved the opportunity elsewhere.
    pub const MOVED: &str = "moved";
    /// Somebody archived the opportunity.
    pub const ARCHIVED: &str = "archived";
    /// The person's data was removed.
    pub const ANONYMIZED: &str = "anonymized";
    /// The vendor invited meanwhile.
    pub const INVITED_MEANWHILE: &str = "invited_meanwhile";
    /// The opportunity, posting or contact is gone.
    pub const GONE: &str = "gone";
    /// Somebody had brought about the same already.
    pub const ALREADY: &str = "already";
    /// The posting or contact is not as it was when this was decided.
    pub const CHANGED: &str = "changed";
    /// Lever accepted the write, and what it holds now is something else.
    pub const NOT_KEPT: &str = "not_kept";
    /// The key lacks the permission.
    pub const FORBIDDEN: &str = "forbidden";
    /// Lever refused.
    pub const REFUSED: &str = "refused";
    /// The person let it go.
    pub const UNDONE: &str = "undone";
    /// Preflight found something in the way right before the write; the step's code says what.
    pub const BLOCKED: &str = "blocked";
    /// The program was closed before it was written.
    pub const CLOSED: &str = "closed";
}

/// How one step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StepEnd {
    /// Confirmed.
    Done,
    /// It was so already: nothing was written.
    Already,
    /// Waits for the person.
    NeedsReview(&'static str),
    /// Preflight found something in the way now.
    Blocked(FindingCode),
    /// Handed to Lever without an answer.
    Unknown,
    /// Looked: it did not happen. It may be tried again.
    NotHappened,
    /// Looked: it has not happened yet, and may still be on its way. To be looked at again at that time, ms.
    NotYet(i64),
    /// Somebody let go of the intent meanwhile.
    Overtaken,
}

/// Carries out intents.
pub(crate) struct Push {
    pub(crate) pull: Arc<Pull>,
    pub(crate) desk: Store<Desk>,
    pub(crate) seat: UserId,
    pub(crate) clock: Arc<dyn Clock>,
    /// One at a time: two runs could both find a step waiting.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Writes that were looked for in vain, and when to look again, ms.
    pub(crate) late: Late,
    pub(crate) awake: Awake,
}

/// What a run brought about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ran {
    /// Intents that ended or wait for their person now.
    pub(crate) settled: Vec<Intent>,
    /// When the next hold ends, ms.
    pub(crate) next_ms: Option<i64>,
    /// Something was tried and is to be looked at again soon.
    pub(crate) look_again: bool,
    /// A bulk move gave way to what a person waits for: go on at once.
    pub(crate) go_on: bool,
}

impl Push {
    /// Carries out everything that may leave now. Once `stop` is cancelled nothing further begins: quitting means not sent.
    pub(crate) async fn run(&self, stop: &CancellationToken) -> (Ran, Result<(), PullError>) {
        let _turn = self.turn.lock().await;
        let mut ran = Ran::default();
        let result = self.run_all(stop, &mut ran).await;
        (ran, result)
    }

    /// Carries out one intent now and returns it as it is then. For what a person waits for.
    pub(crate) async fn carry_out(&self, id: &IntentId) -> Result<Option<Intent>, PullError> {
        let _turn = self.turn.lock().await;
        let held = {
            let id = id.clone();
            self.desk.read(move |tx| tx.intent(&id)).await?
        };
        match held {
            Some(intent) if intent.state == IntentState::Open => {
                let mut ran = Ran::default();
                self.run_intent(intent, &mut ran).await?;
                let id = id.clone();
                Ok(self.desk.read(move |tx| tx.intent(&id)).await?)
            }
            other => Ok(other),
        }
    }

    async fn run_all(&self, stop: &CancellationToken, ran: &mut Ran) -> Result<(), PullError> {
        let (open, together) = self
            .desk
            .read(|tx| Ok((tx.open_intents()?, tx.open_in_batches()?)))
            .await?;
        let seen: BTreeSet<IntentId> = open.iter().map(|intent| intent.id.clone()).collect();
        let mut busy = Vec::new();
        let mut due = Vec::new();
        for intent in open {
            // One after the other for one candidate, in the order they were asked for.
            let mine = lane::of(&intent);
            let first = !busy.contains(&mine);
            busy.push(mine);
            if intent.state != IntentState::Open || !first {
                continue;
            }
            let now = self.clock.now_ms();
            if let Some(until) = intent.hold_until_ms.filter(|until| *until > now) {
                ran.next_ms = Some(ran.next_ms.map_or(until, |next| next.min(until)));
                continue;
            }
            due.push(intent);
        }
        // What was asked for alone goes first: somebody looks at it.
        due.sort_by_key(|intent| together.contains(&intent.id));
        let mut failed = None;
        for intent in due {
            if stop.is_cancelled() {
                break;
            }
            let in_batch = together.contains(&intent.id);
            if in_batch && self.somebody_waits(&seen).await? {
                ran.go_on = true;
                break;
            }
            let end = if in_batch {
                self.run_batch_item(&intent.id, ran).await
            } else {
                self.run_intent(intent, ran).await
            };
            match end {
                Err(PullError::Lever(error)) if of_one_record(error.code) => {
                    failed.get_or_insert(PullError::Lever(error));
                }
                other => other?,
            }
        }
        if !ran.go_on {
            let tags = self.run_tag_writes(stop, &seen, ran).await;
            match tags {
                Err(PullError::Lever(error)) if of_one_record(error.code) => {
                    failed.get_or_insert(PullError::Lever(error));
                }
                other => other?,
            }
        }
        failed.map_or(Ok(()), Err)
    }

    async fn run_intent(&self, mut intent: Intent, ran: &mut Ran) -> Result<(), PullError> {
        loop {
            let Some((index, step)) = intent.next_step() else {
                ran.settled
                    .extend(self.close(&intent, IntentState::Done, None).await?);
                return Ok(());
            };
            let state = step.state;
            let tried = matches!(state, StepState::Writing | StepState::Unknown);
            if !tried && let Some(reason) = self.not_by_itself(&intent) {
                ran.settled.extend(
                    self.close(&intent, IntentState::NeedsReview, Some(reason))
                        .await?,
                );
                return Ok(());
            }
            let end = match step.kind.clone() {
                StepKind::SetStage { to } => self.set_stage(&intent, index, &to, tried).await,
                StepKind::ReplacePostingTag { posting, from, to } => {
                    let edit = TagEdit::replace(from.as_deref(), &to);
                    self.replace_posting_tag(&intent, index, &posting, &edit, tried)
                        .await
                }
                StepKind::PutContact { contact, edit } => {
                    self.put_contact(&intent, index, &contact, &edit, tried)
                        .await
                }
                StepKind::AddNote { text, secret } => {
                    self.add_note(&intent, index, text, secret, tried).await
                }
                StepKind::DeleteNote { note } => {
                    self.delete_note(&intent, index, &note, tried).await
                }
                StepKind::SetArchived { reason } => {
                    self.set_archived(&intent, index, reason.as_ref(), tried)
                        .await
                }
                StepKind::AddTag { tag } => self.change_tag(&intent, index, tag, true, tried).await,
                StepKind::RemoveTag { tag } => {
                    self.change_tag(&intent, index, tag, false, tried).await
                }
            };
            let end = match end {
                Ok(end) => end,
                Err(PullError::Lever(error)) => match lasting(&error) {
                    Some(reason) => StepEnd::NeedsReview(reason),
                    None => {
                        // Offline or busy: the step waits, and says that it does.
                        self.wait(&intent.id, index, error.code, tried).await?;
                        return Err(PullError::Lever(error));
                    }
                },
                Err(error) => return Err(error),
            };
            match end {
                StepEnd::Done | StepEnd::Already => {
                    let id = intent.id.clone();
                    let code = (end == StepEnd::Already).then_some(outcome::ALREADY);
                    let done = self
                        .desk
                        .write(Cause::Push, move |tx| {
                            settle(tx, &id, index, StepState::Done, code)
                        })
                        .await?;
                    let Some(done) = done else { return Ok(()) };
                    intent = done;
                }
                StepEnd::NeedsReview(reason) => {
                    ran.settled.extend(
                        self.close(&intent, IntentState::NeedsReview, Some(reason))
                            .await?,
                    );
                    return Ok(());
                }
                StepEnd::Blocked(code) => {
                    ran.settled
                        .extend(self.close_blocked(&intent, index, code).await?);
                    return Ok(());
                }
                StepEnd::Unknown => {
                    let id = intent.id.clone();
                    self.desk
                        .write(Cause::Push, move |tx| {
                            settle(tx, &id, index, StepState::Unknown, Some("no_answer"))
                        })
                        .await?;
                    ran.look_again = true;
                    return Ok(());
                }
                StepEnd::NotYet(at_ms) => {
                    let id = intent.id.clone();
                    self.desk
                        .write(Cause::Push, move |tx| {
                            settle(tx, &id, index, StepState::Unknown, Some("no_answer"))
                        })
                        .await?;
                    ran.next_ms = Some(ran.next_ms.map_or(at_ms, |next| next.min(at_ms)));
                    return Ok(());
                }
                StepEnd::NotHappened => {
                    let id = intent.id.clone();
                    self.desk
                        .write(Cause::Push, move |tx| {
                            settle(tx, &id, index, StepState::Waiting, Some("not_happened"))
                        })
                        .await?;
                    ran.look_again = true;
                    return Ok(());
                }
                StepEnd::Overtaken => return Ok(()),
            }
        }
    }

    /// Why an intent must not leave by itself any more.
    fn not_by_itself(&self, intent: &Intent) -> Option<&'static str> {
        let now = self.clock.now_ms();
        if intent.valid_until_ms.is_some_and(|until| now > until) {
            return Some(outcome::TOO_OLD);
        }
        let untouched = intent
            .steps
            .iter()
            .all(|step| step.state == StepState::Held && step.code.is_none());
        let slept = intent.hold_until_ms.is_some_and(|until| {
            now > until.saturating_add(SLEPT_MS) || self.awake.slept_through(until, now)
        });
        (untouched && slept).then_some(outcome::CLOSED_DURING_HOLD)
    }

    /// Marks a step as handed over; `false` when somebody let go of it in the meantime. Committed before the write leaves.
    async fn begin(&self, intent: &Intent, index: usize) -> Result<bool, PullError> {
        let id = intent.id.clone();
        let begun = self
            .desk
            .write(Cause::Push, move |tx| {
                let Some(held) = tx
                    .intent(&id)?
                    .filter(|held| held.state == IntentState::Open)
                else {
                    return Ok(false);
                };
                if tx.batch_of(&id)?.is_some_and(|batch| batch.state.rests()) {
                    return Ok(false);
                }
                let from = held.steps.get(index).map(|step| step.state);
                match from {
                    Some(from @ (StepState::Held | StepState::Waiting)) => Ok(tx
                        .step_intent(&id, index, from, StepState::Writing, None)?
                        .is_some()),
                    _ => Ok(false),
                }
            })
            .await?;
        Ok(begun)
    }

    /// `looked`: the step was handed over before, and it was the look at what became of it that failed.
    async fn wait(
        &self,
        id: &IntentId,
        index: usize,
        code: Code,
        looked: bool,
    ) -> Result<(), PullError> {
        let id = id.clone();
        self.desk
            .write(Cause::Push, move |tx| {
                let Some(held) = tx.intent(&id)? else {
                    return Ok(());
                };
                let Some(step) = held.steps.get(index) else {
                    return Ok(());
                };
                let to = match step.state {
                    StepState::Writing if looked => StepState::Unknown,
                    // Certainly not done, or an answer would be unknown rather than an error.
                    StepState::Held | StepState::Waiting | StepState::Writing => StepState::Waiting,
                    other => other,
                };
                settle(tx, &id, index, to, Some(code.as_str())).map(|_| ())
            })
            .await?;
        Ok(())
    }

    async fn close(
        &self,
        intent: &Intent,
        state: IntentState,
        reason: Option<&'static str>,
    ) -> Result<Option<Intent>, PullError> {
        let id = intent.id.clone();
        Ok(self
            .desk
            .write(Cause::Push, move |tx| {
                tx.close_intent(&id, state, reason.map(str::to_owned))
            })
            .await?)
    }

    fn lever(&self) -> Lever {
        self.pull.lever.at(Priority::Person)
    }
}

/// Puts one step of an open intent into a state, whatever it was in.
fn settle(
    tx: &mut fulcrum_cache::DeskTx<'_>,
    id: &IntentId,
    index: usize,
    to: StepState,
    code: Option<&str>,
) -> Result<Option<Intent>, fulcrum_cache::Error> {
    let from = tx
        .intent(id)?
        .filter(|held| held.state == IntentState::Open)
        .and_then(|held| held.steps.get(index).map(|step| step.state));
    match from {
        Some(from) => tx.step_intent(id, index, from, to, code.map(str::to_owned)),
        None => Ok(None),
    }
}

/// What a failure means when trying again cannot help.
fn lasting(error: &LeverError) -> Option<&'static str> {
    match error.code {
        Code::PermissionMissing => Some(outcome::FORBIDDEN),
        Code::NotFound => Some(outcome::GONE),
        Code::Refused | Code::Conflict | Code::UnexpectedStatus => Some(outcome::REFUSED),
        _ => None,
    }
}

/// A failure that says nothing about other records: their intents need not wait behind it.
fn of_one_record(code: Code) -> bool {
    matches!(code, Code::LeverDown | Code::Unreadable | Code::TooLarge)
}

/// What a failed write leaves: unknown where it may have arrived, an error where it certainly did not.
fn after_write(error: LeverError) -> Result<StepEnd, PullError> {
    if error.outcome_unknown() {
        return Ok(StepEnd::Unknown);
    }
    Err(PullError::Lever(error))
}
