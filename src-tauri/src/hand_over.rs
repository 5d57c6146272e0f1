//! A second start hands its link to the first and ends. It asks the desktop's bus before anything of a window is begun: a
//! program that ends in the middle of starting the window system takes that down under its own threads, and a second start needs
//! neither a display nor the time for one.
//!
//! Two starts in the same moment both find nobody. Of them the plugin that owns the name lets one go on, and the other hands over
//! from there. On this system's bus the first one has its name a moment before it listens: a question that falls between is
//! lost, and its answer would be waited for without end. So that wait is watched from outside, and a start that does not get
//! through begins once more.

use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use fulcrum_app::Trouble;
use fulcrum_app::view::Problem;
use tauri::plugin::{Builder, TauriPlugin};
use zbus::blocking::connection;
use zbus::blocking::fdo::DBusProxy;
use zbus::names::WellKnownName;

use crate::command_line;

/// How long the first one may take to answer before this start tries it as one of two that begin together.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// The interface that the plugin serves. Source: tauri-plugin-single-instance 2, `platform_impl/linux.rs`.
const INTERFACE: &str = "org.SingleInstance.DBus";

/// Hands this start's words to the program that has the name of `id` on the desktop's bus; `false` when there is none, or no
/// bus, or no answer.
pub(crate) fn handed_over(id: &str) -> bool {
    let name = format!("{id}.SingleInstance");
    let told = WellKnownName::try_from(name)
        .map_err(zbus::Error::from)
        .and_then(|name| tell(&name));
    match told {
        Ok(told) => told,
        Err(error) => {
            tracing::info!(%error, "No program took this start over.");
            false
        }
    }
}

fn tell(name: &WellKnownName<'_>) -> zbus::Result<bool> {
    let bus = connection::Builder::session()?
        .method_timeout(ANSWERS_WITHIN)
        .build()?;
    if !DBusProxy::new(&bus)?.name_has_owner(name.clone().into())? {
        return Ok(false);
    }
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let words: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let folder = std::env::current_dir().unwrap_or_default();
    let body = (words, folder.to_string_lossy().into_owned());
    bus.call_method(
        Some(name.clone()),
        path.as_str(),
        Some(INTERFACE),
        "ExecuteCallback",
        &body,
    )?;
    Ok(true)
}

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
