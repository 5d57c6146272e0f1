//! The desk's backup: one rolling copy that has been opened and checked before it replaces the one before.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::error::{Code, During, Error};
use crate::open::{Recovered, beside, connect, remove_file};
use crate::store::Place;

const PAGES_AT_ONCE: i32 = 1000;

fn backup_path(path: &Path) -> PathBuf {
    beside(path, ".bak")
}

pub(super) fn take(place: &Place, connection: &mut Connection) -> Result<(), Error> {
    let fresh = Place {
        path: beside(&place.path, ".bak.new"),
        key: place.key.clone(),
    };
    remove_file(&fresh.path)?;
    copy(connection, &fresh)?;
    verify(&fresh)?;
    std::fs::File::open(&fresh.path)
        .and_then(|file| file.sync_all())
        .during("Keeping the backup")?;
    std::fs::rename(&fresh.path, backup_path(&place.path)).during("Replacing the backup")
}

fn copy(from: &Connection, to: &Place) -> Result<(), Error> {
    let mut target = connect(to)?;
    Backup::new(from, &mut target)
        .and_then(|backup| backup.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None))
        .during("Copying the desk")?;
    // One file, without a log beside it, is what can be renamed safely.
    target
        .query_row("PRAGMA journal_mode = DELETE", [], |row| {
            row.get::<_, String>(0)
        })
        .during("Closing the copy")?;
    Ok(())
}

fn verify(place: &Place) -> Result<(), Error> {
    let copy = connect(place)?;
    let answer: String = copy
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .during("Checking the copy")?;
    if answer != "ok" {
        return Err(Error::new(Code::Corrupt, "Checking the copy"));
    }
    Ok(())
}

/// Puts the backup in the place of a damaged desk.
pub(super) fn restore(place: &Place) -> Result<Recovered, Error> {
    let backup = Place {
        path: backup_path(&place.path),
        key: place.key.clone(),
    };
    if !backup.path.exists() {
        return Err(Error::new(Code::Corrupt, "Looking for the desk's backup"));
    }
    verify(&backup)?;
    tracing::warn!("The desk is damaged and is restored from its backup.");
    let fresh = beside(&place.path, ".restored");
    std::fs::copy(&backup.path, &fresh).during("Copying the backup")?;
    remove_file(&place.path)?;
    std::fs::rename(&fresh, &place.path).during("Putting the backup in place")?;
    Ok(Recovered::FromBackup)
}

/// Moves a desk whose key is lost out of the way, to `<file>.lost`, with its backup; a new one can then be opened. The
/// pending list stays.
///
/// # Errors
/// `ReadOnly` or `Io`.
pub fn set_aside(path: &Path) -> Result<(), Error> {
    for (from, to) in [("", ".lost"), (".bak", ".bak.lost")] {
        match std::fs::rename(beside(path, from), beside(path, to)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).during("Setting the desk aside");
            }
            _ => {}
        }
    }
    remove_file(path)
}
