//! JobTwine's evidence → journeys: rounds and attempts, what each stands at, and what is due.

mod placing;
mod standing;
mod steps;

use super::derive::{JourneyInput, ignored};
use super::{Actor, ExpertInterview, Journey, JourneyKey, Link, State};
use crate::evidence::Evidence;
use placing::{Pass, passes};
use standing::{Standing, Weighed, weigh};

pub(super) use steps::still_to_come;

/// Journeys with something behind them, in order of round and attempt, and the key that the next entry would have.
pub(super) fn attempted(
    input: &JourneyInput<'_>,
    evidence: &[&Evidence],
) -> (Vec<Journey>, JourneyKey) {
    let stated = input
        .posting
        .map(|posting| &posting.id)
        .or_else(|| input.opportunity.posting())
        .and_then(|posting| input.setup.rounds_of(posting));
    let passes = passes(evidence, stated);
    let mut weighed: Vec<(JourneyKey, &Pass<'_>, Weighed)> = Vec::new();
    for pass in &passes {
        let earlier = weighed
            .iter()
            .rev()
            .find(|(key, ..)| key.round == pass.round);
        let attempt = earlier.map_or(1, |(key, ..)| key.attempt.saturating_add(1));
        let own = weigh(pass, earlier.map(|(_, _, weighed)| weighed));
        weighed.push((key(input, pass.round, attempt), pass, own));
    }
    // Unread notes or links alone tell no state.
    weighed.retain(|(_, pass, own)| pass.entered.is_some() || own.standing != Standing::Silent);
    weighed.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let next = match weighed.last() {
        None => key(input, 1, 1),
        Some((last, pass, _)) if pass.finished_ms.is_some() => {
            key(input, last.round.saturating_add(1), 1)
        }
        Some((last, ..)) => key(input, last.round, last.attempt.saturating_add(1)),
    };
    let count = weighed.len();
    let journeys = weighed
        .into_iter()
        .enumerate()
        .map(|(index, (key, pass, own))| {
            let minutes = stated.and_then(|stated| stated.minutes_of(key.round));
            let mut journey = journey(input, key, pass, &own, minutes, index + 1 == count);
            journey.interview.rounds_stated = stated.map(|stated| stated.rounds);
            if journey.interview.round_name.is_none() {
                journey.interview.round_name = stated.and_then(|stated| {
                    let index = usize::try_from(journey.key.round).ok()?.checked_sub(1)?;
                    stated.names.get(index).cloned()
                });
            }
            journey
        })
        .collect();
    (journeys, next)
}

fn journey(
    input: &JourneyInput<'_>,
    key: JourneyKey,
    pass: &Pass<'_>,
    weighed: &Weighed,
    minutes: Option<u32>,
    last: bool,
) -> Journey {
    let archived = input.opportunity.archived.as_ref().filter(|_| last);
    let now_ms = input.now_ms;
    let start_ms = weighed.at.as_ref().and_then(|at| at.at_ms());
    let length_ms = minutes.map_or(input.deadlines.interview_length_ms, |minutes| {
        i64::from(minutes).saturating_mul(60_000)
    });
    let end_ms = start_ms.map(|start| start.saturating_add(length_ms));
    let state = match weighed.standing {
        Standing::FeedbackIn => State::FeedbackIn(
            weighed
                .feedback
                .as_ref()
                .and_then(|feedback| feedback.outcome),
        ),
        Standing::Expired => State::Expired,
        _ if archived.is_some() => State::Cancelled,
        Standing::Silent if last && pass.left_ms.is_none() && ignored(input) => State::NotEligible,
        Standing::Silent => State::Triggered,
        Standing::AwaitingRounds => State::AwaitingRounds,
        Standing::Invited => State::Invited,
        Standing::Failed(code) => State::Failed(code),
        Standing::SlotsWanted => State::SlotsWanted,
        Standing::SlotsGiven => State::SlotsGiven,
        Standing::Scheduled if end_ms.is_some_and(|end| end <= now_ms) => State::FeedbackPending,
        Standing::Scheduled if start_ms.is_some_and(|start| start <= now_ms) => State::InProgress,
        Standing::Scheduled => State::Scheduled,
        Standing::Held => State::FeedbackPending,
        Standing::Cancelled(by) => State::InterviewCancelled(by),
        Standing::NoShow(who) => State::NoShow(who),
    };
    let since_ms = match state {
        State::Cancelled => archived.map(|archived| archived.at_ms),
        State::Triggered | State::NotEligible => pass.entered.and_then(|entered| entered.at_ms),
        State::InProgress => start_ms,
        State::FeedbackPending if weighed.standing == Standing::Scheduled => end_ms,
        _ => weighed.since.as_ref().and_then(|proof| proof.at_ms),
    };
    let awaited =
        awaited(input, pass, weighed, state, end_ms).filter(|_| last && archived.is_none());
    let stalled = awaited
        .filter(|(_, due_ms)| *due_ms <= now_ms)
        .map(|(link, _)| link);
    let moved_on = pass
        .left_ms
        .is_some_and(|left| since_ms.is_none_or(|since| left >= since));
    let over = !last || archived.is_some();
    let next = match state {
        _ if over => Actor::Nobody,
        State::Triggered | State::Invited | State::SlotsWanted if pass.left_ms.is_some() => {
            Actor::Nobody
        }
        State::FeedbackIn(_) | State::InterviewCancelled(_) | State::NoShow(_) if moved_on => {
            Actor::Nobody
        }
        _ if stalled.is_some() => Actor::You,
        State::Triggered | State::SlotsGiven | State::FeedbackPending => Actor::Vendor,
        State::Invited => Actor::Candidate,
        // A time that is not certain is asked about.
        State::Scheduled if start_ms.is_none() => Actor::You,
        State::Scheduled | State::InProgress => Actor::Nobody,
        _ => Actor::You,
    };
    let due_ms = awaited.map(|(_, due_ms)| due_ms);
    let turns = [due_ms, start_ms, end_ms];
    let ahead = |moment: &i64| *moment > now_ms;
    let next_change_at_ms = match state {
        // The clock goes on for an earlier round's interview, too.
        State::Scheduled | State::InProgress => turns.into_iter().flatten().filter(ahead).min(),
        _ if over => None,
        _ => due_ms.filter(ahead),
    };
    Journey {
        key,
        state,
        stalled,
        next,
        since_ms,
        due_ms,
        links: steps::steps(pass, weighed, state),
        review_url: weighed
            .feedback
            .as_ref()
            .filter(|_| matches!(state, State::FeedbackIn(_)))
            .and_then(|feedback| {
                feedback
                    .video_url
                    .clone()
                    .or_else(|| feedback.report_url.clone())
            }),
        next_change_at_ms,
        interview: ExpertInterview {
            at: weighed.at.clone(),
            slot_url: weighed.slot_url.clone(),
            details_url: weighed.details_url.clone(),
            round_name: weighed.round_name.clone(),
            rounds_stated: None,
            minutes_stated: minutes,
            feedback: weighed.feedback.clone(),
        },
    }
}

/// The link that is due next and by when, ms.
fn awaited(
    input: &JourneyInput<'_>,
    pass: &Pass<'_>,
    weighed: &Weighed,
    state: State,
    end_ms: Option<i64>,
) -> Option<(Link, i64)> {
    let deadlines = input.deadlines;
    let since = weighed
        .since
        .as_ref()
        .map(|proof| proof.at_ms.unwrap_or(proof.seen_at_ms));
    let here = pass.left_ms.is_none();
    let (link, from_ms, allowed_ms) = match state {
        // Whoever moved the candidate on does not wait for slots any more.
        State::Triggered if here => (
            Link::Invited,
            pass.entered?.at_ms?,
            deadlines.invited_after_move_ms,
        ),
        State::Invited | State::SlotsWanted if here => {
            (Link::SlotsGiven, since?, deadlines.slots_after_request_ms)
        }
        State::SlotsGiven => (Link::Scheduled, since?, deadlines.booked_after_slots_ms),
        State::Scheduled if end_ms.is_none() => {
            (Link::Held, since?, deadlines.news_of_unsure_booking_ms)
        }
        State::FeedbackPending => (
            Link::FeedbackIn,
            match weighed.standing {
                Standing::Held => since?,
                _ => end_ms?,
            },
            deadlines.feedback_after_interview_ms,
        ),
        _ => return None,
    };
    Some((link, from_ms.saturating_add(allowed_ms)))
}

fn key(input: &JourneyInput<'_>, round: u32, attempt: u32) -> JourneyKey {
    JourneyKey {
        opportunity: input.opportunity.id.clone(),
        vendor: input.setup.vendor,
        round,
        attempt,
    }
}

#[cfg(test)]
mod tests;
