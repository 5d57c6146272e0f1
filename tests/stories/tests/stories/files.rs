//! The app's encrypted files, read by a program that has the person's keyring.

use std::path::PathBuf;

use fulcrum_stories::desktop::Desktop;
use fulcrum_stories::error::{Error, Result};
use rusqlite::Connection;

/// The rebuildable file and the seat's own.
pub(crate) const BOTH: [&str; 2] = ["cache", "desk"];

/// Where a file of the training company lies.
pub(crate) fn path(desktop: &Desktop, name: &str) -> PathBuf {
    desktop.home().join(format!("data/training/{name}.db"))
}

/// The key of a file, 64 hex digits, as the app put it into the keyring.
pub(crate) async fn key(desktop: &Desktop, name: &str) -> Result<String> {
    let key = desktop.kept_secret(&format!("training/{name}-key")).await?;
    String::from_utf8(key).map_err(|_| Error::Wrong(format!("the key of {name} is no text")))
}

/// Opens a file with its key.
pub(crate) async fn open(desktop: &Desktop, name: &str) -> Result<Connection> {
    let key = key(desktop, name).await?;
    let file = Connection::open(path(desktop, name)).map_err(wrong)?;
    file.pragma_update(None, "key", format!("x'{key}'"))
        .map_err(wrong)?;
    Ok(file)
}

/// Moves everything from the log beside a file into the file.
pub(crate) async fn fold(desktop: &Desktop, name: &str) {
    let busy = count(desktop, name, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    assert_eq!(busy.unwrap(), 0, "{name} is still in use");
}

/// A number that a file answers to a question.
pub(crate) async fn count(desktop: &Desktop, name: &str, question: &str) -> Result<i64> {
    let file = open(desktop, name).await?;
    file.query_row(question, [], |row| row.get(0))
        .map_err(wrong)
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
fn wrong(error: rusqlite::Error) -> Error {
    Error::Wrong(error.to_string())
}

/// Every page of both files can be decrypted, and what stands in them fits together.
pub(crate) async fn assert_whole(desktop: &Desktop) {
    for name in BOTH {
        let file = open(desktop, name).await.unwrap();
        let answers = |question: &str| -> Vec<String> {
            let mut asked = file.prepare(question).unwrap();
            let rows = asked.query_map([], |row| row.get(0)).unwrap();
            rows.map(|row| row.unwrap()).collect()
        };
        // Names a page whose own checksum is wrong; none, nothing.
        assert_eq!(answers("PRAGMA cipher_integrity_check"), [""; 0], "{name}");
        assert_eq!(answers("PRAGMA integrity_check"), ["ok"], "{name}");
    }
}
