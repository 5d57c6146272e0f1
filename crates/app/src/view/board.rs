//! The board, its columns and cards, held moves, search.

use fulcrum_domain::ids::{IntentId, OpportunityId, PostingId, StageId};
use fulcrum_domain::vendor::Vendor;

use super::Problem;

/// Which opportunities a screen is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Active opportunities the seat owns, or whose posting the seat owns.
    #[default]
    Mine,
    /// All active opportunities.
    All,
}

/// Filters of the board; all of them narrow.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// Whose.
    pub scope: Scope,
    /// Only these postings; empty: all.
    pub postings: Vec<PostingId>,
    /// Only these stages; empty: all.
    pub stages: Vec<StageId>,
    /// Only those where this side acts next.
    pub waiting_on: Option<Actor>,
    /// Only those with this exact tag.
    pub tag: Option<String>,
    /// Every word of at least two letters is part of a name, an e-mail, a posting's title, a tag or a note.
    pub text: String,
    /// Order inside a column.
    pub sort: Sort,
}

/// Order inside a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Late ones first, then longest in stage.
    #[default]
    TimeOwed,
    /// Newest in stage first.
    Newest,
    /// By name.
    Name,
}

/// Who acts next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum Actor {
    You,
    Candidate,
    Vendor,
    Nobody,
}

/// The board without its cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// All stages in pipeline order, those that were not chosen too: a card can be moved there.
    pub columns: Vec<Column>,
    /// Totals over the query (before `waiting_on` narrows), in the chosen stages.
    pub waiting: Waiting,
    /// Cards that match the query, in the chosen stages.
    pub shown: u32,
    /// Active opportunities in the account, as far as cached.
    pub total: u32,
    /// Postings that can be chosen, with their number of cards in the scope.
    pub postings: Vec<PostingChoice>,
}

/// One stage's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Stage.
    pub stage: StageId,
    /// Its name in Lever.
    pub name: String,
    /// Cards that match.
    pub total: u32,
    /// Of those, waiting on the recruiter.
    pub you_owe: u32,
    /// Set when entering this stage makes a vendor contact the candidate.
    pub vendor: Option<Vendor>,
}

/// How many wait on whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the words say it")]
pub struct Waiting {
    pub you: u32,
    pub candidate: u32,
    pub vendor: u32,
    pub nobody: u32,
}

/// A posting in the chooser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostingChoice {
    /// Posting.
    pub id: PostingId,
    /// Title.
    pub title: String,
    /// Cards in the scope.
    pub cards: u32,
}

/// A window of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnPage {
    /// Stage.
    pub stage: StageId,
    /// Index of the first card.
    pub offset: u32,
    /// Cards in the column.
    pub total: u32,
    /// The window.
    pub cards: Vec<Card>,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Opportunity.
    pub id: OpportunityId,
    /// Person's name as Lever has it (may be empty).
    pub name: String,
    /// Posting title.
    pub posting: Option<String>,
    /// Stage the card is shown in (with open moves applied).
    pub stage: StageId,
    /// In this stage since, ms.
    pub in_stage_since_ms: Option<i64>,
    /// Something is overdue.
    pub late: bool,
    /// State chip.
    pub chip: Option<Chip>,
    /// Who acts next and how.
    pub next: Next,
    /// Manual and status tags first shown (at most three).
    pub tags: Vec<String>,
    /// Further tags.
    pub more_tags: u32,
    /// An open move of this seat.
    pub pending: Option<Pending>,
    /// A dry run's candidate, of this seat or another: nobody real.
    pub test: bool,
}

/// State chip with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// `eligible`, `moving`, `invited`, `completed`, `stalled`, `failed`, …
    pub kind: ChipKind,
    /// A code that refines the words: a preflight finding (`posting_untagged`), a failure (`template_not_found`).
    pub code: Option<String>,
    /// Since when, ms; of a booked interview its start, `None` where that is not certain.
    pub since_ms: Option<i64>,
}

/// Chip kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words say it")]
pub enum ChipKind {
    Eligible,
    Obstacle,
    Moving,
    Triggered,
    Invited,
    Completed,
    Stalled,
    Failed,
    Expired,
    SlotsNeeded,
    SlotsGiven,
    Scheduled,
    CalledOff,
    NoShow,
    FeedbackPending,
    FeedbackIn,
}

/// Who acts next, as a sentence's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Who.
    pub actor: Actor,
    /// Which vendor, where the actor is one.
    pub vendor: Option<Vendor>,
    /// What: a key of the interface's catalogue (`choose_next_step`, `fix_tag`, `add_email`, `watch_video`, …).
    pub phrase: String,
    /// By when, ms.
    pub due_ms: Option<i64>,
}

/// An open move as the card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Intent.
    pub intent: IntentId,
    /// `move`, `archive`, `unarchive`, `note`, `note_removal`, `tag`, `tag_removal`.
    pub kind: String,
    /// How far.
    pub phase: PendingPhase,
    /// Leaves by itself at, ms (while held).
    pub hold_until_ms: Option<i64>,
    /// Target stage.
    pub to_stage: StageId,
    /// The vendor contacts the candidate afterwards.
    pub vendor: Option<Vendor>,
}

/// How far an intent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PendingPhase {
    /// Waits for its hold to end; can be undone.
    Held,
    /// Waits for Lever or the budget; can be cancelled.
    Queued,
    /// Belongs to a bulk move that rests.
    Paused,
    /// On its way.
    Sending,
    /// Sent, outcome being settled by looking.
    Settling,
    /// Needs a fresh decision (too old, moved by somebody else, refused).
    NeedsYou,
}

/// Moves that are held, queued or need a decision.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Dock {
    /// Newest first.
    pub items: Vec<DockItem>,
}

/// One intent in the dock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DockItem {
    /// The move.
    pub pending: Pending,
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name.
    pub name: String,
    /// Target stage's name.
    pub to_stage_name: String,
    /// Stage it comes from.
    pub from_stage_name: String,
    /// As its `pending` says, or `resend`, `fix_tag_and_resend`.
    pub kind: String,
    /// What it is about: the reason's name, the tag, whom a note mentions.
    pub subject: Option<String>,
    /// Why it needs a decision.
    pub problem: Option<Problem>,
}

/// The accepted move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveAccepted {
    /// Its intent.
    pub intent: IntentId,
    /// Leaves at, ms; `None`: at once.
    pub hold_until_ms: Option<i64>,
}

/// A search hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// Opportunity.
    pub id: OpportunityId,
    /// Name.
    pub name: String,
    /// Posting's title.
    pub posting: Option<String>,
    /// Stage's name.
    pub stage_name: String,
    /// `name`, `email`, `posting`, `tag`, `note`.
    pub matched: String,
    /// The matched text, shortened around the match.
    pub excerpt: String,
    /// Archived.
    pub archived: bool,
}

/// Search answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchAnswer {
    /// At most the asked number.
    pub hits: Vec<SearchHit>,
    /// People searched.
    pub people: u32,
    /// Notes that are here to be searched.
    pub notes: u32,
}
