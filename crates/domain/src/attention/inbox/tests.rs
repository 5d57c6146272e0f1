use proptest::prelude::*;

use super::super::snooze::{Activity, Snooze, Until};
use super::{Attention, Item, ItemKind, Marks, Place, Reason, Tab, attention, tab};
use crate::evidence::{Evidence, Fact, FailureCode};
use crate::ids::StageId;
use crate::interview::{Outcome, Party};
use crate::journey::{Actor, Journey};
use crate::sample::{
    DAY, MINUTE, NOW, completed_tag, entered, failure, invite_tag, jobtwine, journeys, left,
    note_link, noted,
};

const T: i64 = NOW - DAY;

fn last(evidence: &[Evidence], now_ms: i64) -> Journey {
    journeys(evidence, now_ms).pop().unwrap()
}

fn seen_in(journey: &Journey, stage: &str, entered_at_ms: i64) -> Option<Attention> {
    let (stage, trigger) = (StageId::from(stage), StageId::from("video"));
    let place = Place {
        stage: &stage,
        entered_at_ms,
        trigger: Some(&trigger),
    };
    attention(journey, &place)
}

fn item(journey: &Journey) -> Item {
    match seen_in(journey, "video", T) {
        Some(Attention::NeedsYou(item)) => item,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_state_asks_for_its_own() {
    let failed = failure(FailureCode::MissingEmail, T + MINUTE);
    let states = [
        ("moved", last(&[entered(T)], T)),
        ("no answer", last(&[entered(T)], NOW)),
        ("invited", last(&[entered(T), invite_tag(T + MINUTE)], NOW)),
        (
            "no video",
            last(&[entered(T), invite_tag(T + MINUTE)], NOW + 9 * DAY),
        ),
        ("failed", last(&[entered(T), failed], NOW)),
        (
            "video in",
            last(
                &[entered(T), noted(Fact::Completed, NOW), note_link(NOW)],
                NOW,
            ),
        ),
        ("no link", last(&[entered(T), completed_tag(T)], NOW)),
        (
            "expired",
            last(&[entered(T), noted(Fact::Expired, NOW)], NOW),
        ),
    ]
    .map(|(name, journey)| (name, seen_in(&journey, "video", T)));
    insta::assert_json_snapshot!("attention", states);
}

#[test]
fn nothing_was_asked_of_anybody_before_a_move() {
    assert_eq!(seen_in(&last(&[], NOW), "screen", T), None);
    // Ready is no item in the vendor's stage either: the history may not have been read yet.
    assert_eq!(seen_in(&last(&[], NOW), "video", T), None);
}

#[test]
fn moving_on_afterwards_answers_it() {
    let done = last(&[entered(T), noted(Fact::Completed, NOW)], NOW);
    assert_eq!(seen_in(&done, "onsite", NOW + 1), None);
    // Moved on first, finished later: nobody has decided about the video.
    assert!(seen_in(&done, "onsite", NOW - MINUTE).is_some());
    // A tag does not say when.
    let tagged = last(&[entered(T), completed_tag(NOW)], NOW);
    assert_eq!(seen_in(&tagged, "onsite", NOW - MINUTE), None);
    assert!(seen_in(&tagged, "video", T).is_some());
    // Nobody waits for a video of somebody who was moved on.
    let open = [entered(T), invite_tag(T + MINUTE)];
    for now_ms in [NOW, NOW + 9 * DAY] {
        assert!(seen_in(&last(&open, now_ms), "video", T).is_some());
        assert_eq!(seen_in(&last(&open, now_ms), "onsite", NOW), None);
    }
}

#[test]
fn an_old_tag_is_no_news_of_a_new_attempt() {
    let again = [
        entered(T - 9 * DAY),
        completed_tag(T - 8 * DAY),
        left(T - DAY),
        entered(T),
    ];
    let journey = last(&again, NOW);
    assert_eq!(journey.key.attempt, 2);
    assert_eq!(seen_in(&journey, "video", T), None);
}

#[test]
fn a_failure_read_better_is_the_same_and_a_second_one_is_not() {
    let other = item(&last(
        &[entered(T), failure(FailureCode::Other, T + MINUTE)],
        NOW,
    ));
    let named = item(&last(
        &[entered(T), failure(FailureCode::MissingEmail, T + MINUTE)],
        NOW,
    ));
    assert_eq!((&other.key, &other.version), (&named.key, &named.version));
    let anew = item(&last(
        &[entered(T), failure(FailureCode::MissingEmail, T + DAY / 2)],
        NOW,
    ));
    assert_eq!(anew.key, named.key);
    assert_ne!(anew.version, named.version);
    assert_eq!(named.key.text(), "o1/myinterview/1/1/invite_failed");
}

#[test]
fn a_link_that_comes_late_changes_the_reason_only() {
    let without = item(&last(&[entered(T), completed_tag(T)], NOW));
    let with = item(&last(&[entered(T), completed_tag(T), note_link(NOW)], NOW));
    assert_eq!(without.reason, Reason::VideoWithoutLink);
    assert_eq!(with.reason, Reason::VideoIn);
    assert_eq!((without.key, without.version), (with.key, with.version));
}

#[test]
fn who_is_waited_for() {
    let waits = |journey: &Journey| match seen_in(journey, "video", T) {
        Some(Attention::Waiting { on, .. }) => Some(on),
        _ => None,
    };
    assert_eq!(waits(&last(&[entered(T)], T)), Some(Actor::Vendor));
    let invited = last(&[entered(T), invite_tag(T + MINUTE)], NOW);
    assert_eq!(waits(&invited), Some(Actor::Candidate));
}

fn calm(now_ms: i64) -> Activity {
    Activity {
        now_ms,
        results: 0,
        noted_ms: None,
        changed_ms: T,
    }
}

#[test]
fn marks_put_an_item_where_the_person_wants_it() {
    let failed = item(&last(
        &[entered(T), failure(FailureCode::MissingEmail, T + MINUTE)],
        NOW,
    ));
    assert_eq!(failed.key.kind, ItemKind::InviteFailed);
    let version = failed.version.clone();
    let place = |marks: &Marks<'_>, now_ms| tab(&failed, marks, &calm(now_ms), Some(T));
    let unread = Tab::NeedsYou { unread: true };
    let read = Tab::NeedsYou { unread: false };
    let none = Marks::default();
    assert_eq!(place(&none, NOW), unread);
    let seen = Marks {
        seen: Some(&version),
        ..none
    };
    assert_eq!(place(&seen, NOW), read);
    let done = Marks {
        done: Some(&version),
        ..seen
    };
    assert_eq!(place(&done, NOW), Tab::Done);
    let earlier = Marks {
        done: Some("0"),
        seen: Some("0"),
        ..none
    };
    assert_eq!(place(&earlier, NOW), unread);
    let muted = Marks {
        muted: true,
        ..none
    };
    assert_eq!(place(&muted, NOW), Tab::Muted);

    let mut snooze = Snooze {
        version: version.clone(),
        since_ms: NOW,
        until: Until::Time { at_ms: NOW + DAY },
    };
    let snoozed = Marks {
        snooze: Some(&snooze),
        ..none
    };
    assert_eq!(place(&snoozed, NOW + DAY - 1), Tab::Snoozed);
    assert_eq!(place(&snoozed, NOW + DAY), unread);
    snooze.version = "0".to_owned();
    let outdated = Marks {
        snooze: Some(&snooze),
        ..none
    };
    assert_eq!(place(&outdated, NOW), unread);
}

#[test]
fn what_was_there_before_anybody_watched_is_not_unread() {
    let failed = item(&last(
        &[entered(T), failure(FailureCode::Other, T + MINUTE)],
        NOW,
    ));
    let read = Tab::NeedsYou { unread: false };
    let none = Marks::default();
    assert_eq!(tab(&failed, &none, &calm(NOW), None), read);
    assert_eq!(tab(&failed, &none, &calm(NOW), Some(NOW)), read);
    // Put off on purpose, it is news when it comes back.
    let snooze = Snooze {
        version: failed.version.clone(),
        since_ms: NOW,
        until: Until::Time { at_ms: NOW + DAY },
    };
    let back = Marks {
        snooze: Some(&snooze),
        ..none
    };
    let unread = Tab::NeedsYou { unread: true };
    assert_eq!(tab(&failed, &back, &calm(NOW + DAY), Some(NOW)), unread);
}

fn expert_item(evidence: &[Evidence], now_ms: i64) -> Option<Attention> {
    let journey = jobtwine::journeys(evidence, now_ms).pop().unwrap();
    let stage = StageId::from("experts");
    let place = Place {
        stage: &stage,
        entered_at_ms: T,
        trigger: Some(&stage),
    };
    attention(&journey, &place)
}

#[test]
fn an_experts_interview_asks_step_by_step() {
    let moved = jobtwine::entered(T);
    let wanted = jobtwine::slots_wanted(T + MINUTE, None);
    let given = jobtwine::slots_given(T + 2 * MINUTE);
    let booked = jobtwine::scheduled(T + 3 * MINUTE, jobtwine::sure(NOW + DAY), None);
    let feedback = jobtwine::feedback(NOW, Outcome::GoodFit, None);
    let steps = [
        ("slots wanted", vec![moved.clone(), wanted.clone()]),
        ("slots given", vec![moved.clone(), wanted, given]),
        ("booked", vec![moved.clone(), booked.clone()]),
        (
            "booked, not certain",
            vec![
                moved.clone(),
                jobtwine::scheduled(T + 3 * MINUTE, jobtwine::unsure(), None),
            ],
        ),
        ("feedback", vec![moved.clone(), booked, feedback]),
        (
            "no show",
            vec![moved.clone(), jobtwine::no_show(NOW, Party::Candidate)],
        ),
        (
            "called off",
            vec![moved, jobtwine::cancelled(NOW, Party::Client)],
        ),
    ]
    .map(|(name, evidence)| (name, expert_item(&evidence, NOW)));
    insta::assert_json_snapshot!("experts", steps);
}

#[test]
fn slots_asked_for_again_and_another_time_are_news() {
    let version = |evidence: &[Evidence]| match expert_item(evidence, NOW) {
        Some(Attention::NeedsYou(item)) => (item.key.text(), item.version),
        other => panic!("{other:?}"),
    };
    let moved = jobtwine::entered(T);
    let wanted = jobtwine::slots_wanted(T + MINUTE, None);
    let first = version(&[moved.clone(), wanted.clone()]);
    let given = jobtwine::slots_given(T + 2 * MINUTE);
    let anew = jobtwine::slots_wanted(T + 9 * MINUTE, None);
    let second = version(&[moved.clone(), wanted, given, anew]);
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1);

    let booked = jobtwine::scheduled(T + MINUTE, jobtwine::sure(NOW + DAY), None);
    let before = version(&[moved.clone(), booked.clone()]);
    let moved_to = jobtwine::rescheduled(T + 2 * MINUTE, jobtwine::sure(NOW + 2 * DAY));
    let after = version(&[moved, booked, moved_to]);
    assert_eq!(before.0, after.0);
    assert_ne!(before.1, after.1);
}

proptest! {
    /// Time alone never takes an item away, and never changes what was done.
    #[test]
    fn a_done_item_stays_done(later in 0i64..90 * DAY, at in T..NOW) {
        let evidence = [entered(T), failure(FailureCode::Other, at)];
        let now = item(&last(&evidence, NOW));
        let then = item(&last(&evidence, NOW + later));
        let marks = Marks { done: Some(&now.version), ..Marks::default() };
        prop_assert_eq!(tab(&then, &marks, &calm(NOW + later), Some(T)), Tab::Done);
    }
}
