//! A world, and what colleagues and candidates do in it.

use std::time::{Duration, Instant};

use fulcrum_sandbox::serve::Running;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::PATIENCE;

/// A sandbox with a seed of its own.
pub(super) struct World {
    pub(super) sandbox: Running,
    http: reqwest::Client,
}

impl World {
    pub(super) fn of(sandbox: Running) -> Self {
        Self {
            sandbox,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    pub(super) fn info(&self, field: &str) -> &str {
        self.sandbox.info["myinterview"][field].as_str().unwrap()
    }

    /// Whether the console did it, and its answer.
    pub(super) async fn asked(&self, path: &str, body: Value) -> (bool, Value) {
        let answer = self
            .http
            .post(format!("{}{path}", self.sandbox.console))
            .json(&body)
            .send()
            .await
            .unwrap();
        let done = answer.status().is_success();
        (done, answer.json().await.unwrap_or_default())
    }

    pub(super) async fn console(&self, path: &str, body: Value) -> Value {
        let (done, answer) = self.asked(path, body).await;
        assert!(done, "{path}: {answer}");
        answer
    }

    pub(super) async fn state(&self) -> Value {
        self.http
            .get(format!("{}/state.json", self.sandbox.console))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub(super) async fn opportunities(&self) -> Vec<Value> {
        self.list("opportunities").await
    }

    pub(super) async fn postings(&self) -> Vec<Value> {
        self.list("postings").await
    }

    async fn list(&self, what: &str) -> Vec<Value> {
        let list: Value = self
            .http
            .get(format!("{}/{what}?limit=100", self.sandbox.api_base))
            .basic_auth(&self.sandbox.api_key, Some(""))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        list["data"].as_array().unwrap().clone()
    }

    pub(super) async fn go(&self, id: &str, stage: &str) {
        self.console(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": stage }),
        )
        .await;
    }

    /// Until the vendor has dealt with so many attempts of a candidate.
    async fn answered(&self, id: &str, attempts: usize) -> Value {
        let begun = Instant::now();
        loop {
            let state = self.state().await;
            let mine: Vec<&Value> = interviews(&state)
                .iter()
                .filter(|one| one["opportunity"] == id)
                .collect();
            if mine.len() >= attempts {
                return mine.last().map(|one| (*one).clone()).unwrap();
            }
            assert!(begun.elapsed() < PATIENCE, "the vendor never answered {id}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Colleagues and candidates do things while two seats watch. Returns who was moved.
    pub(super) async fn stir(&self, seed: u64) -> Vec<String> {
        let trigger = self.info("trigger_stage_id").to_owned();
        let neutral = self.info("neutral_stage_id").to_owned();
        let mut idle: Vec<String> = self
            .opportunities()
            .await
            .iter()
            .filter(|one| one["archived"].is_null() && one["stage"] != trigger.as_str())
            .filter(|one| {
                !one["stageChanges"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|change| change["toStageId"] == trigger.as_str())
            })
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        idle.sort();
        idle.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        idle.truncate(8);
        for id in &idle {
            self.go(id, &trigger).await;
        }
        for (number, id) in idle.iter().enumerate() {
            let answer = self.answered(id, 1).await;
            let open = answer["state"] == "invited";
            match number % 4 {
                0 if open => self.act(id, "complete").await,
                1 if open => self.act(id, "expire").await,
                // Sent again: the vendor answers once more, unless an invitation is open.
                2 => {
                    self.go(id, &neutral).await;
                    self.go(id, &trigger).await;
                    self.answered(id, if open { 1 } else { 2 }).await;
                }
                3 if number > 4 => {
                    self.console(
                        &format!("/opportunities/{id}/archived"),
                        json!({ "archived": true }),
                    )
                    .await;
                }
                _ => {}
            }
        }
        idle
    }

    async fn act(&self, id: &str, action: &str) {
        self.console(&format!("/myinterview/{id}/{action}"), json!({}))
            .await;
    }
}

pub(super) fn interviews(state: &Value) -> &Vec<Value> {
    state["myinterview"]["interviews"].as_array().unwrap()
}
