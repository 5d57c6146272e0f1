//! `fulcrum sync --once` on 10,000 opportunities, with Lever's limits on and 150 ms before every answer.

use std::io::Write;
use std::process::{Command, Stdio};

use fulcrum_stories::binaries;
use fulcrum_stories::error::Result;
use fulcrum_stories::sandbox::{Sandbox, World};
use serde_json::Value;

use crate::{row, wrong};

/// Before every answer, whatever was asked.
pub(crate) const AT_A_DISTANCE: [&str; 2] =
    ["--protocol", r#"{"latency":{"routes":[{"base_ms":150}]}}"#];

/// Any key will do for a file that nobody opens again.
const FILE_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

pub(crate) async fn measure(world: &World) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let company = Sandbox::start_with(world, folder.path(), &AT_A_DISTANCE)?;
    let mut program = Command::new(binaries::find("fulcrum")?)
        .args(["sync", "--once", "--json", "--data-dir"])
        .arg(folder.path().join("data"))
        .args(["--lever-api", company.fact("/api_base")?])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = program.stdin.take() {
        writeln!(input, "{}\n{FILE_KEY}", company.fact("/api_key")?)?;
    }
    let output = program.wait_with_output()?;
    if !output.status.success() {
        return wrong(format!("the reading ended with {}", output.status));
    }
    let read: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| fulcrum_stories::error::Error::Wrong(error.to_string()))?;
    let number = |name: &str| read.get(name).and_then(Value::as_f64).unwrap_or(f64::NAN);
    eprintln!("app-figures: {read}");
    if number("opportunities") != f64::from(world.opportunities) {
        return wrong("not everybody was read");
    }
    row(
        "full_list_ratio",
        number("seconds") / number("floor_seconds"),
        "×",
    );
    row("full_list_throttled", number("throttled"), "answers");
    Ok(())
}
