//! Will this move work? A closed list of coded findings, each with its fix.

mod check;
mod contacts;
mod history;
mod posting;

pub use check::{MoveQuestion, PersonElsewhere, check, check_entry, obstacle};

use serde::{Deserialize, Serialize};

use crate::vendor::Vendor;

/// The closed list of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "each code is explained in docs/preflight.md and in the interface's catalogue"
)]
pub enum FindingCode {
    Archived,
    Anonymized,
    TriggerStageGone,
    NoPosting,
    PostingUntagged,
    TemplateNotFound,
    TemplateAmbiguous,
    SeveralConfigurationTags,
    MissingEmail,
    InvalidEmail,
    RoundsStatedNone,
    PhoneMissing,
    PhoneNotInternational,
    RoundsUnknown,
    TemplatesStale,
    InviteOpen,
    InvitedRecently,
    AlreadyCompleted,
    InterviewBooked,
    FeedbackMissing,
    SamePersonElsewhere,
    EntersOtherVendor,
    OwnerMissing,
    WebhookSilent,
    WebhookUnverifiable,
    VendorStageUnverifiable,
}

impl FindingCode {
    /// The usual weight. One exception stands: `posting_untagged` only warns when the tag is there and a letter of
    /// the vendor's own word is spelt in the other case, since a lenient vendor reads it.
    pub fn severity(self) -> Severity {
        match self {
            Self::Archived | Self::Anonymized | Self::TriggerStageGone => Severity::Stop,
            Self::NoPosting
            | Self::PostingUntagged
            | Self::TemplateNotFound
            | Self::TemplateAmbiguous
            | Self::SeveralConfigurationTags
            | Self::MissingEmail
            | Self::InvalidEmail
            | Self::RoundsStatedNone => Severity::Block,
            Self::PhoneMissing
            | Self::PhoneNotInternational
            | Self::RoundsUnknown
            | Self::TemplatesStale
            | Self::InviteOpen
            | Self::InvitedRecently
            | Self::AlreadyCompleted
            | Self::InterviewBooked
            | Self::FeedbackMissing
            | Self::SamePersonElsewhere
            | Self::EntersOtherVendor
            | Self::OwnerMissing
            | Self::WebhookSilent => Severity::Warn,
            Self::WebhookUnverifiable | Self::VendorStageUnverifiable => Severity::Unknown,
        }
    }
}

/// How much it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Cannot be done.
    Stop,
    /// Would fail; can be overridden for one candidate at a time.
    Block,
    /// Works, but say it first.
    Warn,
    /// Cannot be checked.
    Unknown,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub code: FindingCode,
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about (the tag's template text, the phone as typed…), shown as text.
    pub subject: Option<String>,
    /// What would be right ("did you mean", an E.164 number, a template id).
    pub suggestion: Option<String>,
    /// What to do.
    pub fix: Option<Fix>,
}

/// A fix the app can carry out or lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fix {
    /// Replace one tag on the posting.
    ReplacePostingTag {
        /// Stored string to replace; `None` adds.
        from: Option<String>,
        /// New string.
        to: String,
    },
    /// Enter an e-mail on the contact.
    AddEmail,
    /// Correct the phone on the contact.
    CorrectPhone,
    /// Import the vendor's templates again.
    ImportTemplates,
    /// Choose the trigger stage again.
    ChooseTriggerStage,
    /// Open the opportunity in Lever.
    OpenInLever,
    /// Pass through the neutral stage and back.
    Resend,
}

/// What a move will do, said before it happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preflight {
    /// The vendor whose trigger stage is the target; `None`: the move contacts nobody.
    pub vendor: Option<Vendor>,
    /// All findings, most severe first.
    pub findings: Vec<Finding>,
    /// The candidate would get an e-mail.
    pub emails: bool,
    /// The candidate would get an SMS.
    pub texts: bool,
    /// Template that would be used (its name), where known.
    pub template: Option<String>,
}

impl Preflight {
    /// The most severe finding.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).min()
    }

    /// The first stop or block: why no invitation would go out.
    pub fn first_obstacle(&self) -> Option<FindingCode> {
        self.findings
            .iter()
            .find(|finding| finding.severity <= Severity::Block)
            .map(|finding| finding.code)
    }
}

#[cfg(test)]
mod tests;
