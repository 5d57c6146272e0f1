//! How the set-up stands, for the page "Setup & health", the notification and the command line alike. Unlike the other
//! views these hold sentences: one source for all three. Nothing here holds a key or a candidate's data.

use fulcrum_domain::ids::StageId;
use fulcrum_domain::vendor::Vendor;
use serde::{Deserialize, Serialize};

pub use fulcrum_domain::health::{Standing, Step};

/// Everything that was looked at, and what changed since it last worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Last whole look at Lever, ms.
    pub checked_at_ms: Option<i64>,
    /// All seven, always, in order.
    pub steps: Vec<StepHealth>,
    /// What changed since it last worked, newest first, at most 50.
    pub drift: Vec<Drift>,
    /// Broken checks.
    pub problems: u32,
}

/// A step of the set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepHealth {
    /// Which.
    pub step: Step,
    /// The worst of its checks.
    pub standing: Standing,
    /// One or two short sentences.
    pub line: String,
    /// What was looked at.
    pub checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Stable: `stage.myinterview`, `permission.notes_write`, `webhook.jobtwine`, `token`, `clock`, `budget`,
    /// `template.<posting>`, …
    pub id: String,
    /// The vendor it concerns.
    pub vendor: Option<Vendor>,
    /// How it stands.
    pub standing: Standing,
    /// What it is about.
    pub subject: String,
    /// What was found, a sentence.
    pub finding: String,
    /// Why, or why it cannot be verified; may be empty where all is well.
    pub cause: String,
    /// What to do or to look at; may be empty where all is well.
    pub way_out: String,
    /// Verified, observed or stated at, or broken since, ms.
    pub at_ms: Option<i64>,
    /// Who stated it.
    pub by: Option<String>,
    /// What one key does about it.
    pub repair: Option<Repair>,
}

/// What one key does about a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Opens a step.
    Go(Step),
    /// Pins the vendor's stage anew.
    RepinStage {
        /// Whose.
        vendor: Vendor,
        /// The stage to pin.
        stage: StageId,
    },
    /// Opens a page of Lever in the browser.
    OpenLever {
        /// Which page.
        what: LeverPage,
    },
    /// Asks for the vendor's file of templates.
    ImportTemplates,
    /// Opens the tags of a posting.
    FixPostingTags,
    /// Asks for a new key, or signs in again.
    Reconnect,
    /// Asks Lever again.
    CheckAgain,
    /// It was changed on purpose: from now on it is compared with how it is.
    Accept,
}

/// A page of Lever's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeverPage {
    /// Integrations and API: webhooks.
    Webhooks,
    /// Integrations and API: API credentials.
    Credentials,
    /// The stages of the pipeline.
    Stages,
    /// The postings.
    Postings,
}

/// Something changed under the set-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// Noticed, ms.
    pub at_ms: i64,
    /// Id of the check.
    pub check: String,
    /// The vendor it concerns.
    pub vendor: Option<Vendor>,
    /// What it is about.
    pub subject: String,
    /// How it was when it last worked.
    pub was: String,
    /// How it was found then.
    pub is: String,
    /// How bad it is, or was.
    pub standing: Standing,
    /// Back in order, ms.
    pub mended_at_ms: Option<i64>,
}

/// Words of the one notification about what changed. They name stages, postings and templates, and nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthNotice {
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
}

/// A permission of the key or grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionLine {
    /// Stable: `opportunities_read`, `notes_write`, `confidential`, …
    pub id: String,
    /// As Lever's settings name it.
    pub permission: String,
    /// What Fulcrum does with it.
    pub needed_for: String,
    /// Fulcrum works without it, with less.
    pub optional: bool,
    /// Nothing here needs it, and the key has it.
    pub extra: bool,
    /// `Verified`: it is there. `Broken`: it is missing. `Unverifiable`: `finding` says why. `Warn`: missing and optional.
    pub standing: Standing,
    /// What was found, a sentence.
    pub finding: String,
    /// Who can give it, and where; empty where it is there.
    pub who_can_give: String,
}
