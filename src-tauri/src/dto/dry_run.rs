//! The dry run.

use fulcrum_app::view;

use super::{
    ArchiveReasonChoice, ArchiveReasonId, Finding, Ms, OpportunityId, PostingId, Vendor, Wire,
    choice, shown,
};

choice! {
    DryRunPhase = view::DryRunPhase { Creating, Looking, Running, StaysOpen, Archiving, Ended }
    DryRunOutcome = view::DryRunOutcome { Waiting, Running, Passed, Broken, Cut }
    DryRunStanding = view::DryRunStanding { Open, Waiting, Proven, Inferred, Stated, Unseen, Broken }
    DryRunArrival = view::DryRunArrival { Email, Sms }
}

shown! {
    DryRunPage = view::DryRunPage {
        email: String, postings: Vec<DryRunPosting>, vendors: Vec<DryRunVendor>, reasons: Vec<ArchiveReasonChoice>,
        run: Option<DryRunShown>, proofs: Vec<DryRunProof>,
    }
    DryRunPosting = view::DryRunPosting { id: PostingId, title: String, vendors: Vec<Vendor> }
    DryRunVendor = view::DryRunVendor { vendor: Vendor, stage: Option<String> }
    DryRunPlan = view::DryRunPlan {
        name: String, posting: String, stage: String, email: String, parts: Vec<DryRunPlanPart>, reason: String,
        open_minutes: u32,
    }
    DryRunPlanPart = view::DryRunPlanPart {
        vendor: Vendor, stage: String, template: Option<String>, emails: bool, texts: bool, findings: Vec<Finding>,
        stopped: bool, blocked: bool,
    }
    DryRunShown = view::DryRunShown {
        posting: String, by: String, begun_at_ms: Ms, phase: DryRunPhase, stopping: bool,
        opportunity: Option<OpportunityId>, email: Option<String>, parts: Vec<DryRunPart>, created: DryRunLine,
        archived: DryRunLine, open_until_ms: Option<Ms>, ended_at_ms: Option<Ms>,
    }
    DryRunPart = view::DryRunPart {
        vendor: Vendor, stage: String, outcome: DryRunOutcome, links: Vec<DryRunLine>,
    }
    DryRunLine = view::DryRunLine {
        link: String, standing: DryRunStanding, at_ms: Option<Ms>, seen_at_ms: Option<Ms>, source: Option<String>,
        detail: Option<String>, due_ms: Option<Ms>, trouble: Option<DryRunTrouble>,
    }
    DryRunTrouble = view::DryRunTrouble { sentence: String, cause: String, way_out: String }
    DryRunProof = view::DryRunProof {
        vendor: Vendor, posting: Option<String>, at_ms: Option<Ms>, broken: Option<String>, old: bool,
    }
}

/// What an admin chose.
#[derive(Clone, Debug, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DryRunChoice {
    pub(crate) posting: PostingId,
    pub(crate) vendors: Vec<Vendor>,
    pub(crate) although_blocked: Vec<Vendor>,
    pub(crate) email: String,
    pub(crate) phone: Option<String>,
    pub(crate) reason: ArchiveReasonId,
    pub(crate) keep_open: bool,
}

impl Wire<view::DryRunChoice> for DryRunChoice {
    fn wire(self) -> view::DryRunChoice {
        let DryRunChoice {
            posting,
            vendors,
            although_blocked,
            email,
            phone,
            reason,
            keep_open,
        } = self;
        view::DryRunChoice {
            posting: posting.wire(),
            vendors: vendors.wire(),
            although_blocked: although_blocked.wire(),
            email,
            phone,
            reason: reason.wire(),
            keep_open,
        }
    }
}
