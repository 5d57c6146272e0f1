//! From tokens to items: days, clocks, zones, joiners and words, each still without its place in the sentence.

mod date_words;
mod interval;
mod number;
mod time_words;
mod zone_words;

use chrono_tz::Tz;

use super::clock::{Clock, Part};
use super::day::{Day, Week};
use super::letters::{Kind, Token};
use super::vocabulary::{Class, Languages, class, languages};
use super::zone::ZoneWord;

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Day(Day),
    /// "weekdays", "every day".
    Days,
    Week(Week),
    Clock(Clock),
    /// A number that may be an hour, a day of the month, or nothing of the kind.
    Number(u32),
    /// Minutes; `None` when the words give a range of lengths.
    Length(Option<u32>),
    Part(Part),
    Zone(ZoneWord),
    /// The name of a city; a zone when it stands beside a time.
    City(Tz),
    /// A dash, or "to", "until", "bis" …; `true` for a dash.
    To(bool),
    And,
    Or,
    Comma,
    Slash,
    Between,
    From,
    /// "at", "um", "à".
    At,
    /// "after", "before", "by".
    Bound,
    /// "around", "~", "-ish".
    About,
    /// "onwards", "or later", "+".
    Onward,
    /// Looks like a time and is none that can be read.
    Garbled,
    /// Certainly something else: a phone number, a price, a version.
    Foreign,
    /// End of a sentence; `true` after a question mark.
    Stop,
    Line {
        blank_follows: bool,
    },
    Semicolon,
    Colon,
    Open,
    Close,
    /// A line of somebody else's mail begins.
    Quote,
    Word(Class),
}

/// An item and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) what: What,
    /// Bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The folded word, for what looks at words once more.
    pub(super) word: String,
}

/// What one step of the scanner found: the items, and how many tokens they took.
type Found = Option<(Vec<(What, usize, usize)>, usize)>;

/// Walks over the tokens.
pub(super) struct Scanner<'a> {
    tokens: &'a [Token],
    languages: Languages,
    zone: Tz,
    items: Vec<Item>,
}

/// All items of a text, and the languages it is written in.
pub(super) fn items(tokens: &[Token], zone: Tz) -> (Vec<Item>, Languages) {
    let languages = languages(tokens.iter().filter_map(Token::word));
    let mut scanner = Scanner {
        tokens,
        languages,
        zone,
        items: Vec::new(),
    };
    let mut at = 0;
    while at < tokens.len() {
        at += scanner.step(at).max(1);
    }
    interval::shorten(&mut scanner.items);
    zones_behind_ranges(&mut scanner.items);
    (scanner.items, languages)
}

/// "3pm PT - 4pm PT", "3pm PT to 4pm": the zone belongs behind the whole range.
fn zones_behind_ranges(items: &mut Vec<Item>) {
    let mut at = 0;
    while at + 3 < items.len() {
        let inner = match items.get(at..at + 4) {
            Some([start, zone, to, end])
                if matches!(start.what, What::Clock(_))
                    && matches!(to.what, What::To(_))
                    && matches!(end.what, What::Clock(_)) =>
            {
                match &zone.what {
                    What::Zone(word) => Some(word.clone()),
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(zone) = inner {
            let behind = items.get(at + 4).map(|item| item.what.clone());
            match behind {
                Some(What::Zone(other)) if other == zone => {
                    items.remove(at + 1);
                }
                Some(What::Zone(_)) => {}
                _ => {
                    let mut moved = items.remove(at + 1);
                    if let Some(end) = items.get(at + 2).map(|item| item.end) {
                        (moved.start, moved.end) = (end, end);
                    }
                    items.insert(at + 3, moved);
                }
            }
        }
        at += 1;
    }
}

impl Scanner<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.token(at).and_then(Token::word)
    }

    fn number(&self, at: usize) -> Option<u32> {
        self.token(at).and_then(Token::number)
    }

    fn digits(&self, at: usize) -> usize {
        match self.token(at).map(|token| &token.kind) {
            Some(Kind::Number { digits, .. }) => *digits,
            _ => 0,
        }
    }

    fn is(&self, at: usize, mark: char) -> bool {
        self.token(at).is_some_and(|token| token.is(mark))
    }

    /// Stands right behind the token before it.
    fn glued(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !token.spaced)
    }

    fn line_starts(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|before| self.token(before))
            .is_none_or(|token| matches!(token.kind, Kind::Line { .. }))
    }

    fn line_end(&self, at: usize) -> usize {
        self.tokens
            .iter()
            .skip(at)
            .position(|token| matches!(token.kind, Kind::Line { .. }))
            .map_or(self.tokens.len(), |length| at + length)
    }

    fn before(&self) -> Option<&What> {
        self.items.last().map(|item| &item.what)
    }

    fn push(&mut self, what: What, first: usize, last: usize) {
        let (Some(from), Some(to)) = (self.token(first), self.token(last)) else {
            return;
        };
        let item = Item {
            what,
            start: from.start,
            end: to.end,
            word: from.word().unwrap_or_default().to_owned(),
        };
        self.items.push(item);
    }

    /// Reads what begins at `at`; returns how many tokens that took.
    fn step(&mut self, at: usize) -> usize {
        let found = self
            .line_words(at)
            .or_else(|| self.foreign(at))
            .or_else(|| self.dates(at))
            .or_else(|| self.lengths(at))
            .or_else(|| self.clocks(at))
            .or_else(|| self.weeks_ahead(at))
            .or_else(|| self.day_words(at))
            .or_else(|| self.zones(at))
            .or_else(|| self.time_words(at))
            .or_else(|| self.plain(at));
        let Some((items, taken)) = found else {
            return 1;
        };
        for (what, first, last) in items {
            self.push(what, first, last);
        }
        taken
    }

    /// One item made of the tokens from `at`.
    fn one(what: What, at: usize, taken: usize) -> Found {
        Some((vec![(what, at, at + taken.max(1) - 1)], taken.max(1)))
    }

    /// What only means something at the start of a line: bullets, quotations, the head of a quoted mail.
    fn line_words(&self, at: usize) -> Found {
        if !self.line_starts(at) {
            return None;
        }
        if self.is(at, '>') || self.is(at, '|') {
            return Self::one(What::Quote, at, 1);
        }
        let bullet = (self.is(at, '-') || self.is(at, '*') || self.is(at, '+'))
            && self
                .token(at + 1)
                .is_some_and(|next| next.spaced || next.word().is_some());
        if bullet {
            return Some((Vec::new(), 1));
        }
        // "1) Tue", "2. Wed", "(3) Thu".
        let open = usize::from(self.is(at, '('));
        let listed = self.number(at + open).is_some_and(|number| number < 30)
            && (self.is(at + open + 1, ')') || (open == 0 && self.is(at + 1, '.')))
            && self.glued(at + open + 1)
            && self.token(at + open + 2).is_some_and(|next| next.spaced && next.number().is_none())
            // "27. Oktober" is a date.
            && self
                .word(at + open + 2)
                .is_none_or(|word| super::vocabulary::month(word).is_none());
        if listed {
            return Some((Vec::new(), open + 2));
        }
        let end = self.line_end(at);
        let words = || {
            self.tokens
                .iter()
                .take(end)
                .skip(at)
                .filter_map(Token::word)
        };
        let head = self.is(end.saturating_sub(1), ':')
            && words().any(|word| matches!(word, "wrote" | "schrieb" | "ecrit" | "escribio"));
        let sent = matches!(
            self.word(at),
            Some("sent" | "gesendet" | "envoye" | "enviado")
        ) && self.is(at + 1, ':');
        (head || sent).then(|| (vec![(What::Foreign, at, end - 1)], end - at))
    }

    /// Signs and single words.
    fn plain(&self, at: usize) -> Found {
        let token = self.token(at)?;
        let what = match &token.kind {
            Kind::Line { blank_follows } => What::Line {
                blank_follows: *blank_follows,
            },
            Kind::Number { value, digits, .. } => {
                if *digits > 2 || *value > 31 {
                    return self.large(at);
                }
                What::Number(*value)
            }
            Kind::Mark(mark) => match mark {
                '-' => What::To(true),
                ',' => What::Comma,
                ';' => What::Semicolon,
                ':' => What::Colon,
                '(' => What::Open,
                ')' => What::Close,
                '&' => What::And,
                '/' if self.joins_instants(at) => What::To(true),
                '/' | '|' => What::Slash,
                '~' => What::About,
                '+' => What::Onward,
                '?' | '!' => What::Stop,
                '.' => return self.dot(at),
                _ => return Some((Vec::new(), 1)),
            },
            Kind::Word(word) => match word.as_str() {
                "to" | "til" | "till" | "until" | "til'" | "through" | "thru" | "bis" | "hasta"
                | "ate" | "jusqu'a" | "jusqu'au" => What::To(false),
                "a" | "alle" | "as" | "al" | "au" if self.languages.romance => {
                    if self.joins_clocks() {
                        What::To(false)
                    } else {
                        What::At
                    }
                }
                "and" | "und" | "et" | "y" | "e" | "then" => What::And,
                "or" | "oder" | "ou" | "o" | "oppure" | "u" => What::Or,
                "between" | "zwischen" | "entre" | "tra" | "fra" | "btw" | "betw" => What::Between,
                "from" | "von" | "ab" | "de" | "das" | "dalle" | "desde" | "starting" | "des"
                | "partir" => What::From,
                "at" | "um" | "@" | "las" | "ore" => What::At,
                "after" | "before" | "by" | "past" | "nach" | "vor" | "apres" | "avant"
                | "despues" | "antes" | "dopo" | "prima" | "depois" | "beyond" => What::Bound,
                "around" | "about" | "approximately" | "approx" | "roughly" | "circa" | "ca"
                | "gegen" | "vers" | "sobre" | "ish" | "verso" | "ungefahr" => What::About,
                "onwards" | "onward" | "later" | "earlier" | "latest" | "earliest" | "plus" => {
                    What::Onward
                }
                _ => What::Word(class(word)),
            },
        };
        Self::one(what, at, 1)
    }

    /// "de 14h à 16h" joins two times, "mardi à 14h" only leads to one.
    fn joins_clocks(&self) -> bool {
        matches!(self.before(), Some(What::Clock(_) | What::Number(_)))
    }

    /// "2026-11-25T14:00Z/2026-11-25T15:00Z" is an interval of ISO 8601, not one time or the other.
    fn joins_instants(&self, at: usize) -> bool {
        matches!(self.before(), Some(What::Clock(_) | What::Zone(_)))
            && self.digits(at + 1) == 4
            && self.is(at + 2, '-')
    }

    /// A dot ends a sentence unless it belongs to an abbreviation or a number.
    fn dot(&self, at: usize) -> Found {
        let next = self.token(at + 1);
        let ends = next.is_none_or(|next| next.spaced);
        let abbreviated = matches!(
            self.before(),
            Some(What::Day(_) | What::About | What::Number(_))
        ) && next.is_some_and(|next| {
            next.number().is_some() || next.is(',') || next.is('-') || next.is(':')
        });
        if ends && !abbreviated {
            return Self::one(What::Stop, at, 1);
        }
        Some((Vec::new(), 1))
    }
}
