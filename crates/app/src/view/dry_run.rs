//! The dry run: what to choose, what would happen, how far it is, what it has proved.

use fulcrum_domain::dry_run::ChainLink;
use fulcrum_domain::ids::{ArchiveReasonId, OpportunityId, PostingId};
use fulcrum_domain::preflight::Finding;
use fulcrum_domain::vendor::Vendor;

use super::ArchiveReasonChoice;

/// What the page of the dry run shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunPage {
    /// The seat's own e-mail, to begin with.
    pub email: String,
    /// Postings that carry something for a vendor, by title.
    pub postings: Vec<DryRunPosting>,
    /// Vendors with a stage of their own.
    pub vendors: Vec<DryRunVendor>,
    /// Reasons in use; none that marks as hired.
    pub reasons: Vec<ArchiveReasonChoice>,
    /// The run that is under way, or else the latest.
    pub run: Option<DryRunShown>,
    /// What runs have proved so far, vendor by vendor.
    pub proofs: Vec<DryRunProof>,
}

/// A posting to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunPosting {
    /// Posting.
    pub id: PostingId,
    /// Its title.
    pub title: String,
    /// Vendors that it carries something for, right or nearly right.
    pub vendors: Vec<Vendor>,
}

/// A vendor to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunVendor {
    /// Vendor.
    pub vendor: Vendor,
    /// Its stage's name; `None`: no stage is chosen yet.
    pub stage: Option<String>,
}

/// What an admin chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunChoice {
    /// Where.
    pub posting: PostingId,
    /// Which vendors, in this order.
    pub vendors: Vec<Vendor>,
    /// Of those, the ones to be tried although the check says that they would not invite.
    pub although_blocked: Vec<Vendor>,
    /// Where the vendors write to.
    pub email: String,
    /// Where they text to.
    pub phone: Option<String>,
    /// What the candidate is archived with.
    pub reason: ArchiveReasonId,
    /// Stay open for half an hour, so that the e-mail can be tried.
    pub keep_open: bool,
}

/// Exactly what would happen, for the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunPlan {
    /// The candidate's name.
    pub name: String,
    /// The posting's title.
    pub posting: String,
    /// Stage the candidate is created in.
    pub stage: String,
    /// Where the vendors write to.
    pub email: String,
    /// Vendor by vendor, in order.
    pub parts: Vec<DryRunPlanPart>,
    /// The reason's name.
    pub reason: String,
    /// Minutes that the candidate stays open at the end; 0: none.
    pub open_minutes: u32,
}

/// What would happen with one vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunPlanPart {
    /// Vendor.
    pub vendor: Vendor,
    /// Its stage's name.
    pub stage: String,
    /// Template that would be used, where known.
    pub template: Option<String>,
    /// It would e-mail.
    pub emails: bool,
    /// It would text.
    pub texts: bool,
    /// What the check finds.
    pub findings: Vec<Finding>,
    /// Cannot be tried at all.
    pub stopped: bool,
    /// Would not invite; can be tried all the same.
    pub blocked: bool,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunShown {
    /// The posting's title.
    pub posting: String,
    /// Who confirmed it.
    pub by: String,
    /// When, ms.
    pub begun_at_ms: i64,
    /// What goes on.
    pub phase: DryRunPhase,
    /// It was asked to stop.
    pub stopping: bool,
    /// The candidate, while Lever has it.
    pub opportunity: Option<OpportunityId>,
    /// Where the vendors wrote to, as Lever has it.
    pub email: Option<String>,
    /// Vendor by vendor, in order.
    pub parts: Vec<DryRunPart>,
    /// The candidate's creation.
    pub created: DryRunLine,
    /// Its archiving.
    pub archived: DryRunLine,
    /// Until when it stays open, ms.
    pub open_until_ms: Option<i64>,
    /// Over since, ms.
    pub ended_at_ms: Option<i64>,
}

/// What a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRunPhase {
    /// Creates its candidate.
    Creating,
    /// No answer came: looks whether Lever has it.
    Looking,
    /// Goes through the vendors' chains.
    Running,
    /// Everything is seen; stays open to be tried.
    StaysOpen,
    /// Archives the candidate.
    Archiving,
    /// Over.
    Ended,
}

/// One vendor's part of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunPart {
    /// Vendor.
    pub vendor: Vendor,
    /// Its stage's name.
    pub stage: String,
    /// How it stands.
    pub outcome: DryRunOutcome,
    /// Links in order.
    pub links: Vec<DryRunLine>,
}

/// How a vendor's part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRunOutcome {
    /// Its turn has not come.
    Waiting,
    /// Under way.
    Running,
    /// The vendor invited.
    Passed,
    /// A link did not come.
    Broken,
    /// Stopped before its end.
    Cut,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunLine {
    /// `created`, `posting_tag`, `stage_entered`, `reacted`, `invited`, `job_created`, `emailed`, `texted`, `opened`, `completed`,
    /// `archived`.
    pub link: String,
    /// How it stands.
    pub standing: DryRunStanding,
    /// When it happened, ms.
    pub at_ms: Option<i64>,
    /// First seen here, ms.
    pub seen_at_ms: Option<i64>,
    /// Source word, as a proof line's.
    pub source: Option<String>,
    /// The tag, or a name.
    pub detail: Option<String>,
    /// Late after this, ms.
    pub due_ms: Option<i64>,
    /// What is wrong.
    pub trouble: Option<DryRunTrouble>,
}

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRunStanding {
    /// Its turn has not come, or it did not come to it.
    Open,
    /// Waited for.
    Waiting,
    /// Ticked by its own source.
    Proven,
    /// Follows from another link.
    Inferred,
    /// The admin said so.
    Stated,
    /// Nothing here can see it: for the admin to look at.
    Unseen,
    /// Did not come.
    Broken,
}

/// Why a link did not come, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunTrouble {
    /// What happened.
    pub sentence: String,
    /// Why, as far as known.
    pub cause: String,
    /// What to do.
    pub way_out: String,
}

/// What the latest run that found anything out says of a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRunProof {
    /// Vendor.
    pub vendor: Vendor,
    /// In which posting; `None`: no run has found anything out, and nothing below counts.
    pub posting: Option<String>,
    /// When, ms.
    pub at_ms: Option<i64>,
    /// The link that broke; `None`: green.
    pub broken: Option<String>,
    /// Older than a month.
    pub old: bool,
}

/// What only the admin can see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DryRunArrival {
    /// The e-mail.
    Email,
    /// The SMS.
    Sms,
}

impl DryRunArrival {
    /// The link that it ticks.
    pub fn link(self) -> ChainLink {
        match self {
            Self::Email => ChainLink::Emailed,
            Self::Sms => ChainLink::Texted,
        }
    }
}
