//! How much is here.

use serde::{Deserialize, Serialize};

use crate::cache::CacheReader;
use crate::error::{During, Error};

/// Rows held, for the sync status and for the search's honesty about what it covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Opportunities, archived ones too.
    pub opportunities: u32,
    /// Of these, active.
    pub active: u32,
    /// Postings.
    pub postings: u32,
    /// Notes, secret ones too.
    pub notes: u32,
}

impl CacheReader<'_> {
    /// Counts what is held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn counts(&self) -> Result<Counts, Error> {
        self.connection
            .prepare_cached(
                "SELECT (SELECT rows FROM row_tally WHERE name = 'opportunity'),
                        (SELECT COALESCE(SUM(cards), 0) FROM head_tally WHERE user = ''),
                        (SELECT COUNT(*) FROM posting),
                        (SELECT rows FROM row_tally WHERE name = 'note')",
            )
            .and_then(|mut statement| {
                statement.query_row([], |row| {
                    Ok(Counts {
                        opportunities: row.get(0)?,
                        active: row.get(1)?,
                        postings: row.get(2)?,
                        notes: row.get(3)?,
                    })
                })
            })
            .during("Counting what is held")
    }
}
