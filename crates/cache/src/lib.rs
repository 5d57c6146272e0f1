//! What this machine keeps, encrypted: two files, each with its own key.
//!
//! `cache` holds what Lever and the vendors can give again; lost or broken, it is rebuilt. `desk` holds what only this
//! seat knows (intents, the notice ledger, first-seen times, set-up); it is backed up, and an id-only list beside it
//! names what was pending even when its key is gone. No transaction spans both: the optimistic picture of a move is
//! computed from open intents when a column is read (see [`query::Overlay`]).
//!
//! Work goes through a [`Store`]: one writer, a few `query_only` readers, or all of it inline in simulation.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod cache;
pub mod change;
pub mod desk;
mod error;
mod handle;
mod migration;
mod open;
mod store;
#[cfg(test)]
mod tests;
mod worker;

pub use cache::query;
pub use cache::table::{
    ContactPatch, JournalRow, JourneyChange, JourneySummary, MutationPatch, TagRow,
    UpsertedOpportunity, VendorAnswer,
};
pub use cache::{Cache, CacheReader, CacheTx};
pub use change::{Cause, ChangeSet, Kind};
pub use desk::{Desk, DeskReader, DeskTx};
pub use error::{Code, Error};
pub use handle::{DatabaseFile, Reader, Tx};
pub use open::{OnDamage, OpenOptions, Opened, Recovered};
pub use store::Store;
pub use worker::Threads;
