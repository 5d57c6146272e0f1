//! What recruiters, candidates and experts do in a world: everybody meets something else.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::PATIENCE;
use super::super::world::World;

const DAY_MS: i64 = 24 * 3_600_000;

/// How far the clocks are put forward, so that bookings lie behind: farther than offers reach.
const AHEAD_MS: i64 = 21 * DAY_MS;

/// How many people are sent to the vendor in a world.
const PEOPLE: u64 = 11;

/// How many courses there are.
const COURSES: u64 = 22;

/// The course of whoever is sent from a posting that the vendor does not look at.
const UNTAGGED: u64 = 18;

/// Who was sent to the vendor.
pub(super) struct Sent {
    pub(super) id: String,
    /// From a posting without the vendor's tag.
    pub(super) untagged: bool,
}

/// Sends people to the vendor. `forward`: puts the seats' clock forward, ms; the sandbox's goes with it. Answers who was
/// sent, once the vendor owes Lever nothing.
pub(super) async fn run(world: &World, seed: u64, forward: impl Fn(i64)) -> Vec<Sent> {
    let postings = prepared(world).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        // Steps of seven meet every course, whatever the switches of the seed.
        let course = (seed * 7 + number * 2 + seed / COURSES) % COURSES;
        let posting = match course {
            17 => &postings.without_rounds,
            UNTAGGED => &postings.untagged,
            _ => &postings.with_rounds,
        };
        let id = world.person(number, posting).await;
        people.push((course, id));
    }
    for (_, id) in &people {
        world.enter(id).await;
    }
    let silent = world.state().await["jobtwine"]["switches"]["silence"] == "everything";
    if !silent {
        for (_, id) in &people {
            world.known(id, 1).await;
        }
        for (course, id) in &people {
            before_the_day(world, id, *course).await;
        }
        world
            .console("/clock/jump", json!({ "ms": AHEAD_MS }))
            .await;
        forward(AHEAD_MS);
        for (course, id) in &people {
            on_the_day(world, id, *course).await;
        }
        for (course, id) in &people {
            after_the_day(world, id, *course).await;
        }
    }
    world.settled().await;
    people
        .into_iter()
        .map(|(course, id)| Sent {
            id,
            untagged: course == UNTAGGED,
        })
        .collect()
}

/// Slots, bookings, and what is called off early.
async fn before_the_day(world: &World, id: &str, course: u64) {
    match course {
        1 => world.slots(id).await,
        2 => {
            world.slots(id).await;
            world.ask_for(id, "refuse", json!({})).await;
        }
        3 => {
            world.slots(id).await;
            world.ask_for(id, "claim", json!({})).await;
        }
        7 => {
            world.ask_for(id, "self_schedule", json!({})).await;
            world
                .ask_for(id, "cancel", json!({ "by": "candidate" }))
                .await;
        }
        8 => world.ask_for(id, "cancel", json!({ "by": "client" })).await,
        9..=13 | 20 => world.ask_for(id, "self_schedule", json!({})).await,
        14 => world.ask_for(id, "expire", json!({})).await,
        15 => world.leave(id).await,
        16 => world.archive(id).await,
        19 => {
            world.ask_for(id, "cancel", json!({ "by": "client" })).await;
            world.leave(id).await;
            world.enter(id).await;
            world.known(id, 2).await;
        }
        _ => {}
    }
}

/// What was booked before is held, or not.
async fn on_the_day(world: &World, id: &str, course: u64) {
    match course {
        9 => {
            world
                .ask_for(id, "no_show", json!({ "who": "candidate" }))
                .await;
        }
        10 => {
            world
                .ask_for(id, "no_show", json!({ "who": "interviewer" }))
                .await;
        }
        11 => world.ask_for(id, "hold", json!({})).await,
        12 | 13 | 20 => {
            world.ask_for(id, "hold", json!({})).await;
            world.ask_for(id, "feedback", json!({})).await;
        }
        _ => {}
    }
}

/// Bookings that still lie ahead, and second rounds.
async fn after_the_day(world: &World, id: &str, course: u64) {
    match course {
        4 => world.ask_for(id, "self_schedule", json!({})).await,
        5 => {
            world.ask_for(id, "self_schedule", json!({})).await;
            let to = world.now().await + 3 * DAY_MS;
            world.ask_for(id, "reschedule", json!({ "to": to })).await;
        }
        6 => {
            world.ask_for(id, "self_schedule", json!({})).await;
            world.ask_for(id, "reschedule", json!({})).await;
        }
        13 | 20 => {
            // The second round, where the first one has its feedback.
            if world.last(id).await["state"] != "feedback_ready" {
                return;
            }
            world.leave(id).await;
            world.enter(id).await;
            world.known(id, 2).await;
            if course == 20 {
                world.ask_for(id, "self_schedule", json!({})).await;
            }
        }
        21 => {
            world.ask_for(id, "self_schedule", json!({})).await;
            world.leave(id).await;
            world.archive(id).await;
        }
        _ => {}
    }
}

struct Postings {
    with_rounds: String,
    without_rounds: String,
    untagged: String,
}

/// A job with two rounds, one without any, and a posting that the vendor does not look at.
async fn prepared(world: &World) -> Postings {
    let rounds = json!([{ "name": "Screening", "minutes": 45 }, { "name": "System Design" }]);
    let of = async |tags: Value| {
        let postings = world.postings().await;
        let wanted = |posting: &Value| {
            let tags_of = posting["tags"].as_array().unwrap();
            match tags.as_str() {
                Some(tag) => tags_of.iter().any(|known| known == tag),
                None => !tags_of
                    .iter()
                    .any(|known| known.as_str().is_some_and(|tag| tag.contains("obTwine"))),
            }
        };
        let found: Vec<String> = postings
            .iter()
            .filter(|posting| posting["state"] == "published" && wanted(posting))
            .map(|posting| posting["id"].as_str().unwrap().to_owned())
            .collect();
        found
    };
    let tagged = of(json!("JobTwine")).await;
    let plain = of(Value::Null).await;
    let with_rounds = tagged.first().unwrap_or(&plain[1]).clone();
    let without_rounds = plain[0].clone();
    for posting in [&with_rounds, &without_rounds] {
        world
            .console(
                &format!("/postings/{posting}/tags"),
                json!({ "tags": ["JobTwine"] }),
            )
            .await;
    }
    world.console("/jobtwine/poll", json!({})).await;
    world
        .console(
            &format!("/jobtwine/jobs/{with_rounds}/rounds"),
            json!({ "rounds": rounds }),
        )
        .await;
    let untagged = plain.last().unwrap().clone();
    Postings {
        with_rounds,
        without_rounds,
        untagged,
    }
}

impl World {
    async fn person(&self, number: u64, posting: &str) -> String {
        let made = self
            .console(
                "/opportunities",
                json!({
                    "name": format!("Ana Prova {number}"), "emails": [format!("ana{number}@example.com")],
                    "posting": posting, "stage": self.info("neutral_stage_id"),
                    "owner": self.sandbox.info["seat"]["user_id"],
                }),
            )
            .await;
        made["id"].as_str().unwrap().to_owned()
    }

    async fn enter(&self, id: &str) {
        let stage = self.sandbox.info["jobtwine"]["stage_id"]
            .as_str()
            .unwrap()
            .to_owned();
        self.go(id, &stage).await;
    }

    async fn leave(&self, id: &str) {
        self.go(id, self.info("neutral_stage_id")).await;
        self.settled().await;
    }

    async fn archive(&self, id: &str) {
        self.console(
            &format!("/opportunities/{id}/archived"),
            json!({ "archived": true }),
        )
        .await;
    }

    /// An action the vendor may refuse: a booking can be gone, a link expired. What it is then, its state tells.
    async fn ask_for(&self, id: &str, action: &str, body: Value) {
        self.asked(&format!("/jobtwine/{id}/{action}"), body).await;
    }

    async fn slots(&self, id: &str) {
        let now = self.now().await;
        let day = now.div_euclid(DAY_MS) * DAY_MS;
        let slots: Vec<i64> = (1..=3).map(|n| day + n * DAY_MS + 9 * 3_600_000).collect();
        self.ask_for(id, "slots", json!({ "slots": slots, "by": "client" }))
            .await;
    }

    async fn now(&self) -> i64 {
        self.state().await["now"].as_i64().unwrap()
    }

    async fn attempts_of(&self, id: &str) -> Vec<Value> {
        super::attempts(&self.state().await)
            .remove(id)
            .unwrap_or_default()
    }

    async fn last(&self, id: &str) -> Value {
        self.attempts_of(id).await.pop().unwrap_or_default()
    }

    /// Until the vendor has so many attempts of a candidate and owes Lever nothing.
    async fn known(&self, id: &str, attempts: usize) {
        let begun = Instant::now();
        loop {
            let known = self.attempts_of(id).await;
            if known.len() >= attempts && known.iter().all(|one| one["owed"] == json!([])) {
                return;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "the vendor never took in {id}: {known:?}"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Until the vendor owes Lever nothing, and did not a moment later.
    async fn settled(&self) {
        let begun = Instant::now();
        let mut quiet = 0;
        while quiet < 3 {
            let state = self.state().await;
            let all = state["jobtwine"]["interviews"].as_array().unwrap();
            let settled = all.iter().all(|one| one["owed"] == json!([]));
            quiet = if settled { quiet + 1 } else { 0 };
            assert!(begun.elapsed() < PATIENCE, "the vendor is never done");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
