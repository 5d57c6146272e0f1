//! What a vendor's own interface last said about an opportunity, verbatim.

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::Vendor;
use rusqlite::params;

use super::journey::vendor_word;
use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE vendor_answer (
    opportunity INTEGER NOT NULL REFERENCES opportunity (seq) ON DELETE CASCADE,
    vendor TEXT NOT NULL,
    subject TEXT NOT NULL,
    at_ms INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL,
    PRIMARY KEY (opportunity, vendor, subject)
) STRICT, WITHOUT ROWID;
";

/// One answer of a vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct VendorAnswer {
    /// Which vendor.
    pub vendor: Vendor,
    /// What was asked, such as the interview's id at the vendor; one answer is kept per subject.
    pub subject: String,
    /// When it was read, ms.
    pub at_ms: i64,
    /// The answer.
    pub body: serde_json::Value,
}

impl CacheTx<'_> {
    /// Stores a vendor's answer. True when its body differs from the one held; ignored for an opportunity that is not
    /// held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn store_vendor_answer(
        &mut self,
        opportunity: &OpportunityId,
        answer: &VendorAnswer,
    ) -> Result<bool, Error> {
        let Some(seq) = self.opportunity_seq(opportunity)? else {
            return Ok(false);
        };
        let body = serde_json::to_string(&answer.body).during("Writing a vendor's answer")?;
        let stored = self
            .connection
            .prepare_cached(
                "INSERT INTO vendor_answer (opportunity, vendor, subject, at_ms, body) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (opportunity, vendor, subject) DO UPDATE SET at_ms = excluded.at_ms, body = excluded.body
                 WHERE body <> excluded.body",
            )
            .and_then(|mut statement| {
                statement.execute(params![seq, vendor_word(answer.vendor), answer.subject, answer.at_ms, body])
            })
            .during("Storing a vendor's answer")?;
        if stored > 0 {
            self.changed_opportunity(Kind::VendorAnswer, opportunity);
        }
        Ok(stored > 0)
    }
}

impl CacheReader<'_> {
    /// All vendors' answers about an opportunity.
    ///
    /// # Errors
    /// Storage codes.
    pub fn vendor_answers(&self, opportunity: &OpportunityId) -> Result<Vec<VendorAnswer>, Error> {
        let rows: Vec<(String, String, i64, String)> = self
            .connection
            .prepare_cached(
                "SELECT a.vendor, a.subject, a.at_ms, a.body
                 FROM vendor_answer a JOIN opportunity o ON o.seq = a.opportunity
                 WHERE o.id = ?1 ORDER BY a.vendor, a.subject",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![opportunity.as_str()], |row| row.try_into())?
                    .collect()
            })
            .during("Reading vendors' answers")?;
        rows.into_iter()
            .map(|(vendor, subject, at_ms, body)| {
                Ok(VendorAnswer {
                    vendor: super::journey::vendor_of(&vendor)?,
                    subject,
                    at_ms,
                    body: serde_json::from_str(&body).during("Understanding a vendor's answer")?,
                })
            })
            .collect()
    }
}
