//! What an admin confirms, what a team shares, and what stands in the vendor's list of templates.

use fulcrum_domain::ids::{PostingId, StageId, TemplateId, UserId};

/// Something that only a person can know, because no interface shows it. Confirmed with a date, kept on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatedFact {
    /// A Super Admin signed in with Lever in myInterview. `yes`.
    MyInterviewConnected,
    /// The stage that is chosen in myInterview itself. A stage's id.
    MyInterviewTrigger,
    /// The message templates are written: invitation, text message, reminder, thanks. `yes`.
    MyInterviewMessages,
    /// One set of messages is the default. `yes`.
    MyInterviewDefault,
    /// Logo and colours are set. `yes`.
    MyInterviewBranding,
    /// Whether reminders go out. `on` or `off`.
    MyInterviewReminders,
    /// The switch of "Candidate Stage Change" in Lever, as somebody saw it. `on` or `off`.
    StageChangeWebhook,
    /// The switch of "Candidate Archive State Change" in Lever, as somebody saw it. `on` or `off`.
    ArchiveChangeWebhook,
    /// A Super Admin activated JobTwine with a Lever sign-in. `yes`.
    JobTwineConnected,
}

/// A fact that somebody confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What.
    pub fact: StatedFact,
    /// `yes`, `on`, `off` or an id; [`StatedFact`] says which.
    pub value: String,
    /// Who said so; `None`: somebody Lever does not list any more.
    pub by: Option<String>,
    /// When, ms.
    pub at_ms: i64,
}

/// What the vendor's template file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatesRead {
    /// Templates.
    pub templates: u32,
    /// Heading of the column that was taken for ids; `None`: the file has no headings.
    pub id_column: Option<String>,
    /// Heading of the column that was taken for names.
    pub name_column: Option<String>,
    /// Rows without an id or a name.
    pub skipped_rows: u32,
}

/// The known templates, in the vendor's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Templates {
    /// Each with what can go wrong with its name.
    pub lines: Vec<TemplateLine>,
    /// As of, ms; `None`: nothing was read yet.
    pub as_of_ms: Option<i64>,
    /// More days than a list stays trustworthy have passed since.
    pub stale: bool,
}

/// One template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateLine {
    /// The vendor's id.
    pub id: TemplateId,
    /// Exact name.
    pub name: String,
    /// The tag that names it without doubt: by its id where two share the name, or where its letters mislead.
    pub tag: String,
    /// Another template has the same name.
    pub shares_name: bool,
    /// `edge_space`, `double_space`, `invisible` or `typographic`: what a person who types the name gets wrong.
    pub trap: Option<String>,
}

/// What a team file says, compared with this account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamSummary {
    /// Exported, ms.
    pub exported_at_ms: i64,
    /// Host of the account it was made with.
    pub account: String,
    /// It was made with another host than this program asks.
    pub other_account: bool,
    /// It was taken. Not while it is only looked at or waits for a seat, and not when no stage of it is known here.
    pub taken: bool,
    /// Stages that it pins.
    pub stages: u32,
    /// Templates that it lists.
    pub templates: u32,
    /// Jobs whose rounds it states.
    pub jobs: u32,
    /// Lever users whose notes it takes for a vendor's.
    pub authors: u32,
    /// Hosts whose links it takes for a vendor's: they open without asking.
    pub hosts: Vec<String>,
    /// Things confirmed with a date.
    pub statements: u32,
    /// Whether it was compared with the account: only then are the following lists complete.
    pub compared: bool,
    /// Stages that this account does not have: their names in the file.
    pub unknown_stages: Vec<NamedStage>,
    /// Users that this account does not have.
    pub unknown_users: Vec<UserId>,
    /// Postings that this account does not have.
    pub unknown_postings: Vec<PostingId>,
}

/// A stage as a team file names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedStage {
    /// Id.
    pub id: StageId,
    /// Name when it was exported.
    pub name: String,
}

/// How the vendor's own interface is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorAccess {
    /// Access key, secret and company id are in the keyring.
    pub keys: bool,
    /// Text of the profile: where the interface is and how it wants to be asked. A proposal where none is kept.
    pub profile: String,
    /// The profile is this seat's own, not the proposal.
    pub profile_kept: bool,
    /// The interface is in use.
    pub in_use: bool,
}

/// A customer's keys for myInterview's interface. On their way into the keyring; never shown, logged or compared.
#[derive(Clone)]
pub struct VendorKeys {
    /// Access key.
    pub access_key: String,
    /// Secret: unlocks every video of the account.
    pub secret: String,
    /// Company id.
    pub company_id: String,
}

impl std::fmt::Debug for VendorKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VendorKeys(…)")
    }
}
