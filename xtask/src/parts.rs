//! `cargo xtask test`: the parts, in the order in which they fail soonest, and the sum at the end.
//!
//! Every cargo part selects the whole workspace and narrows by *target*, never by package: cargo unites features over the
//! selected packages, and another selection would compile the window's libraries a second time.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use clap::Args;

use crate::count::{Count, Reporter, count};
use crate::interface::npm;
use crate::process::{run as run_to_end, run_and_keep};
use crate::tree::{Workspace, cargo, root};

/// What the test run can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Run this part alone
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Name the parts and stop
    #[arg(long)]
    list: bool,
}

/// How one part runs.
enum Run {
    /// cargo with these words.
    Cargo(&'static [&'static str]),
    /// All tests of all crates that need no window: unit tests, and every integration test but those in [`WINDOW_TESTS`].
    Rust,
    /// The window's tests, with these words for the test harness; their binaries are built first.
    Window(&'static [&'static str]),
    /// An npm script of the interface.
    Npm(&'static str),
    /// Clients that others wrote, against the sandbox.
    Peers,
}

struct Part {
    name: &'static str,
    what: &'static str,
    run: Run,
    reporter: Reporter,
}

const fn part(name: &'static str, what: &'static str, run: Run, reporter: Reporter) -> Part {
    Part {
        name,
        what,
        run,
        reporter,
    }
}

/// The root package's integration test: floors, bindings, the contract between window and shell.
const CONTRACT_TEST: &str = "contract";
/// The integration test that opens windows.
const WINDOW_TEST: &str = "stories";

const PARTS: &[Part] = &[
    part(
        "fmt",
        "formatting",
        Run::Cargo(&["fmt", "--all", "--check"]),
        Reporter::ExitCode,
    ),
    part(
        "ui-lint",
        "the interface's lints",
        Run::Npm("lint"),
        Reporter::ExitCode,
    ),
    part(
        "ui-types",
        "the interface's types",
        Run::Npm("check"),
        Reporter::ExitCode,
    ),
    part(
        "ui-unit",
        "the interface's unit tests",
        Run::Npm("test"),
        Reporter::Vitest,
    ),
    part(
        "clippy",
        "lints of all crates, warnings denied",
        Run::Cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
        Reporter::ExitCode,
    ),
    part(
        "rust",
        "unit and integration tests of all crates",
        Run::Rust,
        Reporter::Cargo,
    ),
    part(
        "floors",
        "who may depend on whom, over cargo metadata",
        Run::Cargo(&["test", "--workspace", "--test", CONTRACT_TEST, "floors::"]),
        Reporter::Cargo,
    ),
    part(
        "bindings",
        "generated bindings unchanged, and what commands answer",
        Run::Cargo(&[
            "test",
            "--workspace",
            "--test",
            CONTRACT_TEST,
            "--",
            "--skip",
            "floors::",
        ]),
        Reporter::Cargo,
    ),
    part(
        "peers",
        "clients that others wrote read the sandbox's Lever",
        Run::Peers,
        Reporter::LastLine,
    ),
    part(
        "stories",
        "a recruiter's work in the real window",
        Run::Window(&["--skip", "demo_breaks::"]),
        Reporter::Cargo,
    ),
    part(
        "demo-breaks",
        "the tour notices a broken link",
        Run::Window(&["demo_breaks::"]),
        Reporter::Cargo,
    ),
];

/// Runs the parts and prints the sum as the last line.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    if options.list {
        for part in PARTS {
            println!("{:12} {}", part.name, part.what);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = chosen(options.only.as_deref())?;
    crate::setup()?;
    let mut total = Count::default();
    let mut lines = Vec::new();
    for part in chosen {
        println!("── {}: {}", part.name, part.what);
        let started = Instant::now();
        let counted = run_part(part).unwrap_or_else(|sentence| {
            println!("{sentence}");
            Count {
                passed: 0,
                failed: 1,
            }
        });
        let line = summary(part.name, counted, started.elapsed());
        println!("── {line}");
        lines.push(line);
        total += counted;
    }
    println!(
        "\n{}\n{} passed, {} failed",
        lines.join("\n"),
        total.passed,
        total.failed
    );
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn chosen(only: Option<&str>) -> Result<Vec<&'static Part>, String> {
    let Some(name) = only else {
        return Ok(PARTS.iter().collect());
    };
    let found = PARTS.iter().find(|part| part.name == name);
    found.map(|part| vec![part]).ok_or_else(|| {
        let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        format!("there is no part `{name}`; there are {}", names.join(", "))
    })
}

fn run_part(part: &Part) -> Result<Count, String> {
    let mut command = match part.run {
        Run::Npm(script) => {
            let mut command = npm(&root().join("ui"));
            command
                .args(["run", "--silent", script])
                .env("NO_COLOR", "1")
                .env("CI", "true");
            command
        }
        Run::Cargo(words) => cargo_with(words),
        Run::Peers => crate::peers::command()?,
        Run::Rust => cargo_with(&rust_words(&Workspace::read()?.integration_tests())),
        Run::Window(words) => {
            run_to_end(&mut cargo_with(&[
                "build",
                "--workspace",
                "--bins",
                "--tests",
            ]))?;
            let mut command = cargo_with(&["test", "--workspace", "--test", WINDOW_TEST, "--"]);
            command.args(words);
            command
        }
    };
    let (succeeded, output) = run_and_keep(&mut command)?;
    Ok(count(part.reporter, &output, succeeded))
}

fn cargo_with<S: AsRef<std::ffi::OsStr>>(words: &[S]) -> Command {
    let mut command = Command::new(cargo());
    command.args(words).current_dir(root());
    command
}

/// `--lib --bins` and each integration test by name: cargo cannot say "all but these".
fn rust_words(integration_tests: &[String]) -> Vec<String> {
    let mut words: Vec<String> = ["test", "--workspace", "--no-fail-fast", "--lib", "--bins"]
        .map(str::to_owned)
        .to_vec();
    for test in integration_tests
        .iter()
        .filter(|test| ![CONTRACT_TEST, WINDOW_TEST].contains(&test.as_str()))
    {
        words.extend(["--test".to_owned(), test.clone()]);
    }
    words
}

fn summary(name: &str, count: Count, took: Duration) -> String {
    let verdict = if count.failed == 0 { "ok" } else { "FAILED" };
    format!(
        "{name:12} {verdict:6} {:>5} passed, {} failed, {} s",
        count.passed,
        count.failed,
        took.as_secs()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_and_the_contract_have_parts_of_their_own() {
        let words = rust_words(&[
            "contract".to_owned(),
            "replay".to_owned(),
            "stories".to_owned(),
        ]);
        assert_eq!(
            words,
            [
                "test",
                "--workspace",
                "--no-fail-fast",
                "--lib",
                "--bins",
                "--test",
                "replay"
            ]
        );
    }

    #[test]
    fn every_integration_test_of_the_workspace_runs_in_some_part() {
        let all = Workspace::read().unwrap().integration_tests();
        let words = rust_words(&all);
        for test in &all {
            assert!(
                [CONTRACT_TEST, WINDOW_TEST].contains(&test.as_str()) || words.contains(test),
                "{test} runs in no part"
            );
        }
        assert!(
            all.iter().any(|test| test == CONTRACT_TEST)
                && all.iter().any(|test| test == WINDOW_TEST),
            "{all:?}"
        );
    }

    #[test]
    fn an_unknown_part_is_answered_with_those_there_are() {
        let sentence = chosen(Some("clipy")).err().unwrap();
        assert!(
            sentence.contains("clippy") && sentence.contains("stories"),
            "{sentence}"
        );
        assert_eq!(chosen(Some("fmt")).unwrap().len(), 1);
        assert_eq!(chosen(None).unwrap().len(), PARTS.len());
    }

    #[test]
    fn the_summary_says_what_failed() {
        let line = summary(
            "rust",
            Count {
                passed: 5,
                failed: 1,
            },
            Duration::from_secs(61),
        );
        assert_eq!(line, "rust         FAILED     5 passed, 1 failed, 61 s");
    }
}
