//! Archived candidates whose time here is over: what the desk knows about them goes, their durations stay without a name.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::retention::Retention;

use super::table::KeptFlowTime;
use super::{Desk, DeskReader, DeskTx};
use crate::change::Cause;
use crate::error::Error;
use crate::store::Store;

/// Preference: how long archived candidates stay.
const RETENTION: &str = "retention";

/// Preference: who has left the desk and may still be in the cache. Their durations are kept already.
const LEAVING: &str = "leaving";

impl DeskReader<'_> {
    /// How long archived candidates stay.
    ///
    /// # Errors
    /// Storage codes.
    pub fn retention(&self) -> Result<Retention, Error> {
        Ok(self.preference(RETENTION)?.unwrap_or(Retention::DEFAULT))
    }

    /// Whether somebody who is leaving is still named, because an earlier run ended before [`Store::has_let_go`].
    ///
    /// # Errors
    /// Storage codes.
    pub fn is_letting_go(&self) -> Result<bool, Error> {
        let named: Option<BTreeSet<OpportunityId>> = self.preference(LEAVING)?;
        Ok(named.is_some_and(|named| !named.is_empty()))
    }
}

impl DeskTx<'_> {
    /// Decides how long archived candidates stay; returns what held before.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_retention(&mut self, retention: Retention) -> Result<Retention, Error> {
        let before = self.retention()?;
        self.set_preference(RETENTION, &retention)?;
        Ok(before)
    }

    fn let_go(
        &mut self,
        mut leaving: BTreeMap<OpportunityId, Vec<KeptFlowTime>>,
    ) -> Result<Vec<OpportunityId>, Error> {
        for intent in self.open_intents()? {
            // Something is still to happen to them.
            leaving.remove(&intent.opportunity);
        }
        let before: BTreeSet<OpportunityId> = self.preference(LEAVING)?.unwrap_or_default();
        for (_, times) in leaving.iter().filter(|(id, _)| !before.contains(*id)) {
            self.add_flow_times(times)?;
        }
        let ids: Vec<OpportunityId> = leaving.into_keys().collect();
        self.delete_all_but_files(&ids)?;
        self.set_preference(LEAVING, &ids)?;
        Ok(ids)
    }
}

impl Store<Desk> {
    /// Removes what the desk knows about candidates whose time here is over, its log and its backup included, and keeps how
    /// long their links took. Files that were written for the person at this seat stay that person's, and stay known: they go
    /// when Lever erases whom they are about. Returns who has left: all but those about whom something is still asked for.
    /// [`Store::has_let_go`] ends it, once the cache has lost them too; until then the same ones may be named again.
    ///
    /// # Errors
    /// `Locked` when a reader kept the log from being emptied (ask again); storage codes.
    pub async fn let_go(
        &self,
        leaving: BTreeMap<OpportunityId, Vec<KeptFlowTime>>,
    ) -> Result<Vec<OpportunityId>, Error> {
        let left = self
            .write(Cause::Erasure, move |tx| tx.let_go(leaving))
            .await?;
        self.empty_log().await?;
        self.backup().await?;
        Ok(left)
    }

    /// The cache has lost them too: nobody is named any more.
    ///
    /// # Errors
    /// As [`Store::let_go`].
    pub async fn has_let_go(&self) -> Result<(), Error> {
        self.write(Cause::Erasure, |tx| {
            tx.set_preference(LEAVING, &BTreeSet::<OpportunityId>::new())
        })
        .await?;
        self.empty_log().await?;
        self.backup().await
    }
}
