//! The dry run: a marked test candidate goes through the chain that real candidates will go through, and every link is ticked
//! by evidence.
//!
//! A run is confirmed by an admin, creates its candidate itself, and knows no other: what it moves and archives is a
//! [`TestCandidate`], and only an opportunity that bears the run's own mark is one. [`DryRun::next`] says what comes next; whoever
//! carries it out writes down what became of it, before and after, so that a run that was interrupted at any point goes on
//! where it was and creates nobody twice.

mod chain;
mod course;
mod mark;
mod proof;

pub use chain::{Certainty, ChainLink, Tick, broken_link};
pub use course::{Action, GO_ON_MS, ON_ITS_WAY_MS};
pub use mark::{NAME, SOURCE, TAG, TestCandidate, is_test, mark};
pub use proof::{FRESH_MS, Proof, Proven, proofs};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evidence::FailureCode;
use crate::ids::{ArchiveReasonId, DryRunId, IntentId, OpportunityId, PostingId, StageId, UserId};
use crate::preflight::FindingCode;
use crate::vendor::Vendor;

/// One dry run, from the admin's confirmation to the archived candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// Which.
    pub id: DryRunId,
    /// Where.
    pub posting: PostingId,
    /// What the candidate is archived with.
    pub reason: ArchiveReasonId,
    /// Who confirmed it.
    pub by: UserId,
    /// When, ms.
    pub confirmed_at_ms: i64,
    /// Where the vendors write to. Forgotten as soon as the candidate is in Lever, which has it then.
    pub address: Option<Address>,
    /// So long the candidate stays open after the last vendor has answered, ms; 0: not at all.
    pub keep_open_ms: i64,
    /// The candidate.
    pub create: Create,
    /// The vendors, in the order they are tried.
    pub legs: Vec<Leg>,
    /// Asked to stop at, ms.
    pub stop_at_ms: Option<i64>,
    /// The end of the candidate.
    pub archive: Archive,
    /// Nothing more happens since, ms.
    pub ended_at_ms: Option<i64>,
}

/// Where the vendors write to: the admin's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// E-mail.
    pub email: String,
    /// Phone as typed.
    pub phone: Option<String>,
}

/// How far the candidate is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Create {
    /// Nothing was sent, or what was sent certainly did not arrive.
    Wanted,
    /// Handed to Lever; no answer yet. Written down before it leaves.
    Sent {
        /// When, ms.
        at_ms: i64,
        /// Since when it was looked for in vain, ms.
        in_vain_since_ms: Option<i64>,
    },
    /// In Lever.
    There {
        /// As whom.
        opportunity: OpportunityId,
        /// Since when, as far as this seat knows, ms.
        at_ms: i64,
        /// The answer got lost, and the candidate was found by its mark.
        found: bool,
    },
    /// It cannot be created.
    Impossible {
        /// Why.
        cause: Cause,
        /// When that was known, ms.
        at_ms: i64,
    },
    /// It was deleted in Lever, or its data was removed.
    Gone,
}

/// One vendor's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The vendor.
    pub vendor: Vendor,
    /// Its trigger stage when the run was confirmed.
    pub stage: StageId,
    /// The check found a block, and the admin wants the vendor's own answer all the same.
    pub although_blocked: bool,
    /// The move into the stage.
    pub moved: Move,
    /// Links that evidence has ticked. What is ticked stays ticked.
    pub ticks: BTreeMap<ChainLink, Tick>,
    /// How it ended.
    pub end: Option<LegEnd>,
}

/// How far a move is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Move {
    /// Not asked for.
    Wanted,
    /// Asked for.
    Asked {
        /// As what.
        intent: IntentId,
    },
    /// Confirmed.
    Done {
        /// When it was confirmed here, ms.
        at_ms: i64,
    },
}

/// How a vendor's part ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum LegEnd {
    /// The vendor invited the candidate.
    Passed {
        /// When that was seen, ms.
        at_ms: i64,
    },
    /// A link did not come.
    Broken {
        /// Which.
        link: ChainLink,
        /// Why.
        cause: Cause,
        /// When that was known, ms.
        at_ms: i64,
    },
    /// The run was stopped before the end; nothing was found out.
    Cut,
}

/// How far the archiving is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Archive {
    /// Not asked for.
    Wanted,
    /// Asked for.
    Asked {
        /// As what.
        intent: IntentId,
    },
    /// In the archive.
    Done {
        /// When that was known, ms.
        at_ms: i64,
    },
    /// It could not be archived.
    Impossible {
        /// Why.
        cause: Cause,
    },
}

/// Why a link did not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// The check before a move found it.
    Finding {
        /// What.
        code: FindingCode,
        /// What it is about, as in [`Finding`](crate::preflight::Finding).
        subject: Option<String>,
        /// What would be right.
        suggestion: Option<String>,
    },
    /// The vendor said so.
    Failure {
        /// What.
        code: FailureCode,
    },
    /// The vendor waits for its job's rounds.
    AwaitingRounds,
    /// No sign of the vendor at all: most often it is not told.
    Silent,
    /// The vendor wrote something, and no invitation.
    NoInvitation,
    /// A note of the vendor that nobody can read, and no invitation.
    UnreadNote,
    /// The address belongs to somebody in Lever.
    AddressTaken,
    /// Somebody moved the candidate elsewhere.
    MovedElsewhere,
    /// Somebody archived the candidate.
    ArchivedMeanwhile,
    /// Somebody let go of the move at this seat.
    LetGo,
    /// The key lacks the permission.
    Forbidden {
        /// Which, as `opportunities:write`.
        permission: String,
    },
    /// Lever refused.
    Refused {
        /// Its word.
        code: String,
    },
    /// The candidate is gone from Lever.
    Gone,
}

impl DryRun {
    /// The candidate's id, once Lever has it.
    pub fn opportunity(&self) -> Option<&OpportunityId> {
        match &self.create {
            Create::There { opportunity, .. } => Some(opportunity),
            _ => None,
        }
    }

    /// Still under way.
    pub fn is_open(&self) -> bool {
        self.ended_at_ms.is_none()
    }
}

impl Leg {
    /// A vendor's part before it begins.
    pub fn new(vendor: Vendor, stage: StageId, although_blocked: bool) -> Self {
        Self {
            vendor,
            stage,
            although_blocked,
            moved: Move::Wanted,
            ticks: BTreeMap::new(),
            end: None,
        }
    }

    /// Ends it as broken.
    pub fn break_at(&mut self, link: ChainLink, cause: Cause, at_ms: i64) {
        self.end
            .get_or_insert(LegEnd::Broken { link, cause, at_ms });
    }
}

#[cfg(test)]
mod tests;
