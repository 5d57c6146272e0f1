//! The mark of a wipe that has begun. It is the first thing that is written and the last that goes, so that a wipe that was cut
//! short is ended by the next start.

use std::io::Write as _;
use std::path::Path;

use fulcrum_cache::desk::Export;
use serde::{Deserialize, Serialize};

/// What the next start needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marker {
    /// Begun, ms.
    pub(super) began_ms: i64,
    /// Files elsewhere that go too: after the desk, nobody knows of them any more. Their names say no candidate's.
    pub(super) saved: Vec<Export>,
}

impl Marker {
    /// Writes it, and waits until the disk has it. No folder, no mark: there is nothing to remove.
    pub(super) fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut marker = self.clone();
        for file in &mut marker.saved {
            file.opportunities.clear();
        }
        let text = serde_json::to_vec(&marker)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(&text)?;
        file.sync_all()
    }

    /// A mark that was cut short while it was written still says that something had begun.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let text = std::fs::read(path).ok()?;
        Some(serde_json::from_slice(&text).unwrap_or(Self {
            began_ms: 0,
            saved: Vec::new(),
        }))
    }
}
