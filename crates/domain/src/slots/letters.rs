//! From what was pasted to tokens: letters are folded (case, accents, widths, dashes, blanks), positions are kept.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits. `value` is capped; `zero` says that it was written with a leading zero.
    Number {
        value: u32,
        digits: usize,
        zero: bool,
    },
    /// Letters, folded: lower case, no accents; an apostrophe stays inside (`can't`).
    Word(String),
    /// One sign, folded: every dash and arrow is `-`, every currency `$`, every bullet `*`.
    Mark(char),
    /// The end of a line.
    Line { blank_follows: bool },
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Bytes in the text, half-open, on char boundaries.
    pub(super) start: usize,
    pub(super) end: usize,
    /// A blank or a line end stands before it.
    pub(super) spaced: bool,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Capitals only.
    pub(super) shouted: bool,
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn number(&self) -> Option<u32> {
        match self.kind {
            Kind::Number { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// One letter of the text after folding.
enum Letter {
    Digit(u32),
    Letters(String),
    Apostrophe,
    Sign(char),
    Blank,
    LineEnd,
    Nothing,
}

fn fold(letter: char) -> Letter {
    match letter {
        '0'..='9' => Letter::Digit(u32::from(letter) - u32::from('0')),
        'a'..='z' => Letter::Letters(letter.to_string()),
        'A'..='Z' => Letter::Letters(letter.to_ascii_lowercase().to_string()),
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' | '\u{85}' => Letter::LineEnd,
        '\'' | '’' | 'ʼ' | '‘' | '`' | '´' => Letter::Apostrophe,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Letter::Nothing,
        '‐'..='―'
        | '−'
        | '→'
        | '⇒'
        | '➔'
        | '➜'
        | '➡'
        | '⟶'
        | '〜'
        | '~'
        | '～'
        | '⁓'
        | '﹘'
        | '－'
        | '⁻' => Letter::Sign(if matches!(letter, '~') { '~' } else { '-' }),
        '•' | '·' | '‣' | '▪' | '●' | '○' | '◦' | '*' | '⁃' => Letter::Sign('*'),
        '$' | '€' | '£' | '¥' | '₹' => Letter::Sign('$'),
        '、' => Letter::Sign(','),
        '。' => Letter::Sign('.'),
        '“' | '”' | '„' | '«' | '»' | '"' => Letter::Sign('"'),
        '[' | '{' => Letter::Sign('('),
        ']' | '}' => Letter::Sign(')'),
        _ if letter.is_whitespace() => Letter::Blank,
        _ if letter.is_ascii() => Letter::Sign(letter),
        _ if is_combining_mark(letter) => Letter::Nothing,
        _ => fold_wide(letter),
    }
}

fn fold_wide(letter: char) -> Letter {
    // Arabic-Indic, Persian and Devanagari digits stand for the same hours.
    for zero in ['\u{660}', '\u{6f0}', '\u{966}'] {
        let distance = u32::from(letter).wrapping_sub(u32::from(zero));
        if distance < 10 {
            return Letter::Digit(distance);
        }
    }
    let plain: String = letter
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
        .flat_map(char::to_lowercase)
        .collect();
    let mut parts = plain.chars();
    match (parts.next(), parts.next()) {
        (Some('ß'), None) => Letter::Letters("ss".to_owned()),
        (Some(only), None) if only.is_ascii() && !only.is_ascii_alphabetic() => fold(only),
        (Some(_), _) if plain.chars().all(char::is_alphabetic) => Letter::Letters(plain),
        (None, _) => Letter::Nothing,
        _ => Letter::Sign('*'),
    }
}

/// Reads the text once, left to right.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut letters = text.char_indices().peekable();
    let mut spaced = true;
    let mut glued = false;
    while let Some((start, letter)) = letters.next() {
        let end = start + letter.len_utf8();
        let was_glued = std::mem::replace(&mut glued, false);
        let folded = fold(letter);
        let push = |found: &mut Vec<Token>, kind: Kind| {
            found.push(Token {
                kind,
                start,
                end,
                spaced,
                capital: letter.is_uppercase(),
                shouted: letter.is_uppercase(),
            });
        };
        match folded {
            Letter::Nothing => {
                glued = was_glued;
                continue;
            }
            Letter::Blank => {
                spaced = true;
                continue;
            }
            Letter::LineEnd => {
                if letter == '\r' && matches!(letters.peek(), Some((_, '\n'))) {
                    continue;
                }
                match found.last_mut() {
                    Some(Token {
                        kind: Kind::Line { blank_follows },
                        ..
                    }) => *blank_follows = true,
                    _ => push(
                        &mut found,
                        Kind::Line {
                            blank_follows: false,
                        },
                    ),
                }
                spaced = true;
                continue;
            }
            Letter::Digit(digit) => match found.last_mut() {
                Some(Token {
                    kind: Kind::Number { value, digits, .. },
                    end: last,
                    ..
                }) if was_glued => {
                    *value = value.saturating_mul(10).saturating_add(digit);
                    *digits += 1;
                    *last = end;
                }
                _ => push(
                    &mut found,
                    Kind::Number {
                        value: digit,
                        digits: 1,
                        zero: digit == 0,
                    },
                ),
            },
            Letter::Letters(more) => match found.last_mut() {
                Some(Token {
                    kind: Kind::Word(word),
                    end: last,
                    shouted,
                    ..
                }) if was_glued => {
                    word.push_str(&more);
                    *last = end;
                    *shouted &= letter.is_uppercase();
                }
                _ => push(&mut found, Kind::Word(more)),
            },
            Letter::Apostrophe => match found.last_mut() {
                Some(Token {
                    kind: Kind::Word(word),
                    end: last,
                    ..
                }) if was_glued && letters.peek().is_some_and(|(_, next)| next.is_alphabetic()) => {
                    word.push('\'');
                    *last = end;
                }
                _ => push(&mut found, Kind::Mark('"')),
            },
            Letter::Sign(sign) => push(&mut found, Kind::Mark(sign)),
        }
        spaced = false;
        glued = true;
    }
    found
}
