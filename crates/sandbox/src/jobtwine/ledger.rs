//! What the vendor remembers: jobs, rounds, attempts, deliveries. Never locked across a wait.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::interview::{Claim, Interview, State};

/// One round of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// What the company calls it.
    pub name: String,
    /// Length in minutes.
    #[serde(default = "hour")]
    pub minutes: i64,
}

fn hour() -> i64 {
    60
}

/// A job at the vendor, pulled from a tagged posting.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Job {
    /// Lever's posting id.
    pub(crate) posting: String,
    pub(crate) title: String,
    /// Where it came from; the vendor's list shows Lever's mark for it.
    pub(crate) source: &'static str,
    /// The posting had the tag at the last look.
    pub(crate) tagged: bool,
    pub(crate) rounds: Vec<Round>,
    /// Unix milliseconds.
    pub(crate) pulled_at: i64,
    /// Unix milliseconds; `None` before anybody entered rounds.
    pub(crate) rounds_saved_at: Option<i64>,
    /// What was tolerated, where the vendor is lenient.
    pub(crate) warning: Option<String>,
}

/// Why a slot could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    /// Nothing is to be taken: not asked for, already taken, over.
    Closed,
    /// Nobody offered that time.
    NotOffered,
    /// The interviewer holds another interview then.
    Busy,
}

/// The vendor's store.
#[derive(Default)]
pub(crate) struct Ledger {
    /// In the order in which they began.
    interviews: Vec<Interview>,
    /// By posting id.
    pub(crate) jobs: BTreeMap<String, Job>,
    /// Signature token of the webhook.
    pub(crate) signing: String,
    /// Tokens of deliveries already taken.
    deliveries: BTreeSet<String>,
    /// Changes of state that no rule allows: empty, or this vendor has a fault.
    pub(crate) undefined: Vec<String>,
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

    pub(crate) fn by_token(&self, token: &str) -> Option<&Interview> {
        self.interviews
            .iter()
            .filter(|interview| interview.link.is_some() && !token.is_empty())
            .find(|interview| interview.token == token || interview.client_token == token)
    }

    /// All attempts at a candidacy, oldest first, without those that were none.
    pub(crate) fn of<'a>(&'a self, opportunity: &'a str) -> impl Iterator<Item = &'a Interview> {
        self.interviews.iter().filter(move |interview| {
            interview.opportunity == opportunity && interview.state != State::Ignored
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

    /// The attempts that owe Lever something, oldest first: id and opportunity.
    pub(crate) fn owing(&self, opportunity: Option<&str>) -> Vec<(String, String)> {
        self.interviews
            .iter()
            .filter(|one| !one.owed.is_empty())
            .filter(|one| opportunity.is_none_or(|id| one.opportunity == id))
            .map(|one| (one.id.clone(), one.opportunity.clone()))
            .collect()
    }

    /// Whether the interviewer holds another interview in that time.
    pub(crate) fn busy(&self, interviewer: &str, but: &str, start: i64, end: i64) -> bool {
        self.interviews.iter().any(|interview| {
            interview.id != but
                && interview.state == State::Scheduled
                && interview.claim.as_ref().is_some_and(|claim| {
                    claim.interviewer == interviewer
                        && claim.slot.start < end
                        && start < claim.slot.end
                })
        })
    }

    /// An interviewer takes a slot: the first valid claim wins.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub(crate) fn take(&mut self, id: &str, claim: Claim) -> Result<(), NotTaken> {
        let interview = self.by_id(id).ok_or(NotTaken::Closed)?;
        let takes = if claim.self_scheduled {
            interview.state.takes_slots()
        } else {
            interview.state == State::SlotsGiven
        };
        if !takes {
            return Err(NotTaken::Closed);
        }
        let offered = if claim.self_scheduled {
            interview
                .offers
                .iter()
                .any(|offer| offer.slot == claim.slot && offer.interviewer == claim.interviewer)
        } else {
            interview.slots.contains(&claim.slot)
        };
        if !offered {
            return Err(NotTaken::NotOffered);
        }
        if self.busy(&claim.interviewer, id, claim.slot.start, claim.slot.end) {
            return Err(NotTaken::Busy);
        }
        self.change(id, |interview| {
            interview.state = State::Scheduled;
            interview.scheduled_at = Some(claim.at);
            interview.claim = Some(claim);
        });
        Ok(())
    }

    /// The job of a posting: made when it is first heard of, its title and tag brought up to date at every look.
    pub(crate) fn ensure_job(&mut self, posting: &str, title: &str, now: i64) -> &mut Job {
        let job = self.jobs.entry(posting.to_owned()).or_insert_with(|| Job {
            posting: posting.to_owned(),
            title: String::new(),
            source: "lever",
            tagged: true,
            rounds: Vec::new(),
            pulled_at: now,
            rounds_saved_at: None,
            warning: None,
        });
        title.clone_into(&mut job.title);
        job.tagged = true;
        job
    }
}
