//! How the set-up stands: the steps an admin takes, and how well each thing in them is known.

mod drift;
mod mark;
mod rules;
#[cfg(test)]
mod tests;

pub use drift::{Baseline, Fact, Happened, Kept, OpenDrift, watch};
pub use mark::{Difference, Mark};
pub use rules::{CROWDED_AFTER, clock, crowd, grant, silence};

use serde::{Deserialize, Serialize};

/// A step of the set-up, in the order in which an admin takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The key or grant, what it may do, the clock, the share of requests.
    Connect,
    /// The vendors' stages in Lever's pipeline.
    Stages,
    /// Whether the vendors hear of a move.
    Webhooks,
    /// myInterview's templates.
    Templates,
    /// JobTwine's jobs and rounds.
    Rounds,
    /// The tags that share a posting with a vendor.
    Postings,
    /// A test candidate through the whole chain.
    DryRun,
}

impl Step {
    /// All seven, in order.
    pub const ALL: [Self; 7] = [
        Self::Connect,
        Self::Stages,
        Self::Webhooks,
        Self::Templates,
        Self::Rounds,
        Self::Postings,
        Self::DryRun,
    ];
}

/// How a thing is known, from the best to the worst: the worst of its parts is the standing of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Looked at, and right.
    Verified,
    /// A vendor's reaction was seen, so it must have been right then.
    Observed,
    /// Somebody said so.
    Stated,
    /// Nothing lets it be looked at.
    Unverifiable,
    /// Nothing was decided yet.
    Todo,
    /// It works, but will not for long, or not everywhere.
    Warn,
    /// It does not work.
    Broken,
}

impl Standing {
    /// The standing of a whole with these parts; `None` without parts.
    pub fn worst(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts.into_iter().max()
    }

    /// Whether this is counted as a problem, on the badge and by the exit code of a check.
    pub const fn is_problem(self) -> bool {
        matches!(self, Self::Broken)
    }
}
