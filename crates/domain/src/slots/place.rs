//! Wall clock to instants, and the two nights a year when that is not one to one.

use chrono::{
    DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Slot;

/// Which end of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// The start.
    Start,
    /// The end.
    End,
}

/// Why two wall times do not make one slot.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceQuestion {
    /// Clocks skip this wall time.
    #[error("{}", skipped(.wall, .zone, .gap))]
    DoesNotExist {
        /// Which end.
        end: End,
        /// The wall time that was asked for.
        wall: NaiveDateTime,
        /// Where.
        zone: Tz,
        /// The first wall time that is skipped, and the first that exists again.
        gap: (NaiveDateTime, NaiveDateTime),
    },
    /// Clocks show this wall time twice.
    #[error("{}", twice(.wall, .zone, .earlier, .later))]
    HappensTwice {
        /// Which end.
        end: End,
        /// The wall time that was asked for.
        wall: NaiveDateTime,
        /// Where.
        zone: Tz,
        /// The slot with the earlier of the two, where it has a length, and its offset from UTC in minutes.
        earlier: (Option<Slot>, i32),
        /// The slot with the later of the two, where it has a length, and its offset from UTC in minutes.
        later: (Option<Slot>, i32),
    },
    /// The end is not after the start.
    #[error("The end is before the start.")]
    EndBeforeStart,
    /// Outside the years a calendar of this kind can hold.
    #[error("This date is out of range.")]
    OutOfRange,
}

impl PlaceQuestion {
    /// The plain words.
    pub fn sentence(&self) -> String {
        self.to_string()
    }
}

/// A slot from wall times on `date` in `zone`; an `end` that is not after `start` is refused, and so is a wall time in a
/// gap. Use [`place_between`] for a slot over midnight.
pub fn place(
    date: NaiveDate,
    start: NaiveTime,
    end: NaiveTime,
    zone: Tz,
) -> Result<Slot, PlaceQuestion> {
    place_between(date.and_time(start), date.and_time(end), zone)
}

/// A slot from two wall clock readings in `zone`. What decides its length is the instants, not the readings: a slot over
/// a change of clocks is an hour shorter or longer than it looks.
pub fn place_between(
    start: NaiveDateTime,
    end: NaiveDateTime,
    zone: Tz,
) -> Result<Slot, PlaceQuestion> {
    if end <= start {
        return Err(PlaceQuestion::EndBeforeStart);
    }
    let starts = instants(start, zone, End::Start)?;
    let ends = instants(end, zone, End::End)?;
    let slot = |start: DateTime<Tz>, end: DateTime<Tz>| {
        let slot = Slot {
            start_ms: start.timestamp_millis(),
            end_ms: end.timestamp_millis(),
        };
        (slot.start_ms < slot.end_ms).then_some(slot)
    };
    let minutes = |instant: DateTime<Tz>| instant.offset().fix().local_minus_utc() / 60;
    match (starts, ends) {
        ((start, None), (end, None)) => slot(start, end).ok_or(PlaceQuestion::EndBeforeStart),
        // Both ends inside the repeated hour: nobody means the slot that begins in one and ends in the other.
        ((earlier, Some(later)), (first_end, second_end)) => Err(PlaceQuestion::HappensTwice {
            end: End::Start,
            wall: start,
            zone,
            earlier: (slot(earlier, first_end), minutes(earlier)),
            later: (slot(later, second_end.unwrap_or(first_end)), minutes(later)),
        }),
        ((start, None), (earlier, Some(later))) => Err(PlaceQuestion::HappensTwice {
            end: End::End,
            wall: end,
            zone,
            earlier: (slot(start, earlier), minutes(earlier)),
            later: (slot(start, later), minutes(later)),
        }),
    }
}

type Instants = (DateTime<Tz>, Option<DateTime<Tz>>);

fn instants(wall: NaiveDateTime, zone: Tz, end: End) -> Result<Instants, PlaceQuestion> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(only) => Ok((only, None)),
        LocalResult::Ambiguous(one, other) => Ok((one.min(other), Some(one.max(other)))),
        LocalResult::None => Err(PlaceQuestion::DoesNotExist {
            end,
            wall,
            zone,
            gap: gap_round(wall, zone).ok_or(PlaceQuestion::OutOfRange)?,
        }),
    }
}

/// The wall times that are skipped round `wall`: the first that is skipped, the first that exists again.
fn gap_round(wall: NaiveDateTime, zone: Tz) -> Option<(NaiveDateTime, NaiveDateTime)> {
    // No zone ever skipped more than a day, so two days to each side are firm ground.
    let before = wall.checked_sub_signed(Duration::days(2))?;
    let after = wall.checked_add_signed(Duration::days(2))?;
    let mut low = zone.from_utc_datetime(&before).timestamp();
    let mut high = zone.from_utc_datetime(&after).timestamp();
    let shown = |at: i64| Some(zone.timestamp_opt(at, 0).single()?.naive_local());
    // The last second that shows less than `wall` and the first that shows more stand beside the gap.
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if shown(middle)? < wall {
            low = middle;
        } else {
            high = middle;
        }
    }
    let first_skipped = shown(low)?.checked_add_signed(Duration::seconds(1))?;
    Some((first_skipped, shown(high)?))
}

fn skipped(wall: &NaiveDateTime, zone: &Tz, gap: &(NaiveDateTime, NaiveDateTime)) -> String {
    let (from, to) = gap;
    if from.date() == to.date() {
        format!(
            "{} does not exist on {} in {}: clocks go from {} to {}.",
            wall.format("%H:%M"),
            wall.format("%-d %B"),
            city(*zone),
            from.format("%H:%M"),
            to.format("%H:%M"),
        )
    } else {
        format!(
            "{} does not exist on {} in {}: clocks go from {} to {}.",
            wall.format("%H:%M"),
            wall.format("%-d %B"),
            city(*zone),
            from.format("%H:%M on %-d %B"),
            to.format("%H:%M on %-d %B"),
        )
    }
}

fn twice(
    wall: &NaiveDateTime,
    zone: &Tz,
    earlier: &(Option<Slot>, i32),
    later: &(Option<Slot>, i32),
) -> String {
    format!(
        "{} comes twice on {} in {}: first at {}, then at {}.",
        wall.format("%H:%M"),
        wall.format("%-d %B"),
        city(*zone),
        offset_words(earlier.1),
        offset_words(later.1),
    )
}

/// `UTC+02:00`, from minutes east of UTC.
pub fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let size = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", size / 60, size % 60)
}

/// The city of an IANA zone as people write it: `America/New_York` is "New York".
pub fn city(zone: Tz) -> String {
    let name = zone.name();
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}
