//! Sentences of words with meanings: what is negated, what only supposed, what still to come.

use std::collections::BTreeSet;

use super::ADDRESS;
use super::concept::Concept;
use crate::fold::fold;
use crate::note_reading::clause::{Raw, cut, unwrapped};
use crate::note_reading::patterns::Patterns;

/// A word, or several that mean one thing.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) concepts: BTreeSet<Concept>,
    pub(super) negated: bool,
    /// A condition, a question, an expectation.
    pub(super) supposed: bool,
    /// The clause, counted over the sentence.
    pub(super) clause: usize,
    /// The part of the clause between colons, dashes and brackets.
    pub(super) part: usize,
}

impl Word {
    pub(super) fn is(&self, concept: Concept) -> bool {
        self.concepts.contains(&concept)
    }
}

pub(super) type Sentence = Vec<Word>;

/// How far a "not" reaches.
const NEGATION_REACH: usize = 4;
/// How far a "will" reaches.
const MODAL_REACH: usize = 4;

pub(super) fn sentences(text: &str, patterns: &Patterns) -> Vec<Sentence> {
    let text = text.replace(['’', '‘', 'ʼ'], "'").replace('@', " @ ");
    let text = unwrapped(&text);
    let text = fold(&text)
        .replace("n't", " not")
        .replace("cannot", "can not")
        .replace(" @ ", &format!(" {ADDRESS} "));
    cut(&text)
        .into_iter()
        .map(|raw| understand(&raw, patterns))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

fn understand(raw: &Raw, patterns: &Patterns) -> Sentence {
    let texts: Vec<&str> = raw.words.iter().map(String::as_str).collect();
    let mut sentence: Sentence = Vec::new();
    let (mut clause, mut part) = (0, 0);
    // Where each run of words between commas begins.
    let mut runs = vec![0];
    let mut supposed = false;
    // "After the interview: …" names a time, "if …: …" still supposes.
    let mut until_colon = false;
    let mut at = 0;
    while let Some(text) = texts.get(at).copied() {
        if text == "," || text == ":" {
            part += 1;
            if text == "," {
                clause += 1;
                supposed = false;
                runs.push(sentence.len());
            } else if until_colon {
                supposed = false;
            }
            at += 1;
            continue;
        }
        let (length, concepts) = patterns
            .jobtwine
            .at_start(texts.get(at..).unwrap_or_default());
        if concepts.contains(&Concept::Break) {
            clause += 1;
            part += 1;
            supposed = false;
        }
        // "When:" introduces a time.
        let label = texts.get(at + length) == Some(&":") && text == "when";
        if concepts.contains(&Concept::Hypothetical) && !label {
            part += 1;
            supposed = true;
            until_colon = matches!(text, "after" | "before" | "upon" | "while");
        }
        sentence.push(Word {
            text: texts.get(at..at + length).unwrap_or_default().join(" "),
            concepts,
            negated: false,
            supposed: supposed || raw.question,
            clause,
            part,
        });
        at += length;
    }
    if sentence.iter().any(|word| word.is(Concept::Unreal)) {
        for word in &mut sentence {
            word.supposed = true;
        }
    }
    depend(&mut sentence, &runs);
    negate(&mut sentence);
    sentence
}

/// "If the candidate does not join, we will mark it as a no-show": what will be done hangs on the condition, before it
/// and behind it alike. What is told beside it ("It is booked for Tuesday, and you can write to us if …") does not.
fn depend(sentence: &mut Sentence, runs: &[usize]) {
    let conditional = sentence.iter().any(|word| {
        word.is(Concept::Hypothetical)
            && matches!(
                word.text.as_str(),
                "if" | "in case"
                    | "in the event"
                    | "unless"
                    | "should the"
                    | "should there"
                    | "should you"
                    | "wenn"
                    | "falls"
                    | "si"
                    | "provided that"
            )
    });
    if !conditional {
        return;
    }
    let ends = runs.iter().skip(1).copied().chain([sentence.len()]);
    for (first, end) in runs.iter().copied().zip(ends) {
        let mut to_come = false;
        for word in sentence.iter_mut().take(end).skip(first) {
            word.supposed |= to_come;
            to_come |= word.is(Concept::Modal);
        }
    }
}

/// A negation speaks of the first deniable word after it, within its part of the clause.
fn negate(sentence: &mut Sentence) {
    const DENIABLE: &[Concept] = &[
        Concept::Slots,
        Concept::Given,
        Concept::Booked,
        Concept::Moved,
        Concept::Cancelled,
        Concept::NoShow,
        Concept::Attend,
        Concept::Held,
        Concept::Rounds,
        Concept::Setup,
        Concept::Feedback,
        Concept::Arrived,
        Concept::Pending,
        Concept::Invite,
        Concept::Create,
        Concept::Fail,
        Concept::Expired,
        Concept::StrongYes,
        Concept::Fit,
        Concept::Recommend,
        Concept::NotFit,
        Concept::Want,
        Concept::Give,
    ];
    let negations: Vec<(usize, usize)> = sentence
        .iter()
        .enumerate()
        .filter(|(_, word)| word.is(Concept::Negation))
        .map(|(at, word)| (at, word.part))
        .collect();
    for (at, part) in negations {
        let denied = sentence
            .iter_mut()
            .skip(at + 1)
            .take(NEGATION_REACH)
            .take_while(|word| word.part == part)
            .find(|word| DENIABLE.iter().any(|concept| word.is(*concept)));
        if let Some(word) = denied {
            word.negated = !word.negated;
        }
    }
}

/// Told as something that happened: not denied, not supposed, not to come.
pub(super) fn told(sentence: &Sentence, at: usize) -> bool {
    sentence
        .get(at)
        .is_some_and(|word| !word.negated && stated(sentence, at))
}

/// Said of what is or was, whether affirmed or denied.
pub(super) fn stated(sentence: &Sentence, at: usize) -> bool {
    let Some(word) = sentence.get(at) else {
        return false;
    };
    let before: Vec<&Word> = sentence
        .iter()
        .take(at)
        .rev()
        .take(MODAL_REACH)
        .take_while(|other| other.clause == word.clause && other.part == word.part)
        .collect();
    let to_come = before.iter().any(|other| other.is(Concept::Modal));
    // "to cancel", but not "to the completed interview".
    let infinitive = before
        .first()
        .is_some_and(|other| matches!(other.text.as_str(), "to" | "zu" | "pour"))
        && !word.text.ends_with("ed");
    !word.supposed && !to_come && !infinitive
}

pub(super) fn has(sentence: &Sentence, concept: Concept) -> bool {
    sentence.iter().any(|word| word.is(concept))
}

/// Places of words that mean `concept` and are told.
pub(super) fn told_of(sentence: &Sentence, concept: Concept) -> Vec<usize> {
    sentence
        .iter()
        .enumerate()
        .filter(|(at, word)| word.is(concept) && told(sentence, *at))
        .map(|(at, _)| at)
        .collect()
}
