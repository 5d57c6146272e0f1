//! Moving an opportunity.

use fulcrum_cache::desk::{Intent, StepKind};
use fulcrum_cache::{Cause, MutationPatch};
use fulcrum_domain::evidence::{Confidence, Evidence, Fact};
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_lever::{MutatedOpportunity, Priority};

use super::look::{Expected, Found, look};
use super::{Push, StepEnd, after_write, outcome};
use crate::picture::rederive;
use crate::pull::{PullError, calls_for_details};
use crate::schedule::Detail;

impl Push {
    pub(super) async fn set_stage(
        &self,
        intent: &Intent,
        index: usize,
        to: &StageId,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let read = self.pull.observe(&intent.opportunity).await?;
        let before = previous_stage(intent, index);
        let expected = Expected {
            from_stage: before.unwrap_or(&intent.base.stage),
            // A step of our own has moved it: when exactly, only Lever knows.
            advanced_at_ms: match before {
                Some(_) => None,
                None => intent.base.last_advanced_at_ms,
            },
            to_stage: to,
            invited_meanwhile: before.is_none()
                && intent.contacts_candidate
                && self.invited_since(intent).await?,
        };
        let found = look(expected, &read);
        if tried {
            return Ok(self.settle_by_looking(intent, to, found, &read));
        }
        match found {
            Found::AsDecided => {}
            Found::There => return Ok(StepEnd::Already),
            Found::Moved => return Ok(StepEnd::NeedsReview(outcome::MOVED)),
            Found::Archived => return Ok(StepEnd::NeedsReview(outcome::ARCHIVED)),
            Found::Anonymized => return Ok(StepEnd::NeedsReview(outcome::ANONYMIZED)),
            Found::Invited => return Ok(StepEnd::NeedsReview(outcome::INVITED_MEANWHILE)),
        }
        if let Some(code) = self.obstacle_now(intent, to, &read).await? {
            return Ok(StepEnd::Blocked(code));
        }
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        let answer = self
            .lever()
            .set_stage(&intent.opportunity, to, &self.seat)
            .await;
        match answer {
            Ok(mutated) if mutated.stage == *to => {
                let last = mutated.stage_changes.iter().max_by_key(|one| one.at_ms);
                let by = last.and_then(|one| one.user.as_ref());
                // Somebody asked for the same in the moment between the look and the write: this one changed nothing.
                let anothers = by.is_some_and(|by| *by != self.seat);
                self.keep_mutation(mutated, false).await?;
                Ok(if anothers {
                    StepEnd::Already
                } else {
                    StepEnd::Done
                })
            }
            Ok(mutated) => {
                self.keep_mutation(mutated, false).await?;
                Ok(StepEnd::NeedsReview(outcome::NOT_KEPT))
            }
            Err(error) => after_write(error),
        }
    }

    /// A write without an answer: did it happen?
    fn settle_by_looking(
        &self,
        intent: &Intent,
        to: &StageId,
        found: Found,
        read: &fulcrum_domain::model::Opportunity,
    ) -> StepEnd {
        let went_through = read.stage_changes.iter().any(|change| {
            change.to_stage == *to
                && change.user.as_ref() == Some(&self.seat)
                && intent
                    .base
                    .last_advanced_at_ms
                    .is_none_or(|base| change.at_ms > base)
        });
        match found {
            // It happened; maybe somebody moved it on since.
            _ if went_through => StepEnd::Done,
            // It stands there, and somebody else has brought it there.
            Found::There => StepEnd::Already,
            Found::AsDecided | Found::Invited => StepEnd::NotHappened,
            Found::Moved => StepEnd::NeedsReview(outcome::MOVED),
            Found::Archived => StepEnd::NeedsReview(outcome::ARCHIVED),
            Found::Anonymized => StepEnd::NeedsReview(outcome::ANONYMIZED),
        }
    }

    /// Whether the vendor's invitation was first seen after the person decided.
    async fn invited_since(&self, intent: &Intent) -> Result<bool, PullError> {
        let id = intent.opportunity.clone();
        let since_ms = intent.created_at_ms;
        let skew_ms = self.pull.lever.clock_skew_ms().unwrap_or(0);
        let evidence = self.pull.cache.read(move |tx| tx.evidence(&id)).await?;
        Ok(evidence
            .iter()
            .any(|piece| invites_after(piece, since_ms, since_ms.saturating_add(skew_ms))))
    }

    /// The answer to a write, without the contact fields that such answers leave blank. `first_sight`: what stands there
    /// is a baseline.
    pub(super) async fn keep_mutation(
        &self,
        mutated: MutatedOpportunity,
        first_sight: bool,
    ) -> Result<(), PullError> {
        let rules = self.pull.rules();
        let now_ms = self.clock.now_ms();
        let id: OpportunityId = mutated.id.clone();
        let patch = MutationPatch {
            stage: Some(mutated.stage),
            stage_changes: Some(mutated.stage_changes),
            tags: Some(mutated.tags),
            archived: Some(mutated.archived),
            updated_at_ms: mutated.updated_at_ms,
            last_interaction_at_ms: mutated.last_interaction_at_ms,
            last_advanced_at_ms: mutated.last_advanced_at_ms,
            ..MutationPatch::of(id.clone())
        };
        let read_later = self
            .pull
            .cache
            .write(Cause::Push, move |tx| {
                let now = tx.apply_mutation(&patch, now_ms)?;
                rederive(tx, &id, &rules, first_sight, now_ms)?;
                // The next question what changed brings nothing new of it: who concerns a vendor by this write alone
                // would keep notes that nobody reads.
                match now {
                    Some(now) if calls_for_details(tx, &now, &rules)? => Ok(Some(now.id)),
                    _ => Ok(None),
                }
            })
            .await?;
        if let Some(id) = read_later {
            let detail = Detail::new(id, Priority::Inflight);
            self.pull.schedule().add(detail);
        }
        Ok(())
    }
}

/// `since_ms` by this machine's clock, `since_in_lever_ms` by Lever's.
fn invites_after(piece: &Evidence, since_ms: i64, since_in_lever_ms: i64) -> bool {
    piece.fact == Fact::Invited
        && piece.confidence == Confidence::Proven
        && piece.seen_at_ms > since_ms
        && piece.at_ms.is_none_or(|at| at > since_in_lever_ms)
}

/// Where an earlier step of the same intent brought it.
fn previous_stage(intent: &Intent, index: usize) -> Option<&StageId> {
    intent
        .steps
        .iter()
        .take(index)
        .rev()
        .find_map(|step| match &step.kind {
            StepKind::SetStage { to } => Some(to),
            _ => None,
        })
}
