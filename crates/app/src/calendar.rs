//! Calendar files (RFC 5545, RFC 5546): one event per interview, under a name that stays the same when it is moved.

use chrono::{DateTime, Utc};
use fulcrum_domain::agenda::Told;
use fulcrum_domain::journey::JourneyKey;
use fulcrum_domain::vendor::Vendor;
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};
use sha2::{Digest, Sha256};

/// Assumed where nobody said how long an interview takes, minutes. The event says so.
const ASSUMED_MINUTES: u32 = 60;

/// Octets of a content line without its line break.
const LINE: usize = 75;

/// What a calendar is told about one interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: JourneyKey,
    pub(crate) told: Told,
    /// The candidate's name; `None`: gone from here, which only a cancellation can be.
    pub(crate) name: Option<String>,
    pub(crate) posting: Option<String>,
    pub(crate) round_name: Option<String>,
    pub(crate) interviewer: Option<String>,
    /// Lever's page of the candidate, behind Lever's own sign-in.
    pub(crate) page: Option<String>,
}

/// A whole file. A single interview that was called off is a cancellation; everything else is published, with each
/// event's own status. `stamp_ms`: now.
pub(crate) fn file(entries: &[Entry], stamp_ms: i64) -> String {
    let method = match entries {
        [only] if only.told.cancelled => "CANCEL",
        _ => "PUBLISH",
    };
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Fulcrum//Interviews//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    for entry in entries {
        if let Some(event) = event(entry, stamp_ms) {
            calendar.push(event);
        }
    }
    folded(&calendar.to_string())
}

/// Folds content lines anew (RFC 5545, section 3.1), within a word wherever there is one: some readers take a space beside
/// the fold for a part of it, and two words become one.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / LINE);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (mut rest, mut room) = (line, LINE);
        while rest.len() > room {
            let fits = |(at, _): &(usize, char)| (1..=room).contains(at);
            let within_a_word = |(at, letter): &(usize, char)| {
                *letter != ' ' && !rest.get(..*at).is_some_and(|before| before.ends_with(' '))
            };
            let places = || rest.char_indices().filter(fits);
            let place = places()
                .rfind(within_a_word)
                .or_else(|| places().next_back());
            let Some((now, later)) = place.and_then(|(at, _)| rest.split_at_checked(at)) else {
                break;
            };
            folded.push_str(now);
            folded.push_str("\r\n ");
            (rest, room) = (later, LINE - 1);
        }
        folded.push_str(rest);
        folded.push_str("\r\n");
    }
    folded
}

fn event(entry: &Entry, stamp_ms: i64) -> Option<Event> {
    let minutes = entry.told.length_minutes.unwrap_or(ASSUMED_MINUTES);
    let ends_ms = entry
        .told
        .starts_ms
        .saturating_add(i64::from(minutes) * 60_000);
    let mut event = Event::new();
    event
        .uid(&uid(&entry.key))
        .timestamp(utc(stamp_ms)?)
        .starts(utc(entry.told.starts_ms)?)
        .ends(utc(ends_ms)?)
        .sequence(entry.told.sequence)
        // Calendars are often shared; who interviews where is nobody else's business.
        .class(Class::Private)
        .status(if entry.told.cancelled {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        })
        .summary(&summary(entry))
        .description(&description(entry));
    if let Some(page) = &entry.page {
        event.url(page);
    }
    Some(event.done())
}

fn utc(at_ms: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(at_ms)
}

/// The interview's name for calendars: a digest, because calendars copy it to places that should learn no ids.
fn uid(key: &JourneyKey) -> String {
    let vendor = vendor_name(key.vendor);
    let named = format!(
        "{}\n{vendor}\n{}\n{}",
        key.opportunity, key.round, key.attempt
    );
    let digest = hex::encode(Sha256::digest(named.as_bytes()));
    format!("{}@fulcrum", digest.get(..32).unwrap_or(&digest))
}

fn summary(entry: &Entry) -> String {
    let who = entry.name.as_deref().map(line).unwrap_or_default();
    let posting = entry.posting.as_deref().map(line).unwrap_or_default();
    let parts: Vec<&str> = ["Interview", &who, &posting]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let summary = parts.join(", ");
    if entry.told.cancelled {
        format!("Cancelled: {summary}")
    } else {
        summary
    }
}

fn description(entry: &Entry) -> String {
    let vendor = vendor_name(entry.key.vendor);
    let mut lines = vec![match &entry.round_name {
        Some(name) => format!("{vendor}, round {}: {}", entry.key.round, line(name)),
        None => format!("{vendor}, round {}", entry.key.round),
    }];
    if let Some(interviewer) = &entry.interviewer {
        lines.push(format!("Interviewer: {}", line(interviewer)));
    }
    if entry.told.length_minutes.is_none() {
        lines.push(format!(
            "{vendor} did not say how long it takes: {ASSUMED_MINUTES} minutes are assumed."
        ));
    }
    lines.join("\n")
}

fn vendor_name(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::MyInterview => "myInterview",
        Vendor::JobTwine => "JobTwine",
    }
}

/// Text of strangers as one line: RFC 5545 allows no control characters.
fn line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
