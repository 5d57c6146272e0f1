//! A country from a free-text location, only where the words leave no doubt.

use crate::fold::fold;

/// What a national number needs to become international. Sources: ITU-T E.164 assignments and the national numbering
/// plans' lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// Calling code without `+`.
    pub code: &'static str,
    /// The digit dialled before a national number inside the country; dropped abroad.
    pub trunk: Option<&'static str>,
    /// Digits of a national number without the trunk prefix, shortest and longest.
    pub national: (usize, usize),
    /// What the country dials before a foreign number.
    pub international: &'static str,
    /// North American rules: neither the area nor the exchange begins with 0 or 1.
    pub north_american: bool,
    names: &'static [&'static str],
}

const fn country(
    code: &'static str,
    trunk: Option<&'static str>,
    national: (usize, usize),
    names: &'static [&'static str],
) -> Country {
    Country {
        code,
        trunk,
        national,
        international: "00",
        north_american: false,
        names,
    }
}

/// Countries whose rule is simple. Left out on purpose: names that are also something else (Georgia, Jersey), codes
/// that are also states (CA, DE, IN), plans where one number can be read in two ways.
const COUNTRIES: &[Country] = &[
    Country {
        international: "011",
        north_american: true,
        ..country(
            "1",
            Some("1"),
            (10, 10),
            &[
                "united states",
                "united states of america",
                "usa",
                "us",
                "u.s.",
                "u.s.a.",
                "canada",
            ],
        )
    },
    country(
        "44",
        Some("0"),
        (9, 10),
        &[
            "united kingdom",
            "uk",
            "u.k.",
            "great britain",
            "england",
            "scotland",
            "wales",
            "northern ireland",
        ],
    ),
    country(
        "353",
        Some("0"),
        (7, 9),
        &["ireland", "republic of ireland", "eire"],
    ),
    country("49", Some("0"), (6, 11), &["germany", "deutschland"]),
    country("33", Some("0"), (9, 9), &["france"]),
    country(
        "31",
        Some("0"),
        (9, 9),
        &["netherlands", "the netherlands", "nederland", "holland"],
    ),
    country("32", Some("0"), (8, 9), &["belgium", "belgie", "belgique"]),
    country(
        "41",
        Some("0"),
        (9, 9),
        &["switzerland", "schweiz", "suisse", "svizzera"],
    ),
    country("43", Some("0"), (7, 12), &["austria", "osterreich"]),
    country("46", Some("0"), (7, 9), &["sweden", "sverige"]),
    country("358", Some("0"), (6, 10), &["finland", "suomi"]),
    country("47", None, (8, 8), &["norway", "norge"]),
    country("45", None, (8, 8), &["denmark", "danmark"]),
    country("48", None, (9, 9), &["poland", "polska"]),
    country("420", None, (9, 9), &["czech republic", "czechia", "cesko"]),
    country("34", None, (9, 9), &["spain", "espana"]),
    country("351", None, (9, 9), &["portugal"]),
    country("30", None, (10, 10), &["greece", "hellas"]),
    country("40", Some("0"), (9, 9), &["romania"]),
    country("90", Some("0"), (10, 10), &["turkey", "turkiye"]),
    country("380", Some("0"), (9, 9), &["ukraine"]),
    country("972", Some("0"), (8, 9), &["israel"]),
    country(
        "971",
        Some("0"),
        (8, 9),
        &["united arab emirates", "uae", "u.a.e."],
    ),
    country("27", Some("0"), (9, 9), &["south africa"]),
    country("234", Some("0"), (8, 10), &["nigeria"]),
    country("254", Some("0"), (9, 9), &["kenya"]),
    country("91", Some("0"), (10, 10), &["india"]),
    Country {
        international: "0011",
        ..country("61", Some("0"), (9, 9), &["australia"])
    },
    country("64", Some("0"), (8, 10), &["new zealand", "aotearoa"]),
    Country {
        international: "010",
        ..country("81", Some("0"), (9, 10), &["japan"])
    },
    Country {
        international: "001",
        ..country(
            "82",
            Some("0"),
            (8, 10),
            &["south korea", "korea", "republic of korea"],
        )
    },
    country("63", Some("0"), (8, 10), &["philippines"]),
    Country {
        international: "000",
        ..country("65", None, (8, 8), &["singapore"])
    },
];

/// The country a location names, when it names exactly one that is in the table. Only whole parts between commas,
/// slashes, brackets and the like count: "New Mexico" does not name Mexico.
pub fn country_of(location: &str) -> Option<&'static Country> {
    let folded = fold(location).replace(" and ", ",").replace(" or ", ",");
    let mut found: Option<&'static Country> = None;
    for part in folded.split([',', ';', '/', '|', '(', ')', '·', '–', '—', '-', '\n']) {
        let part = part.trim();
        let Some(named) = COUNTRIES
            .iter()
            .find(|country| country.names.contains(&part))
        else {
            continue;
        };
        match found {
            Some(other) if other.code != named.code => return None,
            _ => found = Some(named),
        }
    }
    found
}
