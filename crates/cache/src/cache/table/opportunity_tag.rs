//! Tags with the age that Lever does not give: when each was first seen here.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::cache::{CacheReader, CacheTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE opportunity_tag (
    opportunity INTEGER NOT NULL REFERENCES opportunity (seq) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    place INTEGER NOT NULL DEFAULT 0,
    baseline INTEGER NOT NULL DEFAULT 0,
    first_seen_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (opportunity, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX opportunity_tag_tag ON opportunity_tag (tag, opportunity);
";

/// A tag and its age here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRow {
    /// Exact, as stored in Lever.
    pub tag: String,
    /// First seen here, ms; `None` when it was there before this seat first looked.
    pub first_seen_ms: Option<i64>,
}

impl CacheTx<'_> {
    /// Replaces an opportunity's tags; those that stay keep their first-seen time.
    pub(crate) fn store_tags(
        &self,
        opportunity: i64,
        tags: &[String],
        seen_at_ms: i64,
        baseline: bool,
    ) -> Result<(), Error> {
        let kept = serde_json::to_string(tags).during("Writing tags")?;
        self.connection
            .prepare_cached(
                "DELETE FROM opportunity_tag
                 WHERE opportunity = ?1 AND tag NOT IN (SELECT value FROM json_each(?2))",
            )
            .and_then(|mut statement| statement.execute(params![opportunity, kept]))
            .during("Removing tags")?;
        let mut insert = self
            .connection
            .prepare_cached(
                "INSERT INTO opportunity_tag (opportunity, tag, place, baseline, first_seen_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (opportunity, tag) DO UPDATE SET place = excluded.place
                 WHERE place <> excluded.place",
            )
            .during("Storing tags")?;
        for (place, tag) in tags.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            insert
                .execute(params![opportunity, tag, place, baseline, seen_at_ms])
                .during("Storing a tag")?;
        }
        Ok(())
    }
}

impl CacheReader<'_> {
    pub(crate) fn tags_of(&self, opportunity: i64) -> Result<Vec<TagRow>, Error> {
        self.connection
            .prepare_cached(
                "SELECT tag, baseline, first_seen_ms FROM opportunity_tag
                 WHERE opportunity = ?1 ORDER BY place, tag",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![opportunity], |row| {
                        let baseline: bool = row.get(1)?;
                        let first_seen_ms: i64 = row.get(2)?;
                        Ok(TagRow {
                            tag: row.get(0)?,
                            first_seen_ms: (!baseline).then_some(first_seen_ms),
                        })
                    })?
                    .collect()
            })
            .during("Reading tags")
    }
}
