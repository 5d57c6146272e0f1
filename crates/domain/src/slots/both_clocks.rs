//! One slot on two walls, and the changes of clocks that come between them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Slot, zone::by_name};

/// A slot as one clock shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnTheWall {
    /// Where.
    #[serde(with = "by_name")]
    pub zone: Tz,
    /// The day it starts.
    pub start_date: NaiveDate,
    /// The wall time it starts.
    pub start_time: NaiveTime,
    /// The day it ends.
    pub end_date: NaiveDate,
    /// The wall time it ends.
    pub end_time: NaiveTime,
    /// Minutes east of UTC at the start.
    pub offset_minutes: i32,
    /// `Mon 26 Oct 09:00–10:30`; the day is repeated where the end is on another.
    pub text: String,
}

/// A slot on both clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BothClocks {
    /// The candidate's.
    pub candidate: OnTheWall,
    /// The recruiter's.
    pub recruiter: OnTheWall,
    /// How many days later (or, negative, earlier) the recruiter's calendar is at the start.
    pub days_apart: i64,
    /// How many minutes the recruiter's clock is ahead at the start; negative when behind.
    pub apart_minutes: i32,
}

/// The slot on the candidate's and on the recruiter's clock.
pub fn both_clocks(slot: Slot, candidate: Tz, recruiter: Tz) -> BothClocks {
    let candidate = on_the_wall(slot, candidate);
    let recruiter = on_the_wall(slot, recruiter);
    BothClocks {
        days_apart: recruiter
            .start_date
            .signed_duration_since(candidate.start_date)
            .num_days(),
        apart_minutes: recruiter.offset_minutes - candidate.offset_minutes,
        candidate,
        recruiter,
    }
}

fn on_the_wall(slot: Slot, zone: Tz) -> OnTheWall {
    let start = wall(slot.start_ms, zone);
    let end = wall(slot.end_ms, zone);
    let text = if start.date() == end.date() {
        format!("{}–{}", words(start), end.format("%H:%M"))
    } else {
        format!("{}–{}", words(start), words(end))
    };
    OnTheWall {
        zone,
        start_date: start.date(),
        start_time: start.time(),
        end_date: end.date(),
        end_time: end.time(),
        offset_minutes: offset_minutes(slot.start_ms, zone),
        text,
    }
}

/// `Mon 26 Oct 09:00`.
pub(super) fn wall_words(at_ms: i64, zone: Tz) -> String {
    words(wall(at_ms, zone))
}

fn words(wall: NaiveDateTime) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let weekday = wall.weekday().num_days_from_monday() as usize;
    format!(
        "{} {} {:02}:{:02}",
        DAYS.get(weekday).copied().unwrap_or_default(),
        wall.format("%-d %b"),
        wall.hour(),
        wall.minute()
    )
}

/// What the clock in `zone` shows; the epoch for an instant no calendar holds.
pub(super) fn wall(at_ms: i64, zone: Tz) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    // A wall time at the very edge of the calendar would overflow; the middle is all that is ever used.
    let utc = utc.naive_utc().clamp(
        DateTime::UNIX_EPOCH.naive_utc(),
        NaiveDate::from_ymd_opt(9998, 1, 1)
            .unwrap_or_default()
            .and_time(NaiveTime::MIN),
    );
    zone.from_utc_datetime(&utc).naive_local()
}

/// Minutes east of UTC in `zone` at that instant.
pub(super) fn offset_minutes(at_ms: i64, zone: Tz) -> i32 {
    let utc = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    zone.offset_from_utc_datetime(&utc.naive_utc())
        .fix()
        .local_minus_utc()
        / 60
}

/// A change of clocks in one of two zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockChange {
    /// The first instant with the new clock, ms.
    pub at_ms: i64,
    /// Whose clock changes.
    #[serde(with = "by_name")]
    pub zone: Tz,
    /// By how much: 60 forward, −60 back.
    pub change_minutes: i32,
    /// How far the second zone is ahead of the first just before, minutes.
    pub apart_before_minutes: i32,
    /// The same, from then on.
    pub apart_after_minutes: i32,
}

/// The changes of clocks in either zone after `from_ms` and up to `to_ms`, in order. Two zones that change at the same
/// instant give two entries. The same zone twice gives nothing: it is never apart from itself.
pub fn clock_changes(from_ms: i64, to_ms: i64, zone_a: Tz, zone_b: Tz) -> Vec<ClockChange> {
    if zone_a == zone_b {
        return Vec::new();
    }
    let apart = |at_ms: i64| offset_minutes(at_ms, zone_b) - offset_minutes(at_ms, zone_a);
    let mut changes: Vec<ClockChange> = [zone_a, zone_b]
        .into_iter()
        .flat_map(|zone| {
            changes_of(from_ms, to_ms, zone)
                .into_iter()
                .map(move |at_ms| ClockChange {
                    at_ms,
                    zone,
                    change_minutes: offset_minutes(at_ms, zone)
                        - offset_minutes(at_ms - 1_000, zone),
                    apart_before_minutes: apart(at_ms - 1_000),
                    apart_after_minutes: apart(at_ms),
                })
        })
        .collect();
    changes.sort_by_key(|change| change.at_ms);
    changes
}

/// The instants in (`from_ms`, `to_ms`] at which the offset of `zone` changes.
fn changes_of(from_ms: i64, to_ms: i64, zone: Tz) -> Vec<i64> {
    // Two changes were never closer than some weeks (Ramadan in Morocco); a week between looks misses none.
    const STEP_S: i64 = 7 * 24 * 60 * 60;
    // The calendar's end, year 9998: an absurd span is cut, not walked for ever.
    let limit = 253_300_000_000;
    let mut at = from_ms.div_euclid(1_000).clamp(0, limit);
    let end = to_ms.div_euclid(1_000).clamp(0, limit);
    let offset = |at_s: i64| offset_minutes(at_s * 1_000, zone);
    let mut found = Vec::new();
    while at < end {
        let next = (at + STEP_S).min(end);
        if offset(at) != offset(next) {
            let (mut low, mut high) = (at, next);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(middle) == offset(at) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            found.push(high * 1_000);
        }
        at = next;
    }
    found
}
