use super::{CardFacts, CardSignal, Chip, Phrase, card_chip};
use crate::evidence::{Fact, FailureCode};
use crate::journey::{Actor, Journey, Link, PendingMove};
use crate::preflight::FindingCode;
use crate::sample::{
    DAY, MINUTE, NOW, completed_tag, entered, failure, invite_tag, journeys, journeys_of, left,
    note_link, noted, opportunity,
};
use crate::vendor::Vendor;

const T: i64 = NOW - DAY;

fn card(journeys: &[Journey]) -> CardSignal {
    card_chip(journeys, &CardFacts::default(), NOW).unwrap()
}

#[test]
fn each_state_has_its_chip_and_its_sentence() {
    let pending = PendingMove {
        to_stage: "video".into(),
        asked_at_ms: NOW,
    };
    let done = [
        entered(T),
        completed_tag(NOW),
        note_link(NOW),
        noted(Fact::Completed, NOW),
    ];
    let cards = [
        ("ready", journeys(&[], NOW)),
        (
            "moving",
            journeys_of(&opportunity(), &[], Some(&pending), NOW),
        ),
        ("triggered", journeys(&[entered(NOW)], NOW)),
        ("no answer", journeys(&[entered(T)], NOW)),
        (
            "invited",
            journeys(&[entered(T), invite_tag(T + MINUTE)], NOW),
        ),
        (
            "no video",
            journeys(&[entered(T - 9 * DAY), invite_tag(T - 8 * DAY)], NOW),
        ),
        ("completed", journeys(&done, NOW)),
        ("no link", journeys(&[entered(T), completed_tag(T)], NOW)),
        (
            "failed",
            journeys(&[entered(T), failure(FailureCode::MissingEmail, T)], NOW),
        ),
        (
            "expired",
            journeys(&[entered(T), noted(Fact::Expired, T + MINUTE)], NOW),
        ),
    ]
    .map(|(name, journeys)| (name, card(&journeys)));
    insta::assert_json_snapshot!("cards", cards);
}

#[test]
fn nothing_to_say_is_said_by_no_chip() {
    let none = |journeys: &[Journey]| card_chip(journeys, &CardFacts::default(), NOW).is_none();
    assert!(none(&[]));
    assert!(none(&journeys(&[entered(T), left(T + MINUTE)], NOW)));
    let mut archived = opportunity();
    archived.archived = Some(crate::model::Archived {
        reason: None,
        at_ms: NOW,
    });
    assert!(none(&journeys_of(&archived, &[entered(T)], None, NOW)));
}

#[test]
fn an_obstacle_names_its_fix() {
    for (code, phrase) in [
        (FindingCode::NoPosting, Phrase::LinkPosting),
        (FindingCode::PostingUntagged, Phrase::FixTag),
        (FindingCode::TemplateNotFound, Phrase::FixTag),
        (FindingCode::MissingEmail, Phrase::AddEmail),
        (FindingCode::InvalidEmail, Phrase::CorrectEmail),
        (FindingCode::TriggerStageGone, Phrase::FixSetup),
    ] {
        let facts = CardFacts {
            blocked_by: Some(code),
            ..CardFacts::default()
        };
        let signal = card_chip(&journeys(&[], NOW), &facts, NOW).unwrap();
        assert_eq!(signal.phrase, phrase);
        assert_eq!(
            signal.chip,
            Chip::Eligible {
                blocked_by: Some(code)
            }
        );
    }
}

#[test]
fn each_failure_names_its_fix() {
    for (code, phrase) in [
        (FailureCode::MissingEmail, Phrase::AddEmail),
        (FailureCode::InvalidEmail, Phrase::CorrectEmail),
        (FailureCode::TemplateNotFound, Phrase::FixTag),
        (FailureCode::TemplateAmbiguous, Phrase::FixTag),
        (FailureCode::SeveralConfigurationTags, Phrase::FixTag),
        (FailureCode::Other, Phrase::AskSupport),
    ] {
        let signal = card(&journeys(&[entered(T), failure(code, T)], NOW));
        assert_eq!(
            (signal.chip, signal.phrase, signal.next),
            (Chip::Failed { code }, phrase, Actor::You)
        );
    }
}

#[test]
fn a_snooze_takes_only_the_recruiters_turn() {
    let facts = CardFacts {
        snoozed_until_ms: Some(NOW + 1),
        ..CardFacts::default()
    };
    let yours = journeys(&[entered(T)], NOW);
    let signal = card_chip(&yours, &facts, NOW).unwrap();
    assert_eq!(signal.next, Actor::Nobody);
    assert_eq!(signal.phrase, Phrase::Until { at_ms: NOW + 1 });
    assert!(!signal.late);
    assert!(matches!(
        signal.chip,
        Chip::Stalled {
            link: Link::Invited,
            ..
        }
    ));
    assert!(card_chip(&yours, &facts, NOW + 1).unwrap().late);
    let theirs = journeys(&[entered(T), invite_tag(T)], NOW);
    assert_eq!(
        card_chip(&theirs, &facts, NOW).unwrap().next,
        Actor::Candidate
    );
}

#[test]
fn a_watched_video_asks_for_a_decision() {
    let done = journeys(&[entered(T), completed_tag(NOW), note_link(NOW)], NOW);
    let facts = CardFacts {
        watched: true,
        ..CardFacts::default()
    };
    assert_eq!(card(&done).phrase, Phrase::WatchVideo);
    assert_eq!(
        card_chip(&done, &facts, NOW).unwrap().phrase,
        Phrase::AdvanceOrDecline
    );
}

#[test]
fn between_two_vendors_the_louder_one_wins() {
    let mut both = journeys(&[entered(T), invite_tag(T)], NOW);
    let mut other = journeys(&[entered(T), failure(FailureCode::Other, T)], NOW);
    for journey in &mut other {
        journey.key.vendor = Vendor::JobTwine;
    }
    both.extend(other);
    assert_eq!(card(&both).vendor, Vendor::JobTwine);
    both.reverse();
    assert_eq!(card(&both).vendor, Vendor::JobTwine);
}

/// A video that nobody has watched is louder than an expert who is looked for, but not in that expert's stage.
#[test]
fn in_a_trigger_stage_its_vendor_speaks() {
    use crate::sample::jobtwine as experts;
    let past = journeys(&[entered(T), completed_tag(NOW), note_link(NOW)], NOW);
    let mut both = past.clone();
    both.extend(experts::journeys(
        &[experts::entered(T), experts::slots_given(T)],
        NOW,
    ));
    let at = |here, blocked_by, journeys: &[Journey]| {
        let facts = CardFacts {
            here,
            blocked_by,
            ..CardFacts::default()
        };
        let signal = card_chip(journeys, &facts, NOW).unwrap();
        (signal.vendor, signal.chip, signal.next)
    };
    let video = at(None, None, &past);
    assert_eq!(at(None, None, &both), video);
    assert_eq!(at(Some(Vendor::MyInterview), None, &both), video);
    assert_eq!(
        at(Some(Vendor::JobTwine), None, &both),
        (
            Vendor::JobTwine,
            Chip::SlotsGiven { since_ms: Some(T) },
            Actor::Vendor
        )
    );
    assert_eq!(
        at(Some(Vendor::JobTwine), None, &past),
        (
            Vendor::JobTwine,
            Chip::Moving { since_ms: None },
            Actor::Vendor
        )
    );
    let untagged = Some(FindingCode::PostingUntagged);
    assert_eq!(
        at(Some(Vendor::JobTwine), untagged, &past),
        (
            Vendor::JobTwine,
            Chip::Eligible {
                blocked_by: untagged
            },
            Actor::You
        )
    );
    let archived = Some(FindingCode::Archived);
    assert_eq!(at(Some(Vendor::JobTwine), archived, &past), video);
}

#[test]
fn an_experts_interview_has_its_chips_and_sentences() {
    use crate::interview::{Outcome, Party};
    use crate::sample::jobtwine as experts;
    let start = NOW + DAY;
    let at = |extra: Vec<crate::evidence::Evidence>| {
        let mut evidence = vec![experts::entered(T)];
        evidence.extend(extra);
        experts::journeys(&evidence, NOW)
    };
    let good = || experts::feedback(NOW, Outcome::GoodFit, None);
    let cards = [
        ("slots wanted", at(vec![experts::slots_wanted(T, None)])),
        ("slots given", at(vec![experts::slots_given(T)])),
        (
            "booked",
            at(vec![experts::scheduled(T, experts::sure(start), None)]),
        ),
        (
            "time unsure",
            at(vec![experts::scheduled(T, experts::unsure(), None)]),
        ),
        (
            "running",
            at(vec![experts::scheduled(
                T,
                experts::sure(NOW - MINUTE),
                None,
            )]),
        ),
        ("feedback due", at(vec![experts::held(NOW)])),
        ("feedback late", at(vec![experts::held(T - 2 * DAY)])),
        ("feedback in", at(vec![good()])),
        (
            "cancelled",
            at(vec![experts::cancelled(NOW, Party::Candidate)]),
        ),
        (
            "no show",
            at(vec![experts::no_show(NOW, Party::Interviewer)]),
        ),
        (
            "rounds missing",
            at(vec![experts::noted(Fact::AwaitingRounds, NOW)]),
        ),
    ]
    .map(|(name, journeys)| (name, card(&journeys)));
    insta::assert_json_snapshot!("experts_cards", cards);
    let read = CardFacts {
        watched: true,
        ..CardFacts::default()
    };
    let after = |rounds: u32| {
        let setup = experts::with_rounds(rounds);
        let journeys = experts::journeys_of(
            &opportunity(),
            &setup,
            &[experts::entered(T), good()],
            None,
            NOW,
        );
        card_chip(&journeys, &read, NOW).unwrap().phrase
    };
    assert_eq!(after(1), Phrase::AdvanceOrDecline);
    assert_eq!(after(2), Phrase::StartNextRound);
}
