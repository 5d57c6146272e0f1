//! Evidence sorted into attempts, and what each attempt's evidence amounts to.

use std::cmp::Reverse;

use crate::evidence::{Confidence, Evidence, Fact, FailureCode, Source};

/// The vendor's clock is its own; its times may lie this much before the move they answer.
pub(super) const VENDOR_CLOCK_SLACK_MS: i64 = 2 * 60 * 1_000;

/// One pass through the trigger stage.
#[derive(Debug, Default)]
pub(super) struct Attempt<'a> {
    /// The entry; `None` where Lever's history does not hold it.
    pub(super) entered: Option<&'a Evidence>,
    /// Left the trigger stage again.
    pub(super) left: bool,
    /// Everything else, in no particular order.
    pub(super) facts: Vec<&'a Evidence>,
}

/// Splits by entering the trigger stage. What carries a time belongs to the attempt that was running then; what does
/// not (tags) to the attempt in which it was first seen.
pub(super) fn split<'a>(evidence: &[&'a Evidence]) -> Vec<Attempt<'a>> {
    let mut entries: Vec<&Evidence> = evidence
        .iter()
        .copied()
        .filter(|one| one.fact == Fact::EnteredStage)
        .collect();
    entries.sort_by_key(|one| (happened_or_seen(one), &one.source));
    entries.dedup_by_key(|one| happened_or_seen(one));
    let starts: Vec<i64> = entries.iter().map(|one| happened_or_seen(one)).collect();

    let mut attempts: Vec<Attempt<'a>> = entries
        .into_iter()
        .map(|entered| Attempt {
            entered: Some(entered),
            ..Attempt::default()
        })
        .collect();
    if attempts.is_empty() {
        attempts.push(Attempt::default());
    }
    let running_at = |moment: i64| {
        starts
            .iter()
            .filter(|start| **start <= moment)
            .count()
            .saturating_sub(1)
    };
    let (timed, untimed): (Vec<&Evidence>, Vec<&Evidence>) =
        evidence.iter().partition(|one| one.at_ms.is_some());
    for one in timed {
        let slack = match one.source {
            Source::VendorAnswer => VENDOR_CLOCK_SLACK_MS,
            _ => 0,
        };
        let moment = happened_or_seen(one).saturating_add(slack);
        let Some(attempt) = attempts.get_mut(running_at(moment)) else {
            continue;
        };
        match one.fact {
            Fact::EnteredStage => {}
            Fact::LeftStage => {
                attempt.left |= attempt
                    .entered
                    .is_some_and(|entered| happened_or_seen(entered) <= moment);
            }
            _ => attempt.facts.push(one),
        }
    }
    // Failure notes carry a time, so they stand before the tags are placed. A tag seen before the failure of "its"
    // attempt answers the next one: first-seen times come from this machine's clock, which may lag behind Lever's.
    for one in untimed {
        let mut index = running_at(one.seen_at_ms);
        while index + 1 < attempts.len()
            && attempts
                .get(index)
                .is_some_and(|attempt| refused_after(attempt, one.seen_at_ms))
        {
            index += 1;
        }
        if let Some(attempt) = attempts.get_mut(index) {
            attempt.facts.push(one);
        }
    }
    attempts
}

/// The vendor's failure note of this attempt is no older than `seen_at_ms`.
fn refused_after(attempt: &Attempt<'_>, seen_at_ms: i64) -> bool {
    attempt.facts.iter().any(|one| {
        matches!(one.fact, Fact::InviteFailed { .. })
            && one.confidence == Confidence::Proven
            && one.at_ms.is_some_and(|at_ms| at_ms >= seen_at_ms)
    })
}

pub(super) fn happened_or_seen(one: &Evidence) -> i64 {
    one.at_ms.unwrap_or(one.seen_at_ms)
}

/// One fact of an attempt with its best proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) confidence: Confidence,
    pub(super) at_ms: Option<i64>,
    pub(super) seen_at_ms: i64,
    pub(super) source: Source,
}

impl Proof {
    pub(super) fn of(one: &Evidence) -> Self {
        Self {
            confidence: one.confidence,
            at_ms: one.at_ms,
            seen_at_ms: one.seen_at_ms,
            source: one.source.clone(),
        }
    }

    /// The same proof, speaking for a later attempt.
    pub(super) fn carried(&self) -> Self {
        Self {
            confidence: Confidence::Inferred,
            ..self.clone()
        }
    }
}

/// Where an attempt's own evidence leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The vendor has said nothing.
    Silent,
    Invited,
    Completed,
    Failed(FailureCode),
    Expired,
}

/// An attempt's evidence, weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Weighed {
    pub(super) standing: Standing,
    pub(super) invited: Option<Proof>,
    pub(super) opened: Option<Proof>,
    pub(super) completed: Option<Proof>,
    pub(super) failed: Option<Proof>,
    pub(super) expired: Option<Proof>,
    pub(super) result: Option<(Proof, String)>,
}

/// Weighs an attempt. `earlier` is the attempt before: while the vendor says nothing new, what it said last still
/// stands, but only as an inference.
pub(super) fn weigh(attempt: &Attempt<'_>, earlier: Option<&Weighed>) -> Weighed {
    let best = |wanted: &Fact| {
        attempt
            .facts
            .iter()
            .filter(|one| one.fact == *wanted)
            .min_by_key(|one| rank(one))
            .map(|one| Proof::of(one))
    };
    let mut invited = best(&Fact::Invited);
    let opened = best(&Fact::Opened);
    let mut completed = best(&Fact::Completed);
    let mut expired = best(&Fact::Expired);
    let mut failed = latest_failure(attempt);

    // A guess never overrules something proven that contradicts it.
    let proven = |proof: &Option<Proof>| {
        proof
            .as_ref()
            .is_some_and(|proof| proof.confidence == Confidence::Proven)
    };
    let failure_proven = failed
        .as_ref()
        .is_some_and(|(proof, _)| proof.confidence == Confidence::Proven);
    if proven(&invited) || proven(&completed) || proven(&expired) || failure_proven {
        let keep = |proof: &Proof| proof.confidence == Confidence::Proven;
        completed = completed.filter(keep);
        expired = expired.filter(keep);
        failed = failed.filter(|(proof, _)| keep(proof));
    }

    let mut standing = match (&completed, &failed, &expired, &invited) {
        (Some(_), _, _, _) => Standing::Completed,
        (None, Some((failure, code)), _, invited)
            if !invited
                .as_ref()
                .is_some_and(|invited| follows(invited, failure)) =>
        {
            Standing::Failed(*code)
        }
        (None, _, Some(end), invited)
            if !invited
                .as_ref()
                .is_some_and(|invited| invited.at_ms.is_some() && follows(invited, end)) =>
        {
            Standing::Expired
        }
        (None, _, _, Some(_)) => Standing::Invited,
        (None, _, _, None) if opened.is_some() => Standing::Invited,
        _ => Standing::Silent,
    };

    if standing == Standing::Silent
        && let Some(earlier) = earlier
        && matches!(earlier.standing, Standing::Invited | Standing::Completed)
    {
        standing = earlier.standing;
        invited = earlier.invited.as_ref().map(Proof::carried);
        completed = earlier.completed.as_ref().map(Proof::carried);
    }

    let result = result(attempt).or_else(|| {
        earlier
            .filter(|_| {
                completed
                    .as_ref()
                    .is_some_and(|proof| proof.confidence == Confidence::Inferred)
            })
            .and_then(|earlier| earlier.result.as_ref())
            .map(|(proof, url)| (proof.carried(), url.clone()))
    });
    Weighed {
        standing,
        invited,
        opened,
        completed,
        failed: failed.map(|(proof, _)| proof),
        expired,
        result,
    }
}

/// Proven before inferred, timed before untimed, earlier before later; the source only to break ties.
fn rank(one: &Evidence) -> (Confidence, bool, i64, i64, &Source) {
    (
        one.confidence,
        one.at_ms.is_none(),
        happened_or_seen(one),
        one.seen_at_ms,
        &one.source,
    )
}

fn latest_failure(attempt: &Attempt<'_>) -> Option<(Proof, FailureCode)> {
    attempt
        .facts
        .iter()
        .filter_map(|one| match one.fact {
            Fact::InviteFailed { code } => Some((*one, code)),
            _ => None,
        })
        .max_by_key(|(one, code)| {
            (
                Reverse(one.confidence),
                happened_or_seen(one),
                // A named cause says more than "other" when both were written at once.
                *code != FailureCode::Other,
                Reverse(*code),
                one.seen_at_ms,
                &one.source,
            )
        })
        .map(|(one, code)| (Proof::of(one), code))
}

/// Did the invitation come after `other`? An untimed tag counts as later only when it was first seen later than the
/// other was: both found at first sight prove no order, and the vendor does not invite again by itself.
fn follows(invited: &Proof, other: &Proof) -> bool {
    match (invited.at_ms, other.at_ms) {
        (Some(invited), Some(other)) => invited > other,
        _ => {
            let other_ms = other
                .at_ms
                .unwrap_or(other.seen_at_ms)
                .max(other.seen_at_ms);
            invited.at_ms.unwrap_or(invited.seen_at_ms) > other_ms
        }
    }
}

/// The result's link: from a note or the vendor; from the contact only when it holds a single one, since the contact
/// is shared by all of the person's opportunities.
fn result(attempt: &Attempt<'_>) -> Option<(Proof, String)> {
    let links = || {
        attempt.facts.iter().filter_map(|one| match &one.fact {
            Fact::ReviewLink { url } => Some((*one, url)),
            _ => None,
        })
    };
    let on_contact = |one: &Evidence| matches!(one.source, Source::ContactLink { .. });
    let own = links()
        .filter(|(one, _)| !on_contact(one))
        .min_by_key(|(one, url)| (one.confidence, Reverse(happened_or_seen(one)), *url));
    let chosen = own.or_else(|| {
        let shared = links().filter(|(one, _)| on_contact(one));
        let first = shared.min_by_key(|(one, url)| (*url, rank(one)))?;
        let only = links()
            .filter(|(one, _)| on_contact(one))
            .all(|(_, url)| url == first.1);
        only.then_some(first)
    });
    chosen.map(|(one, url)| (Proof::of(one), url.clone()))
}
