//! Whom and what an opportunity names and no list has: a stage that an admin has just made, a colleague who is new, a reason
//! that nobody knew. The lists are read slowly, and a card in a stage that is not known stands in no column, so meeting one of
//! them is a reason to read the lists at once. Once for each: a key that may not read users would ask for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::ids::UserId;
use fulcrum_domain::model::Opportunity;

use super::{Pull, PullError};

/// What was met in this run.
#[derive(Debug, Default)]
pub(super) struct Unlisted(Mutex<Met>);

#[derive(Debug, Default)]
struct Met {
    /// Everything, by id.
    all: BTreeSet<String>,
    /// Something of it since the lists were read.
    lately: bool,
}

impl Unlisted {
    /// Notes what is in no list.
    pub(super) fn meet(&self, ids: BTreeSet<String>) {
        let mut met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            met.lately |= met.all.insert(id);
        }
    }

    /// Whether something was met since the last time.
    fn take(&self) -> bool {
        let mut met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut met.lately)
    }

    /// The lists could not be read: they are still to be.
    fn put_back(&self) {
        let mut met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        met.lately = true;
    }
}

impl Pull {
    /// Reads stages, users and archive reasons if somebody was met who stands in none of them.
    pub(crate) async fn read_unlisted(&self) -> Result<(), PullError> {
        if !self.unlisted.take() {
            return Ok(());
        }
        let read = self.read_lists().await;
        if read.is_err() {
            self.unlisted.put_back();
        }
        read
    }
}

/// What the lists have, read once for many opportunities.
pub(super) struct Lists {
    stages: BTreeSet<String>,
    reasons: BTreeSet<String>,
    /// Users that were looked up, whether or not they are there.
    users: BTreeMap<UserId, bool>,
}

impl Lists {
    pub(super) fn read(tx: &CacheReader<'_>) -> Result<Self, Error> {
        let stages = tx.stages()?.into_iter().map(|stage| stage.id.0);
        let reasons = tx.archive_reasons()?.into_iter().map(|reason| reason.id.0);
        Ok(Self {
            stages: stages.collect(),
            reasons: reasons.collect(),
            users: BTreeMap::new(),
        })
    }

    /// Adds the stage, the owner and the archive reason of an opportunity that no list has.
    pub(super) fn look(
        &mut self,
        tx: &CacheReader<'_>,
        opportunity: &Opportunity,
        found: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        let stage = &opportunity.stage.0;
        if !self.stages.contains(stage) {
            found.insert(stage.clone());
        }
        if let Some(owner) = &opportunity.owner
            && !self.has_user(tx, owner)?
        {
            found.insert(owner.0.clone());
        }
        let archived = opportunity.archived.as_ref();
        if let Some(reason) = archived.and_then(|mark| mark.reason.as_ref())
            && !self.reasons.contains(&reason.0)
        {
            found.insert(reason.0.clone());
        }
        Ok(())
    }

    fn has_user(&mut self, tx: &CacheReader<'_>, user: &UserId) -> Result<bool, Error> {
        if let Some(there) = self.users.get(user) {
            return Ok(*there);
        }
        let there = tx.user(user)?.is_some();
        self.users.insert(user.clone(), there);
        Ok(there)
    }
}

#[cfg(test)]
mod tests {
    use super::Unlisted;

    fn met(unlisted: &Unlisted, id: &str) -> bool {
        unlisted.meet([id.to_owned()].into());
        unlisted.take()
    }

    #[test]
    fn each_is_a_reason_once_unless_the_lists_could_not_be_read() {
        let unlisted = Unlisted::default();
        assert!(met(&unlisted, "stage"));
        assert!(!met(&unlisted, "stage"));
        assert!(met(&unlisted, "user"));
        unlisted.put_back();
        assert!(met(&unlisted, "user"));
        assert!(!met(&unlisted, "user"));
    }
}
