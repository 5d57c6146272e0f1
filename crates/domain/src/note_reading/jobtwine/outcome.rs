//! The expert's recommendation, in many wordings and with its negations.

use super::concept::Concept;
use super::words::{Sentence, Word, has, stated};
use crate::interview::Outcome;
use crate::note_reading::moment::token::{Token, tokens};

/// What a text says about the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stated {
    Nothing,
    /// One value, and the words for it as written.
    One(Outcome, String),
    /// Several values, a value denied twice, a value that is only supposed.
    Unclear,
}

pub(super) fn outcome(sentences: &[Sentence], spoken: &str) -> Stated {
    let mut found: Vec<(usize, Option<Outcome>, bool, String)> = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        for at in 0..sentence.len() {
            if let Some((outcome, labelled, words)) = hit(sentence, at) {
                found.push((number, outcome, labelled, words));
            }
        }
    }
    // What stands behind a label says more than what is said in passing elsewhere.
    let labelled: Vec<usize> = found
        .iter()
        .filter(|(_, _, labelled, _)| *labelled)
        .map(|(number, ..)| *number)
        .collect();
    let unclear = found.iter().any(|(_, outcome, ..)| outcome.is_none());
    let all: Vec<_> = found
        .iter()
        .filter(|(number, ..)| labelled.is_empty() || unclear || labelled.contains(number))
        .collect();
    let Some((_, first, _, words)) = all.first() else {
        return Stated::Nothing;
    };
    match first {
        Some(outcome) if all.iter().all(|(_, other, ..)| other == first) => {
            Stated::One(*outcome, verbatim(words, spoken))
        }
        _ => Stated::Unclear,
    }
}

/// The value that a word states, whether a label introduces it, and its folded words. `None` as value: unclear.
fn hit(sentence: &Sentence, at: usize) -> Option<(Option<Outcome>, bool, String)> {
    let word = sentence.get(at)?;
    let labelled = labelled(sentence, word);
    let first_of_part = at
        .checked_sub(1)
        .and_then(|before| sentence.get(before))
        .is_none_or(|before| before.part != word.part);
    if labelled && first_of_part && (word.is(Concept::Yes) || word.is(Concept::No)) {
        let asked = sentence.iter().take(at).any(|other| {
            other.is(Concept::Recommend)
                || other.is(Concept::Fit)
                || other.text.contains("decision")
                || other.text.contains("recommend")
                || other.text.contains("hire")
        });
        let outcome = if word.is(Concept::Yes) {
            Outcome::GoodFit
        } else {
            Outcome::NotRecommended
        };
        return asked.then(|| (Some(outcome), true, word.text.clone()));
    }
    let outcome = if word.is(Concept::NotFit) {
        Outcome::NotRecommended
    } else if word.is(Concept::StrongYes) {
        Outcome::StronglyRecommended
    } else if word.is(Concept::Fit) {
        if word.text == "fit" && !labelled {
            return None;
        }
        Outcome::GoodFit
    } else if word.is(Concept::Recommend) {
        if !bare_value(sentence, at, labelled) {
            return None;
        }
        // "Recommends the candidate strongly".
        let strongly = sentence.iter().skip(at + 1).take(4).any(|other| {
            other.clause == word.clause && matches!(other.text.as_str(), "strongly" | "highly")
        });
        if strongly {
            Outcome::StronglyRecommended
        } else {
            Outcome::GoodFit
        }
    } else {
        return None;
    };
    // "Recommended to bring a laptop", "recommended browser", "a fit for the slot".
    let next = sentence
        .get(at + 1)
        .filter(|next| next.clause == word.clause);
    let about_something_else = next.is_some_and(|next| {
        next.part == word.part
            && matches!(
                next.text.as_str(),
                "to" | "that"
                    | "you"
                    | "using"
                    | "browser"
                    | "browsers"
                    | "we"
                    | "time"
                    | "times"
                    | "slot"
                    | "reading"
            )
    });
    if about_something_else && outcome != Outcome::NotRecommended {
        return Some((None, labelled, word.text.clone()));
    }
    // "Hire: yes" is answered by its value.
    let answered = sentence.get(at + 1).is_some_and(|next| {
        next.part != word.part && (next.is(Concept::Yes) || next.is(Concept::No))
    });
    if answered {
        return None;
    }
    let unclear = word.supposed
        || (!stated(sentence, at)
            && !word.text.starts_with("would not")
            && !word.text.starts_with("can not"))
        || (word.negated
            && matches!(
                outcome,
                Outcome::StronglyRecommended | Outcome::NotRecommended
            ));
    let value = if unclear {
        None
    } else if word.negated {
        Some(Outcome::NotRecommended)
    } else {
        Some(outcome)
    };
    let words = if word.negated {
        negated_words(sentence, at)
    } else {
        word.text.clone()
    };
    Some((value, labelled, words))
}

/// "Recommended" alone, "hire", "pass": a value only where something says that it is one.
fn bare_value(sentence: &Sentence, at: usize, labelled: bool) -> bool {
    let Some(word) = sentence.get(at) else {
        return false;
    };
    if labelled {
        return true;
    }
    let recommends = word.text.contains("mmend") || word.text.contains("empf");
    let last = sentence.len() == at + 1;
    let spoken_of = has(sentence, Concept::Candidate) || has(sentence, Concept::Interviewer);
    recommends
        && (spoken_of
            || (last
                && (has(sentence, Concept::Round)
                    || has(sentence, Concept::Feedback)
                    || sentence.len() <= 2)))
}

/// An earlier part of the sentence is a label such as "Recommendation:".
fn labelled(sentence: &Sentence, word: &Word) -> bool {
    sentence
        .iter()
        .take_while(|other| !std::ptr::eq(*other, word))
        .any(|other| {
            other.is(Concept::OutcomeLabel) && other.part < word.part && other.clause == word.clause
        })
}

fn negated_words(sentence: &Sentence, at: usize) -> String {
    let from = (0..at)
        .rev()
        .find(|index| {
            sentence
                .get(*index)
                .is_some_and(|word| word.is(Concept::Negation))
        })
        .unwrap_or(at);
    sentence
        .get(from..=at)
        .unwrap_or_default()
        .iter()
        .map(|word| word.text.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same words as they were written.
fn verbatim(folded: &str, spoken: &str) -> String {
    let wanted: Vec<&str> = folded.split(' ').collect();
    let all = tokens(spoken);
    let words: Vec<&Token> = all.iter().filter(|token| token.word().is_some()).collect();
    words
        .windows(wanted.len().max(1))
        .find(|run| {
            run.iter()
                .zip(&wanted)
                .all(|(token, wanted)| token.word() == Some(wanted))
        })
        .and_then(|run| spoken.get(run.first()?.start..run.last()?.end))
        .map_or_else(|| folded.to_owned(), str::to_owned)
}
