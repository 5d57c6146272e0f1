//! A second start hands its link to the first and waits until it is taken. On this system's bus the first one has its name a
//! moment before it listens: a question that falls between is lost, and its answer would be waited for without end. So the
//! wait is watched from outside, and a start that does not get through begins once more.

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use fulcrum_app::Trouble;
use fulcrum_app::view::Problem;
use tauri::plugin::{Builder, TauriPlugin};

use crate::command_line;

/// How long handing over may take. A start that gives up too early only hands its link over twice.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a start is begun again before the first one counts as hung.
const TRIES: u32 = 5;

/// Tells a start that begins again how many times that was.
const AGAIN: &str = "FULCRUM_STARTS_AGAIN";

/// Two plugins, to stand right before and right after the one that hands over: reaching the second means that this start goes
/// on, as the first one does.
pub(crate) fn watched() -> (TauriPlugin<tauri::Wry>, TauriPlugin<tauri::Wry>) {
    let (passed, waits) = channel();
    let before = Builder::<tauri::Wry>::new("hand-over")
        .setup(move |_, _| {
            std::thread::spawn(move || watch(&waits));
            Ok(())
        })
        .build();
    let after = Builder::<tauri::Wry>::new("handed-over")
        .setup(move |_, _| {
            // The watch may have ended by itself.
            let _ = passed.send(());
            Ok(())
        })
        .build();
    (before, after)
}

fn watch(waits: &Receiver<()>) {
    if waits.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
        begin_again();
    }
}

/// Puts a fresh start of this program in the place of this one.
fn begin_again() {
    let before: u32 = std::env::var(AGAIN)
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(0);
    if before < TRIES
        && let Ok(program) = std::env::current_exe()
    {
        let error = Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(AGAIN, (before + 1).to_string())
            .exec();
        tracing::warn!(kind = ?error.kind(), "The start could not be begun again.");
    }
    let _ = command_line::fail(&Problem::from(Trouble::Busy));
    std::process::exit(1);
}
