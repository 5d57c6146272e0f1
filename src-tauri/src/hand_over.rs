//! A second start hands its link to the first and ends. It does so before anything of a window is begun: a program that ends in
//! the middle of starting the window system takes that down under its own threads, and a second start needs neither a display
//! nor the time for one.
//!
//! The first is who holds a lock, which the system lets go of when that program ends, however it does. Whoever does not get
//! the lock asks the desktop's bus for the first one until it answers; it may still be starting.
//!
//! Where there is no place for a lock, the plugin that owns the name on the bus decides. On this system's bus the first one has its
//! name a moment before it listens: a question that falls between is lost, and its answer would be waited for without end. So
//! that wait is watched from outside, and a start that does not get through begins once more.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use fulcrum_app::Trouble;
use fulcrum_app::view::Problem;
use tauri::plugin::{Builder, TauriPlugin};
use zbus::blocking::connection;
use zbus::blocking::fdo::DBusProxy;
use zbus::names::WellKnownName;

use crate::command_line;

/// How long the first one may take to answer one question.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

/// Between two questions.
const ASKED_EVERY: Duration = Duration::from_millis(50);

/// The lock of the first, kept until the program ends.
static FIRST: OnceLock<File> = OnceLock::new();

/// The interface that the plugin serves. Source: tauri-plugin-single-instance 2, `platform_impl/linux.rs`.
const INTERFACE: &str = "org.SingleInstance.DBus";

/// Hands this start's words to the program that runs already; `false` when this one is the first, or nobody can say.
///
/// `id` names the program on the desktop's bus, `lock` is the file that the first one holds.
pub(crate) fn handed_over(id: &str, lock: &Path) -> bool {
    let Ok(name) = WellKnownName::try_from(format!("{id}.SingleInstance")) else {
        return false;
    };
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match tell(&name) {
            Told::Taken => return true,
            Told::NoBus => return false,
            Told::Nobody => {}
        }
        match claim(lock) {
            Claim::Ours(file) => {
                let _ = FIRST.set(file);
                return false;
            }
            Claim::Unknown => return false,
            Claim::Others => std::thread::sleep(ASKED_EVERY),
        }
    }
    // Somebody holds the folder and is not on this bus: the window says so.
    false
}

/// What became of this start's words.
enum Told {
    /// Another program has them.
    Taken,
    /// Nobody answers, or not yet.
    Nobody,
    /// There is nowhere to ask.
    NoBus,
}

fn tell(name: &WellKnownName<'_>) -> Told {
    let bus = connection::Builder::session()
        .and_then(|builder| builder.method_timeout(ANSWERS_WITHIN).build());
    let Ok(bus) = bus else {
        return Told::NoBus;
    };
    match ask(&bus, name) {
        Ok(true) => Told::Taken,
        Ok(false) => Told::Nobody,
        Err(error) => {
            tracing::info!(%error, "The program that runs did not take this start over yet.");
            Told::Nobody
        }
    }
}

fn ask(bus: &zbus::blocking::Connection, name: &WellKnownName<'_>) -> zbus::Result<bool> {
    if !DBusProxy::new(bus)?.name_has_owner(name.clone().into())? {
        return Ok(false);
    }
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let words: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let folder = std::env::current_dir().unwrap_or_default();
    let body = (words, folder.to_string_lossy().into_owned());
    let destination = Some(name.clone());
    bus.call_method(
        destination,
        path.as_str(),
        Some(INTERFACE),
        "ExecuteCallback",
        &body,
    )?;
    Ok(true)
}

/// Who holds the lock.
enum Claim {
    /// This start, from now on.
    Ours(File),
    /// Another program.
    Others,
    /// There is no place for it.
    Unknown,
}

fn claim(lock: &Path) -> Claim {
    let folder = lock.parent().map_or(Ok(()), std::fs::create_dir_all);
    let file = folder.and_then(|()| {
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(lock)
    });
    let Ok(file) = file else {
        return Claim::Unknown;
    };
    match file.try_lock() {
        Ok(()) => Claim::Ours(file),
        Err(TryLockError::WouldBlock) => Claim::Others,
        Err(TryLockError::Error(_)) => Claim::Unknown,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_the_first_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("data/first.lock");
        let Claim::Ours(first) = claim(&lock) else {
            panic!("nobody else is there");
        };
        assert!(matches!(claim(&lock), Claim::Others));
        drop(first);
        assert!(matches!(claim(&lock), Claim::Ours(_)));
        // A file where the folder should be.
        assert!(matches!(claim(&lock.join("below")), Claim::Unknown));
    }
}
