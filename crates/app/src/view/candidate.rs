//! The candidate panel, and what a move would do.

use fulcrum_domain::ids::{NoteId, OpportunityId, PostingId, StageId};
use fulcrum_domain::preflight::Finding;
use fulcrum_domain::vendor::Vendor;

use super::{Card, FeedbackBlock, InterviewTime};

/// The candidate panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The card, as on the board.
    pub card: Card,
    /// Headline.
    pub headline: String,
    /// Location.
    pub location: String,
    /// Stage's name.
    pub stage_name: String,
    /// Owner's name.
    pub owner_name: Option<String>,
    /// Posting's id.
    pub posting: Option<PostingId>,
    /// E-mails.
    pub emails: Vec<EmailLine>,
    /// Phones.
    pub phones: Vec<PhoneLine>,
    /// One per vendor and attempt, newest last.
    pub journeys: Vec<JourneyBlock>,
    /// What a move into each vendor stage would do.
    pub previews: Vec<MovePreview>,
    /// Tags with kind and age.
    pub tags: Vec<TagLine>,
    /// Notes, newest first (secret ones of others left out).
    pub notes: Vec<NoteLine>,
    /// The next stage in the pipeline.
    pub advance_to: Option<StageChoice>,
    /// All stages for "Move to…".
    pub stages: Vec<StageChoice>,
    /// A resend is possible, or why not.
    pub resend: Resend,
    /// Lever's page exists.
    pub in_lever: bool,
    /// Archived.
    pub archived: bool,
    /// Why, while archived.
    pub archive_reason: Option<String>,
    /// Last read from Lever, ms.
    pub read_at_ms: i64,
}

/// A stage to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageChoice {
    /// Stage.
    pub id: StageId,
    /// Name.
    pub name: String,
    /// Set when entering contacts the candidate.
    pub vendor: Option<Vendor>,
}

/// An e-mail with its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailLine {
    /// As stored.
    pub value: String,
    /// Looks like an address.
    pub plausible: bool,
}

/// A phone with its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneLine {
    /// As stored.
    pub value: String,
    /// Full international format: an SMS would go out.
    pub international: bool,
    /// Suggested E.164; never written silently.
    pub suggestion: Option<String>,
}

/// A journey in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyBlock {
    /// Vendor.
    pub vendor: Vendor,
    /// From 1; always 1 for myInterview.
    pub round: u32,
    /// From 1, within the round.
    pub attempt: u32,
    /// Template's name (myInterview), the round's name (JobTwine).
    pub title: Option<String>,
    /// State's code.
    pub state: String,
    /// Failure's code.
    pub failure: Option<String>,
    /// Overdue link's code.
    pub stalled: Option<String>,
    /// Chain of proof.
    pub links: Vec<ProofLine>,
    /// When the interview is, or was to be (JobTwine).
    pub interview: Option<InterviewTime>,
    /// A result can be opened.
    pub video: Option<VideoLine>,
    /// What the expert says (JobTwine).
    pub feedback: Option<FeedbackBlock>,
}

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofLine {
    /// Link's code (`moved`, `invited`, `opened`, `completed`, `result_in`, `failed`).
    pub link: String,
    /// `proven`, `inferred`, `waiting`.
    pub certainty: String,
    /// When it happened, ms.
    pub at_ms: Option<i64>,
    /// First seen here, ms.
    pub seen_at_ms: Option<i64>,
    /// `tag`, `note`, `contact_link`, `stage_history`, `vendor_answer`.
    pub source: Option<String>,
    /// The tag's text, the mover's name, the link's host.
    pub detail: Option<String>,
}

/// The result link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VideoLine {
    /// Host shown on the button.
    pub host: String,
    /// The host is pinned: opens at once. Otherwise asks once.
    pub pinned: bool,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagLine {
    /// Exact string.
    pub text: String,
    /// `status`, `config`, `posting`, `manual`.
    pub kind: String,
    /// Can be removed here; one that comes from the posting cannot.
    pub removable: bool,
    /// First seen here, ms; `None`: was there before this seat looked.
    pub first_seen_ms: Option<i64>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteLine {
    /// Note.
    pub id: NoteId,
    /// Hidden from those who may not see secret notes.
    pub secret: bool,
    /// Written from here and can be deleted here.
    pub removable: bool,
    /// Author's name; `None`: unknown or an integration without a user.
    pub author: Option<String>,
    /// Written by this seat.
    pub by_you: bool,
    /// Written, ms.
    pub at_ms: i64,
    /// Plain text; shown as text.
    pub text: String,
    /// Comments.
    pub comments: u32,
    /// Whose note it is, if a vendor's.
    pub vendor: Option<Vendor>,
    /// A vendor note that could not be read.
    pub unread_vendor_note: bool,
}

/// Can an invitation be sent again?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resend {
    /// The vendor who would contact the candidate again: the one in whose stage the candidate is.
    pub vendor: Option<Vendor>,
    /// Sending again begins this round, since the one before has its feedback; `None`: the same round again.
    pub next_round: Option<u32>,
    /// Possible now.
    pub possible: bool,
    /// Why not, or what to know (`not_in_stage`, `invite_open`, `already_completed`, `cooling_down`, `no_neutral_stage`).
    pub reason: Option<String>,
}

/// What a move would do, asked before it happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovePreview {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name.
    pub name: String,
    /// Target stage.
    pub to_stage: StageId,
    /// Target stage's name.
    pub to_stage_name: String,
    /// The vendor that would contact the candidate; `None`: contacts nobody.
    pub vendor: Option<Vendor>,
    /// An e-mail would go out.
    pub emails: bool,
    /// An SMS would go out.
    pub texts: bool,
    /// Template.
    pub template: Option<String>,
    /// Findings, most severe first.
    pub findings: Vec<Finding>,
    /// Seconds the move would be held.
    pub hold_seconds: u32,
}
