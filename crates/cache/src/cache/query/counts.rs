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
    /// Opportunities whose notes are here.
    pub with_notes: u32,
}

impl CacheReader<'_> {
    /// Counts what is held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn counts(&self) -> Result<Counts, Error> {
        self.connection
            .prepare_cached(
                "SELECT (SELECT COUNT(*) FROM opportunity),
                        (SELECT COUNT(*) FROM opportunity WHERE archived = 0),
                        (SELECT COUNT(*) FROM posting),
                        (SELECT COUNT(*) FROM note),
                        (SELECT COUNT(DISTINCT opportunity) FROM note)",
            )
            .and_then(|mut statement| {
                statement.query_row([], |row| {
                    Ok(Counts {
                        opportunities: row.get(0)?,
                        active: row.get(1)?,
                        postings: row.get(2)?,
                        notes: row.get(3)?,
                        with_notes: row.get(4)?,
                    })
                })
            })
            .during("Counting what is held")
    }
}
