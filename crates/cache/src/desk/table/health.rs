//! How things were when they last worked, and what changed since. Holds names of stages, postings and templates, and nobody's.

use std::collections::BTreeMap;

use fulcrum_domain::health::{Baseline, Happened, Kept, OpenDrift, Standing};
use fulcrum_domain::vendor::Vendor;
use rusqlite::{Row, params};

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

/// A check has one open drift at most.
pub(crate) const V7: &str = "
CREATE TABLE health_baseline (
    check_id TEXT PRIMARY KEY,
    mark TEXT NOT NULL,
    says TEXT NOT NULL DEFAULT '',
    since_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE health_drift (
    number INTEGER PRIMARY KEY,
    check_id TEXT NOT NULL,
    vendor TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    was TEXT NOT NULL DEFAULT '',
    found TEXT NOT NULL DEFAULT '',
    standing TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    mended_at_ms INTEGER,
    told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX health_drift_open ON health_drift (check_id) WHERE mended_at_ms IS NULL;
";

/// So many that are mended are kept.
const HISTORY: i64 = 200;

/// Something that changed under the set-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriftRow {
    /// Id of the check.
    pub check: String,
    /// The vendor it concerns.
    pub vendor: Option<Vendor>,
    /// What it is about.
    pub subject: String,
    /// How it was when it last worked.
    pub was: String,
    /// How it was found.
    pub found: String,
    /// How bad it is, or was.
    pub standing: Standing,
    /// Noticed, ms.
    pub at_ms: i64,
    /// Back in order, ms.
    pub mended_at_ms: Option<i64>,
}

const COLUMNS: &str = "check_id, vendor, subject, was, found, standing, at_ms, mended_at_ms";

fn row(row: &Row<'_>) -> rusqlite::Result<(DriftRow, String, String)> {
    Ok((
        DriftRow {
            check: row.get(0)?,
            vendor: None,
            subject: row.get(2)?,
            was: row.get(3)?,
            found: row.get(4)?,
            standing: Standing::Warn,
            at_ms: row.get(6)?,
            mended_at_ms: row.get(7)?,
        },
        row.get(1)?,
        row.get(5)?,
    ))
}

fn word<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    let json = serde_json::to_value(value).during("Writing a word")?;
    Ok(json.as_str().unwrap_or_default().to_owned())
}

fn of_word<T: serde::de::DeserializeOwned>(word: String) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word)).ok()
}

impl DeskReader<'_> {
    /// What each check is compared with, and what is open. A mark that this build does not read is left out: it begins anew.
    ///
    /// # Errors
    /// Storage codes.
    pub fn health_kept(&self) -> Result<BTreeMap<String, Kept>, Error> {
        let baselines: Vec<(String, String, String, i64)> = self
            .connection
            .prepare_cached("SELECT check_id, mark, says, since_ms FROM health_baseline")
            .and_then(|mut statement| statement.query_map([], |row| row.try_into())?.collect())
            .during("Reading how things were")?;
        let mut kept: BTreeMap<String, Kept> = BTreeMap::new();
        for (check, mark, says, since_ms) in baselines {
            if let Ok(mark) = serde_json::from_str(&mark) {
                let baseline = Baseline {
                    check: check.clone(),
                    mark,
                    says,
                    since_ms,
                };
                kept.entry(check).or_default().baseline = Some(baseline);
            }
        }
        for drift in self.drift_where("mended_at_ms IS NULL", i64::MAX)? {
            kept.entry(drift.check).or_default().open = Some(OpenDrift {
                is: drift.found,
                standing: drift.standing,
            });
        }
        Ok(kept)
    }

    /// What changed, newest first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn drift(&self, limit: u32) -> Result<Vec<DriftRow>, Error> {
        self.drift_where("1", i64::from(limit))
    }

    /// What is open and was not told yet, newest first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn untold_drift(&self) -> Result<Vec<DriftRow>, Error> {
        self.drift_where("mended_at_ms IS NULL AND told = 0", i64::MAX)
    }

    fn drift_where(&self, condition: &str, limit: i64) -> Result<Vec<DriftRow>, Error> {
        let rows: Vec<(DriftRow, String, String)> = self
            .connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM health_drift WHERE {condition} ORDER BY number DESC LIMIT ?1"
            ))
            .and_then(|mut statement| statement.query_map([limit], row)?.collect())
            .during("Reading what changed")?;
        Ok(rows
            .into_iter()
            .map(|(drift, vendor, standing)| DriftRow {
                vendor: of_word(vendor),
                standing: of_word(standing).unwrap_or(Standing::Warn),
                ..drift
            })
            .collect())
    }
}

impl DeskTx<'_> {
    /// Writes down what a look found.
    ///
    /// # Errors
    /// Storage codes.
    pub fn note_health(&mut self, happened: &[Happened], now_ms: i64) -> Result<(), Error> {
        for one in happened {
            match one {
                Happened::Keep(baseline) => self.keep_baseline(baseline)?,
                Happened::Opened {
                    fact,
                    was,
                    standing,
                } => {
                    let vendor = fact.vendor.as_ref().map(word).transpose()?;
                    self.connection
                        .prepare_cached(
                            "INSERT INTO health_drift (check_id, vendor, subject, was, found, standing, at_ms)
                             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        )
                        .and_then(|mut statement| {
                            statement.execute(params![
                                fact.check,
                                vendor.unwrap_or_default(),
                                fact.subject,
                                was,
                                fact.says,
                                word(standing).unwrap_or_default(),
                                now_ms
                            ])
                        })
                        .during("Noting what changed")?;
                }
                Happened::Worse { check, now } => self.update_drift(check, now, true)?,
                Happened::Changed { check, now } => self.update_drift(check, now, false)?,
                Happened::Mended { check } => self.mend_drift(check, now_ms)?,
            }
        }
        if !happened.is_empty() {
            self.changed(Kind::Health);
        }
        Ok(())
    }

    /// From now on nothing is compared with how this was: it was changed on purpose, or does not concern anybody any more. What
    /// is open about it is closed.
    ///
    /// # Errors
    /// Storage codes.
    pub fn forget_check(&mut self, check: &str, now_ms: i64) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM health_baseline WHERE check_id = ?1")
            .and_then(|mut statement| statement.execute([check]))
            .during("Forgetting how something was")?;
        self.mend_drift(check, now_ms)?;
        self.changed(Kind::Health);
        Ok(())
    }

    /// These open drifts are told.
    ///
    /// # Errors
    /// Storage codes.
    pub fn drift_told(&mut self, checks: &[String]) -> Result<(), Error> {
        for check in checks {
            self.connection
                .prepare_cached(
                    "UPDATE health_drift SET told = 1 WHERE check_id = ?1 AND mended_at_ms IS NULL",
                )
                .and_then(|mut statement| statement.execute([check]))
                .during("Noting what was told")?;
        }
        Ok(())
    }

    fn keep_baseline(&mut self, baseline: &Baseline) -> Result<(), Error> {
        let mark = serde_json::to_string(&baseline.mark).during("Writing how something is")?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO health_baseline (check_id, mark, says, since_ms) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    baseline.check,
                    mark,
                    baseline.says,
                    baseline.since_ms
                ])
            })
            .during("Keeping how something is")?;
        Ok(())
    }

    fn update_drift(&mut self, check: &str, now: &OpenDrift, tell: bool) -> Result<(), Error> {
        let standing = word(&now.standing)?;
        self.connection
            .prepare_cached(
                "UPDATE health_drift SET found = ?2, standing = ?3, told = CASE WHEN ?4 THEN 0 ELSE told END
                 WHERE check_id = ?1 AND mended_at_ms IS NULL",
            )
            .and_then(|mut statement| {
                statement.execute(params![check, now.is, standing, tell])
            })
            .during("Noting what changed again")?;
        Ok(())
    }

    fn mend_drift(&mut self, check: &str, now_ms: i64) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "UPDATE health_drift SET mended_at_ms = ?2 WHERE check_id = ?1 AND mended_at_ms IS NULL",
            )
            .and_then(|mut statement| statement.execute(params![check, now_ms]))
            .during("Noting what is mended")?;
        self.connection
            .prepare_cached(
                "DELETE FROM health_drift WHERE mended_at_ms IS NOT NULL AND number <= (
                     SELECT number FROM health_drift WHERE mended_at_ms IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?1)",
            )
            .and_then(|mut statement| statement.execute([HISTORY]))
            .during("Shortening what changed")?;
        Ok(())
    }
}
