//! Who was archived long ago.

use std::collections::BTreeMap;

use fulcrum_domain::flow_time::flow_times;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::tags::{PostingConfiguration, posting_configuration};
use fulcrum_domain::vendor::Vendor;
use rusqlite::params;

use crate::cache::CacheReader;
use crate::desk::KeptFlowTime;
use crate::error::{During, Error};

impl CacheReader<'_> {
    /// Candidates who were archived at or before `until_ms` (Lever's time), in order of id, at most `limit`.
    ///
    /// # Errors
    /// Storage codes.
    pub fn archived_until(&self, until_ms: i64, limit: u32) -> Result<Vec<OpportunityId>, Error> {
        self.connection
            .prepare_cached(
                "SELECT o.id FROM opportunity o JOIN opportunity_body b ON b.opportunity = o.seq
                 WHERE o.archived = 1 AND json_extract(b.body, '$.archived.at_ms') <= ?1
                 ORDER BY o.id LIMIT ?2",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![until_ms, limit], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(OpportunityId))
                    .collect()
            })
            .during("Finding who was archived long ago")
    }

    /// How many archived candidates are here.
    ///
    /// # Errors
    /// Storage codes.
    pub fn archived_count(&self) -> Result<u32, Error> {
        self.connection
            .prepare_cached("SELECT COUNT(*) FROM opportunity WHERE archived = 1")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .during("Counting archived candidates")
    }

    /// What insights keep of candidates who leave.
    ///
    /// # Errors
    /// Storage codes.
    pub fn flow_times_of(
        &self,
        ids: &[OpportunityId],
    ) -> Result<BTreeMap<OpportunityId, Vec<KeptFlowTime>>, Error> {
        let mut found = BTreeMap::new();
        for id in ids {
            let mut times = Vec::new();
            for journey in self.journeys(id)? {
                let template = match journey.key.vendor {
                    Vendor::MyInterview => self.template_of(id)?,
                    Vendor::JobTwine => None,
                };
                times.extend(flow_times(&journey).into_iter().map(|time| KeptFlowTime {
                    time,
                    template: template.clone(),
                }));
            }
            found.insert(id.clone(), times);
        }
        Ok(found)
    }

    fn template_of(&self, id: &OpportunityId) -> Result<Option<String>, Error> {
        let Some(opportunity) = self.opportunity(id)? else {
            return Ok(None);
        };
        let Some(posting) = opportunity.posting() else {
            return Ok(None);
        };
        let tags = self.posting(posting)?.map(|posting| posting.tags);
        Ok(match tags.map(|tags| posting_configuration(&tags)) {
            Some(PostingConfiguration::One { tag }) => Some(tag.template),
            _ => None,
        })
    }
}
