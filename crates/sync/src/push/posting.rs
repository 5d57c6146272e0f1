//! Correcting one tag of a posting. Lever replaces the whole list, and one recorded update that did not name the state came
//! back as a draft: so read, change one, write tags *and* state, read again, compare.

use fulcrum_cache::desk::Intent;
use fulcrum_domain::ids::PostingId;
use fulcrum_domain::model::Posting;
use fulcrum_lever::PostingUpdate;

use super::{Push, StepEnd, after_write, outcome};
use crate::pull::PullError;

impl Push {
    pub(super) async fn replace_posting_tag(
        &self,
        intent: &Intent,
        index: usize,
        id: &PostingId,
        from: Option<&str>,
        to: &str,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let lever = self.lever();
        let before = lever.posting(id).await?;
        let there = |posting: &Posting| posting.tags.iter().any(|tag| tag == to);
        let gone = |posting: &Posting| {
            from.is_none_or(|from| from == to || !posting.tags.iter().any(|tag| tag == from))
        };
        if there(&before) && gone(&before) {
            self.pull.store_postings(vec![before]).await?;
            return Ok(StepEnd::Done);
        }
        if tried {
            return Ok(StepEnd::NotHappened);
        }
        let Some(tags) = replaced(&before.tags, from, to) else {
            self.pull.store_postings(vec![before]).await?;
            return Ok(StepEnd::NeedsReview(outcome::CHANGED));
        };
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        let update = PostingUpdate {
            tags: tags.clone(),
            state: before.state.clone(),
        };
        if let Err(error) = lever.update_posting(id, &update, &self.seat).await {
            return after_write(error);
        }
        // The answer to an update is not proof: a recorded one showed another state than was kept.
        let Ok(after) = lever.posting(id).await else {
            return Ok(StepEnd::Unknown);
        };
        let kept = same_tags(&after.tags, &tags) && after.state == before.state;
        self.pull.store_postings(vec![after]).await?;
        Ok(if kept {
            StepEnd::Done
        } else {
            StepEnd::NeedsReview(outcome::NOT_KEPT)
        })
    }
}

/// The list with one tag replaced in place, or added at the end; `None` when the tag to replace is not there any more.
fn replaced(tags: &[String], from: Option<&str>, to: &str) -> Option<Vec<String>> {
    let mut changed: Vec<String> = tags.to_vec();
    match from {
        Some(from) => {
            let place = changed.iter().position(|tag| tag == from)?;
            if changed.iter().any(|tag| tag == to) {
                changed.remove(place);
            } else if let Some(tag) = changed.get_mut(place) {
                to.clone_into(tag);
            }
        }
        None => changed.push(to.to_owned()),
    }
    Some(changed)
}

fn same_tags(left: &[String], right: &[String]) -> bool {
    let sorted = |tags: &[String]| {
        let mut tags = tags.to_vec();
        tags.sort();
        tags
    };
    sorted(left) == sorted(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(list: &[&str]) -> Vec<String> {
        list.iter().map(|tag| (*tag).to_owned()).collect()
    }

    #[test]
    fn one_tag_changes_and_the_rest_stays_in_place() {
        let before = tags(&["a", "myInterview:lever demo", "b"]);
        assert_eq!(
            replaced(
                &before,
                Some("myInterview:lever demo"),
                "myInterview:Lever Demo"
            ),
            Some(tags(&["a", "myInterview:Lever Demo", "b"]))
        );
        assert_eq!(
            replaced(&before, None, "c"),
            Some(tags(&["a", "myInterview:lever demo", "b", "c"]))
        );
        assert_eq!(replaced(&before, Some("gone"), "c"), None);
        assert_eq!(
            replaced(&before, Some("a"), "b"),
            Some(tags(&["myInterview:lever demo", "b"]))
        );
    }
}
