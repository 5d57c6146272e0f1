//! The day's writes from the card: archive, notes, tags.

use fulcrum_domain::ids::{ArchiveReasonId, IntentId, OpportunityId};
use fulcrum_domain::vendor::Vendor;
use serde::{Deserialize, Serialize};

/// What archiving would mean, asked before it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveQuestion {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name.
    pub name: String,
    /// What stays open with the vendors and nobody calls off.
    pub left_open: Vec<LeftOpenLine>,
    /// Reasons in use, by name; those that mark as hired last.
    pub reasons: Vec<ArchiveReasonChoice>,
    /// Seconds it would be held; 0: written at once, and can be taken back.
    pub hold_seconds: u32,
}

/// Something that goes on after the candidate is archived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOpenLine {
    /// Vendor.
    pub vendor: Vendor,
    /// From 1.
    pub round: u32,
    /// `interview_booked`, `interview_runs`, `feedback_missing`, `slots_given`, `slots_wanted`, `invite_open`, `may_invite`.
    pub what: String,
    /// When the interview begins, ms, where that is known.
    pub at_ms: Option<i64>,
}

/// A reason to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveReasonChoice {
    /// Reason.
    pub id: ArchiveReasonId,
    /// Its name in Lever.
    pub text: String,
    /// Lever counts the candidate as hired.
    pub hired: bool,
}

/// A wish that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its intent.
    pub intent: IntentId,
    /// How far it is.
    pub state: WrittenState,
    /// Leaves at, ms (while held).
    pub hold_until_ms: Option<i64>,
}

/// How far a wish is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenState {
    /// Lever has it.
    Done,
    /// It was so already; nothing was written.
    Already,
    /// Held; can be undone.
    Held,
    /// Lever gave no answer yet; it leaves by itself, once.
    Waiting,
}

/// What writing a note starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteDesk {
    /// What was begun and not sent.
    pub draft: NoteDraft,
    /// Who can be mentioned.
    pub people: Vec<MentionChoice>,
}

/// A note that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteDraft {
    /// As typed.
    #[serde(default)]
    pub text: String,
    /// Hidden from those who may not see secret notes.
    #[serde(default)]
    pub secret: bool,
}

/// Somebody who can be mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionChoice {
    /// Written after the `@`.
    pub username: String,
    /// Full name.
    pub name: String,
}
