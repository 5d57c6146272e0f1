//! What can happen to the vendor.

use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Clone, Debug)]
pub(super) enum Event {
    Enter,
    Leave,
    Archive(bool),
    Open,
    Submit,
    Act(&'static str),
    Emails(&'static [&'static str]),
    PostingTags(&'static [&'static str]),
    TakeTag,
    DropNote,
    Doubled,
    Late(bool),
    Deaf(bool),
    Revoke,
    Connect,
    Jump(i64),
    Faults(Value),
    Switch(Value),
}

pub(super) fn event() -> impl Strategy<Value = Event> {
    let switches = prop_oneof![
        Just(json!({ "hearing": { "twice": true } })),
        Just(json!({ "hearing": { "loses": 1 } })),
        Just(json!({ "hearing": { "jitter_seconds": 2 } })),
        Just(json!({ "open_reentry": "nothing" })),
        Just(json!({ "open_reentry": "same_link" })),
        Just(json!({ "open_reentry": "new_invitation" })),
        Just(json!({ "reinvite_completed": true })),
        Just(json!({ "reinvite_completed": false })),
        Just(json!({ "on_archived": "cancel" })),
        Just(json!({ "on_archived": "hide" })),
        Just(json!({ "on_archived": "keep" })),
        Just(json!({ "break_after": "add_tag" })),
        Just(json!({ "break_after": "note" })),
        Just(json!({ "break_at_once": true })),
        Just(json!({ "recovery": "by_itself" })),
        Just(json!({ "recovery": "next_look" })),
        Just(json!({ "fail_next": true })),
        Just(json!({ "on_revoked": "everything_stops" })),
        Just(json!({ "completion_order": ["note", "add_tag", "link", "remove_tag"] })),
    ];
    let faults = prop_oneof![
        Just(json!({ "lost_answers": 1 })),
        Just(json!({ "lost_answers": 6 })),
        Just(json!({ "unavailable": 1 })),
        Just(json!({ "unavailable": 6 })),
        Just(json!({ "too_many": 2 })),
        Just(json!({ "html": 1 })),
    ];
    prop_oneof![
        6 => Just(Event::Enter),
        3 => Just(Event::Leave),
        2 => any::<bool>().prop_map(Event::Archive),
        2 => Just(Event::Open),
        3 => Just(Event::Submit),
        2 => prop_oneof![Just("expire"), Just("resume"), Just("clicked"), Just("complete")].prop_map(Event::Act),
        1 => prop_oneof![
            Just(&[] as &[&str]),
            Just(&["nonsense"] as &[&str]),
            Just(&["ana@example.com"] as &[&str]),
        ].prop_map(Event::Emails),
        1 => prop_oneof![
            Just(&["myInterview:Lever Demo"] as &[&str]),
            Just(&["myInterview:First Look Engineering"] as &[&str]),
            Just(&["myInterview:nothing"] as &[&str]),
            Just(&["myInterview:Lever Demo", "myInterview:General Screening"] as &[&str]),
            Just(&[] as &[&str]),
        ].prop_map(Event::PostingTags),
        1 => Just(Event::TakeTag),
        1 => Just(Event::DropNote),
        1 => Just(Event::Doubled),
        1 => any::<bool>().prop_map(Event::Late),
        1 => any::<bool>().prop_map(Event::Deaf),
        1 => Just(Event::Revoke),
        1 => Just(Event::Connect),
        2 => prop_oneof![Just(1), Just(30), Just(24 * 6)].prop_map(Event::Jump),
        2 => faults.prop_map(Event::Faults),
        2 => switches.prop_map(Event::Switch),
    ]
}
