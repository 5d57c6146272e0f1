//! Days: `Mon, Aug 10, 2026`, `10. August 2026`, `2026-08-10`, `10.08.2026`, `08/11/2026`, `tomorrow`.

use chrono::Weekday;

use super::token::Token;

/// A day as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Token range.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) what: What,
    pub(super) weekday: Option<Weekday>,
}

/// The calendar part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Month and day, and perhaps the year.
    Named {
        year: Option<i32>,
        month: u32,
        day: u32,
    },
    /// Two small numbers whose order nobody knows.
    Exchangeable {
        year: Option<i32>,
        first: u32,
        second: u32,
    },
    /// Days from the day of writing.
    Relative(i64),
    /// Only a weekday.
    WeekdayOnly,
}

pub(super) fn day(tokens: &[Token], at: usize, text: &str) -> Option<Day> {
    if let Some((weekday, mut next)) = weekday(tokens, at) {
        let starts_with_day = tokens.get(at)?.capital;
        while next < tokens.len() && next < at + 5 {
            let token = tokens.get(next)?;
            let skips = matches!(token.sign(), Some(',' | '.' | '(' | '-'))
                || matches!(token.word(), Some("the" | "den" | "le" | "el" | "der"));
            if !skips {
                break;
            }
            next += 1;
        }
        if let Some((what, to)) = calendar(tokens, next, text) {
            return Some(Day {
                from: at,
                to,
                what,
                weekday: Some(weekday),
            });
        }
        return starts_with_day.then_some(Day {
            from: at,
            to: at + 1,
            what: What::WeekdayOnly,
            weekday: Some(weekday),
        });
    }
    let (what, mut to) = calendar(tokens, at, text)?;
    // "10 August 2026 (Monday)", "10.08.2026, Montag".
    let mut after = to;
    while matches!(tokens.get(after).and_then(Token::sign), Some('(' | ',')) {
        after += 1;
    }
    let trailing = (after > to).then(|| weekday(tokens, after)).flatten();
    if let Some((_, end)) = trailing {
        to = end;
        if matches!(tokens.get(to).and_then(Token::sign), Some(')')) {
            to += 1;
        }
    }
    Some(Day {
        from: at,
        to,
        what,
        weekday: trailing.map(|(weekday, _)| weekday),
    })
}

fn calendar(tokens: &[Token], at: usize, text: &str) -> Option<(What, usize)> {
    relative(tokens, at)
        .or_else(|| iso(tokens, at))
        .or_else(|| day_first(tokens, at, text))
        .or_else(|| month_first(tokens, at))
        .or_else(|| numbers(tokens, at))
}

fn relative(tokens: &[Token], at: usize) -> Option<(What, usize)> {
    let word = |offset: usize| tokens.get(at + offset).and_then(Token::word);
    match (word(0)?, word(1), word(2)) {
        ("day", Some("after"), Some("tomorrow")) => Some((What::Relative(2), at + 3)),
        ("today" | "heute" | "hoy", _, _) => Some((What::Relative(0), at + 1)),
        ("tomorrow" | "morgen" | "demain" | "manana", _, _) => Some((What::Relative(1), at + 1)),
        ("ubermorgen", _, _) => Some((What::Relative(2), at + 1)),
        _ => None,
    }
}

fn iso(tokens: &[Token], at: usize) -> Option<(What, usize)> {
    let year = year(tokens.get(at)?)?;
    let sign = tokens.get(at + 1)?.sign()?;
    let same = tokens.get(at + 3)?.sign()? == sign && matches!(sign, '-' | '/' | '.');
    let month = tokens.get(at + 2)?.number(2)?;
    let day = tokens.get(at + 4)?.number(2)?;
    (same && tight(tokens, at + 1..at + 5) && plausible(month, day)).then_some((
        What::Named {
            year: Some(year),
            month,
            day,
        },
        at + 5,
    ))
}

/// `10th of August, 2026`, `10-Aug-2026`, `10. August`.
fn day_first(tokens: &[Token], at: usize, text: &str) -> Option<(What, usize)> {
    let day = tokens.get(at)?.number(2)?;
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| {
        !token.spaced && matches!(token.word(), Some("st" | "nd" | "rd" | "th" | "er"))
    }) {
        next += 1;
    }
    while tokens.get(next).is_some_and(|token| {
        matches!(token.sign(), Some('.' | '-' | '/')) || matches!(token.word(), Some("of" | "de"))
    }) && next < at + 4
    {
        next += 1;
    }
    let named = tokens.get(next)?;
    let month = month(named.word()?)?;
    let (year, to) = trailing_year(tokens, next + 1);
    // "Round 2 may change": a modal verb is no month.
    if named.word() == Some("may") && year.is_none() && !named.capital {
        return None;
    }
    // "Round 2 Mar…" and "4/5 Dec" stay what they are.
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let counted = before.is_some_and(|before| {
        matches!(before.word(), Some("round" | "runde" | "r")) || before.sign() == Some('/')
    });
    let written = text.get(named.start..named.end).unwrap_or_default();
    (plausible(month, day) && !counted && !written.is_empty())
        .then_some((What::Named { year, month, day }, to))
}

/// `Aug 10, 2026`, `August 10th`.
fn month_first(tokens: &[Token], at: usize) -> Option<(What, usize)> {
    let named = tokens.get(at)?;
    let month = month(named.word()?)?;
    if !named.capital && matches!(named.word(), Some("may" | "mar" | "mai")) {
        return None;
    }
    let mut next = at + 1;
    if matches!(tokens.get(next).and_then(Token::sign), Some('.' | '-')) {
        next += 1;
    }
    let day = tokens.get(next)?.number(2)?;
    // "Aug 17:00" is no 17th.
    if matches!(tokens.get(next + 1).and_then(Token::sign), Some(':')) {
        return None;
    }
    next += 1;
    if tokens.get(next).is_some_and(|token| {
        !token.spaced && matches!(token.word(), Some("st" | "nd" | "rd" | "th"))
    }) {
        next += 1;
    }
    let (year, to) = trailing_year(tokens, next);
    plausible(month, day).then_some((What::Named { year, month, day }, to))
}

/// `10.08.2026`, `08/11/2026`, `10-08-2026`, `10.08.`.
fn numbers(tokens: &[Token], at: usize) -> Option<(What, usize)> {
    let first = tokens.get(at)?.number(2)?;
    let sign = tokens.get(at + 1)?.sign()?;
    let second = tokens.get(at + 2)?.number(2)?;
    if !matches!(sign, '.' | '/' | '-') || !tight(tokens, at + 1..at + 3) {
        return None;
    }
    let closed = tokens
        .get(at + 3)
        .is_some_and(|token| !token.spaced && token.sign() == Some(sign));
    let full = closed
        .then(|| tokens.get(at + 4))
        .flatten()
        .filter(|token| !token.spaced || sign == '.')
        .and_then(|token| {
            year(token).or_else(|| token.exactly(2).map(|short| 2000 + to_year(short)))
        });
    let (year, to) = match full {
        Some(year) => (Some(year), at + 5),
        // Without a year only the dotted form with both dots is a day: "10.08." but neither "4/5" nor "2.5".
        None if closed && sign == '.' && tokens.get(at + 2)?.exactly(2).is_some() => (None, at + 4),
        None => return None,
    };
    if sign == '.' {
        return plausible(second, first).then_some((
            What::Named {
                year,
                month: second,
                day: first,
            },
            to,
        ));
    }
    let what = match (plausible(first, second), plausible(second, first)) {
        (true, true) if first != second => What::Exchangeable {
            year,
            first,
            second,
        },
        (true, _) => What::Named {
            year,
            month: first,
            day: second,
        },
        (false, true) => What::Named {
            year,
            month: second,
            day: first,
        },
        (false, false) => return None,
    };
    Some((what, to))
}

fn trailing_year(tokens: &[Token], at: usize) -> (Option<i32>, usize) {
    let mut next = at;
    while next < at + 2
        && (matches!(
            tokens.get(next).and_then(Token::sign),
            Some(',' | '.' | '-' | '/' | '\'' | '’')
        ) || matches!(tokens.get(next).and_then(Token::word), Some("de")))
    {
        next += 1;
    }
    let short = |token: &Token| {
        let apostrophe = next
            .checked_sub(1)
            .and_then(|before| tokens.get(before))
            .and_then(Token::sign)
            .is_some_and(|sign| matches!(sign, '\'' | '’' | '-'));
        token
            .exactly(2)
            .filter(|_| apostrophe && next > at)
            .map(|short| 2000 + to_year(short))
    };
    match tokens.get(next) {
        Some(token) if !token.new_line => match year(token).or_else(|| short(token)) {
            Some(year) => (Some(year), next + 1),
            None => (None, at),
        },
        _ => (None, at),
    }
}

fn year(token: &Token) -> Option<i32> {
    token
        .exactly(4)
        .filter(|year| (2015..2100).contains(year))
        .map(to_year)
}

fn to_year(value: u32) -> i32 {
    i32::try_from(value).unwrap_or_default()
}

fn tight(tokens: &[Token], range: std::ops::Range<usize>) -> bool {
    tokens
        .get(range)
        .is_some_and(|tokens| tokens.iter().all(|token| !token.spaced))
}

fn plausible(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

fn weekday(tokens: &[Token], at: usize) -> Option<(Weekday, usize)> {
    let token = tokens.get(at)?;
    let word = token.word()?;
    let weekday = match word {
        "monday" | "mon" | "montag" | "lundi" | "lunes" => Weekday::Mon,
        "tuesday" | "tue" | "tues" | "dienstag" | "mardi" | "martes" => Weekday::Tue,
        "wednesday" | "wed" | "mittwoch" | "mercredi" | "miercoles" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" | "donnerstag" | "jeudi" | "jueves" => Weekday::Thu,
        "friday" | "fri" | "freitag" | "vendredi" | "viernes" => Weekday::Fri,
        "saturday" | "sat" | "samstag" | "samedi" | "sabado" => Weekday::Sat,
        "sunday" | "sun" | "sonntag" | "dimanche" | "domingo" => Weekday::Sun,
        // Two letters are a weekday only with what follows them in German: "Mo, 10.08.2026", "Di. 11.08."
        "mo" | "di" | "mi" | "do" | "fr" | "sa" | "so"
            if token.capital
                && matches!(tokens.get(at + 1).and_then(Token::sign), Some('.' | ','))
                && tokens
                    .get(at + 2)
                    .is_some_and(|next| next.number(2).is_some()) =>
        {
            match word {
                "mo" => Weekday::Mon,
                "di" => Weekday::Tue,
                "mi" => Weekday::Wed,
                "do" => Weekday::Thu,
                "fr" => Weekday::Fri,
                "sa" => Weekday::Sat,
                _ => Weekday::Sun,
            }
        }
        _ => return None,
    };
    Some((weekday, at + 1))
}

fn month(word: &str) -> Option<u32> {
    Some(match word {
        "january" | "jan" | "januar" | "janner" | "janvier" | "enero" => 1,
        "february" | "feb" | "februar" | "fevrier" | "febrero" => 2,
        "march" | "mar" | "marz" | "mars" | "marzo" => 3,
        "april" | "apr" | "avril" | "abril" => 4,
        "may" | "mai" | "mayo" => 5,
        "june" | "jun" | "juni" | "juin" | "junio" => 6,
        "july" | "jul" | "juli" | "juillet" | "julio" => 7,
        "august" | "aug" | "aout" | "agosto" => 8,
        "september" | "sep" | "sept" | "septembre" | "septiembre" => 9,
        "october" | "oct" | "oktober" | "okt" | "octobre" | "octubre" => 10,
        "november" | "nov" | "novembre" | "noviembre" => 11,
        "december" | "dec" | "dezember" | "dez" | "decembre" | "diciembre" => 12,
        _ => return None,
    })
}
