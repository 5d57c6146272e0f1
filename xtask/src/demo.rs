//! `cargo xtask demo`: the app on an invented company. The companion process and the tour live in `tests/stories`.

use std::process::{Command, ExitCode};

use clap::Args;

use crate::process::run as run_to_end;
use crate::tree::{Workspace, cargo, root};

/// What the demo can be told.
#[derive(Args)]
pub(crate) struct Options {
    /// Take the guided tour on a display of its own, even where there is one
    #[arg(long)]
    headless: bool,
    /// The invented company: the same number, the same people
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Break one link of the tour on purpose, to see that the tour notices
    #[arg(long = "break", value_name = "LINK", hide = true)]
    broken: Option<String>,
}

/// Builds everything, then opens the window or takes the tour.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    crate::setup()?;
    run_to_end(
        Command::new(cargo())
            .args(["build", "--workspace", "--bins"])
            .current_dir(root()),
    )?;
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY");
    let mut command = Command::new(Workspace::read()?.binaries()?.join("fulcrum-tour"));
    command
        .args(arguments(options, display))
        .current_dir(root());
    let status = command
        .status()
        .map_err(|error| format!("the tour could not be started: {error}"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What `fulcrum-tour` is asked for: the window on this display, or the tour with its pictures.
fn arguments(options: &Options, display: bool) -> Vec<String> {
    let mut words = vec!["--seed".to_owned(), options.seed.to_string()];
    if display && !options.headless && options.broken.is_none() {
        words.push("--open".to_owned());
        return words;
    }
    words.extend(["--pictures".to_owned(), "target/demo".to_owned()]);
    if let Some(link) = &options.broken {
        words.extend(["--break".to_owned(), link.clone()]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(headless: bool, broken: Option<&str>) -> Options {
        Options {
            headless,
            seed: 9,
            broken: broken.map(str::to_owned),
        }
    }

    #[test]
    fn a_display_opens_the_window_and_its_absence_takes_the_tour() {
        assert_eq!(
            arguments(&options(false, None), true),
            ["--seed", "9", "--open"]
        );
        let tour = ["--seed", "9", "--pictures", "target/demo"];
        assert_eq!(arguments(&options(false, None), false), tour);
        assert_eq!(arguments(&options(true, None), true), tour);
    }

    #[test]
    fn a_broken_link_is_only_ever_shown_to_the_tour() {
        assert_eq!(
            arguments(&options(false, Some("tag")), true),
            ["--seed", "9", "--pictures", "target/demo", "--break", "tag"]
        );
    }
}
