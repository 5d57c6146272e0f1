//! Items that are put off.

use std::collections::BTreeMap;

use fulcrum_domain::attention::Snooze;
use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(super) const V2: &str = "
CREATE TABLE inbox_snooze (
    item TEXT PRIMARY KEY,
    opportunity TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_snooze_opportunity ON inbox_snooze (opportunity);
";

impl DeskTx<'_> {
    /// Puts an item off; when it comes back it is unread. Replaces an earlier snooze of it.
    ///
    /// # Errors
    /// Storage codes.
    pub fn snooze_item(
        &mut self,
        key: &str,
        opportunity: &OpportunityId,
        snooze: &Snooze,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(snooze).during("Writing a snooze")?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO inbox_snooze (item, opportunity, body) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut statement| statement.execute(params![key, opportunity.as_str(), body]))
            .during("Snoozing an item")?;
        self.changed_opportunity(Kind::Inbox, opportunity);
        self.forget_seen(key)
    }

    /// A snooze is over. True when there was one.
    ///
    /// # Errors
    /// Storage codes.
    pub fn wake_item(&mut self, key: &str, opportunity: &OpportunityId) -> Result<bool, Error> {
        let removed = self
            .connection
            .prepare_cached("DELETE FROM inbox_snooze WHERE item = ?1")
            .and_then(|mut statement| statement.execute(params![key]))
            .during("Ending a snooze")?;
        if removed > 0 {
            self.changed_opportunity(Kind::Inbox, opportunity);
        }
        Ok(removed > 0)
    }
}

impl DeskReader<'_> {
    pub(super) fn snoozed_items(&self) -> Result<BTreeMap<String, Snooze>, Error> {
        let rows: Vec<(String, String)> = self
            .connection
            .prepare_cached("SELECT item, body FROM inbox_snooze")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect()
            })
            .during("Reading what is snoozed")?;
        rows.into_iter()
            .map(|(item, body)| {
                serde_json::from_str(&body)
                    .during("Understanding a snooze")
                    .map(|snooze| (item, snooze))
            })
            .collect()
    }
}
