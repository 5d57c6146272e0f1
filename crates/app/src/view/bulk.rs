//! Many moves at once: the table before, the outcome of each one afterwards.

use fulcrum_domain::ids::{BatchId, IntentId, OpportunityId, PostingId, StageId};
use fulcrum_domain::preflight::Finding;
use fulcrum_domain::vendor::Vendor;

use super::Problem;

/// The table before a bulk move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkPreview {
    /// Target stage.
    pub to_stage: StageId,
    /// Its name.
    pub to_stage_name: String,
    /// The vendor that will contact those who go along.
    pub vendor: Option<Vendor>,
    /// Everybody who was chosen: blocked first, then left out, warned, ready; by name inside.
    pub rows: Vec<BulkRow>,
    /// Checked at, ms.
    pub checked_at_ms: i64,
    /// How long everything together is held first, s.
    pub hold_seconds: u32,
}

/// One candidate in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name as Lever has it (may be empty).
    pub name: String,
    /// Posting.
    pub posting: Option<PostingId>,
    /// Its title.
    pub posting_title: Option<String>,
    /// Stored e-mail that is not one, or an empty text: what a correction begins with.
    pub email: String,
    /// Which group it stands in.
    pub weight: BulkWeight,
    /// Why it cannot come along although preflight finds nothing: `here` (in that stage already), `busy` (another move of it
    /// is open).
    pub held_back: Option<String>,
    /// What preflight finds, most severe first.
    pub findings: Vec<Finding>,
    /// The vendor will mail the candidate.
    pub emails: bool,
    /// The candidate gets an SMS too.
    pub texts: bool,
}

/// The groups of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkWeight {
    /// Cannot come along until fixed.
    Blocked,
    /// Comes along only when somebody says so.
    LeftOut,
    /// Comes along; the consequence is said.
    Warned,
    /// Comes along.
    Ready,
}

/// What so many moves cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct BulkEstimate {
    /// Requests for one move.
    pub requests_each: u32,
    /// Requests for all of them.
    pub requests: u32,
    /// Requests that wait already.
    pub waiting: u32,
    /// This seat's share, requests a second.
    pub rate_per_second: u32,
    /// From the first write to the last, s.
    pub seconds: u32,
}

/// A bulk move was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkStarted {
    /// Ours.
    pub batch: BatchId,
    /// How many are in it.
    pub moves: u32,
    /// Leaves at, ms.
    pub hold_until_ms: i64,
}

/// A bulk move and what became of each candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkMove {
    /// Ours.
    pub batch: BatchId,
    /// Target stage.
    pub to_stage: StageId,
    /// Its name.
    pub to_stage_name: String,
    /// The vendor that contacts those who move.
    pub vendor: Option<Vendor>,
    /// Where it stands.
    pub phase: BulkPhase,
    /// Why it rests: `person`, `restart`, `time`.
    pub rests_because: Option<String>,
    /// Leaves at, ms, while held.
    pub hold_until_ms: Option<i64>,
    /// Everybody in it, in the order in which they leave.
    pub items: Vec<BulkItem>,
    /// What is left costs.
    pub left: BulkEstimate,
}

/// Where a bulk move stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkPhase {
    /// Waits for its hold to end; can be undone as a whole.
    Held,
    /// Leaves, one after the other.
    Running,
    /// Rests until somebody decides.
    Paused,
    /// Nothing of it leaves any more.
    Finished,
}

/// One candidate of a bulk move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkItem {
    /// Its move.
    pub intent: IntentId,
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name.
    pub name: String,
    /// Posting's title.
    pub posting_title: Option<String>,
    /// What became of it.
    pub state: BulkItemState,
    /// Why the vendor did not invite (`template_not_found`, …), with [`BulkItemState::NotInvited`].
    pub failure: Option<String>,
    /// Why it needs a decision.
    pub problem: Option<Problem>,
    /// What preflight finds now, where that was the reason.
    pub findings: Vec<Finding>,
    /// In the stage since, ms.
    pub moved_at_ms: Option<i64>,
}

/// What became of one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkItemState {
    /// Its turn has not come.
    Waiting,
    /// On its way.
    Sending,
    /// Sent; the outcome is being settled by looking.
    Settling,
    /// Lever has it; the vendor has not answered yet, or contacts nobody.
    Moved,
    /// The vendor has answered.
    Answered,
    /// Moved, and the vendor could not invite.
    NotInvited,
    /// Somebody had moved it there already; nothing was written.
    Already,
    /// Was not moved; somebody has to decide.
    NeedsYou,
    /// Taken out; nothing was written.
    TakenOut,
}
