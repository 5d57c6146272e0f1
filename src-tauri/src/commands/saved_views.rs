//! Saved views of the board.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::dto::{BoardQuery, SavedView, SavedViewId, Wire};

#[tauri::command]
#[specta::specta]
pub(crate) async fn saved_views(app: State<'_, App>) -> Answer<Vec<SavedView>> {
    answer(app.saved_views().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_view(
    app: State<'_, App>,
    name: String,
    query: BoardQuery,
) -> Answer<SavedViewId> {
    answer(app.save_view(&name, query.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_view(app: State<'_, App>, id: SavedViewId, name: String) -> Answer<()> {
    done(app.rename_view(&id.wire(), &name).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_view(app: State<'_, App>, id: SavedViewId) -> Answer<()> {
    done(app.delete_view(&id.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_view(app: State<'_, App>, id: SavedViewId) -> Answer<()> {
    done(app.restore_view(&id.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn order_views(app: State<'_, App>, order: Vec<SavedViewId>) -> Answer<()> {
    done(app.order_views(order.wire()).await)
}
