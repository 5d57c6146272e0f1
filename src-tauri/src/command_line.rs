//! The command line: no arguments open the window, `check` says in words what would stand in its way, `doctor` how everything
//! stands, `sync --once` reads the account without a window.

mod doctor;
mod notes;
mod slots;
mod sync;
mod tags;
mod wipe;

use std::fs;
use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use fulcrum_app::view::Problem;
use fulcrum_app::{
    AppConfig, ChosenEnvironment, Environment, TrainingFile, Trouble, check, deep_link,
};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::window;

/// Exit code for everything that has a sentence, a cause and a way out.
const FAILED: u8 = 1;

/// Names this program's folders, as in `tauri.conf.json`.
const IDENTIFIER: &str = "app.fulcrum.desktop";

/// Names under which a desktop or a person may have made an entry that starts this program by itself.
const AUTOSTART: [&str; 3] = [
    "Fulcrum.desktop",
    "fulcrum.desktop",
    "app.fulcrum.desktop.desktop",
];

/// A desktop companion for recruiters who work in Lever.
#[derive(Parser)]
#[command(name = "fulcrum", version)]
struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    task: Option<Task>,
    /// Leads to a candidate: fulcrum://candidate/ID
    #[arg(value_parser = link)]
    link: Option<String>,
}

/// A word that is neither a task nor a link into the program is a slip of the pen; where a link leads is read later, and said
/// in the window.
fn link(word: &str) -> Result<String, &'static str> {
    let scheme = word.split_at_checked(deep_link::SCHEME.len());
    if scheme.is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case(deep_link::SCHEME)) {
        Ok(word.to_owned())
    } else {
        Err("this is neither a task nor a link that begins with fulcrum://")
    }
}

fn environment(word: &str) -> Result<Environment, &'static str> {
    Environment::named(word).ok_or("Lever has two environments: production and sandbox")
}

/// The link among the arguments of another start.
pub(crate) fn link_of(arguments: &[String]) -> Option<String> {
    Arguments::try_parse_from(arguments).ok()?.link
}

/// Where the program keeps its files and whom it talks to.
#[derive(clap::Args)]
struct Place {
    /// Folder for the encrypted files [default: the desktop's place for application data].
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Lever's environment, for this run [default: as chosen in the window, production at first].
    #[arg(long, global = true, value_name = "NAME", value_parser = environment)]
    environment: Option<Environment>,
    /// Base address of Lever's Data API, where it is neither environment's.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        conflicts_with = "environment"
    )]
    lever_api: Option<String>,
    /// Training: the line a running sandbox printed, as a file. Invented candidates; nothing reaches anybody.
    #[arg(long, global = true, value_name = "FILE")]
    training: Option<PathBuf>,
    /// Work from what Lever shows alone, even where a vendor profile is known.
    #[arg(long, global = true)]
    no_vendor_profile: bool,
}

#[derive(Subcommand)]
enum Task {
    /// Look at the keyring, the files and Lever, and say what stands in the way. A new API key is read from standard
    /// input; without one, the stored key is used.
    Check,
    /// Look at everything that the page "Setup & health" looks at: Lever, the vendors' stages, webhooks, templates, rounds
    /// and tags. Ends with 0 where nothing is broken, 1 where something is, 2 where it could not be looked at.
    Doctor(doctor::Doctor),
    /// Read the account into the local file without a window. Standard input holds two lines: Lever's API key, and the key of
    /// the local file (64 hexadecimal digits; it is made with the file).
    Sync(sync::Sync),
    /// Remove everything of Fulcrum from this machine: files, keyring entries, the window's own files. Says first what goes.
    Wipe(wipe::Wipe),
    /// Times for an interview.
    #[command(subcommand)]
    Slots(slots::SlotsTask),
    /// Tags that choose a vendor on a posting.
    #[command(subcommand)]
    Tags(tags::TagsTask),
    /// Notes of the vendors.
    #[command(subcommand)]
    Notes(notes::NotesTask),
}

/// Reads the arguments and does what they say.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    log();
    let task = match arguments.task {
        Some(Task::Slots(task)) => return slots::run(task),
        Some(Task::Notes(task)) => return notes::run(task),
        Some(Task::Tags(task)) => return tags::run(task),
        other => other,
    };
    let config = match config(arguments.place) {
        Ok(config) => config,
        Err(problem) => return fail(&problem),
    };
    match task {
        Some(Task::Check) => check_everything(config),
        Some(Task::Doctor(asked)) => doctor::run(&asked, config),
        Some(Task::Sync(asked)) => sync::run(&asked, config),
        Some(Task::Wipe(asked)) => wipe::run(&asked, &config),
        _ => open_window(config, arguments.link.as_deref()),
    }
}

/// Logs hold ids and codes, never names, addresses or keys. `FULCRUM_LOG` (`error` to `trace`) speaks of this program
/// alone: what a library would say about its bytes is nobody's promise.
fn log() {
    let level = std::env::var("FULCRUM_LOG")
        .ok()
        .and_then(|word| word.parse::<LevelFilter>().ok())
        .unwrap_or(LevelFilter::WARN);
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(format!("fulcrum={level}")))
        .with_writer(std::io::stderr)
        .init();
}

fn config(place: Place) -> Result<AppConfig, Problem> {
    let data_dir = place
        .data_dir
        .or_else(|| dirs::data_dir().map(|data| data.join(IDENTIFIER)))
        .ok_or_else(|| Problem::from(Trouble::NoDataFolder))?;
    let mut config = AppConfig::new(data_dir);
    config.webview_dirs = [dirs::data_local_dir(), dirs::cache_dir()]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(IDENTIFIER))
        .collect();
    config.autostart = dirs::config_dir()
        .map(|folder| folder.join("autostart"))
        .into_iter()
        .flat_map(|folder| AUTOSTART.map(|name| folder.join(name)))
        .collect();
    config.lever_api = place.lever_api;
    if let Some(environment) = place.environment {
        config.environment = ChosenEnvironment::fixed(environment);
    }
    if let Some(path) = place.training {
        let text = fs::read_to_string(&path).map_err(|_| {
            Problem::from(Trouble::BadInput {
                why: "The training file cannot be read.",
            })
        })?;
        let mut training = TrainingFile::parse(&text)?;
        if place.no_vendor_profile {
            training.without_vendor_profiles();
        }
        config = config.training(training);
    }
    Ok(config)
}

fn open_window(config: AppConfig, link: Option<&str>) -> ExitCode {
    match window::open(config, link) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "The window did not open.");
            fail(&Problem::from(Trouble::NoWindow))
        }
    }
}

fn check_everything(config: AppConfig) -> ExitCode {
    let mut key = String::new();
    let mut input = std::io::stdin();
    if !input.is_terminal() && input.read_to_string(&mut key).is_err() {
        key.clear();
    }
    let key = Some(key.trim().to_owned()).filter(|key| !key.is_empty());
    let findings = tauri::async_runtime::block_on(check::everything(config, key.as_deref()));
    let mut code = ExitCode::SUCCESS;
    for finding in findings {
        match finding.result {
            Ok(fact) => say(&format!("ok       {}: {fact}", finding.subject)),
            Err(problem) => {
                say(&format!(
                    "problem  {}: {}",
                    finding.subject, problem.sentence
                ));
                say(&format!("         {}", problem.cause));
                say(&format!("         {}", problem.way_out));
                code = ExitCode::from(FAILED);
            }
        }
    }
    code
}

pub(crate) fn fail(problem: &Problem) -> ExitCode {
    complain(&problem.sentence);
    complain(&problem.cause);
    complain(&problem.way_out);
    ExitCode::from(FAILED)
}

#[expect(
    clippy::print_stdout,
    reason = "this is what was asked for on the command line"
)]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(line: &str) {
    eprintln!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &[&str]) -> Vec<String> {
        line.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_link_is_found_beside_other_arguments_and_a_slip_is_named() {
        let link = "fulcrum://opportunity/a";
        assert_eq!(link_of(&words(&["fulcrum", link])).as_deref(), Some(link));
        let with_folder = words(&["fulcrum", "--data-dir", "/x", link]);
        assert_eq!(link_of(&with_folder).as_deref(), Some(link));
        assert_eq!(link_of(&words(&["fulcrum"])), None);
        assert_eq!(link_of(&words(&["fulcrum", "check"])), None);
        for slip in ["chekc", "https://opportunity/a", "fulc"] {
            assert!(
                Arguments::try_parse_from(["fulcrum", slip]).is_err(),
                "{slip}"
            );
        }
    }
}
