//! The agenda: interviews with a certain time, by day, as the person's own clock has it. And what a calendar has to be
//! told when one of them is moved or called off.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::journey::JourneyKey;

/// An interview whose time is certain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Appointment {
    /// Begins, ms. First, so that appointments sort by time.
    pub starts_ms: i64,
    /// The journey it belongs to.
    pub key: JourneyKey,
    /// Minutes; `None`: nobody said.
    pub length_minutes: Option<u32>,
    /// Called off, or the other side did not come.
    pub cancelled: bool,
}

impl Appointment {
    /// Ends, ms; `None` when nobody said how long it takes.
    pub fn ends_ms(&self) -> Option<i64> {
        let minutes = i64::from(self.length_minutes?);
        Some(self.starts_ms.saturating_add(minutes * 60_000))
    }
}

/// A day of the agenda in the person's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// Before, on or after the present day.
    pub standing: DayStanding,
    /// By time, then by journey.
    pub appointments: Vec<Appointment>,
}

/// Where a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayStanding {
    /// Over, and in the present week.
    Past,
    /// The present day, also what is over of it.
    Today,
    /// Still to come.
    Ahead,
}

/// Groups appointments by day in `zone`, soonest first. The week begins on Monday; what was before it is left out. A day
/// without appointments is left out, too. Order and repeats in `appointments` do not matter.
pub fn days(appointments: &[Appointment], zone: Tz, now_ms: i64) -> Vec<Day> {
    let Some(today) = local_date(now_ms, zone) else {
        return Vec::new();
    };
    let since_monday = u64::from(today.weekday().num_days_from_monday());
    let monday = today
        .checked_sub_days(Days::new(since_monday))
        .unwrap_or(today);
    let mut sorted: Vec<&Appointment> = appointments.iter().collect();
    sorted.sort();
    sorted.dedup();
    let mut days: Vec<Day> = Vec::new();
    for appointment in sorted {
        let Some(date) = local_date(appointment.starts_ms, zone).filter(|date| *date >= monday)
        else {
            continue;
        };
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.appointments.push(appointment.clone()),
            None => days.push(Day {
                date,
                standing: match date.cmp(&today) {
                    std::cmp::Ordering::Less => DayStanding::Past,
                    std::cmp::Ordering::Equal => DayStanding::Today,
                    std::cmp::Ordering::Greater => DayStanding::Ahead,
                },
                appointments: vec![appointment.clone()],
            }),
        }
    }
    days
}

/// Interviews of the present day that are not called off, over or not: the number beside the agenda's name.
pub fn count_today(appointments: &[Appointment], zone: Tz, now_ms: i64) -> usize {
    days(appointments, zone, now_ms)
        .into_iter()
        .filter(|day| day.standing == DayStanding::Today)
        .flat_map(|day| day.appointments)
        .filter(|appointment| !appointment.cancelled)
        .count()
}

fn local_date(at_ms: i64, zone: Tz) -> Option<NaiveDate> {
    let utc = DateTime::<Utc>::from_timestamp_millis(at_ms)?;
    Some(utc.with_timezone(&zone).date_naive())
}

/// What a calendar was last told about one interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// RFC 5545's `SEQUENCE`: a calendar drops what has a lower one than it knows.
    pub sequence: u32,
    /// Begins, ms.
    pub starts_ms: i64,
    /// Minutes, where said.
    pub length_minutes: Option<u32>,
    /// Called off.
    pub cancelled: bool,
}

/// What to tell a calendar now. The sequence grows when the time, the length or the cancellation differs from what was
/// told before, and stays otherwise: telling the same twice is no news.
pub fn tell(before: Option<&Told>, now: &Appointment) -> Told {
    let told = Told {
        sequence: before.map_or(0, |before| before.sequence),
        starts_ms: now.starts_ms,
        length_minutes: now.length_minutes,
        cancelled: now.cancelled,
    };
    match before {
        Some(before) if *before != told => Told {
            sequence: before.sequence.saturating_add(1),
            ..told
        },
        _ => told,
    }
}

#[cfg(test)]
mod tests;
