//! Clocks, lengths and parts of the day.

use super::{Found, Scanner, What};
use crate::slots::clock::{Clock, Part, Sign};
use crate::slots::vocabulary::{Class, class, number_word};

impl Scanner<'_> {
    /// Am or pm at `at`: the sign and how many tokens it takes.
    fn half(&self, at: usize) -> Option<(Sign, usize)> {
        let sign = match self.word(at)? {
            "am" => {
                // German "9-10 am Dienstag": a preposition.
                let preposition = self.languages.german
                    && !self.glued(at)
                    && self.token(at + 1).is_some_and(|next| {
                        next.number().is_some()
                            || next.word().is_some_and(|word| {
                                crate::slots::vocabulary::weekday(word, true, self.languages)
                                    .is_some()
                            })
                    });
                if preposition {
                    return None;
                }
                (Sign::Am, 1)
            }
            "pm" => (Sign::Pm, 1),
            "a" | "p"
                if self.is(at + 1, '.') && self.word(at + 2) == Some("m") && self.glued(at + 2) =>
            {
                let dot = usize::from(self.is(at + 3, '.') && self.glued(at + 3));
                (
                    if self.word(at) == Some("a") {
                        Sign::Am
                    } else {
                        Sign::Pm
                    },
                    3 + dot,
                )
            }
            "a" if self.glued(at) => (Sign::Am, 1),
            "p" if self.glued(at) => (Sign::Pm, 1),
            "a" | "p" if self.word(at + 1) == Some("m") => (
                if self.word(at) == Some("a") {
                    Sign::Am
                } else {
                    Sign::Pm
                },
                2,
            ),
            _ => return None,
        };
        Some(sign)
    }

    fn clock(&self, hour: u32, minute: u32, sign: Sign) -> Option<Clock> {
        let twelve = matches!(sign, Sign::Am | Sign::Pm);
        if hour > 24 || minute > 59 || (hour == 24 && minute > 0) || (twelve && hour == 0) {
            return None;
        }
        let sign = match sign {
            // `15:00 pm` is said, and means the same.
            Sign::Pm if hour > 12 => Sign::Day24,
            Sign::Am if hour > 12 => return None,
            Sign::Plain | Sign::Hours if hour > 12 || hour == 0 => Sign::Day24,
            other => other,
        };
        Some(Clock {
            hour: i32::try_from(hour).ok()?,
            minute: i32::try_from(minute).ok()?,
            sign,
        })
    }

    /// A clock, or a number that may be one.
    pub(super) fn clocks(&self, at: usize) -> Found {
        if let Some(found) = self.clock_in_words(at) {
            return Some(found);
        }
        let hour = self.number(at)?;
        let zero = matches!(
            self.token(at)?.kind,
            crate::slots::letters::Kind::Number {
                zero: true,
                digits: 2,
                ..
            }
        );
        if self.digits(at) > 2 {
            return self.military(at);
        }
        let mut here = at + 1;
        let mut minute = None;
        if (self.is(here, ':') || self.is(here, '.'))
            && self.glued(here)
            && self.glued(here + 1)
            && self.digits(here + 1) == 2
        {
            minute = self.number(here + 1);
            // A third group makes it a time with seconds, or no time at all.
            if self.is(here, ':')
                && self.is(here + 2, ':')
                && self.glued(here + 2)
                && self.digits(here + 3) == 2
            {
                here += 2;
            }
            here += 2;
        } else if self.is(here, '.')
            && self.glued(here)
            && self.glued(here + 1)
            && self.number(here + 1).is_some()
        {
            // `3.5`: neither.
            return Self::one(What::Foreign, at, 3);
        }
        let written = minute.is_some();
        let mut sign = match hour {
            _ if zero => Sign::Day24,
            10 | 11 if written => Sign::Digits,
            _ => Sign::Plain,
        };
        let mut marked = written;
        match self.word(here) {
            Some("h" | "hrs" | "uhr" | "hs")
                if self.word(here) != Some("hrs") || written || zero =>
            {
                let word = self.word(here)?;
                let more = self.digits(here + 1) == 2
                    && !written
                    && (word == "uhr" || self.glued(here + 1) || self.languages.romance)
                    && !self.is(here + 2, '-')
                    && !self.is(here + 2, '.')
                    && !self.is(here + 2, ':');
                // `15h30-16h30`: the dash belongs behind the minutes.
                let glued_minutes = self.digits(here + 1) == 2 && !written && self.glued(here + 1);
                here += 1;
                if more || glued_minutes {
                    minute = self.number(here);
                    here += 1;
                }
                sign = if zero { Sign::Day24 } else { Sign::Hours };
                marked = true;
            }
            Some("heures" | "heure" | "horas" | "ore") => {
                here += 1;
                sign = Sign::Hours;
                marked = true;
            }
            Some("noon" | "midday") if hour == 12 && !written => {
                let noon = self.clock(12, 0, Sign::Noon)?;
                return Self::one(What::Clock(noon), at, 2);
            }
            Some("midnight") if hour == 12 && !written => {
                let midnight = Clock {
                    hour: 0,
                    minute: 0,
                    sign: Sign::Midnight,
                };
                return Self::one(What::Clock(midnight), at, 2);
            }
            Some("o'clock" | "oclock") => {
                here += 1;
                marked = true;
                if let Some((half, taken)) = self.half(here) {
                    sign = half;
                    here += taken;
                }
            }
            _ => {
                if let Some((half, taken)) = self.half(here) {
                    sign = half;
                    here += taken;
                    marked = true;
                }
            }
        }
        let taken = here - at;
        let Some(clock) = self.clock(hour, minute.unwrap_or(0), sign) else {
            return marked.then(|| (vec![(What::Garbled, at, here - 1)], taken));
        };
        // "3/4pm", "10:30/": a slash between numbers is a date or nothing that can be read.
        if self.word(here).is_some() && self.glued(here) && !self.glue_is_known(here) {
            return Self::one(
                if marked { What::Garbled } else { What::Foreign },
                at,
                taken + 1,
            );
        }
        if !marked {
            return None;
        }
        let mut items = vec![(What::Clock(clock), at, here - 1)];
        if self.word(here) == Some("ish")
            || (self.is(here, '-') && self.word(here + 1) == Some("ish"))
        {
            let ish = here + usize::from(self.is(here, '-'));
            items.push((What::About, here, ish));
            return Some((items, ish + 1 - at));
        }
        Some((items, taken))
    }

    fn glue_is_known(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            Some(
                "ish"
                    | "to"
                    | "h"
                    | "t"
                    | "z"
                    | "utc"
                    | "gmt"
                    | "et"
                    | "pt"
                    | "est"
                    | "pst"
                    | "cet"
                    | "a"
                    | "p"
            )
        )
    }

    /// `1300-1500`, `930am`, `at 1500`, `1500h`.
    fn military(&self, at: usize) -> Found {
        let value = self.number(at)?;
        let digits = self.digits(at);
        if !(3..=4).contains(&digits) || value / 100 > 24 || value % 100 > 59 {
            return None;
        }
        let (hour, minute) = (value / 100, value % 100);
        if let Some((half, taken)) = self.half(at + 1) {
            let clock = self.clock(hour, minute, half)?;
            return Self::one(What::Clock(clock), at, 1 + taken);
        }
        let marked = matches!(self.word(at + 1), Some("h" | "hrs" | "hours" | "uhr"));
        let joined = |there: usize, number: usize| {
            (self.is(there, '-') || matches!(self.word(there), Some("to" | "until" | "till")))
                && matches!(self.digits(number), 3 | 4)
        };
        let other = if joined(at + 1, at + 2) {
            self.number(at + 2)
        } else if at >= 2 && joined(at - 1, at - 2) {
            self.number(at - 2)
        } else {
            None
        };
        let year = |value: u32| (1990..=2060).contains(&value);
        let ranged = other.is_some_and(|other| {
            let valid = other / 100 <= 24 && other % 100 < 60;
            // "2019-2021" are years; so might "2000-2030" be.
            valid && !(year(value) && year(other))
        });
        let half_behind = joined(at + 1, at + 2) && self.half(at + 3).is_some();
        if other
            .is_some_and(|other| year(value) && year(other) && value % 15 == 0 && other % 15 == 0)
        {
            return Self::one(What::Garbled, at, 1);
        }
        if !(marked
            || ranged
            || half_behind
            || (digits == 4 && matches!(self.before(), Some(What::At)) && !year(value)))
        {
            return None;
        }
        let sign = if half_behind || digits == 3 {
            Sign::Plain
        } else {
            Sign::Day24
        };
        let clock = self.clock(hour, minute, sign)?;
        Self::one(What::Clock(clock), at, 1 + usize::from(marked))
    }

    /// "noon", "half past 3", "quarter to four pm", "three pm".
    fn clock_in_words(&self, at: usize) -> Found {
        let word = self.word(at)?;
        let named = |sign: Sign| {
            Some(Clock {
                hour: if sign == Sign::Noon { 12 } else { 0 },
                minute: 0,
                sign,
            })
        };
        let found = match word {
            "noon" | "midday" | "midi" | "mediodia" | "mezzogiorno" => named(Sign::Noon),
            "midnight" | "minuit" | "medianoche" | "mitternacht" | "mezzanotte" => {
                named(Sign::Midnight)
            }
            _ => None,
        };
        if let Some(clock) = found {
            return Self::one(What::Clock(clock), at, 1);
        }
        let spoken = |at: usize| {
            self.number(at)
                .or_else(|| self.word(at).and_then(number_word))
        };
        let (minute, back, number) = match (word, self.word(at + 1)) {
            ("half", Some("past")) => (30, false, at + 2),
            ("quarter", Some("past" | "after")) => (15, false, at + 2),
            ("quarter", Some("to" | "before" | "of")) => (45, true, at + 2),
            ("a", Some("quarter")) => return None,
            ("half", Some(_)) if spoken(at + 1).is_some() => {
                return Self::one(What::Garbled, at, 2);
            }
            ("half", None) if spoken(at + 1).is_some() => return Self::one(What::Garbled, at, 2),
            ("halb" | "viertel" | "dreiviertel", _) => {
                return Self::one(
                    What::Garbled,
                    at,
                    1 + usize::from(
                        self.token(at + 1)
                            .is_some_and(|next| next.number().is_some() || next.word().is_some()),
                    ),
                );
            }
            _ => (0, false, at),
        };
        let spelled = number == at;
        if spelled && number_word(word).is_none() {
            return None;
        }
        let hour = spoken(number).filter(|hour| (1..=24).contains(hour))?;
        let mut here = number + 1;
        let oclock = matches!(self.word(here), Some("o'clock" | "oclock"));
        here += usize::from(oclock);
        let half = self.half(here);
        let (sign, taken) = half.unwrap_or((Sign::Plain, 0));
        let expected = matches!(
            self.before(),
            Some(What::At | What::Between | What::Bound | What::About)
        ) || (matches!(self.before(), Some(What::To(false) | What::And | What::Or))
            && self
                .items
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|item| matches!(item.what, What::Clock(_))));
        let ranged = matches!(self.word(number + 1), Some("to" | "until" | "till"))
            && self.word(number + 2).and_then(number_word).is_some()
            && matches!(self.before(), Some(What::From | What::Day(_)));
        if spelled && half.is_none() && !oclock && !expected && !ranged {
            return None;
        }
        let hour = match (back, hour) {
            (true, 1) => 12,
            (true, hour) => hour - 1,
            (false, hour) => hour,
        };
        // "quarter to 12pm" begins before noon; the half named is that of the full hour.
        let sign = match (back && hour == 11, sign) {
            (true, Sign::Pm) => Sign::Am,
            (true, Sign::Am) => Sign::Pm,
            (_, sign) => sign,
        };
        let clock = self.clock(hour, minute, sign)?;
        Self::one(What::Clock(clock), at, here + taken - at)
    }

    /// "for an hour", "45 min", "1.5 hours", "1-2 hours".
    pub(super) fn lengths(&self, at: usize) -> Found {
        let unit = |at: usize| {
            let dash = usize::from(self.is(at, '-') && self.glued(at));
            let per = match self.word(at + dash)? {
                "hour" | "hours" | "hr" | "hrs" | "stunde" | "stunden" | "std" | "hora" | "ora" => {
                    60
                }
                "min" | "mins" | "minute" | "minutes" | "minuten" | "minuti" | "minutos" => 1,
                _ => return None,
            };
            Some((per, dash + 1))
        };
        let word = self.word(at);
        if let Some((60, taken)) = unit(at + 1).filter(|_| {
            matches!(
                word,
                Some("an" | "one" | "a" | "eine" | "una" | "une" | "full")
            )
        }) {
            let and_half = self.word(at + 1 + taken) == Some("and")
                && self.word(at + 2 + taken) == Some("a")
                && self.word(at + 3 + taken) == Some("half");
            let minutes = if and_half { 90 } else { 60 };
            return Self::one(
                What::Length(Some(minutes)),
                at,
                1 + taken + if and_half { 3 } else { 0 },
            );
        }
        if word == Some("half")
            && matches!(self.word(at + 1), Some("an" | "a"))
            && self.word(at + 2) == Some("hour")
        {
            return Self::one(What::Length(Some(30)), at, 3);
        }
        if word == Some("half") && self.word(at + 1) == Some("hour") {
            return Self::one(What::Length(Some(30)), at, 2);
        }
        let spoken = word.and_then(number_word);
        let value = self.number(at).or(spoken)?;
        // A range of lengths names none.
        let second = at + 2;
        if (self.is(at + 1, '-') || matches!(self.word(at + 1), Some("to" | "or")))
            && self.number(second).is_some()
        {
            if let Some((_, taken)) = unit(second + 1) {
                return Self::one(What::Length(None), at, 3 + taken);
            }
            return None;
        }
        let tenths = (self.is(at + 1, '.') || self.is(at + 1, ','))
            && self.glued(at + 1)
            && self.glued(at + 2)
            && self.digits(at + 2) == 1;
        let number = if tenths { 3 } else { 1 };
        let fraction = if tenths {
            self.number(at + 2).unwrap_or(0)
        } else {
            0
        };
        let (per, taken) = match unit(at + number) {
            Some(found) => found,
            None => {
                // `1h`, `1h30` behind "for" only: elsewhere they are clocks.
                let behind_for = at.checked_sub(1).is_some_and(|before| {
                    matches!(self.word(before), Some("for" | "pendant" | "fur"))
                }) || (self.before() == Some(&What::Open));
                if self.word(at + number) != Some("h") || !behind_for || value > 8 {
                    return None;
                }
                let minutes = if self.glued(at + number + 1) {
                    self.number(at + number + 1)
                } else {
                    None
                };
                let total = value * 60 + minutes.unwrap_or(fraction * 6);
                return Self::one(
                    What::Length(Some(total)),
                    at,
                    number + 1 + usize::from(minutes.is_some()),
                );
            }
        };
        let mut total = value.checked_mul(per)?.checked_add(fraction * per / 10)?;
        let mut end = number + taken;
        if per == 60 {
            let and = usize::from(self.word(at + end) == Some("and"));
            if let (Some(minutes), Some((1, more))) =
                (self.number(at + end + and), unit(at + end + and + 1))
            {
                total += minutes.min(59);
                end += and + 1 + more;
            }
        }
        // "within 48 hours", "24 hours notice": no length of a talk.
        let length = (total > 0 && total <= 12 * 60).then_some(total);
        let relative = at.checked_sub(1).is_some_and(|before| {
            matches!(self.word(before), Some("in" | "within" | "every" | "last"))
        });
        if relative {
            return Self::one(
                if length.is_some() && self.word(at - 1) == Some("in") {
                    What::Garbled
                } else {
                    What::Foreign
                },
                at,
                end,
            );
        }
        match length {
            Some(length) => Self::one(What::Length(Some(length)), at, end),
            None => Self::one(What::Foreign, at, end),
        }
    }

    /// Parts of the day, and words that leave a start or an end open.
    pub(super) fn time_words(&self, at: usize) -> Found {
        let word = self.word(at)?;
        let beside_day = matches!(self.before(), Some(What::Day(_)));
        let part = match word {
            "morning" | "mornings" | "vormittag" | "vormittags" | "morgens" | "matin"
            | "mattina" | "manha" | "manana" | "morgen" => Part::Morning,
            "afternoon" | "afternoons" | "nachmittag" | "nachmittags" | "tarde" | "pomeriggio" => {
                Part::Afternoon
            }
            "evening" | "evenings" | "abend" | "abends" | "soir" | "soiree" | "sera" | "noche"
            | "noite" | "night" => Part::Evening,
            "apres" | "l'apres" if self.is(at + 1, '-') && self.word(at + 2) == Some("midi") => {
                return Self::one(What::Part(Part::Afternoon), at, 3);
            }
            "am" if beside_day && !self.languages.german => Part::Morning,
            "pm" if beside_day => Part::Afternoon,
            "eod" | "cob" | "eob" | "lunch" | "lunchtime" | "mittag" | "mittags" => Part::Vague,
            "any" | "some" if self.word(at + 1) == Some("time") => {
                return Self::one(What::Part(Part::Vague), at, 2);
            }
            "anytime" | "sometime" | "whenever" => Part::Vague,
            "all" | "whole" if self.word(at + 1) == Some("day") => {
                return Self::one(What::Part(Part::Vague), at, 2);
            }
            "first" if self.word(at + 1) == Some("thing") => {
                return Self::one(What::Part(Part::Vague), at, 2);
            }
            "or" if matches!(
                self.word(at + 1),
                Some("later" | "so" | "thereabouts" | "after" | "earlier")
            ) =>
            {
                return Self::one(What::About, at, 2);
            }
            "on" if matches!(self.before(), Some(What::Clock(_)))
                && (self.is(at + 1, '.')
                    || self.is(at + 1, ',')
                    || self.token(at + 1).is_none()
                    || matches!(self.word(at + 1), Some("or" | "and"))) =>
            {
                return Self::one(What::Onward, at, 1);
            }
            "end"
                if self.word(at + 1) == Some("of")
                    && matches!(self.word(at + 2), Some("day" | "business")) =>
            {
                return Self::one(What::Part(Part::Vague), at, 3);
            }
            "other" | "rather" if self.word(at + 1) == Some("than") => {
                return Self::one(What::Word(Class::Refuse), at, 2);
            }
            "instead" if self.word(at + 1) == Some("of") => {
                return Self::one(What::Word(Class::Refuse), at, 2);
            }
            "instead" | "other" | "rather" | "full" | "hard" | "apart" | "out" | "off" => {
                return self.soft_refusal(at, word);
            }
            _ => return self.idiom(at, word),
        };
        Self::one(What::Part(part), at, 1)
    }

    /// Words that refuse only in company.
    fn soft_refusal(&self, at: usize, word: &str) -> Found {
        let next = self.word(at + 1).unwrap_or_default();
        let refuses = match word {
            "out" => {
                !matches!(next, "of")
                    || matches!(self.word(at + 2), Some("office" | "town" | "the"))
            }
            "off" | "hard" | "full" => true,
            "apart" => next == "from",
            _ => false,
        };
        let what = What::Word(if refuses {
            Class::Refuse
        } else {
            Class::Filler
        });
        Self::one(what, at, 1)
    }

    /// Phrases that hold a word of refusal or condition and mean neither.
    fn idiom(&self, at: usize, word: &str) -> Found {
        let next = self.word(at + 1).unwrap_or_default();
        let after = self.word(at + 2).unwrap_or_default();
        let filler = |taken: usize| Self::one(What::Word(Class::Filler), at, taken);
        match (word, next, after) {
            ("no", "problem" | "problems" | "worries" | "rush" | "preference", _) => filler(2),
            ("not", "a", "problem") => filler(3),
            ("why", "not", _) | ("can't" | "cannot", "wait", _) => filler(2),
            ("don't" | "dont", "mind" | "hesitate", _) | ("not", "only", _) => filler(2),
            ("not", "sure", _) => Self::one(What::Word(Class::Maybe), at, 2),
            ("if", "not", _) => Self::one(What::Word(Class::But), at, 2),
            ("peut", _, _) if self.is(at + 1, '-') => Self::one(What::Word(Class::Maybe), at, 3),
            ("tal", "vez", _) => Self::one(What::Word(Class::Maybe), at, 2),
            (
                "if",
                "that" | "this" | "it" | "these" | "those" | "any" | "one" | "either",
                "works" | "work" | "suits" | "suit" | "helps" | "fits" | "is" | "of",
            ) => filler(3),
            ("if", "you" | "you'd", "like" | "prefer" | "want" | "wish") => filler(3),
            ("free" | "open" | "available", "except", _) => {
                Self::one(What::Word(class(word)), at, 1)
            }
            (
                "have" | "got" | "in",
                "a" | "an" | "another" | "my",
                "call" | "interview" | "meeting" | "talk" | "chat",
            ) => Self::one(What::Word(Class::Refuse), at, 3),
            ("at" | "i" | "my" | "to" | "from", "work", _)
                if !self
                    .items
                    .iter()
                    .rev()
                    .take(6)
                    .any(|item| item.what == What::Word(Class::Able)) =>
            {
                Self::one(What::Word(Class::Elsewhere), at, 2)
            }
            ("in", "meetings" | "class" | "transit", _) => {
                Self::one(What::Word(Class::Refuse), at, 2)
            }
            _ => None,
        }
    }
}
