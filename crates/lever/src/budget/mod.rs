//! The share of Lever's request rate that this seat allows itself, and who goes first within it.

mod bucket;
mod gate;

pub use bucket::Bucket;
pub use gate::{Budget, BudgetSettings, BudgetState};

/// Who is waiting, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// A person pressed something: a move, a note, a fix.
    Person,
    /// What is on the screen now.
    Screen,
    /// Candidates between a move and the vendor's answer.
    Inflight,
    /// The regular question what has changed.
    Delta,
    /// The first reading of the whole account.
    Backfill,
    /// Slow comparison of what is here with what is there.
    Reconcile,
}
