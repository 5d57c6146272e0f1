//! One error type with a code. Nobody matches on text, and no text here holds anything a table holds.

use rusqlite::ErrorCode;

/// What went wrong, as far as a caller can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The file was written by a newer Fulcrum; it was not touched.
    Newer {
        /// Schema version in the file.
        found: i32,
        /// Newest schema version this build knows.
        known: i32,
    },
    /// The file is damaged. The cache can be rebuilt, the desk restored from its backup.
    Corrupt,
    /// The key does not open the file.
    WrongKey,
    /// No room left on the disk.
    DiskFull,
    /// The file or its folder cannot be written.
    ReadOnly,
    /// Another process holds the file.
    Locked,
    /// Anything else the operating system said.
    Io,
    /// The store has been closed.
    Closed,
    /// A statement or a stored value that this build itself got wrong.
    Internal,
}

impl Code {
    /// Stable word for logs and the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newer { .. } => "newer",
            Self::Corrupt => "corrupt",
            Self::WrongKey => "wrong_key",
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::Locked => "locked",
            Self::Io => "io",
            Self::Closed => "closed",
            Self::Internal => "internal",
        }
    }
}

/// A failed storage operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{during}: {}{}", code.as_str(), detail(*sqlite))]
pub struct Error {
    code: Code,
    during: &'static str,
    sqlite: Option<i32>,
}

fn detail(sqlite: Option<i32>) -> String {
    sqlite
        .map(|extended| format!(" (SQLite {extended})"))
        .unwrap_or_default()
}

impl Error {
    pub(crate) fn new(code: Code, during: &'static str) -> Self {
        Self {
            code,
            during,
            sqlite: None,
        }
    }

    pub(crate) fn closed() -> Self {
        Self::new(Code::Closed, "Reaching the store")
    }

    /// What a caller can act on.
    pub fn code(&self) -> Code {
        self.code
    }

    /// SQLite's extended result code, for diagnostics.
    pub fn sqlite_code(&self) -> Option<i32> {
        self.sqlite
    }
}

/// Names the step that failed. SQLite's own message is dropped on purpose: it can quote values.
pub(crate) trait During<T> {
    fn during(self, step: &'static str) -> Result<T, Error>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, step: &'static str) -> Result<T, Error> {
        self.map_err(|error| {
            let (code, sqlite) = classify(&error);
            Error {
                code,
                during: step,
                sqlite,
            }
        })
    }
}

impl<T> During<T> for serde_json::Result<T> {
    fn during(self, step: &'static str) -> Result<T, Error> {
        // Only values that this crate wrote are parsed: one that cannot be read back is damage.
        self.map_err(|_| Error::new(Code::Corrupt, step))
    }
}

impl<T> During<T> for std::io::Result<T> {
    fn during(self, step: &'static str) -> Result<T, Error> {
        self.map_err(|error| Error::new(classify_io(&error), step))
    }
}

fn classify_io(error: &std::io::Error) -> Code {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Code::ReadOnly,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Code::DiskFull,
        _ => Code::Io,
    }
}

fn classify(error: &rusqlite::Error) -> (Code, Option<i32>) {
    let rusqlite::Error::SqliteFailure(failure, _) = error else {
        return match error {
            rusqlite::Error::FromSqlConversionFailure(..) => (Code::Corrupt, None),
            _ => (Code::Internal, None),
        };
    };
    let code = match failure.code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Code::Corrupt,
        ErrorCode::DiskFull => Code::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Code::ReadOnly,
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::FileLockingProtocolFailed => Code::Locked,
        ErrorCode::OperationInterrupted => Code::Closed,
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::OutOfMemory => Code::Io,
        _ => Code::Internal,
    };
    (code, Some(failure.extended_code))
}
