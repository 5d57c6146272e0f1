//! What must hold.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::{Course, Meddled};

fn list<'a>(state: &'a Value, pointer: &str) -> &'a [Value] {
    state
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What must hold of the store at any time.
pub(super) fn defined(state: &Value) -> Result<(), TestCaseError> {
    prop_assert_eq!(&state["undefined"], &json!([]));
    let mut seen = BTreeMap::new();
    let mut open = BTreeMap::<&str, u32>::new();
    for one in list(state, "/interviews") {
        let word = one["state"].as_str().unwrap();
        let has = |name: &str| !one[name].is_null();
        let key = (
            one["opportunity"].as_str().unwrap(),
            one["attempt"].as_u64().unwrap(),
        );
        prop_assert!(seen.insert(key, ()).is_none(), "an attempt twice: {}", one);
        let invited = matches!(
            word,
            "invited" | "clicked" | "completed" | "expired" | "cancelled"
        );
        for name in ["invited_at", "deadline", "link", "tag", "job"] {
            prop_assert!(has(name) == invited, "{}: {}", name, one);
        }
        prop_assert_eq!(one["sent"].as_u64().unwrap() > 0, invited);
        prop_assert_eq!(has("completed_at"), word == "completed");
        prop_assert_eq!(has("video"), word == "completed");
        if matches!(word, "failed" | "silent" | "ignored") {
            prop_assert!(has("code"), "{}", one);
        }
        if matches!(word, "invited" | "clicked") {
            *open.entry(key.0).or_default() += 1;
        }
    }
    prop_assert!(
        open.values().all(|count| *count <= 1),
        "two open invitations: {:?}",
        open
    );
    let mut postings: Vec<&Value> = list(state, "/jobs")
        .iter()
        .map(|job| &job["external_id"])
        .collect();
    let all = postings.len();
    postings.dedup();
    prop_assert_eq!(postings.len(), all, "a posting has one job");
    Ok(())
}

/// What must hold between the store, the outbox and Lever once everything is written.
pub(super) async fn fits(course: &Course, state: &Value) -> Result<(), TestCaseError> {
    let untouched = Meddled::default();
    for id in &course.people {
        let attempts: Vec<&Value> = list(state, "/interviews")
            .iter()
            .filter(|one| one["opportunity"] == **id)
            .collect();
        for one in &attempts {
            prop_assert_eq!(&one["owed"], &json!([]), "{}", one);
            prop_assert_eq!(&one["owed_tags"], &json!([]), "{}", one);
            prop_assert!(one["owed_note"].is_null(), "{}", one);
        }
        let mails = |purpose: &str| {
            let ours = |mail: &&Value| mail["opportunity"] == **id && mail["purpose"] == purpose;
            list(state, "/outbox/mail")
                .iter()
                .filter(ours)
                .collect::<Vec<_>>()
        };
        for one in attempts.iter().filter(|one| !one["link"].is_null()) {
            let link = one["link"].as_str().unwrap();
            let holds = |mail: &&&Value| mail["body"].as_str().unwrap().contains(link);
            let sent = mails("invite").iter().filter(holds).count() as u64;
            prop_assert_eq!(
                sent,
                one["sent"].as_u64().unwrap(),
                "mailed as often as kept: {}",
                one
            );
        }
        let invites = attempts
            .iter()
            .map(|one| one["sent"].as_u64().unwrap())
            .sum::<u64>();
        prop_assert_eq!(mails("invite").len() as u64, invites);
        let completed: Vec<&&Value> = attempts
            .iter()
            .filter(|one| one["state"] == "completed")
            .collect();
        prop_assert_eq!(mails("thank_you").len(), completed.len());
        let reminders: usize = attempts
            .iter()
            .map(|one| list(one, "/reminders").len())
            .sum();
        prop_assert_eq!(mails("reminder").len(), reminders);

        let meddled = course.meddled.get(id).unwrap_or(&untouched);
        let texts = course.bench.note_texts(id).await;
        let failed = attempts
            .iter()
            .filter(|one| one["state"] == "failed")
            .count();
        if !meddled.notes {
            prop_assert_eq!(
                texts.len(),
                failed + completed.len(),
                "{:?} {:?}",
                texts,
                attempts
            );
        }
        let links = course.bench.opportunity(id).await["links"].take();
        for one in &completed {
            let review = one["review"].as_str().unwrap();
            let noted = texts.iter().filter(|text| text.contains(review)).count();
            prop_assert!(noted == 1 || (meddled.notes && noted == 0), "{:?}", texts);
            let kept = links
                .as_array()
                .unwrap()
                .iter()
                .filter(|link| **link == review)
                .count();
            prop_assert_eq!(kept, 1, "{}", links);
        }
        let tags = course.bench.status_tags(id).await;
        let invited: Vec<&&Value> = attempts
            .iter()
            .filter(|one| !one["tag"].is_null())
            .collect();
        if !meddled.tags
            && let [one] = invited.as_slice()
        {
            prop_assert_eq!(&json!(tags), &json!([one["tag"]]));
        }
        for tag in &tags {
            prop_assert!(
                invited.iter().any(|one| one["tag"] == **tag),
                "{} of nobody: {:?}",
                tag,
                invited
            );
        }
    }
    Ok(())
}
