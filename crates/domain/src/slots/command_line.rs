//! A reading as `fulcrum slots parse` prints it.

use chrono::{DateTime, SecondsFormat, TimeZone};
use chrono_tz::Tz;
use serde::Serialize;

use super::Reading;

/// `{"slots":[{"start":…,"end":…}],"questions":[{"text":…,"why":…}]}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Printed {
    /// In the order of the text.
    pub slots: Vec<PrintedSlot>,
    /// In the order of the text.
    pub questions: Vec<PrintedQuestion>,
}

/// RFC 3339, with the offset of the zone the slot was read in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedSlot {
    /// The start.
    pub start: String,
    /// The end.
    pub end: String,
}

/// Words that were not placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrintedQuestion {
    /// As written.
    pub text: String,
    /// A plain sentence.
    pub why: String,
}

/// The reading in the shape of the command line.
pub fn to_command_line(reading: &Reading) -> Printed {
    Printed {
        slots: reading
            .slots
            .iter()
            .map(|found| PrintedSlot {
                start: rfc3339(found.slot.start_ms, found.zone),
                end: rfc3339(found.slot.end_ms, found.zone),
            })
            .collect(),
        questions: reading
            .questions
            .iter()
            .map(|question| PrintedQuestion {
                text: question.text.clone(),
                why: question.why.sentence(),
            })
            .collect(),
    }
}

/// `2026-11-24T15:00:00-08:00`.
fn rfc3339(at_ms: i64, zone: Tz) -> String {
    let utc = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    zone.from_utc_datetime(&utc.naive_utc())
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}
