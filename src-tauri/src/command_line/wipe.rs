//! `fulcrum wipe`: removes everything, after it has said what goes and was told to go on, and gives a receipt.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use fulcrum_app::view::{Problem, WipePlan};
use fulcrum_app::{AppConfig, Trouble};

use super::{FAILED, complain, fail, say};

/// What has to be typed.
const WORD: &str = "wipe";

#[derive(Args)]
pub(super) struct Wipe {
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Also remove calendars, reports and recordings that were saved outside Fulcrum's folder.
    #[arg(long)]
    saved_files: bool,
    /// Say what would go, and remove nothing.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Write the receipt into this file, too. It must not be there yet.
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// Give the receipt as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// Says what goes, asks, removes, and says what was removed. Ends with a failure when something is left that was to go.
pub(super) fn run(asked: &Wipe, config: &AppConfig) -> ExitCode {
    match wipe(asked, config) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(problem) => fail(&problem),
    }
}

fn wipe(asked: &Wipe, config: &AppConfig) -> Result<bool, Problem> {
    let wipe = fulcrum_app::Wipe::prepare(config)?;
    if !asked.json {
        told(&wipe.plan(), &wipe.plan_text(), asked.saved_files);
    }
    if asked.dry_run {
        return Ok(true);
    }
    if !asked.yes {
        confirmed()?;
    }
    // Before anything goes: a receipt that has no place is better known now.
    let file = asked.receipt.as_deref().map(new_file).transpose()?;
    let receipt = wipe.carry_out(asked.saved_files);
    let text = receipt.text();
    say(&if asked.json {
        serde_json::json!(receipt).to_string()
    } else {
        format!("\n{text}")
    });
    if let Some(mut file) = file
        && file.write_all(text.as_bytes()).is_err()
    {
        complain("The receipt could not be written into the file. It stands above.");
    }
    Ok(receipt.is_complete())
}

fn told(plan: &WipePlan, lines: &[String], saved_files: bool) {
    say("This goes, and Fulcrum starts as on the first day afterwards:");
    if lines.is_empty() {
        say("  No files: none are here. Entries in the keyring go, if there are any.");
    } else {
        lines.iter().for_each(|line| say(line));
        say("  Entries in the keyring");
    }
    if plan.waiting > 0 {
        say(&format!(
            "{} of your changes wait and will never be sent.",
            plan.waiting
        ));
    }
    match &plan.saved {
        None => say("Which files you saved elsewhere cannot be read. They stay."),
        Some(saved) if !saved.is_empty() => {
            say(if saved_files {
                "These files, which you saved, go too:"
            } else {
                "These files, which you saved, stay (--saved-files removes them):"
            });
            saved
                .iter()
                .for_each(|file| say(&format!("  {}", file.path)));
        }
        Some(_) => {}
    }
}

fn confirmed() -> Result<(), Problem> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Trouble::BadInput {
            why: "Nothing was removed: nobody is here to confirm it. Add --yes to go on without a question.",
        }
        .into());
    }
    say(&format!("Type {WORD} to go on:"));
    let mut typed = String::new();
    let read = input.lock().read_line(&mut typed);
    if read.is_ok() && typed.trim() == WORD {
        Ok(())
    } else {
        Err(Trouble::BadInput {
            why: "Nothing was removed: the word was not typed.",
        }
        .into())
    }
}

fn new_file(path: &Path) -> Result<std::fs::File, Problem> {
    std::fs::File::create_new(path).map_err(|_| {
        Trouble::BadInput {
            why: "The receipt's file is there already or cannot be made. Nothing was removed.",
        }
        .into()
    })
}
