//! The part `peers`: clients that others wrote read the sandbox's Lever. What is compared, and how, lies in `tests/peers`.

use std::process::Command;

use crate::packages;
use crate::process::run as run_to_end;
use crate::tree::{Workspace, cargo, root};

/// Builds the sandbox and answers with the command that runs the clients against it. Their environments are made on first use,
/// in `peers` inside cargo's target folder.
pub(crate) fn command() -> Result<Command, String> {
    packages::ensure_python()?;
    run_to_end(
        Command::new(cargo())
            .args(["build", "--workspace", "--bin", SANDBOX])
            .current_dir(root()),
    )?;
    let binaries = Workspace::read()?.binaries()?;
    let place = binaries.with_file_name("peers");
    let mut command = Command::new("python3");
    command
        .arg(root().join("tests/peers/peers.py"))
        .arg("--sandbox")
        .arg(binaries.join(SANDBOX))
        .arg("--place")
        .arg(place)
        // No compiled copies beside the scripts.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

const SANDBOX: &str = "fulcrum-sandbox";
