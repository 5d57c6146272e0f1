//! What Lever holds, in Lever's own terms. All times are ms since the Unix epoch.
//! Source: Lever's Data API documentation, corrected by recorded responses where the two differ.

use serde::{Deserialize, Serialize};

use crate::ids::{
    ApplicationId, ArchiveReasonId, ContactId, InterviewId, NoteId, OpportunityId, PanelId,
    PostingId, StageId, UserId,
};

/// One candidacy. Contact-level fields (name, e-mails, phones, links) repeat on each of the person's opportunities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opportunity {
    /// Lever's id.
    pub id: OpportunityId,
    /// The person.
    pub contact: ContactId,
    /// Free text; may be empty, very long, right-to-left, or a URL.
    pub name: String,
    /// Free text, `""` when unknown.
    pub headline: String,
    /// The contact's free-text location, `""` when unknown.
    pub location: String,
    /// Current stage.
    pub stage: StageId,
    /// User-typed numbers in any format.
    pub phones: Vec<Phone>,
    /// As stored in Lever; not necessarily valid.
    pub emails: Vec<String>,
    /// Links on the contact.
    pub links: Vec<String>,
    /// Manual tags, posting-derived tags and vendor status tags, all plain case-sensitive strings without time or kind.
    pub tags: Vec<String>,
    /// Sources such as `Referral`.
    pub sources: Vec<String>,
    /// Set while archived.
    pub archived: Option<Archived>,
    /// Stage history, oldest first.
    pub stage_changes: Vec<StageChange>,
    /// `agency`, `applied`, `internal`, `referred`, `sourced`, `university` or a word that is new to us.
    pub origin: String,
    /// The opportunity's owner; may be missing or deactivated.
    pub owner: Option<UserId>,
    /// Followers.
    pub followers: Vec<UserId>,
    /// The application, if the opportunity has a posting (zero or one in practice).
    pub applications: Vec<Application>,
    /// Created.
    pub created_at_ms: i64,
    /// `None` on rows not touched since 2020.
    pub updated_at_ms: Option<i64>,
    /// Last story (stage, note, feedback, interview…).
    pub last_interaction_at_ms: Option<i64>,
    /// Entered the current stage (or was first archived).
    pub last_advanced_at_ms: Option<i64>,
    /// Snoozed in Lever until.
    pub snoozed_until_ms: Option<i64>,
    /// Lever's page of this opportunity.
    pub url: Option<String>,
    /// Personal data has been removed in Lever.
    pub is_anonymized: bool,
    /// Confidential through its posting.
    pub confidential: bool,
}

impl Opportunity {
    /// The posting of the (single) application.
    pub fn posting(&self) -> Option<&PostingId> {
        self.applications
            .iter()
            .find_map(|application| application.posting.as_ref())
    }
}

/// A phone as typed by somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// `mobile`, `home`, `work`, `skype`, `other`, or missing.
    pub kind: Option<String>,
    /// Free text.
    pub value: String,
}

/// Archive state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// Why.
    pub reason: Option<ArchiveReasonId>,
    /// When (the latest archiving).
    pub at_ms: i64,
}

/// One entry of the stage history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageChange {
    /// Entered stage.
    pub to_stage: StageId,
    /// When.
    pub at_ms: i64,
    /// Who; absent on imported history.
    pub user: Option<UserId>,
}

/// Link between opportunity and posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Lever's id.
    pub id: ApplicationId,
    /// The posting.
    pub posting: Option<PostingId>,
    /// The posting's owner at application level.
    pub posting_owner: Option<UserId>,
    /// The posting's hiring manager at application level.
    pub posting_hiring_manager: Option<UserId>,
    /// Created.
    pub created_at_ms: Option<i64>,
}

/// A job posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Lever's id.
    pub id: PostingId,
    /// Title.
    pub text: String,
    /// `published`, `internal`, `closed`, `draft`, `pending`, `rejected` or a word that is new to us.
    pub state: String,
    /// The posting's own tags ("additional posting tags"); vendor configuration tags live here.
    pub tags: Vec<String>,
    /// Owner.
    pub owner: Option<UserId>,
    /// Hiring manager.
    pub hiring_manager: Option<UserId>,
    /// Team.
    pub team: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Location.
    pub location: Option<String>,
    /// Commitment (work type).
    pub commitment: Option<String>,
    /// Created.
    pub created_at_ms: i64,
    /// Updated.
    pub updated_at_ms: Option<i64>,
}

/// A pipeline stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// UUID or built-in slug.
    pub id: StageId,
    /// Name; may be renamed, may repeat.
    pub text: String,
    /// Position in the pipeline, from 0.
    pub index: u32,
}

/// A note and its comments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Lever's id.
    pub id: NoteId,
    /// Where it hangs.
    pub opportunity: OpportunityId,
    /// Author; missing when created through the API without an acting user.
    pub author: Option<UserId>,
    /// Secret notes are hidden unless asked for.
    pub secret: bool,
    /// Created.
    pub created_at_ms: i64,
    /// Set when deleted.
    pub deleted_at_ms: Option<i64>,
    /// The note's text first, comments after it.
    pub fields: Vec<NoteField>,
}

/// One text of a note's thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteField {
    /// Plain text with line breaks.
    pub value: String,
    /// Author of this text.
    pub author: Option<UserId>,
    /// Written.
    pub created_at_ms: i64,
    /// 1 (strong no) to 4 (strong yes).
    pub score: Option<i64>,
}

/// An interview as Lever shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Lever's id.
    pub id: InterviewId,
    /// Its panel.
    pub panel: Option<PanelId>,
    /// Where it hangs.
    pub opportunity: OpportunityId,
    /// Subject line.
    pub subject: String,
    /// Start.
    pub at_ms: i64,
    /// Minutes.
    pub duration_minutes: u32,
    /// IANA zone.
    pub timezone: Option<String>,
    /// Names are personal data: ids only.
    pub interviewers: Vec<UserId>,
    /// Set when cancelled.
    pub canceled_at_ms: Option<i64>,
}

/// A Lever user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Lever's id.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Local part of the e-mail; used in `@mentions`.
    pub username: String,
    /// E-mail.
    pub email: String,
    /// `super admin`, `admin`, `team member`, `limited team member`, `interviewer`, or a custom role's id.
    pub access_role: String,
    /// Set when deactivated.
    pub deactivated_at_ms: Option<i64>,
}

/// Why opportunities are archived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveReason {
    /// Lever's id.
    pub id: ArchiveReasonId,
    /// Name.
    pub text: String,
    /// Inactive ones are listed too.
    pub active: bool,
    /// Hired is an archive reason.
    pub hired: bool,
}
