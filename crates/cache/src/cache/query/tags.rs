//! Tags that are in use, to complete what somebody types.

use rusqlite::params;

use crate::cache::CacheReader;
use crate::error::{During, Error};

impl CacheReader<'_> {
    /// Tags on active opportunities that contain a text, whatever its case: those that begin with it first, then the most
    /// used. At most `limit`.
    ///
    /// # Errors
    /// Storage codes.
    pub fn tags_like(&self, text: &str, limit: u32) -> Result<Vec<String>, Error> {
        self.connection
            .prepare_cached(
                "SELECT t.tag FROM opportunity_tag t JOIN opportunity o ON o.seq = t.opportunity
                 WHERE o.archived = 0 AND (?1 = '' OR instr(lower(t.tag), lower(?1)) > 0)
                 GROUP BY t.tag
                 ORDER BY instr(lower(t.tag), lower(?1)) = 1 DESC, count(*) DESC, t.tag LIMIT ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![text, limit], |row| row.get(0))?
                    .collect()
            })
            .during("Finding tags in use")
    }
}
