//! When something was first seen by this seat. A rebuilt cache does not make old things new.

use fulcrum_domain::ids::OpportunityId;
use rusqlite::{OptionalExtension, params};

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE first_seen (
    opportunity TEXT NOT NULL,
    subject TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    baseline INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (opportunity, subject)
) STRICT, WITHOUT ROWID;
";

/// A first sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstSeen {
    /// When, ms.
    pub at_ms: i64,
    /// It was there before this seat looked: it is no news.
    pub baseline: bool,
}

impl DeskTx<'_> {
    /// Marks a first sight unless there is one, and returns the one that counts.
    ///
    /// `subject` names a thing without personal data, such as a journey's vendor, round and attempt.
    ///
    /// # Errors
    /// Storage codes.
    pub fn mark_first_seen(
        &mut self,
        opportunity: &OpportunityId,
        subject: &str,
        mark: FirstSeen,
    ) -> Result<FirstSeen, Error> {
        if let Some(held) = self.first_seen(opportunity, subject)? {
            return Ok(held);
        }
        self.connection
            .prepare_cached(
                "INSERT INTO first_seen (opportunity, subject, at_ms, baseline) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut statement| {
                statement.execute(params![opportunity.as_str(), subject, mark.at_ms, mark.baseline])
            })
            .during("Marking a first sight")?;
        self.changed_opportunity(Kind::FirstSeen, opportunity);
        Ok(mark)
    }
}

impl DeskReader<'_> {
    /// The first sight of a thing.
    ///
    /// # Errors
    /// Storage codes.
    pub fn first_seen(
        &self,
        opportunity: &OpportunityId,
        subject: &str,
    ) -> Result<Option<FirstSeen>, Error> {
        self.connection
            .prepare_cached(
                "SELECT at_ms, baseline FROM first_seen WHERE opportunity = ?1 AND subject = ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_row(params![opportunity.as_str(), subject], |row| {
                        Ok(FirstSeen {
                            at_ms: row.get(0)?,
                            baseline: row.get(1)?,
                        })
                    })
                    .optional()
            })
            .during("Reading a first sight")
    }
}
