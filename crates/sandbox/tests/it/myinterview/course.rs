//! Any event in any state: the vendor's store never reaches a state that no rule allows, nobody is invited twice by accident,
//! and what it keeps fits what was mailed and what stands in Lever.

mod events;
mod invariants;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::bench::{Bench, settings};
use events::{Event, event};
use invariants::{defined, fits};

const PEOPLE: usize = 3;

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
                    .await;
            }
            Event::Leave => {
                self.colleague(&id, "stage", stage("neutral_stage_id"))
                    .await;
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
            .switch(json!({ "break_after": null, "break_at_once": false, "recovery": "next_look", "hearing": {} }))
            .await;
        for _ in 0..500 {
            let vendor = bench.vendor().await;
            if vendor["busy"] == 0 && vendor["later"] == 0 {
                break;
            }
            bench.console("/clock/jump", json!({ "ms": 31_000 })).await;
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        // Whoever is still trying meets a Lever that answers.
        bench.still().await;
        let (status, answer) = bench.console("/myinterview/connect", json!({})).await;
        assert_eq!(status, 200, "{answer}");
        bench.still().await
    }
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
