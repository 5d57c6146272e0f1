//! Interviews as Lever shows them.

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::Interview;
use rusqlite::params;

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE interview (
    id TEXT PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunity (seq) ON DELETE CASCADE,
    at_ms INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX interview_opportunity ON interview (opportunity, at_ms);
";

impl CacheTx<'_> {
    /// Replaces all interviews of an opportunity by what Lever lists now. True when something differs; ignored for an
    /// opportunity that is not held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn replace_interviews(
        &mut self,
        opportunity: &OpportunityId,
        interviews: &[Interview],
    ) -> Result<bool, Error> {
        let Some(seq) = self.opportunity_seq(opportunity)? else {
            return Ok(false);
        };
        let mut wanted = interviews.to_vec();
        wanted.sort_by(|a, b| (a.at_ms, &a.id).cmp(&(b.at_ms, &b.id)));
        if self.interviews(opportunity)? == wanted {
            return Ok(false);
        }
        self.connection
            .prepare_cached("DELETE FROM interview WHERE opportunity = ?1")
            .and_then(|mut statement| statement.execute(params![seq]))
            .during("Replacing interviews")?;
        for interview in &wanted {
            let body = serde_json::to_string(interview).during("Writing an interview")?;
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO interview (id, opportunity, at_ms, body) VALUES (?1, ?2, ?3, ?4)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![interview.id.as_str(), seq, interview.at_ms, body])
                })
                .during("Storing an interview")?;
        }
        self.changed_opportunity(Kind::Interview, opportunity);
        Ok(true)
    }
}

impl CacheReader<'_> {
    /// All interviews of an opportunity by start, cancelled ones too.
    ///
    /// # Errors
    /// Storage codes.
    pub fn interviews(&self, opportunity: &OpportunityId) -> Result<Vec<Interview>, Error> {
        self.bodies(
            "SELECT i.body FROM interview i JOIN opportunity o ON o.seq = i.opportunity
             WHERE o.id = ?1 ORDER BY i.at_ms, i.id",
            params![opportunity.as_str()],
            "Reading interviews",
        )
    }
}
