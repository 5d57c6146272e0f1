//! An intent: something a person asked for, kept until Lever has confirmed it or the person has let it go.

use fulcrum_domain::ids::{
    ArchiveReasonId, ContactId, IntentId, NoteId, OpportunityId, PostingId, StageId,
};
use fulcrum_domain::preflight::FindingCode;
use serde::{Deserialize, Serialize};

/// Something asked for and how far it got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Ours.
    pub id: IntentId,
    /// What kind of wish.
    pub kind: IntentKind,
    /// The opportunity it is about.
    pub opportunity: OpportunityId,
    /// The posting it is about, where one is.
    pub posting: Option<PostingId>,
    /// What has to be written to Lever, in order.
    pub steps: Vec<Step>,
    /// What the person saw when deciding.
    pub base: Base,
    /// Asked for, ms.
    pub created_at_ms: i64,
    /// Nothing is sent before, ms; `None`: no hold.
    pub hold_until_ms: Option<i64>,
    /// Not sent by itself after, ms; `None`: it contacts nobody and may wait.
    pub valid_until_ms: Option<i64>,
    /// The vendor would write to the candidate.
    pub contacts_candidate: bool,
    /// Blocking findings that the person has overridden.
    pub overridden: Vec<FindingCode>,
    /// Where it stands.
    pub state: IntentState,
    /// Why it ended or waits, as a stable word; `None` while it simply runs.
    pub outcome: Option<String>,
}

impl Intent {
    /// The first step that is not settled.
    pub fn next_step(&self) -> Option<(usize, &Step)> {
        self.steps
            .iter()
            .enumerate()
            .find(|(_, step)| !step.state.is_settled())
    }

    /// The stage the card is shown in while this intent is open: where its last unsettled move leads.
    pub fn target_stage(&self) -> Option<&StageId> {
        self.steps
            .iter()
            .rev()
            .filter(|step| !step.state.is_settled())
            .find_map(|step| match &step.kind {
                StepKind::SetStage { to } => Some(to),
                _ => None,
            })
    }

    /// Whether it will archive the opportunity (`true`) or take it out of the archive; `None` when it does neither, or
    /// has done it.
    pub fn archives(&self) -> Option<bool> {
        self.steps
            .iter()
            .filter(|step| !step.state.is_settled())
            .find_map(|step| match &step.kind {
                StepKind::SetArchived { reason } => Some(reason.is_some()),
                _ => None,
            })
    }
}

/// What kind of wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentKind {
    /// Into another stage.
    Move,
    /// Out through the neutral stage and back in, so that the vendor invites again.
    Resend,
    /// Correct the posting's tag, then resend.
    FixTagThenResend,
    /// Change a tag of a posting.
    PostingTag,
    /// Change a contact.
    Contact,
    /// Add a note, or take one back.
    Note,
    /// Archive, or take out of the archive.
    Archive,
    /// Add or remove a tag of a candidate.
    Tag,
}

/// Where an intent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentState {
    /// Held or on its way.
    Open,
    /// Past `valid_until`, or the world changed: waits for a fresh look by the person.
    NeedsReview,
    /// All steps are confirmed.
    Done,
    /// Lever refused a step.
    Failed,
    /// Let go by the person, or overtaken.
    Cancelled,
}

impl IntentState {
    /// Something may still happen.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::NeedsReview)
    }
}

/// One write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is written.
    pub kind: StepKind,
    /// How far it is.
    pub state: StepState,
    /// Why it failed, is unknown or was cancelled, as a stable word.
    pub code: Option<String>,
}

impl Step {
    /// A step that nothing has been done about.
    pub fn waiting(kind: StepKind) -> Self {
        Self {
            kind,
            state: StepState::Waiting,
            code: None,
        }
    }
}

/// What a step writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StepKind {
    /// Set the opportunity's stage.
    SetStage {
        /// The new stage.
        to: StageId,
    },
    /// Read the posting, replace one of its tags, write it back with its state, read again and compare.
    ReplacePostingTag {
        /// The posting.
        posting: PostingId,
        /// Stored tag to replace; `None` adds.
        from: Option<String>,
        /// New tag.
        to: String,
    },
    /// Read the contact, edit it, write it back.
    PutContact {
        /// The person.
        contact: ContactId,
        /// The edit.
        edit: ContactEdit,
    },
    /// Add a note to the opportunity.
    AddNote {
        /// Its text.
        text: String,
        /// Hidden from those who may not see secret notes.
        secret: bool,
    },
    /// Delete a note that was written through the API.
    DeleteNote {
        /// The note.
        note: NoteId,
    },
    /// Archive the opportunity, or take it out of the archive.
    SetArchived {
        /// Why; `None` takes it out.
        reason: Option<ArchiveReasonId>,
    },
    /// Add a tag to the opportunity.
    AddTag {
        /// Exact.
        tag: String,
    },
    /// Remove a tag from the opportunity.
    RemoveTag {
        /// Exact, as stored.
        tag: String,
    },
}

/// One edit of a contact, so that what a colleague changed meanwhile stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContactEdit {
    /// Add an e-mail, or replace one.
    Email {
        /// Stored e-mail to replace; `None` adds.
        from: Option<String>,
        /// New e-mail.
        to: String,
    },
    /// Add a phone, or replace one.
    Phone {
        /// Stored phone to replace; `None` adds.
        from: Option<String>,
        /// New phone.
        to: String,
    },
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Nothing done yet.
    Waiting,
    /// In its hold: can be undone.
    Held,
    /// Handed to Lever; a crash here makes it unknown.
    Writing,
    /// Handed to Lever without an answer: settled by looking, never by repeating.
    Unknown,
    /// Confirmed.
    Done,
    /// Refused.
    Failed,
    /// Not to be done any more.
    Cancelled,
}

impl StepState {
    /// Nothing more happens to the step.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// What the person saw when deciding; another state at sending time is a reason to ask again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The stage.
    pub stage: StageId,
    /// Entered that stage, ms.
    pub last_advanced_at_ms: Option<i64>,
}
