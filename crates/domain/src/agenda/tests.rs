use chrono::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::vendor::Vendor;

const ZONES: [Tz; 4] = [
    Tz::Europe__Berlin,
    Tz::America__Los_Angeles,
    Tz::Asia__Kolkata,
    Tz::Pacific__Kiritimati,
];

fn at(zone: Tz, day: u32, hour: u32, minute: u32) -> i64 {
    zone.with_ymd_and_hms(2026, 10, day, hour, minute, 0)
        .unwrap()
        .timestamp_millis()
}

fn interview(opportunity: &str, starts_ms: i64) -> Appointment {
    Appointment {
        starts_ms,
        key: JourneyKey {
            opportunity: opportunity.into(),
            vendor: Vendor::JobTwine,
            round: 1,
            attempt: 1,
        },
        length_minutes: Some(60),
        cancelled: false,
    }
}

fn who(day: &Day) -> Vec<&str> {
    day.appointments
        .iter()
        .map(|one| one.key.opportunity.as_str())
        .collect()
}

#[test]
fn days_are_the_persons_own() {
    // Thursday, 22 October 2026. Half past midnight in Kolkata is still Wednesday in Berlin.
    let kolkata = Tz::Asia__Kolkata;
    let now = at(kolkata, 22, 12, 0);
    let early = interview("early", at(kolkata, 22, 0, 30));
    let standing = |zone| {
        days(std::slice::from_ref(&early), zone, now)
            .first()
            .unwrap()
            .standing
    };
    assert_eq!(standing(kolkata), DayStanding::Today);
    assert_eq!(standing(Tz::Europe__Berlin), DayStanding::Past);
}

#[test]
fn this_week_stays_and_what_was_before_goes() {
    let zone = Tz::Europe__Berlin;
    let all = [
        interview("friday", at(zone, 23, 9, 0)),
        interview("sunday before", at(zone, 18, 23, 59)),
        interview("monday", at(zone, 19, 0, 0)),
        interview("later today", at(zone, 22, 17, 0)),
        interview("earlier today", at(zone, 22, 8, 0)),
        // The clocks go back on the 25th; the day after is still a day of its own.
        interview("monday after", at(zone, 26, 0, 0)),
    ];
    let found = days(&all, zone, at(zone, 22, 12, 0));
    let shown: Vec<(DayStanding, Vec<&str>)> =
        found.iter().map(|day| (day.standing, who(day))).collect();
    assert_eq!(
        shown,
        [
            (DayStanding::Past, vec!["monday"]),
            (DayStanding::Today, vec!["earlier today", "later today"]),
            (DayStanding::Ahead, vec!["friday"]),
            (DayStanding::Ahead, vec!["monday after"]),
        ]
    );
}

#[test]
fn a_cancelled_interview_is_shown_and_not_counted() {
    let zone = Tz::Europe__Berlin;
    let now = at(zone, 22, 12, 0);
    let mut off = interview("off", at(zone, 22, 14, 0));
    off.cancelled = true;
    let all = [off, interview("on", at(zone, 22, 15, 0))];
    assert_eq!(count_today(&all, zone, now), 1);
    assert_eq!(who(days(&all, zone, now).first().unwrap()), ["off", "on"]);
}

#[test]
fn a_calendar_hears_of_changes_once() {
    let first = interview("a", 1_000);
    let told = tell(None, &first);
    assert_eq!(told.sequence, 0);
    assert_eq!(tell(Some(&told), &first), told);

    let mut moved = first.clone();
    moved.starts_ms = 2_000;
    let told_moved = tell(Some(&told), &moved);
    assert_eq!((told_moved.sequence, told_moved.starts_ms), (1, 2_000));

    // Back to the first time is a change again: the calendar knows the second one.
    let told_back = tell(Some(&told_moved), &first);
    assert_eq!(told_back.sequence, 2);

    let mut off = first.clone();
    off.cancelled = true;
    assert_eq!(tell(Some(&told_back), &off).sequence, 3);
}

fn some_appointments(now_ms: i64) -> impl Strategy<Value = Vec<Appointment>> {
    let month = 31 * 24 * 60 * 60_000_i64;
    prop::collection::vec(
        (0..5_u8, -month..month, any::<bool>()).prop_map(move |(who, offset, cancelled)| {
            Appointment {
                cancelled,
                ..interview(&format!("o{who}"), now_ms + offset)
            }
        }),
        0..24,
    )
}

const NOW_MS: i64 = 1_792_670_400_000;

proptest! {
    #[test]
    fn order_and_repeats_do_not_matter(
        mut all in some_appointments(NOW_MS),
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let forward = days(&all, zone, NOW_MS);
        all.reverse();
        let repeated: Vec<Appointment> = all.iter().chain(&all).cloned().collect();
        prop_assert_eq!(forward, days(&repeated, zone, NOW_MS));
    }

    #[test]
    fn nothing_to_come_is_lost_and_days_ascend(
        all in some_appointments(NOW_MS),
        zone in prop::sample::select(ZONES.to_vec()),
    ) {
        let found = days(&all, zone, NOW_MS);
        prop_assert!(found.is_sorted_by(|a, b| a.date < b.date && a.standing <= b.standing));
        for day in &found {
            prop_assert!(!day.appointments.is_empty());
            prop_assert!(day.appointments.is_sorted());
        }
        let shown: Vec<&Appointment> = found.iter().flat_map(|day| &day.appointments).collect();
        for one in all.iter().filter(|one| one.starts_ms >= NOW_MS) {
            prop_assert!(shown.contains(&one));
        }
        // At most six days of the week are over.
        let oldest = NOW_MS - 7 * 24 * 60 * 60_000;
        prop_assert!(shown.iter().all(|one| one.starts_ms >= oldest));
    }

    #[test]
    fn sequences_never_go_back(times in prop::collection::vec((0..3_i64, any::<bool>()), 1..12)) {
        let mut told: Option<Told> = None;
        for (time, cancelled) in times {
            let now = Appointment { cancelled, ..interview("a", time) };
            let next = tell(told.as_ref(), &now);
            if let Some(told) = told {
                let same = (told.starts_ms, told.cancelled) == (now.starts_ms, now.cancelled);
                prop_assert_eq!(next.sequence, told.sequence + u32::from(!same));
            }
            told = Some(next);
        }
    }
}
