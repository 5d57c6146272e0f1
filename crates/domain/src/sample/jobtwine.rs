//! Rows of an expert's interview.

use super::{DAY, NOW, opportunity, posting};
use crate::evidence::{Confidence, Evidence, Fact, Source};
use crate::interview::{Feedback, NotedTime, Outcome, Party, Round, UnsureTime};
use crate::journey::{Deadlines, Journey, JourneyInput, PendingMove, derive};
use crate::model::Opportunity;
use crate::vendor::{StatedRounds, Vendor, VendorSetup};

pub(crate) const SLOTS: &str = "https://app.jobtwine.com/s/1";

pub(crate) fn setup() -> VendorSetup {
    VendorSetup {
        trigger_stage: Some("experts".into()),
        note_authors: vec!["jobtwine".into()],
        hosts: vec!["app.jobtwine.com".to_owned()],
        last_reaction_at_ms: Some(NOW - DAY),
        ..VendorSetup::unset(Vendor::JobTwine)
    }
}

pub(crate) fn with_rounds(rounds: u32) -> VendorSetup {
    let stated = StatedRounds {
        rounds,
        names: vec!["Coding".to_owned(), "System Design".to_owned()],
        minutes: vec![Some(45)],
        stated_at_ms: NOW - DAY,
    };
    VendorSetup {
        stated_rounds: [("p1".into(), stated)].into(),
        ..setup()
    }
}

pub(crate) fn round(number: Option<u32>) -> Round {
    Round { number, name: None }
}

fn evidence(fact: Fact, at_ms: i64, source: Source) -> Evidence {
    Evidence {
        vendor: Vendor::JobTwine,
        fact,
        at_ms: Some(at_ms),
        seen_at_ms: at_ms + 15_000,
        source,
        confidence: Confidence::Proven,
    }
}

pub(crate) fn entered(at_ms: i64) -> Evidence {
    let source = Source::StageHistory {
        stage: "experts".into(),
        by: Some("recruiter".into()),
    };
    evidence(Fact::EnteredStage, at_ms, source)
}

pub(crate) fn left(at_ms: i64) -> Evidence {
    let source = Source::StageHistory {
        stage: "screen".into(),
        by: None,
    };
    evidence(Fact::LeftStage, at_ms, source)
}

pub(crate) fn noted(fact: Fact, at_ms: i64) -> Evidence {
    let note = format!("n{at_ms}").into();
    evidence(fact, at_ms, Source::Note { note })
}

pub(crate) fn slots_wanted(at_ms: i64, number: Option<u32>) -> Evidence {
    let fact = Fact::SlotsWanted {
        url: Some(SLOTS.to_owned()),
        round: round(number),
    };
    noted(fact, at_ms)
}

pub(crate) fn slots_given(at_ms: i64) -> Evidence {
    noted(Fact::SlotsGiven { round: round(None) }, at_ms)
}

pub(crate) fn sure(at_ms: i64) -> NotedTime {
    NotedTime::Sure {
        at_ms,
        offset_minutes: 330,
        zone: None,
    }
}

pub(crate) fn unsure() -> NotedTime {
    NotedTime::Unsure {
        as_written: "Mon, Aug 10, 2026, 05:00 PM IST".to_owned(),
        why: UnsureTime::AmbiguousZone,
    }
}

pub(crate) fn scheduled(at_ms: i64, start: NotedTime, number: Option<u32>) -> Evidence {
    let fact = Fact::Scheduled {
        at: Some(start),
        url: Some("https://app.jobtwine.com/i/1".to_owned()),
        round: round(number),
    };
    noted(fact, at_ms)
}

pub(crate) fn rescheduled(at_ms: i64, start: NotedTime) -> Evidence {
    let fact = Fact::Rescheduled {
        from: None,
        to: Some(start),
        url: None,
        round: round(None),
    };
    noted(fact, at_ms)
}

pub(crate) fn held(at_ms: i64) -> Evidence {
    noted(Fact::InterviewHeld { round: round(None) }, at_ms)
}

pub(crate) fn feedback(at_ms: i64, outcome: Outcome, number: Option<u32>) -> Evidence {
    let fact = Fact::FeedbackIn {
        feedback: Feedback {
            outcome: Some(outcome),
            outcome_words: Some("as written".to_owned()),
            report_url: Some("https://app.jobtwine.com/f/1".to_owned()),
            ..Feedback::default()
        },
        round: round(number),
    };
    noted(fact, at_ms)
}

pub(crate) fn cancelled(at_ms: i64, by: Party) -> Evidence {
    let fact = Fact::InterviewCancelled {
        by,
        round: round(None),
    };
    noted(fact, at_ms)
}

pub(crate) fn no_show(at_ms: i64, who: Party) -> Evidence {
    let fact = Fact::NoShow {
        who,
        round: round(None),
    };
    noted(fact, at_ms)
}

/// Journeys of a candidate whose posting is tagged as it should be.
pub(crate) fn journeys(evidence: &[Evidence], now_ms: i64) -> Vec<Journey> {
    journeys_of(&opportunity(), &setup(), evidence, None, now_ms)
}

pub(crate) fn journeys_of(
    opportunity: &Opportunity,
    setup: &VendorSetup,
    evidence: &[Evidence],
    pending: Option<&PendingMove>,
    now_ms: i64,
) -> Vec<Journey> {
    derive(&JourneyInput {
        opportunity,
        posting: Some(&posting(&["JobTwine"])),
        setup,
        evidence,
        pending,
        deadlines: &Deadlines::DEFAULT,
        now_ms,
    })
}
