use chrono::{TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{Activity, Snooze, SnoozeChoice, Until, day_began_ms, snooze_choices, until};
use crate::sample::{DAY, MINUTE, NOW};

fn at(zone: &str, y: i32, m: u32, d: u32, h: u32, min: u32) -> i64 {
    let zone: Tz = zone.parse().unwrap();
    zone.with_ymd_and_hms(y, m, d, h, min, 0)
        .unwrap()
        .timestamp_millis()
}

fn calm(now_ms: i64) -> Activity {
    Activity {
        now_ms,
        results: 1,
        noted_ms: Some(NOW),
        changed_ms: NOW,
    }
}

fn time(choice: SnoozeChoice, now_ms: i64, zone: &str) -> Option<i64> {
    match until(choice, &calm(now_ms), zone)? {
        Until::Time { at_ms } => Some(at_ms),
        other => panic!("{other:?}"),
    }
}

#[test]
fn offers_what_a_recruiter_means() {
    let zone = "Europe/Lisbon";
    // A Wednesday morning.
    let now = at(zone, 2026, 10, 21, 10, 41);
    let choices = snooze_choices(now, zone);
    assert_eq!(
        choices,
        [
            (SnoozeChoice::Afternoon, Some(at(zone, 2026, 10, 21, 15, 0))),
            (SnoozeChoice::Tomorrow, Some(at(zone, 2026, 10, 22, 9, 0))),
            // The clocks go back in between.
            (SnoozeChoice::NextWeek, Some(at(zone, 2026, 10, 26, 9, 0))),
            (SnoozeChoice::Result, None),
            (SnoozeChoice::Note, None),
            (SnoozeChoice::Quiet, None),
        ]
    );
    for (choice, at_ms) in choices {
        if at_ms.is_some() {
            assert_eq!(time(choice, now, zone), at_ms);
        }
    }
    let late = at(zone, 2026, 10, 21, 15, 0);
    assert_eq!(snooze_choices(late, zone)[0].0, SnoozeChoice::Tomorrow);
    assert_eq!(until(SnoozeChoice::Afternoon, &calm(late), zone), None);
    // On a Monday, next week is the next Monday.
    assert_eq!(
        time(SnoozeChoice::NextWeek, at(zone, 2026, 10, 26, 0, 5), zone),
        Some(at(zone, 2026, 11, 2, 9, 0))
    );
    assert_eq!(
        time(SnoozeChoice::Hour, late, zone),
        Some(late + 60 * MINUTE)
    );
}

#[test]
fn a_day_begins_when_the_clocks_say_so() {
    let lisbon = "Europe/Lisbon";
    assert_eq!(
        day_began_ms(at(lisbon, 2026, 10, 25, 12, 0), lisbon),
        at(lisbon, 2026, 10, 25, 0, 0)
    );
    // Midnight does not exist on this day.
    let skipped = day_began_ms(
        at("America/Santiago", 2026, 9, 6, 12, 0),
        "America/Santiago",
    );
    assert_eq!(skipped, at("America/Santiago", 2026, 9, 6, 1, 0));
    assert_eq!(
        day_began_ms(NOW, "Nowhere/City"),
        Utc.timestamp_millis_opt(NOW)
            .unwrap()
            .date_naive()
            .and_hms_opt(0, 0, 0)
            .unwrap()
            .and_utc()
            .timestamp_millis()
    );
}

#[test]
fn ends_when_it_happens() {
    let snooze = |until| Snooze {
        version: "1".to_owned(),
        since_ms: NOW,
        until,
    };
    let before = calm(NOW);
    let result = snooze(until(SnoozeChoice::Result, &before, "UTC").unwrap());
    assert!(!result.ended(&calm(NOW + 99 * DAY)));
    assert!(result.ended(&Activity {
        results: 2,
        ..before
    }));

    let note = snooze(until(SnoozeChoice::Note, &before, "UTC").unwrap());
    assert!(!note.ended(&calm(NOW + 99 * DAY)));
    assert!(note.ended(&Activity {
        noted_ms: Some(NOW + 1),
        ..before
    }));
    let first_note = snooze(Until::Note { known_ms: None });
    assert!(first_note.ended(&before));

    let quiet = snooze(until(SnoozeChoice::Quiet, &before, "UTC").unwrap());
    assert!(!quiet.ended(&calm(NOW + 3 * DAY - 1)));
    assert!(quiet.ended(&calm(NOW + 3 * DAY)));
    let stirred = Activity {
        changed_ms: NOW + DAY,
        ..calm(NOW + 3 * DAY)
    };
    assert!(!quiet.ended(&stirred));
    assert_eq!(quiet.ends_at_ms(&stirred), Some(NOW + 4 * DAY));
}

proptest! {
    #[test]
    fn a_time_is_ahead_and_on_the_seats_clock(
        now in 1_700_000_000_000i64..1_900_000_000_000,
        name in prop::sample::select(vec![
            "UTC", "Europe/Lisbon", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia",
        ]),
    ) {
        let zone: Tz = name.parse().unwrap();
        let mut before = now;
        for (choice, at_ms) in snooze_choices(now, name) {
            let Some(at_ms) = at_ms else { continue };
            prop_assert!(at_ms > now);
            prop_assert!(at_ms - now <= 8 * DAY);
            // In the menu's order; on a Sunday the two mornings are the same.
            prop_assert!(at_ms >= before);
            before = at_ms;
            let local = Utc.timestamp_millis_opt(at_ms).unwrap().with_timezone(&zone);
            let hour = if choice == SnoozeChoice::Afternoon { 15 } else { 9 };
            prop_assert_eq!((local.hour(), local.minute()), (hour, 0));
        }
        let began = day_began_ms(now, name);
        prop_assert!(began <= now && now - began < 25 * 60 * MINUTE);
    }
}
