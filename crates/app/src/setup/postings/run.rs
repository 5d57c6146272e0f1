//! Changing tags of many postings, one after the other: starting, pausing, going on, stopping and taking back.

use std::collections::BTreeSet;

use fulcrum_cache::desk::{
    Change, TAG_PROOF, TagProof, TagRunKind, TagRunState, TagWrite, TagWriteState,
};
use fulcrum_cache::{Cause, DeskReader, DeskTx, Error};
use fulcrum_domain::ids::{PostingId, TagRunId, TagWriteId};
use fulcrum_domain::tags::TagEdit;
use fulcrum_sync::outcome;

use super::judged;
use super::write::{GONE, back, new_run};
use crate::app::App;
use crate::failure;
use crate::moves::new_id;
use crate::problem::Trouble;
use crate::view::Problem;

const UNDER_WAY: Trouble = Trouble::BadInput {
    why: "Tags of many postings are being changed already. Wait until that has ended, or stop it.",
};

const NO_ANSWER: Trouble = Trouble::BadInput {
    why: "One posting of it is on its way to Lever without an answer. Wait until that is settled.",
};

impl App {
    /// Mends every posting that needs nobody's judgement, one after the other.
    ///
    /// # Errors
    /// `Blocked` until a single change was compared and matched; `BadInput` when nothing is to be mended, or another change
    /// of many is under way; storage problems.
    pub async fn fix_all_tags(&self) -> Result<(), Problem> {
        let ready = self.editor()?;
        let edits: Vec<(PostingId, TagEdit)> = judged(&ready)
            .await?
            .into_iter()
            .flat_map(|one| {
                let id = one.posting.id;
                let fixes: Vec<_> = one
                    .readiness
                    .findings
                    .iter()
                    .filter_map(|finding| finding.plain_fix())
                    .map(|fix| (id.clone(), fix.edit.clone()))
                    .collect();
                fixes
            })
            .collect();
        let run = new_run(&ready, TagRunKind::Many, None)?;
        let mut writes = Vec::with_capacity(edits.len());
        for (posting, edit) in edits {
            let change = Change::Edit { edit };
            writes.push(TagWrite::waiting(
                TagWriteId(new_id()?.0),
                run.id.clone(),
                posting,
                change,
            ));
        }
        if writes.is_empty() {
            return Err(Trouble::BadInput {
                why: "No posting has a problem that can be mended without a decision.",
            }
            .into());
        }
        ready
            .desk
            .write(Cause::Person, move |tx| {
                if many_open(tx)? {
                    return Ok(Err(UNDER_WAY));
                }
                if let Some(locked) = locked(tx)? {
                    return Ok(Err(locked));
                }
                tx.insert_tag_run(&run, &writes).map(Ok)
            })
            .await
            .map_err(failure::desk)??;
        ready.engine.intents_changed();
        Ok(())
    }

    /// Lets a change of many rest. What is on its way is settled; nothing further begins.
    ///
    /// # Errors
    /// `NotFound` when it rests or has ended; storage problems.
    pub async fn pause_tag_run(&self, run: &TagRunId) -> Result<(), Problem> {
        let run = run.clone();
        self.with_run(move |tx| {
            let going = tx
                .tag_run(&run)?
                .is_some_and(|run| run.state == TagRunState::Going);
            let paused =
                going && is_open(tx, &run)? && tx.set_tag_run_state(&run, TagRunState::Paused)?;
            Ok(paused.then_some(()).ok_or(GONE))
        })
        .await
    }

    /// Goes on with a change of many that rests.
    ///
    /// # Errors
    /// `Blocked` while changing many is locked; `NotFound` when nothing of it is left; storage problems.
    pub async fn resume_tag_run(&self, run: &TagRunId) -> Result<(), Problem> {
        let run = run.clone();
        self.with_run(move |tx| {
            if !is_open(tx, &run)? {
                return Ok(Err(GONE));
            }
            if let Some(locked) = locked(tx)? {
                return Ok(Err(locked));
            }
            tx.set_tag_run_state(&run, TagRunState::Going)?;
            Ok(Ok(()))
        })
        .await
    }

    /// Lets go of what was not tried yet.
    ///
    /// # Errors
    /// `NotFound` when nothing of it is left; storage problems.
    pub async fn stop_tag_run(&self, run: &TagRunId) -> Result<(), Problem> {
        let (run, now_ms) = (run.clone(), self.editor()?.now_ms());
        self.with_run(move |tx| Ok((stop(tx, &run, now_ms)? > 0).then_some(()).ok_or(GONE)))
            .await
    }

    /// Takes a whole run back, latest first: what was not tried is let go, what was written is put back where nobody has
    /// changed the tags since. Of one posting the person waits for it; many go one after the other.
    ///
    /// # Errors
    /// `NotFound` when nothing is left to take back; `BadInput` while a write of it has no answer, or another change of many
    /// is under way; of one posting as [`App::undo_tag_write`].
    pub async fn undo_tag_run(&self, run: &TagRunId) -> Result<(), Problem> {
        let ready = self.editor()?;
        let id = run.clone();
        let writes = ready
            .desk
            .read(move |tx| undoable(tx, &id))
            .await
            .map_err(failure::desk)?;
        if let [only] = writes.as_slice() {
            let open = self.lets_go(run).await?;
            if !open {
                return self.undo_tag_write(&only.id).await;
            }
        }
        let undo = new_run(&ready, TagRunKind::Many, Some(run.clone()))?;
        let mut ids = Vec::with_capacity(writes.len());
        for _ in &writes {
            ids.push(TagWriteId(new_id()?.0));
        }
        let (run, now_ms) = (run.clone(), ready.now_ms());
        self.with_run(move |tx| {
            stop(tx, &run, now_ms)?;
            if is_open(tx, &run)? {
                return Ok(Err(NO_ANSWER));
            }
            if many_open(tx)? {
                return Ok(Err(UNDER_WAY));
            }
            let back: Vec<TagWrite> = undoable(tx, &run)?
                .iter()
                .zip(ids)
                .map(|(held, id)| TagWrite {
                    undoes: Some(held.id.clone()),
                    ..TagWrite::waiting(id, undo.id.clone(), held.posting.clone(), back(held))
                })
                .collect();
            if back.is_empty() {
                return Ok(Err(GONE));
            }
            tx.insert_tag_run(&undo, &back).map(Ok)
        })
        .await
    }

    /// Lets go of the rest of a run before its only change is taken back; true where it still has an open change.
    async fn lets_go(&self, run: &TagRunId) -> Result<bool, Problem> {
        let (ready, run) = (self.editor()?, run.clone());
        let now_ms = ready.now_ms();
        ready
            .desk
            .write(Cause::Person, move |tx| {
                stop(tx, &run, now_ms)?;
                is_open(tx, &run)
            })
            .await
            .map_err(failure::desk)
    }

    async fn with_run(
        &self,
        work: impl FnOnce(&mut DeskTx<'_>) -> Result<Result<(), Trouble>, Error> + Send + 'static,
    ) -> Result<(), Problem> {
        let ready = self.editor()?;
        ready
            .desk
            .write(Cause::Person, work)
            .await
            .map_err(failure::desk)??;
        ready.engine.intents_changed();
        Ok(())
    }
}

/// Why changing many is locked; `None`: it is open.
fn locked(tx: &DeskTx<'_>) -> Result<Option<Trouble>, Error> {
    let proof: Option<TagProof> = tx.preference(TAG_PROOF)?;
    Ok(match proof {
        Some(proof) if proof.kept => None,
        Some(proof) => Some(Trouble::ManyLocked {
            fields: proof.differing,
        }),
        None => Some(Trouble::ManyLocked { fields: Vec::new() }),
    })
}

/// What a run wrote and nobody has taken back, latest first.
fn undoable(tx: &DeskReader<'_>, run: &TagRunId) -> Result<Vec<TagWrite>, Error> {
    let undone = tx.undone_tag_writes(run)?;
    let mut writes = tx.tag_writes(run)?;
    writes.retain(|write| write.wrote() && !undone.contains(&write.id));
    writes.reverse();
    Ok(writes)
}

fn is_open(tx: &DeskTx<'_>, run: &TagRunId) -> Result<bool, Error> {
    Ok(tx
        .tag_writes(run)?
        .iter()
        .any(|write| write.state.is_open()))
}

/// A change of many has something left.
fn many_open(tx: &DeskTx<'_>) -> Result<bool, Error> {
    let runs: BTreeSet<TagRunId> = tx
        .open_tag_writes()?
        .into_iter()
        .map(|write| write.run)
        .collect();
    for run in runs {
        if tx
            .tag_run(&run)?
            .is_some_and(|run| run.kind == TagRunKind::Many)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Lets go of what was not tried; how many.
fn stop(tx: &mut DeskTx<'_>, run: &TagRunId, now_ms: i64) -> Result<usize, Error> {
    let mut stopped = 0;
    for write in tx.tag_writes(run)? {
        let let_go = tx.alter_tag_write(&write.id, TagWriteState::Waiting, |write| {
            write.settle(TagWriteState::Stopped, Some(outcome::UNDONE), now_ms);
        })?;
        stopped += usize::from(let_go.is_some());
    }
    Ok(stopped)
}
