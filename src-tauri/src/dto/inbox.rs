//! The inbox, and how loudly the program speaks.

use fulcrum_app::view;

use super::{Ms, OpportunityId, Vendor, Wire, choice, shown};

choice! {
    InboxTab = view::InboxTab { NeedsYou, Waiting, Snoozed, DoneToday }
    InboxGroup = view::InboxGroup {
        InviteFailed, SlotsNeeded, Scheduled, FeedbackIn, Stalled, OnCandidate, OnVendor, Muted,
    }
    SnoozeChoice = view::SnoozeChoice { Hour, Afternoon, Tomorrow, NextWeek, Result, Note, Quiet }
    Privacy = view::Privacy { Full, Initials, Hidden }
}

shown! {
    Inbox = view::Inbox { counts: InboxCounts, items: Vec<InboxItem>, total: u32 }
    InboxCounts = view::InboxCounts { needs_you: u32, unread: u32, waiting: u32, snoozed: u32, done_today: u32 }
    InboxItem = view::InboxItem {
        key: String, opportunity: OpportunityId, vendor: Vendor, round: u32, attempt: u32, group: InboxGroup,
        name: String, posting: Option<String>, reason: String, detail: Option<String>, addressed: bool, at_ms: Option<Ms>,
        due_ms: Option<Ms>, unread: bool, snooze: Option<InboxSnooze>, done_at_ms: Option<Ms>,
    }
    InboxSnooze = view::InboxSnooze { until_ms: Option<Ms>, until: String }
    SnoozeOffer = view::SnoozeOffer { choice: SnoozeChoice, at_ms: Option<Ms> }
}

/// How loudly the program speaks; the person's choice.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoticePreferences {
    privacy: Privacy,
    quiet: Option<QuietSpan>,
}

/// Minutes after local midnight.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuietSpan {
    from_minute: u32,
    to_minute: u32,
}

impl Wire<NoticePreferences> for view::NoticePreferences {
    fn wire(self) -> NoticePreferences {
        NoticePreferences {
            privacy: self.privacy.wire(),
            quiet: self.quiet.map(|span| QuietSpan {
                from_minute: span.from_minute,
                to_minute: span.to_minute,
            }),
        }
    }
}

impl Wire<view::NoticePreferences> for NoticePreferences {
    fn wire(self) -> view::NoticePreferences {
        view::NoticePreferences {
            privacy: self.privacy.wire(),
            quiet: self.quiet.map(|span| view::QuietSpan {
                from_minute: span.from_minute,
                to_minute: span.to_minute,
            }),
        }
    }
}
