//! A key that Lever no longer accepts is replaced by another one, and nothing that is here is lost: neither the copy of the
//! pipeline nor the moves that wait.

use std::sync::{MutexGuard, PoisonError};

use fulcrum_domain::ids::UserId;

use crate::app::{App, State};
use crate::view::{Problem, Session, UserChoice};

impl App {
    /// Leads back to the choice of a key and keeps everything else. The old key stays where it is until another one was
    /// accepted, so that a start without one shows what is here. From the choice of a seat it leads back to that of a key.
    ///
    /// # Errors
    /// As [`App::disconnect`], from a choice of a seat that nobody had before.
    pub async fn reconnect(&self) -> Result<Session, Problem> {
        let state = self.state().clone();
        let before = self.reconnecting().clone();
        if matches!(state, State::ChooseSeat { .. }) && before.is_none() {
            return self.disconnect().await;
        }
        self.cancel_sign_in();
        let _turn = self.inner.turn.lock().await;
        if let State::Ready(ready) = state {
            *self.reconnecting() = Some(ready.seat.user.clone());
            // What the window asks from now on finds nobody connected, rather than files that close.
            self.set_state(State::Connect);
            ready.close().await;
        }
        if matches!(&*self.state(), State::ChooseSeat { .. }) {
            self.set_state(State::Connect);
        }
        Ok(self.session())
    }

    /// Who may sit here with a new key: the person whose files are here, where this account knows that person. Moves that
    /// wait were decided by that person and must not leave as somebody else.
    pub(super) fn same_person(&self, users: Vec<UserChoice>) -> Vec<UserChoice> {
        let before = self.reconnecting().clone();
        match users.iter().find(|user| before.as_ref() == Some(&user.id)) {
            Some(same) => vec![same.clone()],
            None => users,
        }
    }

    /// The key is of another account, where the person before is not known: nothing of that account stays.
    pub(super) fn keep_only_files_of(&self, user: &UserId) -> Result<(), Problem> {
        let before = self.reconnecting().clone();
        match before {
            Some(before) if before != *user => self.delete_files(),
            _ => Ok(()),
        }
    }

    /// Whoever was here before belongs to another account.
    pub(crate) fn forget_reconnecting(&self) {
        *self.reconnecting() = None;
    }

    pub(crate) fn reconnecting(&self) -> MutexGuard<'_, Option<UserId>> {
        self.inner
            .reconnecting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
