//! Measures the cache: search in a big account, what encryption costs the board, and what a hundred times the cards cost it.
//! `cargo xtask bench` builds it, runs it and judges; by itself it prints one JSON object a line, `{"name", "value", "unit"}`.
//!
//! Everything goes through the cache's own interface, with the threads that the window uses. What is compared is asked in turn
//! within one run, so that the machine's load meets both sides.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the lines are this program's interface

mod board;
mod search;
mod world;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::json;

use crate::world::World;

/// A failure, as a sentence.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The cards of the small account that a big one is compared with.
const FEW: usize = 1_000;

/// On which account.
#[derive(Parser)]
struct Arguments {
    /// Same seed, same people
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many opportunities the big account holds
    #[arg(long, default_value_t = 100_000)]
    opportunities: usize,
    /// How many postings it holds
    #[arg(long, default_value_t = 240)]
    postings: usize,
}

fn main() -> ExitCode {
    match measure(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cache-figures: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let build = |name: &str, cards, encrypted| {
        let began = Instant::now();
        let path = folder.path().join(name);
        let world = World::build(&path, arguments.seed, cards, arguments.postings, encrypted);
        eprintln!(
            "cache-figures: {name}, {cards} cards, written in {:.1} s",
            began.elapsed().as_secs_f64()
        );
        world
    };
    let many = build("many", arguments.opportunities, true)?;
    row("cache_search_p95_ms", search::p95_ms(&many)?, "ms");
    let few = build("few", FEW, true)?;
    row(
        "cache_board_100k_ratio",
        board::ratio(&many, &few, "many", "few")?,
        "×",
    );
    let plain = build("plain", arguments.opportunities, false)?;
    row(
        "cache_encrypted_ratio",
        board::ratio(&many, &plain, "encrypted", "plain")?,
        "×",
    );
    Ok(())
}

fn row(name: &str, value: f64, unit: &str) {
    let value = (value * 1_000.0).round() / 1_000.0;
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}

/// The value below which this share of all lie; infinite where there are none.
pub(crate) fn at_share(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    let place = ((times.len() as f64 * share) as usize).min(last);
    times
        .get(place)
        .map_or(f64::INFINITY, |time| time.as_secs_f64() * 1_000.0)
}
