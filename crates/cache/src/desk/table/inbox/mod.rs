//! What this seat has done with the items of its inbox, by the item's key. Keys and versions name no person.

mod done;
mod mute;
mod prune;
mod seen;
mod snooze;

pub use done::DoneItem;

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_domain::attention::Snooze;
use fulcrum_domain::ids::OpportunityId;

use crate::desk::{DeskReader, DeskTx};
use crate::error::Error;

/// Statements of the desk's second schema version.
pub(in crate::desk) const V2: &[&str] = &[seen::V2, done::V2, snooze::V2, mute::V2];

/// Tables with a column `opportunity`, for the removal of a person.
pub(in crate::desk) const TABLES: [&str; 4] =
    ["inbox_seen", "inbox_done", "inbox_snooze", "inbox_mute"];

/// All marks of the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxMarks {
    /// The version that was looked at, by item.
    pub seen: BTreeMap<String, String>,
    /// What was done, by item.
    pub done: BTreeMap<String, DoneItem>,
    /// What is snoozed, by item.
    pub snoozed: BTreeMap<String, Snooze>,
    /// Whose items are muted.
    pub muted: BTreeSet<OpportunityId>,
}

impl DeskReader<'_> {
    /// All marks of the inbox.
    ///
    /// # Errors
    /// Storage codes.
    pub fn inbox_marks(&self) -> Result<InboxMarks, Error> {
        Ok(InboxMarks {
            seen: self.seen_items()?,
            done: self.done_items()?,
            snoozed: self.snoozed_items()?,
            muted: self.muted()?,
        })
    }

    /// Opportunities about which this seat has ever asked for something.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunities_with_intents(&self) -> Result<BTreeSet<OpportunityId>, Error> {
        self.ids(
            "SELECT DISTINCT opportunity FROM intent",
            "Listing what was asked for",
        )
    }

    fn ids(&self, sql: &str, step: &'static str) -> Result<BTreeSet<OpportunityId>, Error> {
        use crate::error::During;
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during(step)
    }
}

impl DeskTx<'_> {
    /// Takes back that an item was done or snoozed; it was looked at. True when there was something to take back.
    ///
    /// # Errors
    /// Storage codes.
    pub fn restore_item(
        &mut self,
        key: &str,
        opportunity: &OpportunityId,
        version: &str,
        now_ms: i64,
    ) -> Result<bool, Error> {
        let undone = self.remove_done(key, opportunity)?;
        let awake = self.wake_item(key, opportunity)?;
        if undone || awake {
            self.mark_seen(key, opportunity, version, now_ms)?;
        }
        Ok(undone || awake)
    }
}
