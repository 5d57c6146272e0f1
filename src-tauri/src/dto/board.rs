//! Board, columns, cards, held moves, search.

use fulcrum_app::view;

use super::{
    IntentId, Ms, OpportunityId, PostingId, Problem, StageId, Vendor, Wire, choice, shown,
};

choice! {
    Scope = view::Scope { Mine, All }
    Sort = view::Sort { TimeOwed, Newest, Name }
    Actor = view::Actor { You, Candidate, Vendor, Nobody }
    ChipKind = view::ChipKind {
        Eligible, Obstacle, Moving, Triggered, Invited, Completed, Stalled, Failed, Expired,
        SlotsNeeded, SlotsGiven, Scheduled, CalledOff, NoShow, FeedbackPending, FeedbackIn,
    }
    PendingPhase = view::PendingPhase { Held, Queued, Paused, Sending, Settling, NeedsYou }
}

/// What the board shows.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BoardQuery {
    scope: Scope,
    postings: Vec<PostingId>,
    stages: Vec<StageId>,
    waiting_on: Option<Actor>,
    tag: Option<String>,
    text: String,
    sort: Sort,
}

impl Wire<view::BoardQuery> for BoardQuery {
    fn wire(self) -> view::BoardQuery {
        view::BoardQuery {
            scope: self.scope.wire(),
            postings: self.postings.wire(),
            stages: self.stages.wire(),
            waiting_on: self.waiting_on.wire(),
            tag: self.tag,
            text: self.text,
            sort: self.sort.wire(),
        }
    }
}

impl Wire<BoardQuery> for view::BoardQuery {
    fn wire(self) -> BoardQuery {
        BoardQuery {
            scope: self.scope.wire(),
            postings: self.postings.wire(),
            stages: self.stages.wire(),
            waiting_on: self.waiting_on.wire(),
            tag: self.tag,
            text: self.text,
            sort: self.sort.wire(),
        }
    }
}

shown! {
    Board = view::Board {
        columns: Vec<Column>, waiting: Waiting, shown: u32, total: u32, postings: Vec<PostingChoice>,
    }
    Column = view::Column { stage: StageId, name: String, total: u32, you_owe: u32, vendor: Option<Vendor> }
    Waiting = view::Waiting { you: u32, candidate: u32, vendor: u32, nobody: u32 }
    PostingChoice = view::PostingChoice { id: PostingId, title: String, cards: u32 }
    ColumnPage = view::ColumnPage { stage: StageId, offset: u32, total: u32, cards: Vec<Card> }
    Card = view::Card {
        id: OpportunityId, name: String, posting: Option<String>, stage: StageId, in_stage_since_ms: Option<Ms>,
        late: bool, chip: Option<Chip>, next: Next, tags: Vec<String>, more_tags: u32, pending: Option<Pending>,
        test: bool,
    }
    Chip = view::Chip { kind: ChipKind, code: Option<String>, since_ms: Option<Ms> }
    Next = view::Next { actor: Actor, vendor: Option<Vendor>, phrase: String, due_ms: Option<Ms> }
    Pending = view::Pending {
        intent: IntentId, kind: String, phase: PendingPhase, hold_until_ms: Option<Ms>, to_stage: StageId, vendor: Option<Vendor>,
    }
    Dock = view::Dock { items: Vec<DockItem> }
    DockItem = view::DockItem {
        pending: Pending, opportunity: OpportunityId, name: String, to_stage_name: String, from_stage_name: String,
        kind: String, subject: Option<String>, problem: Option<Problem>,
    }
    MoveAccepted = view::MoveAccepted { intent: IntentId, hold_until_ms: Option<Ms> }
    SearchAnswer = view::SearchAnswer { hits: Vec<SearchHit>, people: u32, notes: u32 }
    SearchHit = view::SearchHit {
        id: OpportunityId, name: String, posting: Option<String>, stage_name: String, matched: String,
        excerpt: String, archived: bool,
    }
}
