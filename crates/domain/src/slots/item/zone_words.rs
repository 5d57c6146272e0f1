//! Zones as people write them.

use super::{Found, Scanner, What};
use crate::slots::vocabulary::{Class, class};
use crate::slots::zone::{
    ZoneWord, abbreviation, fixed, place_named, safe_in_small, wide_region, zone_named,
};

impl Scanner<'_> {
    /// A zone, or a city that may stand for one.
    pub(super) fn zones(&self, at: usize) -> Found {
        let after_clock = matches!(self.before(), Some(What::Clock(_) | What::Open));
        if self.is(at, '+') || self.is(at, '-') {
            let (minutes, taken) = self.offset(at).filter(|_| {
                // `15:00+02:00`; a dash there would be a range.
                self.is(at, '+') && self.glued(at) && self.is(at + 2, ':')
            })?;
            return after_clock.then(|| Self::fixed_zone(minutes, at, taken))?;
        }
        let word = self.word(at)?;
        if matches!(word, "utc" | "gmt")
            && let Some((minutes, taken)) = self.offset(at + 1)
        {
            return Self::fixed_zone(minutes, at, 1 + taken);
        }
        if word == "z" && after_clock && self.glued(at) {
            return Self::fixed_zone(0, at, 1);
        }
        self.of_somebody(at)
            .or_else(|| self.iana(at))
            .or_else(|| self.worded(at))
            .or_else(|| self.short(at, word, after_clock))
    }

    /// `+2`, `-03:30`, ` + 5` behind UTC: minutes and tokens.
    fn offset(&self, at: usize) -> Option<(i32, usize)> {
        let sign = if self.is(at, '+') {
            1
        } else if self.is(at, '-') {
            -1
        } else {
            return None;
        };
        if !self.glued(at + 1) {
            return None;
        }
        let value = i32::try_from(self.number(at + 1)?).ok()?;
        if self.digits(at + 1) == 4 {
            return Some((sign * (value / 100 * 60 + value % 100), 2));
        }
        let minutes = (self.is(at + 2, ':') && self.digits(at + 3) == 2 && self.glued(at + 3))
            .then(|| self.number(at + 3))
            .flatten();
        let more = minutes.map_or(0, |_| 2);
        // "GMT -5pm" is no offset.
        if value > 14
            || matches!(self.word(at + 2 + more), Some("am" | "pm")) && self.glued(at + 2 + more)
        {
            return None;
        }
        let minutes = i32::try_from(minutes.unwrap_or(0)).ok()?;
        Some((sign * (value * 60 + minutes), 2 + more))
    }

    fn fixed_zone(minutes: i32, at: usize, taken: usize) -> Found {
        let zone = fixed(minutes).map_or_else(
            || ZoneWord::Unknown(crate::slots::place::offset_words(minutes)),
            ZoneWord::Is,
        );
        Self::one(What::Zone(zone), at, taken)
    }

    /// "my time", "your time", "local time".
    fn of_somebody(&self, at: usize) -> Found {
        let local = usize::from(self.word(at + 1) == Some("local"));
        let named = matches!(self.word(at + 1 + local), Some("time" | "timezone"));
        let zone = match self.word(at)? {
            "my" | "our" if named => ZoneWord::OfTheWriter,
            "your" | "ur" if named => ZoneWord::OfTheReader,
            "local" if self.word(at + 1) == Some("time") => {
                ZoneWord::Unknown("local time".to_owned())
            }
            _ => return None,
        };
        let zone_word = usize::from(
            self.word(at + 1 + local) == Some("time") && self.word(at + 2 + local) == Some("zone"),
        );
        let taken = 2 + local + zone_word;
        Self::one(What::Zone(zone), at, taken)
    }

    /// `Europe/Paris`, `America/New_York`.
    fn iana(&self, at: usize) -> Found {
        if !self.is(at + 1, '/') || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let mut name = self.word(at)?.to_owned();
        let mut taken = 1;
        let mut found = None;
        while let Some(mark) = ['/', '_', '-']
            .into_iter()
            .find(|mark| self.is(at + taken, *mark))
        {
            let Some(part) = self
                .word(at + taken + 1)
                .filter(|_| self.glued(at + taken + 1))
            else {
                break;
            };
            name.push(mark);
            name.push_str(part);
            taken += 2;
            if let Ok(zone) = zone_named(&name) {
                found = Some((zone, taken));
            }
            if taken > 8 {
                break;
            }
        }
        if let Some((zone, taken)) = found {
            return Self::one(What::Zone(ZoneWord::Is(zone)), at, taken);
        }
        let area = matches!(
            self.word(at)?,
            "europe" | "america" | "asia" | "africa" | "australia" | "pacific"
        );
        (area
            && self
                .before()
                .is_some_and(|before| matches!(before, What::Clock(_) | What::Open)))
        .then(|| {
            (
                vec![(What::Zone(ZoneWord::Unknown(name)), at, at + taken - 1)],
                taken,
            )
        })
    }

    /// "Eastern Standard Time", "Berlin time", "New York", "German time".
    fn worded(&self, at: usize) -> Found {
        let whole = |at: usize| self.word(at).unwrap_or_default();
        let central_european = whole(at) == "central" && whole(at + 1) == "european";
        let start = at + usize::from(central_european);
        let season = usize::from(matches!(
            whole(start + 1),
            "standard" | "daylight" | "summer"
        ));
        let timed = matches!(whole(start + 1 + season), "time" | "zeit");
        if timed {
            let word = match (
                whole(at),
                season == 1 && whole(start + 1) == "standard",
                season == 1,
            ) {
                ("central", _, false) if central_european => "CET",
                ("central", true, _) if central_european => "CET",
                ("central", _, true) if central_european => "CEST",
                ("eastern", true, _) => "EST",
                ("eastern", _, true) => "EDT",
                ("central", true, _) => "CST",
                ("central", _, true) => "CDT",
                ("mountain", true, _) => "MST",
                ("mountain", _, true) => "MDT",
                ("pacific", true, _) => "PST",
                ("pacific", _, true) => "PDT",
                ("central", _, _) => "CT",
                _ => "",
            };
            let zone = match word {
                "CET" if season == 0 => Some(ZoneWord::Is(chrono_tz::Europe::Berlin)),
                "CT" if self.zone.name().starts_with("Europe/") => {
                    Some(ZoneWord::Unknown("Central time".to_owned()))
                }
                "" => None,
                known => abbreviation(known, chrono_tz::America::New_York),
            };
            if let Some(zone) = zone {
                return Self::one(What::Zone(zone), at, start + 2 + season - at);
            }
        }
        let bare = matches!(self.before(), Some(What::Clock(_)))
            && self.token(at).is_some_and(|token| token.capital);
        let american = match whole(at) {
            "eastern" => Some("ET"),
            "central" if !self.zone.name().starts_with("Europe/") => Some("CT"),
            "mountain" => Some("MT"),
            _ => None,
        };
        if let Some(zone) = american
            .filter(|_| bare)
            .and_then(|word| abbreviation(word, self.zone))
        {
            return Self::one(What::Zone(zone), at, 1);
        }
        // The longest name first: "New York City" before "New York".
        for length in (1..=3).rev() {
            let words: Option<Vec<&str>> = (0..length).map(|step| self.word(at + step)).collect();
            let Some(words) = words else {
                continue;
            };
            let place = words.concat().replace('\'', "");
            let local = usize::from(whole(at + length) == "local");
            let timed = matches!(
                whole(at + length + local),
                "time" | "zeit" | "timezone" | "zone"
            );
            let capital = self.token(at).is_some_and(|token| token.capital);
            if !timed && (!capital || matches!(place.as_str(), "eastern" | "mountain" | "central"))
            {
                continue;
            }
            if timed && wide_region(&place) {
                let name = words.join(" ");
                return Self::one(
                    What::Zone(ZoneWord::Unknown(format!("{name} time"))),
                    at,
                    length + local + 1,
                );
            }
            if class(words.first().copied().unwrap_or_default()) != Class::Unknown {
                continue;
            }
            if let Some(zone) = place_named(&place) {
                let zone_word = usize::from(timed && whole(at + length + local + 1) == "zone");
                let taken = length + if timed { local + 1 + zone_word } else { 0 };
                let sure = timed || place == "pacific";
                let what = if sure {
                    What::Zone(ZoneWord::Is(zone))
                } else {
                    What::City(zone)
                };
                return Self::one(what, at, taken);
            }
            let after_clock = matches!(self.before(), Some(What::Clock(_)));
            if timed && after_clock && length == 1 {
                let name = words.join(" ");
                return Self::one(
                    What::Zone(ZoneWord::Unknown(format!("{name} time"))),
                    at,
                    length + local + 1,
                );
            }
        }
        None
    }

    fn short(&self, at: usize, word: &str, after_clock: bool) -> Found {
        let token = self.token(at)?;
        let capitals = word.to_uppercase();
        let beside_number = after_clock
            || matches!(
                self.before(),
                Some(What::Number(_) | What::Slash | What::Zone(_))
            );
        if let Some(zone) = abbreviation(&capitals, self.zone) {
            // "et", "est", "ist", "ct" written small are words of other languages, unless am or pm stands before them.
            let behind_half = at.checked_sub(1).is_some_and(|before| {
                matches!(self.word(before), Some("am" | "pm")) || self.is(before, '(')
            }) && self.number(at + 1).is_none();
            let small = safe_in_small(word)
                || (behind_half && !self.languages.romance && !self.languages.german);
            if token.shouted || small {
                let time = usize::from(matches!(self.word(at + 1), Some("time" | "timezone")));
                return Self::one(What::Zone(zone), at, 1 + time);
            }
            return None;
        }
        // "3-4pm XYZ": capitals right behind a time that are no word known here.
        let looks = token.shouted && (2..=5).contains(&word.len()) && beside_number;
        (looks
            && class(word) == Class::Unknown
            && crate::slots::vocabulary::weekday(word, true, self.languages).is_none()
            && crate::slots::vocabulary::month(word).is_none()
            && !matches!(word, "eod" | "cob" | "eob"))
        .then(|| (vec![(What::Zone(ZoneWord::Unknown(capitals)), at, at)], 1))
    }
}
