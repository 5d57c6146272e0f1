//! Child processes: run one to its end, or run one and keep what it prints.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs to the end with the terminal's own output. The error names the command and how it ended.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| format!("{} could not be started: {error}", name(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` failed ({status})", shown(command)))
    }
}

/// Runs to the end, passing standard output on line by line and keeping a copy. Returns whether it succeeded, and the copy.
pub(crate) fn run_and_keep(command: &mut Command) -> Result<(bool, String), String> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} could not be started: {error}", name(command)))?;
    let mut kept = String::new();
    if let Some(output) = child.stdout.take() {
        // Lossy on purpose: one odd byte in a test's output must not end the whole run.
        for line in BufReader::new(output).split(b'\n') {
            let line = line
                .map_err(|error| format!("the output of {} broke off: {error}", name(command)))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            kept.push_str(&line);
            kept.push('\n');
        }
    }
    let status = child
        .wait()
        .map_err(|error| format!("{} was lost: {error}", name(command)))?;
    Ok((status.success(), kept))
}

/// Standard output of a short question to the system, or nothing when it cannot be asked or says no.
pub(crate) fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Standard output of a command that must succeed; what it complained about is in the error.
pub(crate) fn said(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} could not be started: {error}", name(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "`{}` failed ({}): {}",
        shown(command),
        output.status,
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

/// Whether a command succeeded, and everything it said on both streams.
pub(crate) fn words(command: &mut Command) -> Result<(bool, String), String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} could not be started: {error}", name(command)))?;
    let both = [output.stdout, output.stderr].concat();
    Ok((
        output.status.success(),
        String::from_utf8_lossy(&both).into_owned(),
    ))
}

/// Whether this runs as root.
pub(crate) fn is_root() -> bool {
    ask("id", &["-u"]).is_some_and(|id| id.trim() == "0")
}

/// Whether a program of that name is on the `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn shown(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_kept_and_the_exit_code_reported() {
        let (succeeded, kept) =
            run_and_keep(Command::new("sh").args(["-c", "echo one; printf 'two\\377'; exit 3"]))
                .unwrap();
        assert!(!succeeded);
        assert_eq!(kept, "one\ntwo\u{fffd}\n");
    }

    #[test]
    fn a_failure_names_the_whole_command() {
        let sentence = run(Command::new("sh").args(["-c", "exit 4"])).unwrap_err();
        assert!(
            sentence.contains("sh -c exit 4") && sentence.contains('4'),
            "{sentence}"
        );
    }

    #[test]
    fn what_was_said_is_kept_and_a_complaint_is_the_error() {
        assert_eq!(
            said(Command::new("sh").args(["-c", "echo a; echo b >&2"])).unwrap(),
            "a\n"
        );
        let sentence = said(Command::new("sh").args(["-c", "echo b >&2; exit 2"])).unwrap_err();
        assert!(sentence.ends_with(": b"), "{sentence}");
        let (succeeded, both) =
            words(Command::new("sh").args(["-c", "echo a; echo b >&2; exit 2"])).unwrap();
        assert_eq!((succeeded, both.as_str()), (false, "a\nb\n"));
    }

    #[test]
    fn a_missing_program_is_a_sentence() {
        assert!(
            run(&mut Command::new("no-such-program-here"))
                .unwrap_err()
                .contains("could not be started")
        );
        assert!(!on_path("no-such-program-here"));
        assert!(on_path("sh"));
    }
}
