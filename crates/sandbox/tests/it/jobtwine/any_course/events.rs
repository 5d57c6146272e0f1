//! What can happen to the vendor.

use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub(super) enum Event {
    Enter,
    Leave,
    Archive(bool),
    Delete,
    /// Starts in hours from now.
    Slots(&'static [i64], &'static str),
    Move(&'static [i64]),
    Act(&'static str, Value),
    Page,
    Press(&'static str),
    Emails(&'static [&'static str]),
    Tagged(bool),
    Rounds(usize),
    DropNote,
    Doubled,
    Late(bool),
    Deaf(bool),
    Revoke,
    Connect,
    Poll,
    Jump(i64),
    Faults(Value),
    Switch(Value),
}

fn action() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(("self_schedule", json!({}))),
        3 => Just(("claim", json!({}))),
        1 => Just(("claim", json!({ "slot": 0 }))),
        1 => Just(("claim", json!({ "slot": 1, "interviewer": "Elif Karaca" }))),
        2 => Just(("refuse", json!({}))),
        4 => Just(("hold", json!({}))),
        4 => Just(("feedback", json!({}))),
        1 => Just(("cancel", json!({ "by": "candidate" }))),
        1 => Just(("cancel", json!({ "by": "client" }))),
        1 => Just(("reschedule", json!({}))),
        1 => Just(("no_show", json!({ "who": "candidate" }))),
        2 => Just(("no_show", json!({ "who": "interviewer" }))),
        1 => Just(("expire", json!({}))),
        1 => Just(("resume", json!({}))),
    ]
    .prop_map(|(action, body)| Event::Act(action, body))
}

fn switch() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(json!({ "hearing": { "twice": true } })),
        Just(json!({ "hearing": { "loses": 1 } })),
        Just(json!({ "hearing": { "jitter_seconds": 2 } })),
        Just(json!({ "note_score": "no" })),
        Just(json!({ "first_claim": "fails" })),
        Just(json!({ "first_claim": "succeeds" })),
        Just(json!({ "on_leave": "cancel_all" })),
        Just(json!({ "on_leave": "keep" })),
        Just(json!({ "on_archived": "keep" })),
        Just(json!({ "on_archived": "stop" })),
        Just(json!({ "on_untagged": "cancel" })),
        Just(json!({ "round_rule": "consecutive" })),
        Just(json!({ "round_rule": "first_only" })),
        Just(json!({ "without_rounds": "drop" })),
        Just(json!({ "reentry": "send_again" })),
        Just(json!({ "slot_link": "one_each" })),
        Just(json!({ "break_before": "note" })),
        Just(json!({ "break_before": "panel" })),
        Just(json!({ "panel": true })),
        Just(json!({ "link_hours": 5 })),
    ]
    .prop_map(Event::Switch)
}

pub(super) fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => Just(Event::Enter),
        3 => Just(Event::Leave),
        2 => any::<bool>().prop_map(Event::Archive),
        1 => Just(Event::Delete),
        3 => prop_oneof![
            Just((&[30_i64] as &[i64], "candidate")),
            Just((&[2, 50_i64] as &[i64], "client")),
            Just((&[26, 27, 28_i64] as &[i64], "candidate")),
            Just((&[-1_i64] as &[i64], "candidate")),
        ].prop_map(|(hours, by)| Event::Slots(hours, by)),
        1 => prop_oneof![Just(&[40_i64] as &[i64]), Just(&[41, 60_i64] as &[i64])].prop_map(Event::Move),
        12 => action(),
        2 => Just(Event::Page),
        2 => prop_oneof![
            Just("action=choose&offer=1"),
            Just("action=cancel&by=candidate"),
            Just("action=reschedule"),
            Just("action=slots&slot=2999-01-01T10%3A00&zone=UTC"),
        ].prop_map(Event::Press),
        1 => prop_oneof![Just(&[] as &[&str]), Just(&["ana@example.com"] as &[&str])].prop_map(Event::Emails),
        1 => any::<bool>().prop_map(Event::Tagged),
        1 => (0_usize..3).prop_map(Event::Rounds),
        1 => Just(Event::DropNote),
        1 => Just(Event::Doubled),
        1 => any::<bool>().prop_map(Event::Late),
        1 => any::<bool>().prop_map(Event::Deaf),
        1 => Just(Event::Revoke),
        1 => Just(Event::Connect),
        1 => Just(Event::Poll),
        2 => prop_oneof![Just(1), Just(30), Just(24 * 8)].prop_map(Event::Jump),
        2 => prop_oneof![
            Just(json!({ "lost_answers": 1 })),
            Just(json!({ "lost_answers": 6 })),
            Just(json!({ "unavailable": 1 })),
            Just(json!({ "unavailable": 6 })),
            Just(json!({ "too_many": 2 })),
            Just(json!({ "html": 1 })),
        ].prop_map(Event::Faults),
        3 => switch(),
    ]
}
