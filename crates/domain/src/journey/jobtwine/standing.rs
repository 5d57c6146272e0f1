//! What one pass's evidence amounts to.

use std::collections::BTreeMap;

use super::placing::Pass;
use crate::evidence::{Confidence, Evidence, Fact, FailureCode, Source};
use crate::interview::{Feedback, NotedTime, Party};
use crate::journey::Link;
use crate::journey::attempt::Proof;

/// Where a pass's own evidence leaves it; time apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The vendor has said nothing.
    Silent,
    AwaitingRounds,
    Failed(FailureCode),
    Invited,
    SlotsWanted,
    SlotsGiven,
    Scheduled,
    Held,
    FeedbackIn,
    Cancelled(Party),
    NoShow(Party),
    Expired,
}

/// A pass's evidence, weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Weighed {
    pub(super) standing: Standing,
    /// What says so.
    pub(super) since: Option<Proof>,
    /// The best proof of each link.
    pub(super) proofs: BTreeMap<Link, Proof>,
    pub(super) at: Option<NotedTime>,
    pub(super) slot_url: Option<String>,
    pub(super) details_url: Option<String>,
    pub(super) feedback: Option<Feedback>,
    pub(super) round_name: Option<String>,
}

/// Weighs a pass. `earlier` is the attempt before in the same round: one interview per round, so what stood still stands
/// while the vendor says nothing new, but only as an inference.
pub(super) fn weigh(pass: &Pass<'_>, earlier: Option<&Weighed>) -> Weighed {
    let speaks = |one: &&&Evidence| standing(&one.fact).is_some();
    let proven = pass
        .facts
        .iter()
        .filter(speaks)
        .any(|one| one.confidence == Confidence::Proven);
    // A recruiter's own note answers the vendor's request, and nothing else.
    let answers_request = pass
        .facts
        .iter()
        .filter(speaks)
        .rfind(|one| one.confidence == Confidence::Proven)
        .is_some_and(|one| matches!(one.fact, Fact::SlotsWanted { .. }));
    let answer = |one: &Evidence| answers_request && matches!(one.fact, Fact::SlotsGiven { .. });
    // A guess never overrules something proven.
    let facts: Vec<&Evidence> = pass
        .facts
        .iter()
        .filter(speaks)
        .filter(|one| !proven || one.confidence == Confidence::Proven || answer(one))
        .copied()
        .collect();
    let final_feedback = |one: &&&Evidence| matches!(&one.fact, Fact::FeedbackIn { feedback, .. } if !feedback.under_review);
    let deciding = facts
        .iter()
        .rev()
        .find(final_feedback)
        .or_else(|| facts.last())
        .copied();
    let Some(deciding) = deciding else {
        return carried(earlier);
    };
    let mut proofs: BTreeMap<Link, Proof> = BTreeMap::new();
    for one in &facts {
        if let Some(link) = link(&one.fact) {
            // Of several slot requests or bookings the last one counts.
            proofs.insert(link, Proof::of(one));
        }
    }
    let url = |wanted: fn(&Fact) -> Option<&String>| {
        facts
            .iter()
            .rev()
            .find_map(|one| wanted(&one.fact))
            .cloned()
    };
    Weighed {
        standing: standing(&deciding.fact).unwrap_or(Standing::Silent),
        since: Some(Proof::of(deciding)),
        proofs,
        at: start(&facts),
        slot_url: url(|fact| match fact {
            Fact::SlotsWanted { url, .. } => url.as_ref(),
            _ => None,
        }),
        details_url: url(|fact| match fact {
            Fact::Scheduled { url, .. } | Fact::Rescheduled { url, .. } => url.as_ref(),
            _ => None,
        }),
        feedback: feedback(&facts),
        round_name: facts
            .iter()
            .rev()
            .find_map(|one| one.fact.round().and_then(|round| round.name.clone())),
    }
}

fn carried(earlier: Option<&Weighed>) -> Weighed {
    let silent = Weighed {
        standing: Standing::Silent,
        since: None,
        proofs: BTreeMap::new(),
        at: None,
        slot_url: None,
        details_url: None,
        feedback: None,
        round_name: None,
    };
    let Some(earlier) = earlier else {
        return silent;
    };
    let goes_on = matches!(
        earlier.standing,
        Standing::Invited
            | Standing::SlotsWanted
            | Standing::SlotsGiven
            | Standing::Scheduled
            | Standing::Held
            | Standing::FeedbackIn
    );
    if !goes_on {
        // A no-show, a cancellation or a failure is what the second entry is to mend.
        return silent;
    }
    Weighed {
        since: earlier.since.as_ref().map(Proof::carried),
        proofs: earlier
            .proofs
            .iter()
            .map(|(link, proof)| (*link, proof.carried()))
            .collect(),
        ..earlier.clone()
    }
}

fn standing(fact: &Fact) -> Option<Standing> {
    Some(match fact {
        Fact::AwaitingRounds => Standing::AwaitingRounds,
        Fact::InviteFailed { code } => Standing::Failed(*code),
        Fact::Invited | Fact::Opened => Standing::Invited,
        Fact::SlotsWanted { .. } => Standing::SlotsWanted,
        Fact::SlotsGiven { .. } => Standing::SlotsGiven,
        Fact::Scheduled { .. } | Fact::Rescheduled { .. } => Standing::Scheduled,
        Fact::InterviewHeld { .. } | Fact::Completed => Standing::Held,
        Fact::FeedbackIn { feedback, .. } if feedback.under_review => Standing::Held,
        Fact::FeedbackIn { .. } => Standing::FeedbackIn,
        Fact::InterviewCancelled { by, .. } => Standing::Cancelled(*by),
        Fact::NoShow { who, .. } => Standing::NoShow(*who),
        Fact::Expired => Standing::Expired,
        Fact::EnteredStage | Fact::LeftStage | Fact::ReviewLink { .. } | Fact::UnreadNote => {
            return None;
        }
    })
}

fn link(fact: &Fact) -> Option<Link> {
    Some(match fact {
        Fact::InviteFailed { .. } | Fact::AwaitingRounds => Link::Failed,
        Fact::Invited => Link::Invited,
        Fact::Opened => Link::Opened,
        Fact::SlotsWanted { .. } => Link::SlotsWanted,
        Fact::SlotsGiven { .. } => Link::SlotsGiven,
        Fact::Scheduled { .. } | Fact::Rescheduled { .. } => Link::Scheduled,
        Fact::InterviewHeld { .. } | Fact::Completed => Link::Held,
        Fact::FeedbackIn { feedback, .. } if feedback.under_review => Link::Held,
        Fact::FeedbackIn { .. } => Link::FeedbackIn,
        Fact::InterviewCancelled { .. } => Link::Cancelled,
        Fact::NoShow { .. } => Link::NoShow,
        _ => return None,
    })
}

/// The start as last booked. An interview in Lever settles a time that the note leaves open.
fn start(facts: &[&Evidence]) -> Option<NotedTime> {
    let time = |one: &Evidence| match &one.fact {
        Fact::Scheduled { at, .. } => Some(at.clone()),
        Fact::Rescheduled { to, .. } => Some(to.clone()),
        _ => None,
    };
    let since = facts
        .iter()
        .rposition(|one| {
            matches!(
                one.fact,
                Fact::InterviewCancelled { .. } | Fact::NoShow { .. } | Fact::SlotsWanted { .. }
            )
        })
        .filter(|since| facts.iter().skip(*since).any(|one| time(one).is_some()));
    let bookings = || {
        facts
            .iter()
            .skip(since.unwrap_or(0))
            .filter_map(|one| time(one).map(|time| (*one, time)))
    };
    let (_, last) = bookings().next_back()?;
    match last {
        Some(sure @ NotedTime::Sure { .. }) => Some(sure),
        open => bookings()
            .filter(|(one, _)| matches!(one.source, Source::Interview { .. }))
            .filter_map(|(_, time)| time)
            .rfind(|time| time.at_ms().is_some())
            .or(open),
    }
}

/// The latest feedback with an outcome, else the latest; links from whichever note has them.
fn feedback(facts: &[&Evidence]) -> Option<Feedback> {
    let all: Vec<&Feedback> = facts
        .iter()
        .filter_map(|one| match &one.fact {
            Fact::FeedbackIn { feedback, .. } => Some(feedback),
            _ => None,
        })
        .collect();
    let finished = all.iter().any(|one| !one.under_review);
    let counting = || {
        all.iter()
            .rev()
            .filter(move |one| !finished || !one.under_review)
    };
    let chosen = counting()
        .find(|one| one.outcome.is_some())
        .or_else(|| counting().next())?;
    let link = |wanted: fn(&Feedback) -> &Option<String>| {
        wanted(chosen)
            .clone()
            .or_else(|| all.iter().rev().find_map(|one| wanted(one).clone()))
    };
    Some(Feedback {
        report_url: link(|one| &one.report_url),
        video_url: link(|one| &one.video_url),
        ..(**chosen).clone()
    })
}
