//! Words, numbers and signs with their places.

use crate::fold::fold;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::note_reading) enum Kind {
    /// Folded letters.
    Word(String),
    /// A number and how many digits it was written with.
    Number { value: u32, digits: usize },
    /// Anything else but white space.
    Sign(char),
}

/// A token and its byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::note_reading) struct Token {
    pub(in crate::note_reading) kind: Kind,
    pub(in crate::note_reading) start: usize,
    pub(in crate::note_reading) end: usize,
    /// White space stands before it.
    pub(in crate::note_reading) spaced: bool,
    /// A line break stands before it.
    pub(in crate::note_reading) new_line: bool,
    /// Written with a capital.
    pub(in crate::note_reading) capital: bool,
}

impl Token {
    pub(in crate::note_reading) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(in crate::note_reading) fn sign(&self) -> Option<char> {
        match self.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    /// The number, when written with one to `digits` digits.
    pub(in crate::note_reading) fn number(&self, digits: usize) -> Option<u32> {
        match self.kind {
            Kind::Number {
                value,
                digits: written,
            } if written <= digits => Some(value),
            _ => None,
        }
    }

    /// The number, when written with exactly `digits` digits.
    pub(in crate::note_reading) fn exactly(&self, digits: usize) -> Option<u32> {
        match self.kind {
            Kind::Number {
                value,
                digits: written,
            } if written == digits => Some(value),
            _ => None,
        }
    }
}

pub(in crate::note_reading) fn tokens(text: &str) -> Vec<Token> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Letter,
        Digit,
        Other,
    }
    let class = |letter: char| {
        if letter.is_ascii_digit() {
            Class::Digit
        } else if letter.is_alphabetic() {
            Class::Letter
        } else {
            Class::Other
        }
    };
    let mut found: Vec<Token> = Vec::new();
    let (mut spaced, mut new_line) = (false, true);
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            spaced = true;
            new_line |= letter == '\n';
            continue;
        }
        let kind = class(letter);
        let mut end = start + letter.len_utf8();
        if kind != Class::Other {
            while let Some((at, next)) = letters.peek().copied() {
                if class(next) != kind {
                    break;
                }
                end = at + next.len_utf8();
                letters.next();
            }
        }
        let written = text.get(start..end).unwrap_or_default();
        let kind = match kind {
            Class::Letter => Kind::Word(fold(written)),
            Class::Digit => Kind::Number {
                value: written.parse().unwrap_or(u32::MAX),
                digits: written.len(),
            },
            Class::Other => Kind::Sign(match letter {
                '–' | '—' | '−' | '‑' | '‒' => '-',
                other => other,
            }),
        };
        found.push(Token {
            kind,
            start,
            end,
            spaced,
            new_line,
            capital: letter.is_uppercase(),
        });
        (spaced, new_line) = (false, false);
    }
    found
}
