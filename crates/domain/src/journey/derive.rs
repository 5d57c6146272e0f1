//! Evidence → journeys.

use super::attempt::{Attempt, Standing, Weighed, split, weigh};
use super::chain::chain;
use super::{Actor, Deadlines, ExpertInterview, Journey, JourneyKey, Link, State, jobtwine};
use crate::evidence::Evidence;
use crate::ids::StageId;
use crate::model::{Opportunity, Posting};
use crate::preflight::{MoveQuestion, obstacle};
use crate::tags::{PostingConfiguration, jobtwine_tag, lint_posting_tags, posting_configuration};
use crate::vendor::{Vendor, VendorSetup};

/// Everything a derivation looks at.
#[derive(Clone, Copy, Debug)]
pub struct JourneyInput<'a> {
    /// The opportunity.
    pub opportunity: &'a Opportunity,
    /// Its posting, when it has one and it is known here.
    pub posting: Option<&'a Posting>,
    /// The vendor's set-up; evidence of other vendors is ignored.
    pub setup: &'a VendorSetup,
    /// All evidence about this opportunity, in any order, repeats allowed.
    pub evidence: &'a [Evidence],
    /// What this seat has asked for and is not settled.
    pub pending: Option<&'a PendingMove>,
    /// How long each link may take.
    pub deadlines: &'a Deadlines,
    /// Now, ms.
    pub now_ms: i64,
}

/// An open intent of this seat, as far as a journey cares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingMove {
    /// Where the opportunity will be once every step is done (a resend ends in the trigger stage).
    pub to_stage: StageId,
    /// When it was asked for, ms.
    pub asked_at_ms: i64,
}

/// Derives all journeys of one opportunity with one vendor, one per round and attempt, oldest first; the last one is the one that
/// counts. Empty where neither evidence nor the posting has anything to do with the vendor.
///
/// A pure function: the order of `evidence` does not matter, and the same input gives the same answer.
pub fn derive(input: &JourneyInput<'_>) -> Vec<Journey> {
    let evidence: Vec<&Evidence> = input
        .evidence
        .iter()
        .filter(|one| one.vendor == input.setup.vendor)
        .collect();
    let (mut journeys, next) = match input.setup.vendor {
        Vendor::MyInterview => {
            let journeys = attempted(input, &evidence);
            let next = key(input, journeys.len());
            (journeys, next)
        }
        Vendor::JobTwine => jobtwine::attempted(input, &evidence),
    };
    let archived = input.opportunity.archived.is_some();
    if let Some(moving) = moving(input, &evidence, next).filter(|_| !archived) {
        journeys.push(moving);
    }
    if journeys.is_empty() && !archived {
        journeys.extend(untouched(input));
    }
    if input.setup.disabled.is_some() {
        journeys.iter_mut().for_each(leave_alone);
    }
    journeys
}

/// Of a vendor that is switched off nothing is awaited: how far it came stays, and only what is there already is the
/// recruiter's to look at.
fn leave_alone(journey: &mut Journey) {
    journey.stalled = None;
    journey.due_ms = None;
    journey.next_change_at_ms = None;
    if !matches!(journey.state, State::Completed | State::FeedbackIn(_)) {
        journey.next = Actor::Nobody;
    }
}

/// Journeys with something behind them.
fn attempted(input: &JourneyInput<'_>, evidence: &[&Evidence]) -> Vec<Journey> {
    let attempts = split(evidence);
    let count = attempts.len();
    let mut journeys = Vec::new();
    let mut earlier: Option<Weighed> = None;
    for (index, attempt) in attempts.iter().enumerate() {
        let weighed = weigh(attempt, earlier.as_ref());
        // Unread notes or links alone are shown as such; they tell no state.
        if attempt.entered.is_some() || weighed.standing != Standing::Silent {
            journeys.push(journey(input, index, attempt, &weighed, index + 1 == count));
        }
        earlier = Some(weighed);
    }
    journeys
}

fn journey(
    input: &JourneyInput<'_>,
    index: usize,
    attempt: &Attempt<'_>,
    weighed: &Weighed,
    last: bool,
) -> Journey {
    let archived = input.opportunity.archived.as_ref().filter(|_| last);
    let state = match weighed.standing {
        Standing::Completed => State::Completed,
        Standing::Expired => State::Expired,
        _ if archived.is_some() => State::Cancelled,
        Standing::Failed(code) => State::Failed(code),
        Standing::Invited => State::Invited,
        Standing::Silent if last && !attempt.left && ignored(input) => State::NotEligible,
        Standing::Silent => State::Triggered,
    };
    let entered_ms = attempt.entered.and_then(|entered| entered.at_ms);
    let at = |proof: &Option<super::attempt::Proof>| proof.as_ref().and_then(|proof| proof.at_ms);
    let since_ms = match state {
        State::Completed => at(&weighed.completed),
        State::Failed(_) => at(&weighed.failed),
        State::Expired => at(&weighed.expired),
        State::Invited => at(&weighed.invited),
        State::Cancelled => archived.map(|archived| archived.at_ms),
        // The others are an expert's interview's.
        _ => entered_ms,
    };
    let awaited =
        awaited(input.deadlines, attempt, weighed, state).filter(|_| last && archived.is_none());
    let stalled = awaited
        .filter(|(_, due_ms)| *due_ms <= input.now_ms)
        .map(|(link, _)| link);
    let next = match state {
        _ if !last => Actor::Nobody,
        State::Triggered if attempt.left => Actor::Nobody,
        State::Triggered if stalled.is_none() => Actor::Vendor,
        State::Invited if stalled.is_none() => Actor::Candidate,
        State::Cancelled | State::Moving => Actor::Nobody,
        State::Completed if archived.is_some() => Actor::Nobody,
        State::Expired if archived.is_some() => Actor::Nobody,
        _ => Actor::You,
    };
    let due_ms = awaited.map(|(_, due_ms)| due_ms);
    Journey {
        key: key(input, index),
        state,
        stalled,
        next,
        since_ms,
        due_ms,
        links: chain(attempt, weighed, state),
        review_url: weighed
            .result
            .as_ref()
            .filter(|_| state == State::Completed)
            .map(|(_, url)| url.clone()),
        next_change_at_ms: due_ms.filter(|due_ms| *due_ms > input.now_ms),
        interview: ExpertInterview::default(),
    }
}

/// The link that is due next and by when, ms.
fn awaited(
    deadlines: &Deadlines,
    attempt: &Attempt<'_>,
    weighed: &Weighed,
    state: State,
) -> Option<(Link, i64)> {
    let entered_ms = attempt.entered.and_then(|entered| entered.at_ms);
    let (link, from_ms, allowed_ms) = match state {
        // Whoever moved the candidate on does not wait for the invitation any more.
        State::Triggered if !attempt.left => {
            (Link::Invited, entered_ms?, deadlines.invited_after_move_ms)
        }
        State::Invited => {
            let proof = weighed.invited.as_ref().or(weighed.opened.as_ref())?;
            let by_then_ms =
                entered_ms.map(|entered| entered.saturating_add(deadlines.invited_after_move_ms));
            // A tag first seen long after the move was written soon after the move, not when it was seen.
            let from_ms = match (proof.at_ms, by_then_ms) {
                (Some(at_ms), _) => at_ms.max(entered_ms.unwrap_or(at_ms)),
                (None, Some(by_then_ms)) => proof
                    .seen_at_ms
                    .min(by_then_ms)
                    .max(entered_ms.unwrap_or(by_then_ms)),
                (None, None) => proof.seen_at_ms,
            };
            (
                Link::Completed,
                from_ms,
                deadlines.completed_after_invite_ms,
            )
        }
        State::Completed if weighed.result.is_none() => {
            let proof = weighed.completed.as_ref()?;
            (
                Link::ResultIn,
                proof.at_ms.unwrap_or(proof.seen_at_ms),
                deadlines.result_after_completion_ms,
            )
        }
        _ => return None,
    };
    Some((link, from_ms.saturating_add(allowed_ms)))
}

/// The vendor ignores this opportunity without a word: it has no posting, or the posting has no configuration tag (or, as
/// an admin stated, no rounds).
pub(super) fn ignored(input: &JourneyInput<'_>) -> bool {
    match (input.posting, input.setup.vendor) {
        (Some(posting), Vendor::MyInterview) => {
            posting_configuration(&posting.tags) == PostingConfiguration::Untagged
        }
        (Some(posting), Vendor::JobTwine) => {
            jobtwine_tag(&posting.tags).is_none()
                || input
                    .setup
                    .rounds_of(&posting.id)
                    .is_some_and(|stated| stated.rounds == 0)
        }
        (None, _) => input.opportunity.posting().is_none(),
    }
}

/// This seat's unsettled move into the trigger stage.
fn moving(input: &JourneyInput<'_>, evidence: &[&Evidence], key: JourneyKey) -> Option<Journey> {
    let pending = input.pending?;
    if input.setup.invites_at() != Some(&pending.to_stage) {
        return None;
    }
    let arrived = evidence.iter().any(|one| {
        one.fact == crate::evidence::Fact::EnteredStage
            && one.at_ms.is_some_and(|at_ms| at_ms >= pending.asked_at_ms)
    });
    if arrived {
        return None;
    }
    let state = State::Moving;
    let attempt = Attempt::default();
    Some(Journey {
        key,
        state,
        stalled: None,
        next: Actor::Nobody,
        since_ms: Some(pending.asked_at_ms),
        due_ms: None,
        links: match input.setup.vendor {
            Vendor::MyInterview => chain(&attempt, &weigh(&attempt, None), state),
            Vendor::JobTwine => jobtwine::still_to_come(),
        },
        review_url: None,
        next_change_at_ms: None,
        interview: ExpertInterview::default(),
    })
}

/// No evidence yet: would a move invite?
fn untouched(input: &JourneyInput<'_>) -> Option<Journey> {
    let posting = input.posting?;
    let trigger = input.setup.invites_at()?;
    let tagged = match input.setup.vendor {
        Vendor::MyInterview => {
            posting_configuration(&posting.tags) != PostingConfiguration::Untagged
        }
        Vendor::JobTwine => jobtwine_tag(&posting.tags).is_some(),
    };
    let configured = tagged || meant_for_the_vendor(posting, input.setup);
    if !configured {
        return None;
    }
    let obstacle = obstacle(&MoveQuestion {
        opportunity: input.opportunity,
        posting: Some(posting),
        to_stage: trigger,
        stages: &[],
        setups: std::slice::from_ref(input.setup),
        journeys: &[],
        elsewhere: &[],
        unanswered_moves: 0,
        now_ms: input.now_ms,
    });
    let state = match obstacle {
        Some(_) => State::NotEligible,
        None => State::Ready,
    };
    Some(Journey {
        key: key(input, 0),
        state,
        stalled: None,
        next: Actor::You,
        since_ms: None,
        due_ms: None,
        links: Vec::new(),
        review_url: None,
        next_change_at_ms: None,
        interview: ExpertInterview::default(),
    })
}

/// A tag that no vendor reads but that somebody wrote for this one.
fn meant_for_the_vendor(posting: &Posting, setup: &VendorSetup) -> bool {
    lint_posting_tags(&posting.tags, setup.templates.as_ref())
        .iter()
        .any(|lint| lint.vendor == setup.vendor)
}

fn key(input: &JourneyInput<'_>, index: usize) -> JourneyKey {
    JourneyKey {
        opportunity: input.opportunity.id.clone(),
        vendor: input.setup.vendor,
        round: 1,
        attempt: u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1),
    }
}
