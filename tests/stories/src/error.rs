//! Why a story could not go on, in a sentence for the person who reads the report.

/// A story's result.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a story could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program of the desktop, or the app, did not come up.
    #[error("{what} did not start: {cause}")]
    Start {
        /// The program.
        what: String,
        /// What was seen instead.
        cause: String,
    },
    /// Something that should have appeared did not.
    #[error("waited {seconds} s for {what}; last seen: {last}")]
    NotSeen {
        /// What should have appeared.
        what: String,
        /// How long it was waited for.
        seconds: u64,
        /// What was there instead.
        last: String,
    },
    /// Something is not as it should be, and waiting would not change it.
    #[error("{0}")]
    Wrong(String),
    /// The webview's driver refused.
    #[error("the window's driver: {0}")]
    Driver(#[from] fantoccini::error::CmdError),
    /// The sandbox's console did not answer as agreed.
    #[error("the sandbox's console: {0}")]
    Console(#[from] reqwest::Error),
    /// The keyring, asked on the session bus.
    #[error("the keyring: {0}")]
    Keyring(#[from] zbus::Error),
    /// One of the app's files.
    #[error("the app's file: {0}")]
    File(#[from] rusqlite::Error),
    /// A file or a child process.
    #[error("{0}")]
    System(#[from] std::io::Error),
}
