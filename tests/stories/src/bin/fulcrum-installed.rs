//! `fulcrum-installed`: drives the program that a package installed into a system below a folder. `cargo xtask package --check`
//! makes that system, installs the package there, and calls it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks to its terminal"
)]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fulcrum_stories::installed::used;

/// Drives the installed program and says what was seen.
#[derive(Parser)]
#[command(name = "fulcrum-installed", version)]
struct Arguments {
    /// The folder that holds the system, as for chroot
    #[arg(long)]
    root: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { root } = Arguments::parse();
    let mut tell = |what: &str| println!("seen: {what}");
    match used(&root, &mut tell).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("fulcrum-installed: {error}");
            ExitCode::FAILURE
        }
    }
}
