//! Items that were done, with the version that was, and enough to name them for the rest of the day.

use std::collections::BTreeMap;

use fulcrum_domain::attention::{Item, ItemKey, Reason};
use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(super) const V2: &str = "
CREATE TABLE inbox_done (
    item TEXT PRIMARY KEY,
    opportunity TEXT NOT NULL,
    version TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_done_opportunity ON inbox_done (opportunity);
";

/// An item as it was when it was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneItem {
    /// Which.
    pub key: ItemKey,
    /// The version that was done.
    pub version: String,
    /// Why it was here.
    pub reason: Reason,
    /// When it was done, ms.
    pub at_ms: i64,
}

impl DeskTx<'_> {
    /// An item was done in this version. It was looked at, and a snooze of it ends.
    ///
    /// # Errors
    /// Storage codes.
    pub fn mark_done(&mut self, item: &Item, now_ms: i64) -> Result<(), Error> {
        let done = DoneItem {
            key: item.key.clone(),
            version: item.version.clone(),
            reason: item.reason,
            at_ms: now_ms,
        };
        let body = serde_json::to_string(&done).during("Writing what was done")?;
        let (key, opportunity) = (item.key.text(), &item.key.journey.opportunity);
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO inbox_done (item, opportunity, version, at_ms, body)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    key,
                    opportunity.as_str(),
                    item.version,
                    now_ms,
                    body
                ])
            })
            .during("Marking an item as done")?;
        self.changed_opportunity(Kind::Inbox, opportunity);
        self.wake_item(&key, opportunity)?;
        self.mark_seen(&key, opportunity, &item.version, now_ms)
    }

    /// It was not done after all. True when it was.
    pub(super) fn remove_done(
        &mut self,
        key: &str,
        opportunity: &OpportunityId,
    ) -> Result<bool, Error> {
        let removed = self
            .connection
            .prepare_cached("DELETE FROM inbox_done WHERE item = ?1")
            .and_then(|mut statement| statement.execute(params![key]))
            .during("Taking back that an item was done")?;
        if removed > 0 {
            self.changed_opportunity(Kind::Inbox, opportunity);
        }
        Ok(removed > 0)
    }
}

impl DeskReader<'_> {
    pub(super) fn done_items(&self) -> Result<BTreeMap<String, DoneItem>, Error> {
        let done: Vec<DoneItem> = self.bodies(
            "SELECT body FROM inbox_done ORDER BY item",
            [],
            "Reading what was done",
        )?;
        Ok(done
            .into_iter()
            .map(|item| (item.key.text(), item))
            .collect())
    }
}
