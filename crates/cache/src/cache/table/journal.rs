//! What changed and who caused it, newest last. Ids and kinds only; kept short.

use rusqlite::params;

use crate::cache::{CacheReader, CacheTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    cause TEXT NOT NULL,
    kinds TEXT NOT NULL DEFAULT '',
    opportunity TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX journal_opportunity ON journal (opportunity);
";

const KEPT: i64 = 20_000;

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Rises with every entry.
    pub id: i64,
    /// When, ms.
    pub at_ms: i64,
    /// Who caused it.
    pub cause: String,
    /// Kinds that the write changed, in a fixed order, separated by spaces.
    pub kinds: String,
    /// The opportunity; empty for reference data and cursors.
    pub opportunity: String,
}

impl CacheTx<'_> {
    /// One row per opportunity of this transaction, or one row when it was about none.
    pub(crate) fn write_journal(&self) -> Result<(), Error> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let kinds: Vec<&str> = self
            .changes
            .kinds
            .iter()
            .map(|kind| kind.as_str())
            .collect();
        let kinds = kinds.join(" ");
        let mut insert = self
            .connection
            .prepare_cached(
                "INSERT INTO journal (at_ms, cause, kinds, opportunity)
                 VALUES (?1, ?2, ?3, COALESCE((SELECT id FROM opportunity WHERE id = ?4), ''))",
            )
            .during("Preparing the journal")?;
        let cause = self.changes.cause.as_str();
        let mut row = |opportunity: &str| {
            insert
                .execute(params![self.now_ms, cause, kinds, opportunity])
                .during("Writing the journal")
        };
        // An erased opportunity's id is not written down again, whoever still writes about it.
        if self.changes.opportunities.is_empty()
            || self.changes.kinds.contains(&crate::Kind::Erased)
        {
            row("")?;
        } else {
            for opportunity in &self.changes.opportunities {
                row(opportunity.as_str())?;
            }
        }
        self.connection
            .prepare_cached("DELETE FROM journal WHERE id <= (SELECT MAX(id) FROM journal) - ?1")
            .and_then(|mut statement| statement.execute(params![KEPT]))
            .during("Shortening the journal")?;
        Ok(())
    }
}

impl CacheReader<'_> {
    /// Entries after a given one, oldest first, at most `limit`.
    ///
    /// # Errors
    /// Storage codes.
    pub fn journal_after(&self, id: i64, limit: u32) -> Result<Vec<JournalRow>, Error> {
        self.connection
            .prepare_cached(
                "SELECT id, at_ms, cause, kinds, opportunity FROM journal WHERE id > ?1 ORDER BY id LIMIT ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![id, limit], |row| {
                        Ok(JournalRow {
                            id: row.get(0)?,
                            at_ms: row.get(1)?,
                            cause: row.get(2)?,
                            kinds: row.get(3)?,
                            opportunity: row.get(4)?,
                        })
                    })?
                    .collect()
            })
            .during("Reading the journal")
    }
}
