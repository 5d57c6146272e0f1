//! What an earlier run left. A hold does not survive its program: what was held, or would have contacted a candidate, is not
//! sent, and the person is told. A step that was being written is unknown and will be looked at. A bulk move rests as a whole, as does a run of changes of postings' tags.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{BatchState, Intent, IntentState, StepState};

use super::{Push, outcome};
use crate::pull::PullError;

impl Push {
    /// Goes through open intents once, before anything is carried out. Returns those that wait for their person now.
    pub(crate) async fn take_stock(&self) -> Result<Vec<Intent>, PullError> {
        let _turn = self.turn.lock().await;
        let now_ms = self.clock.now_ms();
        let stopped = self
            .desk
            .write(Cause::Push, move |tx| {
                super::tag_write::take_stock(tx, now_ms)?;
                let mut stopped = Vec::new();
                for intent in tx.open_intents()? {
                    if intent.state != IntentState::Open {
                        continue;
                    }
                    let batch = tx.batch_of(&intent.id)?;
                    if let Some(batch) = &batch
                        && !batch.state.rests()
                    {
                        tx.set_batch_state(&batch.id, BatchState::PausedByRestart)?;
                    }
                    let writing = intent
                        .steps
                        .iter()
                        .position(|step| step.state == StepState::Writing);
                    if let Some(index) = writing {
                        tx.step_intent(
                            &intent.id,
                            index,
                            StepState::Writing,
                            StepState::Unknown,
                            Some("crashed".to_owned()),
                        )?;
                        continue;
                    }
                    if batch.is_some() {
                        continue;
                    }
                    let untouched = intent
                        .steps
                        .iter()
                        .all(|step| matches!(step.state, StepState::Held | StepState::Waiting));
                    // Out of a vendor's stage nobody is mailed, and yet it is held: the person could still undo it.
                    let held = intent
                        .steps
                        .iter()
                        .any(|step| step.state == StepState::Held);
                    if (intent.contacts_candidate || held) && untouched {
                        stopped.extend(tx.close_intent(
                            &intent.id,
                            IntentState::NeedsReview,
                            Some(outcome::CLOSED_DURING_HOLD.to_owned()),
                        )?);
                    }
                }
                Ok(stopped)
            })
            .await?;
        Ok(stopped)
    }
}
