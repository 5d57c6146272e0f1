//! `fulcrum-crash`: kills the real program at instants that chance chooses, and looks at what is left. `cargo xtask crash`
//! builds and calls it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks to its terminal"
)]

use std::process::ExitCode;

use clap::Parser;
use fulcrum_stories::crash::{Harm, Told, play};

/// Kills Fulcrum while it moves, refreshes, migrates and erases, and says what was harmed.
#[derive(Parser)]
#[command(name = "fulcrum-crash", version)]
struct Arguments {
    /// How many runs, from --from on
    #[arg(long, default_value_t = 20)]
    runs: u64,
    /// The first run
    #[arg(long, default_value_t = 0)]
    from: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { runs, from } = Arguments::parse();
    let outcome = play(from..from.saturating_add(runs), tell).await;
    match outcome {
        Ok(all) => sum_up(&all),
        Err(error) => {
            eprintln!("fulcrum-crash: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(one: &Told) {
    println!(
        "run {:4} {:10} {}",
        one.run,
        one.act.to_string(),
        one.reached
    );
    for finding in &one.findings {
        println!("         {:?}: {}", finding.harm, finding.what);
    }
    if !one.findings.is_empty() {
        println!(
            "         again: cargo xtask crash --from {} --runs 1",
            one.run
        );
    }
}

fn sum_up(all: &[Told]) -> ExitCode {
    let count = |harm| {
        let findings = all.iter().flat_map(|one| &one.findings);
        findings.filter(|finding| finding.harm == harm).count()
    };
    let [corrupt, lost, doubled] = [Harm::Corrupt, Harm::Lost, Harm::Doubled].map(count);
    println!(
        "{} runs: {corrupt} corrupt, {lost} lost, {doubled} doubled",
        all.len()
    );
    if corrupt + lost + doubled == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
