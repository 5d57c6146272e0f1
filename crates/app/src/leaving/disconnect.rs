//! Letting go of Lever: the access goes, the files stay or go as chosen.

use std::path::Path;

use fulcrum_domain::ids::UserId;
use fulcrum_lever::{OAuth, Revocation};

use crate::app::{App, State};
use crate::failure;
use crate::ready::Ready;
use crate::session::Access;
use crate::view::{Disconnected, Problem};

/// Names whose files were kept when Lever was let go of: an id and nothing else.
const LEFT: &str = "left";

impl App {
    /// Ends the access to Lever, as far as that can be done from here, and forgets it. With `keep_files`, what is here waits for
    /// the same person: the copy of the pipeline, the set-up and what was to be sent, none of which leaves by itself. Otherwise
    /// everything of this account goes, as with [`App::disconnect`].
    ///
    /// # Errors
    /// Keyring and storage problems.
    pub async fn disconnect_lever(&self, keep_files: bool) -> Result<Disconnected, Problem> {
        let ready = self.ready()?;
        // First, while there is something to show: the answer does not matter for what follows.
        let access = match &ready.access {
            Access::Key(_) => "key",
            Access::Grant(grant) => match grant.oauth.revoke().await {
                Revocation::Revoked => "revoked",
                Revocation::NotOffered => "not_offered",
                Revocation::NotReached => "not_reached",
            },
        };
        let session = if keep_files {
            if let Err(problem) = self.let_go_of_access(&ready).await {
                // The key is where it was: so is the seat.
                self.open().await;
                return Err(problem);
            }
            self.session()
        } else {
            drop(ready);
            self.disconnect().await?
        };
        Ok(Disconnected {
            session,
            access: access.to_owned(),
            files_kept: keep_files,
        })
    }

    async fn let_go_of_access(&self, ready: &Ready) -> Result<(), Problem> {
        self.cancel_sign_in();
        let _turn = self.inner.turn.lock().await;
        // What the window asks from now on finds nobody connected, rather than files that close.
        self.set_state(State::Connect);
        // A token that is refreshed now would be kept again after it was forgotten.
        ready.close().await;
        let user = ready.seat.user.clone();
        std::fs::write(self.folder().join(LEFT), user.as_str())
            .map_err(|error| failure::folder(&error))?;
        self.forget(&OAuth::SECRETS).await?;
        *self.reconnecting() = Some(user);
        Ok(())
    }

    /// Whose files wait here for a new key.
    pub(crate) fn remember_who_left(&self) {
        let left = std::fs::read_to_string(self.folder().join(LEFT));
        if let Ok(user) = left
            && !user.trim().is_empty()
        {
            *self.reconnecting() = Some(UserId::from(user.trim()));
        }
    }
}

/// Somebody sits here again.
pub(crate) fn forget_left(folder: &Path) {
    // Not there most of the time; left over, it would only say who sits here anyway.
    let _ = std::fs::remove_file(folder.join(LEFT));
}
