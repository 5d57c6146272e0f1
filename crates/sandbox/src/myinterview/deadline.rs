//! Until when an interview must have been submitted.

use chrono::{DateTime, Days, LocalResult, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// The last millisecond of an invitation sent at `now` (Unix milliseconds): `days` days later, to the millisecond, or at
/// `time` of that day (`HH:MM`) on the clocks of `zone` (IANA). A time that the clocks skip counts as the hour after it; of
/// a time that comes twice, the later counts, in the candidate's favour.
pub(crate) fn deadline(now: i64, days: i64, time: Option<&str>, zone: &str) -> i64 {
    let exact = now.saturating_add(days.saturating_mul(DAY_MS));
    time.and_then(|time| at(now, days, time, zone))
        .unwrap_or(exact)
}

fn at(now: i64, days: i64, time: &str, zone: &str) -> Option<i64> {
    let zone: Tz = zone.parse().ok()?;
    let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
    let today = DateTime::<Utc>::from_timestamp_millis(now)?
        .with_timezone(&zone)
        .date_naive();
    let day = today.checked_add_days(Days::new(u64::try_from(days).ok()?))?;
    moment(zone, day.and_time(time))
}

fn moment(zone: Tz, wall: chrono::NaiveDateTime) -> Option<i64> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(_, at) => Some(at.timestamp_millis()),
        LocalResult::None => zone
            .from_local_datetime(&wall.checked_add_signed(chrono::Duration::hours(1))?)
            .latest()
            .map(|at| at.timestamp_millis()),
    }
}

/// A wall-clock time (`2026-08-10T17:00`) on the clocks of `zone`, as a deadline. Not on the day of `now` or before it: the
/// vendor's page says that a deadline cannot be set for the same day.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn chosen(text: &str, zone: &str, now: i64) -> Result<i64, &'static str> {
    let zone: Tz = zone.parse().map_err(|_| "must be an IANA time zone")?;
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .map_err(|_| "must be like 2026-08-10T17:00")?;
    let today = DateTime::<Utc>::from_timestamp_millis(now)
        .unwrap_or_default()
        .with_timezone(&zone)
        .date_naive();
    if wall.date() <= today {
        return Err("must not be today or earlier");
    }
    moment(zone, wall).ok_or("must be a moment of that zone")
}

/// A deadline as messages write it, on the candidate's clocks.
pub(crate) fn written(deadline: i64, zone: &str) -> String {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    DateTime::<Utc>::from_timestamp_millis(deadline)
        .unwrap_or_default()
        .with_timezone(&zone)
        .format("%a, %b %-d, %Y, %I:%M %p %Z")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::{chosen, deadline, written};

    /// 2026-08-10 22:30 UTC: already the eleventh in Kolkata.
    const NOW: i64 = 1_786_401_000_000;

    #[test]
    fn the_day_is_counted_where_the_candidate_lives() {
        let end = |zone| written(deadline(NOW, 3, Some("23:59"), zone), zone);
        assert_eq!(end("America/New_York"), "Thu, Aug 13, 2026, 11:59 PM EDT");
        assert_eq!(end("Asia/Kolkata"), "Fri, Aug 14, 2026, 11:59 PM IST");
        assert_eq!(
            deadline(NOW, 3, None, "Asia/Kolkata"),
            NOW + 3 * 24 * 3_600_000
        );
    }

    #[test]
    fn clocks_that_change_decide_for_the_candidate() {
        // 2026-03-28 12:00 UTC; the next night Berlin's clocks skip 02:30.
        let spring = 1_774_699_200_000;
        assert_eq!(
            written(
                deadline(spring, 1, Some("02:30"), "Europe/Berlin"),
                "Europe/Berlin"
            ),
            "Sun, Mar 29, 2026, 03:30 AM CEST"
        );
        // 2026-10-24 12:00 UTC; the next night 02:30 comes twice.
        let autumn = 1_792_843_200_000;
        assert_eq!(
            written(
                deadline(autumn, 1, Some("02:30"), "Europe/Berlin"),
                "Europe/Berlin"
            ),
            "Sun, Oct 25, 2026, 02:30 AM CET"
        );
    }

    #[test]
    fn a_chosen_deadline_is_not_today() {
        assert!(chosen("2026-08-11T23:00", "Asia/Kolkata", NOW).is_err());
        assert!(chosen("2026-08-11T23:00", "America/New_York", NOW).is_ok());
        assert!(chosen("2026-08-12T23:00", "Nowhere", NOW).is_err());
        assert!(chosen("soon", "UTC", NOW).is_err());
    }
}
