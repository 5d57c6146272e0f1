//! From the items of a sentence to nodes: groups of days, times, parts of the day, zones.

use super::clock::{Clock, Part};
use super::day::{DateWords, Day, Week};
use super::item::{Item, What};
use super::sentence::Sentence;
use super::why::Why;
use super::zone::ZoneWord;

/// One member of a list of days.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    One(Day),
    /// From the first to the last, both included.
    Span(Day, Day),
    /// "weekdays", "every day".
    All,
}

/// A time as it was worded.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TimeWords {
    Range(Clock, Clock, Option<Option<u32>>),
    /// A start; the length that was named with it, where one was (`None` inside: a range of lengths).
    Start(Clock, Option<Option<u32>>),
    /// Cannot be a slot as it stands; a range that may be proposed.
    Asks(Why, Option<(Clock, Clock)>),
    /// A part of the day without times.
    Part(Part),
    /// A day without anything.
    Nothing,
}

/// A node of the sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Is {
    Days(Vec<Entry>),
    Time(TimeWords),
    Part(Part),
    Zone(ZoneWord),
    City(chrono_tz::Tz),
    Week(Week),
}

/// A node and the items it covers, half-open.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) is: Is,
    pub(super) first: usize,
    pub(super) end: usize,
}

/// Builds the nodes of one sentence.
pub(super) fn nodes(items: &[Item], sentence: Sentence) -> Vec<Node> {
    let reader = Reader {
        items,
        end: sentence.end,
    };
    let mut found = Vec::new();
    let mut at = sentence.first;
    while at < sentence.end {
        let node = reader
            .days(at)
            .or_else(|| reader.time(at))
            .or_else(|| reader.other(at));
        match node {
            Some(node) => {
                at = node.end.max(at + 1);
                found.push(node);
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    items: &'a [Item],
    end: usize,
}

impl Reader<'_> {
    fn what(&self, at: usize) -> Option<&What> {
        self.items
            .get(at)
            .filter(|_| at < self.end)
            .map(|item| &item.what)
    }

    fn word(&self, at: usize) -> &str {
        self.items
            .get(at)
            .filter(|_| at < self.end)
            .map_or("", |item| &item.word)
    }

    fn article(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            "the" | "on" | "den" | "am" | "der" | "le" | "el" | "il"
        )
    }

    /// One day, its weekday and its date put together: "Tue 27 Oct", "27 Oct (Tue)", "tomorrow, Tuesday".
    fn day(&self, at: usize) -> Option<(Day, usize)> {
        let Some(What::Day(first)) = self.what(at) else {
            return None;
        };
        let mut next = at + 1;
        while matches!(self.what(next), Some(What::Comma | What::Open))
            || (self.article(next) && next > at)
        {
            next += 1;
        }
        if next <= at + 3
            && let Some(What::Day(second)) = self.what(next)
        {
            let merged = match (first.weekday, first.date, second.weekday, second.date) {
                (Some(_), DateWords::Nothing, None, date) => Some(Day { date, ..*first }),
                (None, date, Some(_), DateWords::Nothing) => Some(Day { date, ..*second }),
                _ => None,
            };
            if let Some(merged) = merged {
                return Some((merged, next + 1));
            }
        }
        Some((*first, at + 1))
    }

    fn days(&self, at: usize) -> Option<Node> {
        let mut entries = Vec::new();
        let mut here = match self.what(at)? {
            What::Days => {
                entries.push(Entry::All);
                at + 1
            }
            _ => {
                let (day, next) = self.day(at)?;
                entries.push(Entry::One(day));
                next
            }
        };
        loop {
            let mut next = here;
            let mut to = false;
            // "Mon 26) or (Tue 27": a bracket closed is no part of a list.
            while matches!(
                self.what(next),
                Some(What::Comma | What::And | What::Or | What::Slash | What::To(_))
            ) || (next > here && self.article(next))
            {
                to |= matches!(self.what(next), Some(What::To(_)));
                next += 1;
            }
            if next == here {
                break;
            }
            let Some((day, after)) = self.day(next) else {
                break;
            };
            match (to, entries.last()) {
                (true, Some(Entry::One(from))) => {
                    let span = Entry::Span(*from, day);
                    entries.pop();
                    entries.push(span);
                }
                _ => entries.push(Entry::One(day)),
            }
            here = after;
        }
        // "Mon 26, Tue 27 and Wed 28 October": the month holds for all of them.
        let month = entries.iter().rev().find_map(|entry| match entry {
            Entry::One(Day {
                date: DateWords::MonthDay { month, .. },
                ..
            })
            | Entry::Span(
                _,
                Day {
                    date: DateWords::MonthDay { month, .. },
                    ..
                },
            ) => Some(*month),
            _ => None,
        });
        if let Some(month) = month {
            let dated = |day: &mut Day| {
                if let DateWords::OfMonth(number) = day.date {
                    day.date = DateWords::MonthDay { month, day: number };
                }
            };
            for entry in &mut entries {
                match entry {
                    Entry::One(day) => dated(day),
                    Entry::Span(from, to) => {
                        dated(from);
                        dated(to);
                    }
                    Entry::All => {}
                }
            }
        }
        Some(Node {
            is: Is::Days(entries),
            first: at,
            end: here,
        })
    }

    fn clock(&self, at: usize) -> Option<Clock> {
        match self.what(at) {
            Some(What::Clock(clock)) => Some(*clock),
            _ => None,
        }
    }

    fn time(&self, at: usize) -> Option<Node> {
        let node = |words: TimeWords, end: usize| {
            Some(Node {
                is: Is::Time(words),
                first: at,
                end,
            })
        };
        match self.what(at)? {
            What::Garbled => return node(TimeWords::Asks(Why::CouldNotBeRead, None), at + 1),
            What::Between | What::From | What::Bound | What::About | What::To(false) | What::At => {
            }
            What::Clock(_) => return self.starting_with(at, at),
            _ => return None,
        }
        let lead = self.what(at)?.clone();
        // "after around 3pm", "from about 2".
        let mut inner = at + 1;
        while matches!(
            self.what(inner),
            Some(What::About | What::At | What::Between | What::From)
        ) && inner < at + 3
        {
            inner += 1;
        }
        let first = self.clock(inner)?;
        if lead == What::Between || self.what(inner - 1) == Some(&What::Between) {
            let joined = matches!(self.what(inner + 1), Some(What::And | What::To(_)));
            let skipped = usize::from(self.what(inner + 2) == Some(&What::At));
            let Some(second) = self.clock(inner + 2 + skipped).filter(|_| joined) else {
                return node(TimeWords::Asks(Why::CouldNotBeRead, None), inner + 1);
            };
            let (length, end) = self.length(inner + 3 + skipped);
            return node(TimeWords::Range(first, second, length), end);
        }
        let body = self.starting_with(inner, at)?;
        let ranged = matches!(body.is, Is::Time(TimeWords::Range(..)));
        let about = lead == What::About
            || (at + 1..inner).any(|between| self.what(between) == Some(&What::About));
        match (&body.is, &lead) {
            (Is::Time(TimeWords::Asks(..)), _) => Some(body),
            _ if about => {
                let proposed = match body.is {
                    Is::Time(TimeWords::Range(from, to, _)) => Some((from, to)),
                    _ => None,
                };
                node(TimeWords::Asks(Why::Approximate, proposed), body.end)
            }
            (_, What::From) if ranged => Some(body),
            (_, What::From) if self.word(at) == "starting" => Some(body),
            (_, What::At)
                if ranged
                    || !(at + 1..inner).any(|between| self.what(between) == Some(&What::From)) =>
            {
                Some(body)
            }
            // "to 5pm" and its like without a start, "after 3pm", "from 2pm".
            _ => node(TimeWords::Asks(Why::OpenEnded, None), body.end),
        }
    }

    /// A time that begins with the clock at `at`; the node begins at `first`.
    fn starting_with(&self, at: usize, first: usize) -> Option<Node> {
        let start = self.clock(at)?;
        let node = |words: TimeWords, end: usize| {
            Some(Node {
                is: Is::Time(words),
                first,
                end,
            })
        };
        if matches!(self.what(at + 1), Some(What::To(_))) {
            let mut second = at + 2;
            while matches!(self.what(second), Some(What::About | What::At)) {
                second += 1;
            }
            if let Some(end) = self.clock(second) {
                if matches!(self.what(second + 1), Some(What::To(_)))
                    && self.clock(second + 2).is_some()
                {
                    return node(TimeWords::Asks(Why::CouldNotBeRead, None), second + 3);
                }
                if second > at + 2 || matches!(self.what(second + 1), Some(What::About)) {
                    let last =
                        second + 1 + usize::from(self.what(second + 1) == Some(&What::About));
                    return node(TimeWords::Asks(Why::Approximate, Some((start, end))), last);
                }
                if self.what(second + 1) == Some(&What::Onward) {
                    return node(
                        TimeWords::Asks(Why::OpenEnded, Some((start, end))),
                        second + 2,
                    );
                }
                let (length, after) = self.length(second + 1);
                return node(TimeWords::Range(start, end, length), after);
            }
            if matches!(self.what(second), Some(What::Garbled)) {
                return node(TimeWords::Asks(Why::CouldNotBeRead, None), second + 1);
            }
            // "Mon 9am to Wed 5pm".
            if let Some((_, after)) = self.day(second) {
                let mut clock = after;
                while matches!(self.what(clock), Some(What::At | What::Comma)) {
                    clock += 1;
                }
                let worded = self.what(at + 1) == Some(&What::To(false));
                let ends_there = self.clock(clock).is_some()
                    && !matches!(self.what(clock + 1), Some(What::To(_)));
                if worded || ends_there {
                    let end = if self.clock(clock).is_some() {
                        clock + 1
                    } else {
                        after
                    };
                    return node(TimeWords::Asks(Why::SeveralDays, None), end);
                }
            }
            let open = self.what(at + 2).is_none()
                || self.what(at + 1) == Some(&What::To(false))
                || matches!(
                    self.what(at + 2),
                    Some(What::Part(_) | What::Comma | What::Close | What::Or | What::And)
                );
            if open {
                let part = usize::from(matches!(self.what(at + 2), Some(What::Part(_))));
                return node(TimeWords::Asks(Why::OpenEnded, None), at + 2 + part);
            }
        }
        let (length, after) = self.length(at + 1);
        match self.what(at + 1) {
            Some(What::About) => node(TimeWords::Asks(Why::Approximate, None), at + 2),
            Some(What::Onward) => node(TimeWords::Asks(Why::OpenEnded, None), at + 2),
            _ if length.is_some() => node(TimeWords::Start(start, length), after),
            _ => {
                // "an hour at 3pm", "45 min on Tue at 3pm".
                let before = (first.saturating_sub(5)..first)
                    .rev()
                    .take_while(|back| {
                        !matches!(
                            self.what(*back),
                            Some(What::Comma | What::Clock(_) | What::Or | What::And)
                        )
                    })
                    .find_map(|back| match self.what(back) {
                        Some(What::Length(length)) => Some(*length),
                        _ => None,
                    });
                node(TimeWords::Start(start, before), at + 1)
            }
        }
    }

    /// A length that belongs to the time before it: "for an hour", "(45 min)".
    fn length(&self, at: usize) -> (Option<Option<u32>>, usize) {
        let mut here = at;
        while matches!(self.what(here), Some(What::Open | What::Comma))
            || matches!(self.word(here), "for" | "fur" | "x" | "max")
            || matches!(self.what(here), Some(What::About)) && here > at
        {
            here += 1;
        }
        match self.what(here) {
            Some(What::Length(length)) if here <= at + 2 => (Some(*length), here + 1),
            _ => (None, at),
        }
    }

    fn other(&self, at: usize) -> Option<Node> {
        let is = match self.what(at)? {
            What::Part(part) => Is::Part(*part),
            What::Zone(zone) => Is::Zone(zone.clone()),
            What::City(zone) => Is::City(*zone),
            What::Week(week) => Is::Week(*week),
            _ => return None,
        };
        Some(Node {
            is,
            first: at,
            end: at + 1,
        })
    }
}
