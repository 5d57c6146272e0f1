//! Times of day: `05:00 PM`, `17:00`, `5pm`, `17.00 Uhr`, `17h30`, `1700 hrs`, and the start of a range.

use super::token::Token;
use super::zone::{Zone, zone};

/// A time of day as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// Token range, zone included.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) hour: u32,
    pub(super) minute: u32,
    /// Could be morning or afternoon.
    pub(super) half_unknown: bool,
    pub(super) zone: Option<Zone>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

pub(super) fn clock(tokens: &[Token], at: usize, text: &str) -> Option<Clock> {
    // The tail of a longer number ("2026-08", "4/17:00") is no time.
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let glued = tokens.get(at).is_some_and(|token| !token.spaced)
        && before.is_some_and(|before| matches!(before.sign(), Some('.' | '+' | '$' | '#')));
    if glued {
        return None;
    }
    let (hour, minute, next, sure_style) = digits(tokens, at)?;
    let (half, next) = half(tokens, next);
    // "5 – 6 PM", "17:00–18:00", "from 5 to 6 pm": the start counts, the end tells the half of the day.
    let (end, next) = range_end(tokens, next, half.is_some());
    let half = match (half, end) {
        (None, Some((end_hour, Some(end_half)))) => Some(if hour % 12 > end_hour % 12 {
            match end_half {
                Half::Morning => Half::Afternoon,
                Half::Afternoon => Half::Morning,
            }
        } else {
            end_half
        }),
        (half, _) => half,
    };
    let next = skip_hour_word(tokens, next);
    let plain_number = !sure_style;
    if plain_number && half.is_none() {
        return None;
    }
    let hour = match half {
        Some(Half::Morning) if hour == 12 => 0,
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        _ => hour,
    };
    if hour > 23 || minute > 59 {
        return None;
    }
    let short = tokens
        .get(at)
        .is_some_and(|token| token.exactly(1).is_some());
    let said_24 = end.is_some_and(|(end_hour, _)| end_hour > 12) || hour_word(tokens, at, next);
    let half_unknown = half.is_none() && short && (1..=7).contains(&hour) && !said_24;
    let (zone, to) = match zone(tokens, next, text) {
        Some((zone, to)) => (Some(zone), to),
        None => (None, next),
    };
    Some(Clock {
        from: at,
        to,
        hour,
        minute,
        half_unknown,
        zone,
    })
}

/// Hour, minute, next token, and whether the style alone says that it is a time.
fn digits(tokens: &[Token], at: usize) -> Option<(u32, u32, usize, bool)> {
    let first = tokens.get(at)?;
    if let Some("noon" | "midday" | "mittag" | "midi") = first.word() {
        return Some((12, 0, at + 1, true));
    }
    let sign = |offset: usize| {
        tokens
            .get(at + offset)
            .filter(|token| !token.spaced)
            .and_then(Token::sign)
    };
    let two = |offset: usize| {
        tokens
            .get(at + offset)
            .filter(|token| !token.spaced)
            .and_then(|token| token.exactly(2))
    };
    if let Some(compact) = first.exactly(4) {
        let hours = tokens.get(at + 1).and_then(Token::word);
        return matches!(hours, Some("hrs" | "hours" | "h")).then_some((
            compact / 100,
            compact % 100,
            at + 1,
            true,
        ));
    }
    let hour = first.number(2)?;
    if sign(1) == Some(':') {
        let minute = two(2)?;
        let mut next = at + 3;
        if sign(3) == Some(':') && two(4).is_some() {
            next = at + 5;
            let fraction = tokens
                .get(next)
                .is_some_and(|token| token.sign() == Some('.') && !token.spaced)
                && tokens
                    .get(next + 1)
                    .is_some_and(|token| !token.spaced && token.number(9).is_some());
            if fraction {
                next += 2;
            }
        }
        return Some((hour, minute, next, true));
    }
    if sign(1) == Some('.')
        && let Some(minute) = two(2)
        && !matches!(sign(3), Some('.'))
    {
        let said = hour_word(tokens, at, at + 4);
        return Some((hour, minute, at + 3, said));
    }
    let glued_h = tokens
        .get(at + 1)
        .is_some_and(|token| token.word() == Some("h") && !token.spaced);
    if glued_h {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let announced = matches!(
            before.and_then(Token::word),
            Some("a" | "at" | "um" | "las")
        );
        return match two(2) {
            Some(minute) => Some((hour, minute, at + 3, true)),
            None if announced => Some((hour, 0, at + 2, true)),
            None => None,
        };
    }
    let uhr = tokens.get(at + 1).and_then(Token::word) == Some("uhr");
    Some((hour, 0, at + 1, uhr))
}

fn hour_word(tokens: &[Token], from: usize, to: usize) -> bool {
    tokens
        .get(from..(to + 1).min(tokens.len()))
        .unwrap_or_default()
        .iter()
        .any(|token| matches!(token.word(), Some("uhr" | "hrs" | "hours")))
}

fn skip_hour_word(tokens: &[Token], at: usize) -> usize {
    match tokens.get(at).and_then(Token::word) {
        Some("uhr" | "hrs" | "hours") => at + 1,
        Some("h") if tokens.get(at).is_some_and(|token| token.spaced) => at + 1,
        _ => at,
    }
}

/// `am`, `p.m.`, `PM`.
fn half(tokens: &[Token], at: usize) -> (Option<Half>, usize) {
    let word = |offset: usize| tokens.get(at + offset).and_then(Token::word);
    let dot = |offset: usize| tokens.get(at + offset).and_then(Token::sign) == Some('.');
    match word(0) {
        // "17:00 am Montag" is German.
        Some("am") if !tokens.get(at + 1).is_some_and(weekday_or_day) => {
            (Some(Half::Morning), at + 1)
        }
        Some("pm") => (Some(Half::Afternoon), at + 1),
        Some(letter @ ("a" | "p")) if dot(1) && word(2) == Some("m") => {
            let to = if dot(3) { at + 4 } else { at + 3 };
            let half = if letter == "a" {
                Half::Morning
            } else {
                Half::Afternoon
            };
            (Some(half), to)
        }
        _ => (None, at),
    }
}

fn weekday_or_day(token: &Token) -> bool {
    token.number(2).is_some()
        || matches!(
            token.word(),
            Some(
                "montag"
                    | "dienstag"
                    | "mittwoch"
                    | "donnerstag"
                    | "freitag"
                    | "samstag"
                    | "sonntag"
            )
        )
}

fn range_end(tokens: &[Token], at: usize, halved: bool) -> (Option<(u32, Option<Half>)>, usize) {
    let at_uhr = skip_hour_word(tokens, at);
    let joined = tokens.get(at_uhr).is_some_and(|token| {
        token.sign() == Some('-')
            || matches!(
                token.word(),
                Some("to" | "till" | "until" | "bis" | "and" | "a" | "hasta")
            )
    });
    if !joined {
        return (None, at);
    }
    match digits(tokens, at_uhr + 1) {
        Some((hour, _, next, sure)) if hour < 25 => {
            let (half, next) = half(tokens, next);
            // "17:00 - 45 minutes" is a length; "T10:00:00-05:00" and "10:00 AM -05:00" carry an offset.
            let attached = !tokens.get(at_uhr + 1).is_some_and(|token| token.spaced);
            let offset = attached
                && sure
                && half.is_none()
                && tokens.get(at_uhr).and_then(Token::sign) == Some('-')
                && (halved || iso_before(tokens, at));
            if (sure || half.is_some()) && !offset {
                (Some((hour, half)), next)
            } else {
                (None, at)
            }
        }
        _ => (None, at),
    }
}

/// `T17:00:00-05:00`: with seconds or a `T`, what follows the minus is an offset.
fn iso_before(tokens: &[Token], at: usize) -> bool {
    let colons = tokens
        .get(at.saturating_sub(5)..at)
        .unwrap_or_default()
        .iter()
        .filter(|token| token.sign() == Some(':'))
        .count();
    let marked = tokens
        .get(at.saturating_sub(6)..at)
        .unwrap_or_default()
        .iter()
        .any(|token| token.word() == Some("t"));
    colons >= 2 || marked
}
