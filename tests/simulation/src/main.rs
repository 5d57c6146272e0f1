//! `fulcrum-sim`: plays days and says which laws broke. `cargo xtask sim` builds and calls it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Parser;
use fulcrum_simulation::play;

/// What to play.
#[derive(Parser)]
#[command(about = "Plays days of several seats against the sandbox, in virtual time")]
struct Options {
    /// How many days, from seed --from on
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Play this seed alone and tell all that happens
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let (from, count) = match options.seed {
        Some(seed) => (seed, 1),
        None => (options.from, options.seeds),
    };
    let next = AtomicU64::new(from);
    let end = from.saturating_add(count);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let failed: u64 = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| work(&next, end, options.seed.is_some())))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or(1))
            .sum()
    });
    println!("{count} days, {failed} with a broken law");
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn work(next: &AtomicU64, end: u64, tell: bool) -> u64 {
    let mut failed = 0;
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return failed;
        }
        match play(seed) {
            Ok(day) => {
                if tell {
                    for line in &day.log {
                        println!("{line}");
                    }
                }
                if tell || !day.broken.is_empty() {
                    println!(
                        "seed {seed}: {} asked, {} done, {} crashes, {} requests, digest {:016x}",
                        day.asked, day.done, day.crashes, day.requests, day.digest
                    );
                }
                if !day.broken.is_empty() {
                    failed += 1;
                    for what in &day.broken {
                        println!("    {what}");
                    }
                    println!("    again: cargo xtask sim --seed {seed}");
                }
            }
            Err(error) => {
                failed += 1;
                println!("seed {seed} could not be played: {error}");
            }
        }
    }
}
