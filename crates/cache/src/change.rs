//! What one write changed: handed to the subscriber after the commit, and kept as a journal without personal data.

use std::collections::BTreeSet;

use fulcrum_domain::ids::{OpportunityId, StageId};
use serde::{Deserialize, Serialize};

/// Who caused a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Reading from Lever or a vendor.
    Sync,
    /// Carrying out an intent.
    Push,
    /// A person at this seat.
    Person,
    /// Time passed.
    Clock,
    /// Something was deleted or made anonymous at its source.
    Erasure,
}

impl Cause {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Push => "push",
            Self::Person => "person",
            Self::Clock => "clock",
            Self::Erasure => "erasure",
        }
    }
}

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An opportunity's own fields, tags or contact.
    Opportunity,
    /// An opportunity is gone.
    Erased,
    /// A posting.
    Posting,
    /// The pipeline's stages.
    Stage,
    /// Users.
    User,
    /// Archive reasons.
    ArchiveReason,
    /// Notes of an opportunity.
    Note,
    /// Interviews of an opportunity.
    Interview,
    /// Evidence of an opportunity.
    Evidence,
    /// Journeys of an opportunity.
    Journey,
    /// A vendor's answer about an opportunity.
    VendorAnswer,
    /// Watermarks and cursors.
    SyncState,
    /// Intents (desk).
    Intent,
    /// The notice ledger (desk).
    Notice,
    /// First-seen marks (desk).
    FirstSeen,
    /// Marks of the inbox (desk).
    Inbox,
    /// Tags of postings that are being changed (desk).
    TagWrite,
    /// What calendars were told (desk).
    Calendar,
    /// Saved views (desk).
    SavedView,
    /// Dry runs (desk).
    DryRun,
    /// How things were, and what changed (desk).
    Health,
    /// Preferences (desk).
    Preference,
    /// Vendor set-ups (desk).
    Setup,
    /// The seat (desk).
    Seat,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Opportunity => "opportunity",
            Self::Erased => "erased",
            Self::Posting => "posting",
            Self::Stage => "stage",
            Self::User => "user",
            Self::ArchiveReason => "archive_reason",
            Self::Note => "note",
            Self::Interview => "interview",
            Self::Evidence => "evidence",
            Self::Journey => "journey",
            Self::VendorAnswer => "vendor_answer",
            Self::SyncState => "sync_state",
            Self::Intent => "intent",
            Self::Notice => "notice",
            Self::FirstSeen => "first_seen",
            Self::Inbox => "inbox",
            Self::TagWrite => "tag_write",
            Self::Calendar => "calendar",
            Self::SavedView => "saved_view",
            Self::DryRun => "dry_run",
            Self::Health => "health",
            Self::Preference => "preference",
            Self::Setup => "setup",
            Self::Seat => "seat",
        }
    }
}

/// Everything one committed transaction changed. Ids only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// Who caused it.
    pub cause: Cause,
    /// Opportunities whose card or panel may look different now.
    pub opportunities: BTreeSet<OpportunityId>,
    /// Stages whose column may look different now: left and entered ones.
    pub stages: BTreeSet<StageId>,
    /// Kinds of things that changed.
    pub kinds: BTreeSet<Kind>,
}

impl ChangeSet {
    pub(crate) fn new(cause: Cause) -> Self {
        Self {
            cause,
            opportunities: BTreeSet::new(),
            stages: BTreeSet::new(),
            kinds: BTreeSet::new(),
        }
    }

    /// Nothing changed.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}
