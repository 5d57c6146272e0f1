//! Rated sections, free comments and the summary: taken out first, since an expert's free text may say anything.

use super::URL;
use super::concept::Concept;
use super::plain::Link;
use crate::fold::fold;
use crate::interview::{Rating, Section};
use crate::note_reading::patterns::Patterns;

/// What the feedback's structure holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) sections: Vec<Section>,
    pub(super) summary: Option<String>,
    pub(super) links: Vec<Link>,
}

/// Splits a text (links replaced by stand-ins) into what makes claims and what was rated and commented.
pub(super) fn parts(text: &str, links: Vec<Link>, patterns: &Patterns) -> (String, Parts) {
    let mut parts = Parts {
        links,
        ..Parts::default()
    };
    let mut spoken = String::new();
    // Free text under a heading goes on until something else begins.
    let mut summary: Vec<String> = Vec::new();
    let mut free = false;
    for line in text.lines() {
        let body = unbulleted(line);
        if body.is_empty() {
            free &= summary.is_empty();
            spoken.push('\n');
            continue;
        }
        let indented = line.starts_with("  ") || line.starts_with('\t');
        let mut commenting = false;
        for segment in segments(body) {
            if let Some((before, text)) = summarised(segment, patterns) {
                // "… Strongly Recommended. Summary: …" on one line.
                if !before.is_empty() {
                    spoken.push_str(before);
                    spoken.push('\n');
                }
                let (text, rest) = until_link_label(text);
                free = text.is_empty();
                if !text.is_empty() {
                    summary.push(text.to_owned());
                }
                speak(&mut spoken, rest);
                commenting = !free;
            } else if let Some(sections) = rated(segment, patterns) {
                parts.sections.extend(sections);
                (free, commenting) = (false, true);
            } else if segment.contains(URL) {
                free = false;
                let (text, rest) = until_link_label(segment);
                if commenting && !text.is_empty() {
                    add_comment(&mut parts, &mut summary, text);
                } else {
                    speak(&mut spoken, text);
                }
                speak(&mut spoken, rest);
                commenting = false;
            } else if outcome_labelled(segment, patterns) {
                (free, commenting) = (false, false);
                speak(&mut spoken, segment);
            } else if free {
                summary.push(segment.to_owned());
            } else if commenting || (indented && continues(segment) && !parts.sections.is_empty()) {
                add_comment(&mut parts, &mut summary, segment);
            } else {
                speak(&mut spoken, segment);
            }
        }
    }
    parts.summary = (!summary.is_empty()).then(|| summary.join(" "));
    (spoken, parts)
}

/// "Recommendation: …", also right after a rated section.
fn outcome_labelled(segment: &str, patterns: &Patterns) -> bool {
    let Some((label, _)) = segment.split_once(':') else {
        return false;
    };
    let folded = fold(label);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let (length, concepts) = patterns.jobtwine.at_start(&words);
    concepts.contains(&Concept::OutcomeLabel) && length == words.len()
}

fn speak(spoken: &mut String, segment: &str) {
    if !segment.is_empty() {
        spoken.push_str(segment);
        spoken.push('\n');
    }
}

/// More of the last section's comment, or of the summary when that came last.
fn add_comment(parts: &mut Parts, summary: &mut [String], segment: &str) {
    let target = match summary.last_mut() {
        Some(last) => last,
        None => match parts.sections.last_mut() {
            Some(section) => &mut section.comment,
            None => return,
        },
    };
    if !target.is_empty() {
        target.push(' ');
    }
    target.push_str(segment);
}

fn continues(segment: &str) -> bool {
    segment.chars().next().is_some_and(char::is_lowercase)
}

fn unbulleted(line: &str) -> &str {
    let body = line
        .trim()
        .trim_start_matches(|c: char| {
            matches!(
                c,
                '-' | '*'
                    | '•'
                    | '·'
                    | '‣'
                    | '◦'
                    | '–'
                    | '—'
                    | '+'
                    | '|'
                    | '✓'
                    | '✔'
                    | '▪'
                    | '●'
            ) || c.is_whitespace()
        })
        .trim_end_matches(|c: char| matches!(c, '|' | '*') || c.is_whitespace());
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    match body.get(digits..) {
        Some(rest)
            if (1..=2).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")) =>
        {
            // "10. August" is a day, "1. Coding: 4/5" a numbered line.
            let next = rest.get(2..).unwrap_or_default();
            if rating(next).is_some() {
                next.trim()
            } else {
                body
            }
        }
        _ => body,
    }
}

/// A line's pieces: bullets in the line, semicolons, sentences.
fn segments(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    for (index, (at, letter)) in letters.iter().copied().enumerate() {
        let next = letters.get(index + 1).map(|(_, letter)| *letter);
        let second = letters.get(index + 2).map(|(_, letter)| *letter);
        let cuts = match letter {
            '•' | '|' | ';' => true,
            '.' | '!' => {
                let before = index.checked_sub(1).and_then(|before| letters.get(before));
                let two_before = index.checked_sub(2).and_then(|before| letters.get(before));
                // Initials ("A. B.") and days ("10. August") are no ends.
                let short = before.is_some_and(|(_, letter)| letter.is_ascii_digit())
                    || (before.is_some_and(|(_, letter)| letter.is_uppercase())
                        && two_before.is_none_or(|(_, letter)| !letter.is_alphanumeric()));
                let rated = before.is_some_and(|(_, letter)| letter.is_ascii_digit())
                    && two_before.is_some_and(|(_, letter)| *letter == '/');
                next == Some(' ') && second.is_some_and(char::is_uppercase) && (!short || rated)
            }
            _ => false,
        };
        if cuts {
            let end = if letter == '!' || letter == '.' {
                at + 1
            } else {
                at
            };
            pieces.push(line.get(start..end).unwrap_or_default());
            start = at + letter.len_utf8();
        }
    }
    pieces.push(line.get(start..).unwrap_or_default());
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// `Summary: …`: what stands before the label (another label's value), and the free text.
fn summarised<'a>(segment: &'a str, patterns: &Patterns) -> Option<(&'a str, &'a str)> {
    let (label, text) = segment
        .split_once(':')
        .or_else(|| segment.split_once(" - "))
        .or_else(|| segment.split_once(" – "))
        .or_else(|| segment.split_once(" — "))
        .or_else(|| segment.ends_with("ary").then_some((segment, "")))?;
    let folded = fold(label).replace('\'', " ");
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // The label itself, perhaps after "the expert's" or "technical".
    (0..words.len().min(4)).find_map(|skip| {
        let rest = words.get(skip..)?;
        let (length, concepts) = patterns.jobtwine.at_start(rest);
        (concepts.contains(&Concept::Summary) && length == rest.len() && words.len() <= 5)
            .then_some(("", text.trim()))
    })
}

/// Free text ends where a link is introduced: "… Report: <link>".
fn until_link_label(text: &str) -> (&str, &str) {
    let Some(link) = text.find(URL) else {
        return (text.trim(), "");
    };
    let before = text.get(..link).unwrap_or_default();
    let cut = before.rfind(['.', '!', '\n', ')']).map_or(0, |end| end + 1);
    (
        text.get(..cut).unwrap_or_default().trim(),
        text.get(cut..).unwrap_or_default().trim(),
    )
}

/// One or several rated sections; `None` when nothing is rated or the rating has no name.
fn rated(segment: &str, patterns: &Patterns) -> Option<Vec<Section>> {
    let (_, end, _) = rating(segment)?;
    if rating(segment.get(end..).unwrap_or_default()).is_some() {
        // "Coding 4/5, Design 3/5".
        let all: Vec<Section> = segment
            .split(',')
            .filter_map(|piece| section(piece, patterns))
            .collect();
        let ratings = segment
            .split(',')
            .filter(|piece| rating(piece).is_some())
            .count();
        return (all.len() == ratings && ratings > 1).then_some(all);
    }
    section(segment, patterns).map(|section| vec![section])
}

fn section(text: &str, patterns: &Patterns) -> Option<Section> {
    let (start, end, rating) = rating(text)?;
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    // "8/10 at 17:00" is a day.
    let follows = after.trim_start_matches([',', ' ', '(']);
    let day = follows.starts_with("at ") || follows.starts_with("um ") || {
        let digits = follows.chars().take_while(char::is_ascii_digit).count();
        let unit = follows.get(digits..).unwrap_or_default().trim_start();
        digits > 0 && (unit.starts_with(':') || unit.starts_with("am") || unit.starts_with("pm"))
    };
    let cut = before
        .find(':')
        .or_else(|| before.find(" - "))
        .or_else(|| before.find(" – "))
        .or_else(|| before.find(" — "))
        .or_else(|| before.find('('));
    let (name, lead) = match cut {
        Some(cut) => before.split_at(cut),
        None => (before, ""),
    };
    let name = trimmed(name);
    let words = name.split_whitespace().count();
    let named = (1..=6).contains(&words) && name.chars().any(char::is_alphabetic);
    let comment: Vec<&str> = [trimmed(lead), trimmed(after)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    (named && !day && !counts(name, patterns)).then(|| Section {
        name: name.to_owned(),
        rating: Some(rating),
        comment: comment.join(" "),
    })
}

/// "Round 2 of 3", "slot 1/4": counted, not rated.
fn counts(name: &str, patterns: &Patterns) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).any(|at| {
        let (_, concepts) = patterns
            .jobtwine
            .at_start(words.get(at..).unwrap_or_default());
        [
            Concept::Round,
            Concept::Rounds,
            Concept::Slots,
            Concept::Booked,
            Concept::Moved,
            Concept::Cancelled,
            Concept::NoShow,
            Concept::Held,
        ]
        .iter()
        .any(|concept| concepts.contains(concept))
    })
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '-' | '–' | '—' | '(' | ')' | ',' | '=' | '[' | ']' | '→' | '*' | '.'
            )
    })
}

/// The first rating of a text: byte range and value. `4/5`, `3 out of 5`, `4.5 of 5`, `80%`, `★★★★☆`, `4 stars`.
fn rating(text: &str) -> Option<(usize, usize, Rating)> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut index = 0;
    while let Some((start, letter)) = letters.get(index).copied() {
        if matches!(letter, '★' | '⭐' | '☆') {
            let run: Vec<char> = letters
                .iter()
                .skip(index)
                .map(|(_, letter)| *letter)
                .take_while(|letter| matches!(letter, '★' | '⭐' | '☆' | '\u{fe0f}'))
                .collect();
            let full = run.iter().filter(|star| matches!(star, '★' | '⭐')).count();
            let empty = run.iter().filter(|star| **star == '☆').count();
            let highest = if empty > 0 { full + empty } else { full.max(5) };
            let end = start + run.iter().map(|star| star.len_utf8()).sum::<usize>();
            return Some((
                start,
                end,
                rated_as(text, start, end, full * 10, highest * 10)?,
            ));
        }
        let glued = index
            .checked_sub(1)
            .and_then(|before| letters.get(before))
            .is_some_and(|(_, before)| {
                before.is_alphanumeric() || matches!(before, '.' | '/' | ':' | ',')
            });
        if letter.is_ascii_digit()
            && !glued
            && let Some((length, tenths, highest)) = scaled(text.get(start..).unwrap_or_default())
        {
            let end = start + length;
            return Some((start, end, rated_as(text, start, end, tenths, highest)?));
        }
        index += 1;
    }
    None
}

fn rated_as(text: &str, start: usize, end: usize, tenths: usize, highest: usize) -> Option<Rating> {
    Some(Rating {
        as_written: text.get(start..end)?.trim().to_owned(),
        tenths: u32::try_from(tenths).ok()?,
        out_of_tenths: u32::try_from(highest).ok()?,
    })
}

/// A number with its scale at the text's start: length in bytes, tenths, highest tenths.
fn scaled(text: &str) -> Option<(usize, usize, usize)> {
    let (mut at, tenths) = number(text)?;
    let rest = text.get(at..)?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let rest = rest.trim_start_matches(' ');
    if rest.starts_with('%') {
        return (tenths <= 1000).then_some((at + blanks + 1, tenths, 1000));
    }
    let lower = rest.to_lowercase();
    if lower.starts_with("star") || lower.starts_with("★") || lower.starts_with("stern") {
        let word = rest
            .find(|c: char| !c.is_alphanumeric() && c != '★')
            .unwrap_or(rest.len());
        return (tenths <= 50).then_some((at + blanks + word, tenths, 50));
    }
    let joint = ["/", "out of", "of", "von", "sur", "auf", "de"]
        .into_iter()
        .find(|joint| lower.starts_with(joint))?;
    at += blanks + joint.len();
    let rest = text.get(at..)?;
    at += rest.len() - rest.trim_start_matches(' ').len();
    let (length, highest) = number(text.get(at..)?)?;
    at += length;
    let next = text.get(at..)?.chars().next();
    let plausible =
        matches!(highest, 30 | 40 | 50 | 60 | 70 | 80 | 90 | 100 | 1000) && tenths <= highest;
    (plausible && !next.is_some_and(|c| c.is_alphanumeric() || c == '/'))
        .then_some((at, tenths, highest))
}

/// Digits with at most one decimal: length and tenths.
fn number(text: &str) -> Option<(usize, usize)> {
    let whole = text.chars().take_while(char::is_ascii_digit).count();
    if !(1..=3).contains(&whole) {
        return None;
    }
    let value: usize = text.get(..whole)?.parse().ok()?;
    let mut rest = text.get(whole..)?.chars();
    match (rest.next(), rest.next(), rest.next()) {
        (Some('.' | ','), Some(digit), after)
            if digit.is_ascii_digit() && !after.is_some_and(|c| c.is_ascii_digit()) =>
        {
            let tenth = usize::try_from(digit.to_digit(10)?).ok()?;
            Some((whole + 2, value * 10 + tenth))
        }
        _ => Some((whole, value * 10)),
    }
}
