//! The app's encrypted files, read by a program that has the person's keyring.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::desktop::Desktop;
use crate::error::{Error, Result};

/// The rebuildable file and the seat's own.
pub const BOTH: [&str; 2] = ["cache", "desk"];

/// Where a file of the training company lies.
#[must_use]
pub fn path(desktop: &Desktop, name: &str) -> PathBuf {
    desktop.home().join(format!("data/training/{name}.db"))
}

/// The key of a file, 64 hex digits, as the app put it into the keyring.
///
/// # Errors
/// As [`Desktop::kept_secret`].
pub async fn key(desktop: &Desktop, name: &str) -> Result<String> {
    let key = desktop.kept_secret(&format!("training/{name}-key")).await?;
    String::from_utf8(key).map_err(|_| Error::Wrong(format!("the key of {name} is no text")))
}

/// Opens a file with its key.
///
/// # Errors
/// When there is no key, or the file cannot be opened.
pub async fn open(desktop: &Desktop, name: &str) -> Result<Connection> {
    open_at(&path(desktop, name), &key(desktop, name).await?)
}

fn open_at(path: &Path, key: &str) -> Result<Connection> {
    let file = Connection::open(path)?;
    file.pragma_update(None, "key", format!("x'{key}'"))?;
    Ok(file)
}

/// Moves everything from the log beside a file into the file.
///
/// # Errors
/// [`Error::Wrong`] while somebody else has the file open.
pub async fn fold(desktop: &Desktop, name: &str) -> Result<()> {
    let busy = count(desktop, name, "PRAGMA wal_checkpoint(TRUNCATE)").await?;
    crate::wait::hold(busy == 0, || format!("{name} is still in use"))
}

/// A number that a file answers to a question.
///
/// # Errors
/// When the file cannot be read.
pub async fn count(desktop: &Desktop, name: &str, question: &str) -> Result<i64> {
    let file = open(desktop, name).await?;
    Ok(file.query_row(question, [], |row| row.get(0))?)
}

/// What is damaged in a file: pages that cannot be decrypted, and what stands in them and does not fit together.
///
/// # Errors
/// When the file cannot be read at all.
pub fn damage(file: &Connection) -> Result<Vec<String>> {
    // Names a page whose own checksum is wrong; none, nothing.
    let mut found = answers(file, "PRAGMA cipher_integrity_check")?;
    found.extend(answers(file, "PRAGMA integrity_check")?);
    found.retain(|line| line != "ok");
    found.extend(answers(
        file,
        "SELECT 'a lone row of ' || \"table\" FROM pragma_foreign_key_check",
    )?);
    Ok(found)
}

/// What is damaged in both files.
///
/// # Errors
/// As [`damage`].
pub async fn damaged(desktop: &Desktop) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for name in BOTH {
        let here = damage(&open(desktop, name).await?)?;
        found.extend(here.into_iter().map(|line| format!("{name}: {line}")));
    }
    Ok(found)
}

/// The first column of every row that a file answers.
///
/// # Errors
/// When the file cannot be read.
pub fn answers(file: &Connection, question: &str) -> Result<Vec<String>> {
    let mut asked = file.prepare(question)?;
    let rows = asked.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Tables whose rows hold a word, for who looks for the cause of a trace.
///
/// # Errors
/// When the file cannot be read.
pub fn tables_with(file: &Connection, word: &str) -> Result<Vec<String>> {
    let columns = answers(
        file,
        "SELECT printf('SELECT ''%s'' FROM \"%w\" WHERE instr(lower(\"%w\"), lower(?1)) LIMIT 1', m.name, m.name, c.name)
         FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'",
    )?;
    let mut found: Vec<String> = Vec::new();
    for question in columns {
        // Tables of an index cannot be asked like others.
        if let Ok(name) = file.query_row(&question, [word], |row| row.get(0))
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    Ok(found)
}

/// A file as a dead program left it, with its log: opening it would mend it, which is the app's own work, so this is a copy.
#[derive(Debug)]
pub struct Copy {
    /// The copy, open.
    pub file: Connection,
    // Deleted after the file is closed.
    _folder: TempDir,
}

/// Copies a file of a program that has ended; `None` when there is none.
///
/// # Errors
/// When it cannot be copied or opened.
pub async fn copy(desktop: &Desktop, name: &str) -> Result<Option<Copy>> {
    let from = path(desktop, name);
    if !from.exists() {
        return Ok(None);
    }
    let folder = tempfile::tempdir()?;
    let to = folder.path().join("copy.db");
    std::fs::copy(&from, &to)?;
    let log = from.with_extension("db-wal");
    if log.exists() {
        std::fs::copy(&log, folder.path().join("copy.db-wal"))?;
    }
    let file = open_at(&to, &key(desktop, name).await?)?;
    Ok(Some(Copy {
        file,
        _folder: folder,
    }))
}
