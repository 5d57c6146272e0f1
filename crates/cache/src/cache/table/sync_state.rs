//! Watermarks and cursors of the engine, by name.

use rusqlite::{OptionalExtension, params};

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE sync_state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl CacheTx<'_> {
    /// Stores a value under a name; `None` removes it.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_sync_state(&mut self, name: &str, value: Option<&str>) -> Result<(), Error> {
        let stored = match value {
            Some(value) => self
                .connection
                .prepare_cached(
                    "INSERT INTO sync_state (name, value) VALUES (?1, ?2)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
                )
                .and_then(|mut statement| statement.execute(params![name, value])),
            None => self
                .connection
                .prepare_cached("DELETE FROM sync_state WHERE name = ?1")
                .and_then(|mut statement| statement.execute(params![name])),
        }
        .during("Storing a cursor")?;
        if stored > 0 {
            self.changed(Kind::SyncState);
        }
        Ok(())
    }
}

impl CacheReader<'_> {
    /// The value stored under a name.
    ///
    /// # Errors
    /// Storage codes.
    pub fn sync_state(&self, name: &str) -> Result<Option<String>, Error> {
        self.connection
            .prepare_cached("SELECT value FROM sync_state WHERE name = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row(params![name], |row| row.get(0))
                    .optional()
            })
            .during("Reading a cursor")
    }

    /// Names under which this value is stored, in order of name.
    ///
    /// # Errors
    /// Storage codes.
    pub fn sync_state_names(&self, value: &str) -> Result<Vec<String>, Error> {
        self.connection
            .prepare_cached("SELECT name FROM sync_state WHERE value = ?1 ORDER BY name")
            .and_then(|mut statement| {
                statement
                    .query_map(params![value], |row| row.get(0))?
                    .collect()
            })
            .during("Finding cursors")
    }
}
