//! JobTwine's notes, all of our own making: no real one was ever seen.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};

use super::super::{NoteReading, Patterns, read};
use crate::evidence::{Confidence, Fact};
use crate::ids::UserId;
use crate::interview::{NotedTime, Outcome, Round};
use crate::model::{Note, NoteField};
use crate::vendor::{Vendor, VendorSetup};

mod bookings;
mod columns;
mod corpus;
mod feedback;
mod traps;
mod unseen;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::builtin().unwrap());
const VENDOR: &str = "jobtwine-user";
/// Sunday, 2 August 2026, 09:00 UTC.
const WRITTEN: i64 = 1_785_661_200_000;

fn setup() -> VendorSetup {
    VendorSetup {
        note_authors: vec![VENDOR.into()],
        hosts: vec!["app.jobtwine.com".to_owned()],
        ..VendorSetup::unset(Vendor::JobTwine)
    }
}

fn read_by(text: &str, author: Option<&str>) -> NoteReading {
    let note = Note {
        id: "note".into(),
        opportunity: "opportunity".into(),
        author: author.map(UserId::from),
        secret: false,
        created_at_ms: WRITTEN,
        deleted_at_ms: None,
        fields: vec![NoteField {
            value: text.to_owned(),
            author: author.map(UserId::from),
            created_at_ms: WRITTEN,
            score: None,
        }],
    };
    read(&note, &setup(), &PATTERNS)
}

fn facts(text: &str) -> Vec<Fact> {
    match read_by(text, Some(VENDOR)) {
        NoteReading::Read { facts, confidence } => {
            assert_eq!(confidence, Confidence::Proven);
            facts
        }
        _ => Vec::new(),
    }
}

fn when(time: Option<&NotedTime>) -> String {
    match time {
        None => "-".to_owned(),
        Some(NotedTime::Unsure { why, .. }) => format!("{why:?}"),
        Some(NotedTime::Sure {
            at_ms,
            offset_minutes,
            ..
        }) => DateTime::from_timestamp_millis(*at_ms)
            .unwrap()
            .with_timezone(&FixedOffset::east_opt(offset_minutes * 60).unwrap())
            .format("%m-%dT%H:%M%:z")
            .to_string(),
    }
}

fn numbered(round: &Round) -> String {
    round
        .number
        .map_or_else(String::new, |number| format!(" R{number}"))
}

/// The reading in a line, for tables.
fn told(text: &str) -> String {
    let lines: Vec<String> = facts(text).iter().map(one).collect();
    if lines.is_empty() {
        "unread".to_owned()
    } else {
        lines.join(" + ")
    }
}

fn one(fact: &Fact) -> String {
    match fact {
        Fact::SlotsWanted { url, round } => format!(
            "slots_wanted{}{}",
            if url.is_some() { " link" } else { "" },
            numbered(round)
        ),
        Fact::SlotsGiven { round } => format!("slots_given{}", numbered(round)),
        Fact::Scheduled { at, round, .. } => {
            format!("scheduled {}{}", when(at.as_ref()), numbered(round))
        }
        Fact::Rescheduled { to, round, .. } => {
            format!("rescheduled {}{}", when(to.as_ref()), numbered(round))
        }
        Fact::InterviewCancelled { by, round } => {
            format!("cancelled {by:?}{}", numbered(round))
        }
        Fact::NoShow { who, round } => format!("no_show {who:?}{}", numbered(round)),
        Fact::InterviewHeld { round } => format!("held{}", numbered(round)),
        Fact::FeedbackIn { feedback, round } => format!(
            "feedback {}{}{}",
            match feedback.outcome {
                Some(Outcome::StronglyRecommended) => "strong",
                Some(Outcome::GoodFit) => "fit",
                Some(Outcome::NotRecommended) => "not",
                None => "-",
            },
            if feedback.sections.is_empty() {
                String::new()
            } else {
                format!(" {}s", feedback.sections.len())
            },
            numbered(round)
        ),
        Fact::InviteFailed { code } => format!("invite_failed {code:?}"),
        Fact::AwaitingRounds => "awaiting_rounds".to_owned(),
        Fact::Expired => "expired".to_owned(),
        other => format!("{other:?}"),
    }
}

fn assert_table(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(expected, text)| (expected, told(text), text))
        .filter(|(expected, found, _)| *expected != found)
        .map(|(expected, found, text)| format!("{found}  INSTEAD OF  {expected}:\n    {text}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} wrong\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

fn assert_all(expected: &str, texts: &[&str]) {
    let rows: Vec<(&str, &str)> = texts.iter().map(|text| (expected, *text)).collect();
    assert_table(&rows);
}
