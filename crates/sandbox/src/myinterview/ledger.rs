//! What the vendor remembers: jobs, attempts, webhooks seen. Never locked across a wait.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::interview::Interview;
use crate::partner::dice::Dice;

/// A job at the vendor: made from a template when a posting's first candidate comes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Job {
    pub(crate) job_id: String,
    /// Lever's posting id.
    pub(crate) external_id: String,
    pub(crate) title: String,
    pub(crate) template_id: String,
    /// Unix milliseconds.
    pub(crate) created_at: i64,
}

/// The vendor's store.
#[derive(Default)]
pub(crate) struct Ledger {
    /// In the order in which they began.
    interviews: Vec<Interview>,
    /// All jobs, also equal ones: a doubled job has to show.
    pub(crate) jobs: Vec<Job>,
    /// Signature token per event.
    pub(crate) signing: BTreeMap<String, String>,
    /// Tokens of deliveries already taken.
    deliveries: BTreeSet<String>,
    /// What the archive webhook told, oldest first.
    pub(crate) archive: Vec<Archived>,
    /// Where the vendor's own API reports completions.
    pub(crate) webhook: Option<String>,
    /// Changes of state that no rule allows: empty, or this vendor has a fault.
    pub(crate) undefined: Vec<String>,
    /// How many candidates were made over the vendor's own API.
    pub(crate) made: u64,
}

/// One word of the archive webhook.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Archived {
    pub(crate) opportunity: String,
    /// Into the archive, or out of it.
    pub(crate) archived: bool,
    /// Unix milliseconds.
    pub(crate) at: i64,
}

impl Ledger {
    /// Takes a delivery's token; `false` when it was taken before.
    pub(crate) fn first_delivery(&mut self, token: &str) -> bool {
        self.deliveries.insert(token.to_owned())
    }

    pub(crate) fn add(&mut self, interview: Interview) {
        self.interviews.push(interview);
    }

    pub(crate) fn all(&self) -> &[Interview] {
        &self.interviews
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Interview> {
        self.interviews.iter().find(|interview| interview.id == id)
    }

    pub(crate) fn by_video(&self, video: &str) -> Option<&Interview> {
        self.interviews
            .iter()
            .find(|interview| interview.video.as_deref() == Some(video))
    }

    /// The latest attempt at a candidacy.
    pub(crate) fn latest(&self, opportunity: &str) -> Option<&Interview> {
        self.interviews
            .iter()
            .rfind(|interview| interview.opportunity == opportunity && !interview.external)
    }

    /// The attempts at a candidacy that owe Lever something, oldest first.
    pub(crate) fn owing(&self, opportunity: Option<&str>) -> Vec<(String, String)> {
        self.interviews
            .iter()
            .filter(|one| one.owes() && opportunity.is_none_or(|id| one.opportunity == id))
            .map(|one| (one.id.clone(), one.opportunity.clone()))
            .collect()
    }

    /// The latest attempt at a candidacy that led to an invitation.
    pub(crate) fn latest_invited(&self, opportunity: &str) -> Option<&Interview> {
        self.interviews.iter().rfind(|interview| {
            interview.opportunity == opportunity
                && interview.invited_at.is_some()
                && !interview.external
        })
    }

    /// Changes an attempt; `None` when there is none of that id.
    pub(crate) fn change<T>(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut Interview) -> T,
    ) -> Option<T> {
        let interview = self.interviews.iter_mut().find(|one| one.id == id)?;
        let before = interview.state;
        let answer = change(interview);
        let after = interview.state;
        if after != before {
            interview.trail.push(before);
        }
        if after != before && !before.leads_to(after) {
            tracing::error!(id, ?before, ?after, "no rule leads there");
            self.undefined
                .push(format!("{id}: {before:?} to {after:?}"));
        }
        Some(answer)
    }

    /// Hides or shows every attempt at a candidacy.
    pub(crate) fn hide(&mut self, opportunity: &str, hidden: bool) {
        for interview in &mut self.interviews {
            if interview.opportunity == opportunity && !interview.external {
                interview.hidden = hidden;
            }
        }
    }

    pub(crate) fn job(&self, job_id: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.job_id == job_id)
    }

    /// The posting's job: made at the first candidate, brought up to date at every later one. Returns its id.
    pub(crate) fn ensure_job(
        &mut self,
        dice: Dice,
        posting: &str,
        title: &str,
        template_id: &str,
        now: i64,
    ) -> String {
        if let Some(job) = self.jobs.iter_mut().find(|job| job.external_id == posting) {
            title.clone_into(&mut job.title);
            template_id.clone_into(&mut job.template_id);
            return job.job_id.clone();
        }
        let job_id = dice.key(&["job", posting]);
        self.jobs.push(Job {
            job_id: job_id.clone(),
            external_id: posting.to_owned(),
            title: title.to_owned(),
            template_id: template_id.to_owned(),
            created_at: now,
        });
        job_id
    }
}
