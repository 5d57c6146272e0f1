//! Times as people write them, and slots on two clocks.
//!
//! One rule stands over all others: **what is not certain is asked, and nothing is silently wrong.** A time in the text
//! becomes a slot, or a question with its words, a plain reason and the readings it can have; a time that is clearly
//! refused, and words without any time, are left out. A question costs the recruiter one key, a wrong slot costs an
//! interview.
//!
//! The way of a text: [`letters`] folds signs, [`item`] names what each token is, [`sentence`] and [`phrase`] group,
//! [`mood`] hears what the clause says about its times, [`bind`] brings day, time and zone together, and [`settle`]
//! tries every reading. It asks when the readings differ, and only then: "next Tue" on a Friday is one date, "PT" is
//! one zone, both are certain.
//!
//! **Days.** Certain: a date with a year; a date without one that is ahead this year, or less than half a year ahead in
//! the next; a weekday alone, which is the next one; a weekday and a day of the month that agree; `27/10`, `27.10.`.
//! Asked: `10/11` unless the weekday beside it decides; weekday and date that contradict; "Tue" said on a Tuesday (when
//! that time is over today, only next week's is left and it is certain); "next Tue" while this week's is to come; a
//! weekday that would fall before the day named just before it; every week, weekdays, several days in one span; a date
//! that was lately.
//!
//! **Times.** Certain: am or pm at either end, where the other end has only one place within half a day; the 24-hour
//! clock, known by 13 or more, a leading zero, `Uhr`, `h`, or the style of the whole text (then from seven o'clock on);
//! a part of the day beside it; an evening over midnight. Asked: "4 to 5:30" and `9:00-10:00` (business hours would be a
//! guess), midnight, an end before its start, more than twelve hours, open and approximate times, parts of the day. A
//! lone start takes the usual length or asks.
//!
//! **Belonging.** A time belongs to the day before it in its sentence, or to the day behind it where the sentence begins
//! with a time. A heading line carries its day to the lines below. Where two days are equally near, it asks.
//!
//! **Zones.** A zone in the words wins, also for the times before it in its sentence; "all times ET" holds for the whole
//! text. An abbreviation of several zones asks unless the candidate's own zone settles it; PST in summer and CEST in
//! winter ask; "your time" and unknown names ask. A time without a zone asks where another one has a different zone.
//!
//! **Offered or not.** Words of refusal in the clause leave a time out, or make it a question where it is not plain
//! what they refuse. "maybe" and "if" ask. A clause with words that are not known and none of offering asks: it may be
//! the time of a flight. Quoted lines ask.
//!
//! **Clocks.** A wall time that clocks skip is refused, one that comes twice asks with both offsets. Lengths are true
//! minutes.

mod bind;
mod both_clocks;
mod check;
mod clock;
mod command_line;
mod day;
mod item;
mod letters;
mod mood;
mod phrase;
mod place;
mod sentence;
mod settle;
#[cfg(test)]
mod tests;
mod vocabulary;
mod why;
mod zone;

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use both_clocks::{BothClocks, ClockChange, OnTheWall, both_clocks, clock_changes};
pub use check::{SlotFinding, SlotProblem, check};
pub use command_line::{Printed, PrintedQuestion, PrintedSlot, to_command_line};
pub use place::{End, PlaceQuestion, city, offset_words, place, place_between};
pub use why::Why;
pub use zone::{UnknownZone, by_name, zone_named};

/// A span of time somebody is free in, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// The first instant, ms since the Unix epoch.
    pub start_ms: i64,
    /// The first instant that is no part of it any more, ms.
    pub end_ms: i64,
}

impl Slot {
    /// Its true length in whole minutes, whatever clocks do meanwhile.
    pub fn minutes(self) -> i64 {
        self.end_ms.saturating_sub(self.start_ms).div_euclid(60_000)
    }
}

/// What was safely assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumed {
    /// Only a start was written; the end is the usual length later.
    UsualLength,
}

/// A slot that was read with certainty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// When.
    pub slot: Slot,
    /// The words it came from, bytes in the text, half-open. Slots of one list of days share their words.
    pub span: (usize, usize),
    /// The zone it was read in: the one the words name, else the one that was given.
    #[serde(with = "by_name")]
    pub zone: Tz,
    /// What was assumed, if anything.
    pub note: Option<Assumed>,
}

/// One reading the editor can offer as an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// These slots; one, unless the words named several days.
    Slots {
        /// In the order of the words.
        slots: Vec<Slot>,
        /// The zone of this reading.
        #[serde(with = "by_name")]
        zone: Tz,
    },
    /// This day; the times are still to be given.
    Day {
        /// In the candidate's calendar.
        date: NaiveDate,
    },
}

/// Words that look like a time and are not certain to be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Bytes in the text, half-open.
    pub span: (usize, usize),
    /// The words.
    pub text: String,
    /// Why they were not placed.
    pub why: Why,
    /// What they can mean, at most nine readings; none where nothing sensible can be proposed.
    pub answers: Vec<Answer>,
}

/// What a text says: every time in it is one or the other, or it is refused or the time of something else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// In the order of the text.
    pub slots: Vec<Found>,
    /// In the order of the text.
    pub questions: Vec<Question>,
}

/// Reads what a candidate wrote. `zone` is the candidate's, `now_ms` the instant of reading in ms since the epoch, and
/// `minutes` the usual length of such a talk: a start without an end takes it, and is a question without it.
pub fn read(text: &str, zone: Tz, now_ms: i64, minutes: Option<u32>) -> Reading {
    let tokens = letters::tokens(text);
    let (mut items, languages) = item::items(&tokens, zone);
    clock::digits_beside_halves(&mut items);
    let sentences = sentence::sentences(text, &items);
    for sentence in &sentences {
        mood::prepare(&mut items, *sentence);
        sentence::settle_numbers(&mut items, *sentence);
    }
    let mut binder = bind::Binder::default();
    let mut phrases = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        phrases.extend(binder.sentence(&items, *sentence, sentences.get(at + 1).copied()));
    }
    let mut named = Vec::new();
    for word in phrases.iter().filter_map(|phrase| phrase.zone.clone()) {
        if !named.contains(&word) {
            named.push(word);
        }
    }
    let settler = settle::Settler {
        text,
        zone,
        now_ms,
        minutes,
        style_24: clock::written_24(
            &items,
            languages.german || languages.french || dated_by_standard(text),
        ),
        zones: &binder.zones,
        named,
        last_day: std::cell::Cell::new(None),
        last_list: std::cell::RefCell::default(),
    };
    let mut reading = Reading::default();
    let mut last: Option<(settle::Settled, &bind::Phrase)> = None;
    for phrase in &phrases {
        let mut settled = settler.settle(phrase);
        if let Some((before, other)) = last.as_mut().filter(|_| phrase.restates) {
            settled = settler.restated(before, other, settled, phrase);
        }
        if let Some((before, _)) = last.replace((settled, phrase)) {
            reading.slots.extend(before.slots);
            reading.questions.extend(before.questions);
        }
    }
    if let Some((before, _)) = last {
        reading.slots.extend(before.slots);
        reading.questions.extend(before.questions);
    }
    if reading.slots.is_empty() && reading.questions.is_empty() {
        reading.questions.extend(only_a_part(text, &items));
    }
    reading
}

/// Whether a date stands as in ISO 8601: who writes 2026-03-24 10:00 means the 24-hour clock.
fn dated_by_standard(text: &str) -> bool {
    text.split(|one: char| !(one.is_ascii_digit() || one == '-'))
        .any(|word| {
            let parts: Vec<usize> = word.split('-').map(str::len).collect();
            parts == [4, 2, 2]
        })
}

/// "Mornings work best": nothing but a part of some day was said. It is asked about rather than lost, unless the words
/// refuse it or speak of something else.
fn only_a_part(text: &str, items: &[item::Item]) -> Option<Question> {
    use item::What;
    use vocabulary::Class;
    let otherwise = items.iter().any(|item| {
        matches!(
            item.what,
            What::Word(Class::Refuse | Class::Elsewhere | Class::If) | What::Quote | What::Foreign
        )
    });
    let mut parts = items
        .iter()
        .filter(|item| matches!(item.what, What::Part(_)));
    let (first, last) = (parts.next()?, parts.next_back());
    let span = (first.start, last.unwrap_or(first).end);
    let words = text.get(span.0..span.1)?.to_owned();
    (!otherwise).then(|| Question {
        span,
        text: words.clone(),
        why: Why::NeedsStartAndEnd { words },
        answers: Vec::new(),
    })
}
