//! `cargo xtask sim`: days of several seats in virtual time. What is played, and the laws, live in `tests/simulation`.

use std::process::{Command, ExitCode};

use clap::Args;

use crate::process::run as run_to_end;
use crate::tree::{Workspace, cargo, root};

/// What is played.
#[derive(Args)]
pub(crate) struct Options {
    /// How many days, from seed --from on
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Play this seed alone and tell all that happens
    #[arg(long, conflicts_with_all = ["seeds", "from"])]
    seed: Option<u64>,
}

/// Builds the player and lets it play; fails when a law is broken.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    crate::setup()?;
    run_to_end(
        Command::new(cargo())
            .args(["build", "--workspace", "--bin", "fulcrum-sim"])
            .current_dir(root()),
    )?;
    let status = Command::new(Workspace::read()?.binaries()?.join("fulcrum-sim"))
        .args(arguments(options))
        .current_dir(root())
        .status()
        .map_err(|error| format!("the simulation could not be started: {error}"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn arguments(options: &Options) -> Vec<String> {
    match options.seed {
        Some(seed) => vec!["--seed".to_owned(), seed.to_string()],
        None => vec![
            "--from".to_owned(),
            options.from.to_string(),
            "--seeds".to_owned(),
            options.seeds.to_string(),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_told_whole_and_many_are_counted() {
        let options = |seed| Options {
            seeds: 50,
            from: 3,
            seed,
        };
        assert_eq!(arguments(&options(Some(9))), ["--seed", "9"]);
        assert_eq!(arguments(&options(None)), ["--from", "3", "--seeds", "50"]);
    }
}
