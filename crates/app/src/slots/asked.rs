//! Which JobTwine interview the slots are for, and whether it still wants them.

use fulcrum_domain::interview::{NotedTime, Round};
use fulcrum_domain::journey::{Journey, Link, State};
use fulcrum_domain::vendor::Vendor;

use crate::view::SlotStage;

/// What the journey says.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Number and, where it is known, name.
    pub(super) round: Round,
    /// Its number, from 1.
    pub(super) number: u32,
    /// From 1.
    pub(super) attempt: u32,
    pub(super) stage: SlotStage,
    pub(super) since_ms: Option<i64>,
    /// A bearer link: opened, never shown or logged.
    pub(super) slot_url: Option<String>,
    /// When the slots were asked for, ms.
    pub(super) asked_at_ms: Option<i64>,
    /// The booked start, where it is sure, ms.
    pub(super) starts_at_ms: Option<i64>,
}

/// The newest interview that anybody began; `None` when JobTwine has nothing to do with the candidate yet.
pub(super) fn asked(journeys: &[Journey]) -> Option<Asked> {
    let journey = journeys
        .iter()
        .filter(|journey| journey.key.vendor == Vendor::JobTwine)
        .max_by_key(|journey| (journey.key.round, journey.key.attempt))?;
    let stage = match journey.state {
        State::NotEligible | State::Ready | State::Moving | State::Triggered => return None,
        State::AwaitingRounds | State::Failed(_) => return None,
        State::Invited | State::SlotsWanted => SlotStage::Wanted,
        State::SlotsGiven => SlotStage::Given,
        State::Scheduled | State::InProgress => SlotStage::Scheduled,
        State::Completed
        | State::Expired
        | State::Cancelled
        | State::FeedbackPending
        | State::FeedbackIn(_)
        | State::InterviewCancelled(_)
        | State::NoShow(_) => SlotStage::Over,
    };
    let key = &journey.key;
    Some(Asked {
        round: Round {
            number: Some(key.round),
            name: journey.interview.round_name.clone(),
        },
        number: key.round,
        attempt: key.attempt,
        stage,
        since_ms: journey.since_ms,
        slot_url: journey.interview.slot_url.clone(),
        asked_at_ms: journey
            .links
            .iter()
            .find(|link| link.link == Link::SlotsWanted)
            .and_then(|link| link.at_ms),
        starts_at_ms: journey.interview.at.as_ref().and_then(NotedTime::at_ms),
    })
}
