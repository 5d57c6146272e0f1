//! Evidence: the facts journeys are derived from.

use fulcrum_domain::evidence::Evidence;
use fulcrum_domain::ids::OpportunityId;
use rusqlite::params;

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE evidence (
    opportunity INTEGER NOT NULL REFERENCES opportunity (seq) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (opportunity, place)
) STRICT, WITHOUT ROWID;
";

impl CacheTx<'_> {
    /// Replaces all evidence about an opportunity, keeping the given order. True when something differs; ignored for
    /// an opportunity that is not held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn replace_evidence(
        &mut self,
        opportunity: &OpportunityId,
        evidence: &[Evidence],
    ) -> Result<bool, Error> {
        let Some(seq) = self.opportunity_seq(opportunity)? else {
            return Ok(false);
        };
        if self.evidence(opportunity)? == evidence {
            return Ok(false);
        }
        self.connection
            .prepare_cached("DELETE FROM evidence WHERE opportunity = ?1")
            .and_then(|mut statement| statement.execute(params![seq]))
            .during("Replacing evidence")?;
        for (place, fact) in evidence.iter().enumerate() {
            let body = serde_json::to_string(fact).during("Writing evidence")?;
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            self.connection
                .prepare_cached(
                    "INSERT INTO evidence (opportunity, place, body) VALUES (?1, ?2, ?3)",
                )
                .and_then(|mut statement| statement.execute(params![seq, place, body]))
                .during("Storing evidence")?;
        }
        self.changed_opportunity(Kind::Evidence, opportunity);
        Ok(true)
    }
}

impl CacheReader<'_> {
    /// All evidence about an opportunity, in the order it was stored.
    ///
    /// # Errors
    /// Storage codes.
    pub fn evidence(&self, opportunity: &OpportunityId) -> Result<Vec<Evidence>, Error> {
        self.bodies(
            "SELECT e.body FROM evidence e JOIN opportunity o ON o.seq = e.opportunity
             WHERE o.id = ?1 ORDER BY e.place",
            params![opportunity.as_str()],
            "Reading evidence",
        )
    }
}
