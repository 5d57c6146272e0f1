//! Starting, pausing, going on, dropping and putting away a bulk move.

use fulcrum_cache::desk::{
    Batch, BatchState, Intent, IntentKind, IntentState, StepKind, StepState,
};
use fulcrum_cache::{Cause, DeskTx, Error};
use fulcrum_domain::ids::{BatchId, OpportunityId, StageId};
use fulcrum_sync::outcome;

use super::chosen;
use crate::app::App;
use crate::failure;
use crate::moves::{new_id, new_intent};
use crate::picture::Picture;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{BulkStarted, Problem};

const UNDER_WAY: &str =
    "Another bulk move is under way. Wait until it has ended, or drop the rest of it.";

impl App {
    /// Accepts the moves of all of them, held together. Who has another open move, or stands in the stage already, stays
    /// out. Preflight is repeated for each one right before its write, so that what changes until then is found.
    ///
    /// # Errors
    /// `BadInput` (nobody left, too many, another bulk move is under way); `NotFound` for a stage that is gone; storage
    /// problems.
    pub async fn start_bulk(
        &self,
        ids: &[OpportunityId],
        to: &StageId,
    ) -> Result<BulkStarted, Problem> {
        let ready = self.writer()?;
        let intents = intents(&ready, ids, to).await?;
        let now_ms = ready.now_ms();
        let batch = Batch {
            id: BatchId(new_id()?.0),
            to_stage: to.clone(),
            created_at_ms: now_ms,
            hold_until_ms: now_ms.saturating_add(ready.hold.hold_ms.max(0)),
            state: BatchState::Going,
            begun: false,
        };
        let (id, hold_until_ms) = (batch.id.clone(), batch.hold_until_ms);
        let moves = ready
            .desk
            .write(Cause::Person, move |tx| {
                for other in tx.shown_batches()? {
                    if open(tx, &other.id)? > 0 {
                        return Ok(Err(UNDER_WAY));
                    }
                }
                let busy = tx.open_intents()?;
                let free: Vec<Intent> = intents
                    .into_iter()
                    .filter(|intent| {
                        !busy.iter().any(|other| {
                            other.opportunity == intent.opportunity
                                && other.target_stage().is_some()
                        })
                    })
                    .collect();
                if free.is_empty() {
                    return Ok(Err("Nobody of them can be moved there now."));
                }
                tx.insert_batch(&batch, &free)?;
                Ok(Ok(free.len()))
            })
            .await
            .map_err(failure::desk)?
            .map_err(|why| Trouble::BadInput { why })?;
        ready.engine.intents_changed();
        Ok(BulkStarted {
            batch: id,
            moves: u32::try_from(moves).unwrap_or(u32::MAX),
            hold_until_ms,
        })
    }

    /// Lets a bulk move rest. What is on its way is settled; nothing further begins.
    ///
    /// # Errors
    /// `NotFound` when it rests or has ended; storage problems.
    pub async fn pause_bulk(&self, id: &BatchId) -> Result<(), Problem> {
        let batch = id.clone();
        self.with_bulk(move |tx| {
            Ok(open(tx, &batch)? > 0 && tx.set_batch_state(&batch, BatchState::Paused)?)
        })
        .await
    }

    /// Goes on with a bulk move that rests, or ends its hold.
    ///
    /// # Errors
    /// `NotFound` when nothing of it is left; storage problems.
    pub async fn resume_bulk(&self, id: &BatchId) -> Result<(), Problem> {
        let ready = self.writer()?;
        let valid_until_ms = ready.now_ms().saturating_add(ready.hold.valid_ms);
        let batch = id.clone();
        self.with_bulk(move |tx| {
            if open(tx, &batch)? == 0 {
                return Ok(false);
            }
            tx.resume_batch(&batch, valid_until_ms)?;
            Ok(true)
        })
        .await
    }

    /// Drops what has not left. A bulk move of which nothing left at all goes off the screen.
    ///
    /// # Errors
    /// `NotFound` when nothing of it is left; storage problems.
    pub async fn drop_bulk_rest(&self, id: &BatchId) -> Result<(), Problem> {
        let batch = id.clone();
        self.with_bulk(move |tx| {
            let mut dropped = false;
            for intent in tx.batch_intents(&batch)? {
                if may_be_dropped(&intent) {
                    cancel(tx, &intent)?;
                    dropped = true;
                }
            }
            let untouched = tx
                .batch_intents(&batch)?
                .iter()
                .all(|intent| intent.state == IntentState::Cancelled);
            if untouched {
                tx.hide_batch(&batch)?;
            }
            Ok(dropped)
        })
        .await
    }

    /// Puts the list of an ended bulk move away; what still needs a decision in it is let go.
    ///
    /// # Errors
    /// `NotFound` while it goes on, and when it was put away before; storage problems.
    pub async fn hide_bulk(&self, id: &BatchId) -> Result<(), Problem> {
        let batch = id.clone();
        self.with_bulk(move |tx| {
            if open(tx, &batch)? > 0 {
                return Ok(false);
            }
            for intent in tx.batch_intents(&batch)? {
                if intent.state == IntentState::NeedsReview {
                    cancel(tx, &intent)?;
                }
            }
            tx.hide_batch(&batch)
        })
        .await
    }

    /// Changes a bulk move in one transaction; `false` means that there was nothing to change.
    async fn with_bulk(
        &self,
        change: impl FnOnce(&mut DeskTx<'_>) -> Result<bool, Error> + Send + 'static,
    ) -> Result<(), Problem> {
        let ready = self.ready()?;
        let changed = ready
            .desk
            .write(Cause::Person, change)
            .await
            .map_err(failure::desk)?;
        ready.engine.intents_changed();
        if changed {
            Ok(())
        } else {
            Err(Trouble::NotFound { what: "move" }.into())
        }
    }
}

async fn intents(
    ready: &Ready,
    ids: &[OpportunityId],
    to: &StageId,
) -> Result<Vec<Intent>, Problem> {
    let (ids, stage) = (chosen(ids)?, to.clone());
    let pictures = ready
        .cache
        .read(move |tx| Picture::read_for_moves(tx, &ids, &stage))
        .await
        .map_err(failure::cache)?;
    let known = pictures
        .first()
        .is_some_and(|picture| picture.stages.iter().any(|stage| stage.id == *to));
    if !known {
        return Err(Trouble::NotFound { what: "stage" }.into());
    }
    let (setups, now_ms) = (ready.setups(), ready.now_ms());
    pictures
        .iter()
        .filter(|picture| picture.opportunity.stage != *to)
        .map(|picture| {
            let mut preflight = picture.check(to, &setups, now_ms);
            // Nothing is overridden for many at once.
            preflight.findings.clear();
            let steps = vec![StepKind::SetStage { to: to.clone() }];
            let mut intent = new_intent(ready, picture, IntentKind::Move, steps, to, &preflight)?;
            // All of them are held, also where a single one would not be: a slip of the hand weighs more here.
            intent.hold_until_ms = Some(now_ms.saturating_add(ready.hold.hold_ms.max(0)));
            for step in &mut intent.steps {
                step.state = StepState::Held;
            }
            Ok(intent)
        })
        .collect()
}

/// How many of its moves may still leave.
fn open(tx: &DeskTx<'_>, id: &BatchId) -> Result<usize, Error> {
    Ok(tx
        .batch_intents(id)?
        .iter()
        .filter(|intent| intent.state == IntentState::Open)
        .count())
}

/// Nothing of it is on its way.
fn may_be_dropped(intent: &Intent) -> bool {
    intent.state == IntentState::Open
        && intent
            .steps
            .iter()
            .all(|step| matches!(step.state, StepState::Held | StepState::Waiting))
}

fn cancel(tx: &mut DeskTx<'_>, intent: &Intent) -> Result<(), Error> {
    tx.close_intent(
        &intent.id,
        IntentState::Cancelled,
        Some(outcome::UNDONE.to_owned()),
    )
    .map(drop)
}
