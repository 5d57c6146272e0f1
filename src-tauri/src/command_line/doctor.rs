//! `fulcrum doctor`: how everything stands, as the window's page says it.

use std::process::ExitCode;

use clap::Args;
use fulcrum_app::{AppConfig, Diagnosis, doctor};

use super::say;

#[derive(Args)]
pub(super) struct Doctor {
    /// Say it as one JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(asked: &Doctor, config: AppConfig) -> ExitCode {
    let found = tauri::async_runtime::block_on(doctor(config));
    if asked.json {
        say(&json(&found));
    } else {
        for line in found.words() {
            say(&line);
        }
        if found.by_the_window {
            say("A window is open on this folder; it looked.");
        }
    }
    ExitCode::from(found.verdict.exit_code())
}

fn json(found: &Diagnosis) -> String {
    serde_json::json!(found).to_string()
}
