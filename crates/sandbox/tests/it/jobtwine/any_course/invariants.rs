//! What must hold.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::Course;

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// What must hold of the store at any time.
pub(super) fn defined(state: &Value) -> Result<(), TestCaseError> {
    prop_assert_eq!(&state["undefined"], &json!([]));
    let mut seen = BTreeSet::new();
    let mut open = BTreeSet::new();
    let mut booked: Vec<(&str, i64, i64)> = Vec::new();
    for one in list(state, "interviews") {
        let word = one["state"].as_str().unwrap();
        let has = |name: &str| !one[name].is_null();
        let person = one["opportunity"].as_str().unwrap();
        if word == "ignored" {
            prop_assert!(has("code") && !has("link"), "{}", one);
            continue;
        }
        prop_assert!(
            seen.insert((person, one["round"].as_u64(), one["attempt"].as_u64())),
            "twice: {}",
            one
        );
        let started = one["asked"].as_u64().unwrap() > 0;
        prop_assert_eq!(has("link"), started, "{}", one);
        prop_assert_eq!(has("invited_at"), started, "{}", one);
        let slots = !list(one, "slots").is_empty();
        let (claim, over) = (has("claim"), has("ended_at"));
        let fits = match word {
            "awaiting_rounds" => !started && !claim && !slots && !over,
            "pending_slots" | "interviewer_no_show" => started && !claim && !slots && !over,
            "slots_given" => started && !claim && slots && !over,
            "scheduled" | "in_progress" => claim && !over && !has("held_at"),
            "pending_feedback" => claim && has("held_at") && !over && !has("feedback"),
            "feedback_ready" => {
                claim && has("held_at") && has("feedback") && has("outcome") && has("feedback_at")
            }
            "candidate_no_show" => claim && over && !has("held_at"),
            "cancelled_by_candidate" | "cancelled_by_client" => over && !has("held_at"),
            "expired" => over && !claim,
            _ => false,
        };
        prop_assert!(fits, "{}: {}", word, one);
        prop_assert_eq!(has("outcome"), word == "feedback_ready");
        let chip = match word {
            "scheduled" | "in_progress" => json!("Scheduled"),
            "pending_feedback" => json!("Pending Feedback Review"),
            "candidate_no_show" => json!("Candidate No Show"),
            "cancelled_by_candidate" => json!("Cancelled by Candidate"),
            "feedback_ready" => one["chip"].clone(),
            _ => Value::Null,
        };
        prop_assert_eq!(&one["chip"], &chip);
        let is_open = matches!(
            word,
            "awaiting_rounds"
                | "pending_slots"
                | "slots_given"
                | "interviewer_no_show"
                | "scheduled"
                | "in_progress"
                | "pending_feedback"
        );
        prop_assert!(
            !is_open || open.insert(person),
            "two open attempts: {}",
            one
        );
        if claim {
            let at = |name: &str| one["claim"][name].as_i64().unwrap();
            let slot = |name: &str| one["claim"]["slot"][name].as_i64().unwrap();
            prop_assert!(
                slot("start") > at("at"),
                "taken when it had passed: {}",
                one
            );
            prop_assert_eq!(
                slot("end") - slot("start"),
                one["minutes"].as_i64().unwrap() * 60_000
            );
            if matches!(word, "scheduled" | "in_progress") {
                booked.push((
                    one["claim"]["interviewer"].as_str().unwrap(),
                    slot("start"),
                    slot("end"),
                ));
            }
        }
    }
    for (place, one) in booked.iter().enumerate() {
        for other in &booked[place + 1..] {
            let apart = one.2 <= other.1 || other.2 <= one.1;
            prop_assert!(
                apart || one.0 != other.0,
                "in two places: {:?} {:?}",
                one,
                other
            );
        }
    }
    Ok(())
}

/// What must hold between the store, the outbox and Lever once everything is written.
pub(super) async fn fits(course: &Course, state: &Value) -> Result<(), TestCaseError> {
    let bench = &course.bench;
    for id in &course.people {
        let attempts: Vec<&Value> = list(state, "interviews")
            .iter()
            .filter(|one| one["opportunity"] == **id && one["state"] != "ignored")
            .collect();
        let mails = bench.mail(id).await;
        let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &attempts {
            let said: Vec<&str> = list(one, "said")
                .iter()
                .map(|said| said["kind"].as_str().unwrap())
                .collect();
            for kind in &said {
                *wanted.entry(kind).or_default() += 1;
            }
            let Some(link) = one["link"].as_str() else {
                continue;
            };
            let mailed = mails
                .iter()
                .filter(|(purpose, mail)| {
                    purpose == "invite" && mail["body"].as_str().unwrap().contains(link)
                })
                .count() as u64;
            prop_assert!(mailed <= one["sent"].as_u64().unwrap(), "{}", one);
            if course.gone.contains(id) {
                continue;
            }
            prop_assert_eq!(&one["owed"], &json!([]), "{}", one);
            // The last word to Lever is about the state that it is in.
            let last = said.last().copied().unwrap_or("nothing");
            let fitting: &[&str] = match one["state"].as_str().unwrap() {
                "awaiting_rounds" => &["awaiting_rounds"],
                "pending_slots" | "interviewer_no_show" => &["slots_wanted", "no_taker"],
                "slots_given" => &["slots_wanted", "no_taker", "scheduled", "rescheduled"],
                "scheduled" | "in_progress" => &["scheduled", "rescheduled"],
                "pending_feedback" => &["feedback_pending"],
                "feedback_ready" => &["feedback"],
                "candidate_no_show" => &["no_show"],
                "expired" => &["expired"],
                _ => &["cancelled"],
            };
            prop_assert!(
                fitting.contains(&last),
                "{} after {}: {}",
                one["state"],
                last,
                one
            );
        }
        // Each kind of mail has its kind of note; a mail is left out only where there is no address.
        for (purpose, kinds) in [
            ("scheduled", &["scheduled"] as &[&str]),
            ("rescheduled", &["rescheduled"]),
            ("cancelled", &["cancelled"]),
        ] {
            let count = mails.iter().filter(|(one, _)| one == purpose).count();
            let most: usize = kinds.iter().filter_map(|kind| wanted.get(kind)).sum();
            prop_assert!(
                count <= most || course.gone.contains(id),
                "{}: {} mails, {} notes",
                purpose,
                count,
                most
            );
        }
        if course.gone.contains(id) {
            continue;
        }
        let one = bench.get(&format!("/opportunities/{id}")).await;
        prop_assert_eq!(
            one["stage"].as_str().unwrap(),
            course.places[id].as_str(),
            "the vendor moves nobody"
        );
        if course.meddled.contains(id) {
            continue;
        }
        let text = |note: &Value| note["fields"][0]["value"].as_str().unwrap().to_owned();
        let mut there: Vec<String> = bench.notes(id).await.iter().map(text).collect();
        let all = list(state, "interviews")
            .iter()
            .filter(|one| one["opportunity"] == **id);
        let mut kept: Vec<String> = all
            .flat_map(|one| list(one, "said"))
            .map(|said| said["text"].as_str().unwrap().to_owned())
            .collect();
        there.sort();
        kept.sort();
        prop_assert_eq!(there, kept, "Lever has the notes that the vendor remembers");
    }
    Ok(())
}
