//! Tags of a candidate. What a vendor writes is evidence: it is not written by hand, and removing it is said first.

use fulcrum_cache::desk::{IntentKind, StepKind};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::Opportunity;
use fulcrum_domain::tags::{TagKind, kind};

use super::{asked, candidate};
use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{Problem, Written};

/// Longest tag that is sent, bytes.
const LONGEST: usize = 254;

impl App {
    /// Adds a tag to a candidate. Tags are exact: blanks at the ends are cut, case is kept.
    ///
    /// # Errors
    /// `BadInput` for an empty or long one, or one that belongs to a vendor; otherwise as [`App::take_back`].
    pub async fn add_tag(&self, id: &OpportunityId, tag: &str) -> Result<Written, Problem> {
        let ready = self.writer()?;
        let tag = tag.trim();
        if tag.is_empty() || tag.len() > LONGEST || tag.contains(['\n', '\r']) {
            return Err(Trouble::BadInput {
                why: "A tag is one line of text.",
            }
            .into());
        }
        let why = match kind(tag, None) {
            TagKind::Status { .. } => {
                "Only myInterview writes this tag: it says how far the interview is."
            }
            TagKind::Configuration { .. } => {
                "This tag belongs on the posting: on a candidate the vendor does not look for it."
            }
            TagKind::Posting | TagKind::Manual => {
                return self.change_tag(&ready, id, tag, true).await;
            }
        };
        Err(Trouble::BadInput { why }.into())
    }

    /// Removes a tag. One that a vendor wrote is evidence and needs `although_evidence`; one that comes from the posting is
    /// removed there.
    ///
    /// # Errors
    /// `BadInput` for those; otherwise as [`App::take_back`].
    pub async fn remove_tag(
        &self,
        id: &OpportunityId,
        tag: &str,
        although_evidence: bool,
    ) -> Result<Written, Problem> {
        let ready = self.writer()?;
        let why = match kind_of(&ready, id, tag).await? {
            TagKind::Status { .. } if !although_evidence => {
                "The vendor wrote this tag. Without it nothing in Lever says how far the interview is."
            }
            TagKind::Configuration { .. } | TagKind::Posting => {
                "This tag comes from the posting. Change it there."
            }
            TagKind::Status { .. } | TagKind::Manual => {
                return self.change_tag(&ready, id, tag, false).await;
            }
        };
        Err(Trouble::BadInput { why }.into())
    }

    /// Tags in use that contain a text and that the candidate does not have, best first.
    ///
    /// # Errors
    /// Storage problems.
    pub async fn known_tags(
        &self,
        id: &OpportunityId,
        text: &str,
        limit: u32,
    ) -> Result<Vec<String>, Problem> {
        let ready = self.ready()?;
        let (id, text) = (id.clone(), text.trim().to_owned());
        let limit = limit.min(50);
        ready
            .cache
            .read(move |tx| {
                let held: Option<Opportunity> = tx.opportunity(&id)?;
                let posting = match held.as_ref().and_then(|held| held.posting()) {
                    Some(posting) => tx.posting(posting)?,
                    None => None,
                };
                // Some of them belong to vendors and postings; enough are read that a full list is left.
                let mut found = tx.tags_like(&text, limit * 4)?;
                found.retain(|tag| {
                    kind(tag, posting.as_ref()) == TagKind::Manual
                        && !held.as_ref().is_some_and(|held| held.tags.contains(tag))
                });
                found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                Ok(found)
            })
            .await
            .map_err(failure::cache)
    }

    pub(super) async fn change_tag(
        &self,
        ready: &Ready,
        id: &OpportunityId,
        tag: &str,
        wanted: bool,
    ) -> Result<Written, Problem> {
        let candidate = candidate(ready, id).await?;
        let tag = tag.to_owned();
        let step = if wanted {
            StepKind::AddTag { tag }
        } else {
            StepKind::RemoveTag { tag }
        };
        let intent = asked(ready, &candidate, IntentKind::Tag, step, None)?;
        self.submit(ready, intent).await
    }
}

async fn kind_of(ready: &Ready, id: &OpportunityId, tag: &str) -> Result<TagKind, Problem> {
    let (id, tag) = (id.clone(), tag.to_owned());
    ready
        .cache
        .read(move |tx| {
            let held = tx.opportunity(&id)?;
            let posting = match held.as_ref().and_then(|held| held.posting()) {
                Some(posting) => tx.posting(posting)?,
                None => None,
            };
            Ok(kind(&tag, posting.as_ref()))
        })
        .await
        .map_err(failure::cache)
}
