//! The notice ledger: what was told, so that it is told once, also across restarts.

use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;

use crate::change::Kind;
use crate::desk::DeskTx;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE notice (
    key TEXT PRIMARY KEY,
    opportunity TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_opportunity ON notice (opportunity);
";

impl DeskTx<'_> {
    /// Enters a notice. True the first time a key is seen, and only then.
    ///
    /// `key` names the event and no person: opportunity, vendor, round, attempt, event.
    ///
    /// # Errors
    /// Storage codes.
    pub fn try_insert_notice(
        &mut self,
        key: &str,
        opportunity: &OpportunityId,
        at_ms: i64,
    ) -> Result<bool, Error> {
        let stored = self
            .connection
            .prepare_cached(
                "INSERT INTO notice (key, opportunity, at_ms) VALUES (?1, ?2, ?3) ON CONFLICT (key) DO NOTHING",
            )
            .and_then(|mut statement| statement.execute(params![key, opportunity.as_str(), at_ms]))
            .during("Entering a notice")?;
        if stored > 0 {
            self.changed_opportunity(Kind::Notice, opportunity);
        }
        Ok(stored > 0)
    }
}
