//! `fulcrum notes read`: how vendor notes would be read, before it is trusted. It needs no window, no keyring and no account.

use std::fs;
use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use fulcrum_app::NoteTrial;

use super::{FAILED, complain, say};

#[derive(Subcommand)]
pub(super) enum NotesTask {
    /// Read notes from standard input, one JSON object {author, value, createdAt} per line, and print what each says.
    Read(Read),
}

#[derive(Args)]
pub(super) struct Read {
    /// The Lever users whose notes are the vendors': jobtwine=ID,myinterview=ID.
    #[arg(long, value_name = "VENDOR=ID,…", default_value = "")]
    authors: String,
    /// The hosts whose links are the vendors': jobtwine=HOST,myinterview=HOST.
    #[arg(long, value_name = "VENDOR=HOST,…", default_value = "")]
    hosts: String,
    /// Other words than those that come with the program.
    #[arg(long, value_name = "FILE")]
    patterns: Option<PathBuf>,
}

/// Prints a line for each note; a line that is none is named on standard error, and the others are read all the same.
pub(super) fn run(task: NotesTask) -> ExitCode {
    let NotesTask::Read(asked) = task;
    match trial(&asked) {
        Ok(trial) => read_all(&trial),
        Err(sentence) => {
            complain(&sentence);
            ExitCode::from(FAILED)
        }
    }
}

fn trial(asked: &Read) -> Result<NoteTrial, String> {
    let patterns = match &asked.patterns {
        Some(path) => Some(fs::read_to_string(path).map_err(|error| {
            format!(
                "The pattern file {} cannot be read: {error}.",
                path.display()
            )
        })?),
        None => None,
    };
    NoteTrial::new(&asked.authors, &asked.hosts, patterns.as_deref())
}

fn read_all(trial: &NoteTrial) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        let read = match line {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => trial.line(&line),
            Err(_) => Err("it is no text in UTF-8".to_owned()),
        };
        match read {
            Ok(line) => say(&line),
            Err(sentence) => {
                complain(&format!("Line {}: {sentence}.", index + 1));
                code = ExitCode::from(FAILED);
            }
        }
    }
    code
}
