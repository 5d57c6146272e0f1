//! Places, checks, both clocks and the printed shape; and what holds for any text at all.

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use proptest::prelude::*;

use crate::slots::{
    Slot, SlotProblem, both_clocks, check, clock_changes, place, read, to_command_line, zone_named,
};

fn at(zone: Tz, text: &str) -> i64 {
    let wall = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    zone.from_local_datetime(&wall).unwrap().timestamp_millis()
}

fn slot(start: &str, end: &str) -> Slot {
    Slot {
        start_ms: at(Tz::UTC, start),
        end_ms: at(Tz::UTC, end),
    }
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

#[test]
fn a_gap_is_named() {
    let date = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
    let refused = place(date, time(2, 30), time(3, 30), Tz::Europe__Berlin).unwrap_err();
    assert_eq!(
        refused.sentence(),
        "02:30 does not exist on 29 March in Berlin: clocks go from 02:00 to 03:00."
    );
}

#[test]
fn a_repeated_hour_names_both_offsets() {
    let date = NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
    let asked = place(date, time(2, 30), time(3, 30), Tz::Europe__Berlin).unwrap_err();
    assert_eq!(
        asked.sentence(),
        "02:30 comes twice on 25 October in Berlin: first at UTC+02:00, then at UTC+01:00."
    );
}

#[test]
fn a_slot_over_a_change_counts_true_minutes() {
    let date = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
    let placed = place(date, time(1, 0), time(4, 0), Tz::Europe__Berlin).unwrap();
    assert_eq!(placed.minutes(), 120);
}

#[test]
fn the_list_is_checked() {
    let now_ms = at(Tz::UTC, "2026-10-22 09:00");
    let slots = [
        slot("2026-10-21 09:00", "2026-10-21 10:00"),
        slot("2026-10-26 09:00", "2026-10-26 10:00"),
        slot("2026-10-26 09:30", "2026-10-26 10:30"),
        slot("2026-10-26 09:00", "2026-10-26 10:00"),
        slot("2026-10-27 09:00", "2026-10-27 09:30"),
        slot("2026-10-28 10:00", "2026-10-28 09:00"),
        slot("2028-10-28 10:00", "2028-10-28 11:00"),
        slot("2026-10-26 10:30", "2026-10-26 11:30"),
    ];
    let found: Vec<(usize, SlotProblem)> = check(&slots, Tz::UTC, now_ms, 60)
        .into_iter()
        .map(|finding| (finding.slot, finding.problem))
        .collect();
    assert_eq!(
        found,
        [
            (0, SlotProblem::Past),
            (2, SlotProblem::Overlaps { with: 1 }),
            (3, SlotProblem::Duplicate { of: 1 }),
            (
                4,
                SlotProblem::TooShort {
                    minutes: 30,
                    minimum_minutes: 60
                }
            ),
            (5, SlotProblem::EndsBeforeItStarts),
            (6, SlotProblem::TooFarAhead),
        ]
    );
}

#[test]
fn two_walls_can_show_two_days() {
    let clocks = both_clocks(
        slot("2026-10-26 23:30", "2026-10-27 00:30"),
        Tz::America__Chicago,
        Tz::Asia__Tokyo,
    );
    assert_eq!(clocks.candidate.text, "Mon 26 Oct 18:30–19:30");
    assert_eq!(clocks.recruiter.text, "Tue 27 Oct 08:30–09:30");
    assert_eq!((clocks.days_apart, clocks.apart_minutes), (1, 14 * 60));
}

#[test]
fn the_week_between_two_changes_is_told() {
    let changes = clock_changes(
        at(Tz::UTC, "2026-10-20 00:00"),
        at(Tz::UTC, "2026-11-05 00:00"),
        Tz::America__Chicago,
        Tz::Europe__Lisbon,
    );
    let told: Vec<_> = changes
        .iter()
        .map(|change| {
            (
                change.zone,
                change.apart_before_minutes,
                change.apart_after_minutes,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Tz::Europe__Lisbon, 360, 300),
            (Tz::America__Chicago, 300, 360),
        ]
    );
}

#[test]
fn the_command_line_prints_the_offset_of_the_zone_read() {
    let now_ms = at(Tz::Asia__Kolkata, "2026-11-22 20:00");
    let reading = read(
        "Tue 24 Nov 3-4pm PT, maybe Wed 3-4pm PT",
        Tz::Asia__Kolkata,
        now_ms,
        None,
    );
    let printed = serde_json::to_value(to_command_line(&reading)).unwrap();
    assert_eq!(
        printed,
        serde_json::json!({
            "slots": [{"start": "2026-11-24T15:00:00-08:00", "end": "2026-11-24T16:00:00-08:00"}],
            "questions": [{"text": "Wed 3-4pm PT", "why": "This was offered only as a maybe."}],
        })
    );
}

#[test]
fn a_zone_that_is_nearly_right_is_suggested() {
    assert_eq!(zone_named("europe/berlin").unwrap(), Tz::Europe__Berlin);
    let unknown = zone_named("Europe/Berln").unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "“Europe/Berln” is no IANA time zone, did you mean Europe/Berlin?"
    );
    assert_eq!(
        zone_named("Berlin").unwrap_err().nearest.as_deref(),
        Some("Europe/Berlin")
    );
    assert_eq!(zone_named("Nowhere/Land").unwrap_err().nearest, None);
}

#[test]
fn a_long_text_is_read_whole() {
    let now_ms = at(Tz::UTC, "2026-10-22 09:00");
    for line in [
        "Mon 26 9-10am works, ",
        "1-2-3-4-5 ",
        "(Mon or ",
        "9 ",
        "+1 555 ",
        "Oct 27, 28, ",
        "> \n",
    ] {
        let text = line.repeat(100_000 / line.len());
        read(&text, Tz::UTC, now_ms, Some(60));
    }
}

/// Fragments that meet each other in every order.
fn fragments() -> impl Strategy<Value = String> {
    let words = [
        "Mon",
        "Tue 27",
        "27 Oct",
        "10/11",
        "the 3rd",
        "9-10am",
        "3pm",
        "13:00-15:00",
        "between 4 and 5:30",
        "11pm-1am",
        "noon",
        "PT",
        "IST",
        "UTC+2",
        "(",
        ")",
        ",",
        "or",
        "and",
        "-",
        "\n",
        ". ",
        "not",
        "maybe",
        "next",
        "tomorrow",
        "morning",
        "after",
        "for an hour",
        "Uhr",
        "à",
        "14h",
        "+1 555 010 0100",
        "é",
        "🙂",
        "next week",
        "until",
        "9",
        "31",
        "2026",
        ":",
        "/",
        "but",
        "can't",
        "works",
        "May",
        "half past",
        "> ",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..14)
        .prop_map(|words| words.join(" "))
}

fn holds(text: &str, zone: Tz, now_ms: i64, minutes: Option<u32>) {
    let reading = read(text, zone, now_ms, minutes);
    let spans = reading
        .slots
        .iter()
        .map(|found| found.span)
        .chain(reading.questions.iter().map(|question| question.span));
    for (start, end) in spans {
        assert!(
            text.get(start..end).is_some_and(|words| !words.is_empty()),
            "{text:?} {start}..{end}"
        );
    }
    for found in &reading.slots {
        assert!(found.slot.start_ms < found.slot.end_ms, "{text:?}");
        assert!(found.slot.start_ms > now_ms, "{text:?} is in the past");
    }
    let ordered = |spans: Vec<usize>| spans.windows(2).all(|pair| pair[0] <= pair[1]);
    assert!(
        ordered(reading.slots.iter().map(|found| found.span.0).collect()),
        "{text:?}"
    );
    assert!(
        ordered(
            reading
                .questions
                .iter()
                .map(|question| question.span.0)
                .collect()
        ),
        "{text:?}"
    );
    for question in &reading.questions {
        assert!(question.answers.len() <= 9);
        assert!(!question.why.sentence().is_empty());
    }
}

proptest! {
    #[test]
    fn any_string_is_read_without_harm(text in "\\PC{0,80}", now in 1_500_000_000_000i64..2_200_000_000_000) {
        holds(&text, Tz::Europe__Berlin, now, Some(45));
    }

    #[test]
    fn any_words_are_read_without_harm(text in fragments(), now in 1_500_000_000_000i64..2_200_000_000_000, zone in 0..chrono_tz::TZ_VARIANTS.len()) {
        holds(&text, chrono_tz::TZ_VARIANTS[zone], now, None);
        holds(&text, chrono_tz::TZ_VARIANTS[zone], now, Some(60));
    }
}
