use proptest::prelude::*;

use super::{Actor, Deadlines, Journey, JourneyInput, Link, PendingMove, State, derive};
use crate::evidence::{Confidence, Evidence, Fact, FailureCode, Source};
use crate::model::Archived;
use crate::sample::{
    DAY, LINK, MINUTE, NOW, change, completed_tag, entered, failure, invite_tag, journeys,
    journeys_of, left, note_link, noted, opportunity, posting, setup,
};
use crate::vendor::Vendor;

const T: i64 = NOW - 3 * DAY;

fn last(evidence: &[Evidence], now_ms: i64) -> Journey {
    journeys(evidence, now_ms).pop().unwrap()
}

fn link(journey: &Journey, wanted: Link) -> Option<Confidence> {
    journey
        .links
        .iter()
        .find(|link| link.link == wanted)
        .and_then(|link| link.confidence)
}

#[test]
fn a_whole_interview_step_by_step() {
    let moved = entered(T);
    let journey = last(std::slice::from_ref(&moved), T + MINUTE);
    assert_eq!(journey.state, State::Triggered);
    assert_eq!(journey.next, Actor::Vendor);
    assert_eq!(journey.due_ms, Some(T + 2 * MINUTE));
    assert_eq!(journey.next_change_at_ms, Some(T + 2 * MINUTE));

    let invited = [moved.clone(), invite_tag(T + 20_000)];
    let journey = last(&invited, T + MINUTE);
    assert_eq!(journey.state, State::Invited);
    assert_eq!(journey.next, Actor::Candidate);
    assert_eq!(journey.since_ms, None);
    assert_eq!(journey.due_ms, Some(T + 20_000 + 5 * DAY));

    let done = [
        moved,
        completed_tag(T + DAY),
        noted(Fact::Completed, T + DAY - MINUTE),
        note_link(T + DAY - MINUTE),
    ];
    let journey = last(&done, T + DAY);
    assert_eq!(journey.state, State::Completed);
    assert_eq!(journey.next, Actor::You);
    assert_eq!(journey.since_ms, Some(T + DAY - MINUTE));
    assert_eq!(journey.review_url.as_deref(), Some(LINK));
    assert_eq!(journey.due_ms, None);
    assert_eq!(link(&journey, Link::Invited), Some(Confidence::Inferred));
    insta::assert_json_snapshot!("completed", journey);
}

#[test]
fn silence_stalls_and_says_when() {
    let journey = last(&[entered(T)], T + 2 * MINUTE);
    assert_eq!(journey.state, State::Triggered);
    assert_eq!(journey.stalled, Some(Link::Invited));
    assert_eq!(journey.next, Actor::You);
    assert_eq!(journey.next_change_at_ms, None);

    let open = [entered(T), invite_tag(T + MINUTE)];
    assert_eq!(last(&open, T + MINUTE + 5 * DAY - 1).stalled, None);
    let late = last(&open, T + MINUTE + 5 * DAY);
    assert_eq!(late.stalled, Some(Link::Completed));
    assert_eq!(late.state, State::Invited);
    assert_eq!(late.next, Actor::You);
}

#[test]
fn an_old_tag_seen_at_first_sync_is_as_old_as_the_move() {
    let journey = last(&[entered(T - 9 * DAY), invite_tag(NOW)], NOW);
    assert_eq!(journey.stalled, Some(Link::Completed));
    assert_eq!(journey.due_ms, Some(T - 4 * DAY + 2 * MINUTE));
}

#[test]
fn a_completed_interview_without_a_link_is_missed_after_an_hour() {
    let done = [entered(T), completed_tag(T + DAY)];
    let journey = last(&done, T + DAY);
    assert_eq!(journey.next_change_at_ms, Some(T + DAY + 60 * MINUTE));
    let journey = last(&done, T + DAY + 60 * MINUTE);
    assert_eq!(journey.stalled, Some(Link::ResultIn));
    assert_eq!(journey.state, State::Completed);
}

#[test]
fn the_later_status_tag_wins_while_both_are_there() {
    let both = [entered(T), invite_tag(T + MINUTE), completed_tag(T + DAY)];
    assert_eq!(last(&both, NOW).state, State::Completed);
}

#[test]
fn a_failure_is_cleared_by_a_later_invitation_only() {
    let failed = failure(FailureCode::TemplateNotFound, T + MINUTE);
    let state = |evidence: &[Evidence]| last(evidence, T + DAY).state;
    assert_eq!(
        state(&[entered(T), failed.clone()]),
        State::Failed(FailureCode::TemplateNotFound)
    );
    assert_eq!(
        state(&[entered(T), failed.clone(), invite_tag(T + 10 * MINUTE)]),
        State::Invited
    );
    // Invited the first time, refused the second: the old tag is no answer to the second move.
    let refused = [
        entered(T - DAY),
        invite_tag(T - DAY + MINUTE),
        left(T - MINUTE),
        entered(T),
        failed.clone(),
    ];
    assert_eq!(
        state(&refused),
        State::Failed(FailureCode::TemplateNotFound)
    );
    // The same, all seen at once when the account is first connected.
    let at_once: Vec<Evidence> = refused
        .iter()
        .cloned()
        .map(|one| Evidence {
            seen_at_ms: NOW,
            ..one
        })
        .collect();
    assert_eq!(
        state(&at_once),
        State::Failed(FailureCode::TemplateNotFound)
    );
    // Refused, mended, sent again.
    let resent = journeys(
        &[
            entered(T),
            failed,
            left(T + 9 * MINUTE),
            entered(T + 10 * MINUTE),
            invite_tag(T + 11 * MINUTE),
        ],
        T + DAY,
    );
    let states: Vec<_> = resent.iter().map(|journey| journey.state).collect();
    assert_eq!(
        states,
        [State::Failed(FailureCode::TemplateNotFound), State::Invited]
    );
    assert_eq!(resent[0].next, Actor::Nobody);
    assert_eq!(link(&resent[1], Link::Invited), Some(Confidence::Proven));
}

#[test]
fn a_clock_that_lags_behind_levers_changes_no_state() {
    let lag = 3 * 60 * MINUTE;
    let resent = journeys(
        &[
            entered(T),
            failure(FailureCode::TemplateNotFound, T + MINUTE),
            left(T + 9 * MINUTE),
            entered(T + 10 * MINUTE),
            invite_tag(T + 11 * MINUTE - lag),
        ],
        T + 12 * MINUTE - lag,
    );
    let states: Vec<_> = resent.iter().map(|journey| journey.state).collect();
    assert_eq!(
        states,
        [State::Failed(FailureCode::TemplateNotFound), State::Invited]
    );
    let done = journeys(&[entered(T), completed_tag(T - lag)], T);
    assert_eq!(done[0].state, State::Completed);
}

#[test]
fn entering_again_keeps_what_stands_as_an_inference() {
    let done = journeys(
        &[
            entered(T),
            completed_tag(T + DAY),
            noted(Fact::Completed, T + DAY),
            note_link(T + DAY),
            entered(T + 2 * DAY),
        ],
        NOW,
    );
    assert_eq!(done.len(), 2);
    let proven = done
        .iter()
        .filter(|journey| link(journey, Link::Completed) == Some(Confidence::Proven))
        .count();
    assert_eq!(proven, 1, "completed counts once");
    assert_eq!(done[1].state, State::Completed);
    assert_eq!(done[1].review_url.as_deref(), Some(LINK));

    let open = journeys(&[entered(T), invite_tag(T + MINUTE), entered(T + DAY)], NOW);
    assert_eq!(open[1].state, State::Invited);
    assert_eq!(link(&open[1], Link::Invited), Some(Confidence::Inferred));
    assert_eq!(open[0].next, Actor::Nobody);
    assert_eq!(open[0].due_ms, None);
}

#[test]
fn the_inherited_configuration_tag_is_no_invitation() {
    let mut moved = opportunity();
    moved.stage = "video".into();
    moved.stage_changes = vec![change("screen", T - DAY), change("video", T)];
    moved.tags = vec![
        "myInterview:Lever Demo".to_owned(),
        "myInterview: Lever Demo".to_owned(),
        "MyInterview".to_owned(),
    ];
    let evidence = crate::evidence::from_opportunity(
        &moved,
        &setup(),
        &std::collections::BTreeMap::new(),
        NOW,
    );
    assert_eq!(evidence.len(), 1);
    let found = journeys_of(&moved, &evidence, None, T + MINUTE);
    assert_eq!(found[0].state, State::Triggered);
}

#[test]
fn archiving_cancels_what_is_not_finished() {
    let mut archived = opportunity();
    archived.archived = Some(Archived {
        reason: None,
        at_ms: NOW - MINUTE,
    });
    let state = |evidence: &[Evidence]| {
        journeys_of(&archived, evidence, None, NOW)
            .pop()
            .map(|journey| (journey.state, journey.next, journey.stalled))
    };
    let cancelled = Some((State::Cancelled, Actor::Nobody, None));
    assert_eq!(state(&[entered(T)]), cancelled);
    assert_eq!(state(&[entered(T), invite_tag(T + MINUTE)]), cancelled);
    assert_eq!(
        state(&[entered(T), failure(FailureCode::Other, T + MINUTE)]),
        cancelled
    );
    assert_eq!(
        state(&[entered(T), completed_tag(T + DAY)]),
        Some((State::Completed, Actor::Nobody, None))
    );
    assert_eq!(state(&[]), None);
}

#[test]
fn who_moves_on_without_an_answer_waits_for_nothing() {
    let journey = last(&[entered(T), left(T + MINUTE)], NOW);
    assert_eq!(journey.state, State::Triggered);
    assert_eq!(journey.next, Actor::Nobody);
    assert_eq!((journey.stalled, journey.due_ms), (None, None));
}

#[test]
fn before_anything_happened_the_posting_decides() {
    let state = |tags: &[&str], emails: &[&str]| {
        let mut fresh = opportunity();
        fresh.emails = emails.iter().map(|email| (*email).to_owned()).collect();
        derive(&JourneyInput {
            opportunity: &fresh,
            posting: Some(&posting(tags)),
            setup: &setup(),
            evidence: &[],
            pending: None,
            deadlines: &Deadlines::DEFAULT,
            now_ms: NOW,
        })
        .pop()
        .map(|journey| journey.state)
    };
    assert_eq!(
        state(&["myInterview:Lever Demo"], &["a@b.io"]),
        Some(State::Ready)
    );
    assert_eq!(
        state(&["myInterview:Lever Demo"], &[]),
        Some(State::NotEligible)
    );
    assert_eq!(
        state(&["myInterview:lever demo"], &["a@b.io"]),
        Some(State::NotEligible)
    );
    assert_eq!(
        state(&["myIntervew:Lever Demo"], &["a@b.io"]),
        Some(State::NotEligible)
    );
    assert_eq!(state(&["Remote"], &["a@b.io"]), None);
    assert_eq!(state(&[], &["a@b.io"]), None);
}

#[test]
fn an_untagged_posting_in_the_trigger_stage_is_ignored_by_the_vendor() {
    let state = |tags: &[&str], evidence: &[Evidence]| {
        derive(&JourneyInput {
            opportunity: &opportunity(),
            posting: Some(&posting(tags)),
            setup: &setup(),
            evidence,
            pending: None,
            deadlines: &Deadlines::DEFAULT,
            now_ms: NOW,
        })
        .pop()
        .unwrap()
        .state
    };
    assert_eq!(state(&[], &[entered(T)]), State::NotEligible);
    // The tag was taken off after the invitation.
    assert_eq!(
        state(&[], &[entered(T), invite_tag(T + MINUTE)]),
        State::Invited
    );
}

#[test]
fn this_seats_move_is_moving_until_lever_shows_it() {
    let pending = PendingMove {
        to_stage: "video".into(),
        asked_at_ms: NOW,
    };
    let found = journeys_of(&opportunity(), &[], Some(&pending), NOW);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].state, found[0].key.attempt), (State::Moving, 1));

    let earlier = [entered(T), failure(FailureCode::Other, T + MINUTE)];
    let found = journeys_of(&opportunity(), &earlier, Some(&pending), NOW);
    assert_eq!(found[0].state, State::Failed(FailureCode::Other));
    assert_eq!(found[0].next, Actor::You);
    assert_eq!((found[1].state, found[1].key.attempt), (State::Moving, 2));

    let arrived = [earlier[0].clone(), earlier[1].clone(), entered(NOW + 500)];
    let found = journeys_of(&opportunity(), &arrived, Some(&pending), NOW + 600);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].state, State::Triggered);

    let elsewhere = PendingMove {
        to_stage: "onsite".into(),
        asked_at_ms: NOW,
    };
    let found = journeys_of(&opportunity(), &[], Some(&elsewhere), NOW);
    assert_eq!(found[0].state, State::Ready);
}

#[test]
fn the_vendors_own_answers_join_in() {
    use crate::evidence::{AnswerStatus, VendorAnswer, from_answer};
    let answer = |status| VendorAnswer {
        status,
        // A clock that runs a little behind Lever's.
        invited_at_ms: Some(T - 30_000),
        at_ms: Some(T + DAY),
        review_url: None,
    };
    let state = |status| {
        let mut evidence = from_answer(Vendor::MyInterview, &answer(status), NOW);
        evidence.extend([entered(T - 2 * DAY), left(T - DAY), entered(T)]);
        last(&evidence, T + DAY)
    };
    assert_eq!(state(AnswerStatus::Pending).state, State::Invited);
    let clicked = state(AnswerStatus::Clicked);
    assert_eq!(clicked.state, State::Invited);
    assert_eq!(link(&clicked, Link::Opened), Some(Confidence::Proven));
    assert_eq!(state(AnswerStatus::Completed).state, State::Completed);
    assert_eq!(state(AnswerStatus::Expired).state, State::Expired);
    assert_eq!(
        state(AnswerStatus::Failed(FailureCode::InvalidEmail)).state,
        State::Failed(FailureCode::InvalidEmail)
    );
}

#[test]
fn a_link_on_the_contact_helps_only_when_it_is_the_only_one() {
    let on_contact = |url: &str| Evidence {
        vendor: Vendor::MyInterview,
        fact: Fact::ReviewLink {
            url: url.to_owned(),
        },
        at_ms: None,
        seen_at_ms: T + DAY,
        source: Source::ContactLink {
            host: "start.myinterview.com".to_owned(),
        },
        confidence: Confidence::Inferred,
    };
    let url = |links: &[Evidence]| {
        let mut evidence = vec![entered(T), completed_tag(T + DAY)];
        evidence.extend_from_slice(links);
        last(&evidence, NOW).review_url
    };
    assert_eq!(
        url(&[on_contact("https://a")]).as_deref(),
        Some("https://a")
    );
    assert_eq!(
        url(&[on_contact("https://a"), on_contact("https://b")]),
        None
    );
    assert_eq!(
        url(&[on_contact("https://a"), note_link(T + DAY)]).as_deref(),
        Some(LINK)
    );
    // A link before the end may be the invitation.
    let open = [entered(T), invite_tag(T + MINUTE), on_contact("https://a")];
    assert_eq!(last(&open, NOW).review_url, None);
}

#[test]
fn an_inferred_note_does_not_overrule_a_proven_tag() {
    let guess = Evidence {
        confidence: Confidence::Inferred,
        ..noted(Fact::Completed, T + DAY)
    };
    let open = [entered(T), invite_tag(T + MINUTE), guess.clone()];
    assert_eq!(last(&open, NOW).state, State::Invited);
    let alone = last(&[entered(T), guess], NOW);
    assert_eq!(alone.state, State::Completed);
    assert_eq!(link(&alone, Link::Completed), Some(Confidence::Inferred));
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    let moment = (0i64..40).prop_map(|step| T + step * 30 * MINUTE);
    (moment, 0usize..9, any::<bool>()).prop_map(|(at, kind, guessed)| {
        let mut one = match kind {
            0 => entered(at),
            1 => left(at),
            2 => invite_tag(at),
            3 => completed_tag(at),
            4 => noted(Fact::Completed, at),
            5 => note_link(at),
            6 => failure(FailureCode::MissingEmail, at),
            7 => noted(Fact::Expired, at),
            _ => noted(Fact::UnreadNote, at),
        };
        if guessed && kind > 3 {
            one.confidence = Confidence::Inferred;
        }
        one
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_order_and_repetition_of_evidence_do_not_matter(
        (sorted, shuffled) in proptest::collection::vec(any_evidence(), 0..12)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        now in T..NOW + 20 * DAY,
    ) {
        let expected = journeys(&sorted, now);
        prop_assert_eq!(&journeys(&shuffled, now), &expected);
        let mut doubled = shuffled.clone();
        doubled.extend(shuffled);
        prop_assert_eq!(&journeys(&doubled, now), &expected);
    }

    #[test]
    fn every_journey_is_consistent(
        list in proptest::collection::vec(any_evidence(), 0..12),
        now in T..NOW + 20 * DAY,
    ) {
        let found = journeys(&list, now);
        for (index, journey) in found.iter().enumerate() {
            prop_assert_eq!(journey.key.attempt as usize, index + 1);
            if let Some(stalled) = journey.stalled {
                prop_assert!(journey.due_ms.is_some_and(|due| due <= now), "{:?}", stalled);
                prop_assert_eq!(journey.next, Actor::You);
            }
            prop_assert!(journey.next_change_at_ms.is_none_or(|at| at > now));
            if index + 1 < found.len() {
                prop_assert_eq!(journey.next, Actor::Nobody);
                prop_assert_eq!(journey.next_change_at_ms, None);
            }
            if journey.state == State::Completed {
                prop_assert!(link(journey, Link::Completed).is_some());
            }
            prop_assert!(journey.review_url.is_none() || journey.state == State::Completed);
        }
        let proven = found
            .iter()
            .filter(|journey| link(journey, Link::Completed) == Some(Confidence::Proven))
            .count();
        let sources = list.iter().filter(|one| one.fact == Fact::Completed).count();
        prop_assert!(proven <= sources);
    }

    #[test]
    fn nothing_changes_before_the_time_it_says(
        list in proptest::collection::vec(any_evidence(), 0..12),
        now in T..NOW + 20 * DAY,
    ) {
        let found = journeys(&list, now);
        let next = found.iter().filter_map(|journey| journey.next_change_at_ms).min();
        let until = next.unwrap_or(now + 400 * DAY);
        prop_assert_eq!(&journeys(&list, until - 1), &found);
        if next.is_some() {
            prop_assert_ne!(&journeys(&list, until), &found);
        }
    }
}
