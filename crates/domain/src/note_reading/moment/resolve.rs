//! Day, time and zone → an instant, or why it is none.

use chrono::{
    DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, Offset,
    TimeZone, Utc,
};

use super::date::{Day, What};
use super::time::Clock;
use super::zone::Zone;
use crate::interview::{NotedTime, UnsureTime};

/// A day without a year is the next one of that name, when it lies this near.
const NEAR_DAYS: i64 = 60;
/// …or was just now.
const JUST_PAST_DAYS: i64 = 2;

/// What was read of one moment.
pub(super) struct Read<'a> {
    pub(super) date: Option<&'a Day>,
    pub(super) clock: Option<&'a Clock>,
    /// The same moment on another clock.
    pub(super) second: Option<&'a Clock>,
    /// A zone said for the whole note.
    pub(super) general: Option<&'a Zone>,
    /// When the note was written, where that is known.
    pub(super) written: Option<DateTime<Utc>>,
    pub(super) as_written: &'a str,
}

pub(super) fn resolve(read: &Read<'_>) -> NotedTime {
    match instant(read) {
        Ok((at, zone)) => NotedTime::Sure {
            at_ms: at.timestamp_millis(),
            offset_minutes: at.offset().local_minus_utc() / 60,
            zone,
        },
        Err(why) => NotedTime::Unsure {
            as_written: read.as_written.to_owned(),
            why,
        },
    }
}

type Instant = (DateTime<FixedOffset>, Option<String>);

fn instant(read: &Read<'_>) -> Result<Instant, UnsureTime> {
    let date = read.date.ok_or(UnsureTime::NoDate)?;
    if date.what == What::WeekdayOnly {
        return Err(UnsureTime::NoDate);
    }
    let clock = read.clock.ok_or(UnsureTime::NoTime)?;
    if clock.half_unknown {
        return Err(UnsureTime::AmbiguousHour);
    }
    let zone = clock.zone.as_ref().or(read.general);
    let day = day(date, zone, read.written)?;
    let local = day
        .and_hms_opt(clock.hour, clock.minute, 0)
        .ok_or(UnsureTime::Contradiction)?;
    let first = match zone {
        None => Err(UnsureTime::NoZone),
        Some(zone) => in_zone(local, zone),
    };
    match (first, read.second) {
        (first, None) => first,
        (Ok(first), Some(second)) => {
            // Two clocks must show one instant; where the second has no zone it says nothing.
            let agrees = second
                .zone
                .as_ref()
                .and_then(|zone| beside(local, second, zone))
                .is_none_or(|other| other.0 == first.0);
            if agrees {
                Ok(first)
            } else {
                Err(UnsureTime::Contradiction)
            }
        }
        (Err(why), Some(second)) => second
            .zone
            .as_ref()
            .and_then(|zone| beside(local, second, zone))
            .ok_or(why),
    }
}

/// The second clock's instant on the day on which the first clock could show its time.
fn beside(first: NaiveDateTime, second: &Clock, zone: &Zone) -> Option<Instant> {
    if second.half_unknown {
        return None;
    }
    let mut fitting = (-1..=1).filter_map(|shift| {
        let local =
            (first.date() + Duration::days(shift)).and_hms_opt(second.hour, second.minute, 0)?;
        let found = in_zone(local, zone).ok()?;
        let ahead = first - found.0.naive_utc();
        (ahead >= Duration::hours(-11) && ahead <= Duration::hours(13)).then_some(found)
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn in_zone(local: NaiveDateTime, zone: &Zone) -> Result<Instant, UnsureTime> {
    let fixed = |minutes: i32| {
        FixedOffset::east_opt(minutes * 60)
            .and_then(|offset| offset.from_local_datetime(&local).single())
            .ok_or(UnsureTime::Contradiction)
    };
    match zone {
        Zone::Ambiguous => Err(UnsureTime::AmbiguousZone),
        Zone::Offset(minutes) => Ok((fixed(*minutes)?, None)),
        Zone::Seasonal(minutes, shown_in) => {
            let at = fixed(*minutes)?;
            let there = shown_in.offset_from_utc_datetime(&at.naive_utc()).fix();
            if there.local_minus_utc() == minutes * 60 {
                Ok((at, None))
            } else {
                Err(UnsureTime::ZoneOutOfSeason)
            }
        }
        Zone::Named(zone) => match zone.from_local_datetime(&local) {
            LocalResult::Single(at) => Ok((
                at.with_timezone(&at.offset().fix()),
                Some(zone.name().to_owned()),
            )),
            _ => Err(UnsureTime::ClockChange),
        },
    }
}

fn day(
    day: &Day,
    zone: Option<&Zone>,
    written: Option<DateTime<Utc>>,
) -> Result<NaiveDate, UnsureTime> {
    let agrees = |date: &NaiveDate| day.weekday.is_none_or(|weekday| date.weekday() == weekday);
    match day.what {
        What::WeekdayOnly => Err(UnsureTime::NoDate),
        What::Relative(days) => {
            let written = written.ok_or(UnsureTime::NoDate)?;
            // "Tomorrow" is the writer's, so it needs the writer's zone.
            let today = match zone {
                None => return Err(UnsureTime::NoZone),
                Some(Zone::Ambiguous) => return Err(UnsureTime::AmbiguousZone),
                Some(Zone::Offset(minutes) | Zone::Seasonal(minutes, _)) => {
                    (written.naive_utc() + Duration::minutes(i64::from(*minutes))).date()
                }
                Some(Zone::Named(zone)) => written.with_timezone(zone).date_naive(),
            };
            let date = today + Duration::days(days);
            if agrees(&date) {
                Ok(date)
            } else {
                Err(UnsureTime::Contradiction)
            }
        }
        What::Named { year, month, day } => match year {
            Some(year) => NaiveDate::from_ymd_opt(year, month, day)
                .filter(agrees)
                .ok_or(UnsureTime::Contradiction),
            None => {
                let near = written
                    .and_then(|written| near(month, day, written))
                    .ok_or(UnsureTime::NoYear)?;
                if agrees(&near) {
                    Ok(near)
                } else {
                    Err(UnsureTime::Contradiction)
                }
            }
        },
        What::Exchangeable {
            year,
            first,
            second,
        } => {
            let year = year.ok_or(UnsureTime::NoYear)?;
            let both = [(first, second), (second, first)]
                .map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
            // A weekday, where one is given, may settle it.
            let mut fitting = both
                .into_iter()
                .flatten()
                .filter(|date| day.weekday.is_some() && agrees(date));
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(UnsureTime::AmbiguousDay),
            }
        }
    }
}

fn near(month: u32, day: u32, written: DateTime<Utc>) -> Option<NaiveDate> {
    let today = written.date_naive();
    let mut fitting = (-1..=1).filter_map(|shift| {
        let date = NaiveDate::from_ymd_opt(today.year() + shift, month, day)?;
        let ahead = (date - today).num_days();
        (-JUST_PAST_DAYS..=NEAR_DAYS)
            .contains(&ahead)
            .then_some(date)
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
