//! The inbox.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::dto::{
    Inbox, InboxCounts, InboxTab, NoticePreferences, OpportunityId, SnoozeChoice, SnoozeOffer, Wire,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox(app: State<'_, App>, tab: InboxTab, limit: u32) -> Answer<Inbox> {
    answer(app.inbox(tab.wire(), limit).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox_counts(app: State<'_, App>) -> Answer<InboxCounts> {
    answer(app.inbox_counts().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox_seen(app: State<'_, App>, key: String) -> Answer<()> {
    done(app.inbox_seen(&key).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox_done(app: State<'_, App>, key: String) -> Answer<()> {
    done(app.inbox_done(&key).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox_snooze(
    app: State<'_, App>,
    key: String,
    choice: SnoozeChoice,
) -> Answer<()> {
    done(app.inbox_snooze(&key, choice.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn inbox_restore(app: State<'_, App>, key: String) -> Answer<()> {
    done(app.inbox_restore(&key).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn mute(app: State<'_, App>, id: OpportunityId, muted: bool) -> Answer<()> {
    done(app.mute(&id.wire(), muted).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn snooze_offers(app: State<'_, App>) -> Answer<Vec<SnoozeOffer>> {
    answer(app.snooze_offers().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn notice_preferences(app: State<'_, App>) -> Answer<NoticePreferences> {
    answer(app.notice_preferences().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_notice_preferences(
    app: State<'_, App>,
    preferences: NoticePreferences,
) -> Answer<()> {
    done(app.set_notice_preferences(preferences.wire()).await)
}
