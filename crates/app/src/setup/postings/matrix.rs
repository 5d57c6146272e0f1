//! The matrix, by windows: an account may hold thousands of postings.

use std::collections::BTreeMap;
use std::sync::Arc;

use fulcrum_domain::ids::PostingId;
use fulcrum_domain::tags::{JobTwineStanding, TemplateTag};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use super::{Judged, count, judged};
use crate::app::App;
use crate::ready::Ready;
use crate::setup::jobtwine::{jobs, stated};
use crate::view::{
    CellStanding, Invites, PostingMatrix, PostingRow, Problem, Rounds, RoundsStanding,
};

/// Most rows of one window.
const WIDEST: u32 = 500;

/// How long the vendor's list of rounds is believed, ms.
const JOBS_KEPT_MS: i64 = 30_000;

impl App {
    /// A window of the matrix, of all postings or of those with a problem.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn posting_matrix(
        &self,
        problems_only: bool,
        offset: u32,
        limit: u32,
    ) -> Result<PostingMatrix, Problem> {
        let ready = self.ready()?;
        let all = judged(&ready).await?;
        let setup = ready.setup_of(Vendor::JobTwine);
        let read = jobs_lately(&ready).await;
        let problems = all.iter().filter(|one| one.is_problem()).count();
        let untagged = all.iter().filter(|one| is_untagged(one)).count();
        let mut place = 0_u32;
        let numbered = all.iter().map(|one| {
            let problem = one.is_problem().then(|| {
                place = place.saturating_add(1);
                place
            });
            (one, problem)
        });
        let rows = numbered
            .filter(|(_, problem)| !problems_only || problem.is_some())
            .skip(usize::try_from(offset).unwrap_or(usize::MAX))
            .take(usize::try_from(limit.min(WIDEST)).unwrap_or_default())
            .map(|(one, problem)| row(one, problem, &setup, &read))
            .collect();
        Ok(PostingMatrix {
            all: count(all.len()),
            problems: count(problems),
            ready: count(all.len() - problems - untagged),
            untagged: count(untagged),
            templates_known: ready.setup_of(Vendor::MyInterview).templates.is_some(),
            offset,
            rows,
        })
    }
}

/// The vendor's own list of rounds, asked for at most twice a minute: a window that is scrolled must not wait for it.
async fn jobs_lately(ready: &Ready) -> Arc<BTreeMap<PostingId, Rounds>> {
    let mut held = ready.jobs.lock().await;
    let now_ms = ready.now_ms();
    match held.as_ref() {
        Some((at_ms, jobs)) if (0..JOBS_KEPT_MS).contains(&now_ms.saturating_sub(*at_ms)) => {
            jobs.clone()
        }
        _ => {
            let fresh = Arc::new(jobs(ready).await);
            *held = Some((now_ms, fresh.clone()));
            fresh
        }
    }
}

fn is_untagged(one: &Judged) -> bool {
    one.readiness.template == TemplateTag::Unused
        && one.readiness.jobtwine == JobTwineStanding::Unused
}

fn row(
    one: &Judged,
    problem: Option<u32>,
    setup: &VendorSetup,
    read: &BTreeMap<PostingId, Rounds>,
) -> PostingRow {
    let Judged { posting, readiness } = one;
    let wrong = |vendor: Vendor| {
        readiness
            .findings
            .iter()
            .find(move |finding| finding.vendor == vendor)
            .map(|finding| finding.stored.as_slice())
            .unwrap_or_default()
    };
    let (template, template_text) = match &readiness.template {
        TemplateTag::Unused => (CellStanding::Unused, String::new()),
        TemplateTag::Found { name } => (CellStanding::Good, name.clone()),
        TemplateTag::Unchecked { value } => (CellStanding::Unchecked, value.clone()),
        TemplateTag::Wrong => (CellStanding::Wrong, text(wrong(Vendor::MyInterview))),
    };
    let (jobtwine, jobtwine_text) = match readiness.jobtwine {
        JobTwineStanding::Unused => (CellStanding::Unused, String::new()),
        JobTwineStanding::Exact => (CellStanding::Good, "JobTwine".to_owned()),
        JobTwineStanding::Wrong => (
            CellStanding::Wrong,
            wrong(Vendor::JobTwine).first().cloned().unwrap_or_default(),
        ),
    };
    let stated = stated(setup, &posting.id);
    let read = read.get(&posting.id).cloned();
    let rounds = rounds(readiness.jobtwine, stated.as_ref(), read.as_ref());
    let (invites, short) = invites(template, jobtwine, rounds);
    PostingRow {
        id: posting.id.clone(),
        title: posting.text.clone(),
        state: posting.state.clone(),
        template,
        template_text,
        template_tags: match readiness.template {
            TemplateTag::Unused => 0,
            TemplateTag::Wrong => count(wrong(Vendor::MyInterview).len()),
            _ => 1,
        },
        jobtwine,
        jobtwine_text,
        rounds,
        stated,
        read,
        invites,
        short,
        problem,
    }
}

/// What stands on the posting, without the vendor's word where it is spelt right.
fn text(stored: &[String]) -> String {
    match stored {
        [one] => one.strip_prefix("myInterview:").unwrap_or(one).to_owned(),
        _ => String::new(),
    }
}

fn rounds(tag: JobTwineStanding, stated: Option<&Rounds>, read: Option<&Rounds>) -> RoundsStanding {
    match (tag, stated, read) {
        (JobTwineStanding::Unused, ..) => RoundsStanding::Unused,
        (JobTwineStanding::Wrong, ..) => RoundsStanding::NoJob,
        (_, Some(stated), Some(read)) if stated.names.len() != read.names.len() => {
            RoundsStanding::Contradicted
        }
        (_, _, Some(_)) => RoundsStanding::Read,
        (_, Some(stated), None) if stated.names.is_empty() => RoundsStanding::StatedNone,
        (_, Some(_), None) => RoundsStanding::Stated,
        (_, None, None) => RoundsStanding::Unknown,
    }
}

/// Whose stage invites; true: a vendor that the posting is tagged for would not, or nobody knows.
fn invites(
    template: CellStanding,
    jobtwine: CellStanding,
    rounds: RoundsStanding,
) -> (Invites, bool) {
    let video = matches!(template, CellStanding::Good | CellStanding::Unchecked);
    let experts = jobtwine == CellStanding::Good
        && matches!(rounds, RoundsStanding::Stated | RoundsStanding::Read);
    let short = (template == CellStanding::Wrong) || (jobtwine != CellStanding::Unused && !experts);
    let invites = match (video, experts) {
        (true, true) => Invites::Both,
        (true, false) => Invites::MyInterview,
        (false, true) => Invites::JobTwine,
        (false, false) => Invites::Nobody,
    };
    (invites, short)
}

#[cfg(test)]
mod tests {
    use fulcrum_domain::tags::{Readiness, TemplateTag};

    use super::*;

    #[test]
    fn what_a_move_will_bring_about_is_foretold() {
        use CellStanding as Tag;
        use RoundsStanding as Of;
        for (template, jobtwine, rounds, expected) in [
            (Tag::Good, Tag::Good, Of::Stated, (Invites::Both, false)),
            (
                Tag::Good,
                Tag::Unused,
                Of::Unused,
                (Invites::MyInterview, false),
            ),
            (
                Tag::Unchecked,
                Tag::Unused,
                Of::Unused,
                (Invites::MyInterview, false),
            ),
            (
                Tag::Good,
                Tag::Good,
                Of::Unknown,
                (Invites::MyInterview, true),
            ),
            (
                Tag::Good,
                Tag::Good,
                Of::StatedNone,
                (Invites::MyInterview, true),
            ),
            (
                Tag::Good,
                Tag::Good,
                Of::Contradicted,
                (Invites::MyInterview, true),
            ),
            (
                Tag::Good,
                Tag::Wrong,
                Of::NoJob,
                (Invites::MyInterview, true),
            ),
            (Tag::Unused, Tag::Good, Of::Read, (Invites::JobTwine, false)),
            (Tag::Wrong, Tag::Good, Of::Stated, (Invites::JobTwine, true)),
            (Tag::Wrong, Tag::Unused, Of::Unused, (Invites::Nobody, true)),
            (
                Tag::Unused,
                Tag::Unused,
                Of::Unused,
                (Invites::Nobody, false),
            ),
        ] {
            let told = invites(template, jobtwine, rounds);
            assert_eq!(told, expected, "{template:?} {jobtwine:?} {rounds:?}");
        }
    }

    #[test]
    fn an_unpublished_posting_is_shown_when_it_is_tagged() {
        let posting = |id: &str, state: &str, tags: &[&str]| fulcrum_domain::model::Posting {
            id: id.into(),
            text: id.to_owned(),
            state: state.to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            owner: None,
            hiring_manager: None,
            team: None,
            department: None,
            location: None,
            commitment: None,
            created_at_ms: 0,
            updated_at_ms: None,
        };
        let shown = super::super::judge(
            vec![
                posting("open", "published", &[]),
                posting("closed", "closed", &["Remote"]),
                posting("tagged", "closed", &["JobTwin"]),
                posting("draft", "draft", &["myInterview:x"]),
            ],
            None,
        );
        let told: Vec<(&str, bool)> = shown
            .iter()
            .map(|one| (one.posting.id.as_str(), one.is_problem()))
            .collect();
        assert_eq!(told, [("open", false), ("tagged", true), ("draft", false)]);
        assert!(is_untagged(&shown[0]));
        let value = "x".to_owned();
        let template = TemplateTag::Unchecked { value };
        assert_eq!(
            shown[2].readiness,
            Readiness {
                template,
                ..Readiness::of(&[], None)
            }
        );
    }
}
