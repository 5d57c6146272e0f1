//! Dates as the vendor's notes, mails and pages write them: in ten styles and many zones, since the real ones were never
//! published. The portal's own style is the first.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::interview::Slot;
pub(crate) use crate::partner::zones::ZONES;

/// How many styles there are.
pub(crate) const STYLES: usize = 10;

/// The start of `slot` in style `style` (0 to 9) and IANA zone `zone` (UTC where it is none).
pub(crate) fn written(slot: Slot, style: usize, zone: &str) -> String {
    let tz: Tz = zone.parse().unwrap_or(Tz::UTC);
    let at = |ms: i64| {
        DateTime::<Utc>::from_timestamp_millis(ms)
            .unwrap_or_default()
            .with_timezone(&tz)
    };
    let start = at(slot.start);
    match style {
        0 => start.format("%a, %b %-d, %Y, %I:%M %p %Z").to_string(),
        1 => format!("{} ({zone})", start.format("%Y-%m-%d %H:%M")),
        2 => start.format("%-d %B %Y at %H:%M %Z").to_string(),
        3 => start.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        4 => start.format("%d.%m.%Y, %H:%M (UTC%:z)").to_string(),
        5 => start.format("%m/%d/%Y %-I:%M %p %Z").to_string(),
        // Without the year, as people write.
        6 => start.format("%A %-d %b, %H:%M UTC%:z").to_string(),
        7 => format!("{} {zone}", start.format("%d/%m/%Y %H:%M")),
        8 => format!(
            "{}–{}",
            start.format("%a %-d %b %Y, %H:%M"),
            at(slot.end).format("%H:%M %Z")
        ),
        _ => format!(
            "{} / {} UTC",
            start.format("%b %-d, %Y, %I:%M %p %Z"),
            start.with_timezone(&Utc).format("%I:%M %p")
        ),
    }
}

/// A wall-clock time as a browser sends it (`2026-08-10T17:00`), in an IANA zone, as Unix milliseconds. Of a time that
/// happens twice, the first.
///
/// # Errors
/// A sentence: no such form, no such zone, or a time that the clocks skip.
pub(crate) fn read(text: &str, zone: &str) -> Result<i64, String> {
    let tz: Tz = zone
        .parse()
        .map_err(|_| format!("{zone} is no time zone; write it like Europe/Berlin"))?;
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S"))
        .map_err(|_| format!("{text} is no date and time; write it like 2026-08-10T17:00"))?;
    match tz.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.timestamp_millis()),
        LocalResult::None => Err(format!(
            "the clocks in {zone} skip {text}; choose a time before or after"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{STYLES, Slot, read, written};

    const START: i64 = 1_786_361_400_000; // 2026-08-10 11:30 UTC
    const SLOT: Slot = Slot {
        start: START,
        end: START + 3_600_000,
    };

    #[test]
    fn each_style_writes_the_same_moment_its_own_way() {
        let all: Vec<String> = (0..STYLES)
            .map(|style| written(SLOT, style, "Asia/Kolkata"))
            .collect();
        assert_eq!(
            all,
            [
                "Mon, Aug 10, 2026, 05:00 PM IST",
                "2026-08-10 17:00 (Asia/Kolkata)",
                "10 August 2026 at 17:00 IST",
                "2026-08-10T17:00:00+05:30",
                "10.08.2026, 17:00 (UTC+05:30)",
                "08/10/2026 5:00 PM IST",
                "Monday 10 Aug, 17:00 UTC+05:30",
                "10/08/2026 17:00 Asia/Kolkata",
                "Mon 10 Aug 2026, 17:00–18:00 IST",
                "Aug 10, 2026, 05:00 PM IST / 11:30 AM UTC",
            ]
        );
    }

    #[test]
    fn a_wall_clock_time_is_read_in_its_zone() {
        assert_eq!(read("2026-08-10T17:00", "Asia/Kolkata"), Ok(START));
        assert_eq!(read("2026-08-10T13:30:00", "Europe/Berlin"), Ok(START));
        // Twice that night in Berlin: the first, still summer time.
        assert_eq!(
            read("2026-10-25T02:30", "Europe/Berlin"),
            Ok(1_792_888_200_000)
        );
        assert!(
            read("2026-03-29T02:30", "Europe/Berlin")
                .unwrap_err()
                .contains("skip")
        );
        assert!(read("tomorrow", "Europe/Berlin").is_err());
        assert!(read("2026-08-10T17:00", "IST").is_err());
    }
}
