//! What is being written to postings, what was, and what comparing them has shown.

use fulcrum_cache::desk::{
    TAG_PROOF, TagProof, TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState,
};
use fulcrum_domain::ids::PostingId;

use super::{Judged, count, judged, titles};
use crate::app::App;
use crate::failure;
use crate::view::{
    ComparedPosting, LastTags, Problem, TagDesk, TagFailure, TagProgress, TagProgressState,
};

/// How many of the latest runs are looked through.
const LOOKED_THROUGH: u32 = 20;

/// Most failures that are named.
const NAMED: usize = 50;

/// What the desk knows, read in one snapshot.
#[derive(Default)]
struct Known {
    proof: Option<TagProof>,
    /// The latest run of many, with its changes.
    many: Option<(TagRun, Vec<TagWrite>)>,
    /// The latest run that can be taken back, with what it wrote.
    last: Option<(TagRun, Vec<TagWrite>)>,
}

impl App {
    /// What is being written, what was, and whether many postings may be changed at once.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn tag_desk(&self) -> Result<TagDesk, Problem> {
        let ready = self.ready()?;
        let known = ready
            .desk
            .read(|tx| {
                let mut known = Known {
                    proof: tx.preference(TAG_PROOF)?,
                    ..Known::default()
                };
                for run in tx.latest_tag_runs(LOOKED_THROUGH)? {
                    let many = run.kind == TagRunKind::Many && known.many.is_none();
                    if !many && known.last.is_some() {
                        continue;
                    }
                    let writes = tx.tag_writes(&run.id)?;
                    if known.last.is_none() && run.undoes.is_none() {
                        let undone = tx.undone_tag_writes(&run.id)?;
                        let mut wrote = writes.clone();
                        wrote.retain(|write| write.wrote() && !undone.contains(&write.id));
                        if !wrote.is_empty() {
                            known.last = Some((run.clone(), wrote));
                        }
                    }
                    if many {
                        known.many = Some((run, writes));
                    }
                }
                Ok(known)
            })
            .await
            .map_err(failure::desk)?;
        let all = judged(&ready).await?;
        let mended = |one: &&Judged| {
            let mut findings = one.readiness.findings.iter();
            findings.any(|finding| finding.plain_fix().is_some())
        };
        let open = |one: &&Judged| {
            let mut findings = one.readiness.findings.iter();
            findings.any(|finding| finding.plain_fix().is_none())
        };
        let named: Vec<PostingId> = known
            .many
            .iter()
            .chain(&known.last)
            .flat_map(|(_, writes)| writes.iter().map(|write| write.posting.clone()))
            .collect();
        let titles = titles(&ready, named).await?;
        let title = |id: &PostingId| titles.get(id).cloned().unwrap_or_else(|| id.0.clone());
        Ok(TagDesk {
            plain: count(all.iter().filter(mended).count()),
            undecided: count(all.iter().filter(open).count()),
            run: known
                .many
                .map(|(run, writes)| progress(&run, &writes, &title)),
            last: known.last.and_then(|(run, wrote)| {
                let first = wrote.first()?;
                Some(LastTags {
                    run: run.id,
                    postings: count(wrote.len()),
                    title: title(&first.posting),
                    at_ms: wrote.iter().filter_map(|write| write.at_ms).max()?,
                })
            }),
            proof: known.proof.map(|proof| ComparedPosting {
                kept: proof.kept,
                at_ms: proof.at_ms,
                posting: proof.posting,
                title: proof.title,
                differing: proof.differing,
                put_back: proof.put_back,
            }),
        })
    }
}

fn progress(
    run: &TagRun,
    writes: &[TagWrite],
    title: &impl Fn(&PostingId) -> String,
) -> TagProgress {
    let in_state = |state: TagWriteState| {
        let found = writes.iter().filter(|write| write.state == state);
        count(found.count())
    };
    let open = writes.iter().find(|write| write.state.is_open());
    TagProgress {
        run: run.id.clone(),
        undo: run.undoes.is_some(),
        state: match (open, run.state) {
            (None, _) => TagProgressState::Ended,
            (_, TagRunState::Going) => TagProgressState::Going,
            (_, TagRunState::Paused) => TagProgressState::Paused,
            (_, TagRunState::PausedByRestart) => TagProgressState::PausedByRestart,
            (_, TagRunState::Locked) => TagProgressState::Locked,
        },
        total: count(writes.len()),
        done: in_state(TagWriteState::Done),
        failed: in_state(TagWriteState::Failed),
        stopped: in_state(TagWriteState::Stopped),
        title: open.map(|write| title(&write.posting)),
        waits: open.and_then(|write| write.code.clone()),
        failures: writes
            .iter()
            .filter(|write| write.state == TagWriteState::Failed)
            .take(NAMED)
            .map(|write| TagFailure {
                posting: write.posting.clone(),
                title: title(&write.posting),
                code: write.code.clone().unwrap_or_default(),
                differing: write.differing.clone(),
                put_back: write.put_back,
            })
            .collect(),
    }
}
