//! Lever's JSON, read tolerantly: unknown fields are ignored, known ones may be missing or null, times may be numbers or
//! strings, and references may be ids or whole objects. What is left is turned into the domain's types at once.

mod envelope;
mod interview;
mod mutated;
mod note;
mod opportunity;
mod posting;
mod reference;
mod scalar;

pub(crate) use envelope::{CreatedBody, ErrorBody, created, list, one};
pub use interview::Panel;
pub(crate) use interview::{InterviewBody, PanelBody};
pub use mutated::MutatedOpportunity;
pub(crate) use note::NoteBody;
pub use opportunity::DeletedOpportunity;
pub(crate) use opportunity::OpportunityBody;
pub(crate) use posting::PostingBody;
pub use posting::PostingRecord;
pub(crate) use reference::{ArchiveReasonBody, ContactBody, StageBody, UserBody, WebhookBody};
pub use reference::{Contact, TagCount, Webhook};
