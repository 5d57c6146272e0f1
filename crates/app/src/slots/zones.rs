//! Zones to choose from, and the zone a candidate is probably in.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use fulcrum_domain::slots::{city, offset_words, zone_named};
use fulcrum_domain::whereabouts::zone_of;

use crate::problem::Trouble;
use crate::view::{Problem, SlotZone, ZoneChoice};

/// Every zone that belongs to a place, by city, and UTC.
pub(super) fn choices(now_ms: i64) -> Vec<ZoneChoice> {
    const AREAS: [&str; 10] = [
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    ];
    let mut zones: Vec<ZoneChoice> = TZ_VARIANTS
        .iter()
        .filter(|zone| {
            let area = zone.name().split_once('/').map(|(area, _)| area);
            **zone == Tz::UTC || area.is_some_and(|area| AREAS.contains(&area))
        })
        .map(|zone| ZoneChoice {
            zone: zone.name().to_owned(),
            city: city(*zone),
            offset: offset_words(offset_minutes(now_ms, *zone)),
        })
        .collect();
    zones.sort_by(|a, b| (&a.city, &a.zone).cmp(&(&b.city, &b.zone)));
    zones
}

/// The zone of an IANA name that the window sends.
pub(super) fn named(zone: &str) -> Result<Tz, Problem> {
    zone_named(zone).map_err(|_| {
        Trouble::BadInput {
            why: "This is no time zone that the program knows.",
        }
        .into()
    })
}

/// The zone this machine is in; UTC where the system names none that is known.
pub(super) fn here(zone: &str) -> Tz {
    zone_named(zone).unwrap_or(Tz::UTC)
}

/// The recruiter's zone.
pub(super) fn recruiter(zone: Tz, now_ms: i64) -> SlotZone {
    SlotZone {
        zone: Some(zone.name().to_owned()),
        city: city(zone),
        confirmed: true,
        basis: None,
        offset_minutes: offset_minutes(now_ms, zone),
    }
}

/// The candidate's zone: what a person said, else what the location in Lever lets guess, else nothing.
pub(super) fn candidate(said: Option<&str>, location: &str, now_ms: i64) -> SlotZone {
    if let Some(zone) = said.and_then(|said| zone_named(said).ok()) {
        return recruiter(zone, now_ms);
    }
    match zone_of(location) {
        Some(zone) => SlotZone {
            confirmed: false,
            basis: Some(location.to_owned()),
            ..recruiter(zone, now_ms)
        },
        None => SlotZone {
            zone: None,
            city: String::new(),
            confirmed: false,
            basis: None,
            offset_minutes: 0,
        },
    }
}

fn offset_minutes(at_ms: i64, zone: Tz) -> i32 {
    let utc = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    let offset = zone.offset_from_utc_datetime(&utc.naive_utc());
    offset.fix().local_minus_utc() / 60
}
