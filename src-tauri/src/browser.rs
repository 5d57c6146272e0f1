//! The person's own browser and file manager. A state of its own, so that commands need not know which runtime shows the
//! window.

use std::path::Path;

use fulcrum_app::Trouble;
use fulcrum_app::view::Problem;
use tauri::{AppHandle, Runtime};
use tauri_plugin_opener::OpenerExt;

/// Opens links that `App` has checked, and shows files that it has written.
pub(crate) struct Browser {
    open: Box<dyn Fn(&str) -> bool + Send + Sync>,
    show: Box<dyn Fn(&Path) -> bool + Send + Sync>,
}

impl Browser {
    pub(crate) fn new<R: Runtime>(handle: AppHandle<R>) -> Self {
        let folders = handle.clone();
        Self {
            open: Box::new(move |url| handle.opener().open_url(url, None::<&str>).is_ok()),
            show: Box::new(move |file| folders.opener().reveal_item_in_dir(file).is_ok()),
        }
    }

    /// Hands the link over. It may carry a token: nothing of it is logged.
    pub(crate) fn open(&self, url: &str) -> Result<(), Problem> {
        if (self.open)(url) {
            Ok(())
        } else {
            Err(Trouble::NoBrowser.into())
        }
    }

    /// Shows a file in its folder, and opens it with nothing.
    pub(crate) fn show_in_folder(&self, file: &Path) -> Result<(), Problem> {
        if (self.show)(file) {
            Ok(())
        } else {
            Err(Trouble::NoFileManager.into())
        }
    }
}
