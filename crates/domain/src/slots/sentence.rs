//! Where sentences end, and what a bare number in one is.

use super::clock::{Clock, Sign};
use super::day::{DateWords, Day};
use super::item::{Item, What};
use super::vocabulary::Class;

/// A run of items that is read together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence {
    /// Positions of its items, half-open.
    pub(super) first: usize,
    pub(super) end: usize,
    /// Somebody else's words.
    pub(super) quoted: bool,
}

/// Nobody writes longer sentences; the cut keeps a huge text without any stop from taking a huge time.
const LONGEST: usize = 300;

/// Cuts the items into sentences. A line ends one, unless the line was only wrapped.
pub(super) fn sentences(text: &str, items: &[Item]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut first = 0;
    let mut line_start = 0;
    let mut quoted = false;
    for (at, item) in items.iter().enumerate() {
        let ends = match item.what {
            What::Stop => true,
            What::Line { blank_follows } => {
                let wrapped = !blank_follows && wraps(text, items, line_start, at);
                line_start = item.end;
                !wrapped
            }
            What::Quote => {
                quoted = true;
                false
            }
            _ => false,
        };
        let ends = ends || at - first >= LONGEST;
        if ends {
            found.push(Sentence {
                first,
                end: at,
                quoted,
            });
            first = if at - first >= LONGEST { at } else { at + 1 };
            quoted &= item.what == What::Stop;
        }
    }
    found.push(Sentence {
        first,
        end: items.len(),
        quoted,
    });
    found.retain(|sentence| sentence.first < sentence.end);
    found
}

/// The line that ends at item `at` goes on in the next one.
fn wraps(text: &str, items: &[Item], line_start: usize, at: usize) -> bool {
    let (Some(line), Some(next)) = (items.get(at), items.get(at + 1)) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| items.get(before));
    // A bullet between the line's end and the next word.
    let bullet = text
        .get(line.end..next.start)
        .is_none_or(|between| !between.trim().is_empty());
    if bullet || next.what == What::Quote {
        return false;
    }
    let open = before.is_some_and(|before| {
        matches!(
            before.what,
            What::Or | What::And | What::To(_) | What::Between | What::From | What::At
        )
    });
    let small = text
        .get(next.start..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|letter| letter.is_lowercase() || letter.is_ascii_digit());
    let comma = before.is_some_and(|before| before.what == What::Comma);
    open || comma || (small && line.start.saturating_sub(line_start) >= 55)
}

/// Decides for every bare number whether it is an hour, a day of the month, or something else.
pub(super) fn settle_numbers(items: &mut [Item], sentence: Sentence) {
    for at in sentence.first..sentence.end {
        let Some(What::Number(number)) = items.get(at).map(|item| item.what.clone()) else {
            continue;
        };
        let decided = decide(items, sentence, at, number);
        if let (Decision::DayOfMonth(day), Some(item)) = (&decided, items.get_mut(at)) {
            item.what = What::Day(Day::of_date(DateWords::OfMonth(*day)));
        } else if let Some(item) = items.get_mut(at) {
            item.what = match decided {
                Decision::Clock => What::Clock(plain(number)),
                Decision::Unsure => What::Garbled,
                Decision::DayOfMonth(_) | Decision::Foreign => What::Foreign,
            };
        }
    }
}

enum Decision {
    Clock,
    DayOfMonth(u32),
    Unsure,
    Foreign,
}

fn plain(number: u32) -> Clock {
    let hour = i32::try_from(number).unwrap_or_default();
    Clock {
        hour,
        minute: 0,
        sign: if (1..=12).contains(&hour) {
            Sign::Plain
        } else {
            Sign::Day24
        },
    }
}

fn decide(items: &[Item], sentence: Sentence, at: usize, number: u32) -> Decision {
    let what = |position: usize| {
        items
            .get(position)
            .filter(|_| position < sentence.end)
            .map(|item| &item.what)
    };
    let back = |steps: usize| {
        at.checked_sub(steps)
            .filter(|position| *position >= sentence.first)
            .and_then(what)
    };
    if number <= 24 && items.get(at + 1).is_some_and(|next| next.word == "ish") {
        return Decision::Clock;
    }
    let timed = |position: usize| matches!(what(position), Some(What::Clock(_) | What::Number(_)));
    let hour = number <= 24;
    let has_day = items
        .iter()
        .take(sentence.end)
        .skip(sentence.first)
        .any(|item| matches!(item.what, What::Day(_) | What::Days));
    let later_time = (at + 1..sentence.end).any(|position| {
        matches!(what(position), Some(What::Clock(_) | What::Part(_)))
            || (timed(position) && matches!(what(position + 1), Some(What::To(_))))
    });
    let range_next = matches!(what(at + 1), Some(What::To(_))) && timed(at + 2);
    let weekday_before = match (back(1), back(2)) {
        (Some(What::Day(day)), _) => day.date == DateWords::Nothing,
        (Some(What::Comma | What::Word(Class::Filler)), Some(What::Day(day))) => {
            day.date == DateWords::Nothing && (!hour || later_time)
        }
        _ => false,
    };
    if weekday_before && number > 0 {
        let third = range_next && matches!(what(at + 3), Some(What::To(_)));
        if range_next && hour && !third {
            return Decision::Clock;
        }
        let mut next = at + 1;
        let mut comma = false;
        while matches!(
            what(next),
            Some(
                What::Comma
                    | What::At
                    | What::From
                    | What::Between
                    | What::Colon
                    | What::Open
                    | What::To(_)
            )
        ) {
            comma |= what(next) == Some(&What::Comma);
            next += 1;
        }
        let starts_range = timed(next) && matches!(what(next + 1), Some(What::To(_) | What::And));
        let day_next = matches!(
            (what(at + 1), what(at + 2)),
            (
                Some(What::To(_) | What::Or | What::And | What::Comma),
                Some(What::Day(_))
            ) | (Some(What::Slash), _)
        );
        let time_next = matches!(what(next), Some(What::Clock(_) | What::Part(_))) || starts_range;
        return match () {
            () if number > 24 || third => Decision::DayOfMonth(number),
            () if day_next && later_time => Decision::DayOfMonth(number),
            () if time_next && (!comma || number > 12 || starts_range) => {
                Decision::DayOfMonth(number)
            }
            () => Decision::Unsure,
        };
    }
    let word_next = matches!(what(at + 1), Some(What::Word(Class::Unknown)));
    if hour && range_next {
        let behind = matches!(what(at + 3), Some(What::Word(Class::Unknown)));
        return if behind && !has_day {
            Decision::Foreign
        } else {
            Decision::Clock
        };
    }
    let led = matches!(
        back(1),
        Some(What::At | What::Between | What::From | What::Bound | What::About)
    );
    let ranged = matches!(
        (back(1), back(2)),
        (Some(What::To(_)), Some(What::Clock(_)))
    ) || matches!(
        (back(1), back(2), back(3)),
        (Some(What::And), Some(What::Clock(_)), Some(What::Between))
    );
    let until = matches!(back(1), Some(What::To(false)))
        && items
            .get(at - 1)
            .is_some_and(|item| matches!(item.word.as_str(), "until" | "till" | "til"));
    if hour && (ranged || ((led || until) && (has_day || !word_next))) {
        return Decision::Clock;
    }
    let listed = matches!(
        (back(1), back(2)),
        (
            Some(What::Or | What::Comma | What::And),
            Some(What::Clock(_))
        )
    );
    if hour && listed && !word_next {
        return Decision::Clock;
    }
    let named = matches!(back(1), Some(What::Word(class)) if *class != Class::Filler);
    let names = matches!(what(at + 1), Some(What::Word(class)) if *class != Class::Filler);
    let has_time = has_day
        || (sentence.first..sentence.end)
            .any(|position| matches!(what(position), Some(What::Clock(_))));
    if named || names || !has_time {
        Decision::Foreign
    } else {
        Decision::Unsure
    }
}
