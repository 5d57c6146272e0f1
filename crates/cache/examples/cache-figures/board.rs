//! The board's first page: heads, counts, postings, and the first window of every column.

use std::time::{Duration, Instant};

use fulcrum_cache::query::{BoardQuery, Column, Filter, Scope, Sort};

use crate::world::{NOW_MS, World};
use crate::{Failure, at_share};

/// Cards of a column that the window asks for at first.
const WINDOW: u32 = 24;
const ROUNDS: usize = 80;
/// Rounds that only warm the page caches.
const WARM_UP: usize = 15;

/// How many times as long the first account's page takes as the second's: medians of rounds in turn.
pub(crate) fn ratio(
    first: &World,
    second: &World,
    first_name: &str,
    second_name: &str,
) -> Result<f64, Failure> {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP + ROUNDS {
        let (took, cards) = page(first)?;
        let (took_other, cards_other) = page(second)?;
        if cards != cards_other {
            return Err(format!("{cards} cards are compared with {cards_other}").into());
        }
        if round >= WARM_UP {
            one.push(took);
            other.push(took_other);
        }
    }
    let (one, other) = (at_share(&mut one, 0.5), at_share(&mut other, 0.5));
    eprintln!("cache-figures: first page: {first_name} {one:.2} ms, {second_name} {other:.2} ms");
    Ok(one / other)
}

fn page(world: &World) -> Result<(Duration, usize), Failure> {
    let query = BoardQuery {
        scope: Scope::AllActive,
        filter: Filter::default(),
    };
    let began = Instant::now();
    let mut cards = 0;
    let asked = query.clone();
    world.store.read_blocking(move |cache| {
        cache.column_heads(&asked, &[])?;
        cache.posting_counts(&asked)?;
        cache.counts()
    })?;
    for stage in &world.stages {
        let (query, stage) = (query.clone(), stage.clone());
        cards += world.store.read_blocking(move |cache| {
            cache.column_heads(&query, &[])?;
            let column = Column {
                stage: &stage,
                sort: Sort::TimeOwed,
                offset: 0,
                limit: WINDOW,
                now_ms: NOW_MS,
            };
            Ok(cache.column_page(&query, &[], column)?.len())
        })?;
    }
    Ok((began.elapsed(), cards))
}
