//! What a seat holds: all that its window could show.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_cache::desk::Intent;
use fulcrum_domain::ids::{IntentId, OpportunityId, PostingId};
use fulcrum_domain::model::{ArchiveReason, Note, Opportunity, Posting, Stage, User};

use super::Seat;
use crate::error::Error;

/// Everything that is held of the account.
pub(crate) struct Shown {
    /// By id, with their notes.
    pub(crate) people: BTreeMap<String, (Opportunity, Vec<Note>)>,
    /// By id.
    pub(crate) postings: BTreeMap<String, Posting>,
    /// In pipeline order.
    pub(crate) stages: Vec<Stage>,
    pub(crate) users: Vec<User>,
    pub(crate) reasons: Vec<ArchiveReason>,
}

impl Seat {
    /// Everything that is held of the account, at one moment.
    pub(crate) async fn shown(&self) -> Result<Shown, Error> {
        let cache = &self.running()?.cache;
        let shown = cache
            .read(|tx| {
                let mut people = BTreeMap::new();
                for id in tx.all_opportunity_ids()? {
                    if let Some(held) = tx.opportunity(&id)? {
                        let notes = tx.notes(&id)?;
                        people.insert(id.0, (held, notes));
                    }
                }
                let postings = tx.postings()?.into_iter();
                Ok(Shown {
                    people,
                    postings: postings.map(|one| (one.id.0.clone(), one)).collect(),
                    stages: tx.stages()?,
                    users: tx.users()?,
                    reasons: tx.archive_reasons()?,
                })
            })
            .await?;
        Ok(shown)
    }

    /// A posting's own tags as they are known here.
    pub(crate) async fn posting_tags(&self, id: &PostingId) -> Result<Vec<String>, Error> {
        let id = id.clone();
        let cache = &self.running()?.cache;
        let held = cache.read(move |tx| tx.posting(&id)).await?;
        Ok(held.map(|posting| posting.tags).unwrap_or_default())
    }

    /// Open wishes whose bulk move rests until somebody says to go on.
    pub(crate) async fn resting(&self) -> Result<BTreeSet<IntentId>, Error> {
        let desk = &self.running()?.desk;
        Ok(desk.read(|tx| tx.resting_intents()).await?)
    }

    /// What is held about a candidate.
    pub(crate) async fn opportunity(&self, id: &str) -> Result<Option<Opportunity>, Error> {
        let id = OpportunityId::from(id);
        let cache = &self.running()?.cache;
        Ok(cache.read(move |tx| tx.opportunity(&id)).await?)
    }

    /// Everybody who is held.
    pub(crate) async fn people(&self) -> Result<Vec<OpportunityId>, Error> {
        let cache = &self.running()?.cache;
        Ok(cache.read(|tx| tx.all_opportunity_ids()).await?)
    }

    /// Something that was asked for, as it stands.
    pub(crate) async fn intent(&self, id: &IntentId) -> Result<Option<Intent>, Error> {
        let id = id.clone();
        let desk = &self.running()?.desk;
        Ok(desk.read(move |tx| tx.intent(&id)).await?)
    }
}
