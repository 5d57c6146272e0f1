//! Bulk moves: one intent after the other, each with a fresh look and a fresh preflight right before its write. A bulk move
//! that rests begins nothing; what had begun is still settled by looking.

use std::collections::BTreeSet;

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{BatchState, Intent, IntentState, StepState};
use fulcrum_domain::ids::{BatchId, IntentId, StageId};
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::preflight::{FindingCode, MoveQuestion, obstacle};

use super::{Push, Ran, SLEPT_MS, outcome, settle};
use crate::pull::PullError;

/// Requests that one move of a bulk move takes: a look and a write, and a look at the posting where a vendor will read it.
pub fn requests_per_move(into_vendors_stage: bool) -> u32 {
    if into_vendors_stage { 3 } else { 2 }
}

impl Push {
    /// Carries out one move of a bulk move, as far as the bulk move lets it.
    pub(super) async fn run_batch_item(
        &self,
        id: &IntentId,
        ran: &mut Ran,
    ) -> Result<(), PullError> {
        let Some((intent, batch)) = self.item(id).await? else {
            return Ok(());
        };
        let tried = intent
            .next_step()
            .is_some_and(|(_, step)| matches!(step.state, StepState::Writing | StepState::Unknown));
        if tried {
            return self.run_intent(intent, ran).await;
        }
        if batch.state.rests() {
            return Ok(());
        }
        let now = self.clock.now_ms();
        let until = batch.hold_until_ms;
        let slept = !batch.begun
            && (now > until.saturating_add(SLEPT_MS) || self.awake.slept_through(until, now));
        let too_old = intent.valid_until_ms.is_some_and(|until| now > until);
        if slept || too_old {
            return self.rest(&batch.id, BatchState::PausedByTime).await;
        }
        if !batch.begun {
            let id = batch.id.clone();
            self.desk
                .write(Cause::Push, move |tx| tx.begin_batch(&id))
                .await?;
        }
        match self.item(id).await? {
            Some((intent, _)) => self.run_intent(intent, ran).await,
            None => Ok(()),
        }
    }

    /// The intent as it is now, with its bulk move; `None` when nothing is to be done about it.
    async fn item(
        &self,
        id: &IntentId,
    ) -> Result<Option<(Intent, fulcrum_cache::desk::Batch)>, PullError> {
        let id = id.clone();
        Ok(self
            .desk
            .read(move |tx| {
                let intent = tx
                    .intent(&id)?
                    .filter(|intent| intent.state == IntentState::Open);
                Ok(intent.zip(tx.batch_of(&id)?))
            })
            .await?)
    }

    async fn rest(&self, id: &BatchId, state: BatchState) -> Result<(), PullError> {
        let id = id.clone();
        self.desk
            .write(Cause::Push, move |tx| tx.set_batch_state(&id, state))
            .await?;
        Ok(())
    }

    /// Something was asked for alone since `seen` was read, and may leave: it need not wait behind a bulk move.
    pub(super) async fn somebody_waits(
        &self,
        seen: &BTreeSet<IntentId>,
    ) -> Result<bool, PullError> {
        let now = self.clock.now_ms();
        let (open, together) = self
            .desk
            .read(|tx| Ok((tx.open_intents()?, tx.open_in_batches()?)))
            .await?;
        Ok(open.iter().any(|intent| {
            intent.state == IntentState::Open
                && intent.hold_until_ms.is_none_or(|until| until <= now)
                && !together.contains(&intent.id)
                && !seen.contains(&intent.id)
        }))
    }

    /// What stands in the way of a move of a bulk move now: the posting is read again, the candidate was just read.
    pub(super) async fn obstacle_now(
        &self,
        intent: &Intent,
        to: &StageId,
        read: &Opportunity,
    ) -> Result<Option<FindingCode>, PullError> {
        if self.item(&intent.id).await?.is_none() {
            return Ok(None);
        }
        let rules = self.pull.rules();
        let invites = rules
            .setups
            .iter()
            .any(|setup| setup.invites_at() == Some(to));
        if !invites {
            return Ok(None);
        }
        if let Some(posting) = read.posting() {
            let posting = self.lever().posting(posting).await?;
            self.pull.store_postings(vec![posting]).await?;
        }
        let (id, to, now_ms) = (intent.opportunity.clone(), to.clone(), self.clock.now_ms());
        let found = self
            .pull
            .cache
            .read(move |tx| {
                let Some(opportunity) = tx.opportunity(&id)? else {
                    return Ok(None);
                };
                let posting = match opportunity.posting() {
                    Some(posting) => tx.posting(posting)?,
                    None => None,
                };
                Ok(obstacle(&MoveQuestion {
                    opportunity: &opportunity,
                    posting: posting.as_ref(),
                    to_stage: &to,
                    stages: &tx.stages()?,
                    setups: &rules.setups,
                    journeys: &tx.journeys(&id)?,
                    // They weigh on a decision and stop nothing.
                    elsewhere: &[],
                    unanswered_moves: 0,
                    now_ms,
                }))
            })
            .await?;
        Ok(found.filter(|code| !intent.overridden.contains(code)))
    }

    /// Keeps what stands in the way with the step, and leaves the intent to its person.
    pub(super) async fn close_blocked(
        &self,
        intent: &Intent,
        index: usize,
        found: FindingCode,
    ) -> Result<Option<Intent>, PullError> {
        let id = intent.id.clone();
        let word = serde_json::to_value(found)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned));
        Ok(self
            .desk
            .write(Cause::Push, move |tx| {
                let state = tx
                    .intent(&id)?
                    .and_then(|held| held.steps.get(index).map(|step| step.state));
                if let Some(state) = state {
                    settle(tx, &id, index, state, word.as_deref())?;
                }
                tx.close_intent(
                    &id,
                    IntentState::NeedsReview,
                    Some(outcome::BLOCKED.to_owned()),
                )
            })
            .await?)
    }
}
