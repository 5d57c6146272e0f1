//! Measures the finished app: the first page after connecting, the full list within Lever's limits, start and memory against an
//! empty window, what the window takes for a key, and what it costs when nothing happens. `cargo xtask bench` builds it, runs it
//! and judges; by itself it prints one JSON object a line, `{"name", "value", "unit"}`.
//!
//! Everything is driven from outside: the real program, its real webview on a desktop of its own, a sandbox as a process.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the lines are this program's interface

mod connect;
mod idle;
mod keys;
mod list;
mod proc;
mod start;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use fulcrum_stories::error::Result;
use fulcrum_stories::sandbox::World;
use serde_json::json;

/// What to measure.
#[derive(Parser)]
struct Arguments {
    what: What,
    /// Same seed, same world
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Of the account as a whole; these figures are about 10,000
    #[arg(long, default_value_t = CARDS)]
    opportunities: u32,
    /// How many postings the account holds
    #[arg(long, default_value_t = 240)]
    postings: u32,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The full list within Lever's limits
    List,
    /// From connecting to the first cards
    Connect,
    /// Start and memory against an empty window
    Start,
    /// Cursor, move and search in the window
    Keys,
    /// Five minutes of nothing
    Idle,
    /// The last three in one window, which takes minutes to read its account
    Window,
}

/// The account that the app's figures are about.
const CARDS: u32 = 10_000;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let world = World {
        seed: arguments.seed,
        opportunities: arguments.opportunities.min(CARDS),
        postings: arguments.postings,
        past_interviews: 0.0,
        vendor_seconds: None,
    };
    let measured = match arguments.what {
        What::List => list::measure(&world).await,
        What::Connect => connect::measure(&world).await,
        What::Start => in_window(&world, false, false, true).await,
        What::Keys => in_window(&world, false, true, false).await,
        What::Idle => in_window(&world, true, false, false).await,
        What::Window => in_window(&world, true, true, true).await,
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("app-figures: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// What is measured in a window that has read everything. Resting comes first: nothing is left of keys and moves.
async fn in_window(world: &World, rest: bool, keys: bool, start: bool) -> Result<()> {
    let at = idle::settled(world).await?;
    if rest {
        idle::measure(&at).await?;
    }
    if keys {
        keys::measure(&at).await?;
    }
    if start {
        start::measure(at).await
    } else {
        at.window.close().await
    }
}

fn row(name: &str, value: f64, unit: &str) {
    let value = (value * 1_000.0).round() / 1_000.0;
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}

/// The middle value; infinite where there is none.
fn median(mut values: Vec<f64>) -> f64 {
    at_share(&mut values, 0.5)
}

/// The value below which this share of all lie; infinite where there are none.
fn at_share(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    let place = ((values.len() as f64 * share) as usize).min(last);
    values.get(place).copied().unwrap_or(f64::INFINITY)
}

/// A wrong answer as a failure.
fn wrong<T>(what: impl Into<String>) -> Result<T> {
    Err(fulcrum_stories::error::Error::Wrong(what.into()))
}
