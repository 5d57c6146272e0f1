//! One card, one chip, one sentence.

mod signal;

pub use signal::{CardFacts, CardSignal, Chip, Phrase};

use crate::evidence::FailureCode;
use crate::journey::{Actor, Journey, Link, State};
use crate::preflight::FindingCode;
use crate::vendor::Vendor;

/// The card's signal, or `None` for a card that no vendor has anything to do with.
///
/// `journeys`: all of the opportunity's, any order; per vendor only the last round and attempt counts, and between
/// vendors the one that asks for more attention wins. In a trigger stage that stage's vendor speaks, since a card there
/// waits for it, whatever another one has to say of the past.
pub fn card_chip(journeys: &[Journey], facts: &CardFacts, now_ms: i64) -> Option<CardSignal> {
    let current = |vendor: Vendor| {
        journeys
            .iter()
            .filter(|journey| journey.key.vendor == vendor)
            .max_by_key(|journey| (journey.key.round, journey.key.attempt))
    };
    let here = facts.here.and_then(|vendor| match current(vendor) {
        Some(journey) => signal(journey, facts),
        None => awaited(vendor, facts),
    });
    here.or_else(|| {
        [Vendor::MyInterview, Vendor::JobTwine]
            .into_iter()
            .filter_map(current)
            .filter_map(|journey| signal(journey, facts))
            .min_by_key(|signal| (rank(&signal.chip), signal.vendor))
    })
    .map(|signal| snoozed(signal, facts, now_ms))
}

/// In a trigger stage whose vendor has left no trace: what keeps it from acting, or that it has to act.
fn awaited(vendor: Vendor, facts: &CardFacts) -> Option<CardSignal> {
    let (chip, phrase, next) = match facts.blocked_by {
        // No vendor is waited for any more.
        Some(FindingCode::Archived | FindingCode::Anonymized) => return None,
        Some(code) => {
            let (chip, phrase) = eligible(Some(code));
            (chip, phrase, Actor::You)
        }
        None => (
            Chip::Moving { since_ms: None },
            Phrase::SendsInvite { due_ms: None },
            Actor::Vendor,
        ),
    };
    Some(CardSignal {
        vendor,
        chip,
        next,
        phrase,
        late: false,
    })
}

fn signal(journey: &Journey, facts: &CardFacts) -> Option<CardSignal> {
    let (at_ms, first_seen) = since(journey);
    let (chip, phrase) = match (journey.state, journey.stalled) {
        (State::Cancelled, _) => return None,
        // Moved on without an answer: nobody waits for it any more.
        (State::Triggered, None) if journey.next == Actor::Nobody => return None,
        (State::Ready, _) => eligible(facts.blocked_by),
        (State::NotEligible, _) => {
            eligible(facts.blocked_by.or(Some(FindingCode::PostingUntagged)))
        }
        (State::Moving, _) => (
            Chip::Moving {
                since_ms: journey.since_ms,
            },
            Phrase::MoveLeaves,
        ),
        (State::Triggered, None) => (
            Chip::Moving {
                since_ms: journey.since_ms,
            },
            Phrase::SendsInvite {
                due_ms: journey.due_ms,
            },
        ),
        (State::Triggered, Some(link)) => (
            Chip::Stalled {
                link,
                since_ms: journey.since_ms,
            },
            Phrase::Resend,
        ),
        (State::Invited, None) => (
            Chip::Invited {
                since_ms: at_ms,
                first_seen,
            },
            match journey.key.vendor {
                Vendor::MyInterview => Phrase::Records {
                    due_ms: journey.due_ms,
                },
                Vendor::JobTwine => Phrase::BooksInterview {
                    due_ms: journey.due_ms,
                },
            },
        ),
        (State::Invited, Some(link)) => (
            Chip::Stalled {
                link,
                // The invitation follows the move within minutes, so the move dates it better than a first sight.
                since_ms: journey.since_ms.or_else(|| moved_ms(journey)).or(at_ms),
            },
            Phrase::NudgeOrClose,
        ),
        (State::Completed, stalled) => (
            Chip::Completed {
                since_ms: at_ms,
                first_seen,
                watched: facts.watched,
            },
            match (facts.watched, stalled) {
                (true, _) => Phrase::AdvanceOrDecline,
                (false, Some(_)) => Phrase::FindVideo,
                (false, None) => Phrase::WatchVideo,
            },
        ),
        (State::Failed(code), _) => (Chip::Failed { code }, fix_for_failure(code)),
        (State::Expired, _) => (
            Chip::Stalled {
                link: match journey.key.vendor {
                    Vendor::MyInterview => Link::Completed,
                    Vendor::JobTwine => Link::SlotsGiven,
                },
                since_ms: journey.since_ms,
            },
            Phrase::InviteAgainOrClose,
        ),
        _ => interview(journey, facts),
    };
    Some(CardSignal {
        vendor: journey.key.vendor,
        chip,
        next: journey.next,
        phrase,
        late: journey.stalled.is_some(),
    })
}

/// Chip and sentence of an expert's interview.
fn interview(journey: &Journey, facts: &CardFacts) -> (Chip, Phrase) {
    let (since_ms, due_ms) = (journey.since_ms, journey.due_ms);
    let at_ms = journey.interview.at.as_ref().and_then(|at| at.at_ms());
    let stalled = |link| Chip::Stalled { link, since_ms };
    match (journey.state, journey.stalled) {
        (State::AwaitingRounds, _) => (Chip::RoundsMissing { since_ms }, Phrase::EnterRounds),
        (State::SlotsWanted, _) => (
            Chip::SlotsRequested { since_ms },
            match journey.next {
                Actor::You => Phrase::EntersSlots { due_ms },
                _ => Phrase::Nothing,
            },
        ),
        (State::SlotsGiven, None) => (
            Chip::SlotsGiven { since_ms },
            Phrase::FindsExpert { due_ms },
        ),
        (State::Scheduled, None) => (
            Chip::Scheduled {
                at_ms,
                running: false,
            },
            match at_ms {
                Some(_) => Phrase::InterviewAt { at_ms },
                None => Phrase::ConfirmTime,
            },
        ),
        (State::InProgress, _) => (
            Chip::Scheduled {
                at_ms,
                running: true,
            },
            Phrase::InterviewRuns,
        ),
        (State::FeedbackPending, None) => (
            Chip::FeedbackPending { since_ms },
            Phrase::SendsFeedback { due_ms },
        ),
        (State::FeedbackIn(_), _) => {
            let more = journey
                .interview
                .rounds_stated
                .is_some_and(|rounds| rounds > journey.key.round);
            let phrase = match (journey.next, facts.watched) {
                (Actor::You, false) => Phrase::ReadFeedback,
                (Actor::You, true) if more => Phrase::StartNextRound,
                (Actor::You, true) => Phrase::AdvanceOrDecline,
                _ => Phrase::Nothing,
            };
            (
                Chip::FeedbackIn {
                    since_ms,
                    read: facts.watched,
                },
                phrase,
            )
        }
        (State::InterviewCancelled(_) | State::NoShow(_), _) => (
            match journey.state {
                State::NoShow(_) => Chip::NoShow { since_ms },
                _ => Chip::CalledOff { since_ms },
            },
            match journey.next {
                Actor::You => Phrase::BookAgainOrClose,
                _ => Phrase::Nothing,
            },
        ),
        (_, Some(link)) => (stalled(link), Phrase::ChaseVendor),
        // Every other state has its chip above.
        (_, None) => (Chip::Moving { since_ms }, Phrase::Nothing),
    }
}

/// Since when the state holds, ms, and whether that is only when its proof was first seen here.
fn since(journey: &Journey) -> (Option<i64>, bool) {
    if journey.since_ms.is_some() {
        return (journey.since_ms, false);
    }
    let wanted = match journey.state {
        State::Invited => Link::Invited,
        State::Completed => Link::Completed,
        _ => return (None, false),
    };
    let seen_ms = journey
        .links
        .iter()
        .find(|link| link.link == wanted)
        .and_then(|link| link.seen_at_ms);
    (seen_ms, seen_ms.is_some())
}

fn moved_ms(journey: &Journey) -> Option<i64> {
    journey
        .links
        .iter()
        .find(|link| link.link == Link::Moved)
        .and_then(|link| link.at_ms)
}

fn eligible(blocked_by: Option<FindingCode>) -> (Chip, Phrase) {
    let phrase = match blocked_by {
        None => Phrase::ChooseNextStep,
        Some(FindingCode::NoPosting) => Phrase::LinkPosting,
        Some(FindingCode::MissingEmail) => Phrase::AddEmail,
        Some(FindingCode::InvalidEmail) => Phrase::CorrectEmail,
        Some(FindingCode::TriggerStageGone | FindingCode::RoundsStatedNone) => Phrase::FixSetup,
        Some(
            FindingCode::PostingUntagged
            | FindingCode::TemplateNotFound
            | FindingCode::TemplateAmbiguous
            | FindingCode::SeveralConfigurationTags,
        ) => Phrase::FixTag,
        Some(_) => Phrase::Nothing,
    };
    (Chip::Eligible { blocked_by }, phrase)
}

fn fix_for_failure(code: FailureCode) -> Phrase {
    match code {
        FailureCode::MissingEmail => Phrase::AddEmail,
        FailureCode::InvalidEmail => Phrase::CorrectEmail,
        FailureCode::TemplateNotFound
        | FailureCode::TemplateAmbiguous
        | FailureCode::SeveralConfigurationTags => Phrase::FixTag,
        FailureCode::Other => Phrase::AskSupport,
    }
}

/// Between two vendors: what failed, then this seat's own move, then what is late, then what arrived, then what runs.
fn rank(chip: &Chip) -> u8 {
    match chip {
        Chip::Failed { .. } => 0,
        Chip::Moving { .. } => 1,
        Chip::Stalled { .. }
        | Chip::RoundsMissing { .. }
        | Chip::CalledOff { .. }
        | Chip::NoShow { .. } => 2,
        Chip::SlotsRequested { .. } => 3,
        Chip::FeedbackIn { .. } => 4,
        Chip::Completed { watched: false, .. } => 5,
        Chip::Scheduled { .. } => 6,
        Chip::Invited { .. } | Chip::SlotsGiven { .. } => 7,
        Chip::Completed { watched: true, .. } | Chip::FeedbackPending { .. } => 8,
        Chip::Eligible { .. } => 9,
    }
}

/// A snooze takes the recruiter's turn away until it ends; it never hides whose turn it is otherwise.
fn snoozed(signal: CardSignal, facts: &CardFacts, now_ms: i64) -> CardSignal {
    match facts.snoozed_until_ms {
        Some(until_ms) if until_ms > now_ms && signal.next == Actor::You => CardSignal {
            next: Actor::Nobody,
            phrase: Phrase::Until { at_ms: until_ms },
            late: false,
            ..signal
        },
        _ => signal,
    }
}

#[cfg(test)]
mod tests;
