//! `fulcrum-tour`: the app on an invented company, opened for a person or toured by itself. `cargo xtask demo` builds and calls it.
#![allow(
    clippy::print_stderr,
    reason = "a command-line tool speaks to its terminal"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use fulcrum_stories::error::Result;
use fulcrum_stories::sandbox::Sandbox;
use fulcrum_stories::{binaries, tour, wait};
use tokio::process::Command;

/// In the opened window candidates answer by themselves, so that something happens without a console.
const VENDOR_SECONDS: u32 = 6;

/// Opens Fulcrum on an invented company, or takes a guided tour of it.
#[derive(Parser)]
#[command(name = "fulcrum-tour", version)]
struct Arguments {
    /// The invented company: the same number, the same people
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Open the window on this display and stay until it is closed
    #[arg(long)]
    open: bool,
    /// Where the tour leaves its pictures and its report
    #[arg(long, default_value = "target/demo")]
    pictures: PathBuf,
    /// Break one link on purpose, to see that the tour notices
    #[arg(long = "break", value_name = "LINK", hide = true)]
    broken: Option<tour::Link>,
    /// Wait this many seconds for each thing; without it, three minutes
    #[arg(long, value_name = "SECONDS", hide = true)]
    patience: Option<u64>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(seconds) = arguments.patience {
        wait::be_patient_for(Duration::from_secs(seconds));
    }
    let work = async {
        if arguments.open {
            open(arguments.seed).await.map(|()| true)
        } else {
            tour::take(arguments.seed, arguments.broken, &arguments.pictures).await
        }
    };
    // Companions run in process groups of their own, which the terminal's Ctrl-C does not reach: leaving here drops them.
    let outcome = tokio::select! {
        outcome = work => outcome,
        _ = tokio::signal::ctrl_c() => Ok(false),
        () = terminated() => Ok(false),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fulcrum-tour: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Somebody asked this program to end, as `kill` and a closing session do.
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut asked) => {
            asked.recv().await;
        }
        // Without a handler the system's own end of the program applies.
        Err(_) => std::future::pending().await,
    }
}

/// The window on the display there is, with files of its own that are gone afterwards.
async fn open(seed: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sandbox = Sandbox::start(&tour::company(seed, Some(VENDOR_SECONDS)), folder.path())?;
    eprintln!(
        "The window opens on an invented company. Close it to end the demo. Behind the scenes: {}",
        sandbox.console()
    );
    let mut command = Command::new(binaries::find("fulcrum")?);
    command
        .arg("--training")
        .arg(sandbox.training_file())
        .arg("--data-dir")
        .arg(folder.path().join("data"));
    let status = command.kill_on_drop(true).status().await?;
    fulcrum_stories::wait::hold(status.success(), || format!("the app ended with {status}"))
}
