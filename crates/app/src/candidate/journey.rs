//! A journey with its chain of proof, as the panel shows it.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_cache::query::Candidate as Held;
use fulcrum_domain::evidence::{Confidence, Source};
use fulcrum_domain::ids::UserId;
use fulcrum_domain::journey::{Journey, JourneyKey, JourneyLink, State};
use fulcrum_domain::model::User;
use fulcrum_domain::tags::{PostingConfiguration, posting_configuration};
use fulcrum_domain::vendor::{Vendor, VendorSetup};

use super::feedback::{feedback, link};
use crate::agenda::interview_time;
use crate::card::{link_word, word};
use crate::results::link_of;
use crate::view::{JourneyBlock, ProofLine, ResultPart};

/// One per vendor and attempt, newest last. Attempts nobody began are shown only while there is no other.
pub(super) fn blocks(
    held: &Held,
    setups: &[VendorSetup],
    users: &BTreeMap<UserId, User>,
    watched: &BTreeSet<JourneyKey>,
) -> Vec<JourneyBlock> {
    held.journeys
        .iter()
        .map(|journey| block(journey, held, setups, users, watched))
        .collect()
}

fn block(
    journey: &Journey,
    held: &Held,
    setups: &[VendorSetup],
    users: &BTreeMap<UserId, User>,
    watched: &BTreeSet<JourneyKey>,
) -> JourneyBlock {
    let hosts: Vec<String> = setups
        .iter()
        .filter(|setup| setup.vendor == journey.key.vendor)
        .flat_map(|setup| setup.hosts.iter().cloned())
        .collect();
    JourneyBlock {
        vendor: journey.key.vendor,
        round: journey.key.round,
        attempt: journey.key.attempt,
        title: match journey.key.vendor {
            Vendor::MyInterview => template(journey.key.vendor, held),
            Vendor::JobTwine => journey.interview.round_name.clone(),
        },
        state: state_word(journey.state).to_owned(),
        failure: match journey.state {
            State::Failed(code) => Some(word(&code)),
            _ => None,
        },
        stalled: journey.stalled.map(|link| link_word(link).to_owned()),
        links: journey
            .links
            .iter()
            .map(|step| proof(step, held, users))
            .collect(),
        interview: interview_time(journey),
        feedback: feedback(journey, &hosts, watched.contains(&journey.key)),
        video: link(link_of(journey, ResultPart::Video), &hosts),
    }
}

fn template(vendor: Vendor, held: &Held) -> Option<String> {
    let posting = held.posting.as_ref()?;
    match (vendor, posting_configuration(&posting.tags)) {
        (Vendor::MyInterview, PostingConfiguration::One { tag }) => Some(tag.template),
        _ => None,
    }
}

pub(crate) fn state_word(state: State) -> &'static str {
    match state {
        State::NotEligible => "not_eligible",
        State::Ready => "ready",
        State::Moving => "moving",
        State::Triggered => "triggered",
        State::Invited => "invited",
        State::Completed => "completed",
        State::Failed(_) => "failed",
        State::Expired => "expired",
        State::Cancelled => "cancelled",
        State::AwaitingRounds => "awaiting_rounds",
        State::SlotsWanted => "slots_wanted",
        State::SlotsGiven => "slots_given",
        State::Scheduled => "scheduled",
        State::InProgress => "in_progress",
        State::FeedbackPending => "feedback_pending",
        State::FeedbackIn(_) => "feedback_in",
        State::InterviewCancelled(_) => "interview_cancelled",
        State::NoShow(_) => "no_show",
    }
}

fn proof(step: &JourneyLink, held: &Held, users: &BTreeMap<UserId, User>) -> ProofLine {
    let (source, detail) = match &step.source {
        None => (None, None),
        Some(Source::Tag { tag }) => (Some("tag"), Some(tag.clone())),
        Some(Source::Note { note }) => {
            let author = held
                .notes
                .iter()
                .find(|known| known.id == *note)
                .and_then(|known| known.author.as_ref());
            (Some("note"), author.and_then(|id| name(users, id)))
        }
        Some(Source::ContactLink { host }) => (Some("contact_link"), Some(host.clone())),
        Some(Source::StageHistory { by, .. }) => (
            Some("stage_history"),
            by.as_ref().and_then(|id| name(users, id)),
        ),
        Some(Source::VendorAnswer) => (Some("vendor_answer"), None),
        Some(Source::Interview { .. }) => (Some("interview"), None),
    };
    ProofLine {
        link: link_word(step.link).to_owned(),
        certainty: match step.confidence {
            None => "waiting",
            Some(Confidence::Proven) => "proven",
            Some(Confidence::Inferred) => "inferred",
        }
        .to_owned(),
        at_ms: step.at_ms,
        seen_at_ms: step.seen_at_ms,
        source: source.map(str::to_owned),
        detail,
    }
}

fn name(users: &BTreeMap<UserId, User>, id: &UserId) -> Option<String> {
    users.get(id).map(|user| user.name.clone())
}
