//! Words and what they can mean: the part of the pattern data that every vendor's reader shares.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::PatternError;
use crate::fold::fold;

/// Longer patterns are sentences, and sentences are not what is matched here.
const LONGEST_PATTERN: usize = 5;

/// The concepts of one reader. The data must give words for each.
pub(in crate::note_reading) trait Vocabulary:
    Copy + Ord + DeserializeOwned
{
    /// How many there are.
    const COUNT: usize;
}

/// One vendor's words.
#[derive(Clone, Debug)]
pub(in crate::note_reading) struct Dictionary<C> {
    /// By first word's first letter: the few patterns a word can begin.
    by_initial: BTreeMap<char, Vec<Pattern<C>>>,
}

#[derive(Clone, Debug)]
struct Pattern<C> {
    words: Vec<Stem>,
    concept: C,
}

#[derive(Clone, Debug)]
struct Stem {
    text: String,
    any_ending: bool,
}

impl Stem {
    fn matches(&self, word: &str) -> bool {
        if self.any_ending {
            word.starts_with(&self.text)
        } else {
            word == self.text
        }
    }
}

impl<C: Vocabulary> Dictionary<C> {
    pub(super) fn new(concepts: BTreeMap<C, Vec<String>>) -> Result<Self, PatternError> {
        let worded = concepts.values().filter(|words| !words.is_empty()).count();
        if worded != C::COUNT {
            return Err(PatternError::ConceptsWithoutWords(C::COUNT - worded));
        }
        let mut by_initial: BTreeMap<char, Vec<Pattern<C>>> = BTreeMap::new();
        for (concept, patterns) in concepts {
            for written in patterns {
                let words =
                    stems(&written).ok_or_else(|| PatternError::BadPattern(written.clone()))?;
                if let Some(initial) = words.first().and_then(|stem| stem.text.chars().next()) {
                    by_initial
                        .entry(initial)
                        .or_default()
                        .push(Pattern { words, concept });
                }
            }
        }
        Ok(Self { by_initial })
    }

    /// The concepts that begin at the first of `words`, and how many words they take: the longest match wins, since
    /// "no longer valid" says more than "no".
    pub(in crate::note_reading) fn at_start(&self, words: &[&str]) -> (usize, BTreeSet<C>) {
        let mut length = 1;
        let mut concepts = BTreeSet::new();
        let candidates = words
            .first()
            .and_then(|word| word.chars().next())
            .and_then(|initial| self.by_initial.get(&initial));
        for pattern in candidates.into_iter().flatten() {
            let size = pattern.words.len();
            let fits = size <= words.len()
                && pattern
                    .words
                    .iter()
                    .zip(words)
                    .all(|(stem, word)| stem.matches(word));
            if !fits || size < length {
                continue;
            }
            if size > length {
                length = size;
                concepts.clear();
            }
            concepts.insert(pattern.concept);
        }
        (length, concepts)
    }
}

fn stems(written: &str) -> Option<Vec<Stem>> {
    let words: Vec<Stem> = written
        .split(' ')
        .map(|word| {
            let (text, any_ending) = match word.strip_suffix('*') {
                Some(stem) => (stem, true),
                None => (word, false),
            };
            let plain = !text.is_empty()
                && fold(text) == text
                && text.chars().all(char::is_alphanumeric)
                // Two letters and any ending would match half a language.
                && !(any_ending && text.chars().count() < 3);
            plain.then(|| Stem {
                text: text.to_owned(),
                any_ending,
            })
        })
        .collect::<Option<_>>()?;
    (words.len() <= LONGEST_PATTERN).then_some(words)
}
