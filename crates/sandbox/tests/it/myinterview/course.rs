//! Any event in any state: the vendor's store never reaches a state that no rule allows, nobody is invited twice by accident,
//! and what it keeps fits what was mailed and what stands in Lever.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::bench::{Bench, settings};

const PEOPLE: usize = 3;

#[derive(Clone, Debug)]
enum Event {
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

fn event() -> impl Strategy<Value = Event> {
    let switches = prop_oneof![
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

/// What people did to Lever besides.
#[derive(Default)]
struct Meddled {
    tags: bool,
    notes: bool,
}

struct Course {
    bench: Bench,
    people: Vec<String>,
    meddled: BTreeMap<String, Meddled>,
    deliveries: usize,
}

impl Course {
    async fn start() -> Self {
        let bench = Bench::with(settings()).await;
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(bench.reachable().await);
        }
        Self {
            bench,
            people,
            meddled: BTreeMap::new(),
            deliveries: 0,
        }
    }

    async fn colleague(&self, id: &str, what: &str, body: Value) {
        let (status, answer) = self
            .bench
            .console(&format!("/opportunities/{id}/{what}"), body)
            .await;
        assert_eq!(status, 200, "{what}: {answer}");
    }

    async fn play(&mut self, who: usize, event: Event) {
        let id = self.people[who].clone();
        let bench = &self.bench;
        let stage = |name: &str| json!({ "stage": bench.info(name) });
        match event {
            Event::Enter => {
                self.colleague(&id, "stage", stage("trigger_stage_id"))
                    .await
            }
            Event::Leave => {
                self.colleague(&id, "stage", stage("neutral_stage_id"))
                    .await
            }
            Event::Archive(archived) => {
                let body = json!({ "archived": archived });
                self.colleague(&id, "archived", body).await;
            }
            Event::Open | Event::Submit => {
                let link = bench
                    .attempts(&id)
                    .await
                    .pop()
                    .map(|one| one["link"].clone());
                if let Some(Value::String(link)) = link {
                    let request = match event {
                        Event::Open => bench.http.get(link),
                        _ => bench.http.post(link),
                    };
                    let status = request.send().await.unwrap().status().as_u16();
                    assert!([200, 410].contains(&status), "{status}");
                }
            }
            Event::Act(action) => {
                let status = bench.act(&id, action).await;
                assert!([200, 400].contains(&status), "{action}: {status}");
            }
            Event::Emails(emails) => {
                let contact = bench.running.lever.act(|world, _| {
                    let contact = world.opportunities[&id].contact.clone();
                    let known = world.contacts.get_mut(&contact).unwrap();
                    known.emails = emails.iter().map(|one| (*one).to_owned()).collect();
                    contact
                });
                assert!(!contact.is_empty());
            }
            Event::PostingTags(tags) => {
                let path = format!("/postings/{}/tags", bench.posting);
                assert_eq!(bench.console(&path, json!({ "tags": tags })).await.0, 200);
            }
            Event::TakeTag => {
                self.meddled.entry(id.clone()).or_default().tags = true;
                let tags = bench.running.lever.look(|world| {
                    let tags = &world.opportunities[&id].tags;
                    tags.iter()
                        .filter(|tag| tag.contains(": "))
                        .cloned()
                        .collect::<Vec<_>>()
                });
                self.colleague(&id, "tags", json!({ "remove": tags })).await;
            }
            Event::DropNote => {
                self.meddled.entry(id.clone()).or_default().notes = true;
                bench.running.lever.act(|world, _| {
                    if let Some(notes) = world.notes.get_mut(&id) {
                        notes.pop();
                    }
                });
            }
            Event::Doubled => {
                // The same token twice: Lever's retry.
                self.deliveries += 1;
                let token = format!("doubled-{}", self.deliveries);
                let data = json!({ "opportunityId": id, "toStageId": "elsewhere" });
                for _ in 0..2 {
                    let status = bench
                        .deliver("candidateStageChange", &token, data.clone())
                        .await;
                    assert_eq!(status, 200);
                }
            }
            Event::Late(archived) => {
                self.deliveries += 1;
                let token = format!("late-{}", self.deliveries);
                let data = json!({ "opportunityId": id, "toArchived": null });
                if archived {
                    bench.deliver("candidateArchiveChange", &token, data).await;
                } else {
                    let data =
                        json!({ "opportunityId": id, "toStageId": bench.info("trigger_stage_id") });
                    bench.deliver("candidateStageChange", &token, data).await;
                }
            }
            Event::Deaf(deaf) => {
                let verb = if deaf { "off" } else { "on" };
                bench
                    .console(&format!("/webhooks/all/{verb}"), json!({}))
                    .await;
            }
            Event::Revoke => {
                bench.console("/grants/myInterview/revoke", json!({})).await;
            }
            Event::Connect => {
                bench.console("/myinterview/connect", json!({})).await;
            }
            Event::Jump(hours) => bench.jump_hours(hours).await,
            Event::Faults(plan) => {
                assert_eq!(bench.console("/faults", plan).await.0, 200);
            }
            Event::Switch(patch) => bench.switch(patch).await,
        }
    }

    /// Everything is well again, and what was owed has been written.
    async fn settle(&self) -> Value {
        let bench = &self.bench;
        bench.console("/faults", json!({})).await;
        bench
            .switch(json!({ "break_after": null, "break_at_once": false, "recovery": "next_look" }))
            .await;
        // Whoever is still trying meets a Lever that answers.
        bench.still().await;
        let (status, answer) = bench.console("/myinterview/connect", json!({})).await;
        assert_eq!(status, 200, "{answer}");
        bench.still().await
    }
}

fn list<'a>(state: &'a Value, pointer: &str) -> &'a [Value] {
    state
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// What must hold of the store at any time.
fn defined(state: &Value) -> Result<(), TestCaseError> {
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
async fn fits(course: &Course, state: &Value) -> Result<(), TestCaseError> {
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

/// A few by default; more by `PROPTEST_CASES`.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|count| count.parse().ok()).unwrap_or(16)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_course_of_events_leads_where_no_rule_leads(
        events in proptest::collection::vec((0..PEOPLE, event()), 8..45),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut course = Course::start().await;
            for (who, event) in events {
                course.play(who, event).await;
                defined(&course.bench.vendor().await)?;
            }
            let state = course.settle().await;
            defined(&state)?;
            fits(&course, &state).await
        })?;
    }
}
