//! Moving cards: preview, accept, undo, send now, let go, try again.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{Base, Intent, IntentKind, IntentState, Step, StepKind, StepState};
use fulcrum_domain::ids::{IntentId, OpportunityId, StageId};
use fulcrum_domain::move_hold::hold_times;
use fulcrum_domain::preflight::{FindingCode, Preflight, Severity};
use fulcrum_sync::outcome;

use crate::app::App;
use crate::card::finding_word;
use crate::events::AppEvent;
use crate::failure;
use crate::news;
use crate::picture::Picture;
use crate::problem::Trouble;
use crate::ready::{Ready, vendor_of};
use crate::resend::resend_intent;
use crate::view::{MoveAccepted, MovePreview, Problem};

impl App {
    /// What a move would do and what stands in its way, asked before it happens.
    ///
    /// # Errors
    /// `NotFound` for a candidate that is not here; storage problems.
    pub async fn preview(&self, id: &OpportunityId, to: &StageId) -> Result<MovePreview, Problem> {
        let ready = self.ready()?;
        let (picture, preflight) = checked(&ready, id, to).await?;
        Ok(preview_of(&ready, &picture, to, preflight))
    }

    /// Accepts a move. Blocking findings need `override_block`; what stops a move cannot be overridden.
    ///
    /// # Errors
    /// `Stopped`, `Blocked`, `NotFound`, `BadInput` (another move is open); storage problems.
    pub async fn move_card(
        &self,
        id: &OpportunityId,
        to: &StageId,
        override_block: bool,
    ) -> Result<MoveAccepted, Problem> {
        let ready = self.writer()?;
        let (picture, preflight) = checked(&ready, id, to).await?;
        if !picture.stages.iter().any(|stage| stage.id == *to) {
            return Err(Trouble::NotFound { what: "stage" }.into());
        }
        allowed(&preflight, override_block)?;
        let steps = vec![StepKind::SetStage { to: to.clone() }];
        let intent = new_intent(&ready, &picture, IntentKind::Move, steps, to, &preflight)?;
        accept(&ready, intent).await
    }

    /// Takes a move back while it is held or queued. Nothing is sent.
    ///
    /// # Errors
    /// `Conflict` when it is on its way already; `NotFound`; storage problems.
    pub async fn undo(&self, intent: &IntentId) -> Result<(), Problem> {
        let ready = self.ready()?;
        let let_go = take_back(&ready, intent).await?;
        if let Ok(notice) = news::of_intent(&ready, &let_go, "undone").await {
            self.inner.events.send(AppEvent::Notice(notice));
        }
        Ok(())
    }

    /// Ends the hold.
    ///
    /// # Errors
    /// `NotFound` when it is not held any more; storage problems.
    pub async fn send_now(&self, intent: &IntentId) -> Result<(), Problem> {
        let ready = self.writer()?;
        let (id, now) = (intent.clone(), ready.now_ms());
        let held = ready
            .desk
            .write(Cause::Person, move |tx| {
                let Some(mut held) = tx.intent(&id)?.filter(is_held) else {
                    return Ok(false);
                };
                held.hold_until_ms = Some(now);
                tx.update_intent(&held)
            })
            .await
            .map_err(failure::desk)?;
        if !held {
            return Err(Trouble::NotFound { what: "move" }.into());
        }
        ready.engine.intents_changed();
        Ok(())
    }

    /// Lets go of a move that needs a decision. Nothing more is sent.
    ///
    /// # Errors
    /// As [`App::undo`].
    pub async fn dismiss(&self, intent: &IntentId) -> Result<(), Problem> {
        take_back(&*self.ready()?, intent).await.map(drop)
    }

    /// Decides anew on a move that needs a decision: fresh look, fresh preflight, fresh hold.
    ///
    /// # Errors
    /// As [`App::move_card`]; the old one stays until the new one is accepted.
    pub async fn retry(&self, intent: &IntentId) -> Result<MoveAccepted, Problem> {
        let ready = self.writer()?;
        let id = intent.clone();
        let old = ready
            .desk
            .read(move |tx| tx.intent(&id))
            .await
            .map_err(failure::desk)?
            .filter(|old| old.state == IntentState::NeedsReview)
            .ok_or(Trouble::NotFound { what: "move" })?;
        if old.target_stage().is_none() {
            let again = self.ask_again(&ready, &old).await?;
            return Ok(MoveAccepted {
                intent: again.intent,
                hold_until_ms: again.hold_until_ms,
            });
        }
        let to = old
            .target_stage()
            .cloned()
            .ok_or(Trouble::NotFound { what: "move" })?;
        // What was decided on is old: look first, so that the new decision rests on what Lever holds.
        ready
            .engine
            .refresh(&old.opportunity)
            .await
            .map_err(|trouble| Problem::from(failure::sync(&trouble, &ready.host)))?;
        let began = old.steps.iter().any(|step| step.state == StepState::Done);
        if old.kind == IntentKind::Resend && !began {
            // Refused: the question stays.
            let fresh = resend_intent(&ready, &old.opportunity, false).await?;
            take_back(&ready, intent).await?;
            return accept(&ready, fresh).await;
        }
        // Only what was overridden then is overridden now; anything new is said first, and the old one stays.
        let (_, preflight) = checked(&ready, &old.opportunity, &to).await?;
        let override_block = blocks(&preflight).all(|code| old.overridden.contains(&code));
        allowed(&preflight, override_block)?;
        take_back(&ready, intent).await?;
        let accepted = self
            .move_card(&old.opportunity, &to, override_block)
            .await?;
        let (before, now) = (intent.clone(), accepted.intent.clone());
        ready
            .desk
            .write(Cause::Person, move |tx| {
                tx.replace_batch_intent(&before, &now)
            })
            .await
            .map_err(failure::desk)?;
        Ok(accepted)
    }
}

pub(crate) async fn checked(
    ready: &Ready,
    id: &OpportunityId,
    to: &StageId,
) -> Result<(Picture, Preflight), Problem> {
    let (id, stage) = (id.clone(), to.clone());
    let picture = ready
        .cache
        .read(move |tx| Picture::read_for_move(tx, &id, &stage))
        .await
        .map_err(failure::cache)?
        .ok_or(Trouble::NotFound { what: "candidate" })?;
    let preflight = picture.check(to, &ready.setups(), ready.now_ms());
    Ok((picture, preflight))
}

fn blocks(preflight: &Preflight) -> impl Iterator<Item = FindingCode> {
    preflight
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Block)
        .map(|finding| finding.code)
}

/// What stands against a move, as an error.
fn allowed(preflight: &Preflight, override_block: bool) -> Result<(), Problem> {
    let code = || {
        preflight
            .first_obstacle()
            .map(finding_word)
            .unwrap_or_default()
    };
    match preflight.worst() {
        Some(Severity::Stop) => Err(Trouble::MoveStopped { code: code() }.into()),
        Some(Severity::Block) if !override_block => {
            Err(Trouble::MoveBlocked { code: code() }.into())
        }
        _ => Ok(()),
    }
}

pub(crate) fn preview_of(
    ready: &Ready,
    picture: &Picture,
    to: &StageId,
    preflight: Preflight,
) -> MovePreview {
    let times = hold_times(
        &picture.opportunity.stage,
        to,
        &ready.setups(),
        &ready.hold,
        0,
    );
    MovePreview {
        opportunity: picture.opportunity.id.clone(),
        name: picture.opportunity.name.clone(),
        to_stage: to.clone(),
        to_stage_name: picture.stage_name(to),
        vendor: preflight.vendor,
        emails: preflight.emails,
        texts: preflight.texts,
        template: preflight.template,
        findings: preflight.findings,
        hold_seconds: u32::try_from(times.hold_until_ms / 1_000).unwrap_or(0),
    }
}

/// A new intent with these steps; `to` is where the last of them leads.
pub(crate) fn new_intent(
    ready: &Ready,
    picture: &Picture,
    kind: IntentKind,
    steps: Vec<StepKind>,
    to: &StageId,
    preflight: &Preflight,
) -> Result<Intent, Problem> {
    let setups = ready.setups();
    let now_ms = ready.now_ms();
    let from = match kind {
        // A resend starts and ends in the trigger stage: its hold is that of leaving it.
        IntentKind::Resend => steps.iter().find_map(|step| match step {
            StepKind::SetStage { to } => Some(to.clone()),
            _ => None,
        }),
        _ => None,
    }
    .unwrap_or_else(|| picture.opportunity.stage.clone());
    let times = hold_times(&from, to, &setups, &ready.hold, now_ms);
    let held = times.hold_until_ms > now_ms;
    let contacts_candidate = vendor_of(to, &setups).is_some();
    Ok(Intent {
        id: new_id()?,
        kind,
        opportunity: picture.opportunity.id.clone(),
        posting: None,
        steps: steps
            .into_iter()
            .map(|kind| Step {
                kind,
                state: if held {
                    StepState::Held
                } else {
                    StepState::Waiting
                },
                code: None,
            })
            .collect(),
        base: Base {
            stage: picture.opportunity.stage.clone(),
            last_advanced_at_ms: picture.opportunity.last_advanced_at_ms,
        },
        created_at_ms: now_ms,
        hold_until_ms: held.then_some(times.hold_until_ms),
        valid_until_ms: times.valid_until_ms,
        contacts_candidate,
        overridden: blocks(preflight).collect(),
        state: IntentState::Open,
        outcome: None,
    })
}

/// Stores an intent, unless another move of the candidate is open.
pub(crate) async fn accept(ready: &Ready, intent: Intent) -> Result<MoveAccepted, Problem> {
    let accepted = MoveAccepted {
        intent: intent.id.clone(),
        hold_until_ms: intent.hold_until_ms,
    };
    let stored = ready
        .desk
        .write(Cause::Person, move |tx| {
            let busy = tx.open_intents()?.iter().any(|open| {
                open.opportunity == intent.opportunity
                    && (open.target_stage().is_some() || open.archives().is_some())
            });
            if busy {
                return Ok(false);
            }
            tx.insert_intent(&intent)?;
            Ok(true)
        })
        .await
        .map_err(failure::desk)?;
    if !stored {
        return Err(Trouble::BadInput {
            why: "Another move of this candidate is still open. Undo it or wait for it.",
        }
        .into());
    }
    ready.engine.intents_changed();
    Ok(accepted)
}

fn is_held(intent: &Intent) -> bool {
    intent.state == IntentState::Open
        && intent
            .next_step()
            .is_some_and(|(_, step)| step.state == StepState::Held)
}

/// Ends an intent of which nothing is on its way.
pub(crate) async fn take_back(ready: &Ready, intent: &IntentId) -> Result<Intent, Problem> {
    let id = intent.clone();
    let ended = ready
        .desk
        .write(Cause::Person, move |tx| {
            let Some(held) = tx.intent(&id)?.filter(|held| held.state.is_open()) else {
                return Ok(Err(Trouble::NotFound { what: "move" }));
            };
            let on_its_way = held
                .steps
                .iter()
                .any(|step| matches!(step.state, StepState::Writing | StepState::Unknown));
            if on_its_way && held.state == IntentState::Open {
                return Ok(Err(Trouble::OnItsWay));
            }
            let ended = tx.close_intent(
                &id,
                IntentState::Cancelled,
                Some(outcome::UNDONE.to_owned()),
            )?;
            Ok(ended.ok_or(Trouble::NotFound { what: "move" }))
        })
        .await
        .map_err(failure::desk)??;
    ready.engine.intents_changed();
    Ok(ended)
}

/// Sixteen random bytes.
pub(crate) fn new_id() -> Result<IntentId, Problem> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| Trouble::Internal)?;
    Ok(IntentId(hex::encode(bytes)))
}
