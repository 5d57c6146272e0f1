//! How the set-up stands.

use fulcrum_app::view;

use super::{Ms, StageId, Vendor, Wire, choice, shown};

choice! {
    Step = view::Step { Connect, Stages, Webhooks, Templates, Rounds, Postings, DryRun }
    Standing = view::Standing { Verified, Observed, Stated, Unverifiable, Todo, Warn, Broken }
    LeverPage = view::LeverPage { Webhooks, Credentials, Stages, Postings }
}

shown! {
    Health = view::Health {
        checked_at_ms: Option<Ms>, steps: Vec<StepHealth>, drift: Vec<Drift>, problems: u32,
    }
    StepHealth = view::StepHealth { step: Step, standing: Standing, line: String, checks: Vec<Check> }
    Check = view::Check {
        id: String, vendor: Option<Vendor>, standing: Standing, subject: String, finding: String, cause: String,
        way_out: String, at_ms: Option<Ms>, by: Option<String>, repair: Option<Repair>,
    }
    Drift = view::Drift {
        at_ms: Ms, check: String, vendor: Option<Vendor>, subject: String, was: String, is: String,
        standing: Standing, mended_at_ms: Option<Ms>,
    }
    PermissionLine = view::PermissionLine {
        id: String, permission: String, needed_for: String, optional: bool, extra: bool, standing: Standing, finding: String,
        who_can_give: String,
    }
}

/// What one key does about a check.
#[derive(Clone, Debug, serde::Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum Repair {
    Go { step: Step },
    RepinStage { vendor: Vendor, stage: StageId },
    OpenLever { what: LeverPage },
    ImportTemplates,
    FixPostingTags,
    Reconnect,
    CheckAgain,
    Accept,
}

impl Wire<Repair> for view::Repair {
    fn wire(self) -> Repair {
        match self {
            view::Repair::Go(step) => Repair::Go { step: step.wire() },
            view::Repair::RepinStage { vendor, stage } => Repair::RepinStage {
                vendor: vendor.wire(),
                stage: stage.wire(),
            },
            view::Repair::OpenLever { what } => Repair::OpenLever { what: what.wire() },
            view::Repair::ImportTemplates => Repair::ImportTemplates,
            view::Repair::FixPostingTags => Repair::FixPostingTags,
            view::Repair::Reconnect => Repair::Reconnect,
            view::Repair::CheckAgain => Repair::CheckAgain,
            view::Repair::Accept => Repair::Accept,
        }
    }
}
