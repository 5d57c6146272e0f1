//! Numbers that are certainly no time: phones, prices, versions, counts.

use super::{Found, Scanner, What};
use crate::slots::vocabulary::{counted, numbered};

impl Scanner<'_> {
    /// Something else, when it surely is.
    pub(super) fn foreign(&self, at: usize) -> Found {
        let token = self.token(at)?;
        if token.is('$') && self.number(at + 1).is_some() {
            return Self::one(What::Foreign, at, 1 + self.amount(at + 1));
        }
        if token.is('#') && self.number(at + 1).is_some() {
            return Self::one(What::Foreign, at, 2);
        }
        if matches!(token.word(), Some("http" | "https" | "www")) {
            return Self::one(What::Foreign, at, self.run_of_glued(at));
        }
        if token.is('+') && self.number(at + 1).is_some() && self.glued(at + 1) {
            let (taken, digits) = self.phone(at + 1);
            return (digits >= 7).then(|| (vec![(What::Foreign, at, at + taken)], taken + 1));
        }
        if let Some(word) = token.word() {
            // "v3", "H1B", "jane@…": letters and digits in one.
            let mixed = self.number(at + 1).is_some()
                && self.glued(at + 1)
                && !matches!(word, "h" | "t" | "um" | "at")
                && crate::slots::vocabulary::month(word).is_none()
                && crate::slots::vocabulary::weekday(word, true, self.languages).is_none()
                && crate::slots::zone::abbreviation(&word.to_uppercase(), self.zone).is_none();
            if mixed || (self.is(at + 1, '@') && self.glued(at + 1) && self.glued(at + 2)) {
                return Self::one(What::Foreign, at, self.run_of_glued(at));
            }
            if numbered(word) && !(word == "in" && self.digits(at + 1) < 4) {
                return self.numbered_by(at);
            }
            return None;
        }
        self.number(at)?;
        if self.number(at) == Some(24)
            && self.is(at + 1, '/')
            && self.number(at + 2) == Some(7)
            && self.glued(at + 2)
        {
            return Self::one(What::Foreign, at, 3);
        }
        let (taken, digits) = self.phone(at);
        if digits >= 9 && taken > 1 && self.dialled(at, taken) {
            return Self::one(What::Foreign, at, taken);
        }
        let amount = self.amount(at);
        let behind = self.token(at + amount)?;
        if behind.is('%') || (behind.is('$') && !behind.spaced) {
            return Self::one(What::Foreign, at, amount + 1);
        }
        let counts = behind.word().is_some_and(|word| {
            counted(word) && !(matches!(word, "m" | "k" | "x" | "gb" | "mb") && behind.spaced)
        });
        // "3 other slots" counts; "9-10 works" does not.
        (counts && behind.word().is_none_or(|word| word != "th"))
            .then(|| (vec![(What::Foreign, at, at + amount)], amount + 1))
    }

    /// "round 2", "version 3.5", "in 2019": the number goes with the word.
    fn numbered_by(&self, at: usize) -> Found {
        let number = at + 1;
        self.number(number)?;
        let amount = self.amount(number);
        // "slot 9-10am": a time after all.
        let clock = self
            .word(number + amount)
            .is_some_and(|word| matches!(word, "am" | "pm" | "a" | "p" | "uhr" | "h"))
            || self.is(number + 1, ':')
                && self.number(number + 2).is_some()
                && self.glued(number + 2)
            || (amount > 1
                && self.is(number + 1, '-')
                && !matches!(
                    self.word(at),
                    Some("pages" | "page" | "in" | "v" | "version" | "band" | "grade" | "level")
                ));
        if clock {
            return None;
        }
        let end = number + amount - 1;
        Some((
            vec![
                (
                    What::Word(crate::slots::vocabulary::class(self.word(at)?)),
                    at,
                    at,
                ),
                (What::Foreign, number, end),
            ],
            amount + 1,
        ))
    }

    /// A number with what is glued to it by dots, commas, dashes and colons: `3`, `3.5`, `3-5`, `120,000`.
    fn amount(&self, at: usize) -> usize {
        let mut taken = 1;
        while let Some(sign) = self.token(at + taken) {
            let joined = ['.', ',', '-', '/'].into_iter().any(|mark| sign.is(mark))
                && self.number(at + taken + 1).is_some()
                && (self.glued(at + taken + 1) && self.glued(at + taken));
            if !joined {
                break;
            }
            taken += 2;
        }
        taken
    }

    fn run_of_glued(&self, at: usize) -> usize {
        let mut taken = 1;
        while self
            .token(at + taken)
            .is_some_and(|token| !token.spaced && !token.is(',') && !token.is(')'))
        {
            taken += 1;
        }
        taken
    }

    /// A run of groups of digits as phone numbers are written; tokens taken, digits seen.
    fn phone(&self, at: usize) -> (usize, usize) {
        let mut taken = 0;
        let mut digits = 0;
        let mut at_sign = 0;
        while let Some(token) = self.token(at + taken + at_sign) {
            if token.number().is_some() {
                let here = at + taken + at_sign;
                // A clock ends the number: "+49 170 123456 14:00".
                let clock = (self.is(here + 1, ':') && self.glued(here + 1))
                    || self.word(here + 1).is_some_and(|word| {
                        matches!(word, "am" | "pm" | "h" | "uhr" | "th" | "st" | "nd" | "rd")
                    });
                if (clock && digits > 0) || digits + self.digits(here) > 15 {
                    break;
                }
                taken += at_sign + 1;
                at_sign = 0;
                digits += self.digits(here);
            } else if ['-', '.', '(', ')', '/']
                .into_iter()
                .any(|mark| token.is(mark))
                && at_sign < 2
            {
                at_sign += 1;
            } else {
                break;
            }
        }
        (taken, digits)
    }

    /// Whether a run of digits without `+` is dialled: it holds a group no time and no date has.
    fn dialled(&self, at: usize, taken: usize) -> bool {
        let groups = || (at..at + taken).filter(|at| self.number(*at).is_some());
        let iso = self.digits(at) == 4 && self.is(at + 1, '-') && self.digits(at + 2) <= 2;
        !iso && groups().any(|at| self.digits(at) == 3 || self.digits(at) >= 5)
    }

    /// A number no hour and no day has: a year, an amount, or a military time out of place.
    pub(super) fn large(&self, at: usize) -> Found {
        let value = self.number(at)?;
        let military = matches!(self.digits(at), 3 | 4)
            && value / 100 < 24
            && value % 100 < 60
            && value % 5 == 0
            && !(1990..=2060).contains(&value)
            && self.digits(at) == 4;
        let what = if military {
            What::Garbled
        } else {
            What::Foreign
        };
        Self::one(what, at, self.amount(at))
    }
}
