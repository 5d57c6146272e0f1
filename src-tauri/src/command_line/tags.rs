//! `fulcrum tags lint`: tags of postings, judged before they are written. It needs no window, no keyring and no account.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use fulcrum_app::lint_tags;

use super::{FAILED, complain, fail, say};

/// Longest file that is read, bytes; no list of templates is near that.
const LONGEST: u64 = 32 * 1_024 * 1_024;

#[derive(Subcommand)]
pub(super) enum TagsTask {
    /// Compare tags with the vendor's templates, and print one line of JSON {tag, finding, suggestion} for each.
    Lint(Lint),
}

#[derive(Args)]
pub(super) struct Lint {
    /// The file that myInterview exports, as the window imports it.
    #[arg(long, value_name = "FILE")]
    templates: PathBuf,
    /// Whole tags, exactly as they stand on a posting.
    #[arg(required = true, value_name = "TAG", allow_hyphen_values = true)]
    tags: Vec<String>,
}

/// Prints a line for each tag; what is wrong with the file is told on standard error.
pub(super) fn run(task: TagsTask) -> ExitCode {
    let TagsTask::Lint(asked) = task;
    let file = match read(&asked.templates) {
        Ok(file) => file,
        Err(error) => {
            complain(&format!(
                "The file {} cannot be read: {error}.",
                asked.templates.display()
            ));
            return ExitCode::from(FAILED);
        }
    };
    match lint_tags(&file, &asked.tags) {
        Ok(lines) => {
            lines.iter().for_each(|line| say(line));
            ExitCode::SUCCESS
        }
        Err(problem) => fail(&problem),
    }
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}
