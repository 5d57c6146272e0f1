//! Any event in any state: the vendor's store never reaches a state that no rule allows, nobody is asked twice for the same
//! round and attempt, no interviewer is in two places, nothing moves a stage, and what is kept fits mails and notes.

mod events;
mod invariants;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::bench::{Bench, HOUR, settings};
use events::{Event, event};
use invariants::{defined, fits};

const PEOPLE: usize = 3;

struct Course {
    bench: Bench,
    people: Vec<String>,
    /// Where people last put them.
    places: BTreeMap<String, String>,
    meddled: BTreeSet<String>,
    gone: BTreeSet<String>,
    deliveries: usize,
}

impl Course {
    async fn start() -> Self {
        let bench = Bench::with(settings()).await;
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(bench.person().await);
        }
        let neutral = bench.neutral.clone();
        Self {
            places: people
                .iter()
                .map(|id| (id.clone(), neutral.clone()))
                .collect(),
            people,
            bench,
            meddled: BTreeSet::new(),
            gone: BTreeSet::new(),
            deliveries: 0,
        }
    }

    async fn act(&self, id: &str, action: &str, body: Value) {
        let path = format!("/jobtwine/{id}/{action}");
        let (status, answer) = self.bench.console(&path, body).await;
        assert!([200, 400].contains(&status), "{action}: {status} {answer}");
    }

    async fn place(&mut self, id: &str, stage: String) {
        self.bench.to_stage(id, &stage).await;
        self.places.insert(id.to_owned(), stage);
    }

    async fn play(&mut self, who: usize, event: Event) {
        let id = self.people[who].clone();
        if self.gone.contains(&id)
            && !matches!(event, Event::Act(..) | Event::Page | Event::Press(_))
        {
            return;
        }
        let stage = self.bench.info("stage_id");
        let bench = &self.bench;
        match event {
            Event::Enter => self.place(&id, stage).await,
            Event::Leave => self.place(&id, self.bench.neutral.clone()).await,
            Event::Archive(archived) => {
                let body = json!({ "archived": archived });
                bench
                    .must(&format!("/opportunities/{id}/archived"), body)
                    .await;
            }
            Event::Delete => {
                bench
                    .must(&format!("/opportunities/{id}/delete"), json!({}))
                    .await;
                self.gone.insert(id);
            }
            Event::Slots(hours, by) => {
                let now = bench.now().await;
                let starts: Vec<i64> = hours.iter().map(|hour| now + hour * HOUR).collect();
                self.act(&id, "slots", json!({ "slots": starts, "by": by }))
                    .await;
            }
            Event::Move(hours) => {
                let now = bench.now().await;
                let starts: Vec<i64> = hours.iter().map(|hour| now + hour * HOUR).collect();
                let body = match starts.as_slice() {
                    [one] => json!({ "to": one }),
                    more => json!({ "slots": more }),
                };
                self.act(&id, "reschedule", body).await;
            }
            Event::Act(action, body) => self.act(&id, action, body).await,
            Event::Page | Event::Press(_) => {
                let latest = bench.attempts(&id).await.pop();
                let link = latest.map(|one| one["link"].clone());
                if let Some(Value::String(link)) = link {
                    let request = match event {
                        Event::Press(form) => bench
                            .http
                            .post(link)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .body(form),
                        _ => bench.http.get(link),
                    };
                    let status = request.send().await.unwrap().status().as_u16();
                    assert!([200, 409, 410, 422, 503].contains(&status), "{status}");
                }
            }
            Event::Emails(emails) => bench.running.lever.act(|world, _| {
                let contact = world.opportunities[&id].contact.clone();
                let known = world.contacts.get_mut(&contact).unwrap();
                known.emails = emails.iter().map(|one| (*one).to_owned()).collect();
            }),
            Event::Tagged(tagged) => {
                let tag = if tagged { "JobTwine" } else { "Remote" };
                bench.tag_posting(&bench.posting, &[tag]).await;
            }
            Event::Rounds(count) => {
                let rounds: Vec<Value> = (0..count)
                    .map(|n| json!({ "name": format!("Round {n}") }))
                    .collect();
                bench.rounds(&bench.posting, json!(rounds)).await;
            }
            Event::DropNote => {
                self.meddled.insert(id.clone());
                bench.running.lever.act(|world, _| {
                    if let Some(notes) = world.notes.get_mut(&id) {
                        notes.pop();
                    }
                });
            }
            Event::Doubled | Event::Late(_) => {
                self.deliveries += 1;
                let token = format!("again-{}", self.deliveries);
                let (from, to) = match event {
                    Event::Late(false) => (stage, self.bench.neutral.clone()),
                    _ => (self.bench.neutral.clone(), stage),
                };
                let data = json!({ "opportunityId": id, "fromStageId": from, "toStageId": to });
                for _ in 0..2 {
                    assert_eq!(bench.deliver(&token, data.clone()).await, 200);
                }
            }
            Event::Deaf(deaf) => {
                let verb = if deaf { "off" } else { "on" };
                bench
                    .must(&format!("/webhooks/all/{verb}"), json!({}))
                    .await;
            }
            Event::Revoke => {
                bench.console("/grants/JobTwine/revoke", json!({})).await;
            }
            Event::Connect => {
                bench.console("/jobtwine/connect", json!({})).await;
            }
            Event::Poll => {
                bench.console("/jobtwine/poll", json!({})).await;
            }
            Event::Jump(hours) => bench.jump(hours * HOUR).await,
            Event::Faults(plan) => {
                bench.must("/faults", plan).await;
            }
            Event::Switch(patch) => bench.switch(patch).await,
        }
    }

    /// Everything is well again, and what was owed has been written.
    async fn settle(&self) -> Value {
        let bench = &self.bench;
        bench.must("/faults", json!({})).await;
        bench
            .switch(json!({ "break_before": null, "hearing": {} }))
            .await;

        // Who is still trying to do something tries again half a minute later.
        for _ in 0..500 {
            let vendor = bench.vendor().await;
            if vendor["busy"] == 0 && vendor["later"] == 0 {
                break;
            }
            bench.jump(31_000).await;
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        bench.still().await;
        bench.must("/jobtwine/connect", json!({})).await;
        bench.must("/jobtwine/poll", json!({})).await;
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
        events in proptest::collection::vec((0..PEOPLE, event()), 8..50),
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
