//! The chain of proof that a card's panel shows.

use super::attempt::{Attempt, Proof, Standing, Weighed};
use super::{JourneyLink, Link, State};
use crate::evidence::Confidence;

pub(super) fn chain(attempt: &Attempt<'_>, weighed: &Weighed, state: State) -> Vec<JourneyLink> {
    let running = matches!(state, State::Moving | State::Triggered | State::Invited);
    let mut links = Vec::new();

    links.push(match attempt.entered {
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
    if let Some(failed) = &weighed.failed {
        links.push(proof(Link::Failed, failed));
    }
    match &weighed.invited {
        Some(invited) => links.push(proof(Link::Invited, invited)),
        None if weighed.opened.is_some()
            || weighed.completed.is_some()
            || weighed.expired.is_some() =>
        {
            links.push(follows_from_later(Link::Invited));
        }
        None if running => links.push(waiting(Link::Invited)),
        None => {}
    }
    if let Some(opened) = &weighed.opened {
        links.push(proof(Link::Opened, opened));
    }
    match &weighed.completed {
        Some(completed) => links.push(proof(Link::Completed, completed)),
        None if running => links.push(waiting(Link::Completed)),
        None => {}
    }
    match &weighed.result {
        Some((result, _)) if weighed.completed.is_some() => {
            links.push(proof(Link::ResultIn, result));
        }
        _ if running || state == State::Completed => links.push(waiting(Link::ResultIn)),
        _ => {}
    }
    links
}

pub(super) fn proof(link: Link, proof: &Proof) -> JourneyLink {
    JourneyLink {
        link,
        confidence: Some(proof.confidence),
        at_ms: proof.at_ms,
        seen_at_ms: Some(proof.seen_at_ms),
        source: Some(proof.source.clone()),
    }
}

/// Must have happened, since something later did; nothing says when.
pub(super) fn follows_from_later(link: Link) -> JourneyLink {
    JourneyLink {
        link,
        confidence: Some(Confidence::Inferred),
        at_ms: None,
        seen_at_ms: None,
        source: None,
    }
}

pub(super) fn waiting(link: Link) -> JourneyLink {
    JourneyLink {
        link,
        confidence: None,
        at_ms: None,
        seen_at_ms: None,
        source: None,
    }
}
