//! Adding and removing one tag of a candidate. Twice is as good as once in Lever; it is looked at first all the same, so
//! that what was so already is not written, and an undo takes back only what this seat did.

use fulcrum_cache::desk::Intent;

use super::{Push, StepEnd, after_write, outcome};
use crate::pull::PullError;

impl Push {
    pub(super) async fn change_tag(
        &self,
        intent: &Intent,
        index: usize,
        tag: String,
        wanted: bool,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let read = self.pull.observe(&intent.opportunity).await?;
        if read.tags.contains(&tag) == wanted {
            return Ok(if tried {
                StepEnd::Done
            } else {
                StepEnd::Already
            });
        }
        if tried {
            return Ok(StepEnd::NotHappened);
        }
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        let (lever, id, tags) = (self.lever(), &intent.opportunity, [tag]);
        let answer = if wanted {
            lever.add_tags(id, &tags, &self.seat).await
        } else {
            lever.remove_tags(id, &tags, &self.seat).await
        };
        match answer {
            Ok(mutated) => {
                let kept = tags.iter().all(|tag| mutated.tags.contains(tag) == wanted);
                self.keep_mutation(mutated, false).await?;
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
