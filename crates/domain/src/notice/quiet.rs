//! Quiet hours.

use chrono::{DateTime, Duration, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A daily span in which nothing is shown; what came meanwhile is told together when it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// Start, minutes after local midnight, 0..1440.
    pub from_minute: u16,
    /// End, minutes after local midnight, 0..1440; before `from_minute` means the next morning, equal means never.
    pub to_minute: u16,
    /// IANA zone of the seat; an unknown one is read as UTC.
    pub zone: String,
}

impl QuietHours {
    /// Until when it is quiet, ms; `None`: it is not quiet now.
    pub fn quiet_until_ms(&self, now_ms: i64) -> Option<i64> {
        let zone: Tz = self.zone.parse().unwrap_or(Tz::UTC);
        let now: DateTime<Utc> = DateTime::from_timestamp_millis(now_ms)?;
        let local = now.with_timezone(&zone);
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
        let overnight = self.from_minute > self.to_minute;
        let quiet = if overnight {
            minute >= self.from_minute || minute < self.to_minute
        } else {
            (self.from_minute..self.to_minute).contains(&minute)
        };
        if !quiet {
            return None;
        }
        let ends_tomorrow = overnight && minute >= self.from_minute;
        let day = local.date_naive() + Duration::days(i64::from(ends_tomorrow));
        let end = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.to_minute) * 60, 0)?;
        // When the clocks skip the end, quiet ends an hour later on the wall, which is the same moment.
        let end = zone
            .from_local_datetime(&day.and_time(end))
            .earliest()
            .or_else(|| {
                zone.from_local_datetime(&(day.and_time(end) + Duration::hours(1)))
                    .earliest()
            })?;
        Some(end.timestamp_millis())
    }
}
