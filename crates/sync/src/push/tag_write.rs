//! Changes of postings' tags, one after the other. Each is looked at first, written once, read again and compared whole; the
//! first that comes back with more changed than its tags lets every run rest.

use std::collections::BTreeSet;

use fulcrum_cache::desk::{
    OnTags, TAG_PROOF, TagProof, TagRunKind, TagRunState, TagWrite, TagWriteState,
};
use fulcrum_cache::{Cause, DeskTx, Error};
use fulcrum_domain::ids::{IntentId, TagWriteId};
use fulcrum_domain::tags::same_tags;
use fulcrum_lever::{LeverError, PostingRecord};
use tokio_util::sync::CancellationToken;

use super::compare::differing;
use super::posting::Wrote;
use super::{Push, Ran, lasting, of_one_record, outcome};
use crate::pull::PullError;

/// What an earlier run left: a change that was being written is unknown and will be looked at, nothing further leaves by
/// itself, and what one person waited for is let go.
pub(super) fn take_stock(tx: &mut DeskTx<'_>, now_ms: i64) -> Result<(), Error> {
    for write in tx.open_tag_writes()? {
        let Some(run) = tx.tag_run(&write.run)? else {
            continue;
        };
        if run.state == TagRunState::Going {
            tx.set_tag_run_state(&run.id, TagRunState::PausedByRestart)?;
        }
        match write.state {
            TagWriteState::Writing => tx.alter_tag_write(&write.id, write.state, |write| {
                write.state = TagWriteState::Unknown;
                write.code = Some("crashed".to_owned());
            })?,
            TagWriteState::Waiting if run.kind == TagRunKind::One => {
                tx.alter_tag_write(&write.id, write.state, |write| {
                    write.settle(TagWriteState::Stopped, Some(outcome::CLOSED), now_ms);
                })?
            }
            _ => None,
        };
    }
    Ok(())
}

impl Push {
    /// Carries out one change now and returns it as it is then.
    pub(crate) async fn carry_out_tag(
        &self,
        id: &TagWriteId,
    ) -> Result<Option<TagWrite>, PullError> {
        let _turn = self.turn.lock().await;
        if let Some(write) = self.tag_write(id).await? {
            self.run_tag_write(write).await?;
        }
        self.tag_write(id).await
    }

    /// Carries out everything that may leave now, and looks at what was left without an answer. Moves that somebody waits
    /// for go first.
    pub(super) async fn run_tag_writes(
        &self,
        stop: &CancellationToken,
        seen: &BTreeSet<IntentId>,
        ran: &mut Ran,
    ) -> Result<(), PullError> {
        let open = self.desk.read(|tx| tx.open_tag_writes()).await?;
        let mut failed = None;
        for write in open {
            if stop.is_cancelled() {
                break;
            }
            if self.somebody_waits(seen).await? {
                ran.go_on = true;
                break;
            }
            // As it is by now: a run may have been paused, or this one let go.
            let Some(write) = self.tag_write(&write.id).await? else {
                continue;
            };
            match self.run_tag_write(write).await {
                Ok(look_again) => ran.look_again |= look_again,
                Err(PullError::Lever(error)) if of_one_record(error.code) => {
                    failed.get_or_insert(PullError::Lever(error));
                }
                Err(error) => return Err(error),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// True: to be looked at again soon.
    async fn run_tag_write(&self, write: TagWrite) -> Result<bool, PullError> {
        match write.state {
            TagWriteState::Waiting => self.begin_tag_write(write).await,
            TagWriteState::Writing | TagWriteState::Unknown => self.look_at_tag_write(write).await,
            TagWriteState::PuttingBack => self.look_at_put_back(write).await.map(|()| false),
            TagWriteState::Done | TagWriteState::Failed | TagWriteState::Stopped => Ok(false),
        }
    }

    async fn begin_tag_write(&self, write: TagWrite) -> Result<bool, PullError> {
        if self.rests(&write).await? {
            return Ok(false);
        }
        let before = match self.lever().posting_record(&write.posting).await {
            Ok(before) => before,
            Err(error) => return self.tag_trouble(&write, error).await,
        };
        let held = before.posting.tags.clone();
        let tags = match write.change.on(&held) {
            OnTags::Write(tags) => tags,
            instead => {
                self.pull.store_postings(vec![before.posting]).await?;
                let (state, code) = match instead {
                    OnTags::Already => (TagWriteState::Done, outcome::ALREADY),
                    _ => (TagWriteState::Failed, outcome::CHANGED),
                };
                return self.settle_tag_write(&write, state, Some(code)).await;
            }
        };
        let Some(write) = self.hand_over(&write, &before, &tags).await? else {
            return Ok(false);
        };
        match self.write_tags(&before, &tags).await {
            Ok(Wrote::Read(after)) => self.compare_tag_write(write, *after).await,
            Ok(Wrote::Unread) => self.without_answer(&write).await,
            Err(error) if error.outcome_unknown() => self.without_answer(&write).await,
            Err(error) => self.tag_trouble(&write, error).await,
        }
    }

    async fn rests(&self, write: &TagWrite) -> Result<bool, PullError> {
        let run = write.run.clone();
        let run = self.desk.read(move |tx| tx.tag_run(&run)).await?;
        Ok(run.is_none_or(|run| run.state.rests()))
    }

    /// Keeps what was read and what will be written; committed before the write leaves. `None` when somebody let go of it.
    async fn hand_over(
        &self,
        write: &TagWrite,
        before: &PostingRecord,
        tags: &[String],
    ) -> Result<Option<TagWrite>, PullError> {
        let (id, run, tags) = (write.id.clone(), write.run.clone(), tags.to_vec());
        let (held, record) = (before.posting.tags.clone(), before.fields.clone());
        Ok(self
            .desk
            .write(Cause::Push, move |tx| {
                if tx.tag_run(&run)?.is_none_or(|run| run.state.rests()) {
                    return Ok(None);
                }
                tx.alter_tag_write(&id, TagWriteState::Waiting, |write| {
                    write.state = TagWriteState::Writing;
                    write.code = None;
                    write.before = held;
                    write.after = tags;
                    write.record = Some(record);
                })
            })
            .await?)
    }

    /// Looks at what became of a write without an answer.
    async fn look_at_tag_write(&self, write: TagWrite) -> Result<bool, PullError> {
        let now = match self.lever().posting_record(&write.posting).await {
            Ok(now) => now,
            Err(error) => return self.tag_trouble(&write, error).await,
        };
        if same_tags(&now.posting.tags, &write.after) {
            return self.compare_tag_write(write, now).await;
        }
        let untouched = same_tags(&now.posting.tags, &write.before);
        self.pull.store_postings(vec![now.posting]).await?;
        if !untouched {
            let (state, code) = (TagWriteState::Failed, outcome::CHANGED);
            return self.settle_tag_write(&write, state, Some(code)).await;
        }
        // It did not happen. Who waited for it alone is gone with the program that was closed.
        let (run, now_ms) = (write.run.clone(), self.clock.now_ms());
        let rests = self
            .desk
            .write(Cause::Push, move |tx| {
                let run = tx.tag_run(&run)?;
                let rests = run.as_ref().is_none_or(|run| run.state.rests());
                let alone = run.is_some_and(|run| run.kind == TagRunKind::One);
                tx.alter_tag_write(&write.id, write.state, |write| {
                    if rests && alone {
                        write.settle(TagWriteState::Stopped, Some(outcome::CLOSED), now_ms);
                    } else {
                        write.state = TagWriteState::Waiting;
                        write.code = Some("not_happened".to_owned());
                        write.record = None;
                    }
                })?;
                Ok(rests)
            })
            .await?;
        Ok(!rests)
    }

    /// Compares what stands there now with what was read before, field by field.
    async fn compare_tag_write(
        &self,
        write: TagWrite,
        after: PostingRecord,
    ) -> Result<bool, PullError> {
        let record = write.record.clone().unwrap_or_default();
        let mut fields = differing(&record, &after.fields);
        let mut proof = TagProof {
            kept: true,
            at_ms: self.clock.now_ms(),
            posting: write.posting.clone(),
            title: after.posting.text.clone(),
            differing: Vec::new(),
            put_back: None,
        };
        let tags = after.posting.tags.clone();
        self.pull.store_postings(vec![after.posting]).await?;
        if fields.is_empty() && same_tags(&tags, &write.after) {
            self.end_tag_write(&write, proof, |write, now_ms| {
                write.settle(TagWriteState::Done, None, now_ms);
            })
            .await?;
            return Ok(false);
        }
        let untouched = fields.is_empty() && same_tags(&tags, &write.before);
        if !same_tags(&tags, &write.after) {
            fields.push("tags".to_owned());
        }
        proof.kept = false;
        proof.differing.clone_from(&fields);
        if untouched {
            // Accepted, and nothing of it kept: there is nothing to put back.
            proof.put_back = Some(true);
            self.end_tag_write(&write, proof, move |write, now_ms| {
                write.differing = fields;
                write.put_back = Some(true);
                write.settle(TagWriteState::Failed, Some(outcome::NOT_KEPT), now_ms);
            })
            .await?;
            return Ok(false);
        }
        // Said before anything is tried, so that a crash in between does not hide it.
        let differs = fields.clone();
        let begun = self
            .end_tag_write(&write, proof.clone(), move |write, _| {
                write.state = TagWriteState::PuttingBack;
                write.code = Some(outcome::NOT_KEPT.to_owned());
                write.differing = differs;
            })
            .await?;
        if let Some(write) = begun {
            let back = self
                .put_back(&write.posting, &record, &write.before, &fields)
                .await;
            self.end_put_back(&write, proof, back).await?;
        }
        Ok(false)
    }

    /// Something was being put back when the program ended: looks, and says how it stands.
    async fn look_at_put_back(&self, write: TagWrite) -> Result<(), PullError> {
        let now = self.lever().posting_record(&write.posting).await?;
        let record = write.record.clone().unwrap_or_default();
        let back = differing(&record, &now.fields).is_empty()
            && same_tags(&now.posting.tags, &write.before);
        let proof = TagProof {
            kept: false,
            at_ms: self.clock.now_ms(),
            posting: write.posting.clone(),
            title: now.posting.text.clone(),
            differing: write.differing.clone(),
            put_back: None,
        };
        self.pull.store_postings(vec![now.posting]).await?;
        self.end_put_back(&write, proof, Some(back)).await
    }

    async fn end_put_back(
        &self,
        write: &TagWrite,
        mut proof: TagProof,
        back: Option<bool>,
    ) -> Result<(), PullError> {
        proof.put_back = back;
        self.end_tag_write(write, proof, move |write, now_ms| {
            write.put_back = back;
            write.settle(TagWriteState::Failed, Some(outcome::NOT_KEPT), now_ms);
        })
        .await?;
        Ok(())
    }

    /// Keeps the end of a change and what the comparison has shown, together.
    async fn end_tag_write(
        &self,
        write: &TagWrite,
        proof: TagProof,
        alter: impl FnOnce(&mut TagWrite, i64) + Send + 'static,
    ) -> Result<Option<TagWrite>, PullError> {
        let (id, state, now_ms) = (write.id.clone(), write.state, self.clock.now_ms());
        Ok(self
            .desk
            .write(Cause::Push, move |tx| {
                let Some(ended) = tx.alter_tag_write(&id, state, |write| alter(write, now_ms))?
                else {
                    return Ok(None);
                };
                if !proof.kept {
                    lock(tx)?;
                }
                // The first comparison that matched stays the proof; the next ones only do not contradict it.
                let held = tx.preference::<TagProof>(TAG_PROOF)?;
                if !(proof.kept && held.is_some_and(|held| held.kept)) {
                    tx.set_preference(TAG_PROOF, &proof)?;
                }
                Ok(Some(ended))
            })
            .await?)
    }

    async fn settle_tag_write(
        &self,
        write: &TagWrite,
        state: TagWriteState,
        code: Option<&'static str>,
    ) -> Result<bool, PullError> {
        let (id, from, now_ms) = (write.id.clone(), write.state, self.clock.now_ms());
        self.desk
            .write(Cause::Push, move |tx| {
                tx.alter_tag_write(&id, from, |write| write.settle(state, code, now_ms))
            })
            .await?;
        Ok(false)
    }

    async fn without_answer(&self, write: &TagWrite) -> Result<bool, PullError> {
        let (id, from) = (write.id.clone(), write.state);
        self.desk
            .write(Cause::Push, move |tx| {
                tx.alter_tag_write(&id, from, |write| {
                    write.state = TagWriteState::Unknown;
                    write.code = Some("no_answer".to_owned());
                })
            })
            .await?;
        Ok(true)
    }

    /// Trying again cannot help: it ends. Offline or busy: it waits, and says that it does.
    async fn tag_trouble(&self, write: &TagWrite, error: LeverError) -> Result<bool, PullError> {
        if let Some(reason) = lasting(&error) {
            return self
                .settle_tag_write(write, TagWriteState::Failed, Some(reason))
                .await;
        }
        let (id, from, code) = (write.id.clone(), write.state, error.code.as_str());
        self.desk
            .write(Cause::Push, move |tx| {
                tx.alter_tag_write(&id, from, |write| {
                    // Certainly not done, or the outcome would be unknown rather than an error.
                    if write.state == TagWriteState::Writing {
                        write.state = TagWriteState::Waiting;
                        write.record = None;
                    }
                    write.code = Some(code.to_owned());
                })
            })
            .await?;
        Err(PullError::Lever(error))
    }

    async fn tag_write(&self, id: &TagWriteId) -> Result<Option<TagWrite>, PullError> {
        let id = id.clone();
        Ok(self.desk.read(move |tx| tx.tag_write(&id)).await?)
    }
}

/// A posting came back with more changed than its tags: nothing of any run leaves by itself any more.
fn lock(tx: &mut DeskTx<'_>) -> Result<(), Error> {
    let open: BTreeSet<_> = tx
        .open_tag_writes()?
        .into_iter()
        .map(|write| write.run)
        .collect();
    for run in open {
        tx.set_tag_run_state(&run, TagRunState::Locked)?;
    }
    Ok(())
}
