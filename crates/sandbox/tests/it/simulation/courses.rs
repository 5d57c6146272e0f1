//! Each vendor's whole course, twice.

use fulcrum_sandbox::myinterview::status_tag::{COMPLETED, INVITED};
use serde_json::{Value, json};

use super::bench::{Bench, MINUTE, START, settings};

/// A recruiter moves a candidate into the vendor's stage; the candidate is invited, opens the link, hands in.
fn video_course(seed: u64) -> (Bench, String) {
    let bench = Bench::new(settings(seed));
    let id = bench.person("myInterview:Lever Demo");
    bench.move_to(&id, &bench.info()["myinterview"]["trigger_stage_id"]);
    bench.simulation.advance(MINUTE);
    let tags = bench.tags(&id);
    assert!(
        INVITED
            .iter()
            .any(|tag| tags.iter().any(|known| known == tag)),
        "{tags:?}"
    );
    bench.post(&format!("/console/myinterview/{id}/clicked"), &json!({}));
    bench.simulation.advance(20 * MINUTE);
    bench.post(&format!("/console/myinterview/{id}/complete"), &json!({}));
    bench.simulation.advance(MINUTE);
    (bench, id)
}

/// A recruiter moves a candidate into the vendor's stage and gives slots; an interviewer takes one; feedback comes.
fn expert_course(seed: u64) -> (Bench, String) {
    let bench = Bench::new(settings(seed));
    let id = bench.person("JobTwine");
    let posting = bench.get(&format!("/v1/opportunities/{id}?expand=applications"))["applications"]
        [0]["posting"]
        .take();
    bench.post(
        &format!(
            "/console/jobtwine/jobs/{}/rounds",
            posting.as_str().unwrap()
        ),
        &json!({ "rounds": [{ "name": "Screening", "minutes": 45 }] }),
    );
    bench.move_to(&id, &bench.info()["jobtwine"]["stage_id"]);
    bench.simulation.advance(MINUTE);
    assert_eq!(bench.interview("jobtwine", &id)["state"], "pending_slots");
    let day = START.div_euclid(86_400_000) * 86_400_000;
    let slots: Vec<i64> = (1..=6)
        .map(|n| day + (24 * n + 8 + n) * 60 * MINUTE)
        .collect();
    bench.post(
        &format!("/console/jobtwine/{id}/slots"),
        &json!({ "slots": slots, "by": "client" }),
    );
    bench.simulation.advance(MINUTE);
    bench.post(&format!("/console/jobtwine/{id}/claim"), &json!({}));
    bench.simulation.advance(MINUTE);
    assert_eq!(bench.interview("jobtwine", &id)["state"], "scheduled");
    bench.simulation.advance(8 * 24 * 60 * MINUTE);
    bench.post(&format!("/console/jobtwine/{id}/hold"), &json!({}));
    bench.simulation.advance(60 * MINUTE);
    bench.post(
        &format!("/console/jobtwine/{id}/feedback"),
        &json!({ "outcome": "is_a_good_fit" }),
    );
    bench.simulation.advance(MINUTE);
    (bench, id)
}

/// The bodies of a day: requests, deliveries, and what a client sees of the candidate.
fn day((bench, id): &(Bench, String)) -> Vec<Value> {
    let mut day = bench.requests();
    day.extend(bench.deliveries());
    day.push(bench.get(&format!("/v1/opportunities/{id}")));
    day.push(json!(bench.notes(id)));
    day
}

#[test]
fn a_video_interview_goes_its_way_without_a_socket_and_the_same_way_again() {
    let course = video_course(11);
    let first = day(&course);
    let (bench, id) = course;
    let tags = bench.tags(&id);
    assert!(
        COMPLETED
            .iter()
            .any(|tag| tags.iter().any(|known| known == tag)),
        "{tags:?}"
    );
    assert_eq!(bench.notes(&id).len(), 1);
    let interview = bench.interview("myinterview", &id);
    assert_eq!(
        (&interview["state"], &interview["owed"]),
        (&json!("completed"), &json!([]))
    );
    let verbs: Vec<String> = bench
        .requests()
        .iter()
        .filter(|one| one["method"] != "GET" && one["caller"] == "myInterview")
        .map(|one| {
            one["route"]
                .as_str()
                .unwrap()
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(
        verbs,
        [
            "webhooks",
            "webhooks",
            "addTags",
            "addTags",
            "removeTags",
            "notes",
            "addLinks"
        ]
    );

    assert_eq!(first, day(&video_course(11)));
    assert_ne!(first, day(&video_course(12)));
}

#[test]
fn an_expert_interview_goes_its_way_without_a_socket_and_the_same_way_again() {
    let course = expert_course(11);
    let first = day(&course);
    let (bench, id) = course;
    let interview = bench.interview("jobtwine", &id);
    assert_eq!(
        (&interview["state"], &interview["owed"]),
        (&json!("feedback_ready"), &json!([]))
    );
    let kinds: Vec<&Value> = interview["said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert!(
        kinds.len() >= 3 && bench.notes(&id).len() == kinds.len(),
        "{kinds:?}"
    );

    assert_eq!(first, day(&expert_course(11)));
    assert_ne!(first, day(&expert_course(12)));
}

/// A week in which candidates and interviewers do their part by themselves.
fn week(seed: u64) -> (Bench, String) {
    let mut settings = settings(seed);
    settings.vendor_seconds = Some(3_600.0);
    let bench = Bench::new(settings);
    let mut last = String::new();
    for _ in 0..5 {
        for (tag, stage) in [
            (
                "myInterview:Lever Demo",
                bench.info()["myinterview"]["trigger_stage_id"].take(),
            ),
            ("JobTwine", bench.info()["jobtwine"]["stage_id"].take()),
        ] {
            last = bench.person(tag);
            bench.move_to(&last, &stage);
            bench.simulation.advance(7 * MINUTE);
        }
    }
    bench.simulation.advance(7 * 24 * 60 * MINUTE);
    (bench, last)
}

#[test]
fn a_week_of_everybody_replays_to_the_last_request() {
    let played = week(3);
    let first = day(&played);
    let state = played.0.get("/console/state.json");
    let done = |vendor: &str, state_name: &str| {
        let all = state[vendor]["interviews"].as_array().unwrap();
        all.iter().filter(|one| one["state"] == state_name).count()
    };
    assert_eq!(done("myinterview", "completed"), 5);
    assert!(
        done("jobtwine", "feedback_ready") >= 1,
        "{}",
        state["jobtwine"]["interviews"]
    );
    assert_eq!(first, day(&week(3)));
}

/// What waits for time waits until somebody lets it pass, however much real time goes by.
#[test]
fn nothing_happens_by_itself() {
    let bench = Bench::new(settings(4));
    let before = (bench.requests(), bench.simulation.sandbox.clock.now_ms());
    std::thread::sleep(std::time::Duration::from_millis(30));
    bench.simulation.settle();
    assert_eq!(
        (bench.requests(), bench.simulation.sandbox.clock.now_ms()),
        before
    );
    assert_eq!(before.1, START);
    let next = bench.simulation.advance_to_next().unwrap();
    assert!(next > START && bench.simulation.sandbox.clock.now_ms() == next);
}
