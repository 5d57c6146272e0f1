//! Zone words: which are one zone, which are several, which depend on the season.

use chrono::{NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::why::Why;

/// Serialises a zone as its IANA name.
pub mod by_name {
    use chrono_tz::Tz;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the IANA name.
    pub fn serialize<S: Serializer>(zone: &Tz, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(zone.name())
    }

    /// Reads an IANA name.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(from)?;
        super::zone_named(&name).map_err(serde::de::Error::custom)
    }
}

/// A name that is no IANA zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{name}” is no IANA time zone{}", .nearest.as_ref().map_or_else(|| ".".to_owned(), |near| format!(", did you mean {near}?")))]
pub struct UnknownZone {
    /// As given.
    pub name: String,
    /// A zone of nearly that name, or of that city.
    pub nearest: Option<String>,
}

/// The zone of an IANA name such as `Europe/Berlin`; upper and lower case are the same.
pub fn zone_named(name: &str) -> Result<Tz, UnknownZone> {
    let asked = name.trim();
    if let Some(zone) = TZ_VARIANTS
        .iter()
        .find(|zone| zone.name().eq_ignore_ascii_case(asked))
    {
        return Ok(*zone);
    }
    let plain = |text: &str| text.to_lowercase().replace([' ', '_', '-'], "");
    let wanted = plain(asked);
    let nearest = TZ_VARIANTS
        .iter()
        .map(|zone| {
            let whole = plain(zone.name());
            let city = whole.rsplit('/').next().unwrap_or(&whole).to_owned();
            (
                distance(&wanted, &whole).min(distance(&wanted, &city)),
                zone,
            )
        })
        .min_by_key(|(steps, _)| *steps)
        .filter(|(steps, _)| *steps <= 2 && *steps * 2 < wanted.chars().count())
        .map(|(_, zone)| zone.name().to_owned());
    Err(UnknownZone {
        name: asked.to_owned(),
        nearest,
    })
}

/// How many letters must change; anything far apart is 99.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(60).collect();
    if one.chars().count().abs_diff(other.len()) > 2 {
        return 99;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut corner = line;
        let mut left = line + 1;
        for (cell, against) in row.iter_mut().skip(1).zip(&other) {
            let above = *cell;
            let cost = usize::from(letter != *against);
            *cell = (corner + cost).min(above + 1).min(left + 1);
            corner = above;
            left = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or(99)
}

/// What a zone word says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ZoneWord {
    /// One zone, whatever the season.
    Is(Tz),
    /// A fixed offset that goes with one half of the year in `region`.
    Season {
        word: String,
        minutes: i32,
        region: Tz,
    },
    /// Several.
    Shared {
        word: String,
        options: Vec<(&'static str, Tz)>,
    },
    /// None known.
    Unknown(String),
    /// "your time".
    OfTheReader,
    /// "my time".
    OfTheWriter,
}

impl ZoneWord {
    /// The zones it can mean for that wall time, and why it asks where that is more than one. `zone` is the writer's.
    pub(super) fn zones(&self, date: NaiveDate, zone: Tz) -> (Vec<Tz>, Option<Why>) {
        match self {
            Self::Is(only) => (vec![*only], None),
            Self::OfTheWriter => (vec![zone], None),
            Self::OfTheReader => (Vec::new(), Some(Why::ZoneOfTheReader)),
            Self::Unknown(word) => (Vec::new(), Some(Why::ZoneUnknown { word: word.clone() })),
            Self::Shared { word, options } => (
                options.iter().map(|(_, option)| *option).collect(),
                Some(Why::ZoneShared {
                    word: word.clone(),
                    used_by: options.iter().map(|(who, _)| (*who).to_owned()).collect(),
                }),
            ),
            Self::Season {
                word,
                minutes,
                region,
            } => {
                if minutes_at_noon(*region, date) == *minutes {
                    return (vec![*region], None);
                }
                let zones = std::iter::once(*region).chain(fixed(*minutes)).collect();
                (zones, Some(Why::ZoneSeason { word: word.clone() }))
            }
        }
    }
}

fn minutes_at_noon(zone: Tz, date: NaiveDate) -> i32 {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    zone.offset_from_local_datetime(&date.and_time(noon))
        .earliest()
        .map_or(0, |offset| offset.fix().local_minus_utc() / 60)
}

/// A zone that always has this offset. Half hours have no zone of their own; a country without seasons stands for them.
pub(super) fn fixed(minutes: i32) -> Option<Tz> {
    Some(match minutes {
        0 => Tz::UTC,
        330 => Tz::Asia__Kolkata,
        345 => Tz::Asia__Kathmandu,
        390 => Tz::Asia__Yangon,
        210 => Tz::Asia__Tehran,
        270 => Tz::Asia__Kabul,
        570 => Tz::Australia__Darwin,
        525 => Tz::Australia__Eucla,
        -570 => Tz::Pacific__Marquesas,
        // The names of these zones count west of Greenwich.
        _ if minutes % 60 == 0 && (-720..=840).contains(&minutes) => {
            let hours = -minutes / 60;
            format!("Etc/GMT{hours:+}").parse().ok()?
        }
        _ => return None,
    })
}

fn in_north_america(zone: Tz) -> bool {
    let name = zone.name();
    name.starts_with("US/")
        || name.starts_with("Canada/")
        || [
            "New_York",
            "Chicago",
            "Denver",
            "Los_Angeles",
            "Phoenix",
            "Toronto",
            "Vancouver",
            "Winnipeg",
            "Edmonton",
            "Detroit",
            "Boise",
            "Anchorage",
            "Halifax",
            "Montreal",
            "Regina",
            "Honolulu",
        ]
        .iter()
        .any(|city| name.ends_with(city))
        || name.starts_with("America/Indiana/")
        || name.starts_with("America/Kentucky/")
}

/// Reads an abbreviation, already in capitals. `zone` is the writer's: being at home in one of the zones an abbreviation
/// is used for settles it.
pub(super) fn abbreviation(word: &str, zone: Tz) -> Option<ZoneWord> {
    use Tz as Z;
    let season = |minutes: i32, region: Tz| {
        Some(ZoneWord::Season {
            word: word.to_owned(),
            minutes,
            region,
        })
    };
    let shared = |options: &[(&'static str, Tz)]| {
        Some(ZoneWord::Shared {
            word: word.to_owned(),
            options: options.to_vec(),
        })
    };
    let home = zone.name();
    let hour = 60;
    match word {
        "PT" => Some(ZoneWord::Is(Z::America__Los_Angeles)),
        "MT" => Some(ZoneWord::Is(Z::America__Denver)),
        "CT" => Some(ZoneWord::Is(Z::America__Chicago)),
        "ET" => Some(ZoneWord::Is(Z::America__New_York)),
        "PST" if home == "Asia/Manila" => shared(&[
            ("the American west coast", Z::America__Los_Angeles),
            ("the Philippines", Z::Asia__Manila),
        ]),
        "PST" => season(-8 * hour, Z::America__Los_Angeles),
        "PDT" => season(-7 * hour, Z::America__Los_Angeles),
        "MST" if home.ends_with("/Phoenix") || home == "US/Arizona" => Some(ZoneWord::Is(zone)),
        "MST" => season(-7 * hour, Z::America__Denver),
        "MDT" => season(-6 * hour, Z::America__Denver),
        "CST" if in_north_america(zone) => season(-6 * hour, Z::America__Chicago),
        "CST" if matches!(home, "Asia/Shanghai" | "Asia/Taipei" | "PRC") => {
            Some(ZoneWord::Is(zone))
        }
        "CST" => shared(&[
            ("North America", Z::America__Chicago),
            ("China", Z::Asia__Shanghai),
            ("Cuba", Z::America__Havana),
        ]),
        "CDT" if in_north_america(zone) => season(-5 * hour, Z::America__Chicago),
        "CDT" => season(-5 * hour, Z::America__Chicago),
        "EST" | "EDT" if home.starts_with("Australia/") => shared(&[
            ("North America", Z::America__New_York),
            ("Australia", Z::Australia__Sydney),
        ]),
        "EST" => season(-5 * hour, Z::America__New_York),
        "EDT" => season(-4 * hour, Z::America__New_York),
        "AKST" => season(-9 * hour, Z::America__Anchorage),
        "AKDT" => season(-8 * hour, Z::America__Anchorage),
        "HST" => Some(ZoneWord::Is(Z::Pacific__Honolulu)),
        "ADT" => season(-3 * hour, Z::America__Halifax),
        "NST" => season(-210, Z::America__St_Johns),
        "NDT" => season(-150, Z::America__St_Johns),
        "AST" if home == "America/Halifax" => season(-4 * hour, Z::America__Halifax),
        "AST" if matches!(home, "America/Puerto_Rico" | "Asia/Riyadh" | "Asia/Kuwait") => {
            Some(ZoneWord::Is(zone))
        }
        "AST" => shared(&[
            ("the Atlantic coast of America", Z::America__Halifax),
            ("Arabia", Z::Asia__Riyadh),
        ]),
        "IST" if matches!(home, "Asia/Kolkata" | "Asia/Calcutta") => Some(ZoneWord::Is(zone)),
        "IST" if home == "Europe/Dublin" => season(hour, Z::Europe__Dublin),
        "IST" if matches!(home, "Asia/Jerusalem" | "Asia/Tel_Aviv" | "Israel") => {
            season(2 * hour, Z::Asia__Jerusalem)
        }
        "IST" => shared(&[
            ("India", Z::Asia__Kolkata),
            ("Israel", Z::Asia__Jerusalem),
            ("Ireland", Z::Europe__Dublin),
        ]),
        "IDT" => season(3 * hour, Z::Asia__Jerusalem),
        "BST" if matches!(home, "Europe/London" | "GB" | "Europe/Belfast") => {
            season(hour, Z::Europe__London)
        }
        "BST" if home == "Asia/Dhaka" => Some(ZoneWord::Is(zone)),
        "BST" => shared(&[
            ("Britain in summer", Z::Europe__London),
            ("Bangladesh", Z::Asia__Dhaka),
        ]),
        "SST" if matches!(home, "Asia/Singapore" | "Pacific/Pago_Pago") => Some(ZoneWord::Is(zone)),
        "SST" => shared(&[
            ("Singapore", Z::Asia__Singapore),
            ("Samoa", Z::Pacific__Pago_Pago),
        ]),
        "GST" if home == "Asia/Dubai" => Some(ZoneWord::Is(zone)),
        "GST" => shared(&[
            ("the Gulf", Z::Asia__Dubai),
            ("South Georgia", Z::Atlantic__South_Georgia),
        ]),
        "ECT" | "AMT" | "WST" | "ACT" | "LMT" => Some(ZoneWord::Unknown(word.to_owned())),
        "CET" | "MEZ" => season(hour, Z::Europe__Berlin),
        "CEST" | "MESZ" => season(2 * hour, Z::Europe__Berlin),
        "EET" => season(2 * hour, Z::Europe__Athens),
        "EEST" => season(3 * hour, Z::Europe__Athens),
        "WET" => season(0, Z::Europe__Lisbon),
        "WEST" => season(hour, Z::Europe__Lisbon),
        "GMT"
            if matches!(
                home,
                "Europe/London" | "Europe/Dublin" | "GB" | "Europe/Lisbon"
            ) =>
        {
            season(0, zone)
        }
        "GMT" | "UTC" | "ZULU" => Some(ZoneWord::Is(Z::UTC)),
        "MSK" => Some(ZoneWord::Is(Z::Europe__Moscow)),
        "TRT" => Some(ZoneWord::Is(Z::Europe__Istanbul)),
        "JST" => Some(ZoneWord::Is(Z::Asia__Tokyo)),
        "KST" => Some(ZoneWord::Is(Z::Asia__Seoul)),
        "SGT" => Some(ZoneWord::Is(Z::Asia__Singapore)),
        "HKT" => Some(ZoneWord::Is(Z::Asia__Hong_Kong)),
        "PHT" => Some(ZoneWord::Is(Z::Asia__Manila)),
        "PKT" => Some(ZoneWord::Is(Z::Asia__Karachi)),
        "NPT" => Some(ZoneWord::Is(Z::Asia__Kathmandu)),
        "WIB" => Some(ZoneWord::Is(Z::Asia__Jakarta)),
        "ICT" => Some(ZoneWord::Is(Z::Asia__Bangkok)),
        "SAST" => Some(ZoneWord::Is(Z::Africa__Johannesburg)),
        "WAT" => Some(ZoneWord::Is(Z::Africa__Lagos)),
        "EAT" => Some(ZoneWord::Is(Z::Africa__Nairobi)),
        "BRT" => Some(ZoneWord::Is(Z::America__Sao_Paulo)),
        "ART" => Some(ZoneWord::Is(Z::America__Argentina__Buenos_Aires)),
        "AWST" => Some(ZoneWord::Is(Z::Australia__Perth)),
        "AET" => Some(ZoneWord::Is(Z::Australia__Sydney)),
        // Brisbane keeps AEST all year; being there settles it.
        "AEST" if home == "Australia/Brisbane" => Some(ZoneWord::Is(zone)),
        "AEST" => season(10 * hour, Z::Australia__Sydney),
        "AEDT" => season(11 * hour, Z::Australia__Sydney),
        "ACST" => season(570, Z::Australia__Adelaide),
        "ACDT" => season(630, Z::Australia__Adelaide),
        "NZST" => season(12 * hour, Z::Pacific__Auckland),
        "NZDT" => season(13 * hour, Z::Pacific__Auckland),
        _ => None,
    }
}

/// Abbreviations people also write small, and that are no words of any language read here.
pub(super) fn safe_in_small(word: &str) -> bool {
    matches!(
        word,
        "pst"
            | "pdt"
            | "edt"
            | "cst"
            | "cdt"
            | "mst"
            | "mdt"
            | "gmt"
            | "utc"
            | "cet"
            | "cest"
            | "bst"
            | "jst"
            | "sgt"
            | "aest"
            | "aedt"
            | "mez"
            | "mesz"
    )
}

/// Names that people give to a zone and the database does not have, folded, without blanks.
fn alias(place: &str) -> Option<Tz> {
    use Tz as Z;
    Some(match place {
        "pacific" => Z::America__Los_Angeles,
        "mountain" => Z::America__Denver,
        "eastern" => Z::America__New_York,
        "nyc" | "ny" | "newyorkcity" | "boston" | "washingtondc" | "atlanta" | "miami"
        | "philadelphia" => Z::America__New_York,
        "sf" | "sanfrancisco" | "seattle" | "la" | "sandiego" | "bayarea" | "california" => {
            Z::America__Los_Angeles
        }
        "austin" | "dallas" | "houston" => Z::America__Chicago,
        "uk" | "british" | "england" | "manchester" | "edinburgh" => Z::Europe__London,
        "german" | "germany" | "munich" | "munchen" | "hamburg" | "frankfurt" | "cologne" => {
            Z::Europe__Berlin
        }
        "french" | "france" | "lyon" => Z::Europe__Paris,
        "spanish" | "barcelona" => Z::Europe__Madrid,
        "italian" | "italy" | "milan" | "milano" | "roma" => Z::Europe__Rome,
        "polish" | "poland" | "krakow" => Z::Europe__Warsaw,
        "swiss" | "geneva" => Z::Europe__Zurich,
        "irish" | "ireland" => Z::Europe__Dublin,
        "lisboa" => Z::Europe__Lisbon,
        "wien" => Z::Europe__Vienna,
        "kyiv" | "ukraine" => Z::Europe__Kyiv,
        "india" | "indian" | "mumbai" | "delhi" | "newdelhi" | "bangalore" | "bengaluru"
        | "chennai" | "hyderabad" | "pune" => Z::Asia__Kolkata,
        "israel" | "telaviv" => Z::Asia__Jerusalem,
        "japan" | "japanese" => Z::Asia__Tokyo,
        "china" | "chinese" | "beijing" => Z::Asia__Shanghai,
        "korea" | "korean" => Z::Asia__Seoul,
        "philippine" | "philippines" => Z::Asia__Manila,
        "turkish" | "turkey" => Z::Europe__Istanbul,
        "capetown" => Z::Africa__Johannesburg,
        _ => return None,
    })
}

/// Country and region words that have several zones, or none here.
pub(super) fn wide_region(place: &str) -> bool {
    matches!(
        place,
        "us" | "usa"
            | "american"
            | "canadian"
            | "canada"
            | "australian"
            | "australia"
            | "brazil"
            | "brazilian"
            | "russian"
            | "russia"
            | "mexican"
            | "mexico"
            | "european"
            | "europe"
            | "asian"
            | "indonesian"
            | "portland"
            | "birmingham"
    )
}

/// The zone of a city or of a land, folded and without blanks. Words that are something else first (`central`, and
/// cities such as `Nome` or `Dili` that are never meant) are left to `… time`.
pub(super) fn place_named(place: &str) -> Option<Tz> {
    if let Some(zone) = alias(place) {
        return Some(zone);
    }
    let mut zones = TZ_VARIANTS.iter().filter(|zone| {
        let name = zone.name();
        name.split_once('/').is_some_and(|(area, _)| {
            matches!(
                area,
                "Africa"
                    | "America"
                    | "Asia"
                    | "Atlantic"
                    | "Australia"
                    | "Europe"
                    | "Pacific"
                    | "Indian"
            )
        }) && name.rsplit('/').next().is_some_and(|city| {
            city.len() > 3
                && city
                    .chars()
                    .filter(char::is_ascii_alphabetic)
                    .map(|letter| letter.to_ascii_lowercase())
                    .eq(place.chars())
        })
    });
    // The database has aliases of one city (America/Buenos_Aires); they are the same clock.
    zones.next().copied()
}
