//! The day's writes from the card: archive, notes, tags, and what was begun and not sent.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::dto::{
    ArchiveQuestion, ArchiveReasonId, IntentId, NoteDesk, NoteDraft, NoteId, OpportunityId,
    SlotDraft, Wire, Written,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn archive_question(
    app: State<'_, App>,
    id: OpportunityId,
) -> Answer<ArchiveQuestion> {
    answer(app.archive_question(&id.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn archive(
    app: State<'_, App>,
    id: OpportunityId,
    reason: ArchiveReasonId,
) -> Answer<Written> {
    answer(app.archive(&id.wire(), &reason.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn unarchive(app: State<'_, App>, id: OpportunityId) -> Answer<Written> {
    answer(app.unarchive(&id.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn note_desk(app: State<'_, App>, id: OpportunityId) -> Answer<NoteDesk> {
    answer(app.note_desk(&id.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_note(
    app: State<'_, App>,
    id: OpportunityId,
    draft: NoteDraft,
) -> Answer<()> {
    done(app.keep_note(&id.wire(), draft.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn note_reaches(app: State<'_, App>, text: String) -> Answer<Vec<String>> {
    answer(app.note_reaches(&text).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn add_note(
    app: State<'_, App>,
    id: OpportunityId,
    text: String,
    secret: bool,
) -> Answer<Written> {
    answer(app.add_note(&id.wire(), &text, secret).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_note(
    app: State<'_, App>,
    id: OpportunityId,
    note: NoteId,
) -> Answer<Written> {
    answer(app.remove_note(&id.wire(), &note.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn known_tags(
    app: State<'_, App>,
    id: OpportunityId,
    text: String,
    limit: u32,
) -> Answer<Vec<String>> {
    answer(app.known_tags(&id.wire(), &text, limit).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn add_tag(
    app: State<'_, App>,
    id: OpportunityId,
    tag: String,
) -> Answer<Written> {
    answer(app.add_tag(&id.wire(), &tag).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_tag(
    app: State<'_, App>,
    id: OpportunityId,
    tag: String,
    although_evidence: bool,
) -> Answer<Written> {
    answer(app.remove_tag(&id.wire(), &tag, although_evidence).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn take_back(app: State<'_, App>, intent: IntentId) -> Answer<Written> {
    answer(app.take_back(&intent.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_slots(
    app: State<'_, App>,
    id: OpportunityId,
    draft: Option<SlotDraft>,
) -> Answer<()> {
    done(app.keep_slots(&id.wire(), draft.wire()).await)
}
