//! Measures a sandbox of its own: how long a big world takes and what it holds, and how it stands a minute of load. `cargo xtask
//! bench` builds it, runs it and judges; by itself it prints one JSON object a line, `{"name", "value", "unit"}`.
//!
//! The sandbox is the real binary, as a process of its own on the loopback address, and ends with this one.
#![allow(clippy::print_stdout, clippy::print_stderr)] // the lines are this program's interface

mod load;
mod process;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use serde_json::json;

use crate::process::Sandbox;

/// A failure, as a sentence.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What to measure, and on which world.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// The big world, or the load on it
    what: What,
    /// Same seed, same world
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How many opportunities the account holds
    #[arg(long, default_value_t = 100_000)]
    opportunities: usize,
    /// How many postings the account holds
    #[arg(long, default_value_t = 240)]
    postings: usize,
    /// How long the load lasts
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Requests a second that are offered, however many are answered
    #[arg(long, default_value_t = 2_040)]
    rate: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    World,
    Load,
}

fn main() -> ExitCode {
    match measure(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("measure: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn measure(arguments: &Arguments) -> Result<(), Failure> {
    let sandbox = Sandbox::start(arguments)?;
    match arguments.what {
        What::World => {
            row(
                "sandbox_world_100k_seconds",
                sandbox.took.as_secs_f64(),
                "s",
            );
            row(
                "sandbox_world_100k_rss_mb",
                sandbox.most_resident_mb()?,
                "MB",
            );
        }
        What::Load => {
            let load = load::run(&sandbox, arguments)?;
            row("sandbox_load_p99_ms", load.p99_ms, "ms");
            row("sandbox_load_rps", load.answered_a_second, "requests/s");
            row("sandbox_load_rss_growth", load.growth_mb, "MB");
            eprintln!(
                "measure: {} answers, median {:.2} ms, p99.9 {:.2} ms, longest {:.2} ms; {:.0} µs of the sandbox's processor time each",
                load.answers,
                load.median_ms,
                load.p999_ms,
                load.longest_ms,
                load.microseconds_each.unwrap_or(f64::NAN)
            );
        }
    }
    Ok(())
}

fn row(name: &str, value: f64, unit: &str) {
    let value = (value * 100.0).round() / 100.0;
    println!("{}", json!({ "name": name, "value": value, "unit": unit }));
}
