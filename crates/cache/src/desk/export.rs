//! Files that were written for the person at this seat and are about somebody: calendars, reports, recordings. They go when
//! that somebody is erased.

use std::path::{Path, PathBuf};

use fulcrum_domain::ids::OpportunityId;
use serde::{Deserialize, Serialize};

use super::{DeskReader, DeskTx};
use crate::error::Error;

/// Row of the preferences.
const EXPORTS: &str = "exports";

/// A file, and whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Where it was written.
    pub path: PathBuf,
    /// Its length when it was written. Another length means another file: somebody changed or replaced it.
    pub bytes: u64,
    /// Whom it is about.
    pub opportunities: Vec<OpportunityId>,
}

impl Export {
    fn is_about(&self, ids: &[OpportunityId]) -> bool {
        self.opportunities.iter().any(|one| ids.contains(one))
    }

    /// Deletes the file, if it is still the one that was written. A file that cannot be deleted is no reason to keep the
    /// rest.
    fn delete(&self) {
        let same = std::fs::metadata(&self.path).is_ok_and(|file| file.len() == self.bytes);
        if same && let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(kind = ?error.kind(), "A file about an erased person could not be deleted.");
        }
    }
}

impl DeskReader<'_> {
    /// Files that are known, oldest first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn exports(&self) -> Result<Vec<Export>, Error> {
        Ok(self.preference(EXPORTS)?.unwrap_or_default())
    }
}

impl DeskTx<'_> {
    /// Remembers a file. Those that are gone by now are forgotten.
    ///
    /// # Errors
    /// Storage codes.
    pub fn add_export(&mut self, export: Export) -> Result<(), Error> {
        let mut known = self.exports()?;
        known.retain(|one| one.path != export.path && Path::exists(&one.path));
        known.push(export);
        self.set_preference(EXPORTS, &known)
    }

    /// Deletes the files about somebody, and forgets them.
    pub(super) fn delete_exports(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        let (about, others): (Vec<_>, Vec<_>) = self
            .exports()?
            .into_iter()
            .partition(|export| export.is_about(ids));
        if about.is_empty() {
            return Ok(());
        }
        for export in &about {
            export.delete();
        }
        self.set_preference(EXPORTS, &others)
    }
}
