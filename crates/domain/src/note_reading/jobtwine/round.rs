//! Which round a text speaks of.

use crate::interview::Round;
use crate::note_reading::moment::token::{Token, tokens};

/// More rounds than anybody holds.
const MOST: u32 = 20;
/// Words before "round" that name nothing.
const NAMELESS: &[&str] = &[
    "the",
    "this",
    "a",
    "an",
    "next",
    "each",
    "per",
    "of",
    "for",
    "your",
    "our",
    "one",
    "every",
    "all",
    "same",
    "new",
    "that",
    "and",
    "in",
    "to",
    "is",
    "multiple",
    "jobtwine",
    "candidate",
    "feedback",
    "interview",
    "another",
    "any",
    "no",
    "previous",
    "last",
    "current",
    "their",
    "his",
    "her",
    "with",
    "add",
    "scheduled",
    "cancelled",
    "completed",
    "please",
    "upcoming",
    "following",
    "it",
    "on",
    "de",
    "du",
    "des",
    "der",
    "die",
    "das",
    "diese",
    "le",
    "la",
    "expert",
    "hi",
    "hello",
    "dear",
    "update",
    "reminder",
    "details",
    "status",
    "good",
    "great",
    "we",
    "you",
    "rounds",
    "s",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
];

/// The round, by number and by name, as far as it is stated without contradiction.
pub(in crate::note_reading) fn round(text: &str) -> Round {
    let tokens = tokens(text);
    let numbers = numbers(&tokens);
    let mut name: Option<String> = None;
    for at in 0..tokens.len() {
        if name.is_none() {
            name = name_before(&tokens, at, text).or_else(|| name_after(&tokens, at, text));
        }
    }
    let first = numbers.first().copied();
    let single = first.filter(|first| numbers.iter().all(|other| other == first));
    Round {
        number: single.filter(|number| (1..=MOST).contains(number)),
        // A name beside two numbers belongs to one of them, and nobody knows which.
        name: name.filter(|_| numbers.is_empty() || single.is_some()),
    }
}

/// The round of a result. Where a text names several ("Feedback for round 1: … Round 2 is booked for …"), the one beside
/// the result; `None` when that is none or several: a result must not answer another round.
pub(super) fn round_of_result(text: &str) -> Option<Round> {
    let several = |text: &str| {
        let numbers = numbers(&tokens(text));
        numbers.iter().any(|number| Some(number) != numbers.first())
    };
    if !several(text) {
        return Some(round(text));
    }
    let mut beside: Vec<Round> = text
        .split(['.', ';', '\n'])
        .filter(|part| {
            let part = part.to_lowercase();
            ["feedback", "recommend", "verdict", "outcome", "result"]
                .iter()
                .any(|word| part.contains(word))
                && !several(&part)
        })
        .map(round)
        .filter(|round| !round.is_unstated())
        .collect();
    beside.dedup();
    match beside.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn numbers(tokens: &[Token]) -> Vec<u32> {
    (0..tokens.len())
        .filter_map(|at| number(tokens, at))
        .collect()
}

fn is_round(token: &Token) -> bool {
    matches!(token.word(), Some("round" | "runde" | "ronda"))
}

fn number(tokens: &[Token], at: usize) -> Option<u32> {
    let token = tokens.get(at)?;
    let next = |offset: usize| tokens.get(at + offset);
    if is_round(token) || token.word() == Some("tour") {
        let skip = usize::from(matches!(
            next(1).and_then(Token::sign),
            Some('#' | '-' | ':' | '_')
        )) + usize::from(matches!(
            next(1).and_then(Token::word),
            Some("no" | "number" | "nr")
        ));
        let candidate = next(1 + skip)?;
        let after = next(2 + skip);
        // "Round: 10 August" and "round 17:00" give no number.
        let dated = after.is_some_and(|after| {
            (after.sign() == Some(':')
                && !after.spaced
                && tokens
                    .get(at + 3 + skip)
                    .is_some_and(|t| t.exactly(2).is_some() && !t.spaced))
                || (after.sign() == Some('/') && !after.spaced && skip > 0)
        });
        if let Some(number) = candidate.number(2).filter(|_| !dated) {
            return Some(number);
        }
        return match candidate.word() {
            Some("i") => Some(1),
            Some("ii") => Some(2),
            Some("iii") => Some(3),
            Some("one") => Some(1),
            Some("two") => Some(2),
            Some("three") => Some(3),
            _ => None,
        };
    }
    // "R2", "R-2".
    if token.word() == Some("r") && token.capital {
        let close = next(1)?;
        let dash = usize::from(close.sign() == Some('-') && !close.spaced);
        return next(1 + dash)
            .filter(|token| !token.spaced)
            .and_then(|token| token.number(1));
    }
    // "2nd round", "2. Runde", "second round", "2e tour".
    let ordinal = match token.word() {
        Some("first" | "erste" | "ersten" | "premier" | "primera") => Some(1),
        Some("second" | "zweite" | "zweiten" | "deuxieme" | "segunda") => Some(2),
        Some("third" | "dritte" | "dritten" | "troisieme" | "tercera") => Some(3),
        Some("fourth" | "vierte" | "quatrieme") => Some(4),
        Some("fifth" | "funfte") => Some(5),
        _ => None,
    };
    if let Some(ordinal) = ordinal {
        let near = next(1).is_some_and(|one| is_round(one) || one.word() == Some("tour"))
            || (next(2).is_some_and(is_round) && next(1).is_some_and(|one| one.word().is_some()));
        return near.then_some(ordinal);
    }
    let number = token.number(2)?;
    let suffix = next(1)?;
    let ordinal = matches!(
        suffix.word(),
        Some("st" | "nd" | "rd" | "th" | "e" | "er" | "eme")
    ) || (suffix.sign() == Some('.') && !suffix.spaced);
    let near = next(2).is_some_and(|one| is_round(one) || one.word() == Some("tour"))
        || (next(3).is_some_and(is_round) && next(2).is_some_and(|one| one.word().is_some()));
    (ordinal && near).then_some(number)
}

/// "Technical round", "System Design round", "Final Round 2".
fn name_before(tokens: &[Token], at: usize, text: &str) -> Option<String> {
    let token = tokens.get(at)?;
    if !is_round(token) && !matches!(token.word(), Some("interview" | "feedback")) {
        return None;
    }
    let nameless = |token: &Token| {
        token.word().is_none_or(|word| {
            NAMELESS.contains(&word)
                || matches!(
                    word,
                    "first"
                        | "second"
                        | "third"
                        | "fourth"
                        | "fifth"
                        | "st"
                        | "nd"
                        | "rd"
                        | "th"
                        | "r"
                        | "erste"
                        | "zweite"
                        | "dritte"
                )
        })
    };
    let mut from = at;
    while let Some(before) = from.checked_sub(1).and_then(|index| tokens.get(index)) {
        // "the technical round": one plain word names a round; more only with capitals.
        let named = !nameless(before)
            && at - from < 3
            && (before.capital
                || (is_round(token) && from == at && before.word() != Some("round")))
            && !tokens.get(from).is_some_and(|next| next.new_line);
        if !named || is_round(before) {
            break;
        }
        from -= 1;
        if !before.capital {
            break;
        }
    }
    let start = tokens.get(from)?.start;
    let end = tokens.get(at.checked_sub(1)?)?.end;
    // "interview" and "feedback" follow a round's name only at the head of a line or after a colon or dash.
    let headed = from
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| matches!(before.sign(), Some(':' | '-' | ']' | '|')))
        && token.word() != Some("round");
    let usable = from < at && (is_round(token) || headed);
    usable
        .then(|| text.get(start..end).unwrap_or_default().trim().to_owned())
        .filter(|name| !name.is_empty())
}

/// "Round 2 (System design)", "Round 2: System Design".
fn name_after(tokens: &[Token], at: usize, text: &str) -> Option<String> {
    let token = tokens.get(at)?;
    if !is_round(token) {
        return None;
    }
    tokens.get(at + 1)?.number(2)?;
    let open = tokens.get(at + 2).filter(|sign| sign.sign() == Some('('))?;
    let close = tokens
        .iter()
        .skip(at + 3)
        .take(6)
        .find(|token| token.sign() == Some(')'))?;
    let inside = text.get(open.end..close.start)?.trim();
    let plain = inside
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '&' | '/'));
    (plain && !inside.is_empty() && inside.split_whitespace().count() <= 4)
        .then(|| inside.to_owned())
}
