//! One file per table.

mod batch;
mod calendar;
mod draft;
mod dry_run;
mod first_seen;
mod flow_time;
mod health;
mod inbox;
mod intent;
mod notice;
mod notice_waiting;
mod preference;
mod saved_view;
mod seat;
mod setup;
mod tag_write;

pub use batch::{Batch, BatchState};
pub use draft::DraftKind;
pub use first_seen::FirstSeen;
pub use flow_time::KeptFlowTime;
pub use health::DriftRow;
pub use inbox::{DoneItem, InboxMarks};
pub(super) use inbox::{TABLES as INBOX_TABLES, V2};
pub use notice_waiting::WaitingNotice;
pub use saved_view::SavedView;
pub use seat::Seat;

/// Statements of the first schema version.
pub(super) const V1: &[&str] = &[
    intent::V1,
    notice::V1,
    first_seen::V1,
    preference::V1,
    setup::V1,
    seat::V1,
];

/// Statements of the third schema version.
pub(super) const V3: &[&str] = &[calendar::V3];

/// Statements of the fourth schema version: drafts.
pub(super) const V4: &[&str] = &[draft::V4];

/// Statements of the fifth schema version: bulk moves.
pub(super) const V5: &[&str] = &[batch::V5];

/// Statements of the sixth schema version: saved views, and notifications that wait.
pub(super) const V6: &[&str] = &[saved_view::V6, notice_waiting::V6];

/// Statements of the seventh schema version: how things were when they last worked and what changed since, dry runs, changes of
/// postingsâ tags, durations without a person.
pub(super) const V7: &[&str] = &[health::V7, dry_run::V7, tag_write::V7, flow_time::V7];
