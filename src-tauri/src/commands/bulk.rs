//! Many moves at once.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::dto::{
    BatchId, BulkEstimate, BulkMove, BulkPreview, BulkStarted, OpportunityId, StageId, Wire,
};

#[tauri::command]
#[specta::specta]
pub(crate) async fn bulk_preview(
    app: State<'_, App>,
    ids: Vec<OpportunityId>,
    to_stage: StageId,
) -> Answer<BulkPreview> {
    answer(app.bulk_preview(&ids.wire(), &to_stage.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn bulk_estimate(
    app: State<'_, App>,
    to_stage: StageId,
    moves: u32,
) -> Answer<BulkEstimate> {
    answer(app.bulk_estimate(&to_stage.wire(), moves).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_bulk(
    app: State<'_, App>,
    ids: Vec<OpportunityId>,
    to_stage: StageId,
) -> Answer<BulkStarted> {
    answer(app.start_bulk(&ids.wire(), &to_stage.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn bulk_moves(app: State<'_, App>) -> Answer<Vec<BulkMove>> {
    answer(app.bulk_moves().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn pause_bulk(app: State<'_, App>, batch: BatchId) -> Answer<()> {
    done(app.pause_bulk(&batch.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn resume_bulk(app: State<'_, App>, batch: BatchId) -> Answer<()> {
    done(app.resume_bulk(&batch.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_bulk_rest(app: State<'_, App>, batch: BatchId) -> Answer<()> {
    done(app.drop_bulk_rest(&batch.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn hide_bulk(app: State<'_, App>, batch: BatchId) -> Answer<()> {
    done(app.hide_bulk(&batch.wire()).await)
}
