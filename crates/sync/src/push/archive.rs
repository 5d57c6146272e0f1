//! Archiving with a reason, and taking out of the archive. Lever moves the time of an archiving that is repeated, so it is
//! looked at first and written once.

use fulcrum_cache::desk::Intent;
use fulcrum_domain::ids::ArchiveReasonId;
use fulcrum_domain::model::Opportunity;

use super::{Push, StepEnd, after_write, outcome};
use crate::pull::PullError;

impl Push {
    pub(super) async fn set_archived(
        &self,
        intent: &Intent,
        index: usize,
        reason: Option<&ArchiveReasonId>,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let read = self.pull.observe(&intent.opportunity).await?;
        if is_so(&read, reason) {
            return Ok(if tried {
                StepEnd::Done
            } else {
                StepEnd::Already
            });
        }
        if reason.is_some()
            && let Some(what) = meanwhile(intent, &read)
        {
            return Ok(StepEnd::NeedsReview(what));
        }
        if tried {
            return Ok(StepEnd::NotHappened);
        }
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        let answer = self
            .lever()
            .set_archived(&intent.opportunity, reason, &self.seat)
            .await;
        match answer {
            Ok(mutated) => {
                let kept =
                    mutated.archived.as_ref().map(|mark| mark.reason.as_ref()) == reason.map(Some);
                // Back on the board: what stands there is a baseline, and no news.
                self.keep_mutation(mutated, reason.is_none()).await?;
                Ok(if kept {
                    StepEnd::Done
                } else {
                    StepEnd::NeedsReview(outcome::NOT_KEPT)
                })
            }
            Err(error) => after_write(error),
        }
    }
}

fn is_so(read: &Opportunity, reason: Option<&ArchiveReasonId>) -> bool {
    match (&read.archived, reason) {
        (None, None) => true,
        (Some(mark), Some(reason)) => mark.reason.as_ref() == Some(reason),
        _ => false,
    }
}

/// What somebody else did since the person decided, if it makes the decision another one.
fn meanwhile(intent: &Intent, read: &Opportunity) -> Option<&'static str> {
    if read.archived.is_some() {
        // With another reason: whose shall stand is for people to say.
        return Some(outcome::ARCHIVED);
    }
    let same_visit = match (intent.base.last_advanced_at_ms, read.last_advanced_at_ms) {
        (Some(decided), Some(found)) => decided == found,
        _ => true,
    };
    (read.stage != intent.base.stage || !same_visit).then_some(outcome::MOVED)
}
