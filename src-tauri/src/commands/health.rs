//! How the set-up stands, and what one key does about it.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer};
use crate::browser::Browser;
use crate::dto::{Health, PermissionLine, Wire};

#[tauri::command]
#[specta::specta]
pub(crate) async fn health(app: State<'_, App>) -> Answer<Health> {
    answer(app.health().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn check_health(app: State<'_, App>) -> Answer<Health> {
    answer(app.check_health().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn repair(
    app: State<'_, App>,
    browser: State<'_, Browser>,
    check: String,
) -> Answer<Health> {
    if let Some(url) = app.repair_page(&check).await.map_err(Wire::wire)? {
        browser.open(&url).map_err(Wire::wire)?;
        return answer(app.health().await);
    }
    answer(app.repair(&check).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn accept_change(app: State<'_, App>, check: String) -> Answer<Health> {
    answer(app.accept_change(&check).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn permissions(
    app: State<'_, App>,
    key: Option<String>,
) -> Answer<Vec<PermissionLine>> {
    answer(app.permissions(key.as_deref()).await)
}
