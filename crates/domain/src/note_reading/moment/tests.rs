use chrono::{DateTime, FixedOffset};
use proptest::prelude::*;

use super::moments;
use crate::interview::{NotedTime, UnsureTime};

/// Sunday, 2 August 2026, 09:00 UTC.
const WRITTEN: i64 = 1_785_661_200_000;

fn first(text: &str) -> NotedTime {
    let found = moments(text, Some(WRITTEN));
    assert!(!found.is_empty(), "nothing found in {text:?}");
    found[0].time.clone()
}

fn rfc3339(time: &NotedTime) -> String {
    match time {
        NotedTime::Sure {
            at_ms,
            offset_minutes,
            ..
        } => {
            let offset = FixedOffset::east_opt(offset_minutes * 60).unwrap();
            DateTime::from_timestamp_millis(*at_ms)
                .unwrap()
                .with_timezone(&offset)
                .to_rfc3339()
        }
        NotedTime::Unsure { why, .. } => format!("{why:?}"),
    }
}

#[test]
fn styles_that_say_it_all() {
    for (text, expected) in [
        ("2026-08-10T17:00:00+05:30", "2026-08-10T17:00:00+05:30"),
        ("2026-08-10T17:00:00.000Z", "2026-08-10T17:00:00+00:00"),
        ("2026-08-10T17:00:00-05:00", "2026-08-10T17:00:00-05:00"),
        ("2026-08-10 17:00 UTC", "2026-08-10T17:00:00+00:00"),
        ("10 Aug 2026 at 17:00 CEST", "2026-08-10T17:00:00+02:00"),
        ("10 Dec 2026 at 17:00 CET", "2026-12-10T17:00:00+01:00"),
        (
            "Mon, Aug 10, 2026, 05:00 PM (UTC+05:30)",
            "2026-08-10T17:00:00+05:30",
        ),
        (
            "Mon, Aug 10, 2026, 05:00 PM IST (Asia/Kolkata)",
            "2026-08-10T17:00:00+05:30",
        ),
        (
            "Tuesday 11 August, 5pm (Europe/Berlin)",
            "2026-08-11T17:00:00+02:00",
        ),
        ("10.08.2026 17:00 Uhr MESZ", "2026-08-10T17:00:00+02:00"),
        (
            "Montag, den 10. August 2026 um 17.30 Uhr (Europe/Berlin)",
            "2026-08-10T17:30:00+02:00",
        ),
        (
            "lundi 10 août 2026 à 17h30 (Europe/Paris)",
            "2026-08-10T17:30:00+02:00",
        ),
        (
            "5:30 PM EDT on Monday, August 10, 2026",
            "2026-08-10T17:30:00-04:00",
        ),
        (
            "August 10th, 2026 from 5 to 6 pm PDT",
            "2026-08-10T17:00:00-07:00",
        ),
        (
            "10 August 2026, 17:00–18:00 GMT+2",
            "2026-08-10T17:00:00+02:00",
        ),
        ("10-Aug-2026 1700 hrs UTC", "2026-08-10T17:00:00+00:00"),
        (
            "Date: 10 August 2026\nTime: 5:00 p.m.\nTime zone: Europe/London",
            "2026-08-10T17:00:00+01:00",
        ),
        (
            "Tuesday, 08/11/2026 5:00 PM UTC",
            "2026-08-11T17:00:00+00:00",
        ),
        ("08/25/2026 5:00 PM UTC", "2026-08-25T17:00:00+00:00"),
        (
            "Mon, Aug 10, 2026, 05:00 PM IST (11:30 UTC)",
            "2026-08-10T11:30:00+00:00",
        ),
        (
            "Aug 10, 2026 11:00 PM Berlin time",
            "2026-08-10T23:00:00+02:00",
        ),
        ("Aug 10, 2026, 12:00 AM UTC", "2026-08-10T00:00:00+00:00"),
        ("tomorrow at 5 pm UTC", "2026-08-03T17:00:00+00:00"),
        ("Mon 10 Aug, 11–12 pm UTC", "2026-08-10T11:00:00+00:00"),
        ("10 Aug '26, 17:00 UTC", "2026-08-10T17:00:00+00:00"),
    ] {
        assert_eq!(rfc3339(&first(text)), expected, "{text}");
    }
}

#[test]
fn what_is_not_certain_says_why() {
    use UnsureTime as Why;
    for (text, why) in [
        ("Mon, Aug 10, 2026, 05:00 PM IST", Why::AmbiguousZone),
        ("Mon, Aug 10, 2026, 05:00 PM CST", Why::AmbiguousZone),
        ("10 Aug 2026 at 17:00 BST", Why::AmbiguousZone),
        ("10 Aug 2026 at 17:00 CET", Why::ZoneOutOfSeason),
        ("10.08.2026 17:00 Uhr", Why::NoZone),
        ("08/11/2026 5:00 PM UTC", Why::AmbiguousDay),
        ("10 Aug 2026 at 5:00 UTC", Why::AmbiguousHour),
        ("10 Feb, 17:00 UTC", Why::NoYear),
        ("at 17:00 UTC", Why::NoDate),
        ("Friday at 17:00 UTC", Why::NoDate),
        ("on 10 August 2026.", Why::NoTime),
        ("Tuesday, 10 August 2026, 17:00 UTC", Why::Contradiction),
        ("31 June 2026, 17:00 UTC", Why::Contradiction),
        ("tomorrow at 5 pm", Why::NoZone),
        ("29 March 2026, 02:30 (Europe/Berlin)", Why::ClockChange),
        ("25 October 2026, 02:30 (Europe/Berlin)", Why::ClockChange),
        ("10 Aug 2026, 17:00 UTC / 17:00 EDT", Why::Contradiction),
    ] {
        match first(text) {
            NotedTime::Unsure { why: found, .. } => assert_eq!(found, why, "{text}"),
            sure => panic!("{text}: {}", rfc3339(&sure)),
        }
    }
}

#[test]
fn numbers_that_are_no_times() {
    for text in [
        "Coding: 4/5 - clear",
        "3 out of 5",
        "Round 2 may change",
        "80%",
        "available 24/7",
        "version 2.5",
        "R2 of 3",
        "it lasts 1 h",
        "He has 10 years of experience",
        "45 minutes",
    ] {
        assert_eq!(moments(text, Some(WRITTEN)), [], "{text}");
    }
}

#[test]
fn two_moments_stay_two() {
    let found = moments(
        "from 10 Aug 2026 17:00 UTC to 12 Aug 2026 18:00 UTC",
        Some(WRITTEN),
    );
    let both: Vec<String> = found.iter().map(|one| rfc3339(&one.time)).collect();
    assert_eq!(
        both,
        ["2026-08-10T17:00:00+00:00", "2026-08-12T18:00:00+00:00"]
    );
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(\\PC|\\n|[0-9]{1,4}|[:/.,+-]| pm | Aug |UTC){0,40}", at in any::<i64>()) {
        for found in moments(&text, Some(at)) {
            prop_assert!(found.start < found.end && text.get(found.start..found.end).is_some());
        }
    }

    #[test]
    fn an_exact_time_is_read_back_from_every_style(
        minutes in 0i64..3 * 365 * 24 * 60,
        style in 0usize..6,
        offset in (-11i32..=13).prop_map(|hours| hours * 60 + 30 * (hours % 2)),
    ) {
        let zone = FixedOffset::east_opt(offset * 60).unwrap();
        let at = DateTime::from_timestamp_millis(WRITTEN + minutes * 60_000).unwrap().with_timezone(&zone);
        let text = at.format([
            "%Y-%m-%dT%H:%M:%S%:z", "%a, %b %d, %Y, %I:%M %p UTC%:z", "%d.%m.%Y %H:%M Uhr (UTC%:z)",
            "%A %-d %B %Y at %H:%M GMT%:z", "%H:%M UTC%:z on %B %-d, %Y", "%d-%b-%Y, %I:%M %p %:z",
        ][style]).to_string();
        let found = first(&format!("The interview is on {text}. See you."));
        prop_assert_eq!(found.at_ms(), Some(at.timestamp_millis()), "{}", text);
    }
}
