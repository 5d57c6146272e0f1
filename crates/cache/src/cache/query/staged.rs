//! Who stands in which stage: what the engine looks at more often than the rest.

use fulcrum_domain::ids::{OpportunityId, PostingId, StageId};
use rusqlite::params;

use crate::cache::CacheReader;
use crate::error::{During, Error};

/// An active opportunity and its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedOpportunity {
    /// Which.
    pub id: OpportunityId,
    /// Its stage.
    pub stage: StageId,
    /// Updated in Lever, ms; 0 when Lever does not say.
    pub updated_at_ms: i64,
}

impl CacheReader<'_> {
    /// Active opportunities in any of the stages, longest in their stage first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunities_in_stages(
        &self,
        stages: &[StageId],
    ) -> Result<Vec<StagedOpportunity>, Error> {
        let list = serde_json::Value::from(stages.iter().map(StageId::as_str).collect::<Vec<_>>())
            .to_string();
        self.connection
            .prepare_cached(
                "SELECT id, stage, updated_at_ms FROM opportunity
                 WHERE archived = 0 AND stage IN (SELECT value FROM json_each(?1))
                 ORDER BY entered_at_ms, seq",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![list], |row| {
                        Ok(StagedOpportunity {
                            id: row.get::<_, String>(0)?.into(),
                            stage: row.get::<_, String>(1)?.into(),
                            updated_at_ms: row.get(2)?,
                        })
                    })?
                    .collect()
            })
            .during("Finding who stands in a stage")
    }

    /// Ids of all opportunities of a posting, archived ones too, in order of id.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunities_of_posting(
        &self,
        posting: &PostingId,
    ) -> Result<Vec<OpportunityId>, Error> {
        self.connection
            .prepare_cached("SELECT id FROM opportunity WHERE posting = ?1 ORDER BY id")
            .and_then(|mut statement| {
                statement
                    .query_map(params![posting.as_str()], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during("Finding a posting's opportunities")
    }

    /// Ids of all opportunities held, archived ones too, in order of id.
    ///
    /// # Errors
    /// Storage codes.
    pub fn all_opportunity_ids(&self) -> Result<Vec<OpportunityId>, Error> {
        self.connection
            .prepare_cached("SELECT id FROM opportunity ORDER BY id")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during("Listing what is held")
    }
}
