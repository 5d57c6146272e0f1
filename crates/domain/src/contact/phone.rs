//! Phones: the vendor texts only numbers in full international form, and says nothing about the others.

use super::country::{Country, country_of};
use crate::model::Phone;

/// What the phones on file allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhoneCheck {
    /// None on file.
    Missing,
    /// None is in international form: no SMS, and nobody says so.
    NotInternational {
        /// The first one, as typed.
        typed: String,
        /// The same number in international form, where the location leaves no doubt. Shown, never written by itself.
        suggestion: Option<String>,
    },
    /// At least one is.
    International,
}

/// Checks the phones of a contact. `location` is the contact's free-text location. `skype` entries are not phones.
pub fn check_phones(phones: &[Phone], location: &str) -> PhoneCheck {
    let mut typed = phones
        .iter()
        .filter(|phone| phone.kind.as_deref() != Some("skype") && !phone.value.trim().is_empty())
        .map(|phone| phone.value.as_str());
    let Some(first) = typed.clone().next() else {
        return PhoneCheck::Missing;
    };
    if typed.any(international) {
        return PhoneCheck::International;
    }
    PhoneCheck::NotInternational {
        typed: first.to_owned(),
        suggestion: suggest_international(first, country_of(location)),
    }
}

/// `+`, then 8 to 15 digits that do not begin with 0, with nothing but blanks, dots, hyphens and brackets between.
/// `+44 (0)20 …` is not: the bracketed zero is not dialled from abroad.
pub fn international(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix('+') else {
        return false;
    };
    !rest.replace(' ', "").contains("(0)") && digits(rest).is_some_and(|digits| e164(&digits))
}

/// The number in E.164, grouped as little as possible (`+447700900142`), or `None` where anything is left to guess.
pub fn suggest_international(typed: &str, country: Option<&Country>) -> Option<String> {
    let typed = typed.trim();
    let compact = typed.replace(' ', "");
    if let Some(rest) = compact.strip_prefix('+') {
        // `+44 (0)20 …`: the one habit that is safe to undo.
        return rest
            .contains("(0)")
            .then(|| rest.replacen("(0)", "", 1))
            .and_then(|rest| digits(&rest))
            .filter(|digits| e164(digits))
            .map(|digits| format!("+{digits}"));
    }
    let dialled = digits(typed)?;
    let country = country?;
    if let Some(foreign) = dialled.strip_prefix(country.international) {
        // "00…" in a country that dials abroad with 00: what follows is already international.
        return e164(foreign).then(|| format!("+{foreign}"));
    }
    let (shortest, longest) = country.national;
    let fits = |national: &str| {
        (shortest..=longest).contains(&national.len())
            && !national.starts_with('0')
            && (!country.north_american || north_american(national))
    };
    let readings: Vec<String> = [
        // Dialled inside the country.
        match country.trunk {
            Some(trunk) => dialled.strip_prefix(trunk).map(str::to_owned),
            None => None,
        },
        // Without the trunk digit, or in a country that has none. Where the trunk is 0, a number without it may just
        // as well lack its area code.
        match country.trunk {
            Some("0") => None,
            _ => Some(dialled.clone()),
        },
        // The `+` was lost.
        dialled.strip_prefix(country.code).map(str::to_owned),
    ]
    .into_iter()
    .flatten()
    .filter(|national| fits(national))
    .collect();
    let mut readings = readings.into_iter();
    let first = readings.next()?;
    readings
        .all(|other| other == first)
        .then(|| format!("+{}{first}", country.code))
}

fn e164(digits: &str) -> bool {
    (8..=15).contains(&digits.len()) && !digits.starts_with('0')
}

/// Area and exchange codes begin with 2 to 9.
fn north_american(national: &str) -> bool {
    let leads = |at: usize| {
        national
            .as_bytes()
            .get(at)
            .is_some_and(|digit| (b'2'..=b'9').contains(digit))
    };
    leads(0) && leads(3)
}

/// The digits, or `None` when there is anything that is no digit and no usual separator (letters, an extension).
fn digits(text: &str) -> Option<String> {
    let mut found = String::new();
    for letter in text.chars() {
        match letter {
            '0'..='9' => found.push(letter),
            ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '‐' | '‑' | '–' | '(' | ')' | '/' => {}
            _ => return None,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_the_international_form() {
        for good in [
            "+44 7700 900142",
            "+1 (212) 555-0100",
            "+49.30.1234567",
            "+2348031234567",
        ] {
            assert!(international(good), "{good}");
        }
        for bad in [
            "07700 900142",
            "(555) 010-0100",
            "0044 7700 900142",
            "+44 (0)20 7946 0018",
            "+0 7700 900142",
            "+123",
            "+1234567890123456",
            "+1 212 555 0100 x12",
            "call me",
            "",
        ] {
            assert!(!international(bad), "{bad}");
        }
    }

    #[test]
    fn suggests_only_what_is_certain() {
        for (typed, location, suggested) in [
            (
                "07700 900142",
                "Leeds, United Kingdom",
                Some("+447700900142"),
            ),
            ("07700 900142", "Leeds", None),
            ("07700 900142", "London, UK / Berlin, Germany", None),
            ("07700 900142", "UK and Germany", None),
            ("7700 900142", "UK", None),
            ("447700900142", "UK", Some("+447700900142")),
            ("0044 7700 900142", "UK", Some("+447700900142")),
            ("+44 (0)20 7946 0018", "", Some("+442079460018")),
            ("030 1234567", "Berlin (Deutschland)", Some("+49301234567")),
            ("(212) 555-0100", "New York, USA", Some("+12125550100")),
            ("1-212-555-0100", "United States", Some("+12125550100")),
            ("(555) 010-0100", "San Francisco, United States", None),
            ("(212) 555-0100", "San Francisco, CA", None),
            ("555-0100", "USA", None),
            ("612 34 56 78", "Madrid, España", Some("+34612345678")),
            ("0612345678", "Paris, France", Some("+33612345678")),
            ("+33 abc", "France", None),
            ("020 1234 x5", "UK", None),
            ("5512345678", "Albuquerque, New Mexico", None),
            ("9812345678", "Pune, India", None),
            ("098123 45678", "Pune, India", Some("+919812345678")),
        ] {
            let found = suggest_international(typed, country_of(location));
            assert_eq!(found.as_deref(), suggested, "{typed} in {location:?}");
        }
    }

    #[test]
    fn skype_names_are_no_phones() {
        let phone = |kind: &str, value: &str| Phone {
            kind: Some(kind.to_owned()),
            value: value.to_owned(),
        };
        assert_eq!(
            check_phones(&[phone("skype", "+44 7700 900142")], ""),
            PhoneCheck::Missing
        );
        assert_eq!(
            check_phones(
                &[
                    phone("home", "555-0100"),
                    phone("mobile", "+44 7700 900142")
                ],
                ""
            ),
            PhoneCheck::International
        );
    }

    proptest! {
        #[test]
        fn a_suggestion_is_always_international(
            typed in "[+0-9 ().-]{0,18}",
            location in prop::sample::select(vec!["USA", "UK", "Germany", "Norway", "Japan", "Singapore", "Atlantis", ""]),
        ) {
            if let Some(suggested) = suggest_international(&typed, country_of(location)) {
                prop_assert!(international(&suggested), "{} → {}", typed, suggested);
            }
        }
    }
}
