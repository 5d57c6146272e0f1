//! Leaving: vendors, Lever, everything.

use fulcrum_app::App;
use tauri::State;

use super::{Answer, answer, done};
use crate::browser::Browser;
use crate::dto::{Disconnected, Leaving, Receipt, Vendor, WipePlan, Wire};
use crate::notification::Screen;

#[tauri::command]
#[specta::specta]
pub(crate) async fn leaving(app: State<'_, App>) -> Answer<Leaving> {
    answer(app.leaving().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn disable_vendor(app: State<'_, App>, vendor: Vendor) -> Answer<Leaving> {
    answer(app.disable_vendor(vendor.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn vendor_revoked(app: State<'_, App>, vendor: Vendor) -> Answer<Leaving> {
    answer(app.vendor_revoked(vendor.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn enable_vendor(app: State<'_, App>, vendor: Vendor) -> Answer<Leaving> {
    answer(app.enable_vendor(vendor.wire()).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn open_authorized_apps(
    app: State<'_, App>,
    browser: State<'_, Browser>,
) -> Answer<()> {
    let url = app.authorized_apps_url().map_err(Wire::wire)?;
    done(browser.open(&url))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn set_retention(app: State<'_, App>, days: Option<u32>) -> Answer<Leaving> {
    answer(app.set_retention(days).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn disconnect_lever(
    app: State<'_, App>,
    keep_files: bool,
) -> Answer<Disconnected> {
    answer(app.disconnect_lever(keep_files).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn wipe_plan(app: State<'_, App>) -> Answer<WipePlan> {
    answer(app.wipe_plan().await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn wipe(
    app: State<'_, App>,
    screen: State<'_, Screen>,
    saved_files: bool,
) -> Answer<Receipt> {
    // Nothing that runs shows another one afterwards: the program has let go of everything by then.
    let closed = screen.clear();
    answer(app.wipe(saved_files, closed).await)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn wipe_receipt(app: State<'_, App>) -> Answer<Option<Receipt>> {
    app.opened().await;
    Ok(app.receipt_shown().wire())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_wipe_receipt(
    app: State<'_, App>,
    browser: State<'_, Browser>,
) -> Answer<String> {
    let path = app.save_receipt().await.map_err(Wire::wire)?;
    // Where no file manager is, the path says enough.
    let _ = browser.show_in_folder(&path);
    Ok(path.to_string_lossy().into_owned())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn put_receipt_away(app: State<'_, App>) -> Answer<()> {
    app.put_receipt_away();
    Ok(())
}
