//! A draft, read and checked: words, drawn slots and answers become one numbered list on two clocks. No I/O.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;
use fulcrum_domain::interview::Round;
use fulcrum_domain::slot_offer::SlotOffer;
use fulcrum_domain::slots::{
    self, Answer, Assumed, OnTheWall, Slot, SlotProblem, both_clocks, place_between,
};

use super::{week, zones};
use crate::view::{
    DrawnSlot, SlotDraft, SlotFinding, SlotLine, SlotQuestion, SlotReading, SlotReadingChoice,
    SlotSpan, SlotSpanKind, SlotTimes, SlotWall, SlotWeekChoice, SlotZone,
};

/// Longest text that is read, bytes. Nobody writes more about a handful of times.
const LONGEST: usize = 16_000;

/// The two clocks, and what the round needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clocks {
    /// The candidate's zone; `None` while nobody has said it.
    pub(crate) candidate: Option<Tz>,
    /// The recruiter's zone.
    pub(crate) recruiter: Tz,
    /// ms.
    pub(crate) now_ms: i64,
    /// Shortest slot, and the usual length, minutes.
    pub(crate) minutes: u32,
}

impl Clocks {
    /// The zone the week is drawn in.
    pub(crate) fn shown(&self) -> Tz {
        self.candidate.unwrap_or(self.recruiter)
    }

    /// A slot on both clocks.
    pub(crate) fn times(&self, slot: Slot) -> SlotTimes {
        let both = both_clocks(slot, self.shown(), self.recruiter);
        SlotTimes {
            start_ms: slot.start_ms,
            end_ms: slot.end_ms,
            candidate: wall(&both.candidate),
            recruiter: wall(&both.recruiter),
        }
    }
}

fn wall(on: &OnTheWall) -> SlotWall {
    let days = on.end_date.signed_duration_since(on.start_date).num_days();
    let days = u32::try_from(days).unwrap_or(0);
    SlotWall {
        date: on.start_date.to_string(),
        start_minute: minute_of(on.start_time),
        end_minute: days * 24 * 60 + minute_of(on.end_time),
    }
}

pub(super) fn minute_of(time: NaiveTime) -> u32 {
    time.hour() * 60 + time.minute()
}

/// A slot on its way into the list.
struct Entry {
    key: String,
    words: Option<String>,
    question: Option<String>,
    usual_length: bool,
    slot: Slot,
}

/// What words became.
#[derive(Default)]
struct Words {
    entries: Vec<Entry>,
    questions: Vec<SlotQuestion>,
    spans: Vec<((usize, usize), SlotSpanKind)>,
}

/// The slots of a draft, for sending.
pub(crate) fn slots_of(draft: &SlotDraft, clocks: &Clocks) -> Vec<Slot> {
    entries(draft, clocks)
        .0
        .entries
        .into_iter()
        .map(|entry| entry.slot)
        .collect()
}

/// Reads and checks a draft and lays it on a week.
pub(crate) fn reading(draft: &SlotDraft, choice: &SlotWeekChoice, clocks: &Clocks) -> SlotReading {
    let (words, mut findings) = entries(draft, clocks);
    let slots: Vec<Slot> = words.entries.iter().map(|entry| entry.slot).collect();
    for found in slots::check(&slots, clocks.shown(), clocks.now_ms, clocks.minutes) {
        if let Some(entry) = words.entries.get(found.slot) {
            findings.push(SlotFinding {
                key: entry.key.clone(),
                code: code(found.problem).to_owned(),
                sentence: found.sentence,
            });
        }
    }
    let lines: Vec<SlotLine> = words
        .entries
        .into_iter()
        .zip(1..)
        .map(|(entry, number)| SlotLine {
            key: entry.key,
            number,
            words: entry.words,
            question: entry.question,
            usual_length: entry.usual_length,
            times: clocks.times(entry.slot),
        })
        .collect();
    let (week, changes) = week::week(choice, &lines, &words.questions, clocks);
    let obstacles = [
        (lines.is_empty() && findings.is_empty(), "no_slots"),
        (clocks.candidate.is_none(), "zone_unknown"),
        (
            clocks.candidate.is_some() && !draft.confirmed,
            "zone_unconfirmed",
        ),
        (!findings.is_empty(), "findings"),
    ];
    SlotReading {
        zone: clocks.candidate.map(|zone| SlotZone {
            confirmed: draft.confirmed,
            ..zones::recruiter(zone, clocks.now_ms)
        }),
        spans: spans(&draft.text, words.spans),
        slots: lines,
        questions: words.questions,
        findings,
        week,
        changes,
        obstacles: obstacles
            .into_iter()
            .filter(|(stands, _)| *stands)
            .map(|(_, word)| word.to_owned())
            .collect(),
        text: SlotOffer {
            name: "",
            vendor: "",
            round: &Round::default(),
            by: "",
            slots: &slots,
            zone: clocks.shown(),
        }
        .list(),
    }
}

/// All slots by start, and what could not become one.
fn entries(draft: &SlotDraft, clocks: &Clocks) -> (Words, Vec<SlotFinding>) {
    // Without a zone words say no instant.
    let mut words = match clocks.candidate {
        Some(zone) => read(draft, zone, clocks),
        None => Words::default(),
    };
    let mut findings = Vec::new();
    for drawn in &draft.drawn {
        let key = format!("drawn-{}", drawn.id);
        match drawn_slot(drawn, clocks.shown()) {
            Ok(slot) => words.entries.push(Entry {
                key,
                words: None,
                question: None,
                usual_length: false,
                slot,
            }),
            Err(sentence) => findings.push(SlotFinding {
                key,
                code: "cannot_be_placed".to_owned(),
                sentence,
            }),
        }
    }
    words.entries.sort_by_key(|entry| entry.slot);
    (words, findings)
}

fn drawn_slot(drawn: &DrawnSlot, zone: Tz) -> Result<Slot, String> {
    let nonsense = || "This is no time of day.".to_owned();
    let date: NaiveDate = drawn.date.parse().map_err(|_| nonsense())?;
    let at = |minute: u32| {
        let day = date.checked_add_days(Days::new(u64::from(minute / (24 * 60))))?;
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minute % (24 * 60) * 60, 0)?;
        Some(day.and_time(time))
    };
    let start = at(drawn.start_minute).ok_or_else(nonsense)?;
    let end = at(drawn.end_minute).ok_or_else(nonsense)?;
    place_between(start, end, zone).map_err(|question| question.sentence())
}

/// Reads the words, with what the person said about them.
fn read(draft: &SlotDraft, zone: Tz, clocks: &Clocks) -> Words {
    let text = cut(&draft.text, LONGEST);
    let reading = slots::read(text, zone, clocks.now_ms, Some(clocks.minutes));
    let mut keys = Keys::default();
    let mut words = Words::default();
    let left_out = |key: &String| draft.left_out.contains(key);
    for found in reading.slots {
        let said = text.get(found.span.0..found.span.1).unwrap_or_default();
        let key = keys.next(said);
        if left_out(&key) {
            words.spans.push((found.span, SlotSpanKind::LeftOut));
            continue;
        }
        words.spans.push((found.span, SlotSpanKind::Found));
        words.entries.push(Entry {
            key,
            words: Some(said.to_owned()),
            question: None,
            usual_length: found.note == Some(Assumed::UsualLength),
            slot: found.slot,
        });
    }
    for question in reading.questions {
        let key = keys.next(&question.text);
        let said = draft.answers.iter().rev().find(|one| one.question == key);
        let chosen = said
            .and_then(|answer| answer.choice)
            .and_then(|choice| question.answers.get(usize::try_from(choice).ok()?));
        let kind = match (said, chosen) {
            (Some(answer), _) if answer.choice.is_none() => SlotSpanKind::LeftOut,
            (_, Some(Answer::Slots { slots, .. })) => {
                for (slot, at) in slots.iter().zip(0..) {
                    let line = if at == 0 {
                        key.clone()
                    } else {
                        format!("{key}~{at}")
                    };
                    if !left_out(&line) {
                        words.entries.push(Entry {
                            key: line,
                            words: Some(question.text.clone()),
                            question: Some(key.clone()),
                            usual_length: false,
                            slot: *slot,
                        });
                    }
                }
                SlotSpanKind::Found
            }
            _ => {
                words.questions.push(SlotQuestion {
                    key,
                    why: question.why.sentence(),
                    words: question.text,
                    answers: question
                        .answers
                        .iter()
                        .map(|answer| choice(answer, clocks))
                        .collect(),
                });
                SlotSpanKind::Question
            }
        };
        words.spans.push((question.span, kind));
    }
    words
}

fn choice(answer: &Answer, clocks: &Clocks) -> SlotReadingChoice {
    match answer {
        Answer::Slots { slots, .. } => {
            let slots: Vec<SlotTimes> = slots.iter().map(|slot| clocks.times(*slot)).collect();
            SlotReadingChoice {
                date: slots
                    .first()
                    .map(|times| times.candidate.date.clone())
                    .unwrap_or_default(),
                slots,
            }
        }
        Answer::Day { date } => SlotReadingChoice {
            slots: Vec::new(),
            date: date.to_string(),
        },
    }
}

/// Names finds by their words, so that a find keeps its name while the text around it is edited.
#[derive(Default)]
struct Keys(BTreeMap<String, u32>);

impl Keys {
    fn next(&mut self, words: &str) -> String {
        let seen = self.0.entry(words.to_owned()).or_default();
        *seen += 1;
        format!("{words}#{seen}")
    }
}

/// At most so many bytes, without cutting a letter.
fn cut(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(0)).unwrap_or(text)
}

/// Spans of bytes as spans of UTF-16 units, in order. Finds that share words are one span; one that is open, or out, is
/// shown before one that is settled.
fn spans(text: &str, mut found: Vec<((usize, usize), SlotSpanKind)>) -> Vec<SlotSpan> {
    found.sort_by_key(|((start, end), kind)| (*start, std::cmp::Reverse(*end), rank(*kind)));
    let units = |bytes: usize| {
        let before = text.get(..bytes).unwrap_or(text);
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    };
    let mut shown: Vec<SlotSpan> = Vec::new();
    let mut behind = 0;
    for ((start, end), kind) in found {
        if start < behind || end <= start {
            continue;
        }
        behind = end;
        shown.push(SlotSpan {
            start: units(start),
            end: units(end),
            kind,
        });
    }
    shown
}

fn rank(kind: SlotSpanKind) -> u8 {
    match kind {
        SlotSpanKind::Question => 0,
        SlotSpanKind::Found => 1,
        SlotSpanKind::LeftOut => 2,
    }
}

fn code(problem: SlotProblem) -> &'static str {
    match problem {
        SlotProblem::Past => "past",
        SlotProblem::TooShort { .. } => "too_short",
        SlotProblem::Overlaps { .. } => "overlaps",
        SlotProblem::EndsBeforeItStarts => "ends_before_it_starts",
        SlotProblem::TooFarAhead => "too_far_ahead",
        SlotProblem::Duplicate { .. } => "duplicate",
    }
}

#[cfg(test)]
mod tests;
