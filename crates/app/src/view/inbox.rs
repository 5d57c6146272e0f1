//! The inbox, and how loudly the program speaks.

use fulcrum_domain::ids::OpportunityId;
pub use fulcrum_domain::notice::Privacy;
use fulcrum_domain::vendor::Vendor;

/// A tab of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxTab {
    /// The recruiter acts.
    NeedsYou,
    /// The candidate or the vendor acts.
    Waiting,
    /// Put off, and muted candidates.
    Snoozed,
    /// Done since midnight of the seat's zone.
    DoneToday,
}

/// A group of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InboxGroup {
    /// Nobody was invited.
    InviteFailed,
    /// The vendor waits for slots.
    SlotsNeeded,
    /// An interview is booked.
    Scheduled,
    /// Feedback, or a finished video.
    FeedbackIn,
    /// Overdue.
    Stalled,
    /// The candidate acts.
    OnCandidate,
    /// The vendor acts.
    OnVendor,
    /// The candidate is muted.
    Muted,
}

/// The same numbers everywhere: sidebar, tabs, tray.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// Items that need the recruiter.
    pub needs_you: u32,
    /// Of those, not looked at.
    pub unread: u32,
    /// Interviews that wait for the candidate or the vendor.
    pub waiting: u32,
    /// Items put off, and those of muted candidates.
    pub snoozed: u32,
    /// Items done today.
    pub done_today: u32,
}

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    /// Of all tabs.
    pub counts: InboxCounts,
    /// Rows of this tab, in order of group; at most as many as asked for.
    pub items: Vec<InboxItem>,
    /// Rows there are.
    pub total: u32,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxItem {
    /// Stable: opportunity, vendor, round, attempt and kind.
    pub key: String,
    /// Opportunity.
    pub opportunity: OpportunityId,
    /// Vendor.
    pub vendor: Vendor,
    /// From 1.
    pub round: u32,
    /// From 1.
    pub attempt: u32,
    /// Group.
    pub group: InboxGroup,
    /// Person's name as Lever has it (may be empty).
    pub name: String,
    /// Posting's title.
    pub posting: Option<String>,
    /// Reason's code (`video_in`, `no_invite`, …) or a failure's (`missing_email`, …).
    pub reason: String,
    /// What refines it: the template that was not found, an outcome's code, who did not appear.
    pub detail: Option<String>,
    /// The vendor's note asks the user at this seat by name.
    pub addressed: bool,
    /// When it happened, ms.
    pub at_ms: Option<i64>,
    /// When it gets late (waiting rows) or begins (a booked interview), ms.
    pub due_ms: Option<i64>,
    /// Not looked at.
    pub unread: bool,
    /// Until when it is put off.
    pub snooze: Option<InboxSnooze>,
    /// Done, ms.
    pub done_at_ms: Option<i64>,
}

/// Until when an item is put off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxSnooze {
    /// When it ends if nothing happens, ms.
    pub until_ms: Option<i64>,
    /// `time`, `result`, `note`, `quiet`.
    pub until: String,
}

/// Until when to put an item off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnoozeChoice {
    /// One hour.
    Hour,
    /// Today 15:00.
    Afternoon,
    /// Tomorrow 09:00.
    Tomorrow,
    /// Next Monday 09:00.
    NextWeek,
    /// Until a result arrives.
    Result,
    /// Until somebody else adds a note.
    Note,
    /// Until nothing happens for three days.
    Quiet,
}

/// A choice in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnoozeOffer {
    /// Which.
    pub choice: SnoozeChoice,
    /// When it would end, ms; `None` for those that wait for something.
    pub at_ms: Option<i64>,
}

/// How loudly the program speaks; the person's choice, kept on the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct NoticePreferences {
    /// How much a notification says about the candidate.
    pub privacy: Privacy,
    /// When nothing is shown, on the seat's clock.
    pub quiet: Option<QuietSpan>,
}

/// A daily span, in minutes after local midnight; to before from means the next morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QuietSpan {
    /// 0..1440.
    pub from_minute: u32,
    /// 0..1440.
    pub to_minute: u32,
}
