//! The chain of proof that a card's panel shows.

use super::placing::Pass;
use super::standing::{Standing, Weighed};
use crate::journey::chain::{follows_from_later, proof, waiting};
use crate::journey::{JourneyLink, Link, State};

/// The links of an attempt that this seat has only asked for.
pub(in crate::journey) fn still_to_come() -> Vec<JourneyLink> {
    [
        Link::Moved,
        Link::SlotsWanted,
        Link::Scheduled,
        Link::Held,
        Link::FeedbackIn,
    ]
    .map(waiting)
    .to_vec()
}

pub(super) fn steps(pass: &Pass<'_>, weighed: &Weighed, state: State) -> Vec<JourneyLink> {
    let known = |link: Link| weighed.proofs.get(&link).map(|known| proof(link, known));
    let running = !matches!(
        state,
        State::FeedbackIn(_)
            | State::Cancelled
            | State::Expired
            | State::NotEligible
            | State::Failed(_)
            | State::InterviewCancelled(_)
            | State::NoShow(_)
    );
    let mut links = Vec::new();
    links.push(match pass.entered {
        Some(entered) => JourneyLink {
            link: Link::Moved,
            confidence: Some(entered.confidence),
            at_ms: entered.at_ms,
            seen_at_ms: Some(entered.seen_at_ms),
            source: Some(entered.source.clone()),
        },
        None if weighed.standing == Standing::Silent => waiting(Link::Moved),
        None => follows_from_later(Link::Moved),
    });
    links.extend(known(Link::Failed));
    links.extend(known(Link::Invited));
    links.extend(known(Link::Opened));
    match known(Link::SlotsWanted) {
        Some(wanted) => links.push(wanted),
        None if matches!(state, State::Triggered | State::AwaitingRounds) => {
            links.push(waiting(Link::SlotsWanted));
        }
        // Whoever books straight from the mail leaves no request for slots.
        None => {}
    }
    match known(Link::SlotsGiven) {
        Some(given) => links.push(given),
        None if state == State::SlotsWanted => links.push(waiting(Link::SlotsGiven)),
        None => {}
    }
    let over = matches!(state, State::FeedbackPending | State::FeedbackIn(_));
    match known(Link::Scheduled) {
        Some(booked) => links.push(booked),
        None if over => links.push(follows_from_later(Link::Scheduled)),
        None if running => links.push(waiting(Link::Scheduled)),
        None => {}
    }
    links.extend(known(Link::Cancelled));
    links.extend(known(Link::NoShow));
    match known(Link::Held) {
        Some(held) => links.push(held),
        // By the clock, or because its feedback is here.
        None if over => links.push(follows_from_later(Link::Held)),
        None if running => links.push(waiting(Link::Held)),
        None => {}
    }
    match known(Link::FeedbackIn) {
        Some(arrived) => links.push(arrived),
        None if running => links.push(waiting(Link::FeedbackIn)),
        None => {}
    }
    links
}
