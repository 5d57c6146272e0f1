//! What a person at a seat does to the desk: the app's own steps, without the app.

use fulcrum_cache::desk::{Batch, BatchState, Intent, IntentState};
use fulcrum_cache::{Cause, DeskTx};
use fulcrum_domain::ids::{BatchId, IntentId};
use fulcrum_sync::outcome;

use super::{Seat, untouched};
use crate::error::Error;

impl Seat {
    /// A person asks. `false` for a move or an archiving while another of the candidate is open.
    pub(crate) async fn ask(&self, intent: Intent) -> Result<bool, Error> {
        let running = self.running()?;
        let stored = running
            .desk
            .write(Cause::Person, move |tx| {
                let moves = |one: &Intent| one.target_stage().is_some() || one.archives().is_some();
                let open = tx.open_intents()?;
                let mut others = open
                    .iter()
                    .filter(|open| open.opportunity == intent.opportunity);
                let busy = moves(&intent) && others.any(moves);
                if !busy {
                    tx.insert_intent(&intent)?;
                }
                Ok(!busy)
            })
            .await?;
        running.engine.intents_changed();
        Ok(stored)
    }

    /// A person takes back what has not left yet; `false` when it has.
    pub(crate) async fn undo(&self, id: &IntentId) -> Result<bool, Error> {
        let running = self.running()?;
        let id = id.clone();
        let undone = running
            .desk
            .write(Cause::Person, move |tx| {
                let untouched = tx
                    .intent(&id)?
                    .is_some_and(|held| held.state == IntentState::Open && untouched(&held));
                if !untouched {
                    return Ok(false);
                }
                let outcome = Some(outcome::UNDONE.to_owned());
                Ok(tx
                    .close_intent(&id, IntentState::Cancelled, outcome)?
                    .is_some())
            })
            .await?;
        running.engine.intents_changed();
        Ok(undone)
    }

    /// A person moves several at once, held together. Returns those that were accepted: none while another bulk move is open,
    /// and nobody who has another open move.
    pub(crate) async fn ask_together(
        &self,
        batch: Batch,
        intents: Vec<Intent>,
    ) -> Result<Vec<Intent>, Error> {
        let running = self.running()?;
        let stored = running
            .desk
            .write(Cause::Person, move |tx| {
                for other in tx.shown_batches()? {
                    if !open(tx, &other.id)?.is_empty() {
                        return Ok(Vec::new());
                    }
                }
                let busy = tx.open_intents()?;
                let free: Vec<Intent> = intents
                    .into_iter()
                    .filter(|intent| {
                        let mut others = busy
                            .iter()
                            .filter(|open| open.opportunity == intent.opportunity);
                        !others.any(|open| open.target_stage().is_some())
                    })
                    .collect();
                if !free.is_empty() {
                    tx.insert_batch(&batch, &free)?;
                }
                Ok(free)
            })
            .await?;
        running.engine.intents_changed();
        Ok(stored)
    }

    /// A person lets a bulk move rest. Returns what of it had not left.
    pub(crate) async fn pause(&self, id: &BatchId) -> Result<Vec<IntentId>, Error> {
        let running = self.running()?;
        let id = id.clone();
        let rests = running
            .desk
            .write(Cause::Person, move |tx| {
                if !open(tx, &id)?.is_empty() {
                    tx.set_batch_state(&id, BatchState::Paused)?;
                }
                let intents = tx.batch_intents(&id)?.into_iter();
                let left =
                    intents.filter(|intent| intent.state == IntentState::Open && untouched(intent));
                Ok(left.map(|intent| intent.id).collect())
            })
            .await?;
        running.engine.intents_changed();
        Ok(rests)
    }

    /// A person says of a bulk move that it is to go on. Returns what was left of it.
    pub(crate) async fn resume(
        &self,
        id: &BatchId,
        valid_until_ms: i64,
    ) -> Result<Vec<IntentId>, Error> {
        let running = self.running()?;
        let id = id.clone();
        let left = running
            .desk
            .write(Cause::Person, move |tx| {
                let left = open(tx, &id)?;
                if !left.is_empty() {
                    tx.resume_batch(&id, valid_until_ms)?;
                }
                Ok(left)
            })
            .await?;
        running.engine.intents_changed();
        Ok(left)
    }

    /// A person drops what has not left of a bulk move. Returns what that was.
    pub(crate) async fn drop_rest(&self, id: &BatchId) -> Result<Vec<IntentId>, Error> {
        let running = self.running()?;
        let id = id.clone();
        let dropped = running
            .desk
            .write(Cause::Person, move |tx| {
                let mut dropped = Vec::new();
                for intent in tx.batch_intents(&id)? {
                    if intent.state == IntentState::Open && untouched(&intent) {
                        let why = Some(outcome::UNDONE.to_owned());
                        tx.close_intent(&intent.id, IntentState::Cancelled, why)?;
                        dropped.push(intent.id);
                    }
                }
                Ok(dropped)
            })
            .await?;
        running.engine.intents_changed();
        Ok(dropped)
    }

    /// A person asks for something and waits for the answer. What could not be tried is let go. Returns what they are told.
    pub(crate) async fn fix(&self, intent: Intent) -> Result<String, Error> {
        let running = self.running()?;
        let id = intent.id.clone();
        let insert = move |tx: &mut DeskTx<'_>| tx.insert_intent(&intent);
        running.desk.write(Cause::Person, insert).await?;
        let answer = running.engine.carry_out(&id).await;
        let (told, let_go) = match answer {
            Ok(Some(done)) if done.state == IntentState::Done => ("done".to_owned(), None),
            Ok(Some(done)) if done.state == IntentState::NeedsReview => {
                (format!("{:?}", done.outcome), Some(IntentState::Failed))
            }
            // Handed to Lever, and no answer: the engine looks until it knows.
            Ok(_) => ("no answer".to_owned(), None),
            Err(trouble) => (format!("{trouble:?}"), Some(IntentState::Cancelled)),
        };
        if let Some(state) = let_go {
            running
                .desk
                .write(Cause::Person, move |tx| tx.close_intent(&id, state, None))
                .await?;
        }
        Ok(told)
    }
}

/// What of a bulk move may still leave.
fn open(tx: &DeskTx<'_>, id: &BatchId) -> Result<Vec<IntentId>, fulcrum_cache::Error> {
    let intents = tx.batch_intents(id)?.into_iter();
    let open = intents.filter(|intent| intent.state == IntentState::Open);
    Ok(open.map(|intent| intent.id).collect())
}
