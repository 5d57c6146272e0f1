//! Whose interviews a seat has to know of.

use fulcrum_domain::ids::UserId;
use fulcrum_domain::journey::Journey;
use fulcrum_domain::vendor::Vendor;
use rusqlite::params;
use serde_json::from_str;

use crate::cache::CacheReader;
use crate::cache::table::vendor_word;
use crate::error::{During, Error};

/// A journey of an active candidate, with what a line of the agenda says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnJourney {
    /// The candidate's name.
    pub name: String,
    /// The posting's title, once known.
    pub posting_title: Option<String>,
    /// The journey.
    pub journey: Journey,
}

impl CacheReader<'_> {
    /// All rounds and attempts with a vendor of active candidates whose opportunity or posting the user owns, in order of
    /// candidate, round and attempt.
    ///
    /// # Errors
    /// Storage codes.
    pub fn own_journeys(&self, user: &UserId, vendor: Vendor) -> Result<Vec<OwnJourney>, Error> {
        let rows: Vec<(String, Option<String>, String)> = self
            .connection
            .prepare_cached(
                "SELECT o.name, p.title, j.body
                 FROM journey j JOIN opportunity o ON o.seq = j.opportunity
                 LEFT JOIN posting p ON p.id = o.posting
                 WHERE j.vendor = ?2 AND o.archived = 0 AND (o.owner = ?1 OR o.posting_owner = ?1)
                 ORDER BY o.seq, j.round, j.attempt",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![user.as_str(), vendor_word(vendor)], |row| {
                        row.try_into()
                    })?
                    .collect()
            })
            .during("Reading one's own journeys")?;
        rows.into_iter()
            .map(|(name, posting_title, body)| {
                Ok(OwnJourney {
                    name,
                    posting_title,
                    journey: from_str(&body).during("Understanding a journey")?,
                })
            })
            .collect()
    }
}
