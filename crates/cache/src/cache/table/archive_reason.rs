//! Archive reasons.

use fulcrum_domain::model::ArchiveReason;
use rusqlite::params;

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE archive_reason (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl CacheTx<'_> {
    /// Stores archive reasons. True when something differs.
    ///
    /// # Errors
    /// Storage codes.
    pub fn upsert_archive_reasons(&mut self, reasons: &[ArchiveReason]) -> Result<bool, Error> {
        let mut stored = 0;
        for reason in reasons {
            let body = serde_json::to_string(reason).during("Writing an archive reason")?;
            stored += self
                .connection
                .prepare_cached(
                    "INSERT INTO archive_reason (id, name, body) VALUES (?1, ?2, ?3)
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body
                     WHERE body <> excluded.body",
                )
                .and_then(|mut statement| {
                    statement.execute(params![reason.id.as_str(), reason.text, body])
                })
                .during("Storing an archive reason")?;
        }
        if stored > 0 {
            self.changed(Kind::ArchiveReason);
        }
        Ok(stored > 0)
    }
}

impl CacheReader<'_> {
    /// All archive reasons by name, inactive ones too.
    ///
    /// # Errors
    /// Storage codes.
    pub fn archive_reasons(&self) -> Result<Vec<ArchiveReason>, Error> {
        self.bodies(
            "SELECT body FROM archive_reason ORDER BY name, id",
            [],
            "Reading archive reasons",
        )
    }
}
