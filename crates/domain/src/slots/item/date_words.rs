//! Dates and names of days.

use chrono::NaiveDate;

use super::{Found, Scanner, What};
use crate::slots::clock::Part;
use crate::slots::day::{DateWords, Day, Week, Which};
use crate::slots::vocabulary::{Class, class, counted, month, numbered, weekday};

impl Scanner<'_> {
    /// Dates with numbers.
    pub(super) fn dates(&self, at: usize) -> Found {
        if self.token(at)?.number().is_some() {
            self.numeric_date(at)
                .or_else(|| self.day_before_month(at))
                .or_else(|| self.ordinal(at))
        } else {
            self.month_before_day(at)
        }
    }

    fn month_at(&self, at: usize) -> Option<u32> {
        let word = self.word(at)?;
        // Short words of other languages that are English words.
        if matches!(word, "out" | "ago" | "mars" | "set") && !self.languages.romance {
            return None;
        }
        month(word)
    }

    fn year_at(&self, at: usize) -> Option<(i32, usize)> {
        let comma = usize::from(self.is(at, ','));
        let de = usize::from(matches!(self.word(at + comma), Some("de" | "del")));
        let number = at + comma + de;
        let year = self.number(number)?;
        let military = self.is(number + 1, '-') && self.digits(number + 2) == 4;
        ((2020..=2045).contains(&year) && self.digits(number) == 4 && !military)
            .then(|| (i32::try_from(year).unwrap_or_default(), comma + de + 1))
    }

    fn dated(month: u32, day: u32, year: Option<i32>) -> Day {
        let date = match year {
            Some(year) => {
                NaiveDate::from_ymd_opt(year, month, day).map_or(DateWords::Never, DateWords::Full)
            }
            None if NaiveDate::from_ymd_opt(2024, month, day).is_none() => DateWords::Never,
            None => DateWords::MonthDay { month, day },
        };
        Day::of_date(date)
    }

    /// `27th`, `27.`, `1er` behind the number: how many tokens.
    fn ordinal_mark(&self, at: usize) -> usize {
        match self.word(at) {
            Some("st" | "nd" | "rd" | "th" | "er") => 1,
            _ => usize::from(self.is(at, '.') && self.glued(at)),
        }
    }

    /// `27 Oct`, `27th of October 2026`, `27-28 Oct`, `26, 27 and 28 October`.
    fn day_before_month(&self, at: usize) -> Found {
        let mut days = Vec::new();
        let mut here = at;
        loop {
            let day = self.number(here).filter(|day| (1..=31).contains(day))?;
            if self.digits(here) > 2 || days.len() > 9 {
                return None;
            }
            days.push((day, here));
            here += 1 + self.ordinal_mark(here + 1);
            let of = usize::from(matches!(self.word(here), Some("of" | "de" | "di")));
            if let Some(month) = self.month_at(here + of) {
                let modal = self.word(here + of) == Some("may")
                    && !self.token(here + of).is_some_and(|token| token.capital)
                    && of == 0
                    && self.ordinal_mark(here - 1) == 0
                    && self.word(here - 1).is_none();
                if modal {
                    return None;
                }
                here += of + 1;
                here += usize::from(
                    self.is(here, '.')
                        && self
                            .token(here + 1)
                            .is_some_and(|next| next.number().is_some()),
                );
                return self.days_of_month(&days, month, here, at);
            }
            // A list goes on; whatever else stands here, it was no date.
            let mut joined = 0;
            while self.is(here + joined, ',')
                || self.is(here + joined, '-')
                || self.is(here + joined, '/')
                || self.is(here + joined, '&')
                || matches!(
                    self.word(here + joined),
                    Some("and" | "or" | "to" | "und" | "oder" | "bis" | "et" | "ou" | "y" | "o")
                )
            {
                joined += 1;
            }
            if joined == 0 || joined > 2 {
                return None;
            }
            here += joined;
        }
    }

    fn days_of_month(&self, days: &[(u32, usize)], month: u32, after: usize, at: usize) -> Found {
        // "9-10 Oct 27": a time before the date, or two days before a number.
        let number_follows = self.number(after).is_some_and(|number| number <= 31)
            && self.digits(after) <= 2
            && !self.is(after + 1, ':')
            && !self.is(after + 1, '-')
            && !self.is(after + 1, '.')
            && !matches!(
                self.word(after + 1),
                Some("am" | "pm" | "h" | "uhr" | "to" | "bis" | "a")
            );
        if days.len() > 1 && number_follows {
            return Self::one(What::Garbled, at, after + 1 - at);
        }
        let (year, more) = self
            .year_at(after)
            .map_or((None, 0), |(year, more)| (Some(year), more));
        let mut items = Vec::new();
        for (position, (day, here)) in days.iter().enumerate() {
            if position > 0 {
                let joined = if self.is(here - 1, '-')
                    || matches!(self.word(here - 1), Some("to" | "bis"))
                {
                    What::To(true)
                } else {
                    What::Or
                };
                items.push((joined, here - 1, here - 1));
            }
            let last = if position + 1 == days.len() {
                after + more - 1
            } else {
                *here
            };
            items.push((What::Day(Self::dated(month, *day, year)), *here, last));
        }
        Some((items, after + more - at))
    }

    /// `Oct 27`, `October 27th, 2026`, `Oct 27-28`, `Oct 27, 28 and 29`.
    fn month_before_day(&self, at: usize) -> Found {
        let month = self.month_at(at)?;
        let dot = usize::from(self.is(at + 1, '.'));
        let the = usize::from(self.word(at + 1 + dot) == Some("the"));
        let mut here = at + 1 + dot + the;
        let day = self.number(here).filter(|day| (1..=31).contains(day))?;
        if self.digits(here) > 2
            || (self.is(here + 1, ':') && self.number(here + 2).is_some() && self.glued(here + 2))
        {
            return None;
        }
        if matches!(self.word(here + 1), Some("am" | "pm" | "h" | "uhr")) {
            return Self::one(What::Garbled, at, here + 2 - at);
        }
        let first = here;
        here += 1 + self.ordinal_mark(here + 1) * usize::from(self.word(here + 1).is_some());
        let (year, more) = self
            .year_at(here)
            .map_or((None, 0), |(year, more)| (Some(year), more));
        here += more;
        let mut items = vec![(What::Day(Self::dated(month, day, year)), at, here - 1)];
        let mut last_day = day;
        // A year ends the list.
        while year.is_none() {
            let dash = self.is(here, '-') || self.word(here) == Some("to");
            let and = matches!(self.word(here), Some("and" | "or"))
                || self.is(here, ',')
                || self.is(here, '&');
            let two = usize::from(
                self.is(here, ',') && matches!(self.word(here + 1), Some("and" | "or")),
            );
            let number = here + 1 + two;
            let Some(next) = self
                .number(number)
                .filter(|next| (last_day + 1..=31).contains(next))
            else {
                break;
            };
            let marked = matches!(self.word(number + 1), Some("th" | "st" | "nd" | "rd"));
            let clock = (self.is(number + 1, ':') && self.glued(number + 1))
                || matches!(
                    self.word(number + 1),
                    Some("am" | "pm" | "h" | "uhr" | "a" | "p")
                );
            if dash && clock && day < 13 {
                // "May 5-6pm": a day and an hour, or a range of hours.
                return Self::one(What::Garbled, first, number + 2 - first).map(
                    |(mut found, taken)| {
                        if let Some(only) = found.first_mut() {
                            only.1 = at;
                        }
                        (found, taken + first - at)
                    },
                );
            }
            let range_follows = self.is(number + 1, '-') || self.word(number + 1) == Some("to");
            if clock
                || self.digits(number) > 2
                || !(dash || (and && (marked || next > 12) && !range_follows))
            {
                break;
            }
            let joined = if dash { What::To(true) } else { What::Or };
            items.push((joined, here, here));
            here = number + 1 + usize::from(marked);
            items.push((What::Day(Self::dated(month, next, None)), number, here - 1));
            last_day = next;
        }
        Some((items, here - at))
    }

    /// `2026-10-27`, `27.10.`, `27/10`, `10/27/2026`.
    fn numeric_date(&self, at: usize) -> Found {
        let first = self.number(at)?;
        let sign = ['-', '/', '.']
            .into_iter()
            .find(|mark| self.is(at + 1, *mark))?;
        let second = self.number(at + 2)?;
        if !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let third = (self.is(at + 3, sign) && self.glued(at + 3) && self.glued(at + 4))
            .then(|| self.number(at + 4))
            .flatten();
        if self.digits(at) == 4 && third.is_some() {
            let day = Self::dated(second, third?, i32::try_from(first).ok());
            let valid = (1..=12).contains(&second) && (1..=31).contains(&third?);
            let timed = usize::from(self.word(at + 5) == Some("t") && self.glued(at + 5));
            return valid.then(|| (vec![(What::Day(day), at, at + 4)], 5 + timed));
        }
        if self.digits(at) > 2 || self.digits(at + 2) > 2 {
            return None;
        }
        let year = match (third, self.digits(at + 4)) {
            (Some(year), 4) => Some(i32::try_from(year).ok()?),
            (Some(year), 2) if year >= 20 => Some(2000 + i32::try_from(year).ok()?),
            (Some(_), _) => return Self::one(What::Foreign, at, 5),
            (None, _) => None,
        };
        let as_day_month = (1..=31).contains(&first) && (1..=12).contains(&second);
        let as_month_day = (1..=12).contains(&first) && (1..=31).contains(&second);
        let taken = if year.is_some() { 5 } else { 3 };
        let behind = self.word(at + taken);
        let date = match sign {
            '.' => {
                let ended = year.is_none() && self.is(at + 3, '.') && self.glued(at + 3);
                // `15.30` is a clock, `27.10` a date, `10.11` either: a dot behind it decides, or what stands round it.
                let clock = first <= 24 && second < 60 && self.digits(at + 2) == 2;
                let expected = matches!(
                    self.before(),
                    Some(
                        What::At
                            | What::From
                            | What::Between
                            | What::To(_)
                            | What::Day(_)
                            | What::Bound
                    )
                ) && !matches!(self.before(), Some(What::Day(day)) if day.date == DateWords::Nothing && (ended || first > 24));
                if !as_day_month
                    || (year.is_none() && clock && expected && !(ended && self.languages.german))
                {
                    return None;
                }
                if year.is_none() && !ended {
                    if self.digits(at + 2) == 1 || matches!(behind, Some("am" | "pm" | "uhr" | "h"))
                    {
                        return None;
                    }
                    let range =
                        self.is(at + 3, '-') || matches!(self.word(at + 3), Some("to" | "bis"));
                    if clock && range {
                        return None;
                    }
                    if clock && first < 24 {
                        return Self::one(What::Garbled, at, 3);
                    }
                }
                let day = Self::dated(second, first, year);
                return Self::one(What::Day(day), at, taken + usize::from(ended));
            }
            '-' if year.is_none() => return None,
            _ if behind.is_some_and(|word| counted(word) || matches!(word, "am" | "pm")) => {
                let what = if matches!(behind, Some("am" | "pm")) {
                    What::Garbled
                } else {
                    What::Foreign
                };
                return Self::one(what, at, taken + 1);
            }
            _ if as_day_month && as_month_day => DateWords::EitherOrder {
                first,
                second,
                year,
            },
            _ if as_day_month => Self::dated(second, first, year).date,
            _ if as_month_day => Self::dated(first, second, year).date,
            _ => return Self::one(What::Foreign, at, taken),
        };
        Self::one(What::Day(Day::of_date(date)), at, taken)
    }

    /// "the 27th", and in German "den 27.".
    fn ordinal(&self, at: usize) -> Found {
        let day = self.number(at).filter(|day| (1..=31).contains(day))?;
        let worded =
            matches!(self.word(at + 1), Some("st" | "nd" | "rd" | "th")) && self.glued(at + 1);
        let german = self.is(at + 1, '.')
            && self.glued(at + 1)
            && self.languages.german
            && (matches!(self.before(), Some(What::Day(_)))
                || at.checked_sub(1).is_some_and(|before| {
                    matches!(self.word(before), Some("den" | "am" | "dem" | "der"))
                }))
            && !(self.number(at + 2).is_some() && self.glued(at + 2));
        if !worded && !german {
            return None;
        }
        let names_something = self.word(at + 2).is_some_and(|word| {
            numbered(word)
                || counted(word)
                || matches!(
                    word,
                    "interview" | "half" | "time" | "preference" | "call" | "party" | "place"
                )
                || class(word) == Class::Unknown
                    && weekday(word, true, self.languages).is_none()
                    && self.month_at(at + 2).is_none()
                    && !matches!(self.before(), Some(What::Day(_)))
                    && at
                        .checked_sub(1)
                        .is_none_or(|before| !matches!(self.word(before), Some("the" | "on")))
        });
        if worded && names_something {
            return Self::one(What::Foreign, at, 2);
        }
        Self::one(What::Day(Day::of_date(DateWords::OfMonth(day))), at, 2)
    }

    /// Names of days, and words for days and weeks.
    pub(super) fn day_words(&self, at: usize) -> Found {
        let word = self.word(at)?;
        let next = self.word(at + 1).unwrap_or_default();
        let after = self.word(at + 2).unwrap_or_default();
        let today = |days: u64| What::Day(Day::of_date(DateWords::FromToday(days)));
        match (word, next) {
            ("day", "after") if after == "tomorrow" => return Self::one(today(2), at, 3),
            ("pasado", "manana") => return Self::one(today(2), at, 2),
            ("apres", _) if self.is(at + 1, '-') && after == "demain" => {
                return Self::one(today(2), at, 3);
            }
            ("guten" | "good", "morgen" | "morning" | "afternoon" | "evening") => {
                return Self::one(What::Word(Class::Filler), at, 2);
            }
            ("today" | "heute" | "aujourd'hui" | "hoy" | "oggi" | "hoje", _) => {
                return Self::one(today(0), at, 1);
            }
            ("tomorrow" | "tmrw" | "tmr" | "tomorow" | "demain" | "domani" | "amanha", _) => {
                return Self::one(today(1), at, 1);
            }
            ("ubermorgen" | "dopodomani", _) => return Self::one(today(2), at, 1),
            ("morgen", _) | ("manana", _) if !self.part_of_day_here() => {
                return Self::one(today(1), at, 1);
            }
            ("tonight", _) => {
                return Some((
                    vec![(today(0), at, at), (What::Part(Part::Evening), at, at)],
                    1,
                ));
            }
            ("this", "morning" | "afternoon" | "evening") => {
                return Some((vec![(today(0), at, at)], 1));
            }
            ("week", "after") if after == "next" => {
                return Self::one(What::Week(Week::Unclear), at, 3);
            }
            ("week", "after" | "of" | "commencing" | "beginning") => {
                return Self::one(What::Week(Week::Unclear), at, 2);
            }
            ("next" | "nachste" | "proxima", "week" | "woche" | "semana") => {
                return Self::one(What::Week(Week::Next), at, 2);
            }
            ("semaine" | "semana", "prochaine" | "que") => {
                return Self::one(What::Week(Week::Next), at, 2 + usize::from(next == "que"));
            }
            ("this" | "diese" | "esta", "week" | "woche" | "semana") => {
                return Self::one(What::Week(Week::This), at, 2);
            }
            ("following" | "coming", "week") => {
                return Self::one(What::Week(Week::Unclear), at, 2);
            }
            ("next" | "coming" | "few", "few" | "days" | "weeks" | "two") => {
                return Self::one(What::Word(Class::Filler), at, 1);
            }
            ("weeks", "time") | ("a", "week")
                if next == "time" || matches!(after, "from" | "on") =>
            {
                return Self::one(What::Week(Week::Unclear), at, 2);
            }
            ("weekdays" | "daily" | "weekday" | "werktags", _) => {
                return Self::one(What::Days, at, 1);
            }
            ("every" | "any" | "each" | "all", "day" | "weekday" | "days" | "weekdays") => {
                return Self::one(What::Days, at, 2);
            }
            _ => {}
        }
        self.named_weekday(at, word)
    }

    /// "in two weeks", "3 weeks from now", "a month later": a week, but not which one.
    pub(super) fn weeks_ahead(&self, at: usize) -> Found {
        let inward = usize::from(matches!(
            self.word(at),
            Some("in" | "after" | "within" | "dans" | "en" | "tra" | "fra" | "em")
        ));
        let unit = |at: usize| {
            matches!(
                self.word(at),
                Some("week" | "weeks" | "wks" | "month" | "months" | "fortnight")
                    | Some("wochen" | "semaines" | "semanas" | "settimane" | "monaten" | "mois")
            )
        };
        if unit(at) && self.word(at) == Some("fortnight") {
            return Self::one(What::Week(Week::Unclear), at, 1);
        }
        // "in about two weeks", "in the next two weeks" leave the week open as well.
        let count = (at + inward..=at + inward + 2).find(|count| unit(count + 1))?;
        let counts = self.number(count).is_some()
            || matches!(
                self.word(count),
                Some("a" | "one" | "two" | "three" | "four" | "five" | "six" | "couple" | "few")
                    | Some("zwei" | "drei" | "vier" | "deux" | "trois" | "dos" | "tres" | "due")
            );
        let behind = matches!(
            self.word(count + 2),
            Some("from" | "later" | "hence" | "out" | "ahead" | "away" | "time" | "after")
        );
        if !counts || (inward == 0 && (count > at || !behind)) {
            return None;
        }
        let taken = count + 2 + usize::from(behind) - at;
        Self::one(What::Week(Week::Unclear), at, taken)
    }

    /// "Tuesday morgen", "por la mañana": a part of the day, not tomorrow.
    fn part_of_day_here(&self) -> bool {
        matches!(self.before(), Some(What::Day(_) | What::Clock(_)))
            || self
                .items
                .last()
                .is_some_and(|item| matches!(item.word.as_str(), "la" | "am" | "por" | "de"))
    }

    fn named_weekday(&self, at: usize, word: &str) -> Found {
        let which = match word {
            "next" | "nachsten" | "nachster" | "kommenden" => Some(Which::Next),
            "this" | "diesen" | "dieser" => Some(Which::This),
            "coming" | "upcoming" => Some(Which::Coming),
            "every" | "any" | "each" | "following" | "jeden" => Some(Which::Any),
            "last" | "past" | "letzten" | "previous" => None,
            _ => {
                let token = self.token(at)?;
                let (day, every) = weekday(word, token.capital, self.languages)?;
                // Short German names need something of a time behind them.
                if word.len() == 2 && !self.day_follows(at + 1) && !self.goes_on(word) {
                    return None;
                }
                let dot = usize::from(
                    self.is(at + 1, '.')
                        && word.len() <= 5
                        && self.token(at + 2).is_some_and(|next| {
                            next.number().is_some()
                                || !next.spaced
                                || next
                                    .word()
                                    .is_some_and(|word| !word.is_empty() && !next.capital)
                        }),
                );
                let feira = if self.is(at + 1, '-') && self.word(at + 2) == Some("feira") {
                    2
                } else {
                    0
                };
                let mut named = Day::of_weekday(day);
                let week = usize::from(self.word(at + 1) == Some("week"));
                if every || week == 1 {
                    named.which = Which::Any;
                }
                if matches!(
                    self.word(at + 1),
                    Some("prochain" | "proximo" | "prossimo" | "que")
                ) {
                    named.which = Which::Next;
                    return Self::one(What::Day(named), at, 2);
                }
                return Self::one(What::Day(named), at, 1 + dot + feira + week);
            }
        };
        let coming = usize::from(
            which == Some(Which::This) && matches!(self.word(at + 1), Some("coming" | "upcoming")),
        );
        let (name, token) = (self.word(at + 1 + coming)?, self.token(at + 1 + coming)?);
        let (day, _) = weekday(name, token.capital, self.languages)?;
        match which {
            None => Self::one(What::Word(Class::Elsewhere), at, 2),
            Some(which) => {
                let mut named = Day::of_weekday(day);
                named.which = if coming == 1 { Which::Coming } else { which };
                Self::one(What::Day(named), at, 2 + coming)
            }
        }
    }

    /// A short German name in a list of days, or one that is no German word otherwise.
    fn goes_on(&self, word: &str) -> bool {
        let mut back = self.items.iter().rev().map(|item| &item.what);
        let listed = matches!(
            back.next(),
            Some(What::Comma | What::And | What::Or | What::Slash | What::To(_))
        ) && matches!(back.next(), Some(What::Day(_)));
        listed || (self.languages.german && !matches!(word, "do" | "so"))
    }

    /// Something of a date or a time stands here, or another short name.
    fn day_follows(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else {
            return true;
        };
        token.number().is_some()
            || ['.', ',', '-', '/', ':', '+', '&', '(']
                .into_iter()
                .any(|mark| token.is(mark))
            || matches!(
                token.word(),
                Some(
                    "um" | "von"
                        | "ab"
                        | "zwischen"
                        | "oder"
                        | "und"
                        | "bis"
                        | "den"
                        | "or"
                        | "and"
                        | "to"
                )
            )
            || matches!(token.kind, crate::slots::letters::Kind::Line { .. })
    }
}
