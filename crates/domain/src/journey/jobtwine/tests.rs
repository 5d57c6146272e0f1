use proptest::prelude::*;

use crate::evidence::{Confidence, Evidence, Fact, FailureCode, Source};
use crate::interview::{Outcome, Party};
use crate::journey::{Actor, Journey, Link, PendingMove, State};
use crate::model::Archived;
use crate::sample::jobtwine::{
    SLOTS, cancelled, entered, feedback, held, journeys, journeys_of, left, no_show, noted,
    rescheduled, scheduled, setup, slots_given, slots_wanted, sure, unsure, with_rounds,
};
use crate::sample::{DAY, MINUTE, NOW, opportunity};

const T: i64 = NOW - 10 * DAY;
const HOUR: i64 = 60 * MINUTE;
const START: i64 = T + 3 * DAY;

fn last(evidence: &[Evidence], now_ms: i64) -> Journey {
    journeys(evidence, now_ms).pop().unwrap()
}

fn states(evidence: &[Evidence], now_ms: i64) -> Vec<(u32, u32, State)> {
    journeys(evidence, now_ms)
        .into_iter()
        .map(|journey| (journey.key.round, journey.key.attempt, journey.state))
        .collect()
}

fn link(journey: &Journey, wanted: Link) -> Option<Confidence> {
    journey
        .links
        .iter()
        .find(|link| link.link == wanted)
        .and_then(|link| link.confidence)
}

#[test]
fn a_round_step_by_step() {
    let mut so_far = vec![entered(T)];
    let mut now = T + MINUTE;
    let mut next = |one: Option<Evidence>, now_ms: i64| {
        so_far.extend(one);
        now = now_ms;
        let journey = last(&so_far, now_ms);
        (journey.state, journey.next, journey.due_ms)
    };
    assert_eq!(
        next(None, T + MINUTE),
        (State::Triggered, Actor::Vendor, Some(T + 2 * MINUTE))
    );
    let wanted = slots_wanted(T + 2 * MINUTE, None);
    assert_eq!(
        next(Some(wanted), T + 2 * MINUTE),
        (
            State::SlotsWanted,
            Actor::You,
            Some(T + 2 * MINUTE + 2 * DAY)
        )
    );
    assert_eq!(
        next(Some(slots_given(T + DAY)), T + DAY),
        (State::SlotsGiven, Actor::Vendor, Some(T + 3 * DAY))
    );
    let booked = scheduled(T + 2 * DAY, sure(START), None);
    assert_eq!(
        next(Some(booked), T + 2 * DAY),
        (State::Scheduled, Actor::Nobody, None)
    );
    assert_eq!(next(None, START), (State::InProgress, Actor::Nobody, None));
    assert_eq!(
        next(None, START + HOUR),
        (
            State::FeedbackPending,
            Actor::Vendor,
            Some(START + HOUR + 2 * DAY)
        )
    );
    let told = feedback(START + DAY, Outcome::GoodFit, None);
    assert_eq!(
        next(Some(told), START + DAY),
        (State::FeedbackIn(Some(Outcome::GoodFit)), Actor::You, None)
    );
    insta::assert_json_snapshot!("feedback_in", last(&so_far, NOW));
}

#[test]
fn deadlines_stall_and_say_when() {
    for (evidence, due, missing, state) in [
        (
            vec![entered(T)],
            T + 2 * MINUTE,
            Link::Invited,
            State::Triggered,
        ),
        (
            vec![entered(T), slots_wanted(T, None)],
            T + 2 * DAY,
            Link::SlotsGiven,
            State::SlotsWanted,
        ),
        (
            vec![entered(T), slots_given(T + DAY)],
            T + 3 * DAY,
            Link::Scheduled,
            State::SlotsGiven,
        ),
        (
            vec![entered(T), scheduled(T, unsure(), None)],
            T + 7 * DAY,
            Link::Held,
            State::Scheduled,
        ),
        (
            vec![entered(T), scheduled(T, sure(START), None)],
            START + HOUR + 2 * DAY,
            Link::FeedbackIn,
            State::FeedbackPending,
        ),
        (
            vec![entered(T), held(START)],
            START + 2 * DAY,
            Link::FeedbackIn,
            State::FeedbackPending,
        ),
    ] {
        assert_eq!(last(&evidence, due - 1).stalled, None, "{state:?}");
        let late = last(&evidence, due);
        assert_eq!(
            (late.stalled, late.state, late.next),
            (Some(missing), state, Actor::You)
        );
    }
}

#[test]
fn the_candidate_may_book_straight_from_the_mail() {
    let booked = last(
        &[entered(T), scheduled(T + HOUR, sure(START), None)],
        T + DAY,
    );
    assert_eq!(booked.state, State::Scheduled);
    assert_eq!(link(&booked, Link::SlotsWanted), None);
    assert_eq!(booked.interview.at, Some(sure(START)));
}

#[test]
fn an_unsure_time_is_asked_about_and_never_runs() {
    let booked = last(&[entered(T), scheduled(T, unsure(), None)], NOW);
    assert_eq!((booked.state, booked.next), (State::Scheduled, Actor::You));
    assert_eq!(booked.interview.at, Some(unsure()));
}

#[test]
fn what_follows_from_the_clock_is_inferred() {
    let over = last(&[entered(T), scheduled(T, sure(START), None)], START + HOUR);
    assert_eq!(link(&over, Link::Held), Some(Confidence::Inferred));
    let told = last(&[entered(T), held(START)], START + HOUR);
    assert_eq!(link(&told, Link::Held), Some(Confidence::Proven));
    assert_eq!(link(&told, Link::Scheduled), Some(Confidence::Inferred));
}

#[test]
fn what_goes_wrong_is_your_turn() {
    let booked = || vec![entered(T), scheduled(T, sure(START), None)];
    for (one, state) in [
        (
            cancelled(T + DAY, Party::Candidate),
            State::InterviewCancelled(Party::Candidate),
        ),
        (
            no_show(START + HOUR, Party::Interviewer),
            State::NoShow(Party::Interviewer),
        ),
        (slots_wanted(T + DAY, None), State::SlotsWanted),
        (noted(Fact::AwaitingRounds, T + DAY), State::AwaitingRounds),
        (
            noted(
                Fact::InviteFailed {
                    code: FailureCode::MissingEmail,
                },
                T + DAY,
            ),
            State::Failed(FailureCode::MissingEmail),
        ),
    ] {
        let mut evidence = booked();
        evidence.push(one);
        let journey = last(&evidence, START + HOUR);
        assert_eq!((journey.state, journey.next), (state, Actor::You));
    }
    let mut moved = booked();
    moved.push(rescheduled(T + DAY, sure(START + DAY)));
    let journey = last(&moved, START + HOUR);
    assert_eq!(journey.state, State::Scheduled);
    assert_eq!(journey.interview.at, Some(sure(START + DAY)));
    assert_eq!(
        journey.interview.details_url.as_deref(),
        Some("https://app.jobtwine.com/i/1")
    );
}

#[test]
fn a_no_show_note_that_asks_for_slots_is_a_no_show_with_a_link() {
    let journey = last(
        &[
            entered(T),
            slots_wanted(START, None),
            no_show(START, Party::Candidate),
        ],
        START,
    );
    assert_eq!(journey.state, State::NoShow(Party::Candidate));
    assert_eq!(journey.interview.slot_url.as_deref(), Some(SLOTS));
}

#[test]
fn entering_again_after_the_feedback_starts_the_next_round() {
    let evidence = [
        entered(T),
        slots_wanted(T, None),
        scheduled(T + DAY, sure(START), None),
        feedback(START + DAY, Outcome::GoodFit, None),
        left(START + DAY + HOUR),
        entered(START + 2 * DAY),
    ];
    assert_eq!(
        states(&evidence, START + 2 * DAY),
        [
            (1, 1, State::FeedbackIn(Some(Outcome::GoodFit))),
            (2, 1, State::Triggered)
        ]
    );
    let mut more = evidence.to_vec();
    more.push(scheduled(START + 3 * DAY, sure(NOW + DAY), Some(2)));
    // A correction of round 1's feedback does not answer round 2.
    more.push(feedback(START + 4 * DAY, Outcome::NotRecommended, Some(1)));
    assert_eq!(
        states(&more, NOW),
        [
            (1, 1, State::FeedbackIn(Some(Outcome::NotRecommended))),
            (2, 1, State::Scheduled)
        ]
    );
}

#[test]
fn what_the_vendor_says_of_the_pass_before_stays_there_however_soon_the_next_one_begins() {
    let answered = |one: Evidence| Evidence {
        source: Source::VendorAnswer,
        ..one
    };
    let evidence = [
        entered(T),
        answered(slots_wanted(T, None)),
        answered(cancelled(T + 1_000, Party::Client)),
        left(T + 2_000),
        entered(T + 3_000),
    ];
    assert_eq!(
        states(&evidence, T + 4_000)[0],
        (1, 1, State::InterviewCancelled(Party::Client))
    );
    assert!(!matches!(
        last(&evidence, T + 4_000).state,
        State::InterviewCancelled(_)
    ));
    // A vendor whose clock is behind answers the move it seems to precede.
    let early = [entered(T), answered(slots_wanted(T - 60_000, None))];
    assert_eq!(last(&early, T + 1_000).state, State::SlotsWanted);
}

#[test]
fn entering_again_before_it_is_the_next_attempt() {
    let open = [
        entered(T),
        scheduled(T, sure(START), None),
        left(T + DAY),
        entered(T + 2 * DAY),
    ];
    assert_eq!(
        states(&open, T + 2 * DAY),
        [(1, 1, State::Scheduled), (1, 2, State::Scheduled)]
    );
    let again = journeys(&open, T + 2 * DAY);
    assert_eq!(link(&again[1], Link::Scheduled), Some(Confidence::Inferred));
    let failed = [
        entered(T),
        no_show(START, Party::Candidate),
        entered(START + DAY),
    ];
    assert_eq!(
        states(&failed, START + DAY),
        [
            (1, 1, State::NoShow(Party::Candidate)),
            (1, 2, State::Triggered)
        ]
    );
}

#[test]
fn rounds_follow_what_is_stated() {
    // Round 1's feedback was never seen; the note of the second entry says which round it is.
    let lost = [
        entered(T),
        scheduled(T, sure(START), Some(1)),
        left(START + DAY),
        entered(START + DAY + HOUR),
        slots_wanted(START + 2 * DAY, Some(2)),
    ];
    assert_eq!(
        states(&lost, START + 2 * DAY),
        [(1, 1, State::FeedbackPending), (2, 1, State::SlotsWanted)]
    );
    // The vendor goes on by itself.
    let onward = [
        entered(T),
        feedback(T + DAY, Outcome::GoodFit, None),
        slots_wanted(T + 2 * DAY, None),
    ];
    assert_eq!(
        states(&onward, T + 2 * DAY),
        [
            (1, 1, State::FeedbackIn(Some(Outcome::GoodFit))),
            (2, 1, State::SlotsWanted)
        ]
    );
    // A name that an admin stated is a number.
    let mut named = slots_wanted(T, None);
    if let Fact::SlotsWanted { round, .. } = &mut named.fact {
        round.name = Some("system design".to_owned());
    }
    let found = journeys_of(
        &opportunity(),
        &with_rounds(2),
        &[entered(T), named],
        None,
        T,
    );
    assert_eq!(found[0].key.round, 2);
    assert_eq!(found[0].interview.rounds_stated, Some(2));
}

#[test]
fn an_interview_takes_as_long_as_its_round_is_said_to_take() {
    let setup = with_rounds(2);
    let mut named = scheduled(T, sure(START), None);
    for (round, name, minutes) in [(1, "Coding", Some(45)), (2, "System design", None)] {
        if let Fact::Scheduled { round, .. } = &mut named.fact {
            round.name = Some(name.to_owned());
        }
        let evidence = [entered(T), named.clone()];
        let at = |now_ms| {
            let mut found = journeys_of(&opportunity(), &setup, &evidence, None, now_ms);
            found.pop().unwrap()
        };
        let end_ms = START + minutes.map_or(60, i64::from) * MINUTE;
        let running = at(end_ms - 1);
        assert_eq!(
            (running.key.round, running.state),
            (round, State::InProgress)
        );
        assert_eq!(running.interview.minutes_stated, minutes);
        assert_eq!(running.next_change_at_ms, Some(end_ms));
        let over = at(end_ms);
        assert_eq!(
            (over.state, over.since_ms),
            (State::FeedbackPending, Some(end_ms))
        );
    }
}

/// Each step that can stay out gets late at its deadline and not before, and the clock knows when.
#[test]
fn every_step_that_stays_out_is_late_at_its_deadline() {
    use crate::journey::Deadlines;
    let allowed = Deadlines::DEFAULT;
    let booked = |at| scheduled(T, at, None);
    let cases = [
        (vec![], T, allowed.invited_after_move_ms, Link::Invited),
        (
            vec![slots_wanted(T, None)],
            T,
            allowed.slots_after_request_ms,
            Link::SlotsGiven,
        ),
        (
            vec![slots_given(T)],
            T,
            allowed.booked_after_slots_ms,
            Link::Scheduled,
        ),
        (
            vec![booked(unsure())],
            T,
            allowed.news_of_unsure_booking_ms,
            Link::Held,
        ),
        (
            vec![held(START)],
            START,
            allowed.feedback_after_interview_ms,
            Link::FeedbackIn,
        ),
        (
            vec![booked(sure(START))],
            START + allowed.interview_length_ms,
            allowed.feedback_after_interview_ms,
            Link::FeedbackIn,
        ),
    ];
    for (steps, from_ms, allowed_ms, link) in cases {
        let mut evidence = vec![entered(T)];
        evidence.extend(steps);
        let due_ms = from_ms + allowed_ms;
        let before = last(&evidence, due_ms - 1);
        assert_eq!(
            (before.stalled, before.next_change_at_ms),
            (None, Some(due_ms))
        );
        let late = last(&evidence, due_ms);
        assert_eq!((late.stalled, late.next), (Some(link), Actor::You));
    }
}

#[test]
fn an_interview_in_lever_settles_the_time_and_begins_no_round() {
    use crate::evidence::Source;
    let panel = |start: i64| Evidence {
        at_ms: None,
        seen_at_ms: NOW,
        source: Source::Interview {
            interview: "i1".into(),
        },
        ..scheduled(T, sure(start), None)
    };
    let settled = last(
        &[entered(T), scheduled(T, unsure(), None), panel(NOW + DAY)],
        NOW,
    );
    assert_eq!(settled.interview.at, Some(sure(NOW + DAY)));
    // Seen for the first time long after the feedback.
    let old = [
        entered(T),
        feedback(START + DAY, Outcome::GoodFit, None),
        panel(START),
    ];
    assert_eq!(
        states(&old, NOW),
        [(1, 1, State::FeedbackIn(Some(Outcome::GoodFit)))]
    );
}

#[test]
fn archiving_moving_on_and_moving() {
    let mut archived = opportunity();
    archived.archived = Some(Archived {
        reason: None,
        at_ms: NOW,
    });
    let of = |evidence: &[Evidence]| {
        let journey = journeys_of(&archived, &setup(), evidence, None, NOW)
            .pop()
            .unwrap();
        (journey.state, journey.next, journey.next_change_at_ms)
    };
    assert_eq!(
        of(&[entered(T), slots_wanted(T, None)]),
        (State::Cancelled, Actor::Nobody, None)
    );
    assert_eq!(
        of(&[entered(T), feedback(T, Outcome::GoodFit, None)]).0,
        State::FeedbackIn(Some(Outcome::GoodFit))
    );
    let on = last(&[entered(T), slots_wanted(T, None), left(T + HOUR)], NOW);
    assert_eq!(
        (on.state, on.next, on.stalled),
        (State::SlotsWanted, Actor::Nobody, None)
    );
    let advanced = [
        entered(T),
        feedback(T + HOUR, Outcome::GoodFit, None),
        left(T + DAY),
    ];
    assert_eq!(last(&advanced, NOW).next, Actor::Nobody);
    let pending = PendingMove {
        to_stage: "experts".into(),
        asked_at_ms: NOW,
    };
    let moving = journeys_of(&opportunity(), &setup(), &advanced, Some(&pending), NOW)
        .pop()
        .unwrap();
    assert_eq!(
        (moving.key.round, moving.key.attempt, moving.state),
        (2, 1, State::Moving)
    );
}

#[test]
fn before_anything_happened_the_posting_decides() {
    assert_eq!(last(&[], NOW).state, State::Ready);
    let none = journeys_of(&opportunity(), &with_rounds(0), &[], None, NOW);
    assert_eq!(none[0].state, State::NotEligible);
    let held = journeys_of(&opportunity(), &with_rounds(0), &[entered(T)], None, NOW);
    assert_eq!(held[0].state, State::NotEligible);
}

fn any_evidence() -> impl Strategy<Value = Evidence> {
    let moment = (0i64..60).prop_map(|step| T + step * 2 * HOUR);
    let number = prop::option::weighted(0.4, 1u32..4);
    (moment, 0usize..15, number, 0i64..90, any::<bool>()).prop_map(
        |(at, kind, number, ahead, guessed)| {
            let start = sure(at + ahead * HOUR);
            let mut one = match kind {
                0 | 1 => entered(at),
                2 => left(at),
                3 => slots_wanted(at, number),
                4 => slots_given(at),
                5 => scheduled(at, start, number),
                6 => scheduled(at, unsure(), number),
                7 => rescheduled(at, start),
                8 => held(at),
                9 => feedback(at, Outcome::GoodFit, number),
                10 => cancelled(at, Party::Client),
                11 => no_show(at, Party::Candidate),
                12 => noted(Fact::AwaitingRounds, at),
                13 => noted(Fact::UnreadNote, at),
                _ => noted(
                    Fact::InviteFailed {
                        code: FailureCode::Other,
                    },
                    at,
                ),
            };
            if guessed && kind > 2 {
                one.confidence = Confidence::Inferred;
            }
            one
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_order_and_repetition_of_evidence_do_not_matter(
        (sorted, shuffled) in proptest::collection::vec(any_evidence(), 0..14)
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
        list in proptest::collection::vec(any_evidence(), 0..14),
        now in T..NOW + 20 * DAY,
    ) {
        let found = journeys(&list, now);
        prop_assert!(found.windows(2).all(|pair| pair[0].key < pair[1].key));
        for (index, journey) in found.iter().enumerate() {
            if journey.stalled.is_some() {
                prop_assert!(journey.due_ms.is_some_and(|due| due <= now));
                prop_assert_eq!(journey.next, Actor::You);
            }
            prop_assert!(journey.next_change_at_ms.is_none_or(|at| at > now));
            if index + 1 < found.len() {
                prop_assert_eq!(journey.next, Actor::Nobody);
            }
            if let State::FeedbackIn(_) = journey.state {
                prop_assert!(link(journey, Link::FeedbackIn).is_some());
            }
            prop_assert!(journey.review_url.is_none() || matches!(journey.state, State::FeedbackIn(_)));
        }
    }

    #[test]
    fn a_stated_rounds_evidence_never_shows_in_another_round(
        list in proptest::collection::vec(any_evidence(), 0..14),
    ) {
        let only_first: Vec<Evidence> = list
            .into_iter()
            .filter(|one| match one.fact.round() {
                Some(round) => round.number == Some(1),
                None => matches!(one.fact, Fact::EnteredStage | Fact::LeftStage),
            })
            .collect();
        for journey in journeys(&only_first, NOW) {
            if journey.key.round > 1 {
                prop_assert_eq!(journey.state, State::Triggered);
                prop_assert_eq!(&journey.interview.slot_url, &None);
            }
        }
    }

    #[test]
    fn nothing_changes_before_the_time_it_says(
        list in proptest::collection::vec(any_evidence(), 0..14),
        now in T..NOW + 20 * DAY,
    ) {
        let found = journeys(&list, now);
        let next = found.iter().filter_map(|journey| journey.next_change_at_ms).min();
        let until = next.unwrap_or(now + 400 * DAY);
        let at = |now: i64| -> Vec<_> {
            journeys(&list, now)
                .into_iter()
                .map(|journey| (journey.key, journey.state, journey.stalled, journey.next))
                .collect()
        };
        prop_assert_eq!(at(until - 1), at(now));
        if next.is_some() {
            prop_assert_ne!(at(until), at(now));
        }
    }
}
