//! Preferences of this seat, by name: theme, density, views.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE preference (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl DeskTx<'_> {
    /// Stores a preference.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_preference<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let value = serde_json::to_string(value).during("Writing a preference")?;
        let stored = self
            .connection
            .prepare_cached(
                "INSERT INTO preference (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            )
            .and_then(|mut statement| statement.execute(params![name, value]))
            .during("Storing a preference")?;
        if stored > 0 {
            self.changed(Kind::Preference);
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// A preference, or `None` when it was never set or is written in a way this build does not read: a preference is
    /// not worth an error.
    ///
    /// # Errors
    /// Storage codes.
    pub fn preference<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        let value: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM preference WHERE name = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row(params![name], |row| row.get(0))
                    .optional()
            })
            .during("Reading a preference")?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }
}
