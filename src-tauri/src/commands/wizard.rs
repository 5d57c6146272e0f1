//! The admin's steps: what is confirmed, what a team shares, templates, stages that are waited for, the vendor's keys.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::browser::Browser;
use crate::dto::{
    Download, LeverPage, Session, Setup, Stated, StatedFact, TeamSummary, Templates, TemplatesRead,
    VendorAccess, VendorKeys, Wire,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn state_fact(
    app: State<'_, App>,
    fact: StatedFact,
    value: Option<String>,
) -> Answer<()> {
    done(app.state_fact(fact.wire(), value.as_deref()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stated(app: State<'_, App>) -> Answer<Vec<Stated>> {
    answer(app.stated().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn setup_place(app: State<'_, App>) -> Answer<Option<String>> {
    answer(app.setup_place().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_setup_place(app: State<'_, App>, step: String) -> Answer<()> {
    done(app.set_setup_place(&step).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn look_for_stages(app: State<'_, App>) -> Answer<Setup> {
    answer(app.look_for_stages().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn import_templates(app: State<'_, App>, text: String) -> Answer<TemplatesRead> {
    answer(app.import_templates(text.as_bytes()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn templates(app: State<'_, App>) -> Answer<Templates> {
    answer(app.templates().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_lever_page(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    page: LeverPage,
) -> Answer<()> {
    let url = app.lever_page(page.wire()).map_err(Wire::wire)?;
    done(browser.open(&url))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn read_team_file(app: State<'_, App>, text: String) -> Answer<TeamSummary> {
    answer(app.read_team_file(text.as_bytes()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn take_team_file(app: State<'_, App>, text: String) -> Answer<TeamSummary> {
    answer(app.take_team_file(text.as_bytes()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_team_file(app: State<'_, App>) -> Answer<()> {
    app.drop_team_file();
    Ok(())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn team_file(app: State<'_, App>) -> Answer<Option<TeamSummary>> {
    answer(app.team_file().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn export_team_file(app: State<'_, App>) -> Answer<Download> {
    answer(app.export_team_file().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn vendor_access(app: State<'_, App>) -> Answer<VendorAccess> {
    answer(app.vendor_access().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_vendor_access(
    app: State<'_, App>,
    profile: String,
    keys: Option<VendorKeys>,
) -> Answer<Session> {
    answer(app.set_vendor_access(&profile, keys.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn forget_vendor_access(app: State<'_, App>) -> Answer<Session> {
    answer(app.forget_vendor_access().await)
}
