//! A note cut into sentences of words with meanings: what is negated, what is only supposed, what is advice.

use std::collections::BTreeSet;

use super::patterns::{Concept, Patterns};
use crate::fold::fold;

/// How a word is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// Told as a fact.
    Told,
    /// A condition, a question, an expectation.
    Supposed,
    /// What the reader should do.
    Advised,
}

/// A word, or several that mean one thing.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) concepts: BTreeSet<Concept>,
    pub(super) negated: bool,
    pub(super) mood: Mood,
    /// The clause this word stands in, counted over the sentence.
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

/// Stand-ins for what must not be read as words.
const URL: &str = "urlvalue";
const ADDRESS: &str = "addressvalue";
const SUPPORT_ADDRESS: &str = "supportaddress";
const QUOTED: &str = "quotedvalue";

/// Words after which a quotation is a name, whatever it says.
const NAMING: &[&str] = &[
    "template", "tag", "named", "called", "name", "posting", "job", "stage",
];

/// How far a "not" reaches.
const NEGATION_REACH: usize = 5;

pub(super) fn sentences(text: &str, patterns: &Patterns) -> Vec<Sentence> {
    let text = fold(&without_values(&unwrapped(text)));
    let text = text.replace("n't", " not").replace("cannot", "can not");
    cut(&text)
        .into_iter()
        .map(|raw| understand(&raw, patterns))
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// Joins lines that were only wrapped: the next one goes on in lower case.
pub(super) fn unwrapped(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        if !joined.is_empty() {
            let goes_on = line.chars().next().is_some_and(char::is_lowercase);
            joined.push(if goes_on { ' ' } else { '\n' });
        }
        joined.push_str(line);
    }
    joined
}

/// Replaces links, addresses and quoted names by stand-ins, and unifies apostrophes.
fn without_values(text: &str) -> String {
    let text = text
        .replace(['’', '‘', 'ʼ'], "'")
        .replace(['“', '”', '„', '«', '»', '`'], "\"");
    let words: Vec<String> = text
        .split_inclusive(char::is_whitespace)
        .map(|word| {
            let end: String = word.chars().filter(|c| c.is_whitespace()).collect();
            let body = word.trim();
            let ending: String = body
                .chars()
                .rev()
                .take_while(|c| matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | '"'))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            if body.contains("://") {
                format!(" {URL} {ending}{end}")
            } else if body.find('@').is_some_and(|at| at > 0) {
                let support =
                    body.to_lowercase().contains("support") || body.to_lowercase().contains("help");
                let stand_in = if support { SUPPORT_ADDRESS } else { ADDRESS };
                format!(" {stand_in} {ending}{end}")
            } else {
                word.to_owned()
            }
        })
        .collect();
    unquoted(&words.concat())
}

/// Takes names out of quotation marks; keeps a quoted message ("template not found"), which says what happened.
fn unquoted(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = opening_mark(rest, plain.chars().next_back()) {
        let (before, quoted) = rest.split_at(open);
        let mark = quoted.chars().next().unwrap_or('"');
        let inside = quoted.get(mark.len_utf8()..).unwrap_or_default();
        let Some(close) = closing_mark(inside, mark) else {
            plain.push_str(before);
            plain.push(' ');
            rest = inside;
            continue;
        };
        let (content, after) = inside.split_at(close);
        plain.push_str(before);
        let last_word: String = before
            .trim_end_matches(|c: char| !c.is_alphanumeric())
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric())
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let names = NAMING.contains(&last_word.to_lowercase().as_str());
        if names || !says_something(content) {
            plain.push_str(&format!(" {QUOTED} "));
        } else {
            plain.push_str(&format!(" : {content} : "));
        }
        rest = after.get(mark.len_utf8()..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// A single quotation mark opens only before a word and after none: "candidate's" has no quotation.
fn opening_mark(text: &str, before: Option<char>) -> Option<usize> {
    let mut previous = before;
    for (at, letter) in text.char_indices() {
        let free = !previous.is_some_and(char::is_alphanumeric);
        if letter == '"' || (letter == '\'' && free) {
            return Some(at);
        }
        previous = Some(letter);
    }
    None
}

fn closing_mark(text: &str, mark: char) -> Option<usize> {
    let line = text.split('\n').next().unwrap_or_default();
    line.char_indices()
        .filter(|(_, letter)| *letter == mark)
        .map(|(at, _)| at)
        .find(|at| {
            mark == '"'
                || !line
                    .get(at + 1..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(char::is_alphanumeric)
        })
}

fn says_something(content: &str) -> bool {
    let content = content.to_lowercase();
    content.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word,
            "not" | "no" | "missing" | "invalid" | "unknown" | "error" | "failed" | "without"
        )
    })
}

/// One sentence before its words are understood; breaks are marked by `,` (clause) and `:` (part).
pub(super) struct Raw {
    pub(super) words: Vec<String>,
    pub(super) question: bool,
}

pub(super) fn cut(text: &str) -> Vec<Raw> {
    let mut sentences = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = text.chars().collect();
    let end_word = |word: &mut String, words: &mut Vec<String>| {
        if !word.is_empty() {
            words.push(std::mem::take(word));
        }
    };
    for (at, letter) in letters.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let after = letters.get(at + 1).copied();
        let spaced = after.is_none_or(|c| !c.is_alphanumeric());
        match letter {
            c if c.is_alphanumeric() => word.push(c),
            '.' | '!' | '?' if spaced => {
                end_word(&mut word, &mut words);
                sentences.push(Raw {
                    words: std::mem::take(&mut words),
                    question: letter == '?',
                });
            }
            '\n' => {
                end_word(&mut word, &mut words);
                sentences.push(Raw {
                    words: std::mem::take(&mut words),
                    question: false,
                });
            }
            ',' | ';' => {
                end_word(&mut word, &mut words);
                words.push(",".to_owned());
            }
            ':' | '(' | ')' | '[' | ']' | '–' | '—' | '•' | '|' | '/' | '→' | '>' => {
                end_word(&mut word, &mut words);
                words.push(":".to_owned());
            }
            '-' if spaced && !before.is_some_and(char::is_alphanumeric) => {
                end_word(&mut word, &mut words);
                words.push(":".to_owned());
            }
            _ => end_word(&mut word, &mut words),
        }
    }
    end_word(&mut word, &mut words);
    sentences.push(Raw {
        words,
        question: false,
    });
    sentences
}

fn understand(raw: &Raw, patterns: &Patterns) -> Sentence {
    let texts: Vec<&str> = raw.words.iter().map(String::as_str).collect();
    let mut sentence: Sentence = Vec::new();
    let (mut clause, mut part) = (0, 0);
    let mut mood = Mood::Told;
    let mut at = 0;
    while let Some(text) = texts.get(at).copied() {
        if text == "," || text == ":" {
            part += 1;
            if text == "," {
                clause += 1;
                mood = Mood::Told;
            }
            at += 1;
            continue;
        }
        let (length, concepts) = patterns
            .myinterview
            .at_start(texts.get(at..).unwrap_or_default());
        if concepts.contains(&Concept::Break) {
            clause += 1;
            part += 1;
            mood = Mood::Told;
        }
        let opens_clause = !sentence
            .iter()
            .any(|word| word.clause == clause && word.part == part);
        if concepts.contains(&Concept::Hypothetical) {
            part += 1;
            mood = Mood::Supposed;
        } else if concepts.contains(&Concept::Advice) && opens_clause && mood == Mood::Told {
            mood = Mood::Advised;
        }
        sentence.push(Word {
            text: text.to_owned(),
            concepts,
            negated: false,
            mood: if raw.question { Mood::Supposed } else { mood },
            clause,
            part,
        });
        at += length;
    }
    suppose(&mut sentence);
    negate(&mut sentence);
    sentence
}

/// A clause about a reminder, a deadline or an expectation tells nothing that happened.
fn suppose(sentence: &mut Sentence) {
    let supposed: BTreeSet<usize> = sentence
        .iter()
        .filter(|word| word.is(Concept::Unreal))
        .map(|word| word.clause)
        .collect();
    for word in sentence {
        if supposed.contains(&word.clause) {
            word.mood = Mood::Supposed;
        }
    }
}

/// A negation speaks of the first meaningful word after it, within its part of the clause.
fn negate(sentence: &mut Sentence) {
    const DENIABLE: &[Concept] = &[
        Concept::Send,
        Concept::Invite,
        Concept::Email,
        Concept::Template,
        Concept::Tag,
        Concept::Exist,
        Concept::Valid,
        Concept::Unique,
        Concept::Present,
        Concept::Done,
        Concept::Ready,
        Concept::Missing,
        Concept::Interview,
        Concept::Video,
        Concept::Response,
        Concept::Several,
        Concept::Fail,
        Concept::Invalid,
        Concept::Expired,
        Concept::Unknown,
        Concept::Phone,
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
