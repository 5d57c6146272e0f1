//! `cargo xtask crash`: the real program, killed at instants that chance chooses. What is done and looked for lives in
//! `tests/stories`.

use std::process::{Command, ExitCode};

use clap::Args;

use crate::process::run as run_to_end;
use crate::tree::{Workspace, cargo, root};

/// What is played.
#[derive(Args)]
pub(crate) struct Options {
    /// How many runs, from run --from on
    #[arg(long, default_value_t = 20)]
    runs: u64,
    /// The first run
    #[arg(long, default_value_t = 0)]
    from: u64,
}

/// Builds the program and lets it be killed; fails when something was harmed.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    crate::setup()?;
    run_to_end(
        Command::new(cargo())
            .args(["build", "--workspace", "--bins"])
            .current_dir(root()),
    )?;
    let status = Command::new(Workspace::read()?.binaries()?.join("fulcrum-crash"))
        .args(["--runs", &options.runs.to_string()])
        .args(["--from", &options.from.to_string()])
        .current_dir(root())
        .status()
        .map_err(|error| format!("the crashes could not be started: {error}"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
