use proptest::prelude::*;

use super::*;
use crate::view::SlotAnswer;

/// Tuesday 20 October 2026, 09:42 in London: 04:42 in Chicago, 10:42 in Berlin.
const NOW_MS: i64 = 1_792_485_720_000;

const PASTED: &str = "Hi Marta! I could do Mon 26 9–10:30am, Tue 27th 1pm to 3pm, or Wed 28 between 4 and 5:30. Thu 29 \
                      morning also works. Fri 30 8–9am?";

fn clocks(candidate: Tz, recruiter: Tz) -> Clocks {
    Clocks {
        candidate: Some(candidate),
        recruiter,
        now_ms: NOW_MS,
        minutes: 60,
    }
}

fn home() -> Clocks {
    clocks(Tz::America__Chicago, Tz::Europe__Lisbon)
}

fn pasted(text: &str) -> SlotDraft {
    SlotDraft {
        text: text.to_owned(),
        zone: "America/Chicago".to_owned(),
        confirmed: true,
        ..SlotDraft::default()
    }
}

fn drawn(id: u32, date: &str, start_minute: u32, end_minute: u32) -> DrawnSlot {
    DrawnSlot {
        id,
        date: date.to_owned(),
        start_minute,
        end_minute,
    }
}

fn read_at_home(draft: &SlotDraft) -> SlotReading {
    reading(draft, &SlotWeekChoice::default(), &home())
}

/// `2026-10-26 540-630 | 2026-10-26 840-930`
fn times(reading: &SlotReading) -> Vec<String> {
    let wall = |wall: &SlotWall| format!("{} {}-{}", wall.date, wall.start_minute, wall.end_minute);
    reading
        .slots
        .iter()
        .map(|line| {
            format!(
                "{} | {}",
                wall(&line.times.candidate),
                wall(&line.times.recruiter)
            )
        })
        .collect()
}

fn words_at(text: &str, span: &SlotSpan) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap()
}

#[test]
fn a_pasted_mail_becomes_slots_on_two_clocks_and_a_question() {
    let read = read_at_home(&pasted(PASTED));
    let all = times(&read);
    for expected in [
        "2026-10-26 540-630 | 2026-10-26 840-930",
        "2026-10-27 780-900 | 2026-10-27 1080-1200",
        "2026-10-30 480-540 | 2026-10-30 780-840",
    ] {
        assert!(
            all.iter().any(|one| one == expected),
            "{expected} in {all:?}"
        );
    }
    assert!(
        read.questions
            .iter()
            .any(|one| one.words.contains("morning")),
        "{:?}",
        read.questions
    );
    let numbers: Vec<u32> = read.slots.iter().map(|line| line.number).collect();
    assert_eq!(
        numbers,
        (1..=u32::try_from(all.len()).unwrap()).collect::<Vec<_>>()
    );
    for span in read
        .spans
        .iter()
        .filter(|span| span.kind == SlotSpanKind::Found)
    {
        let words = words_at(PASTED, span);
        assert!(
            read.slots
                .iter()
                .any(|line| line.words.as_deref() == Some(&words)),
            "{words}"
        );
    }
    assert_eq!(read.obstacles, Vec::<String>::new());
    assert_eq!(read.text.lines().count(), all.len());
}

#[test]
fn an_answer_makes_a_slot_and_leaving_out_makes_none() {
    let mut draft = pasted(PASTED);
    let question = read_at_home(&draft)
        .questions
        .into_iter()
        .find(|one| one.words.contains("morning"))
        .unwrap();
    let before = read_at_home(&draft).slots.len();
    let place = question
        .answers
        .iter()
        .position(|one| !one.slots.is_empty())
        .unwrap();
    draft.answers = vec![SlotAnswer {
        question: question.key.clone(),
        choice: Some(u32::try_from(place).unwrap()),
    }];
    let answered = read_at_home(&draft);
    let line = answered
        .slots
        .iter()
        .find(|line| line.question.as_ref() == Some(&question.key))
        .unwrap();
    assert_eq!(line.times, question.answers[place].slots[0]);
    assert!(answered.slots.len() > before);

    draft.answers[0].choice = None;
    let without = read_at_home(&draft);
    assert_eq!(without.slots.len(), before);
    assert!(!without.questions.iter().any(|one| one.key == question.key));
    assert!(
        without
            .spans
            .iter()
            .any(|span| span.kind == SlotSpanKind::LeftOut)
    );
}

#[test]
fn what_was_taken_out_stays_out_while_the_text_grows() {
    let mut draft = pasted("Mon 26 9–10:30am");
    draft.left_out = vec![read_at_home(&draft).slots[0].key.clone()];
    assert_eq!(read_at_home(&draft).slots, Vec::new());
    draft.text = "Hello, how about Mon 26 9–10:30am or Tue 27 1pm to 3pm?".to_owned();
    let read = read_at_home(&draft);
    assert_eq!(times(&read), ["2026-10-27 780-900 | 2026-10-27 1080-1200"]);
}

#[test]
fn nothing_is_sent_in_a_zone_that_nobody_confirmed() {
    let mut draft = pasted(PASTED);
    draft.confirmed = false;
    assert_eq!(read_at_home(&draft).obstacles, ["zone_unconfirmed"]);
    let unknown = reading(
        &draft,
        &SlotWeekChoice::default(),
        &Clocks {
            candidate: None,
            ..home()
        },
    );
    assert_eq!(unknown.obstacles, ["no_slots", "zone_unknown"]);
    assert_eq!((unknown.slots.len(), unknown.spans.len()), (0, 0));
}

#[test]
fn what_is_wrong_is_named_at_its_slot() {
    let mut draft = pasted("");
    draft.drawn = vec![
        drawn(1, "2026-10-26", 540, 630),
        drawn(2, "2026-10-26", 600, 660),
        drawn(3, "2026-10-27", 540, 570),
        drawn(4, "2026-10-19", 540, 600),
        // Clocks go forward on 8 November 2026 nowhere; in Chicago they skip 02:00–03:00 on 14 March 2027.
        drawn(5, "2027-03-14", 135, 240),
        drawn(6, "tomorrow", 0, 60),
    ];
    let read = read_at_home(&draft);
    let mut codes: Vec<(&str, &str)> = read
        .findings
        .iter()
        .map(|one| (one.key.as_str(), one.code.as_str()))
        .collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            ("drawn-2", "overlaps"),
            ("drawn-3", "too_short"),
            ("drawn-4", "past"),
            ("drawn-5", "cannot_be_placed"),
            ("drawn-6", "cannot_be_placed"),
        ]
    );
    assert_eq!(read.obstacles, ["findings"]);
    assert!(read.findings.iter().all(|one| one.sentence.ends_with('.')));
}

#[test]
fn a_drawn_slot_over_midnight_keeps_its_day() {
    let mut draft = pasted("");
    draft.drawn = vec![drawn(1, "2026-10-26", 23 * 60, 25 * 60)];
    assert_eq!(
        times(&read_at_home(&draft)),
        ["2026-10-26 1380-1500 | 2026-10-27 240-360"]
    );
}

#[test]
fn the_week_says_how_far_apart_the_clocks_are_and_why() {
    let read = read_at_home(&pasted(PASTED));
    let days: Vec<&str> = read.week.days.iter().map(|day| day.date.as_str()).collect();
    assert_eq!(
        days,
        [
            "2026-10-26",
            "2026-10-27",
            "2026-10-28",
            "2026-10-29",
            "2026-10-30"
        ]
    );
    assert_eq!(read.week.apart_minutes, 300);
    assert_eq!(read.week.before.as_deref(), Some("2026-10-19"));
    assert_eq!(read.week.after, "2026-11-02");
    let seven = &read.week.hours[7];
    assert_eq!(
        (seven.candidate.as_str(), seven.recruiter.as_str()),
        ("07:00", "12:00")
    );
    let told: Vec<_> = read
        .changes
        .iter()
        .map(|one| {
            (
                one.city.as_str(),
                one.date.as_str(),
                one.change_minutes,
                one.before_day,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Lisbon", "2026-10-25", -60, Some(0)),
            ("Chicago", "2026-11-01", -60, None)
        ]
    );
    assert_eq!(read.changes[0].before_minutes, 360);
}

#[test]
fn clocks_that_change_together_are_no_news() {
    let choice = SlotWeekChoice {
        date: Some("2026-10-26".to_owned()),
        weekend: true,
    };
    let europe = clocks(Tz::Europe__Berlin, Tz::Europe__Lisbon);
    let read = reading(&pasted(""), &choice, &europe);
    assert_eq!(read.changes, Vec::new());
    assert_eq!(read.week.days.len(), 7);
    let india = reading(
        &pasted(""),
        &choice,
        &clocks(Tz::Asia__Kolkata, Tz::America__Chicago),
    );
    assert_eq!(india.week.hours[9].recruiter, "22:30");
}

#[test]
fn a_change_stands_before_the_day_it_comes_before() {
    let choice = SlotWeekChoice {
        date: Some("2026-10-21".to_owned()),
        weekend: true,
    };
    // Lisbon changes on Sunday at 01:00, which is Saturday evening in Chicago.
    let read = reading(&pasted(""), &choice, &home());
    assert_eq!(read.changes[0].before_day, Some(6));
    let apart: Vec<i32> = read.week.days.iter().map(|day| day.apart_minutes).collect();
    assert_eq!(apart, [360, 360, 360, 360, 360, 360, 300]);
}

#[test]
fn days_gone_and_hours_gone_are_shown() {
    let choice = SlotWeekChoice {
        date: Some("2026-10-20".to_owned()),
        weekend: false,
    };
    let week = reading(&pasted(""), &choice, &home()).week;
    let past: Vec<u32> = week.days.iter().map(|day| day.past_minutes).collect();
    assert_eq!(past, [1440, 3 * 60 + 42, 0, 0, 0]);
    assert_eq!(week.before, None);
}

proptest! {
    #[test]
    fn drawing_says_what_was_drawn(day in 1_u32..29, start in 0_u32..95, length in 1_u32..30) {
        let date = format!("2026-12-{day:02}");
        let mut draft = pasted("");
        draft.drawn = vec![drawn(7, &date, start * 15, (start + length) * 15)];
        let read = read_at_home(&draft);
        let wall = &read.slots[0].times.candidate;
        prop_assert_eq!(wall, &SlotWall { date, start_minute: start * 15, end_minute: (start + length) * 15 });
        let minutes = (read.slots[0].times.end_ms - read.slots[0].times.start_ms) / 60_000;
        prop_assert_eq!(minutes, i64::from(length * 15));
    }

    #[test]
    fn every_slot_is_the_same_instant_on_both_clocks(text in "(mon|tue|wed|thu|fri) ([1-9]|1[0-9]|2[0-9]) ?(nov)? [1-9](am|pm) (to|-) [1-9](am|pm)[ ,.é🙂]{0,3}") {
        let read = read_at_home(&pasted(&text));
        for line in &read.slots {
            let midnight = |wall: &SlotWall| {
                let date: NaiveDate = wall.date.parse().unwrap();
                date.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
            };
            let offset = |wall: &SlotWall| (midnight(wall) + i64::from(wall.start_minute) * 60_000 - line.times.start_ms) / 60_000;
            prop_assert!([-300, -360].contains(&offset(&line.times.candidate)));
            prop_assert!([0, 60].contains(&offset(&line.times.recruiter)));
        }
        for pair in read.spans.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
        for span in &read.spans {
            prop_assert!(!words_at(&text, span).is_empty());
        }
    }

    #[test]
    fn no_text_and_no_draft_breaks_it(text in ".{0,120}", date in ".{0,12}", start in any::<u32>(), end in any::<u32>()) {
        let mut draft = pasted(&text);
        draft.drawn = vec![drawn(1, &date, start, end)];
        let choice = SlotWeekChoice { date: Some(date), weekend: false };
        let read = reading(&draft, &choice, &home());
        prop_assert!(read.week.days.len() >= 5);
    }
}
