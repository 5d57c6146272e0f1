//! A wipe from within the running program, and the end of one that was cut short.

use std::path::PathBuf;
use std::sync::PoisonError;

use super::{Wipe, resume};
use crate::app::{App, State};
use crate::failure;
use crate::leaving::receipt;
use crate::leaving::wipe::What;
use crate::problem::Trouble;
use crate::session::blocking;
use crate::view::{Problem, Receipt, WipePlan};

impl App {
    /// What a wipe would remove, and what it would leave unless that is chosen.
    ///
    /// # Errors
    /// `Busy` while another Fulcrum works in the folder; keyring and storage problems.
    pub async fn wipe_plan(&self) -> Result<WipePlan, Problem> {
        Ok(self.wipe_prepared().await?.plan())
    }

    /// Removes everything of this account: ends what runs, then as [`Wipe::carry_out`]. `notifications`: the caller has taken
    /// those of this program from the screen. Whoever starts again starts as on the first day.
    ///
    /// # Errors
    /// `Busy` while another Fulcrum works in the folder; nothing has changed then.
    pub async fn wipe(&self, saved_files: bool, notifications: bool) -> Result<Receipt, Problem> {
        self.cancel_sign_in();
        let wipe = self.wipe_prepared().await?;
        self.end_downloads().await;
        let _turn = self.inner.turn.lock().await;
        let before = self.state().clone();
        self.set_state(State::Connect);
        if let State::Ready(ready) = before {
            ready.close().await;
        }
        *self.reconnecting() = None;
        self.close_door();
        let mut done = blocking(move || Ok(wipe.carry_out(saved_files))).await?;
        if notifications {
            done.removed.push(receipt::line(What::Notifications, 0, 0));
        }
        self.release_folder();
        *self.receipt() = Some(done.clone());
        self.set_state(State::Connect);
        Ok(done)
    }

    async fn wipe_prepared(&self) -> Result<Wipe, Problem> {
        let config = self.inner.config.clone();
        let ours = self.holds_folder().then(|| config.profile());
        // The open desk knows; a closed one is asked with its key.
        let known = match self.ready() {
            Ok(ready) if config.training.is_some() => Some(
                ready
                    .desk
                    .read(|tx| tx.exports())
                    .await
                    .map_err(failure::desk)?,
            ),
            _ => None,
        };
        blocking(move || Wipe::looked_at(&config, ours.as_slice(), known)).await
    }

    /// Ends a wipe that an earlier run had begun. Called while this account's folder is held.
    pub(crate) async fn end_wipe(&self) -> Result<(), Problem> {
        let config = self.inner.config.clone();
        let ours = config.profile();
        let ended = blocking(move || Ok(resume(&config, &[ours]))).await?;
        if let Some(ended) = ended {
            tracing::info!(complete = ended.is_complete(), "a wipe was ended");
            *self.receipt() = Some(ended);
            // It took the folder and its lock with it.
            self.release_folder();
            std::fs::create_dir_all(self.folder()).map_err(|error| failure::folder(&error))?;
            self.hold_folder()?;
        }
        Ok(())
    }

    /// What the last wipe did, until it is put away.
    pub fn receipt_shown(&self) -> Option<Receipt> {
        self.receipt().clone()
    }

    /// The person has seen it.
    pub fn put_receipt_away(&self) {
        *self.receipt() = None;
    }

    /// Writes the receipt into the person's folder for downloads; returns where. It is that person's file.
    ///
    /// # Errors
    /// `NotFound` without a receipt; `BadInput` without such a folder; storage problems.
    pub async fn save_receipt(&self) -> Result<PathBuf, Problem> {
        let Some(receipt) = self.receipt_shown() else {
            return Err(Trouble::NotFound { what: "receipt" }.into());
        };
        let folder = self.inner.config.downloads_dir.clone();
        let folder = folder.ok_or(Trouble::NoDownloadsFolder)?;
        crate::download::write_new(
            &folder,
            "Fulcrum wipe receipt",
            "txt",
            receipt.text().as_bytes(),
        )
        .await
        .map_err(|error| failure::folder(&error).into())
    }

    /// Folders of the webview whose files are to go once more when the window has closed: it wrote into them until then.
    pub fn webview_left(&self) -> Vec<PathBuf> {
        match *self.receipt() {
            Some(_) => self.inner.config.webview_dirs.clone(),
            None => Vec::new(),
        }
    }

    fn receipt(&self) -> std::sync::MutexGuard<'_, Option<Receipt>> {
        self.inner
            .receipt
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
