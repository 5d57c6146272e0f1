//! What calendars were last told about an interview, so that a file written after a restart is taken as an update and not
//! dropped as old.

use fulcrum_domain::agenda::Told;
use fulcrum_domain::journey::JourneyKey;
use fulcrum_domain::vendor::Vendor;
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{Code, During, Error};

pub(crate) const V3: &str = "
CREATE TABLE calendar (
    opportunity TEXT NOT NULL,
    vendor TEXT NOT NULL,
    round INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    starts_ms INTEGER NOT NULL,
    length_minutes INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (opportunity, vendor, round, attempt)
) STRICT, WITHOUT ROWID;
";

impl DeskTx<'_> {
    /// Keeps what a calendar is told about an interview now.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_told(&mut self, key: &JourneyKey, told: &Told) -> Result<(), Error> {
        let stored = self
            .connection
            .prepare_cached(
                "INSERT INTO calendar (opportunity, vendor, round, attempt, sequence, starts_ms, length_minutes,
                     cancelled)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (opportunity, vendor, round, attempt) DO UPDATE SET
                     sequence = excluded.sequence, starts_ms = excluded.starts_ms,
                     length_minutes = excluded.length_minutes, cancelled = excluded.cancelled
                 WHERE sequence <> excluded.sequence",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    key.opportunity.as_str(),
                    word(key.vendor),
                    key.round,
                    key.attempt,
                    told.sequence,
                    told.starts_ms,
                    told.length_minutes.unwrap_or(0),
                    told.cancelled,
                ])
            })
            .during("Keeping what a calendar was told")?;
        if stored > 0 {
            self.changed_opportunity(Kind::Calendar, &key.opportunity);
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// What calendars were last told, in order of interview.
    ///
    /// # Errors
    /// Storage codes; `Corrupt` for a vendor that nobody knows.
    pub fn told(&self) -> Result<Vec<(JourneyKey, Told)>, Error> {
        let rows: Vec<(String, String, u32, u32, Told)> = self
            .connection
            .prepare_cached(
                "SELECT opportunity, vendor, round, attempt, sequence, starts_ms, length_minutes, cancelled
                 FROM calendar ORDER BY opportunity, vendor, round, attempt",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| {
                        let length: u32 = row.get(6)?;
                        Ok((
                            row.get(0)?,
                            row.get(1)?,
                            row.get(2)?,
                            row.get(3)?,
                            Told {
                                sequence: row.get(4)?,
                                starts_ms: row.get(5)?,
                                length_minutes: Some(length).filter(|minutes| *minutes > 0),
                                cancelled: row.get(7)?,
                            },
                        ))
                    })?
                    .collect()
            })
            .during("Reading what calendars were told")?;
        rows.into_iter()
            .map(|(opportunity, vendor, round, attempt, told)| {
                let key = JourneyKey {
                    opportunity: opportunity.into(),
                    vendor: vendor_of(&vendor)?,
                    round,
                    attempt,
                };
                Ok((key, told))
            })
            .collect()
    }
}

fn word(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myinterview",
        Vendor::JobTwine => "jobtwine",
    }
}

fn vendor_of(word: &str) -> Result<Vendor, Error> {
    match word {
        "myinterview" => Ok(Vendor::MyInterview),
        "jobtwine" => Ok(Vendor::JobTwine),
        _ => Err(Error::new(Code::Corrupt, "Understanding a vendor's name")),
    }
}
