//! One program per folder. The desktop's bus keeps a second window away, where there is a bus; two engines on one desk would
//! each send what is held there, so the folder itself is held too. The system lets go of it when the program ends, however
//! that happens.

use std::fs::{File, OpenOptions, TryLockError};
use std::sync::PoisonError;

use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::view::Problem;

/// Bytes without which there is no use in beginning.
const ROOM: usize = 64 * 1024;

impl App {
    /// Holds this account's folder until the program ends. `false`: it is held already, which is as good.
    ///
    /// # Errors
    /// `Busy` while another program holds it; `ReadOnly` or `DiskFull`.
    pub(crate) fn hold_folder(&self) -> Result<bool, Problem> {
        let mut held = self
            .inner
            .held_folder
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if held.is_some() {
            return Ok(false);
        }
        // Beside the folder, since disconnecting removes what is in it.
        let path = self.folder().with_extension("lock");
        let file = open(&path).map_err(|error| failure::folder(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Trouble::Busy.into()),
            // A file system without locks is no reason not to work.
            Err(TryLockError::Error(error)) => {
                tracing::warn!(kind = ?error.kind(), "The data folder could not be locked.");
            }
        }
        *held = Some(file);
        Ok(true)
    }

    /// Whether this program holds the folder.
    pub(crate) fn holds_folder(&self) -> bool {
        let held = self.inner.held_folder.lock();
        held.unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Lets go of the folder.
    pub(crate) fn release_folder(&self) {
        let mut held = self
            .inner
            .held_folder
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *held = None;
    }
}

/// Whether something can be written there: a full disk is better named before the keyring, which has to write as well and
/// cannot say why it did not.
pub(super) fn has_room(folder: &std::path::Path) -> Result<(), Problem> {
    let probe = folder.join("room");
    let written = std::fs::write(&probe, [0; ROOM]);
    let removed = std::fs::remove_file(&probe);
    written
        .and(removed)
        .map_err(|error| failure::folder(&error).into())
}

fn open(path: &std::path::Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
