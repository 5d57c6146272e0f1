//! Until when an item is out of sight: a time on the seat's clock, or until something happens.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// How long "nothing happens" takes, ms.
const QUIET_MS: i64 = 3 * 24 * 60 * 60 * 1_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;
const AFTERNOON: u32 = 15;
const MORNING: u32 = 9;

/// A snooze of one version of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// The item's version; another one is news and not snoozed.
    pub version: String,
    /// When it was snoozed, ms.
    pub since_ms: i64,
    /// Until what.
    pub until: Until,
}

/// What ends a snooze.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "until", rename_all = "snake_case")]
pub enum Until {
    /// A time.
    Time {
        /// ms.
        at_ms: i64,
    },
    /// A result arrives that was not there.
    Result {
        /// Results there were.
        known: u32,
    },
    /// A colleague or a vendor writes a note.
    Note {
        /// The latest there was, ms.
        known_ms: Option<i64>,
    },
    /// Nothing happens for some time.
    Quiet {
        /// How long, ms.
        for_ms: i64,
    },
}

/// What has happened around an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Now, ms.
    pub now_ms: i64,
    /// The candidate's results: finished interviews of all vendors, rounds and attempts.
    pub results: u32,
    /// The latest note that was not written at this seat, ms.
    pub noted_ms: Option<i64>,
    /// When anything last changed in Lever, ms.
    pub changed_ms: i64,
}

impl Snooze {
    /// It is over.
    pub fn ended(&self, activity: &Activity) -> bool {
        match self.until {
            Until::Time { at_ms } => activity.now_ms >= at_ms,
            Until::Result { known } => activity.results > known,
            Until::Note { known_ms } => activity.noted_ms > known_ms,
            Until::Quiet { .. } => self
                .ends_at_ms(activity)
                .is_some_and(|at_ms| activity.now_ms >= at_ms),
        }
    }

    /// When it ends by itself if nothing happens, ms; `None`: it waits for something to happen.
    pub fn ends_at_ms(&self, activity: &Activity) -> Option<i64> {
        match self.until {
            Until::Time { at_ms } => Some(at_ms),
            Until::Quiet { for_ms } => {
                // Lever's clock may be ahead: what "will" change has changed by now.
                let changed_ms = activity.changed_ms.min(activity.now_ms);
                Some(self.since_ms.max(changed_ms).saturating_add(for_ms))
            }
            Until::Result { .. } | Until::Note { .. } => None,
        }
    }
}

/// What a person chooses from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SnoozeChoice {
    /// One hour (from a notification).
    Hour,
    /// Today 15:00.
    Afternoon,
    /// Tomorrow 09:00.
    Tomorrow,
    /// Next Monday 09:00.
    NextWeek,
    /// Until a result arrives.
    Result,
    /// Until a note is added.
    Note,
    /// Until nothing happens for three days.
    Quiet,
}

/// The choices there are now, in the menu's order, with the time where one is known, ms. The afternoon is offered in the
/// morning only. `zone`: the seat's IANA zone; an unknown one is read as UTC.
pub fn snooze_choices(now_ms: i64, zone: &str) -> Vec<(SnoozeChoice, Option<i64>)> {
    [
        SnoozeChoice::Afternoon,
        SnoozeChoice::Tomorrow,
        SnoozeChoice::NextWeek,
        SnoozeChoice::Result,
        SnoozeChoice::Note,
        SnoozeChoice::Quiet,
    ]
    .into_iter()
    .filter_map(|choice| match choice {
        SnoozeChoice::Afternoon | SnoozeChoice::Tomorrow | SnoozeChoice::NextWeek => {
            Some((choice, Some(time_of(choice, now_ms, zone)?)))
        }
        SnoozeChoice::Hour | SnoozeChoice::Result | SnoozeChoice::Note | SnoozeChoice::Quiet => {
            Some((choice, None))
        }
    })
    .collect()
}

/// What a choice made now means; `None` for a time that has passed.
pub fn until(choice: SnoozeChoice, activity: &Activity, zone: &str) -> Option<Until> {
    Some(match choice {
        SnoozeChoice::Result => Until::Result {
            known: activity.results,
        },
        SnoozeChoice::Note => Until::Note {
            known_ms: activity.noted_ms,
        },
        SnoozeChoice::Quiet => Until::Quiet { for_ms: QUIET_MS },
        timed => Until::Time {
            at_ms: time_of(timed, activity.now_ms, zone)?,
        },
    })
}

fn time_of(choice: SnoozeChoice, now_ms: i64, zone: &str) -> Option<i64> {
    let zone = known(zone);
    let local = DateTime::<Utc>::from_timestamp_millis(now_ms)?.with_timezone(&zone);
    let today = local.date_naive();
    let (day, hour) = match choice {
        SnoozeChoice::Hour => return Some(now_ms.saturating_add(HOUR_MS)),
        SnoozeChoice::Afternoon if local.hour() < AFTERNOON => (today, AFTERNOON),
        SnoozeChoice::Tomorrow => (today.checked_add_days(Days::new(1))?, MORNING),
        SnoozeChoice::NextWeek => {
            let ahead = 7 - u64::from(today.weekday().num_days_from_monday());
            (today.checked_add_days(Days::new(ahead))?, MORNING)
        }
        _ => return None,
    };
    Some(moment(day, hour, zone)?.timestamp_millis())
}

/// When the local day of `now_ms` began, ms.
pub fn day_began_ms(now_ms: i64, zone: &str) -> i64 {
    let zone = known(zone);
    DateTime::<Utc>::from_timestamp_millis(now_ms)
        .and_then(|now| moment(now.with_timezone(&zone).date_naive(), 0, zone))
        .map_or(now_ms, |began| began.timestamp_millis())
}

fn known(zone: &str) -> Tz {
    zone.parse().unwrap_or(Tz::UTC)
}

/// A full hour of a local day. One that the clocks repeat is the first of the two; one that they skip is the next hour that
/// there is.
fn moment(day: NaiveDate, hour: u32, zone: Tz) -> Option<DateTime<Tz>> {
    let wall = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
    (0..=24).find_map(|later| {
        zone.from_local_datetime(&wall.checked_add_signed(TimeDelta::hours(later))?)
            .earliest()
    })
}

#[cfg(test)]
mod tests;
