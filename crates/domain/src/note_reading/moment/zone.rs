//! Zones: offsets, IANA names, cities, and the abbreviations that mean one thing.

use chrono_tz::{TZ_VARIANTS, Tz};

use super::token::Token;

/// A zone as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes east of UTC.
    Offset(i32),
    /// IANA zone.
    Named(Tz),
    /// An abbreviation that names one offset, and the zone that must show it on that day.
    Seasonal(i32, Tz),
    /// An abbreviation of several zones.
    Ambiguous,
}

/// Reads the zone that begins at `at`, brackets and commas before it skipped. Of several ("IST (UTC+05:30)") the exact one
/// counts.
pub(super) fn zone(tokens: &[Token], at: usize, text: &str) -> Option<(Zone, usize)> {
    let mut next = at;
    let mut best: Option<(Zone, usize)> = None;
    for _ in 0..3 {
        let opens = matches!(
            tokens.get(next).and_then(Token::sign),
            Some('(' | ',' | '[' | '/')
        ) && !tokens.get(next).is_some_and(|token| token.new_line);
        let begin = if opens { next + 1 } else { next };
        let Some((found, end)) = one(tokens, begin, text, opens) else {
            break;
        };
        let end = match tokens.get(end).and_then(Token::sign) {
            Some(')' | ']') if opens => end + 1,
            _ => end,
        };
        let exact = matches!(found, Zone::Offset(_) | Zone::Named(_));
        best = match best {
            Some((known, _)) if !exact || matches!(known, Zone::Offset(_) | Zone::Named(_)) => {
                Some((known, end))
            }
            _ => Some((found, end)),
        };
        next = end;
    }
    best
}

/// "Time zone: Europe/Berlin", "(all times UTC)": said once for the whole note.
pub(super) fn labelled(tokens: &[Token], text: &str) -> Option<Zone> {
    let word = |at: usize| tokens.get(at).and_then(Token::word);
    (0..tokens.len()).find_map(|at| {
        let after = match (word(at), word(at + 1)) {
            (Some("timezone" | "zeitzone" | "tz"), _) => at + 1,
            (Some("time"), Some("zone")) => at + 2,
            (Some("times"), Some("in" | "are")) => at + 2,
            (Some("fuseau"), Some("horaire")) => at + 2,
            _ => return None,
        };
        let skipped = (after..after + 2)
            .find(|next| tokens.get(*next).is_none_or(|token| token.sign().is_none()))?;
        zone(tokens, skipped, text).map(|(zone, _)| zone)
    })
}

fn one(tokens: &[Token], at: usize, text: &str, bracketed: bool) -> Option<(Zone, usize)> {
    let token = tokens.get(at)?;
    if token.new_line {
        return None;
    }
    if let Some(sign) = token.sign().filter(|sign| matches!(sign, '+' | '-')) {
        let (minutes, to) = offset(tokens, at + 1)?;
        return Some((
            Zone::Offset(if sign == '-' { -minutes } else { minutes }),
            to,
        ));
    }
    let word = token.word()?;
    if matches!(word, "utc" | "gmt" | "z") {
        let signed = tokens.get(at + 1).and_then(Token::sign);
        if let Some(sign @ ('+' | '-')) = signed
            && let Some((minutes, to)) = offset(tokens, at + 2)
        {
            return Some((
                Zone::Offset(if sign == '-' { -minutes } else { minutes }),
                to,
            ));
        }
        return Some((Zone::Offset(0), at + 1));
    }
    if let Some((zone, to)) = iana(tokens, at, text) {
        return Some((Zone::Named(zone), to));
    }
    if let Some(found) = spelled(tokens, at) {
        return Some(found);
    }
    // "IST" with capitals: "ist" is a German verb, "est" a French one.
    let written = text.get(token.start..token.end).unwrap_or_default();
    let capitals = written.chars().all(char::is_uppercase);
    if let Some(found) = abbreviation(word).filter(|_| capitals) {
        return Some((found, at + 1));
    }
    city(tokens, at, text, bracketed)
}

/// `5`, `05:30`, `0530`.
fn offset(tokens: &[Token], at: usize) -> Option<(i32, usize)> {
    let token = tokens.get(at).filter(|token| !token.spaced)?;
    let (hours, minutes, to) = if let Some(compact) = token.exactly(4) {
        (compact / 100, compact % 100, at + 1)
    } else {
        let hours = token.number(2)?;
        let colon = tokens
            .get(at + 1)
            .is_some_and(|token| token.sign() == Some(':') && !token.spaced);
        match tokens.get(at + 2).and_then(|token| token.exactly(2)) {
            Some(minutes) if colon => (hours, minutes, at + 3),
            _ => (hours, 0, at + 1),
        }
    };
    let whole = i32::try_from(hours * 60 + minutes).ok()?;
    (hours <= 14 && minutes < 60).then_some((whole, to))
}

fn iana(tokens: &[Token], at: usize, text: &str) -> Option<(Tz, usize)> {
    let start = tokens.get(at)?.start;
    // Longest first: "America/Argentina/Buenos_Aires".
    let slash = tokens.get(at + 1)?.sign()? == '/';
    if !slash {
        return None;
    }
    (at + 3..=(at + 9).min(tokens.len())).rev().find_map(|to| {
        let end = tokens.get(to - 1)?.end;
        let written = text.get(start..end)?.replace(' ', "_");
        TZ_VARIANTS
            .iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(&written))
            .map(|zone| (*zone, to))
    })
}

fn spelled(tokens: &[Token], at: usize) -> Option<(Zone, usize)> {
    const NAMES: &[(&[&str], Spelled)] = &[
        (&["indian", "standard", "time"], Spelled::Offset(330)),
        (&["india", "standard", "time"], Spelled::Offset(330)),
        (&["india", "time"], Spelled::Offset(330)),
        (&["indian", "time"], Spelled::Offset(330)),
        (
            &["central", "european", "summer", "time"],
            Spelled::Offset(120),
        ),
        (
            &["central", "european", "time"],
            Spelled::Zone(Tz::Europe__Berlin),
        ),
        (&["eastern", "time"], Spelled::Zone(Tz::America__New_York)),
        (
            &["pacific", "time"],
            Spelled::Zone(Tz::America__Los_Angeles),
        ),
        (&["uk", "time"], Spelled::Zone(Tz::Europe__London)),
        (&["british", "summer", "time"], Spelled::Offset(60)),
    ];
    NAMES.iter().find_map(|(words, zone)| {
        let matches = words
            .iter()
            .enumerate()
            .all(|(offset, word)| tokens.get(at + offset).and_then(Token::word) == Some(word));
        matches.then(|| {
            let zone = match zone {
                Spelled::Offset(minutes) => Zone::Offset(*minutes),
                Spelled::Zone(zone) => Zone::Named(*zone),
            };
            (zone, at + words.len())
        })
    })
}

#[derive(Clone, Copy)]
enum Spelled {
    Offset(i32),
    Zone(Tz),
}

/// "Berlin time", "(London)", "Ortszeit Berlin": a city that names one zone.
fn city(tokens: &[Token], at: usize, text: &str, bracketed: bool) -> Option<(Zone, usize)> {
    let token = tokens.get(at).filter(|token| token.capital)?;
    (at + 1..=at + 3).rev().find_map(|to| {
        let last = tokens.get(to - 1)?;
        let name = text.get(token.start..last.end)?.replace(' ', "_");
        let said = tokens.get(to).and_then(Token::word) == Some("time");
        let closed = bracketed && matches!(tokens.get(to).and_then(Token::sign), Some(')'));
        if !said && !closed {
            return None;
        }
        let mut zones = TZ_VARIANTS.iter().filter(|zone| {
            zone.name()
                .rsplit('/')
                .next()
                .is_some_and(|last| last.eq_ignore_ascii_case(&name))
                && zone.name().contains('/')
                && !zone.name().starts_with("Etc/")
        });
        match (zones.next(), zones.next()) {
            (Some(zone), None) => Some((Zone::Named(*zone), if said { to + 1 } else { to })),
            _ => None,
        }
    })
}

fn abbreviation(word: &str) -> Option<Zone> {
    let seasonal = |hours: i32, zone: Tz| Some(Zone::Seasonal(hours * 60, zone));
    match word {
        "cet" | "mez" => seasonal(1, Tz::Europe__Berlin),
        "cest" | "mesz" => seasonal(2, Tz::Europe__Berlin),
        "eet" => seasonal(2, Tz::Europe__Helsinki),
        "eest" => seasonal(3, Tz::Europe__Helsinki),
        "wet" => seasonal(0, Tz::Europe__Lisbon),
        "west" => seasonal(1, Tz::Europe__Lisbon),
        "est" => seasonal(-5, Tz::America__New_York),
        "edt" => seasonal(-4, Tz::America__New_York),
        "pst" => seasonal(-8, Tz::America__Los_Angeles),
        "pdt" => seasonal(-7, Tz::America__Los_Angeles),
        "aest" => seasonal(10, Tz::Australia__Sydney),
        "aedt" => seasonal(11, Tz::Australia__Sydney),
        "nzst" => seasonal(12, Tz::Pacific__Auckland),
        "nzdt" => seasonal(13, Tz::Pacific__Auckland),
        "et" => Some(Zone::Named(Tz::America__New_York)),
        "pt" => Some(Zone::Named(Tz::America__Los_Angeles)),
        "jst" | "kst" => Some(Zone::Offset(540)),
        "sgt" | "hkt" => Some(Zone::Offset(480)),
        "ist" | "cst" | "cdt" | "bst" | "mst" | "mdt" | "ast" | "adt" | "gst" | "sst" | "ect"
        | "wst" | "amt" | "act" | "ct" | "mt" | "pkt" | "msk" | "brt" | "art" | "wib" | "sast"
        | "cat" | "eat" | "wat" | "akst" | "akdt" | "hst" => Some(Zone::Ambiguous),
        _ => None,
    }
}
