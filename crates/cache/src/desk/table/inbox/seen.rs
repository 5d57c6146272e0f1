//! Items that were looked at, with the version that was.

use std::collections::BTreeMap;

use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(super) const V2: &str = "
CREATE TABLE inbox_seen (
    item TEXT PRIMARY KEY,
    opportunity TEXT NOT NULL,
    version TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_seen_opportunity ON inbox_seen (opportunity);
";

impl DeskTx<'_> {
    /// An item was looked at in this version.
    ///
    /// # Errors
    /// Storage codes.
    pub fn mark_seen(
        &mut self,
        key: &str,
        opportunity: &OpportunityId,
        version: &str,
        now_ms: i64,
    ) -> Result<(), Error> {
        let stored = self
            .connection
            .prepare_cached(
                "INSERT INTO inbox_seen (item, opportunity, version, at_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (item) DO UPDATE SET version = excluded.version, at_ms = excluded.at_ms
                 WHERE version <> excluded.version",
            )
            .and_then(|mut statement| {
                statement.execute(params![key, opportunity.as_str(), version, now_ms])
            })
            .during("Marking an item as seen")?;
        if stored > 0 {
            self.changed_opportunity(Kind::Inbox, opportunity);
        }
        Ok(())
    }

    /// An item is unread again: it was put off and will be news when it comes back.
    pub(super) fn forget_seen(&mut self, key: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM inbox_seen WHERE item = ?1")
            .and_then(|mut statement| statement.execute(params![key]))
            .during("Marking an item as unread")?;
        Ok(())
    }
}

impl DeskReader<'_> {
    pub(super) fn seen_items(&self) -> Result<BTreeMap<String, String>, Error> {
        self.connection
            .prepare_cached("SELECT item, version FROM inbox_seen")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect()
            })
            .during("Reading what was seen")
    }
}
