//! Changing one posting's tags while the person waits, and taking that back.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{Change, TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState};
use fulcrum_domain::ids::{PostingId, TagRunId, TagWriteId, TemplateId};
use fulcrum_domain::model::Posting;
use fulcrum_domain::tags::{TagEdit, add_jobtwine, choose_template};
use fulcrum_domain::vendor::Vendor;
use fulcrum_sync::outcome;

use crate::app::App;
use crate::failure;
use crate::moves::new_id;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::Problem;

/// Longest tag that is sent.
const LONGEST: usize = 254;

impl App {
    /// Changes one posting's tags: takes `from` off and puts `to` in their place. Read, changed, written with the posting's
    /// state, read again, and every other field compared.
    ///
    /// # Errors
    /// `BadInput` for what is no tag; `Conflict` when the posting has changed, or came back with more changed than its tags;
    /// `MissingPermission`; `NotFound`; what keeps Lever from answering.
    pub async fn mend_posting(
        &self,
        posting: &PostingId,
        from: Vec<String>,
        to: Option<String>,
    ) -> Result<(), Problem> {
        let ready = self.editor()?;
        let edit = checked(from, to)?;
        write_one(&ready, posting, Change::Edit { edit }, None).await
    }

    /// Makes a posting choose this template, whatever it chooses now.
    ///
    /// # Errors
    /// `NotFound` for a template or posting that is not here; otherwise as [`App::mend_posting`].
    pub async fn choose_posting_template(
        &self,
        posting: &PostingId,
        template: &TemplateId,
    ) -> Result<(), Problem> {
        let ready = self.editor()?;
        let held = held(&ready, posting).await?;
        let setup = ready.setup_of(Vendor::MyInterview);
        let catalogue = setup.templates.as_ref();
        let edit = catalogue.and_then(|catalogue| {
            let known = catalogue.templates.iter().find(|one| one.id == *template)?;
            Some(choose_template(&held.tags, known, catalogue))
        });
        let edit = edit.ok_or(Trouble::NotFound { what: "template" })?;
        write_one(&ready, posting, Change::Edit { edit }, None).await
    }

    /// Writes JobTwine's tag on a posting.
    ///
    /// # Errors
    /// As [`App::mend_posting`].
    pub async fn share_with_jobtwine(&self, posting: &PostingId) -> Result<(), Problem> {
        let ready = self.editor()?;
        match add_jobtwine(&held(&ready, posting).await?.tags) {
            Some(edit) => write_one(&ready, posting, Change::Edit { edit }, None).await,
            None => Ok(()),
        }
    }

    /// Takes one change back, if nobody has changed the posting's tags since.
    ///
    /// # Errors
    /// `Conflict` when somebody has; `NotFound` for a change that wrote nothing or was taken back; otherwise as
    /// [`App::mend_posting`].
    pub async fn undo_tag_write(&self, write: &TagWriteId) -> Result<(), Problem> {
        let ready = self.editor()?;
        let id = write.clone();
        let held = ready
            .desk
            .read(move |tx| {
                let Some(write) = tx.tag_write(&id)?.filter(TagWrite::wrote) else {
                    return Ok(None);
                };
                let undone = tx.undone_tag_writes(&write.run)?.contains(&id);
                Ok((!undone).then_some(write))
            })
            .await
            .map_err(failure::desk)?
            .ok_or(GONE)?;
        write_one(&ready, &held.posting.clone(), back(&held), Some(&held)).await
    }
}

pub(super) const GONE: Trouble = Trouble::NotFound { what: "change" };

/// Writes one change while the person waits. What could not be tried is let go: nobody should find a posting changed hours
/// later.
pub(crate) async fn write_one(
    ready: &Ready,
    posting: &PostingId,
    change: Change,
    undoes: Option<&TagWrite>,
) -> Result<(), Problem> {
    let run = new_run(ready, TagRunKind::One, undoes.map(|held| held.run.clone()))?;
    let id = TagWriteId(new_id()?.0);
    let write = TagWrite {
        undoes: undoes.map(|held| held.id.clone()),
        ..TagWrite::waiting(id.clone(), run.id.clone(), posting.clone(), change)
    };
    ready
        .desk
        .write(Cause::Person, move |tx| tx.insert_tag_run(&run, &[write]))
        .await
        .map_err(failure::desk)?;
    match ready.engine.carry_out_tag(&id).await {
        Ok(Some(write)) => match write.state {
            TagWriteState::Done => Ok(()),
            TagWriteState::Failed => Err(why(&write).into()),
            // Handed to Lever, and no answer: the engine looks until it knows.
            _ => Err(Trouble::Unreachable {
                host: ready.host.clone(),
            }
            .into()),
        },
        Ok(None) => Err(GONE.into()),
        Err(trouble) => {
            let now_ms = ready.now_ms();
            ready
                .desk
                .write(Cause::Person, move |tx| {
                    tx.alter_tag_write(&id, TagWriteState::Waiting, |write| {
                        write.settle(TagWriteState::Stopped, Some(outcome::UNDONE), now_ms);
                    })
                })
                .await
                .map_err(failure::desk)?;
            Err(failure::sync(&trouble, &ready.host).into())
        }
    }
}

/// Why a change failed, with both facts.
fn why(write: &TagWrite) -> Trouble {
    match write.code.as_deref() {
        Some(outcome::CHANGED) => Trouble::Conflict {
            expected: match &write.change {
                Change::Edit { edit } => edit.from.join(", "),
                Change::Restore { expected, .. } => expected.join(", "),
            },
            found: "other tags".to_owned(),
        },
        Some(outcome::NOT_KEPT) => Trouble::PostingChanged {
            fields: write.differing.clone(),
            put_back: write.put_back,
        },
        Some(outcome::FORBIDDEN) => Trouble::MissingPermission {
            permission: "postings:write".to_owned(),
        },
        Some(outcome::GONE) => Trouble::NotFound { what: "posting" },
        other => Trouble::Refused {
            code: other.unwrap_or("a refusal").to_owned(),
        },
    }
}

/// Every tag is one line.
fn checked(from: Vec<String>, to: Option<String>) -> Result<TagEdit, Problem> {
    let unusable =
        |tag: &String| tag.trim().is_empty() || tag.len() > LONGEST || tag.contains(['\n', '\r']);
    if to.as_ref().is_some_and(unusable) || (to.is_none() && from.is_empty()) {
        return Err(Trouble::BadInput {
            why: "A tag is one line of text.",
        }
        .into());
    }
    Ok(TagEdit { from, to })
}

pub(super) fn new_run(
    ready: &Ready,
    kind: TagRunKind,
    undoes: Option<TagRunId>,
) -> Result<TagRun, Problem> {
    Ok(TagRun {
        id: TagRunId(new_id()?.0),
        kind,
        created_at_ms: ready.now_ms(),
        state: TagRunState::Going,
        undoes,
    })
}

pub(super) fn back(held: &TagWrite) -> Change {
    Change::Restore {
        expected: held.after.clone(),
        tags: held.before.clone(),
    }
}

async fn held(ready: &Ready, posting: &PostingId) -> Result<Posting, Problem> {
    let id = posting.clone();
    ready
        .cache
        .read(move |tx| tx.posting(&id))
        .await
        .map_err(failure::cache)?
        .ok_or_else(|| Trouble::NotFound { what: "posting" }.into())
}
