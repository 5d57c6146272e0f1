//! A key that Lever no longer accepts is replaced by another one, and nothing that is here is lost: neither the copy of the
//! pipeline nor the moves that wait.

use std::sync::{MutexGuard, PoisonError};

use fulcrum_domain::ids::UserId;

use crate::app::{App, State};
use crate::view::{Problem, Session, UserChoice};

impl App {
    /// Leads back to the choice of a key and keeps everything else. The old key stays where it is until another one was
    /// accepted, so that a start without one shows what is here. Without a seat nothing happens.
    pub async fn reconnect(&self) -> Session {
        self.cancel_sign_in();
        let _turn = self.inner.turn.lock().await;
        let State::Ready(ready) = self.state().clone() else {
            return self.session();
        };
        ready.close().await;
        *self.reconnecting() = Some(ready.seat.user.clone());
        self.set_state(State::Connect);
        self.session()
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

    pub(super) fn reconnecting(&self) -> MutexGuard<'_, Option<UserId>> {
        self.inner
            .reconnecting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
