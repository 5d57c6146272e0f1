//! Is a time offered, refused, or the time of something else? Decided by the words of its clause.

use super::item::{Item, What};
use super::sentence::Sentence;
use super::vocabulary::Class;
use super::why::Why;

/// How a time is meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mood {
    Offered,
    /// Clearly not offered: left out without a word.
    Refused,
    Asks(Why),
}

/// What the words of a clause, or of a heading, say together.
#[derive(Clone, Copy, Debug, Default)]
struct Words {
    offers: bool,
    able: bool,
    works: u32,
    refuses: u32,
    strongly: bool,
    maybe: bool,
    only_if: bool,
    elsewhere: bool,
    unknown: bool,
    timed: u32,
    /// Clocks that stand before the refusal.
    timed_before: u32,
}

/// One clause of a sentence.
#[derive(Clone, Copy, Debug)]
struct Clause {
    first: usize,
    end: usize,
    words: Words,
    /// How many turning words ("but") stand before it.
    turn: u32,
}

/// The moods of a sentence's items.
#[derive(Debug)]
pub(super) struct Moods {
    clauses: Vec<Clause>,
    heading: Option<Heading>,
    quoted: bool,
}

/// What a heading ("Not available:") says about the lines below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading(Mood);

impl Words {
    fn add(&mut self, item: &Item) {
        match item.what {
            What::Word(Class::Offer) => self.offers = true,
            What::Word(Class::Able) => self.able = true,
            // "… doesn't, Tuesday 9-10am does".
            What::Word(Class::Work) if item.word == "does" && self.timed > 0 => self.offers = true,
            What::Word(Class::Work) => self.works += 1,
            What::Word(Class::Refuse) => {
                self.refuses += 1;
                self.strongly |= !matches!(
                    item.word.as_str(),
                    "unfortunately"
                        | "leider"
                        | "malheureusement"
                        | "hard"
                        | "difficult"
                        | "tricky"
                        | "full"
                        | "bad"
                        | "worst"
                        | "off"
                        | "conflict"
                        | "conflicts"
                        | "without"
                        | "skip"
                );
                self.timed_before = self.timed_before.max(self.timed);
            }
            What::Word(Class::Maybe) => self.maybe = true,
            What::Word(Class::If) => self.only_if = true,
            What::Word(Class::Elsewhere) => self.elsewhere = true,
            What::Word(Class::Unknown) => self.unknown = true,
            What::Clock(_) | What::Garbled => self.timed += 1,
            _ => {}
        }
    }

    fn offering(self) -> bool {
        self.offers || (self.works > 0 && self.able) || self.works > 1
    }

    fn bare(self) -> bool {
        !self.offering()
            && self.refuses == 0
            && !self.maybe
            && !self.only_if
            && !self.elsewhere
            && !self.unknown
    }

    fn mood(self) -> Mood {
        if self.elsewhere {
            return Mood::Asks(Why::NotClearlyOffered);
        }
        if self.refuses > 0 {
            let plain = self.strongly && self.refuses == 1 && !self.maybe && !self.only_if;
            return if plain {
                Mood::Refused
            } else {
                Mood::Asks(Why::MayBeRefused)
            };
        }
        match () {
            () if self.only_if => Mood::Asks(Why::OnlyIf),
            () if self.maybe => Mood::Asks(Why::OnlyMaybe),
            () if self.unknown && !self.offering() => Mood::Asks(Why::NotClearlyOffered),
            () => Mood::Offered,
        }
    }
}

/// Prepares the items of a sentence: names behind a greeting carry nothing; "any time but Friday" refuses.
pub(super) fn prepare(items: &mut [Item], sentence: Sentence) {
    // "Friday 2-3pm except if it snows" takes no day away: it makes the time conditional.
    for at in sentence.first..sentence.end.saturating_sub(1) {
        let condition = items
            .get(at + 1)
            .is_some_and(|item| matches!(item.word.as_str(), "if" | "when" | "wenn" | "si"));
        if let Some(item) = items
            .get_mut(at)
            .filter(|item| excepts(&item.word) && condition)
        {
            item.what = What::Word(Class::If);
        }
    }
    let mut greeted = 0;
    let mut everything = 0;
    for item in items.iter_mut().take(sentence.end).skip(sentence.first) {
        let greeting = matches!(
            item.word.as_str(),
            "hi" | "hello"
                | "hey"
                | "dear"
                | "hallo"
                | "liebe"
                | "lieber"
                | "bonjour"
                | "hola"
                | "ola"
                | "ciao"
                | "thanks"
                | "thank"
                | "buongiorno"
                | "regards"
                | "cheers"
                | "merci"
                | "danke"
        );
        if greeting {
            greeted = 3;
        } else if item.what == What::Word(Class::Unknown) && greeted > 0 {
            item.what = What::Word(Class::Filler);
        }
        greeted = i32::max(greeted - 1, 0);
        let all = matches!(
            item.word.as_str(),
            "any"
                | "anytime"
                | "every"
                | "all"
                | "anything"
                | "whenever"
                | "everything"
                | "each"
                | "no"
                | "nothing"
        );
        if all || item.what == What::Days {
            everything = 8;
        }
        if item.word == "but" && everything > 0 && item.what == What::Word(Class::But) {
            item.what = What::Word(Class::Refuse);
        }
        everything = i32::max(everything - 1, 0);
    }
}

/// Reads the clauses of a sentence; `heading` is what the lines above said.
pub(super) fn moods(items: &[Item], sentence: Sentence, heading: Option<Heading>) -> Moods {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut turn = 0;
    let mut words = Words::default();
    let mut first = sentence.first;
    // Words before a colon hold for the whole sentence.
    let colon = (sentence.first..sentence.end)
        .take_while(|at| {
            !items
                .get(*at)
                .is_some_and(|item| matches!(item.what, What::Clock(_)))
        })
        .find(|at| items.get(*at).is_some_and(|item| item.what == What::Colon));
    let mut own_heading = None;
    for at in sentence.first..sentence.end {
        let Some(item) = items.get(at) else {
            break;
        };
        let breaks = match item.what {
            What::Comma | What::Semicolon | What::Open | What::Close => true,
            What::Word(Class::But | Class::Because) => true,
            What::Word(Class::Refuse) => excepts(&item.word) && at > first,
            What::And | What::Or | What::Slash => items.get(at + 1).is_some_and(opens_clause),
            What::Colon => Some(at) == colon,
            _ => false,
        };
        if breaks {
            if Some(at) == colon {
                own_heading = Some(Heading(words.mood()));
            } else {
                clauses.push(Clause {
                    first,
                    end: at,
                    words,
                    turn,
                });
            }
            words = Words::default();
            first = at;
            turn += u32::from(matches!(
                item.what,
                What::Word(Class::But | Class::Refuse) | What::Semicolon
            ));
        }
        if !breaks || matches!(item.what, What::Word(Class::Refuse)) {
            words.add(item);
        }
    }
    clauses.push(Clause {
        first,
        end: sentence.end,
        words,
        turn,
    });
    Moods {
        clauses,
        heading: own_heading.filter(|own| own.0 != Mood::Offered).or(heading),
        quoted: sentence.quoted,
    }
}

/// Takes something out of what stands before it.
fn excepts(word: &str) -> bool {
    matches!(
        word,
        "except"
            | "excepting"
            | "excluding"
            | "but"
            | "other"
            | "rather"
            | "instead"
            | "besides"
            | "apart"
            | "ausser"
            | "sauf"
            | "salvo"
            | "excepto"
            | "menos"
            | "tranne"
            | "barring"
    )
}

/// "… or maybe", "… and I can't": a clause of its own begins.
fn opens_clause(item: &Item) -> bool {
    match item.what {
        What::Word(Class::Refuse | Class::Maybe | Class::If | Class::Able | Class::Elsewhere) => {
            true
        }
        What::Word(_) => matches!(
            item.word.as_str(),
            "i" | "i'm"
                | "im"
                | "i've"
                | "we"
                | "it"
                | "it's"
                | "that"
                | "they"
                | "ich"
                | "je"
                | "yo"
                | "my"
        ),
        _ => false,
    }
}

/// What a heading line says to the lines below it, where the sentence is one.
pub(super) fn heading(items: &[Item], sentence: Sentence) -> Option<Heading> {
    let mut words = Words::default();
    for item in items.iter().take(sentence.end).skip(sentence.first) {
        words.add(item);
    }
    Some(Heading(words.mood()))
}

impl Moods {
    /// The sentence offers something in words of its own.
    pub(super) fn offers(&self) -> bool {
        self.clauses
            .iter()
            .any(|clause| clause.words.offering() && clause.words.refuses == 0)
    }

    /// The mood of the words between two items, half-open.
    pub(super) fn of(&self, first: usize, end: usize) -> Mood {
        if self.quoted {
            return Mood::Asks(Why::Quoted);
        }
        let touched: Vec<usize> = self
            .clauses
            .iter()
            .enumerate()
            .filter(|(_, clause)| clause.first < end && first < clause.end.max(clause.first + 1))
            .map(|(position, _)| position)
            .collect();
        let mut mood = Mood::Offered;
        for position in touched {
            mood = worse(mood, self.of_clause(position));
        }
        mood
    }

    fn of_clause(&self, position: usize) -> Mood {
        let Some(clause) = self.clauses.get(position) else {
            return Mood::Offered;
        };
        let words = clause.words;
        if words.timed_before > 0 && words.timed > words.timed_before {
            return Mood::Asks(Why::MayBeRefused);
        }
        let own = words.mood();
        if own != Mood::Offered || words.offering() {
            return match (&self.heading, &own) {
                (Some(Heading(above)), Mood::Offered) if *above != Mood::Offered => {
                    Mood::Asks(Why::MayBeRefused)
                }
                _ => own,
            };
        }
        // A bare time takes after what stands before it, up to a "but".
        let near = |other: &&Clause| other.turn == clause.turn;
        let before = self
            .clauses
            .iter()
            .take(position)
            .rev()
            .filter(near)
            .find(|other| !other.words.bare());
        let refused_near = self
            .clauses
            .iter()
            .filter(near)
            .any(|other| other.words.refuses > 0);
        if refused_near {
            return Mood::Asks(Why::MayBeRefused);
        }
        match before.map(|before| (before.words.mood(), before.words.timed > 0)) {
            Some((Mood::Asks(why), true)) => return Mood::Asks(why),
            Some((Mood::Asks(why), false)) if why != Why::NotClearlyOffered => {
                return Mood::Asks(why);
            }
            _ => {}
        }
        match &self.heading {
            Some(Heading(above)) => above.clone(),
            None => Mood::Offered,
        }
    }
}

/// Of two moods the one that promises less.
fn worse(one: Mood, other: Mood) -> Mood {
    match (&one, &other) {
        (Mood::Offered, _) => other,
        (_, Mood::Offered) => one,
        (Mood::Asks(_), _) => one,
        _ => other,
    }
}
