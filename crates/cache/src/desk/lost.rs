//! What was pending when the seat's own file was lost: named on the new file until the person has seen it.

use fulcrum_domain::ids::OpportunityId;
use serde::{Deserialize, Serialize};

use super::intent::IntentState;
use super::pending::{Pending, pending};
use super::{Desk, DeskReader, DeskTx};
use crate::change::Cause;
use crate::error::Error;
use crate::open::{OpenOptions, Opened, Recovered, beside};
use crate::store::Store;

/// Row of the preferences.
const LOST: &str = "lost";

/// What became of an intent whose end the backup had not seen.
const SETTLED: &str = "settled_before_restoring";

/// What an unreadable file took with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The backup took the file's place; otherwise a new one was begun.
    pub restored: bool,
    /// Open intents that are not in the file any more.
    pub moves: Vec<Pending>,
}

impl DeskReader<'_> {
    /// What was lost, until it is forgotten.
    ///
    /// # Errors
    /// Storage codes.
    pub fn lost(&self) -> Result<Option<Lost>, Error> {
        Ok(self.preference::<Option<Lost>>(LOST)?.flatten())
    }
}

impl DeskTx<'_> {
    /// Keeps or forgets what was lost.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_lost(&mut self, lost: Option<&Lost>) -> Result<(), Error> {
        self.set_preference(LOST, &lost)
    }

    pub(super) fn forget_lost(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        let Some(mut lost) = self.lost()? else {
            return Ok(());
        };
        let before = lost.moves.len();
        lost.moves.retain(|entry| !ids.contains(&entry.opportunity));
        if lost.moves.len() < before {
            self.set_lost(Some(&lost))?;
        }
        Ok(())
    }
}

/// Compares a restored file with the list beside it: what the backup had not seen is kept as lost, and what was settled
/// since the backup is closed, so that nobody is asked about it again.
pub(super) fn after_restoring(opened: &Opened<Desk>, options: &OpenOptions) -> Result<(), Error> {
    if opened.recovered != Recovered::FromBackup {
        return Ok(());
    }
    let listed = beside(&options.path, ".pending").exists();
    // A list that cannot be understood names nobody; the backup is worth having all the same.
    let open = pending(&options.path).unwrap_or_default();
    opened.store.write_blocking(Cause::Person, move |tx| {
        let here = tx.open_intents()?;
        if listed {
            for intent in &here {
                if !open.iter().any(|entry| entry.intent == intent.id) {
                    tx.close_intent(&intent.id, IntentState::Cancelled, Some(SETTLED.to_owned()))?;
                }
            }
        }
        let missing = open
            .into_iter()
            .filter(|entry| !here.iter().any(|intent| intent.id == entry.intent));
        tx.set_lost(Some(&Lost {
            restored: true,
            moves: missing.collect(),
        }))
    })
}

impl Store<Desk> {
    /// Begins a new file in the place of one that cannot be read, which is set aside, never deleted. What was pending in it
    /// is named in [`Lost`].
    ///
    /// # Errors
    /// As [`Store::open_desk`].
    pub fn begin_anew(options: &OpenOptions) -> Result<Opened<Desk>, Error> {
        let lost = Lost {
            restored: false,
            moves: pending(&options.path).unwrap_or_default(),
        };
        super::set_aside(&options.path)?;
        let opened = Self::open_desk(options)?;
        opened
            .store
            .write_blocking(Cause::Person, move |tx| tx.set_lost(Some(&lost)))?;
        Ok(opened)
    }
}
