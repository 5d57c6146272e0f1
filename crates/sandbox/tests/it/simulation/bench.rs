//! A simulated sandbox, and the few moves that every test makes.

use axum::http::Method;
use fulcrum_sandbox::settings::Settings;
use fulcrum_sandbox::simulation::Simulation;
use serde_json::{Value, json};

/// 2026-03-02T09:00:00Z
pub(crate) const START: i64 = 1_772_442_000_000;
pub(crate) const MINUTE: i64 = 60_000;

pub(crate) struct Bench {
    pub(crate) simulation: Simulation,
}

/// A small world without a past in which nobody is let down.
pub(crate) fn settings(seed: u64) -> Settings {
    let mut settings = Settings {
        seed,
        opportunities: 60,
        start_ms: Some(START),
        ..Settings::default()
    };
    settings.switches.past_interviews = 0.0;
    settings.myinterview = settings
        .myinterview
        .patched(&json!({ "silence": "never" }))
        .unwrap();
    settings.jobtwine = settings
        .jobtwine
        .patched(&json!({ "first_claim": "succeeds", "course": "smooth", "poll_seconds": 7_200 }))
        .unwrap();
    settings
}

impl Bench {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            simulation: Simulation::new(settings).unwrap(),
        }
    }

    /// A request that must succeed; its `data` where it has such, else its body.
    pub(crate) fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let (status, mut answer) = self.simulation.call(method, path, body).unwrap();
        assert!((200..300).contains(&status), "{path}: {status} {answer}");
        match answer.get_mut("data") {
            Some(data) => data.take(),
            None => answer,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        self.call(Method::POST, path, Some(body))
    }

    /// A person on the first published posting with this tag, in the stage that triggers nothing.
    pub(crate) fn person(&self, tag: &str) -> String {
        let postings = self.get("/v1/postings?limit=100");
        let posting = postings
            .as_array()
            .unwrap()
            .iter()
            .find(|one| {
                let mut tags = one["tags"].as_array().unwrap().iter();
                one["state"] == "published" && tags.any(|known| known == tag)
            })
            .unwrap();
        let wish = json!({
            "name": "Zoë Ångström", "emails": ["zoe@example.com"], "posting": posting["id"],
            "stage": self.info()["myinterview"]["neutral_stage_id"], "owner": self.info()["seat"]["user_id"],
        });
        let made = self.post("/console/opportunities", &wish);
        made["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn info(&self) -> Value {
        self.simulation.sandbox.info()
    }

    /// Moves as the app does.
    pub(crate) fn move_to(&self, opportunity: &str, stage: &Value) {
        let seat = self.info()["seat"]["user_id"].take();
        let path = format!(
            "/v1/opportunities/{opportunity}/stage?perform_as={}",
            seat.as_str().unwrap()
        );
        self.call(Method::PUT, &path, Some(&json!({ "stage": stage })));
    }

    pub(crate) fn tags(&self, opportunity: &str) -> Vec<String> {
        let one = self.get(&format!("/v1/opportunities/{opportunity}"));
        serde_json::from_value(one["tags"].clone()).unwrap()
    }

    /// Texts of the notes, oldest first.
    pub(crate) fn notes(&self, opportunity: &str) -> Vec<String> {
        let notes = self.get(&format!("/v1/opportunities/{opportunity}/notes"));
        let mut texts: Vec<String> = notes
            .as_array()
            .unwrap()
            .iter()
            .map(|note| note["fields"][0]["value"].as_str().unwrap().to_owned())
            .collect();
        texts.reverse();
        texts
    }

    /// The vendor's latest interview of the opportunity.
    pub(crate) fn interview(&self, vendor: &str, opportunity: &str) -> Value {
        let state = self.get("/console/state.json");
        let all = state[vendor]["interviews"].as_array().unwrap();
        let found = all.iter().rfind(|one| one["opportunity"] == opportunity);
        found.cloned().unwrap_or_default()
    }

    /// Every request there was, to the last figure.
    pub(crate) fn requests(&self) -> Vec<Value> {
        let requests = self.simulation.sandbox.lever.requests(0);
        requests.iter().map(|entry| json!(entry)).collect()
    }

    /// Every delivery there was, to the last figure.
    pub(crate) fn deliveries(&self) -> Vec<Value> {
        let deliveries = self.simulation.sandbox.lever.deliveries();
        deliveries.iter().map(|one| json!(one)).collect()
    }
}
