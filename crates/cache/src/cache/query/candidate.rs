//! Everything about one opportunity, for the panel and for preflight.

use fulcrum_domain::evidence::Evidence;
use fulcrum_domain::ids::{OpportunityId, StageId};
use fulcrum_domain::journey::Journey;
use fulcrum_domain::model::{Interview, Note, Opportunity, Posting};
use rusqlite::params;

use crate::cache::CacheReader;
use crate::cache::table::{JourneySummary, TagRow, VendorAnswer};
use crate::error::{During, Error};

/// One opportunity with all that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// As Lever last gave it.
    pub opportunity: Opportunity,
    /// When it last changed here, ms.
    pub seen_at_ms: i64,
    /// Tags with their ages.
    pub tags: Vec<TagRow>,
    /// The posting, once known.
    pub posting: Option<Posting>,
    /// Notes, oldest first, secret and deleted ones too.
    pub notes: Vec<Note>,
    /// Interviews by start.
    pub interviews: Vec<Interview>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Journeys by vendor, round and attempt.
    pub journeys: Vec<Journey>,
    /// What vendors said.
    pub answers: Vec<VendorAnswer>,
    /// The person's other opportunities.
    pub others: Vec<OtherOpportunity>,
}

/// Another candidacy of the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherOpportunity {
    /// Which.
    pub id: OpportunityId,
    /// Its stage.
    pub stage: StageId,
    /// Its posting's title, once known.
    pub posting_title: Option<String>,
    /// Archived.
    pub archived: bool,
    /// The latest attempt of each vendor.
    pub journeys: Vec<JourneySummary>,
}

impl CacheReader<'_> {
    /// Everything about one opportunity; `None` when it is not held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn candidate(&self, id: &OpportunityId) -> Result<Option<Candidate>, Error> {
        let (Some(opportunity), Some(seq)) = (self.opportunity(id)?, self.opportunity_seq(id)?)
        else {
            return Ok(None);
        };
        let posting = match opportunity.posting() {
            Some(posting) => self.posting(posting)?,
            None => None,
        };
        let seen_at_ms = self
            .connection
            .prepare_cached("SELECT seen_at_ms FROM opportunity WHERE seq = ?1")
            .and_then(|mut statement| statement.query_row(params![seq], |row| row.get(0)))
            .during("Reading an opportunity's age")?;
        Ok(Some(Candidate {
            seen_at_ms,
            tags: self.tags_of(seq)?,
            posting,
            notes: self.notes(id)?,
            interviews: self.interviews(id)?,
            evidence: self.evidence(id)?,
            journeys: self.journeys(id)?,
            answers: self.vendor_answers(id)?,
            others: self.other_opportunities(id)?,
            opportunity,
        }))
    }

    /// The same person's other opportunities, active ones first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn other_opportunities(&self, id: &OpportunityId) -> Result<Vec<OtherOpportunity>, Error> {
        let rows: Vec<(i64, OtherOpportunity)> = self
            .connection
            .prepare_cached(
                "SELECT o.seq, o.id, o.stage, p.title, o.archived
                 FROM opportunity self JOIN opportunity o ON o.contact = self.contact AND o.seq <> self.seq
                 LEFT JOIN posting p ON p.id = o.posting
                 WHERE self.id = ?1 ORDER BY o.archived, o.id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![id.as_str()], |row| {
                        Ok((
                            row.get(0)?,
                            OtherOpportunity {
                                id: row.get::<_, String>(1)?.into(),
                                stage: row.get::<_, String>(2)?.into(),
                                posting_title: row.get(3)?,
                                archived: row.get(4)?,
                                journeys: Vec::new(),
                            },
                        ))
                    })?
                    .collect()
            })
            .during("Finding the person's other opportunities")?;
        rows.into_iter()
            .map(|(seq, mut other)| {
                other.journeys = self.current_journeys(seq)?;
                Ok(other)
            })
            .collect()
    }
}
