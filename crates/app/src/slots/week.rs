//! The week on screen: days, both scales, and the changes of clocks that matter to it. No I/O.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Offset, TimeZone, Weekday};
use chrono_tz::Tz;
use fulcrum_domain::slots::{city, clock_changes};

use super::reading::{Clocks, minute_of};
use crate::view::{
    SlotClockChange, SlotDay, SlotHour, SlotLine, SlotQuestion, SlotWeek, SlotWeekChoice,
};

const DAY_MINUTES: u32 = 24 * 60;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The chosen week, or that of the first slot, the first question or today, in that order.
pub(super) fn week(
    choice: &SlotWeekChoice,
    lines: &[SlotLine],
    questions: &[SlotQuestion],
    clocks: &Clocks,
) -> (SlotWeek, Vec<SlotClockChange>) {
    let zone = clocks.shown();
    let now = local(clocks.now_ms, zone);
    let today = now.date_naive();
    let dates: Vec<NaiveDate> = lines
        .iter()
        .map(|line| &line.times.candidate.date)
        .chain(
            questions
                .iter()
                .flat_map(|question| question.answers.iter().map(|answer| &answer.date)),
        )
        .filter_map(|date| date.parse().ok())
        .collect();
    let chosen: Option<NaiveDate> = choice.date.as_ref().and_then(|date| date.parse().ok());
    let day = chosen
        .or_else(|| dates.first().copied())
        .unwrap_or_else(|| next_working_day(today));
    let monday = monday_of(day);
    let ends = |date: NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let weekend = choice.weekend
        || dates
            .iter()
            .any(|date| ends(*date) && monday_of(*date) == monday);
    let days: Vec<NaiveDate> = (0..if weekend { 7 } else { 5 })
        .filter_map(|by| monday.checked_add_days(Days::new(by)))
        .collect();
    let ahead = |date: NaiveDate| apart_at_noon(date, zone, clocks.recruiter);
    let scale = ahead(monday);
    let shown = SlotWeek {
        days: days
            .iter()
            .map(|date| SlotDay {
                date: date.to_string(),
                apart_minutes: ahead(*date),
                past_minutes: match date.cmp(&today) {
                    std::cmp::Ordering::Less => DAY_MINUTES,
                    std::cmp::Ordering::Equal => minute_of(now.time()),
                    std::cmp::Ordering::Greater => 0,
                },
            })
            .collect(),
        before: monday
            .checked_sub_days(Days::new(7))
            .filter(|before| *before >= monday_of(today))
            .map(|before| before.to_string()),
        after: monday
            .checked_add_days(Days::new(7))
            .unwrap_or(monday)
            .to_string(),
        hours: (0..24).map(|hour| scales(hour, scale)).collect(),
        apart_minutes: scale,
    };
    (shown, changes(monday, &days, clocks))
}

fn scales(hour: i32, apart_minutes: i32) -> SlotHour {
    let face = |minutes: i32| {
        let minutes = minutes.rem_euclid(24 * 60);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    };
    SlotHour {
        candidate: face(hour * 60),
        recruiter: face(hour * 60 + apart_minutes),
    }
}

/// Changes from the Saturday before the week to the Sunday in it, where they bring the two clocks nearer or farther.
fn changes(monday: NaiveDate, days: &[NaiveDate], clocks: &Clocks) -> Vec<SlotClockChange> {
    let Some(candidate) = clocks.candidate else {
        return Vec::new();
    };
    let begins = begin_ms(monday, candidate);
    let starts: Vec<i64> = days.iter().map(|day| begin_ms(*day, candidate)).collect();
    clock_changes(
        begins - 2 * DAY_MS,
        begins + 7 * DAY_MS,
        candidate,
        clocks.recruiter,
    )
    .into_iter()
    .filter(|change| change.apart_before_minutes != change.apart_after_minutes)
    .map(|change| SlotClockChange {
        date: local(change.at_ms - 1, change.zone)
            .date_naive()
            .to_string(),
        city: city(change.zone),
        candidate: change.zone == candidate,
        change_minutes: change.change_minutes,
        before_minutes: change.apart_before_minutes,
        after_minutes: change.apart_after_minutes,
        before_day: starts
            .iter()
            .position(|start| *start >= change.at_ms)
            .and_then(|at| u32::try_from(at).ok()),
    })
    .collect()
}

fn local(at_ms: i64, zone: Tz) -> DateTime<Tz> {
    let utc = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    zone.from_utc_datetime(&utc.naive_utc())
}

/// The first instant of a day; where clocks skip midnight, the first that exists.
fn begin_ms(date: NaiveDate, zone: Tz) -> i64 {
    (0..4)
        .filter_map(|hour| {
            let wall = date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?);
            zone.from_local_datetime(&wall).earliest()
        })
        .map(|instant| instant.timestamp_millis())
        .next()
        .unwrap_or_default()
}

/// How far the second zone is ahead at noon of a day in the first, minutes. No zone changes its clocks at noon.
fn apart_at_noon(date: NaiveDate, zone: Tz, other: Tz) -> i32 {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let Some(instant) = zone.from_local_datetime(&date.and_time(noon)).earliest() else {
        return 0;
    };
    let there = other.offset_from_utc_datetime(&instant.naive_utc());
    (there.fix().local_minus_utc() - instant.offset().fix().local_minus_utc()) / 60
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    let by = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(by)).unwrap_or(date)
}

/// On a weekend nobody plans the week that is over.
fn next_working_day(date: NaiveDate) -> NaiveDate {
    let by = match date.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    date.checked_add_days(Days::new(by)).unwrap_or(date)
}
