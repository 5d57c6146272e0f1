//! The smallest Tauri window: what the system, the webview and Tauri cost by themselves. The app's start and memory are measured
//! against it (`docs/benchmarks.md`).
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "empty", WebviewUrl::default())
                .title("Empty")
                .inner_size(1360.0, 860.0)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!(
            "src-tauri/examples/empty-window/tauri.conf.json"
        ))
}
