//! Marks that nobody will ask for again.

use std::collections::BTreeSet;

use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

impl DeskReader<'_> {
    /// Opportunities with items that were looked at or done before this moment, ms.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunities_marked_before(
        &self,
        before_ms: i64,
    ) -> Result<BTreeSet<OpportunityId>, Error> {
        self.connection
            .prepare_cached(
                "SELECT opportunity FROM inbox_seen WHERE at_ms < ?1
                 UNION SELECT opportunity FROM inbox_done WHERE at_ms < ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([before_ms], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during("Looking for old marks")
    }
}

impl DeskTx<'_> {
    /// Forgets what was looked at and done before this moment, ms, for these opportunities; how many marks went.
    ///
    /// # Errors
    /// Storage codes.
    pub fn prune_marks(
        &mut self,
        ids: &BTreeSet<OpportunityId>,
        before_ms: i64,
    ) -> Result<usize, Error> {
        let mut removed = 0;
        for id in ids {
            for sql in [
                "DELETE FROM inbox_seen WHERE opportunity = ?1 AND at_ms < ?2",
                "DELETE FROM inbox_done WHERE opportunity = ?1 AND at_ms < ?2",
            ] {
                removed += self
                    .connection
                    .prepare_cached(sql)
                    .and_then(|mut statement| statement.execute(params![id.as_str(), before_ms]))
                    .during("Forgetting old marks")?;
            }
        }
        if removed > 0 {
            self.changed(Kind::Inbox);
        }
        Ok(removed)
    }
}
