//! The account's objects. Where a type is serialised as it is, its keys and their order are those of recorded answers.

use serde::Serialize;
use serde_json::Value;

/// An id as Lever writes it: a lower-case UUID, or a slug for built-in stages.
pub type Id = String;
/// Unix milliseconds.
pub type Ms = i64;

/// A user of the account.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// UUID.
    pub id: Id,
    /// Full name.
    pub name: String,
    /// Local part of the e-mail address; what `@` mentions use.
    pub username: String,
    /// Address.
    pub email: String,
    /// `super admin`, `admin`, `team member`, `limited team member` or `interviewer`.
    pub access_role: String,
    /// Always absent here.
    pub photo: Option<String>,
    /// When the user was made.
    pub created_at: Ms,
    /// When the user was deactivated.
    pub deactivated_at: Option<Ms>,
    /// Always absent here.
    pub external_directory_id: Option<String>,
    /// Always absent here.
    pub linked_contact_ids: Option<Vec<Id>>,
    /// Free text.
    pub job_title: Option<String>,
    /// Another user.
    pub manager_id: Option<Id>,
}

/// A stage of the pipeline. `GET /stages` shows id and text only.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// Slug for built-in stages, UUID for the others.
    pub id: Id,
    /// Name chosen by the account.
    pub text: String,
    /// `lead`, `applicant`, `screen`, `onsite` or `offer`.
    pub pipeline: &'static str,
    /// Order; may be fractional.
    pub rank: f64,
    /// Whether interviews are held in it.
    pub has_interview: bool,
}

/// Why an opportunity was archived.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveReason {
    /// UUID.
    pub id: Id,
    /// Text.
    pub text: String,
    /// `active` or `inactive`.
    pub status: &'static str,
    /// `hired` or `non-hired`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// A job posting. `urls` is computed: `null` for drafts.
#[derive(Clone, Debug)]
pub struct Posting {
    /// UUID.
    pub id: Id,
    /// Title.
    pub text: String,
    /// `published`, `internal`, `closed`, `draft`, `pending` or `rejected`.
    pub state: String,
    /// `public`, `internal`; `None` where never chosen.
    pub distribution_channels: Option<Vec<String>>,
    /// Who made it.
    pub user: Id,
    /// Who owns it.
    pub owner: Option<Id>,
    /// Hiring manager.
    pub hiring_manager: Option<Id>,
    /// Location, team, department, work type.
    pub categories: Categories,
    /// Manual posting tags; not the derived ones.
    pub tags: Vec<String>,
    /// Description, `{description, descriptionHtml, lists, closing, closingHtml}`.
    pub content: Value,
    /// Users that follow it.
    pub followers: Vec<Id>,
    /// `confidential` or `non-confidential`.
    pub confidentiality: &'static str,
    /// When it was made.
    pub created_at: Ms,
    /// When it was changed.
    pub updated_at: Ms,
    /// `unspecified`, `remote`, `onsite`, `hybrid`.
    pub workplace_type: String,
}

/// What a posting belongs to.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Categories {
    /// Work type, for example `Full-time`.
    pub commitment: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Deprecated; always absent here.
    pub level: Option<String>,
    /// Main location.
    pub location: Option<String>,
    /// Team.
    pub team: Option<String>,
    /// All locations.
    pub all_locations: Vec<String>,
}

/// A person.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// UUID.
    pub id: Id,
    /// May be empty.
    pub name: String,
    /// May be empty.
    pub headline: String,
    /// Personal data was removed.
    pub is_anonymized: bool,
    /// Free text; may be empty.
    pub location: String,
    /// Addresses as typed.
    pub emails: Vec<String>,
    /// Numbers as typed.
    pub phones: Vec<Phone>,
    /// Links of the person, shared by all their opportunities.
    pub links: Vec<String>,
}

/// A telephone number.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Phone {
    /// `mobile`, `home`, `work`, `skype` or `other`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Unformatted text.
    pub value: String,
}

/// One candidacy of a contact.
#[derive(Clone, Debug)]
pub struct Opportunity {
    /// UUID.
    pub id: Id,
    /// The person.
    pub contact: Id,
    /// Current stage.
    pub stage: Id,
    /// `confidential` only through a confidential posting.
    pub confidentiality: &'static str,
    /// Set while archived.
    pub archived: Option<Archived>,
    /// Manual, posting-derived and posting tags.
    pub tags: Vec<String>,
    /// Sources.
    pub sources: Vec<String>,
    /// History, oldest first.
    pub stage_changes: Vec<StageChange>,
    /// `agency`, `applied`, `internal`, `referred`, `sourced` or `university`.
    pub origin: String,
    /// User.
    pub sourced_by: Option<Id>,
    /// User.
    pub owner: Option<Id>,
    /// Users.
    pub followers: Vec<Id>,
    /// None for a lead without posting.
    pub application: Option<Application>,
    /// When it was made.
    pub created_at: Ms,
    /// Null in rows that nothing touched for years.
    pub updated_at: Option<Ms>,
    /// Last story.
    pub last_interaction_at: Ms,
    /// Last stage change or first archive.
    pub last_advanced_at: Ms,
    /// Hidden until then.
    pub snoozed_until: Option<Ms>,
    /// Location of the posting; absent without posting.
    pub location: Option<String>,
}

/// An archive mark.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Archived {
    /// Archive reason id.
    pub reason: Id,
    /// When.
    pub archived_at: Ms,
}

/// One step of the history.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StageChange {
    /// Stage entered.
    pub to_stage_id: Id,
    /// Its position in the pipeline at that time, from 0.
    pub to_stage_index: usize,
    /// When.
    pub updated_at: Ms,
    /// The key is absent in imported history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Id>,
}

/// What ties an opportunity to a posting.
#[derive(Clone, Debug)]
pub struct Application {
    /// UUID.
    pub id: Id,
    /// `posting`, `user` or `referral`.
    pub kind: &'static str,
    /// Posting id.
    pub posting: Id,
    /// Who added it; null for people who applied by themselves.
    pub user: Option<Id>,
    /// When.
    pub created_at: Ms,
    /// First archive of the opportunity.
    pub archived: Option<Archived>,
}

/// A note: a thread of fields.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// UUID.
    pub id: Id,
    /// Always `Note`.
    pub text: &'static str,
    /// The original first, then comments.
    pub fields: Vec<NoteField>,
    /// Null without `perform_as`.
    pub user: Option<Id>,
    /// Seen only by users with sensitive-information privileges.
    pub secret: bool,
    /// Same as `created_at`.
    pub completed_at: Ms,
    /// When.
    pub created_at: Ms,
    /// Set once deleted.
    pub deleted_at: Option<Ms>,
    /// Only such notes can be changed or deleted through the API.
    #[serde(skip)]
    pub by_api: bool,
}

/// One entry of a note's thread.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteField {
    /// Always `note`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Always `Comment`.
    pub text: &'static str,
    /// Plain text.
    pub value: String,
    /// When.
    pub created_at: Ms,
    /// Null without `perform_as`.
    pub user: Option<Id>,
    /// 1 to 4.
    pub score: Option<u8>,
    /// Stage at that time.
    pub stage: Id,
}

/// Interviews that belong together.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Panel {
    /// UUID.
    pub id: Id,
    /// Application ids.
    pub applications: Vec<Id>,
    /// Set once cancelled.
    pub canceled_at: Option<Ms>,
    /// When it was made.
    pub created_at: Ms,
    /// Start of the first interview.
    pub start: Ms,
    /// End of the last interview.
    pub end: Ms,
    /// Made through the API; only such panels can be changed through it.
    pub externally_managed: bool,
    /// Link of the integration.
    pub external_url: Option<String>,
    /// `once`, `daily`, `frequently` or `none`.
    pub feedback_reminder: &'static str,
    /// IANA zone.
    pub timezone: String,
    /// Free text.
    pub note: Option<String>,
    /// Stage when made.
    pub stage: Id,
    /// Who made it.
    pub user: Id,
    /// In order of time.
    pub interviews: Vec<Interview>,
}

/// One interview of a panel, as the panel shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Interview {
    /// UUID.
    pub id: Id,
    /// Start.
    pub date: Ms,
    /// Minutes.
    pub duration: i64,
    /// As the panel's.
    pub feedback_reminder: &'static str,
    /// Template id, or `no-feedback`.
    pub feedback_template: Option<Id>,
    /// Free text.
    pub location: Option<String>,
    /// Free text.
    pub note: String,
    /// Title.
    pub subject: String,
    /// Who interviews.
    pub interviewers: Vec<Interviewer>,
}

/// One interviewer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Interviewer {
    /// User id.
    pub id: Id,
    /// Address.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Calendar answer; shown inside panels only.
    pub response_status: &'static str,
    /// Template id, or `no-feedback`.
    pub feedback_template: Id,
}

/// What remains of a deleted opportunity.
#[derive(Clone, Debug)]
pub struct Deleted {
    /// As it was.
    pub opportunity: Opportunity,
    /// When.
    pub at: Ms,
    /// Who.
    pub by: Option<Id>,
}

/// A webhook registered through the API.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// UUID.
    pub id: Id,
    /// One of [`EVENTS`](crate::lever::webhooks::EVENTS).
    pub event: String,
    /// Receiver.
    pub url: String,
    /// Origins for which the event is sent.
    pub origins: Vec<String>,
    /// Key of the body signature; shown once.
    pub signature_token: String,
    /// The key or the application that made it.
    pub owner: String,
    /// When it was made.
    pub created_at: Ms,
    /// When it was changed.
    pub updated_at: Ms,
}

/// Something that a webhook may report.
#[derive(Clone, Debug)]
pub struct Event {
    /// One of [`EVENTS`](crate::lever::webhooks::EVENTS).
    pub name: &'static str,
    /// Origin of the opportunity, for webhooks with origin conditions.
    pub origin: Option<String>,
    /// The `data` of the delivery.
    pub data: Value,
    /// When.
    pub at: Ms,
}
