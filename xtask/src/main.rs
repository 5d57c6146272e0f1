//! `cargo xtask setup | demo | test | sim | crash | bench | package`: everything a machine with Rust, Node and a C compiler needs to build, show and prove Fulcrum.
//!
//! Depends on three small crates, so that the first `cargo xtask` on a bare machine starts within seconds and can install
//! what the rest of the workspace needs to compile.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks to its terminal"
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod bench;
mod count;
mod crash;
mod demo;
mod interface;
mod package;
mod packages;
mod parts;
mod peers;
mod process;
mod simulation;
mod tree;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, shows and proves Fulcrum.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing (Debian packages, npm packages) and build the interface
    Setup,
    /// Open the app on an invented company; without a display, take a guided tour and leave pictures in target/demo
    Demo(demo::Options),
    /// Run every check, or one of them
    Test(parts::Options),
    /// Play days of several seats against the sandbox in virtual time, and say which laws broke
    Sim(simulation::Options),
    /// Kill the real program while it works, and say what was damaged, lost or done twice
    Crash(crash::Options),
    /// Measure, and say whether every bound holds
    Bench(bench::Options),
    /// Make a .deb and an .rpm; with --check, try the .deb on a clean Debian 12
    Package(package::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Setup => setup(),
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => parts::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Crash(options) => crash::run(&options),
        Task::Package(options) => package::run(&options),
        Task::Sim(options) => simulation::run(&options),
    };
    match outcome {
        Ok(code) => code,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Brings the machine and the interface to the point where `cargo build` works. Silent when there is nothing to do.
fn setup() -> Result<ExitCode, String> {
    packages::ensure()?;
    interface::ensure()?;
    Ok(ExitCode::SUCCESS)
}
