//! Feedback, its links, downloads, the agenda.

use fulcrum_app::App;
use fulcrum_app::domain::journey as rules;
use tauri::State;

use super::{Answer, answer, done};
use crate::browser::Browser;
use crate::dto::{Agenda, Download, JourneyKey, ResultPart, Wire};

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_result(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    journey: JourneyKey,
    part: ResultPart,
    allow_host: bool,
) -> Answer<()> {
    let url = app
        .open_result(&journey.wire(), part.wire(), allow_host)
        .await
        .map_err(Wire::wire)?;
    done(browser.open(&url))
}

/// The link itself, for the clipboard. Whoever has it can watch.
#[tauri::command]
#[specta::specta]
pub(crate) async fn result_link(
    app: State<'_, App>,
    journey: JourneyKey,
    part: ResultPart,
) -> Answer<String> {
    answer(app.result_link(&journey.wire(), part.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn feedback_seen(app: State<'_, App>, journey: JourneyKey) -> Answer<()> {
    done(app.feedback_seen(&journey.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn download_result(
    app: State<'_, App>,
    journey: JourneyKey,
    part: ResultPart,
    allow_host: bool,
) -> Answer<Download> {
    answer(
        app.download_result(&journey.wire(), part.wire(), allow_host)
            .await,
    )
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn downloads(app: State<'_, App>) -> Answer<Vec<Download>> {
    Ok(app.downloads().wire())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_download(app: State<'_, App>, id: u32) -> Answer<()> {
    done(app.stop_download(id))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_download(app: State<'_, App>, id: u32) -> Answer<()> {
    done(app.resume_download(id).await)
}

/// Forgets a download; what is not whole is removed, a whole file stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_download(app: State<'_, App>, id: u32) -> Answer<()> {
    done(app.drop_download(id).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn show_download(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    id: u32,
) -> Answer<()> {
    let file = app.downloaded_file(id).map_err(Wire::wire)?;
    done(browser.show_in_folder(&file))
}

/// `zone` is the IANA zone in which the window shows times.
#[tauri::command]
#[specta::specta]
pub(crate) async fn agenda(app: State<'_, App>, zone: String) -> Answer<Agenda> {
    answer(app.agenda(&zone).await)
}

/// Writes a calendar file: of one interview, or without `journey` of all that are still to come.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_calendar(
    app: State<'_, App>,
    journey: Option<JourneyKey>,
) -> Answer<Download> {
    let journey: Option<rules::JourneyKey> = journey.wire();
    answer(app.save_calendar(journey.as_ref()).await)
}
