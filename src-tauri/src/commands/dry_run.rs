//! The dry run.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer};
use crate::dto::{DryRunArrival, DryRunChoice, DryRunPage, DryRunPlan, Vendor, Wire};

#[tauri::command]
#[specta::specta]
pub(crate) async fn dry_run(app: State<'_, App>) -> Answer<DryRunPage> {
    answer(app.dry_run().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn dry_run_plan(app: State<'_, App>, choice: DryRunChoice) -> Answer<DryRunPlan> {
    answer(app.dry_run_plan(&choice.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn start_dry_run(app: State<'_, App>, choice: DryRunChoice) -> Answer<DryRunPage> {
    answer(app.start_dry_run(&choice.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_dry_run(app: State<'_, App>) -> Answer<DryRunPage> {
    answer(app.stop_dry_run().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn dry_run_arrived(
    app: State<'_, App>,
    vendor: Vendor,
    what: DryRunArrival,
) -> Answer<DryRunPage> {
    answer(app.dry_run_arrived(vendor.wire(), what.wire()).await)
}
