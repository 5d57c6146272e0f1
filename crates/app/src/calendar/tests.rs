//! Files are read back by two parsers that know nothing of each other or of the writer.

use calcard::common::IanaString;
use calcard::icalendar::ICalendar;
use chrono::NaiveDateTime;

use super::*;

const STAMP_MS: i64 = 1_792_670_400_000;
const STARTS_MS: i64 = 1_792_756_800_000;

fn entry(opportunity: &str, name: &str) -> Entry {
    Entry {
        key: JourneyKey {
            opportunity: opportunity.into(),
            vendor: Vendor::JobTwine,
            round: 2,
            attempt: 1,
        },
        told: Told {
            sequence: 3,
            starts_ms: STARTS_MS,
            length_minutes: Some(45),
            cancelled: false,
        },
        name: Some(name.to_owned()),
        posting: Some("Data Engineer; Billing, Payroll".to_owned()),
        round_name: Some("Data modelling".to_owned()),
        interviewer: Some("D. R.".to_owned()),
        page: Some("https://hire.lever.co/candidates/1".to_owned()),
    }
}

/// One event as a parser reads it: properties by name, unescaped.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    uid: String,
    summary: String,
    description: String,
    status: String,
    sequence: u32,
    starts: String,
    ends: String,
    stamp: String,
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => {}
            },
            (other, false) => plain.push(other),
        }
    }
    plain
}

/// As `ical` reads it: lines and values, escapes left in.
fn by_ical(file: &str) -> (String, Vec<Read>) {
    let calendar = ical::IcalParser::new(file.as_bytes())
        .next()
        .unwrap()
        .unwrap();
    let value = |properties: &[ical::property::Property], name: &str| {
        let found: Vec<String> = properties
            .iter()
            .filter(|one| one.name == name)
            .map(|one| one.value.clone().unwrap_or_default())
            .collect();
        assert_eq!(found.len(), 1, "{name}");
        unescaped(&found[0])
    };
    let events = calendar
        .events
        .iter()
        .map(|event| {
            let of = |name| value(&event.properties, name);
            Read {
                uid: of("UID"),
                summary: of("SUMMARY"),
                description: of("DESCRIPTION"),
                status: of("STATUS"),
                sequence: of("SEQUENCE").parse().unwrap(),
                starts: of("DTSTART"),
                ends: of("DTEND"),
                stamp: of("DTSTAMP"),
            }
        })
        .collect();
    (value(&calendar.properties, "METHOD"), events)
}

/// As `calcard` reads it: typed, escapes resolved, then written in its own way.
fn by_calcard(file: &str) -> (String, Vec<Read>) {
    use calcard::icalendar::{ICalendarComponentType, ICalendarProperty as P, ICalendarValue as V};
    let parsed = ICalendar::parse(file).unwrap();
    let text = |value: &V| match value {
        V::Text(text) => text.clone(),
        V::Integer(number) => number.to_string(),
        V::Status(status) => status.as_str().to_owned(),
        V::Method(method) => method.as_str().to_owned(),
        V::PartialDateTime(time) => {
            let (y, m, d) = (time.year.unwrap(), time.month.unwrap(), time.day.unwrap());
            let (h, min, s) = (
                time.hour.unwrap(),
                time.minute.unwrap(),
                time.second.unwrap(),
            );
            assert_eq!((time.tz_hour, time.tz_minute), (Some(0), Some(0)), "UTC");
            format!("{y:04}{m:02}{d:02}T{h:02}{min:02}{s:02}Z")
        }
        other => panic!("{other:?}"),
    };
    let value = |component: &calcard::icalendar::ICalendarComponent, property: P| {
        let entry = component
            .entries
            .iter()
            .find(|entry| entry.name == property)
            .unwrap_or_else(|| panic!("{property:?}"));
        text(entry.values.first().unwrap())
    };
    let of_type = |kind: ICalendarComponentType| {
        parsed
            .components
            .iter()
            .filter(move |component| component.component_type == kind)
    };
    let calendar = of_type(ICalendarComponentType::VCalendar).next().unwrap();
    let events = of_type(ICalendarComponentType::VEvent)
        .map(|event| Read {
            uid: value(event, P::Uid),
            summary: value(event, P::Summary),
            description: value(event, P::Description),
            status: value(event, P::Status),
            sequence: value(event, P::Sequence).parse().unwrap(),
            starts: value(event, P::Dtstart),
            ends: value(event, P::Dtend),
            stamp: value(event, P::Dtstamp),
        })
        .collect();
    (value(calendar, P::Method), events)
}

/// What both parsers read, once they agree.
fn read(file: &str) -> (String, Vec<Read>) {
    let first = by_ical(file);
    assert_eq!(first, by_calcard(file));
    first
}

fn ms(text: &str) -> i64 {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ")
        .unwrap()
        .and_utc()
        .timestamp_millis()
}

#[test]
fn two_parsers_read_what_was_meant() {
    let hostile = "Ana; \"Prova\", d\\Arc\r\nBEGIN:VALARM\u{7} 😀 ليلى عبد النور نجم الصحراء 김하늘별 Wilhelmina Konstantinidou";
    let (method, events) = read(&file(&[entry("o1", hostile)], STAMP_MS));
    assert_eq!(method, "PUBLISH");
    let [event] = events.try_into().unwrap();
    assert_eq!(
        event.summary,
        "Interview, Ana; \"Prova\", d\\Arc BEGIN:VALARM 😀 ليلى عبد النور نجم الصحراء 김하늘별 Wilhelmina Konstantinidou, Data Engineer; Billing, Payroll"
    );
    assert_eq!(
        event.description,
        "JobTwine, round 2: Data modelling\nInterviewer: D. R."
    );
    assert_eq!((event.status.as_str(), event.sequence), ("CONFIRMED", 3));
    assert_eq!(ms(&event.starts), STARTS_MS);
    assert_eq!(ms(&event.ends), STARTS_MS + 45 * 60_000);
    assert_eq!(ms(&event.stamp), STAMP_MS);
}

#[test]
fn a_name_of_the_interview_stays_and_says_nothing() {
    let named = |entry: &Entry| {
        read(&file(std::slice::from_ref(entry), STAMP_MS))
            .1
            .remove(0)
            .uid
    };
    let first = entry("opportunity-of-ana", "Ana");
    let mut moved = first.clone();
    moved.told.starts_ms += 3_600_000;
    moved.told.sequence += 1;
    moved.name = Some("Ana Prova".to_owned());
    assert_eq!(named(&first), named(&moved));
    assert!(!named(&first).contains("ana"));
    let mut others: Vec<Entry> = vec![first.clone(), first.clone(), first.clone(), first.clone()];
    others[0].key.opportunity = "another".into();
    others[1].key.round = 1;
    others[2].key.attempt = 2;
    others[3].key.vendor = Vendor::MyInterview;
    let mut names: Vec<String> = others.iter().chain([&first]).map(named).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5);
}

#[test]
fn a_cancellation_says_so_alone_and_among_others() {
    let mut off = entry("o1", "Ana");
    off.told.cancelled = true;
    off.name = None;
    let (method, events) = read(&file(std::slice::from_ref(&off), STAMP_MS));
    assert_eq!(method, "CANCEL");
    assert_eq!(events[0].status, "CANCELLED");
    assert_eq!(
        events[0].summary,
        "Cancelled: Interview, Data Engineer; Billing, Payroll"
    );

    let (method, events) = read(&file(&[off, entry("o2", "Ben")], STAMP_MS));
    assert_eq!(method, "PUBLISH");
    let statuses: Vec<&str> = events.iter().map(|event| event.status.as_str()).collect();
    assert_eq!(statuses, ["CANCELLED", "CONFIRMED"]);
}

#[test]
fn an_assumed_length_says_that_it_is_assumed() {
    let mut unknown = entry("o1", "Ana");
    unknown.told.length_minutes = None;
    let (_, events) = read(&file(&[unknown], STAMP_MS));
    assert_eq!(ms(&events[0].ends), STARTS_MS + 60 * 60_000);
    assert!(events[0].description.ends_with("60 minutes are assumed."));
}

#[test]
fn lines_are_folded_between_letters() {
    for length in 0..160 {
        let name = format!("{}{}", "a".repeat(length), "名".repeat(60));
        let written = file(&[entry("o1", &name)], STAMP_MS);
        assert!(written.ends_with("END:VCALENDAR\r\n"));
        for line in written.split("\r\n") {
            assert!(line.len() <= 75, "{} octets", line.len());
            assert!(!line.contains(['\r', '\n']));
        }
        assert!(read(&written).1[0].summary.contains(&name));
    }
}
