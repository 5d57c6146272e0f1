//! The day's writes from the card: archive with a reason, notes, tags. Each is an intent like a move: held where it cannot
//! be taken back, otherwise written while the person waits, and queued when Lever gives no answer.

mod archive;
mod note;
mod tag;

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{Base, Intent, IntentKind, IntentState, Step, StepKind, StepState};
use fulcrum_domain::ids::{IntentId, OpportunityId};
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::move_hold::HoldTimes;
use fulcrum_sync::outcome;

use crate::app::App;
use crate::dock::why;
use crate::failure;
use crate::moves::new_id;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Problem, Written, WrittenState};

impl App {
    /// Takes back what was written at this wish: an added tag is removed and a removed one added, a note is deleted, an
    /// archiving is reversed. What somebody else had done already is not touched.
    ///
    /// # Errors
    /// `NotFound` when nothing was written; `Conflict` when it has changed since; what keeps Lever from answering.
    pub async fn take_back(&self, intent: &IntentId) -> Result<Written, Problem> {
        let ready = self.ready()?;
        let id = intent.clone();
        let done = ready
            .desk
            .read(move |tx| tx.intent(&id))
            .await
            .map_err(failure::desk)?
            .filter(|done| done.state == IntentState::Done)
            .ok_or(Trouble::NotFound { what: "change" })?;
        let step = done
            .steps
            .iter()
            .find(|step| step.code.as_deref() != Some(outcome::ALREADY))
            .ok_or(Trouble::NotFound { what: "change" })?;
        match &step.kind {
            StepKind::AddTag { tag } => {
                self.change_tag(&ready, &done.opportunity, tag, false).await
            }
            StepKind::RemoveTag { tag } => {
                self.change_tag(&ready, &done.opportunity, tag, true).await
            }
            StepKind::AddNote { text, .. } => {
                let note = note::written(&ready, &done, text).await?;
                self.remove_note(&done.opportunity, &note).await
            }
            StepKind::SetArchived { reason: Some(_) } => self.unarchive(&done.opportunity).await,
            _ => Err(Trouble::NotFound { what: "change" }.into()),
        }
    }

    /// Tries again what waits for its person, as it was asked for: a note whose answer was lost is looked for first.
    pub(crate) async fn ask_again(&self, ready: &Ready, old: &Intent) -> Result<Written, Problem> {
        if let Some(StepKind::SetArchived { reason }) = old.steps.first().map(|step| &step.kind) {
            let reason = reason.clone();
            self.dismiss(&old.id).await?;
            return match reason {
                Some(reason) => self.archive(&old.opportunity, &reason).await,
                None => self.unarchive(&old.opportunity).await,
            };
        }
        let id = old.id.clone();
        ready
            .desk
            .write(Cause::Person, move |tx| {
                let Some(mut again) = tx.intent(&id)? else {
                    return Ok(());
                };
                again.state = IntentState::Open;
                again.outcome = None;
                again.hold_until_ms = None;
                again.valid_until_ms = None;
                for step in &mut again.steps {
                    if step.state == StepState::Held {
                        step.state = StepState::Waiting;
                    }
                }
                tx.update_intent(&again).map(drop)
            })
            .await
            .map_err(failure::desk)?;
        self.carry_out(ready, old.id.clone(), &old.opportunity)
            .await
    }

    /// Stores the intent and, where it is not held, carries it out while the person waits. The same wish that still waits
    /// is not stored twice.
    async fn submit(&self, ready: &Ready, intent: Intent) -> Result<Written, Problem> {
        let hold_until_ms = intent.hold_until_ms;
        let opportunity = intent.opportunity.clone();
        let id = ready
            .desk
            .write(Cause::Person, move |tx| {
                let said = |one: &Intent| one.steps.first().map(|step| step.kind.clone());
                let waiting = tx.open_intents()?.into_iter().find(|one| {
                    one.opportunity == intent.opportunity
                        && one.state == IntentState::Open
                        && said(one) == said(&intent)
                });
                if let Some(StepKind::AddNote { .. }) = said(&intent) {
                    tx.set_draft::<()>(
                        &intent.opportunity,
                        fulcrum_cache::desk::DraftKind::Note,
                        None,
                    )?;
                }
                match waiting {
                    Some(waiting) => Ok(waiting.id),
                    None => {
                        tx.insert_intent(&intent)?;
                        Ok(intent.id)
                    }
                }
            })
            .await
            .map_err(failure::desk)?;
        if hold_until_ms.is_some() {
            ready.engine.intents_changed();
            return Ok(Written {
                intent: id,
                state: WrittenState::Held,
                hold_until_ms,
            });
        }
        self.carry_out(ready, id, &opportunity).await
    }

    async fn carry_out(
        &self,
        ready: &Ready,
        id: IntentId,
        opportunity: &OpportunityId,
    ) -> Result<Written, Problem> {
        let tried = ready.engine.carry_out(&id).await;
        self.inner.events.card_changed(opportunity);
        let state = match tried {
            Ok(Some(done)) if done.state == IntentState::Done => {
                let already = done
                    .steps
                    .iter()
                    .all(|step| step.code.as_deref() == Some(outcome::ALREADY));
                if already {
                    WrittenState::Already
                } else {
                    WrittenState::Done
                }
            }
            Ok(Some(done)) if done.state == IntentState::NeedsReview => {
                let failed = id.clone();
                ready
                    .desk
                    .write(Cause::Person, move |tx| {
                        tx.close_intent(&failed, IntentState::Failed, None)
                    })
                    .await
                    .map_err(failure::desk)?;
                return Err(why(&done, "what is shown here", None).into());
            }
            Ok(_) => WrittenState::Waiting,
            Err(trouble) => {
                tracing::info!(?trouble, "a change from the card waits");
                ready.engine.intents_changed();
                WrittenState::Waiting
            }
        };
        Ok(Written {
            intent: id,
            state,
            hold_until_ms: None,
        })
    }
}

/// A new intent with one step, held for these times.
fn asked(
    ready: &Ready,
    candidate: &Opportunity,
    kind: IntentKind,
    step: StepKind,
    held: Option<HoldTimes>,
) -> Result<Intent, Problem> {
    Ok(Intent {
        id: new_id()?,
        kind,
        opportunity: candidate.id.clone(),
        posting: None,
        steps: vec![Step {
            kind: step,
            state: if held.is_some() {
                StepState::Held
            } else {
                StepState::Waiting
            },
            code: None,
        }],
        base: Base {
            stage: candidate.stage.clone(),
            last_advanced_at_ms: candidate.last_advanced_at_ms,
        },
        created_at_ms: ready.now_ms(),
        hold_until_ms: held.map(|times| times.hold_until_ms),
        valid_until_ms: held.and_then(|times| times.valid_until_ms),
        contacts_candidate: false,
        overridden: Vec::new(),
        state: IntentState::Open,
        outcome: None,
    })
}

async fn candidate(ready: &Ready, id: &OpportunityId) -> Result<Opportunity, Problem> {
    let id = id.clone();
    ready
        .cache
        .read(move |tx| tx.opportunity(&id))
        .await
        .map_err(failure::cache)?
        .ok_or_else(|| Trouble::NotFound { what: "candidate" }.into())
}

pub(crate) use archive::choices;
pub(crate) use note::{removable, shown, written_here};
