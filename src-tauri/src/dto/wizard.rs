//! What an admin confirms, what a team shares, the vendor's templates and keys.

use fulcrum_app::view;

use super::{Ms, PostingId, StageId, TemplateId, UserId, Wire, choice, shown};

choice! {
    StatedFact = view::StatedFact {
        MyInterviewConnected, MyInterviewTrigger, MyInterviewMessages, MyInterviewDefault, MyInterviewBranding,
        MyInterviewReminders, StageChangeWebhook, ArchiveChangeWebhook, JobTwineConnected,
    }
}

shown! {
    Stated = view::Stated { fact: StatedFact, value: String, by: Option<String>, at_ms: Ms }
    TemplatesRead = view::TemplatesRead {
        templates: u32, id_column: Option<String>, name_column: Option<String>, skipped_rows: u32,
    }
    Templates = view::Templates { lines: Vec<TemplateLine>, as_of_ms: Option<Ms>, stale: bool }
    TemplateLine = view::TemplateLine {
        id: TemplateId, name: String, tag: String, shares_name: bool, trap: Option<String>,
    }
    TeamSummary = view::TeamSummary {
        exported_at_ms: Ms, account: String, other_account: bool, taken: bool, stages: u32, templates: u32, jobs: u32,
        authors: u32, hosts: Vec<String>, statements: u32, compared: bool, unknown_stages: Vec<NamedStage>,
        unknown_users: Vec<UserId>, unknown_postings: Vec<PostingId>,
    }
    NamedStage = view::NamedStage { id: StageId, name: String }
    VendorAccess = view::VendorAccess { keys: bool, profile: String, profile_kept: bool, in_use: bool }
}

/// A customer's keys, on their way into the keyring.
#[derive(Clone, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VendorKeys {
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) company_id: String,
}

impl Wire<view::VendorKeys> for VendorKeys {
    fn wire(self) -> view::VendorKeys {
        view::VendorKeys {
            access_key: self.access_key,
            secret: self.secret,
            company_id: self.company_id,
        }
    }
}
