//! One fact about one interview, with its source and its time. Journeys are derived from these and nothing else.

mod build;

pub use build::{
    AnswerStatus, VendorAnswer, from_answer, from_interviews, from_note, from_opportunity,
};

use serde::{Deserialize, Serialize};

use crate::ids::{InterviewId, NoteId, StageId, UserId};
use crate::interview::{Feedback, NotedTime, Party, Round};
use crate::vendor::Vendor;

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which vendor it speaks of.
    pub vendor: Vendor,
    /// What it says.
    pub fact: Fact,
    /// When it happened, ms; `None` where the source carries no time (tags).
    pub at_ms: Option<i64>,
    /// When this seat first saw it, ms.
    pub seen_at_ms: i64,
    /// Where it comes from.
    pub source: Source,
    /// How sure the reading is.
    pub confidence: Confidence,
}

/// What a piece of evidence says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The opportunity entered the vendor's trigger stage.
    EnteredStage,
    /// The opportunity left the vendor's trigger stage.
    LeftStage,
    /// The vendor invited the candidate.
    Invited,
    /// The candidate opened the invitation (vendor answers only).
    Opened,
    /// The candidate finished.
    Completed,
    /// A link to the result.
    ReviewLink {
        /// `https` (or loopback `http` in training).
        url: String,
    },
    /// The vendor said that it could not invite.
    InviteFailed {
        /// Why, as far as it could be read.
        code: FailureCode,
    },
    /// The invitation ran out.
    Expired,
    /// A vendor note nobody could read; kept and shown.
    UnreadNote,
    /// JobTwine waits for slots; candidate and recruiter may give them.
    SlotsWanted {
        /// Where slots are given: a bearer link.
        url: Option<String>,
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// Slots were given; experts may take one.
    SlotsGiven {
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// An interview is booked.
    Scheduled {
        /// Its start; `None`: the source gives none.
        at: Option<NotedTime>,
        /// Details of the booking.
        url: Option<String>,
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// A booked interview was moved to another time.
    Rescheduled {
        /// The old start, where it is said.
        from: Option<NotedTime>,
        /// The new start; `None`: not said.
        to: Option<NotedTime>,
        /// Details of the booking.
        url: Option<String>,
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// The interview was called off.
    InterviewCancelled {
        /// By whom.
        by: Party,
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// Somebody did not appear.
    NoShow {
        /// Who.
        who: Party,
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// The interview took place; feedback is outstanding unless it is there too.
    InterviewHeld {
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// Feedback, final or still under the vendor's review.
    FeedbackIn {
        /// What it says.
        feedback: Feedback,
        /// Which round.
        #[serde(default, skip_serializing_if = "Round::is_unstated")]
        round: Round,
    },
    /// JobTwine holds the candidate until an admin enters the job's rounds there.
    AwaitingRounds,
}

impl Fact {
    /// The round a fact speaks of, where it can speak of one.
    pub fn round(&self) -> Option<&Round> {
        match self {
            Self::SlotsWanted { round, .. }
            | Self::SlotsGiven { round }
            | Self::Scheduled { round, .. }
            | Self::Rescheduled { round, .. }
            | Self::InterviewCancelled { round, .. }
            | Self::NoShow { round, .. }
            | Self::InterviewHeld { round }
            | Self::FeedbackIn { round, .. } => Some(round),
            _ => None,
        }
    }
}

/// Why an invitation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// No e-mail on file.
    MissingEmail,
    /// The e-mail is not an address.
    InvalidEmail,
    /// No template has that name or id.
    TemplateNotFound,
    /// Two templates share the name.
    TemplateAmbiguous,
    /// Two configuration tags on the posting.
    SeveralConfigurationTags,
    /// Anything else the vendor said; its support is the way out.
    Other,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A tag on the opportunity, exact stored string.
    Tag {
        /// The stored string.
        tag: String,
    },
    /// A note.
    Note {
        /// The note.
        note: NoteId,
    },
    /// A link on the contact.
    ContactLink {
        /// The link's host, for display.
        host: String,
    },
    /// Lever's stage history.
    StageHistory {
        /// Entered or left stage.
        stage: StageId,
        /// Who moved.
        by: Option<UserId>,
    },
    /// The vendor's own answer.
    VendorAnswer,
    /// An interview in Lever.
    Interview {
        /// The interview.
        interview: InterviewId,
    },
}

/// How sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read plainly from a pinned source.
    Proven,
    /// Follows from something proven, or read from words alone. Never notified.
    Inferred,
}

#[cfg(test)]
mod tests;
