//! Any part of a name or an e-mail, two letters to ten, as typed: with and without its accents.

use std::time::{Duration, Instant};

use fulcrum_domain::fold::fold;

use crate::world::{Chance, World};
use crate::{Failure, at_share};

/// Hits that the palette shows.
const LIMIT: u32 = 8;
const QUERIES: usize = 600;

/// Milliseconds that all but one in twenty queries stay below, each with the counts beside the hits.
pub(crate) fn p95_ms(world: &World) -> Result<f64, Failure> {
    let mut chance = Chance::new(11);
    let mut times: Vec<(Duration, String)> = Vec::new();
    let mut nothing = 0;
    for number in 0..QUERIES + 20 {
        let text = part(&world.people, &mut chance);
        let asked = text.clone();
        let began = Instant::now();
        let hits = world.store.read_blocking(move |cache| {
            cache.counts()?;
            cache.search(&asked, LIMIT)
        })?;
        let took = began.elapsed();
        nothing += usize::from(hits.is_empty());
        // The first ones warm the page cache, as the board has in a window.
        if number >= 20 {
            times.push((took, text));
        }
    }
    if nothing > 0 {
        return Err(format!("{nothing} parts of people who are there found nobody").into());
    }
    times.sort_unstable_by(|a, b| b.cmp(a));
    let slowest: Vec<String> = times
        .iter()
        .take(3)
        .map(|(took, text)| format!("“{text}” {:.1} ms", took.as_secs_f64() * 1_000.0))
        .collect();
    let mut all: Vec<Duration> = times.iter().map(|(took, _)| *took).collect();
    eprintln!(
        "cache-figures: search: median {:.2} ms, p99 {:.2} ms, slowest {}",
        at_share(&mut all, 0.5),
        at_share(&mut all, 0.99),
        slowest.join(", ")
    );
    Ok(at_share(&mut all, 0.95))
}

/// Some letters in a row of somebody, none of them a blank.
fn part(people: &[String], chance: &mut Chance) -> String {
    loop {
        let place = usize::try_from(chance.below(people.len() as u64)).unwrap_or(0);
        let letters: Vec<char> = people
            .get(place)
            .map_or_else(Vec::new, |text| text.chars().collect());
        let length = usize::try_from(2 + chance.below(9)).unwrap_or(2);
        let start = usize::try_from(chance.below(letters.len() as u64)).unwrap_or(0);
        let part: String = letters.iter().skip(start).take(length).collect();
        if part.contains(' ') || fold(&part).chars().count() < 2 {
            continue;
        }
        return if chance.below(2) == 0 {
            part
        } else {
            fold(&part)
        };
    }
}
