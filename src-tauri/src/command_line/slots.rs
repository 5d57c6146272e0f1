//! `fulcrum slots parse`: times as people write them, read in a zone, as one line of JSON. It needs no window, no keyring
//! and no file.

use std::io::Read;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use fulcrum_app::parse_slots;

use super::{FAILED, complain, say};

/// Longest text that is read, bytes.
const LONGEST: u64 = 64 * 1_024;

#[derive(Subcommand)]
pub(super) enum SlotsTask {
    /// Read times as people write them, and print slots and open questions as one line of JSON.
    Parse(Parse),
}

#[derive(Args)]
pub(super) struct Parse {
    /// The zone the writer is in, an IANA name such as America/Chicago.
    #[arg(long, value_name = "ZONE")]
    zone: String,
    /// The moment at which the text is read, RFC 3339, such as 2026-10-20T09:42:00Z.
    #[arg(long, value_name = "TIME")]
    now: String,
    /// Usual length: a start without an end takes it. Without it, such a start is a question.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=720))]
    minutes: Option<u32>,
    /// The words; `-`, or nothing, reads standard input.
    text: Option<String>,
}

/// Prints the answer, or the sentence that says why there is none.
pub(super) fn run(task: SlotsTask) -> ExitCode {
    let SlotsTask::Parse(asked) = task;
    let text = match asked.text.as_deref() {
        None | Some("-") => input(),
        Some(text) => Ok(text.to_owned()),
    };
    let answer = text.and_then(|text| parse_slots(&asked.zone, &asked.now, asked.minutes, &text));
    match answer {
        Ok(line) => {
            say(&line);
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            complain(&sentence);
            ExitCode::from(FAILED)
        }
    }
}

fn input() -> Result<String, String> {
    let mut text = String::new();
    std::io::stdin()
        .take(LONGEST)
        .read_to_string(&mut text)
        .map_err(|_| "Standard input is no text in UTF-8.".to_owned())?;
    Ok(text)
}
