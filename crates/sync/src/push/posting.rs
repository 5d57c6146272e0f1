//! Writing a posting's tags, the one way there is. Lever replaces the whole list, and one recorded update that did not name
//! the state came back as a draft: so read, change, write tags *and* state, read again, compare every field.

use fulcrum_cache::desk::Intent;
use fulcrum_domain::ids::PostingId;
use fulcrum_domain::tags::{TagEdit, same_tags};
use fulcrum_lever::{LeverError, PostingRecord, PostingUpdate};
use serde_json::{Map, Value};

use super::compare::{differing, to_put_back};
use super::{Push, StepEnd, after_write, outcome};
use crate::pull::PullError;

/// What a write came to.
pub(super) enum Wrote {
    /// It arrived, and this is what stands there now.
    Read(Box<PostingRecord>),
    /// It arrived, and what stands there now could not be read.
    Unread,
}

impl Push {
    /// Writes the whole list of tags with the state as it was read, and reads the posting again: the answer to an update is
    /// no proof, a recorded one showed another state than was kept.
    pub(super) async fn write_tags(
        &self,
        before: &PostingRecord,
        tags: &[String],
    ) -> Result<Wrote, LeverError> {
        let update = PostingUpdate {
            tags: tags.to_vec(),
            state: before.posting.state.clone(),
            put_back: Map::new(),
        };
        let (lever, id) = (self.lever(), &before.posting.id);
        lever.update_posting(id, &update, &self.seat).await?;
        Ok(match lever.posting_record(id).await {
            Ok(after) => Wrote::Read(Box::new(after)),
            Err(_) => Wrote::Unread,
        })
    }

    /// Gives tags, state and whatever else an update takes back to a posting that came back changed. `None`: nobody can say
    /// whether it stands as before.
    pub(super) async fn put_back(
        &self,
        id: &PostingId,
        before: &Map<String, Value>,
        tags: &[String],
        fields: &[String],
    ) -> Option<bool> {
        let state = before.get("state").and_then(Value::as_str)?;
        let update = PostingUpdate {
            tags: tags.to_vec(),
            state: state.to_owned(),
            put_back: to_put_back(before, fields),
        };
        let lever = self.lever();
        if let Err(error) = lever.update_posting(id, &update, &self.seat).await {
            tracing::warn!(code = error.code.as_str(), "a posting was not put back");
        }
        let after = lever.posting_record(id).await.ok()?;
        let back =
            differing(before, &after.fields).is_empty() && same_tags(&after.posting.tags, tags);
        self.pull.store_postings(vec![after.posting]).await.ok()?;
        Some(back)
    }

    /// A step of an intent, as those that fix a tag and resend.
    pub(super) async fn replace_posting_tag(
        &self,
        intent: &Intent,
        index: usize,
        id: &PostingId,
        edit: &TagEdit,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let before = self.lever().posting_record(id).await?;
        let held = &before.posting;
        if edit.is_done(&held.tags) {
            self.pull.store_postings(vec![before.posting]).await?;
            return Ok(StepEnd::Done);
        }
        if tried {
            return Ok(StepEnd::NotHappened);
        }
        let Some(tags) = edit.apply(&held.tags) else {
            self.pull.store_postings(vec![before.posting]).await?;
            return Ok(StepEnd::NeedsReview(outcome::CHANGED));
        };
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        let after = match self.write_tags(&before, &tags).await {
            Ok(Wrote::Read(after)) => after,
            Ok(Wrote::Unread) => return Ok(StepEnd::Unknown),
            Err(error) => return after_write(error),
        };
        let kept = differing(&before.fields, &after.fields).is_empty()
            && same_tags(&after.posting.tags, &tags);
        self.pull.store_postings(vec![after.posting]).await?;
        Ok(if kept {
            StepEnd::Done
        } else {
            StepEnd::NeedsReview(outcome::NOT_KEPT)
        })
    }
}
