//! Leaving: vendors that are switched off, what waits, what is here, how long archived candidates stay.

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::Vendor;

use super::Session;

/// Everything the section shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Both vendors.
    pub vendors: Vec<VendorLeaving>,
    /// How this seat is let into Lever: `key` or `grant`.
    pub access: String,
    /// What waits to be sent, by whom it is about.
    pub waiting: Vec<WaitingChange>,
    /// How long archived candidates stay.
    pub retention: RetentionView,
}

/// How a vendor stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorLeaving {
    /// Which.
    pub vendor: Vendor,
    /// Name of the stage whose entering makes it contact candidates, on or off; `None`: none is pinned.
    pub stage: Option<String>,
    /// How it stands.
    pub standing: VendorStanding,
    /// Switched off here, ms.
    pub disabled_at_ms: Option<i64>,
    /// An admin said that its access was revoked in Lever, ms.
    pub revoked_at_ms: Option<i64>,
    /// When it wrote into Lever all the same, or until when an answer may still come, ms.
    pub at_ms: Option<i64>,
    /// Moves into its stage that it let pass since then.
    pub unanswered: u32,
    /// Who is in the middle of an interview with it, longest first.
    pub mid_flow: Vec<MidFlow>,
    /// Moves into its stage that wait here and would be taken back.
    pub waiting: u32,
}

/// How a vendor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VendorStanding {
    /// No stage is pinned: it is not used.
    Unused,
    /// On.
    On,
    /// Off here; nobody has said that its access was revoked.
    Off,
    /// It wrote into Lever after its access was said to be revoked.
    Reacting,
    /// It let moves pass that it used to answer.
    Quiet,
    /// Cannot be verified: Lever was not read since.
    NotRead,
    /// Cannot be verified yet: an answer may still come.
    TooEarly,
    /// Cannot be verified: nothing has happened that it would have answered.
    NothingToAnswer,
}

/// Somebody in the middle of an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MidFlow {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Name.
    pub name: String,
    /// Where the interview stands: the life-cycle word that a card's journey has, too.
    pub state: String,
    /// Round, from 1.
    pub round: u32,
    /// Since when, ms.
    pub since_ms: Option<i64>,
}

/// Something that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingChange {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Name; empty where it is not known here.
    pub name: String,
    /// The stage it would lead to; `None` for what is no move.
    pub to: Option<String>,
}

/// How long archived candidates stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionView {
    /// Days after the archiving; `None`: for ever.
    pub days: Option<u32>,
    /// The fewest that can be chosen.
    pub fewest: u32,
    /// The most that can be chosen.
    pub most: u32,
    /// Archived candidates that are here.
    pub archived_here: u32,
    /// Durations without a person that are kept of those who have left.
    pub durations: u32,
}

/// What became of the access to Lever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disconnected {
    /// Where the program stands now.
    pub session: Session,
    /// `revoked`; `not_offered` or `not_reached`: a Super Admin can end it in Lever; `key`: the same for a key.
    pub access: String,
    /// The local files are still here, for the same person.
    pub files_kept: bool,
}

/// What a wipe would remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WipePlan {
    /// A training, not a real account.
    pub training: bool,
    /// Kinds of things, with their counts.
    pub removes: Vec<WipeLine>,
    /// Files that were saved for the person elsewhere; they go only if that is chosen. `None`: the list cannot be read.
    pub saved: Option<Vec<SavedFile>>,
    /// Changes that wait and will never be sent.
    pub waiting: u32,
}

/// A kind of thing that goes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WipeLine {
    /// `cache`, `desk`, `copies`, `lists`, `other`, `keyring`, `webview`, `autostart`, `saved`, `notifications`.
    pub what: String,
    /// In words.
    pub said: String,
    /// How many.
    pub count: u32,
    /// Together, bytes.
    pub bytes: i64,
}

/// A file that was saved outside the program's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// Where.
    pub path: String,
    /// Its length, bytes.
    pub bytes: i64,
}

/// What a wipe did. Names no candidate and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    /// Version of the program.
    pub version: String,
    /// A training, not a real account.
    pub training: bool,
    /// Begun, ms.
    pub began_ms: i64,
    /// Ended, ms.
    pub ended_ms: i64,
    /// It was cut short, and a later start ended it.
    pub resumed: bool,
    /// What was removed.
    pub removed: Vec<WipeLine>,
    /// What is left, each with why.
    pub left: Vec<LeftBehind>,
}

impl Receipt {
    /// Nothing is left but what was meant to stay.
    pub fn is_complete(&self) -> bool {
        self.left.iter().all(|one| one.wanted)
    }
}

/// Something that is still there.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LeftBehind {
    /// What, or where.
    pub what: String,
    /// Why.
    pub why: String,
    /// It was meant to stay.
    pub wanted: bool,
}
