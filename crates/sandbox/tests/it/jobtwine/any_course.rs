//! Any event in any state: the vendor's store never reaches a state that no rule allows, nobody is asked twice for the same
//! round and attempt, no interviewer is in two places, nothing moves a stage, and what is kept fits mails and notes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use super::bench::{Bench, HOUR, settings};

const PEOPLE: usize = 3;

#[derive(Clone, Debug)]
enum Event {
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

fn event() -> impl Strategy<Value = Event> {
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
        bench.switch(json!({ "break_before": null })).await;
        bench.still().await;
        bench.must("/jobtwine/connect", json!({})).await;
        bench.must("/jobtwine/poll", json!({})).await;
        bench.still().await
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// What must hold of the store at any time.
fn defined(state: &Value) -> Result<(), TestCaseError> {
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
async fn fits(course: &Course, state: &Value) -> Result<(), TestCaseError> {
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
