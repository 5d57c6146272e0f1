//! The day's writes from the card: archive, notes, tags.

use fulcrum_app::view;

use super::{ArchiveReasonId, IntentId, Ms, OpportunityId, Vendor, Wire, choice, shown};

choice! {
    WrittenState = view::WrittenState { Done, Already, Held, Waiting }
}

shown! {
    ArchiveQuestion = view::ArchiveQuestion {
        opportunity: OpportunityId, name: String, left_open: Vec<LeftOpenLine>, reasons: Vec<ArchiveReasonChoice>,
        hold_seconds: u32,
    }
    LeftOpenLine = view::LeftOpenLine { vendor: Vendor, round: u32, what: String, at_ms: Option<Ms> }
    ArchiveReasonChoice = view::ArchiveReasonChoice { id: ArchiveReasonId, text: String, hired: bool }
    Written = view::Written { intent: IntentId, state: WrittenState, hold_until_ms: Option<Ms> }
    NoteDesk = view::NoteDesk { draft: NoteDraft, people: Vec<MentionChoice> }
    MentionChoice = view::MentionChoice { username: String, name: String }
}

/// A note that is being written; it goes back and forth.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoteDraft {
    pub(crate) text: String,
    pub(crate) secret: bool,
}

impl Wire<NoteDraft> for view::NoteDraft {
    fn wire(self) -> NoteDraft {
        let view::NoteDraft { text, secret } = self;
        NoteDraft { text, secret }
    }
}

impl Wire<view::NoteDraft> for NoteDraft {
    fn wire(self) -> view::NoteDraft {
        let NoteDraft { text, secret } = self;
        view::NoteDraft { text, secret }
    }
}
