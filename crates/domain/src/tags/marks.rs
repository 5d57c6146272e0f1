//! Where two texts differ, letter by letter, so that a person sees what a vendor compares.

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The letters.
    pub text: String,
    /// The other text has something else here, or nothing.
    pub differs: bool,
}

/// Two texts side by side. The pieces that do not differ are the same in both, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The text as it is.
    pub stored: Vec<Mark>,
    /// The text as it should be.
    pub meant: Vec<Mark>,
    /// In how many places they differ.
    pub places: u32,
}

/// Longest text that is compared letter by letter; of longer ones everything is marked.
const LONGEST: usize = 512;

/// Marks what differs, with as few differing letters as can be.
pub fn marks(stored: &str, meant: &str) -> Marks {
    let (left, right) = (letters(stored), letters(meant));
    let mut marked = Marks {
        stored: Vec::new(),
        meant: Vec::new(),
        places: 0,
    };
    let mut in_difference = false;
    for step in align(&left, &right) {
        let (a, b, same) = match step {
            Step::Same(a) => (Some(a), Some(a), true),
            Step::Left(a) => (Some(a), None, false),
            Step::Right(b) => (None, Some(b), false),
        };
        push(&mut marked.stored, a, !same);
        push(&mut marked.meant, b, !same);
        if !same && !in_difference {
            marked.places += 1;
        }
        in_difference = !same;
    }
    marked
}

enum Step<'a> {
    Same(&'a str),
    Left(&'a str),
    Right(&'a str),
}

fn push(pieces: &mut Vec<Mark>, letter: Option<&str>, differs: bool) {
    let Some(letter) = letter else { return };
    match pieces.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(letter),
        _ => pieces.push(Mark {
            text: letter.to_owned(),
            differs,
        }),
    }
}

/// Letters with the marks that stand on them.
fn letters(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| !is_combining_mark(*letter))
        .map(|(at, _)| at)
        .collect();
    if starts.first() != Some(&0) && !text.is_empty() {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| text.get(*start..end))
        .collect()
}

/// The longest common subsequence of letters, as steps. Kept from the end, so that reading is from the start.
fn align<'a>(left: &[&'a str], right: &[&'a str]) -> Vec<Step<'a>> {
    if left.len() > LONGEST || right.len() > LONGEST {
        let all = left.iter().map(|letter| Step::Left(letter));
        return all
            .chain(right.iter().map(|letter| Step::Right(letter)))
            .collect();
    }
    let width = right.len() + 1;
    let mut common = vec![0_u16; (left.len() + 1) * width];
    let at = |table: &[u16], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in left.iter().enumerate().rev() {
        for (j, b) in right.iter().enumerate().rev() {
            let longest = if a == b {
                at(&common, i + 1, j + 1) + 1
            } else {
                at(&common, i + 1, j).max(at(&common, i, j + 1))
            };
            if let Some(cell) = common.get_mut(i * width + j) {
                *cell = longest;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::with_capacity(left.len() + right.len());
    loop {
        match (left.get(i), right.get(j)) {
            (Some(a), Some(b)) if a == b => {
                steps.push(Step::Same(a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), Some(_)) if at(&common, i + 1, j) >= at(&common, i, j + 1) => {
                steps.push(Step::Left(a));
                i += 1;
            }
            (_, Some(b)) => {
                steps.push(Step::Right(b));
                j += 1;
            }
            (Some(a), None) => {
                steps.push(Step::Left(a));
                i += 1;
            }
            (None, None) => return steps,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(pieces: &[Mark]) -> String {
        pieces
            .iter()
            .map(|piece| {
                if piece.differs {
                    format!("[{}]", piece.text)
                } else {
                    piece.text.clone()
                }
            })
            .collect()
    }

    fn both(stored: &str, meant: &str) -> (String, String, u32) {
        let marked = marks(stored, meant);
        (shown(&marked.stored), shown(&marked.meant), marked.places)
    }

    #[test]
    fn the_letters_that_differ_are_marked() {
        for (stored, meant, expected) in [
            (
                "Lever demo",
                "Lever Demo",
                ("Lever [d]emo", "Lever [D]emo", 1),
            ),
            (
                "Lever Demo ",
                "Lever Demo",
                ("Lever Demo[ ]", "Lever Demo", 1),
            ),
            (
                "lever demo",
                "Lever Demo",
                ("[l]ever [d]emo", "[L]ever [D]emo", 2),
            ),
            // A Cyrillic letter, and a letter with its accent as one.
            ("Lеver", "Lever", ("L[е]ver", "L[e]ver", 1)),
            ("Cafe\u{301}", "Cafe", ("Caf[e\u{301}]", "Caf[e]", 1)),
            ("", "JobTwine", ("", "[JobTwine]", 1)),
            ("JobTwine", "JobTwine", ("JobTwine", "JobTwine", 0)),
        ] {
            let (a, b, places) = both(stored, meant);
            assert_eq!((a.as_str(), b.as_str(), places), expected);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_what_is_not_marked_is_the_same(a in "\\PC{0,24}", b in "\\PC{0,24}") {
            let marked = marks(&a, &b);
            let whole = |pieces: &[Mark]| pieces.iter().map(|one| one.text.clone()).collect::<String>();
            prop_assert_eq!(whole(&marked.stored), a.clone());
            prop_assert_eq!(whole(&marked.meant), b.clone());
            let same = |pieces: &[Mark]| {
                let same = pieces.iter().filter(|one| !one.differs);
                same.map(|one| one.text.clone()).collect::<String>()
            };
            prop_assert_eq!(same(&marked.stored), same(&marked.meant));
            prop_assert_eq!(marked.places == 0, a == b);
        }
    }
}
