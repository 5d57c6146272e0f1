//! Every IANA zone and every change of its clocks from 2020 to 2037.

use std::sync::LazyLock;

use chrono::{DateTime, Duration, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::slots::{
    Answer, PlaceQuestion, Slot, Why, both_clocks, clock_changes, place_between, read,
};

const FROM_S: i64 = 1_577_836_800; // 2020-01-01
const TO_S: i64 = 2_145_916_800; // 2038-01-01

struct Change {
    zone: Tz,
    /// The first second with the new offset.
    at_s: i64,
    before_s: i32,
    after_s: i32,
}

fn offset(zone: Tz, at_s: i64) -> i32 {
    let utc = DateTime::from_timestamp(at_s, 0).unwrap().naive_utc();
    zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()
}

/// Looked for in steps of five days, then by halves.
fn changes_of(zone: Tz) -> Vec<Change> {
    let mut found = Vec::new();
    let mut at = FROM_S;
    let mut offset_here = offset(zone, at);
    while at < TO_S {
        let next = (at + 5 * 86_400).min(TO_S);
        let offset_next = offset(zone, next);
        if offset_next != offset_here {
            let (mut low, mut high) = (at, next);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(zone, middle) == offset_here {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            found.push(Change {
                zone,
                at_s: high,
                before_s: offset_here,
                after_s: offset_next,
            });
        }
        (at, offset_here) = (next, offset_next);
    }
    found
}

static CHANGES: LazyLock<Vec<Change>> =
    LazyLock::new(|| TZ_VARIANTS.iter().copied().flat_map(changes_of).collect());

/// Wall time at the change, as the clock before it (or after it) shows.
fn wall(at_s: i64, offset_s: i32) -> NaiveDateTime {
    let utc = DateTime::from_timestamp(at_s, 0).unwrap().naive_utc();
    utc + Duration::seconds(offset_s.into())
}

fn written(start: NaiveDateTime, end: NaiveDateTime) -> String {
    format!("{}-{}", start.format("%Y-%m-%d %H:%M"), end.format("%H:%M"))
}

#[test]
fn there_are_many_changes() {
    assert!(CHANGES.len() > 5_000, "{}", CHANGES.len());
}

#[test]
fn a_skipped_wall_time_is_refused_and_named() {
    for (position, change) in CHANGES
        .iter()
        .enumerate()
        .filter(|(_, change)| change.after_s > change.before_s)
    {
        let skipped = change.after_s - change.before_s;
        let inside =
            wall(change.at_s, change.before_s) + Duration::minutes(i64::from(skipped / 120));
        let end = inside + Duration::days(2);
        let refused = place_between(inside, end, change.zone).unwrap_err();
        let PlaceQuestion::DoesNotExist { gap, .. } = &refused else {
            panic!("{inside} in {}: {refused:?}", change.zone);
        };
        let true_gap = (
            wall(change.at_s, change.before_s),
            wall(change.at_s, change.after_s),
        );
        assert_eq!(*gap, true_gap, "{}", change.zone);
        assert!(refused.sentence().contains("does not exist"));
        let as_end = place_between(inside - Duration::days(2), inside, change.zone);
        assert!(matches!(as_end, Err(PlaceQuestion::DoesNotExist { .. })));
        if position % 7 == 0 && skipped < 86_400 {
            let text = written(inside, inside + Duration::minutes(5));
            let now_ms = (change.at_s - 3 * 86_400) * 1_000;
            let reading = read(&text, change.zone, now_ms, None);
            assert!(reading.slots.is_empty(), "{text} in {}", change.zone);
            let [question] = &reading.questions[..] else {
                panic!("{text} in {}: {reading:?}", change.zone);
            };
            let codes = ["does_not_exist", "which_midnight"];
            assert!(
                codes.contains(&question.why.code()),
                "{text} in {}: {question:?}",
                change.zone
            );
        }
    }
}

#[test]
fn a_wall_time_that_comes_twice_is_asked() {
    for (position, change) in CHANGES
        .iter()
        .enumerate()
        .filter(|(_, change)| change.after_s < change.before_s)
    {
        let repeated = change.before_s - change.after_s;
        let inside =
            wall(change.at_s, change.after_s) + Duration::minutes(i64::from(repeated / 120));
        let end = inside + Duration::days(2);
        let asked = place_between(inside, end, change.zone).unwrap_err();
        let PlaceQuestion::HappensTwice { earlier, later, .. } = asked else {
            panic!("{inside} in {}: {asked:?}", change.zone);
        };
        let apart = later.0.unwrap().start_ms - earlier.0.unwrap().start_ms;
        assert_eq!(apart, i64::from(repeated) * 1_000, "{}", change.zone);
        assert_eq!(
            (earlier.1, later.1),
            (change.before_s / 60, change.after_s / 60)
        );
        if position % 7 == 0 {
            let text = written(inside, inside + Duration::minutes(5));
            let now_ms = (change.at_s - 3 * 86_400) * 1_000;
            let reading = read(&text, change.zone, now_ms, None);
            assert!(reading.slots.is_empty(), "{text} in {}", change.zone);
            let [question] = &reading.questions[..] else {
                panic!("{text} in {}: {reading:?}", change.zone);
            };
            if let Why::HappensTwice { .. } = question.why {
                assert_eq!(question.answers.len(), 2, "{text} in {}", change.zone);
            }
        }
    }
}

#[test]
fn elsewhere_wall_and_instant_are_one_to_one() {
    for change in CHANGES.iter() {
        for days in [-9, 9] {
            let start_s = change.at_s + days * 86_400;
            let end_s = start_s + 3_600;
            let slot = place_between(
                wall(start_s, offset(change.zone, start_s)),
                wall(end_s, offset(change.zone, end_s)),
                change.zone,
            );
            let Ok(slot) = slot else {
                // Only another change of the same zone may stand there.
                let near = CHANGES.iter().any(|other| {
                    other.zone == change.zone && (other.at_s - start_s).abs() < 3 * 86_400
                });
                assert!(near, "{} {start_s}: {slot:?}", change.zone);
                continue;
            };
            assert_eq!(
                (slot.start_ms, slot.end_ms),
                (start_s * 1_000, end_s * 1_000)
            );
        }
    }
}

#[test]
fn a_slot_over_a_change_has_its_true_length() {
    for change in CHANGES
        .iter()
        .filter(|change| (change.after_s - change.before_s).abs() <= 7_200)
    {
        let start = wall(change.at_s - 6 * 3_600, change.before_s);
        let end = wall(change.at_s + 6 * 3_600, change.after_s);
        if let Ok(slot) = place_between(start, end, change.zone) {
            assert_eq!(slot.minutes(), 12 * 60, "{}", change.zone);
        }
    }
}

#[test]
fn both_clocks_show_what_the_zones_show() {
    for (change, other) in CHANGES.iter().step_by(11).zip(TZ_VARIANTS.iter().cycle()) {
        let slot = Slot {
            start_ms: (change.at_s - 1_800) * 1_000,
            end_ms: (change.at_s + 1_800) * 1_000,
        };
        let clocks = both_clocks(slot, change.zone, *other);
        for (shown, zone) in [
            (&clocks.candidate, change.zone),
            (&clocks.recruiter, *other),
        ] {
            let start = zone
                .timestamp_millis_opt(slot.start_ms)
                .unwrap()
                .naive_local();
            let end = zone
                .timestamp_millis_opt(slot.end_ms)
                .unwrap()
                .naive_local();
            assert_eq!(shown.start_date.and_time(shown.start_time), start);
            assert_eq!(shown.end_date.and_time(shown.end_time), end);
        }
        let apart = offset(*other, change.at_s - 1_800) / 60
            - offset(change.zone, change.at_s - 1_800) / 60;
        assert_eq!(clocks.apart_minutes, apart);
    }
}

#[test]
fn clock_changes_are_all_and_only_the_changes() {
    let neighbours = TZ_VARIANTS.iter().zip(TZ_VARIANTS.iter().skip(97));
    for (one, other) in neighbours.step_by(5).filter(|(one, other)| one != other) {
        let mut expected: Vec<(i64, Tz)> = CHANGES
            .iter()
            .filter(|change| change.zone == *one || change.zone == *other)
            // Seconds of an offset are no change of the minutes a clock shows.
            .filter(|change| change.before_s / 60 != change.after_s / 60)
            .map(|change| (change.at_s * 1_000, change.zone))
            .collect();
        let mut found: Vec<(i64, Tz)> = clock_changes(FROM_S * 1_000, TO_S * 1_000, *one, *other)
            .iter()
            .map(|change| (change.at_ms, change.zone))
            .collect();
        let key = |change: &(i64, Tz)| (change.0, change.1.name());
        expected.sort_by_key(key);
        found.sort_by_key(key);
        assert_eq!(found, expected, "{one} {other}");
    }
}

#[test]
fn every_answer_about_a_repeated_hour_is_a_true_slot() {
    let zone = Tz::Europe__Berlin;
    let now_ms = zone
        .with_ymd_and_hms(2026, 10, 20, 9, 0, 0)
        .unwrap()
        .timestamp_millis();
    let reading = read("25 Oct 02:15-03:30", zone, now_ms, None);
    let lengths: Vec<i64> = reading.questions[0]
        .answers
        .iter()
        .map(|answer| match answer {
            Answer::Slots { slots, .. } => slots[0].minutes(),
            Answer::Day { .. } => 0,
        })
        .collect();
    assert_eq!(lengths, [135, 75]);
}
