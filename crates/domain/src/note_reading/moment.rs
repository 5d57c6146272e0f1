//! Days and times in a note, in the styles people and programs write them. A result is an instant or says why it is none;
//! nothing is guessed that could put an interview an hour or a month off.

mod date;
mod resolve;
mod time;
pub(super) mod token;
mod zone;

use chrono::{DateTime, Utc};

use crate::interview::NotedTime;
use token::{Token, tokens};

/// A day, a time, or both, with where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Byte range in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) time: NotedTime,
}

/// Words that may stand between a day and its time.
const BETWEEN: &[&str] = &[
    "t", "at", "um", "a", "the", "from", "von", "de", "between", "kl", "den", "am", "on", "time",
    "uhrzeit", "heure", "hora", "zeit", "start", "starts", "starting", "begins", "beginn", "las",
    "le", "el", "ab", "of", "when", "date", "slot", "and", "day", "duration", "local", "alle",
    "il",
];

/// All moments of `text`, in order, overlapping none. `written_at_ms`: when the note was written, for years that are left
/// out and for "tomorrow"; without it these stay unsure.
pub(super) fn moments(text: &str, written_at_ms: Option<i64>) -> Vec<Moment> {
    let written = written_at_ms.and_then(DateTime::<Utc>::from_timestamp_millis);
    let tokens = tokens(text);
    let general = zone::labelled(&tokens, text);
    let parts = parts(&tokens, text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let joined = parts.get(at + 1).filter(|next| joins(&tokens, part, next));
        let (date, clock, used) = match (part, joined) {
            (Part::Date(date), Some(Part::Clock(clock))) => (Some(date), Some(clock), 2),
            (Part::Clock(clock), Some(Part::Date(date))) => (Some(date), Some(clock), 2),
            (Part::Date(date), _) => (Some(date), None, 1),
            (Part::Clock(clock), _) => (None, Some(clock), 1),
        };
        // "5:00 PM IST (11:30 UTC)": the second clock settles what the first leaves open.
        let mut used = used;
        let mut second = None;
        if clock.is_some()
            && let Some(last) = parts.get(at + used - 1)
            && let Some(next @ Part::Clock(other)) = parts.get(at + used)
            && joins_aside(&tokens, last, next)
        {
            second = Some(other);
            used += 1;
        }
        let ends = parts.get(at..at + used).unwrap_or_default();
        let start = ends.iter().map(|one| one.span(&tokens).0).min();
        let end = ends.iter().map(|one| one.span(&tokens).1).max();
        if let (Some(start), Some(end)) = (start, end) {
            let as_written = text.get(start..end).unwrap_or_default().trim();
            let time = resolve::resolve(&resolve::Read {
                date,
                clock,
                second,
                general: general.as_ref(),
                written,
                as_written,
            });
            found.push(Moment { start, end, time });
        }
        at += used;
    }
    found
}

#[derive(Clone, Debug)]
enum Part {
    Date(date::Day),
    Clock(time::Clock),
}

impl Part {
    fn range(&self) -> (usize, usize) {
        match self {
            Self::Date(date) => (date.from, date.to),
            Self::Clock(clock) => (clock.from, clock.to),
        }
    }

    fn span(&self, tokens: &[Token]) -> (usize, usize) {
        let (from, to) = self.range();
        let start = tokens.get(from).map_or(0, |token| token.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| tokens.get(last))
            .map_or(start, |token| token.end);
        (start, end)
    }
}

fn parts(tokens: &[Token], text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(day) = date::day(tokens, at, text) {
            at = day.to.max(at + 1);
            parts.push(Part::Date(day));
        } else if let Some(clock) = time::clock(tokens, at, text) {
            at = clock.to.max(at + 1);
            parts.push(Part::Clock(clock));
        } else {
            at += 1;
        }
    }
    parts
}

/// Only connectors stand between the two.
fn joins(tokens: &[Token], first: &Part, second: &Part) -> bool {
    let ((Part::Date(_), Part::Clock(_)) | (Part::Clock(_), Part::Date(_))) = (first, second)
    else {
        return false;
    };
    let between = tokens
        .get(first.range().1..second.range().0)
        .unwrap_or_default();
    between.len() <= 8
        && between.iter().all(|token| match token.word() {
            Some(word) => BETWEEN.contains(&word),
            None => token.sign().is_some_and(|sign| !matches!(sign, ';' | '→')),
        })
}

/// A second clock right after, in brackets or after a slash.
fn joins_aside(tokens: &[Token], first: &Part, second: &Part) -> bool {
    let between = tokens
        .get(first.range().1..second.range().0)
        .unwrap_or_default();
    !between.is_empty()
        && between.len() <= 2
        && between
            .iter()
            .all(|token| matches!(token.sign(), Some('(' | '/' | '|' | '=' | ')' | ',')))
        && between
            .iter()
            .any(|token| matches!(token.sign(), Some('(' | '/' | '|' | '=')))
}

#[cfg(test)]
mod tests;
