//! How the webview draws. It composes its layers with OpenGL; where no graphics card is there to do that, the processor plays
//! one, for the whole window with every change of a letter. Drawing changed parts straight away costs a third of that, so that a
//! virtual machine or a remote desktop is not sluggish.

use std::path::Path;

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Where the system lists graphics cards.
const CARDS: &str = "/dev/dri";

/// Lets the webview draw as this machine can.
///
/// # Errors
/// When the window is gone already.
pub(crate) fn suit(window: &WebviewWindow) -> tauri::Result<()> {
    if has_card(Path::new(CARDS)) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = WebViewExt::settings(&webview.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// A card that draws has a node of its own; one that only shows a picture has none.
fn has_card(cards: &Path) -> bool {
    let mut entries = std::fs::read_dir(cards).into_iter().flatten().flatten();
    entries.any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_one_that_draws() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_card(&folder.path().join("none")));
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_card(folder.path()));
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_card(folder.path()));
    }
}
