//! One file per table: its statements, its row type, its reads and writes.

mod archive_reason;
mod evidence;
mod interview;
mod journal;
mod journey;
mod note;
mod opportunity;
mod opportunity_tag;
mod posting;
pub(crate) mod search;
mod shown;
mod stage;
mod sync_state;
pub(crate) mod tally;
mod user;
mod vendor_answer;

pub use journal::JournalRow;
pub use journey::{JourneyChange, JourneySummary};
pub(crate) use journey::{actor_word, state_word, vendor_of, vendor_word};
pub use opportunity::{ContactPatch, MutationPatch, UpsertedOpportunity};
pub use opportunity_tag::TagRow;
pub use vendor_answer::VendorAnswer;

/// Statements of the first schema version, parents before children.
pub(crate) const V1: &[&str] = &[
    opportunity::V1,
    opportunity_tag::V1,
    posting::V1,
    stage::V1,
    user::V1,
    archive_reason::V1,
    note::V1,
    interview::V1,
    evidence::V1,
    journey::V1,
    vendor_answer::V1,
    sync_state::V1,
    journal::V1,
    search::V1,
];

/// Statements of the second schema version.
pub(crate) const V2: &[&str] = &[journey::V2];

/// Statements of the third schema version.
pub(crate) const V3: &[&str] = &[tally::V3, search::V3];

/// Statements of the fourth schema version.
pub(crate) const V4: &[&str] = &[shown::V4];
