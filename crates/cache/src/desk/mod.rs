//! The file that only this seat has: what was asked for and not settled, what was told, how the seat is set up.

mod backup;
mod erase;
mod export;
mod intent;
mod letting_go;
mod lost;
mod pending;
mod table;
mod tag_write;

pub use backup::set_aside;
pub use erase::WATCHED;
pub use export::Export;
pub use intent::{Base, ContactEdit, Intent, IntentKind, IntentState, Step, StepKind, StepState};
pub use lost::Lost;
pub use pending::{Pending, pending};
pub use table::{
    Batch, BatchState, DoneItem, DraftKind, DriftRow, FirstSeen, InboxMarks, KeptFlowTime,
    SavedView, Seat, WaitingNotice,
};

pub use tag_write::{
    Change, OnTags, TAG_PROOF, TagProof, TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState,
};

use crate::change::Kind;
use crate::error::Error;
use crate::handle::{DatabaseFile, Reader, Tx};
use crate::open::{OpenOptions, Opened};
use crate::store::{Place, Store};

/// Marks a store of the seat's own file.
#[derive(Clone, Copy, Debug)]
pub struct Desk;

/// Reads of the desk.
pub type DeskReader<'a> = Reader<'a, Desk>;
/// Writes of the desk.
pub type DeskTx<'a> = Tx<'a, Desk>;

impl DatabaseFile for Desk {
    const NAME: &'static str = "desk";
    const REBUILDABLE: bool = false;

    fn migrations() -> &'static [&'static [&'static str]] {
        &[
            table::V1,
            table::V2,
            table::V3,
            table::V4,
            table::V5,
            table::V6,
            table::V7,
        ]
    }

    /// The list beside the file is written first: were it to fail after the commit, an intent would be reported as
    /// refused and carried out all the same. One line too many is harmless and gone with the next write.
    fn before_commit(place: &Place, tx: &Tx<'_, Self>) -> Result<(), Error> {
        if tx.changes.kinds.contains(&Kind::Intent) {
            pending::write(&place.path, &tx.open_intents()?)?;
        }
        Ok(())
    }
}

impl Store<Desk> {
    /// Opens or creates the desk. A damaged file is replaced by its verified backup when the options say so.
    ///
    /// With `WrongKey` (a lost keyring), [`pending`] still names what was under way and [`set_aside`] makes room for a
    /// new file.
    ///
    /// # Errors
    /// `Newer`, `WrongKey`, `Corrupt` (no usable backup, or [`crate::OnDamage::Refuse`]), `ReadOnly`, `DiskFull`,
    /// `Locked`, `Io`.
    pub fn open_desk(options: &OpenOptions) -> Result<Opened<Desk>, Error> {
        let opened = crate::open::open(options, backup::restore)?;
        lost::after_restoring(&opened, options)?;
        Ok(opened)
    }

    /// Copies the desk to `<file>.bak`: the copy is opened with the same key and checked whole before it takes the
    /// earlier backup's place.
    ///
    /// # Errors
    /// Storage codes; the earlier backup is then still there.
    pub async fn backup(&self) -> Result<(), Error> {
        self.on_writer(backup::take).await
    }
}
