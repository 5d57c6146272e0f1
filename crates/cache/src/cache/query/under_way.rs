//! Who is in the middle of an interview with a vendor.

use fulcrum_domain::journey::{Journey, State};
use fulcrum_domain::vendor::Vendor;
use rusqlite::params;

use crate::cache::CacheReader;
use crate::cache::table::{state_word, vendor_word};
use crate::error::{During, Error};

/// Somebody may still do something.
const UNDER_WAY: [State; 8] = [
    State::Triggered,
    State::Invited,
    State::AwaitingRounds,
    State::SlotsWanted,
    State::SlotsGiven,
    State::Scheduled,
    State::InProgress,
    State::FeedbackPending,
];

impl CacheReader<'_> {
    /// Active candidates whose latest interview with the vendor has begun and not ended, by id: name and journey.
    ///
    /// # Errors
    /// Storage codes.
    pub fn under_way(&self, vendor: Vendor) -> Result<Vec<(String, Journey)>, Error> {
        let states = serde_json::Value::from(UNDER_WAY.map(state_word).to_vec()).to_string();
        let rows: Vec<(String, String)> = self
            .connection
            .prepare_cached(
                "SELECT o.name, j.body FROM journey j JOIN opportunity o ON o.seq = j.opportunity
                 WHERE j.current = 1 AND j.state NOT IN ('ready', 'moving', 'cancelled')
                     AND j.vendor = ?1 AND j.state IN (SELECT value FROM json_each(?2))
                     AND o.archived = 0 AND o.anonymized = 0
                 ORDER BY o.id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![vendor_word(vendor), states], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect()
            })
            .during("Reading who is in the middle of an interview")?;
        rows.into_iter()
            .map(|(name, body)| {
                let journey = serde_json::from_str(&body).during("Understanding a journey")?;
                Ok((name, journey))
            })
            .collect()
    }
}
