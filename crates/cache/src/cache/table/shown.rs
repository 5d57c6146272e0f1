//! What a card shows beside its own row, repeated in that row. With a hundred thousand candidates every row lies on a page of
//! its own, so that a card is read from one page instead of three.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{JourneySummary, TagRow};
use crate::cache::{CacheReader, CacheTx};
use crate::error::{During, Error};

/// Rows of the third version repeat nothing; what they show is read from where it stands until it changes.
pub(crate) const V4: &str = "ALTER TABLE opportunity ADD COLUMN shown TEXT NOT NULL DEFAULT ''";

/// What is repeated.
#[derive(Serialize, Deserialize)]
pub(crate) struct Shown {
    /// Tags in Lever's order.
    pub(crate) tags: Vec<TagRow>,
    /// The latest attempt of each vendor.
    pub(crate) journeys: Vec<JourneySummary>,
}

impl CacheTx<'_> {
    /// Repeats what was written of an opportunity's tags and journeys.
    pub(crate) fn repeat_shown(&self, opportunity: i64) -> Result<(), Error> {
        let shown = self.shown_anew(opportunity)?;
        let shown = serde_json::to_string(&shown).during("Writing what a card shows")?;
        self.connection
            .prepare_cached("UPDATE opportunity SET shown = ?2 WHERE seq = ?1 AND shown <> ?2")
            .and_then(|mut statement| statement.execute(params![opportunity, shown]))
            .during("Repeating what a card shows")?;
        Ok(())
    }
}

impl CacheReader<'_> {
    /// What an opportunity's row repeats; read anew where it repeats nothing, or what another build wrote differently.
    pub(crate) fn shown(&self, opportunity: i64, repeated: &str) -> Result<Shown, Error> {
        serde_json::from_str(repeated).or_else(|_| self.shown_anew(opportunity))
    }

    fn shown_anew(&self, opportunity: i64) -> Result<Shown, Error> {
        Ok(Shown {
            tags: self.tags_of(opportunity)?,
            journeys: self.current_journeys(opportunity)?,
        })
    }
}
