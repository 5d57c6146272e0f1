//! Candidates of whom this seat wants to hear nothing.

use std::collections::BTreeSet;

use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(super) const V2: &str = "
CREATE TABLE inbox_mute (
    opportunity TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

impl DeskTx<'_> {
    /// Mutes a candidate, or lets them be heard again.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_muted(
        &mut self,
        opportunity: &OpportunityId,
        muted: bool,
        now_ms: i64,
    ) -> Result<(), Error> {
        let id = opportunity.as_str();
        let changed = if muted {
            self.connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO inbox_mute (opportunity, at_ms) VALUES (?1, ?2)",
                )
                .and_then(|mut statement| statement.execute(params![id, now_ms]))
        } else {
            self.connection
                .prepare_cached("DELETE FROM inbox_mute WHERE opportunity = ?1")
                .and_then(|mut statement| statement.execute(params![id]))
        }
        .during("Muting a candidate")?;
        if changed > 0 {
            self.changed_opportunity(Kind::Inbox, opportunity);
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// Muted candidates.
    ///
    /// # Errors
    /// Storage codes.
    pub fn muted(&self) -> Result<BTreeSet<OpportunityId>, Error> {
        self.ids("SELECT opportunity FROM inbox_mute", "Reading who is muted")
    }
}
