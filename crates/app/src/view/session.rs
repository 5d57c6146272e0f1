//! Session, problems, set-up, sync status, the look of the window, and what it is told by itself.

use fulcrum_domain::ids::{OpportunityId, StageId, UserId};

use super::{InboxCounts, StageChoice};

/// Where the program stands as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What the window shows.
    pub phase: Phase,
    /// Loopback sandbox with invented candidates: unmistakably marked.
    pub training: bool,
    /// The bound seat.
    pub seat: Option<Seat>,
    /// Why the program cannot go on, or what is limited.
    pub problem: Option<Problem>,
}

/// What the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// No account yet: the connect screen.
    Connect,
    /// A key was accepted; the person says who they are.
    ChooseSeat,
    /// Connected.
    Ready,
    /// Something below stands in the way (no keyring, cache from a newer version…).
    Blocked,
}

/// Who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The Lever user every write is performed as.
    pub user: UserId,
    /// Full name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Lever role.
    pub role: String,
    /// Host of the Lever API, for display.
    pub account: String,
    /// What the role may do.
    pub rights: Rights,
}

/// What a Lever role may do. What it may not is not offered; Lever's API itself would not refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Move, archive, write notes and tags, correct contact data, give slots.
    pub writes: bool,
    /// Change postings, so tag them.
    pub postings: bool,
    /// Hold the vendors' keys, which unlock the whole account.
    pub admin: bool,
    /// Accept integrations, make keys, switch webhooks: a Super Admin.
    pub integrations: bool,
}

/// Something that went wrong, in words: sentence, cause, way out. Holds no secret and no candidate's data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Stable code the interface acts on.
    pub code: ProblemCode,
    /// What happened.
    pub sentence: String,
    /// Why, as far as known.
    pub cause: String,
    /// What to do.
    pub way_out: String,
}

/// Somebody for whom something was waiting in a file that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostChange {
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Name; `None` until Lever's data has been read.
    pub name: Option<String>,
    /// The stage it was on its way to; `None` for what is no move.
    pub to: Option<String>,
    /// The stage it is in.
    pub now: Option<String>,
}

/// Codes the interface acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each code's sentence stands in `problem.rs`")]
pub enum ProblemCode {
    WrongKey,
    MissingPermission,
    Unreachable,
    NotLever,
    RateLimited,
    LeverDown,
    ClockOff,
    PortTaken,
    NoKeyring,
    KeyringLocked,
    CacheNewer,
    CacheBroken,
    DeskLost,
    DiskFull,
    ReadOnly,
    Busy,
    NotFound,
    Conflict,
    Stopped,
    Blocked,
    BadInput,
    LinkRefused,
    LinkExpired,
    FileRefused,
    VendorUnavailable,
    Internal,
}

/// Sync status, always visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncStatus {
    /// What goes on.
    pub phase: SyncPhase,
    /// Last complete delta, ms.
    pub synced_at_ms: Option<i64>,
    /// Lever requests per second, over the last ten seconds, times ten (6 = 0.6/s).
    pub rate_tenths: u32,
    /// This seat's share per second, times ten.
    pub share_tenths: u32,
    /// Opportunities here.
    pub opportunities: u32,
    /// Requests that wait.
    pub queued: u32,
    /// When it tries again, ms.
    pub next_try_ms: Option<i64>,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// What the engine does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncPhase {
    /// Started, and no answer has come yet.
    Connecting,
    /// First full read; the board fills meanwhile.
    Backfill,
    /// Up to date.
    Live,
    /// Waiting after a refusal.
    BackedOff,
    /// Lever cannot be reached.
    Offline,
    /// The key or token is no longer accepted.
    SignedOut,
    /// Not running.
    Stopped,
}

/// Set-up facts the window needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Stages to choose from.
    pub stages: Vec<StageChoice>,
    /// myInterview's trigger stage.
    pub trigger_stage: Option<StageId>,
    /// Stage a resend passes through.
    pub neutral_stage: Option<StageId>,
    /// The stage that was probably meant, where none is pinned.
    pub proposed_trigger: Option<StageId>,
    /// A stage that a resend could pass through, where none is chosen.
    pub proposed_neutral: Option<StageId>,
    /// Templates known.
    pub templates: u32,
    /// As of, ms.
    pub templates_as_of_ms: Option<i64>,
    /// `file`, `api`, or nothing yet.
    pub templates_source: Option<String>,
    /// Whether a vendor profile is in use.
    pub vendor_profile: bool,
    /// Pinned review hosts.
    pub hosts: Vec<String>,
    /// Users whose notes are the vendor's.
    pub note_authors: Vec<UserId>,
    /// Users to choose from.
    pub users: Vec<UserChoice>,
}

/// A user to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserChoice {
    /// User.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Role.
    pub role: String,
}

/// How the window looks; the person's choice, kept on the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Preferences {
    /// Theme.
    pub theme: Theme,
    /// Density.
    pub density: Density,
}

/// Theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// Density.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Roomy cards with tags.
    #[default]
    Comfortable,
    /// More cards, fewer lines.
    Compact,
}

/// What changed, batched; visible windows refetch.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Changes {
    /// Opportunities whose cards changed.
    pub opportunities: Vec<OpportunityId>,
    /// Heads or membership of columns changed.
    pub board: bool,
    /// Held or queued moves changed.
    pub dock: bool,
    /// Postings, or what is being written to them.
    pub postings: bool,
    /// Session, seat or set-up changed.
    pub session: bool,
    /// Sync status changed.
    pub status: bool,
    /// The dry run went on.
    pub dry_run: bool,
    /// The inbox changed; these are its numbers now.
    pub inbox: Option<InboxCounts>,
    /// Something about the set-up's health changed.
    pub health: bool,
}

/// A result worth a toast or a notification.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Notice {
    /// `invited`, `completed`, `failed`, `stalled`, `moved`, `undone`, `refused`, …
    pub code: String,
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Person's name (window only).
    pub name: String,
    /// Refining code.
    pub detail: Option<String>,
    /// Title of the native notification, if one is due (initials only by default).
    pub title: Option<String>,
    /// Its body.
    pub body: Option<String>,
    /// When, ms.
    pub at_ms: i64,
}
