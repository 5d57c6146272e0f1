//! A time zone from a free-text location. It is a guess, to be confirmed by a person; where the words leave a doubt
//! there is none.

use chrono_tz::{TZ_VARIANTS, Tz};

use crate::fold::fold;

/// Cities that are no IANA names, and regions and countries with one clock. Names that are also something else (Georgia,
/// Washington, Portland) are left out on purpose. Sources: IANA time zone database, `zone1970.tab`; CLDR metazones.
const PLACES: &[(&[&str], Tz)] = &[
    (
        &[
            "san francisco",
            "san francisco bay",
            "sf bay",
            "bay",
            "san jose, ca",
            "palo alto",
            "mountain view",
            "oakland",
            "seattle",
            "san diego",
            "sacramento",
            "los angeles",
            "california",
            "las vegas",
            "nevada",
        ],
        Tz::America__Los_Angeles,
    ),
    (
        &[
            "austin",
            "dallas",
            "houston",
            "san antonio",
            "minneapolis",
            "milwaukee",
            "new orleans",
            "st. louis",
            "st louis",
            "kansas city",
            "nashville",
            "illinois",
            "wisconsin",
            "minnesota",
            "iowa",
            "oklahoma",
        ],
        Tz::America__Chicago,
    ),
    (
        &[
            "boulder",
            "salt lake city",
            "utah",
            "colorado",
            "albuquerque",
        ],
        Tz::America__Denver,
    ),
    (&["arizona", "tucson", "scottsdale"], Tz::America__Phoenix),
    (
        &[
            "new york city",
            "nyc",
            "brooklyn",
            "boston",
            "philadelphia",
            "washington, dc",
            "washington dc",
            "washington, d.c.",
            "miami",
            "atlanta",
            "charlotte",
            "raleigh",
            "pittsburgh",
            "baltimore",
            "cleveland",
            "new jersey",
            "massachusetts",
            "pennsylvania",
            "north carolina",
            "connecticut",
            "maryland",
            "ohio",
        ],
        Tz::America__New_York,
    ),
    (
        &[
            "ottawa",
            "montreal",
            "quebec",
            "ontario, canada",
            "london, ontario",
            "london, on",
        ],
        Tz::America__Toronto,
    ),
    (&["calgary", "alberta"], Tz::America__Edmonton),
    (&["british columbia"], Tz::America__Vancouver),
    (
        &["guadalajara", "cdmx", "ciudad de mexico", "mexico df"],
        Tz::America__Mexico_City,
    ),
    (
        &[
            "rio de janeiro",
            "são paulo",
            "belo horizonte",
            "curitiba",
            "porto alegre",
        ],
        Tz::America__Sao_Paulo,
    ),
    (&["medellin", "colombia"], Tz::America__Bogota),
    (&["argentina"], Tz::America__Argentina__Buenos_Aires),
    (&["peru"], Tz::America__Lima),
    (
        &[
            "england",
            "scotland",
            "wales",
            "united kingdom",
            "uk",
            "manchester, uk",
            "edinburgh",
            "glasgow",
            "leeds",
            "liverpool",
            "bristol",
            "sheffield",
            "cardiff",
        ],
        Tz::Europe__London,
    ),
    (
        &["ireland", "cork", "galway", "limerick"],
        Tz::Europe__Dublin,
    ),
    (&["porto", "braga", "coimbra"], Tz::Europe__Lisbon),
    (
        &[
            "barcelona",
            "valencia, spain",
            "sevilla",
            "seville",
            "bilbao",
            "malaga",
        ],
        Tz::Europe__Madrid,
    ),
    (
        &[
            "france",
            "lyon",
            "marseille",
            "toulouse",
            "nantes",
            "bordeaux",
            "lille",
        ],
        Tz::Europe__Paris,
    ),
    (
        &[
            "netherlands",
            "rotterdam",
            "utrecht",
            "eindhoven",
            "den haag",
            "the hague",
        ],
        Tz::Europe__Amsterdam,
    ),
    (
        &["belgium", "antwerp", "ghent", "leuven"],
        Tz::Europe__Brussels,
    ),
    (
        &[
            "germany",
            "deutschland",
            "munich",
            "munchen",
            "hamburg",
            "koln",
            "cologne",
            "frankfurt",
            "stuttgart",
            "dusseldorf",
            "leipzig",
            "dresden",
            "hannover",
            "nuremberg",
            "nurnberg",
            "karlsruhe",
        ],
        Tz::Europe__Berlin,
    ),
    (
        &["austria", "osterreich", "graz", "wien"],
        Tz::Europe__Vienna,
    ),
    (
        &[
            "switzerland",
            "schweiz",
            "geneva",
            "geneve",
            "basel",
            "bern",
            "lausanne",
        ],
        Tz::Europe__Zurich,
    ),
    (
        &[
            "italy", "italia", "milan", "milano", "turin", "torino", "naples", "bologna", "roma",
        ],
        Tz::Europe__Rome,
    ),
    (
        &[
            "poland", "polska", "krakow", "wroclaw", "gdansk", "poznan", "lodz", "warszawa",
        ],
        Tz::Europe__Warsaw,
    ),
    (
        &["czech republic", "czechia", "brno", "praha"],
        Tz::Europe__Prague,
    ),
    (&["hungary"], Tz::Europe__Budapest),
    (
        &["romania", "cluj", "cluj-napoca", "iasi", "timisoara"],
        Tz::Europe__Bucharest,
    ),
    (&["bulgaria", "plovdiv"], Tz::Europe__Sofia),
    (&["greece", "thessaloniki"], Tz::Europe__Athens),
    (
        &["sweden", "gothenburg", "goteborg", "malmo"],
        Tz::Europe__Stockholm,
    ),
    (&["norway", "bergen", "trondheim"], Tz::Europe__Oslo),
    (&["denmark", "aarhus", "kobenhavn"], Tz::Europe__Copenhagen),
    (
        &["finland", "tampere", "espoo", "turku"],
        Tz::Europe__Helsinki,
    ),
    (&["estonia", "tartu"], Tz::Europe__Tallinn),
    (&["latvia"], Tz::Europe__Riga),
    (&["lithuania", "kaunas"], Tz::Europe__Vilnius),
    (
        &["ukraine", "lviv", "kharkiv", "odesa", "kiev"],
        Tz::Europe__Kyiv,
    ),
    (
        &["turkey", "turkiye", "ankara", "izmir"],
        Tz::Europe__Istanbul,
    ),
    (&["israel", "tel aviv", "haifa"], Tz::Asia__Jerusalem),
    (
        &["united arab emirates", "uae", "abu dhabi"],
        Tz::Asia__Dubai,
    ),
    (&["saudi arabia", "jeddah"], Tz::Asia__Riyadh),
    (&["egypt", "alexandria, egypt"], Tz::Africa__Cairo),
    (&["nigeria", "abuja"], Tz::Africa__Lagos),
    (&["kenya", "mombasa"], Tz::Africa__Nairobi),
    (
        &["south africa", "cape town", "durban", "pretoria"],
        Tz::Africa__Johannesburg,
    ),
    (
        &[
            "india",
            "mumbai",
            "bombay",
            "delhi",
            "new delhi",
            "gurgaon",
            "gurugram",
            "noida",
            "bangalore",
            "bengaluru",
            "hyderabad, india",
            "chennai",
            "pune",
            "ahmedabad",
            "jaipur",
            "kochi",
            "calcutta",
        ],
        Tz::Asia__Kolkata,
    ),
    (&["pakistan", "lahore", "islamabad"], Tz::Asia__Karachi),
    (&["bangladesh"], Tz::Asia__Dhaka),
    (&["sri lanka"], Tz::Asia__Colombo),
    (&["nepal"], Tz::Asia__Kathmandu),
    (
        &["vietnam", "hanoi", "ho chi minh city", "saigon", "da nang"],
        Tz::Asia__Ho_Chi_Minh,
    ),
    (&["thailand", "chiang mai"], Tz::Asia__Bangkok),
    (
        &["philippines", "cebu", "makati", "quezon city"],
        Tz::Asia__Manila,
    ),
    (&["malaysia", "penang"], Tz::Asia__Kuala_Lumpur),
    (
        &[
            "china",
            "beijing",
            "shenzhen",
            "guangzhou",
            "hangzhou",
            "chengdu",
        ],
        Tz::Asia__Shanghai,
    ),
    (&["taiwan"], Tz::Asia__Taipei),
    (
        &["japan", "osaka", "kyoto", "yokohama", "fukuoka", "nagoya"],
        Tz::Asia__Tokyo,
    ),
    (&["south korea", "korea", "busan"], Tz::Asia__Seoul),
    (&["canberra", "new south wales"], Tz::Australia__Sydney),
    (&["queensland", "gold coast"], Tz::Australia__Brisbane),
    (&["victoria, australia"], Tz::Australia__Melbourne),
    (
        &["new zealand", "wellington", "christchurch"],
        Tz::Pacific__Auckland,
    ),
];

/// The zone a location speaks of: an IANA city (`Chicago, IL`), a well-known city or a country with one clock. A city
/// is looked for before a country, the first part before the later ones. `None` when nothing is known, or when two
/// parts of equal weight name different zones.
pub fn zone_of(location: &str) -> Option<Tz> {
    let folded = fold(location);
    let whole = plain(&folded);
    let parts: Vec<String> = folded
        .split([',', '/', '|', '(', ')', ';', '·'])
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect();
    // "Washington, DC" and its like are known only whole.
    if let Some(zone) = place(&whole) {
        return Some(zone);
    }
    let pairs = parts.windows(2).filter_map(|pair| match pair {
        [one, other] => place(&format!("{one}, {other}")),
        _ => None,
    });
    pairs
        .chain(
            parts
                .iter()
                .filter_map(|part| city(part).or_else(|| place(part))),
        )
        .next()
}

fn plain(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| {
            !matches!(
                *word,
                "greater" | "area" | "metropolitan" | "remote" | "-" | "–"
            )
        })
        .collect();
    words.join(" ")
}

fn place(name: &str) -> Option<Tz> {
    PLACES
        .iter()
        .find(|(names, _)| names.iter().any(|known| fold(known) == name))
        .map(|(_, zone)| *zone)
}

/// An IANA city: the last part of a zone's name. Names of islands and of small places that are better known elsewhere
/// are not taken.
fn city(name: &str) -> Option<Tz> {
    const ELSEWHERE: [&str; 9] = [
        "troll",
        "center",
        "vincennes",
        "jamaica",
        "eastern",
        "central",
        "san juan",
        "san luis",
        "victoria",
    ];
    if ELSEWHERE.contains(&name) {
        return None;
    }
    TZ_VARIANTS
        .iter()
        .filter(|zone| {
            let (area, _) = zone.name().split_once('/').unwrap_or_default();
            matches!(
                area,
                "Africa"
                    | "America"
                    | "Asia"
                    | "Atlantic"
                    | "Australia"
                    | "Europe"
                    | "Indian"
                    | "Pacific"
            )
        })
        .find(|zone| {
            let last = zone.name().rsplit('/').next().unwrap_or_default();
            last.to_lowercase().replace('_', " ") == name
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_recruiters_see_in_lever_is_understood() {
        for (location, zone) in [
            ("Chicago, IL", "America/Chicago"),
            ("Chicago", "America/Chicago"),
            ("Greater Chicago Area", "America/Chicago"),
            ("San Francisco Bay Area", "America/Los_Angeles"),
            ("Washington, DC", "America/New_York"),
            ("Bengaluru, Karnataka, India", "Asia/Kolkata"),
            ("Pune", "Asia/Kolkata"),
            ("München, Deutschland", "Europe/Berlin"),
            ("Lisboa / Lisbon", "Europe/Lisbon"),
            ("Remote (Poland)", "Europe/Warsaw"),
            ("São Paulo", "America/Sao_Paulo"),
            ("Buenos Aires, Argentina", "America/Argentina/Buenos_Aires"),
            ("Galway, Ireland", "Europe/Dublin"),
        ] {
            assert_eq!(zone_of(location).map(Tz::name), Some(zone), "{location}");
        }
    }

    #[test]
    fn what_leaves_a_doubt_is_not_guessed() {
        for location in [
            "",
            "Remote",
            "USA",
            "United States",
            "Georgia",
            "Portland",
            "Washington",
            "Australia",
            "Brazil",
            "Earth",
            "Victoria",
            "EMEA",
            "https://example.org",
        ] {
            assert_eq!(zone_of(location), None, "{location}");
        }
    }

    proptest! {
        #[test]
        fn no_location_is_too_strange(location in ".{0,80}") {
            let _ = zone_of(&location);
        }

        #[test]
        fn case_and_accents_do_not_matter(at in 0..PLACES.len()) {
            let (names, zone) = PLACES[at];
            for name in names {
                prop_assert_eq!(zone_of(&name.to_uppercase()), Some(zone), "{}", name);
            }
        }
    }
}
