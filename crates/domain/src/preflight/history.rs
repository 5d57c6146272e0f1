//! Findings about what happened before, here and elsewhere.

use super::check::{MoveQuestion, finding};
use super::{Finding, FindingCode, Fix};
use crate::journey::{Journey, Link, State};
use crate::vendor::VendorSetup;

/// A second invitation within a day is a mistake more often than a wish.
const COOL_DOWN_MS: i64 = 24 * 60 * 60 * 1_000;

/// Moves left unanswered in a row before silence is taken for a fault: one may be a posting the vendor ignores, and two
/// may be two of those.
const SILENT_AFTER: u32 = 3;

/// More rounds than anybody holds: a statement beyond it is a slip.
const MOST_ROUNDS: u32 = 50;

/// Leaving a vendor's stage for `target` (or for nobody's stage).
pub(super) fn leaving(question: &MoveQuestion<'_>, target: Option<&VendorSetup>) -> Vec<Finding> {
    let Some(source) = question.setup_of_stage(&question.opportunity.stage) else {
        return Vec::new();
    };
    if target.is_some_and(|target| target.vendor == source.vendor) {
        // Out and back in: entering says it all.
        return Vec::new();
    }
    let mut findings = Vec::new();
    findings.extend(
        current(question, source)
            .and_then(|journey| given_up(journey.state))
            .map(finding),
    );
    if target.is_some() {
        findings.push(finding(FindingCode::EntersOtherVendor));
    }
    findings
}

/// What leaving the vendor's stage now gives up, or leaves open on the vendor's side.
fn given_up(state: State) -> Option<FindingCode> {
    match state {
        // The invitation stays valid; whoever moves on should know that it is open.
        State::Invited | State::SlotsWanted | State::SlotsGiven => Some(FindingCode::InviteOpen),
        State::Scheduled => Some(FindingCode::InterviewBooked),
        State::InProgress | State::FeedbackPending => Some(FindingCode::FeedbackMissing),
        _ => None,
    }
}

/// Entering the trigger stage of `setup`.
pub(super) fn entering(question: &MoveQuestion<'_>, setup: &VendorSetup) -> Vec<Finding> {
    let mut findings = Vec::new();
    match current(question, setup).and_then(|journey| given_up(journey.state)) {
        Some(FindingCode::InviteOpen) => {
            findings.push(finding(FindingCode::InviteOpen).fixed_by(Fix::Resend));
        }
        // One interview per round: entering again starts nothing while one is booked or waits for its feedback.
        Some(code) => findings.push(finding(code)),
        None => {}
    }
    let own = || {
        question
            .journeys
            .iter()
            .filter(|journey| journey.key.vendor == setup.vendor)
    };
    if own().any(|journey| recently_invited(journey, question.now_ms)) {
        findings.push(finding(FindingCode::InvitedRecently));
    }
    if own().any(|journey| journey.state == State::Completed) || all_rounds_done(question, setup) {
        findings.push(finding(FindingCode::AlreadyCompleted));
    }
    let elsewhere = question.elsewhere.iter().filter(|elsewhere| {
        elsewhere.vendor == setup.vendor
            && elsewhere.opportunity != question.opportunity.id
            && matches!(
                elsewhere.state,
                State::Moving
                    | State::Triggered
                    | State::Invited
                    | State::AwaitingRounds
                    | State::SlotsWanted
                    | State::SlotsGiven
                    | State::Scheduled
                    | State::InProgress
                    | State::FeedbackPending
            )
    });
    // One finding, however many: the sentence names the first.
    findings.extend(elsewhere.take(1).map(|elsewhere| Finding {
        subject: elsewhere.posting.clone(),
        ..finding(FindingCode::SamePersonElsewhere)
    }));
    findings
}

/// Feedback is in for as many rounds as an admin stated, so there is no next one to start.
fn all_rounds_done(question: &MoveQuestion<'_>, setup: &VendorSetup) -> bool {
    let stated = question
        .opportunity
        .posting()
        .and_then(|posting| setup.rounds_of(posting))
        .map(|stated| stated.rounds)
        .filter(|rounds| *rounds > 0);
    let done = |round: u32| {
        question.journeys.iter().any(|journey| {
            journey.key.vendor == setup.vendor
                && journey.key.round == round
                && matches!(journey.state, State::FeedbackIn(_))
        })
    };
    stated.is_some_and(|rounds| (1..=rounds.min(MOST_ROUNDS)).all(done))
}

/// Will the vendor hear of the move at all?
pub(super) fn answers(question: &MoveQuestion<'_>, setup: &VendorSetup) -> Vec<Finding> {
    if question.unanswered_moves >= SILENT_AFTER {
        return vec![finding(FindingCode::WebhookSilent)];
    }
    if setup.last_reaction_at_ms.is_some() {
        return Vec::new();
    }
    // No API shows Lever's toggles or the stage chosen at the vendor: only a reaction proves them.
    vec![
        finding(FindingCode::WebhookUnverifiable),
        finding(FindingCode::VendorStageUnverifiable),
    ]
}

/// The journey that counts: last round, last attempt, this seat's unsettled move aside.
fn current<'a>(question: &MoveQuestion<'a>, setup: &VendorSetup) -> Option<&'a Journey> {
    question
        .journeys
        .iter()
        .filter(|journey| journey.key.vendor == setup.vendor && journey.state != State::Moving)
        .max_by_key(|journey| (journey.key.round, journey.key.attempt))
}

/// Known to have been invited within the cool-down. A tag carries no time; it was written soon after the move, so the
/// move's time stands for it, and only without that the time it was first seen.
fn recently_invited(journey: &Journey, now_ms: i64) -> bool {
    let known = |wanted: Link| {
        journey
            .links
            .iter()
            .find(|link| link.link == wanted && link.confidence.is_some())
    };
    known(Link::Invited)
        .or_else(|| known(Link::SlotsWanted))
        // A round that is finished is no invitation that could be sent twice.
        .filter(|_| !matches!(journey.state, State::FeedbackIn(_)))
        .and_then(|invited| {
            invited
                .at_ms
                .or_else(|| known(Link::Moved).and_then(|moved| moved.at_ms))
                .or(invited.seen_at_ms)
        })
        .is_some_and(|invited_ms| now_ms.saturating_sub(invited_ms) < COOL_DOWN_MS)
}
