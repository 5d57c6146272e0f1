//! Notifications that were held back, so that a restart does not swallow them. They name people: they go with the person,
//! and as soon as they are told.

use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V6: &str = "
CREATE TABLE notice_waiting (
    opportunity TEXT PRIMARY KEY,
    told_ms INTEGER,
    notice TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A notification that waits. `N`: whatever is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingNotice<N> {
    /// About whom.
    pub opportunity: OpportunityId,
    /// When this person was last told of, ms; `None`: not lately.
    pub told_ms: Option<i64>,
    /// What waits.
    pub notice: N,
}

impl DeskTx<'_> {
    /// Keeps a notification that waits. It replaces an earlier one about the same opportunity.
    ///
    /// # Errors
    /// Storage codes.
    pub fn keep_waiting_notice<N: Serialize>(
        &mut self,
        waiting: &WaitingNotice<N>,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(&waiting.notice).during("Writing a notification")?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO notice_waiting (opportunity, told_ms, notice) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut statement| {
                statement.execute(params![waiting.opportunity.as_str(), waiting.told_ms, body])
            })
            .during("Keeping a notification")?;
        self.changed_opportunity(Kind::Notice, &waiting.opportunity);
        Ok(())
    }

    /// These are told, or need not be told any more.
    ///
    /// # Errors
    /// Storage codes.
    pub fn drop_waiting_notices(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        for id in ids {
            let removed = self
                .connection
                .prepare_cached("DELETE FROM notice_waiting WHERE opportunity = ?1")
                .and_then(|mut statement| statement.execute(params![id.as_str()]))
                .during("Dropping a notification")?;
            if removed > 0 {
                self.changed_opportunity(Kind::Notice, id);
            }
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// What waits, in order of opportunity. What this build cannot read is left out.
    ///
    /// # Errors
    /// Storage codes.
    pub fn waiting_notices<N: DeserializeOwned>(&self) -> Result<Vec<WaitingNotice<N>>, Error> {
        let rows: Vec<(String, Option<i64>, String)> = self
            .connection
            .prepare_cached(
                "SELECT opportunity, told_ms, notice FROM notice_waiting ORDER BY opportunity",
            )
            .and_then(|mut statement| statement.query_map([], |row| row.try_into())?.collect())
            .during("Reading what waits")?;
        Ok(rows
            .into_iter()
            .filter_map(|(opportunity, told_ms, notice)| {
                Some(WaitingNotice {
                    opportunity: OpportunityId(opportunity),
                    told_ms,
                    notice: serde_json::from_str(&notice).ok()?,
                })
            })
            .collect())
    }
}
