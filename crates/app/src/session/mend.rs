//! Ways out of a file that cannot be read: the cache is read from Lever again, the desk is begun anew, and who was waiting in
//! it is named.

use std::collections::BTreeMap;

use fulcrum_cache::Cause;
use fulcrum_domain::ids::{OpportunityId, StageId};

use super::blocking;
use super::open::{begin_desk_anew, discard_cache};
use crate::app::{App, State};
use crate::failure;
use crate::picture::stage_name;
use crate::ready::Ready;
use crate::view::{LostChange, Problem, ProblemCode, Session};

impl Ready {
    pub(crate) fn mended(&self) -> Option<Problem> {
        let mended = self.mended.lock();
        mended
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }
}

impl App {
    /// Reads everything from Lever once more, into a new cache. Whoever is connected stays so; what was held is not sent
    /// meanwhile and waits to be decided.
    ///
    /// # Errors
    /// Storage problems; whatever else stands in the way is in the session.
    pub async fn read_again(&self) -> Result<Session, Problem> {
        let turn = self.inner.turn.lock().await;
        let before = std::mem::replace(&mut *self.state(), State::Opening);
        self.inner.events.session_changed();
        match before {
            State::Ready(ready) => ready.close().await,
            // Nothing is open.
            State::Blocked(_) => {}
            other => {
                self.set_state(other);
                return Ok(self.session());
            }
        }
        let folder = self.folder();
        if let Err(problem) = blocking(move || discard_cache(&folder)).await {
            self.set_state(State::Blocked(problem.clone()));
            return Err(problem);
        }
        drop(turn);
        self.open().await;
        Ok(self.session())
    }

    /// Begins a new file of this seat in the place of one that cannot be read, which is kept beside it. A file that can be
    /// read is left alone.
    ///
    /// # Errors
    /// Keyring and storage problems.
    pub async fn begin_anew(&self) -> Result<Session, Problem> {
        let turn = self.inner.turn.lock().await;
        let blocked = match &*self.state() {
            State::Blocked(problem) => problem.code == ProblemCode::DeskLost,
            State::ChooseSeat { .. } => false,
            _ => return Ok(self.session()),
        };
        let (config, folder) = (self.inner.config.clone(), self.folder());
        blocking(move || begin_desk_anew(&config, &folder)).await?;
        drop(turn);
        if blocked {
            self.open().await;
        }
        Ok(self.session())
    }

    /// Who was waiting in a file that was lost, with the names that are known by now.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn lost_changes(&self) -> Result<Vec<LostChange>, Problem> {
        let ready = self.ready()?;
        let lost = ready
            .desk
            .read(|tx| tx.lost())
            .await
            .map_err(failure::desk)?;
        // One line for each candidate: the last stage that was asked for.
        let mut to: BTreeMap<OpportunityId, Option<StageId>> = BTreeMap::new();
        for entry in lost.map(|lost| lost.moves).unwrap_or_default() {
            let target = entry.targets.last().cloned();
            let known = to.entry(entry.opportunity).or_default();
            *known = target.or(known.take());
        }
        ready
            .cache
            .read(move |tx| {
                let stages = tx.stages()?;
                let mut changes = Vec::new();
                for (opportunity, to) in to {
                    let held = tx.opportunity(&opportunity)?;
                    changes.push(LostChange {
                        to: to.map(|to| stage_name(&stages, &to)),
                        now: held.as_ref().map(|held| stage_name(&stages, &held.stage)),
                        name: held.map(|held| held.name).filter(|name| !name.is_empty()),
                        opportunity,
                    });
                }
                Ok(changes)
            })
            .await
            .map_err(failure::cache)
    }

    /// The person has seen what was mended and who was waiting.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn mending_seen(&self) -> Result<Session, Problem> {
        let ready = self.ready()?;
        ready
            .desk
            .write(Cause::Person, |tx| tx.set_lost(None))
            .await
            .map_err(failure::desk)?;
        *ready
            .mended
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        Ok(self.session())
    }
}
