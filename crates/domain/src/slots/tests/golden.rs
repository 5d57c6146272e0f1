//! Lines as candidates write them, each with the slots and the questions a careful reader would give.

use chrono::{Duration, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use crate::slots::{Reading, read, zone_named};

const LINES: &str = include_str!("../../../golden/slots.tsv");

struct Line {
    text: String,
    zone: Tz,
    now_ms: i64,
    minutes: Option<u32>,
    /// Start, end, zone.
    slots: Vec<(i64, i64, Tz)>,
    /// Words, code.
    questions: Vec<(String, String)>,
}

fn instant(wall: NaiveDateTime, zone: Tz) -> i64 {
    zone.from_local_datetime(&wall).unwrap().timestamp_millis()
}

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// `2026-10-26 09:00-10:30 Europe/Berlin`; an end that is not after the start is on the next day.
fn slot(text: &str) -> (i64, i64, Tz) {
    let [date, times, zone] = text.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{text}");
    };
    let zone = zone_named(zone).unwrap();
    let (start, end) = times.split_once('-').unwrap();
    let start = wall(&format!("{date} {start}"));
    let mut end = wall(&format!("{date} {end}"));
    if end <= start {
        end += Duration::days(1);
    }
    (instant(start, zone), instant(end, zone), zone)
}

fn lines() -> impl Iterator<Item = Line> {
    LINES.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, zone, now, minutes, text, slots, questions] = fields[..] else {
            panic!("{line}");
        };
        let zone = zone_named(zone).unwrap();
        let list = |field: &str| -> Vec<String> {
            let entries = field.split("; ").filter(|entry| !entry.is_empty());
            entries.map(str::to_owned).collect()
        };
        Line {
            text: text.replace("\\n", "\n").replace("\\r", "\r"),
            zone,
            now_ms: instant(wall(&now.replace('T', " ")), zone),
            minutes: minutes.parse().ok(),
            slots: list(slots).iter().map(|entry| slot(entry)).collect(),
            questions: list(questions)
                .iter()
                .map(|entry| {
                    let (words, code) = entry.rsplit_once(" = ").unwrap();
                    (words.to_owned(), code.to_owned())
                })
                .collect(),
        }
    })
}

type Told = (Vec<(i64, i64, Tz)>, Vec<(String, String)>);

fn told(reading: &Reading) -> Told {
    (
        reading
            .slots
            .iter()
            .map(|found| (found.slot.start_ms, found.slot.end_ms, found.zone))
            .collect(),
        reading
            .questions
            .iter()
            .map(|question| (question.text.clone(), question.why.code().to_owned()))
            .collect(),
    )
}

fn words((start, end, zone): &(i64, i64, Tz)) -> String {
    let shown = |at: i64| zone.timestamp_millis_opt(at).unwrap().naive_local();
    format!(
        "{}-{} {}",
        shown(*start).format("%Y-%m-%d %H:%M"),
        shown(*end).format("%H:%M"),
        zone.name()
    )
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "a miss is told with its line, also when enough lines are right"
)]
fn what_people_write_is_read_as_they_mean_it() {
    let (mut exact, mut total, mut silently_wrong) = (0, 0, 0);
    let mut misses = String::new();
    for line in lines() {
        total += 1;
        let reading = read(&line.text, line.zone, line.now_ms, line.minutes);
        let (slots, questions) = told(&reading);
        // The same instants in another zone of the same clock are the same slot.
        let instants = |slots: &[(i64, i64, Tz)]| -> Vec<(i64, i64)> {
            slots.iter().map(|slot| (slot.0, slot.1)).collect()
        };
        let wrong = instants(&slots)
            .iter()
            .any(|slot| !instants(&line.slots).contains(slot));
        silently_wrong += usize::from(wrong);
        if instants(&slots) == instants(&line.slots) && questions == line.questions {
            exact += 1;
            continue;
        }
        let show = |slots: &[(i64, i64, Tz)]| slots.iter().map(words).collect::<Vec<_>>();
        misses += &format!(
            "{}{:?}\n   expected {:?} {:?}\n   read     {:?} {:?}\n",
            if wrong { "WRONG " } else { "" },
            line.text,
            show(&line.slots),
            line.questions,
            show(&slots),
            questions
        );
    }
    println!("{misses}{exact} of {total} exact, {silently_wrong} silently wrong");
    assert!(total >= 330, "{total} lines");
    assert_eq!(silently_wrong, 0, "silently wrong:\n{misses}");
    assert!(exact * 100 >= total * 95, "{exact} of {total}:\n{misses}");
}
