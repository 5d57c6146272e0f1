//! Which postings a board's cards belong to.

use fulcrum_domain::ids::PostingId;
use rusqlite::params_from_iter;

use super::filter::{BoardQuery, Conditions};
use crate::cache::CacheReader;
use crate::error::{During, Error};

impl CacheReader<'_> {
    /// Cards per posting, by posting id; postings without a card are left out.
    ///
    /// # Errors
    /// Storage codes.
    pub fn posting_counts(&self, query: &BoardQuery) -> Result<Vec<(PostingId, u32)>, Error> {
        if let Some(user) = query.whole_board_of()
            && query.filter.actors.is_empty()
        {
            return self.posting_tally(user);
        }
        let conditions = Conditions::of(query);
        let sql = format!(
            "SELECT o.posting, COUNT(*) FROM opportunity o
             WHERE {} AND o.posting <> '' GROUP BY o.posting ORDER BY o.posting",
            conditions.sql()
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params_from_iter(conditions.values), |row| {
                        Ok((PostingId(row.get(0)?), row.get(1)?))
                    })?
                    .collect()
            })
            .during("Counting postings")
    }
}
