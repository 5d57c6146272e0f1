//! One posting's tags, letter by letter.

use fulcrum_cache::desk::TagWrite;
use fulcrum_cache::{CacheReader, Error};
use fulcrum_domain::ids::{PostingId, StageId};
use fulcrum_domain::journey::State;
use fulcrum_domain::tags::{JobTwineStanding, Mark, TagEdit, TagFinding, TagFix, marks, same_tags};
use fulcrum_domain::vendor::Vendor;

use super::{Judged, count, judge};
use crate::app::App;
use crate::card::word;
use crate::failure;
use crate::problem::Trouble;
use crate::view::{
    LintFinding, LintFix, MarkedPiece, PostingLint, Problem, TemplateChoice, WrittenTags,
};

/// Moves in vain.
#[derive(Clone, Copy, Debug, Default)]
struct InVain {
    moves: u32,
    since_ms: Option<i64>,
}

impl App {
    /// What is wrong with one posting's tags, and what would mend it.
    ///
    /// # Errors
    /// `NotFound` for a posting that is not in the matrix; storage problems.
    pub async fn posting_lint(&self, posting: &PostingId) -> Result<PostingLint, Problem> {
        let ready = self.ready()?;
        let setups = ready.setups();
        let stages: Vec<(Vendor, StageId)> = setups
            .iter()
            .filter_map(|setup| Some((setup.vendor, setup.trigger_stage.clone()?)))
            .collect();
        let templates = ready.setup_of(Vendor::MyInterview).templates;
        let can_choose = templates.is_some();
        let id = posting.clone();
        let (all, vain) = ready
            .cache
            .read(move |tx| {
                let all = judge(tx.postings()?, templates.as_ref());
                let wrong = all
                    .iter()
                    .any(|one| one.posting.id == id && one.is_problem());
                let mut vain = Vec::new();
                if wrong {
                    for (vendor, stage) in stages {
                        vain.push((vendor, in_vain(tx, &id, vendor, &stage)?));
                    }
                }
                Ok((all, vain))
            })
            .await
            .map_err(failure::cache)?;
        let id = posting.clone();
        let written = ready
            .desk
            .read(move |tx| tx.latest_tag_write(&id))
            .await
            .map_err(failure::desk)?;
        let place = all
            .iter()
            .position(|one| one.posting.id == *posting)
            .ok_or(Trouble::NotFound { what: "posting" })?;
        let (before, rest) = all.split_at_checked(place).unwrap_or_default();
        let (one, after) = rest
            .split_first()
            .ok_or(Trouble::NotFound { what: "posting" })?;
        let earlier = before.iter().filter(|one| one.is_problem()).count();
        let is_problem = |one: &&Judged| one.is_problem();
        let later = after.iter().filter(is_problem).count();
        let vain_of = |vendor: Vendor| {
            vain.iter()
                .find(|(of, _)| *of == vendor)
                .map(|(_, vain)| *vain)
                .unwrap_or_default()
        };
        Ok(PostingLint {
            id: posting.clone(),
            title: one.posting.text.clone(),
            place: count(place),
            problem: one.is_problem().then(|| count(earlier + 1)),
            problems: count(earlier + later + usize::from(one.is_problem())),
            previous: before
                .iter()
                .rfind(is_problem)
                .map(|one| one.posting.id.clone()),
            next: after
                .iter()
                .find(is_problem)
                .map(|one| one.posting.id.clone()),
            findings: one
                .readiness
                .findings
                .iter()
                .map(|finding| shown(finding, vain_of(finding.vendor)))
                .collect(),
            can_share: one.readiness.jobtwine == JobTwineStanding::Unused,
            can_choose,
            written: written.and_then(|write| changed(&write, &one.posting.tags)),
            tags: one.posting.tags.clone(),
        })
    }

    /// Templates to choose from, those whose name or id holds the text, by name; at most a hundred.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected.
    pub async fn template_choices(&self, text: &str) -> Result<Vec<TemplateChoice>, Problem> {
        let ready = self.ready()?;
        let Some(catalogue) = ready.setup_of(Vendor::MyInterview).templates else {
            return Ok(Vec::new());
        };
        let wanted = text.trim().to_lowercase();
        let all = &catalogue.templates;
        let mut choices: Vec<TemplateChoice> = all
            .iter()
            .filter(|one| {
                one.name.to_lowercase().contains(&wanted) || one.id.as_str().contains(text.trim())
            })
            .map(|one| TemplateChoice {
                id: one.id.clone(),
                name: one.name.clone(),
                shared: all.iter().filter(|other| other.name == one.name).count() > 1,
            })
            .collect();
        choices.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        choices.truncate(100);
        Ok(choices)
    }
}

/// Moves of the posting's candidates into the vendor's stage after which the vendor was never seen to react.
fn in_vain(
    tx: &CacheReader<'_>,
    posting: &PostingId,
    vendor: Vendor,
    stage: &StageId,
) -> Result<InVain, Error> {
    let mut vain = InVain::default();
    for id in tx.opportunities_of_posting(posting)? {
        let Some(opportunity) = tx.opportunity(&id)? else {
            continue;
        };
        let moves = opportunity
            .stage_changes
            .iter()
            .filter(|change| change.to_stage == *stage);
        let times: Vec<i64> = moves.map(|change| change.at_ms).collect();
        if times.is_empty() {
            continue;
        }
        let answered = tx.journeys(&id)?.iter().any(|journey| {
            journey.key.vendor == vendor
                && !matches!(
                    journey.state,
                    State::NotEligible
                        | State::Ready
                        | State::Moving
                        | State::Triggered
                        | State::Failed(_)
                )
        });
        if !answered {
            vain.moves = vain.moves.saturating_add(count(times.len()));
            vain.since_ms = times.into_iter().chain(vain.since_ms).min();
        }
    }
    Ok(vain)
}

fn shown(finding: &TagFinding, vain: InVain) -> LintFinding {
    let stored = finding.stored.first().map_or("", String::as_str);
    let marked = finding.meant.as_deref().map(|meant| marks(stored, meant));
    let (on_posting, meant, places) = match marked {
        Some(marked) => (pieces(marked.stored), pieces(marked.meant), marked.places),
        None => (
            vec![MarkedPiece {
                text: stored.to_owned(),
                differs: false,
            }],
            Vec::new(),
            0,
        ),
    };
    LintFinding {
        vendor: finding.vendor,
        code: finding.code.word().to_owned(),
        in_prefix: finding.in_prefix,
        stored: finding.stored.clone(),
        on_posting,
        meant,
        places,
        in_vain: vain.moves,
        in_vain_since_ms: vain.since_ms,
        fixes: finding
            .fixes
            .iter()
            .map(|fix| fix_of(fix, &finding.stored))
            .collect(),
    }
}

fn pieces(marks: Vec<Mark>) -> Vec<MarkedPiece> {
    marks
        .into_iter()
        .map(|Mark { text, differs }| MarkedPiece { text, differs })
        .collect()
}

fn fix_of(fix: &TagFix, stored: &[String]) -> LintFix {
    let TagEdit { from, to } = fix.edit.clone();
    let stays = fix
        .edit
        .apply(stored)
        .and_then(|left| left.into_iter().next());
    LintFix {
        kind: word(&fix.kind),
        template: fix.template.clone(),
        tag: to.clone().or(stays).unwrap_or_default(),
        from,
        to,
    }
}

/// A change that can still be taken back: it wrote something, and nobody has changed the tags since.
fn changed(write: &TagWrite, tags: &[String]) -> Option<WrittenTags> {
    if !write.wrote() || write.undoes.is_some() || !same_tags(&write.after, tags) {
        return None;
    }
    let without = |these: &[String], those: &[String]| {
        these
            .iter()
            .filter(|tag| !those.contains(tag))
            .cloned()
            .collect()
    };
    Some(WrittenTags {
        write: write.id.clone(),
        gone: without(&write.before, &write.after),
        came: without(&write.after, &write.before),
        at_ms: write.at_ms?,
    })
}
