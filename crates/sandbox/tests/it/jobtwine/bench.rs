//! A sandbox in process, and the few moves that every test makes.

use std::time::Duration;

use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::Settings;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

/// Looks, 25 ms apart, before a test gives up waiting: generous, since machines are busy.
const PATIENCE: u32 = 2_000;
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) struct Bench {
    pub(crate) running: Running,
    pub(crate) http: Client,
    /// A tagged posting whose job has the rounds "Screening" and "Design".
    pub(crate) posting: String,
    pub(crate) seat: String,
    pub(crate) neutral: String,
}

/// A small world without a past, and races that somebody wins.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings {
        seed: 11,
        opportunities: 40,
        ..Settings::default()
    };
    settings.switches.past_interviews = 0.0;
    settings.jobtwine = settings
        .jobtwine
        .patched(&json!({ "first_claim": "succeeds" }))
        .unwrap();
    settings
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::with(settings()).await
    }

    pub(crate) async fn switched(patch: Value) -> Self {
        let mut settings = settings();
        settings.jobtwine = settings.jobtwine.patched(&patch).unwrap();
        Self::with(settings).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let running = serve::start(settings).await.unwrap();
        let info = &running.info;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut bench = Self {
            http: Client::builder().no_proxy().build().unwrap(),
            posting: String::new(),
            seat: text(&info["seat"]["user_id"]),
            neutral: text(&info["myinterview"]["neutral_stage_id"]),
            running,
        };
        let jobs = bench.vendor().await["jobs"].take();
        bench.posting = text(&jobs[0]["posting"]);
        let rounds = json!([{ "name": "Screening", "minutes": 45 }, { "name": "Design" }]);
        bench.rounds(&bench.posting, rounds).await;
        bench
    }

    pub(crate) fn info(&self, field: &str) -> String {
        self.running.info["jobtwine"][field]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn lever(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.running.api_base))
            .basic_auth(&self.running.api_key, Some(""));
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.lever(Method::GET, path, None).await;
        assert!(
            answer.status().is_success(),
            "GET {path}: {}",
            answer.status()
        );
        answer.json::<Value>().await.unwrap()["data"].take()
    }

    pub(crate) async fn console(&self, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}{path}", self.running.console);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    pub(crate) async fn must(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.console(path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub(crate) async fn act(&self, opportunity: &str, action: &str, body: Value) -> Value {
        self.must(&format!("/jobtwine/{opportunity}/{action}"), body)
            .await
    }

    /// The sentence with which an action is refused.
    pub(crate) async fn refused(&self, opportunity: &str, action: &str, body: Value) -> String {
        let path = format!("/jobtwine/{opportunity}/{action}");
        let (status, answer) = self.console(&path, body).await;
        assert_eq!(status, 400, "{answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn rounds(&self, posting: &str, rounds: Value) {
        self.must(
            &format!("/jobtwine/jobs/{posting}/rounds"),
            json!({ "rounds": rounds }),
        )
        .await;
    }

    pub(crate) async fn switch(&self, patch: Value) {
        self.must("/jobtwine/switches", patch).await;
    }

    pub(crate) async fn jump(&self, ms: i64) {
        self.must("/clock/jump", json!({ "ms": ms })).await;
    }

    pub(crate) async fn state(&self) -> Value {
        let url = format!("{}/state.json", self.running.console);
        self.http
            .get(url)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// The vendor's hidden state.
    pub(crate) async fn vendor(&self) -> Value {
        self.state().await["jobtwine"].take()
    }

    pub(crate) async fn now(&self) -> i64 {
        self.state().await["now"].as_i64().unwrap()
    }

    pub(crate) async fn tag_posting(&self, posting: &str, tags: &[&str]) {
        self.must(
            &format!("/postings/{posting}/tags"),
            json!({ "tags": tags }),
        )
        .await;
    }

    pub(crate) async fn create(&self, change: Value) -> String {
        let mut body = json!({
            "name": "Ana Prova", "emails": ["ana@example.com"], "posting": self.posting,
            "stage": self.neutral, "owner": self.seat,
        });
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let made = self.must("/opportunities", body).await;
        made["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn person(&self) -> String {
        self.create(json!({})).await
    }

    pub(crate) async fn to_stage(&self, opportunity: &str, stage: &str) {
        self.must(
            &format!("/opportunities/{opportunity}/stage"),
            json!({ "stage": stage }),
        )
        .await;
    }

    pub(crate) async fn enter(&self, opportunity: &str) {
        self.to_stage(opportunity, &self.info("stage_id")).await;
    }

    pub(crate) async fn leave(&self, opportunity: &str) {
        self.to_stage(opportunity, &self.neutral).await;
    }

    pub(crate) async fn archive(&self, opportunity: &str) {
        let body = json!({ "archived": true });
        self.must(&format!("/opportunities/{opportunity}/archived"), body)
            .await;
    }

    /// The vendor's attempts at an opportunity, oldest first.
    pub(crate) async fn attempts(&self, id: &str) -> Vec<Value> {
        let all = self.vendor().await["interviews"].take();
        let all = all.as_array().unwrap().iter();
        all.filter(|one| one["opportunity"] == id)
            .cloned()
            .collect()
    }

    pub(crate) async fn mail(&self, id: &str) -> Vec<(String, Value)> {
        let all = self.vendor().await["outbox"]["mail"].take();
        all.as_array()
            .unwrap()
            .iter()
            .filter(|one| one["opportunity"] == id)
            .map(|one| (one["purpose"].as_str().unwrap().to_owned(), one.clone()))
            .collect()
    }

    pub(crate) async fn purposes(&self, id: &str) -> Vec<String> {
        self.mail(id)
            .await
            .into_iter()
            .map(|(purpose, _)| purpose)
            .collect()
    }

    /// Notes in Lever, oldest first.
    pub(crate) async fn notes(&self, id: &str) -> Vec<Value> {
        let mut notes = self.get(&format!("/opportunities/{id}/notes")).await;
        notes.as_array_mut().unwrap().reverse();
        notes.as_array().unwrap().clone()
    }

    /// Looks until `wanted` says so of the latest attempt, and returns it.
    async fn wait(&self, id: &str, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..PATIENCE {
            if let Some(latest) = self.attempts(id).await.pop()
                && wanted(&latest)
            {
                return latest;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("never {what}: {:?}", self.attempts(id).await);
    }

    /// Waits until the latest attempt has this state and owes Lever nothing.
    pub(crate) async fn until(&self, id: &str, state: &str) -> Value {
        self.wait(id, state, |one| {
            one["state"] == state && one["owed"] == json!([])
        })
        .await
    }

    /// Waits until the last note is of this kind, and returns its text as the vendor keeps it.
    pub(crate) async fn until_said(&self, id: &str, kind: &str) -> String {
        let last = |one: &Value| {
            one["said"]
                .as_array()
                .unwrap()
                .last()
                .cloned()
                .unwrap_or_default()
        };
        let one = self.wait(id, kind, |one| last(one)["kind"] == kind).await;
        last(&one)["text"].as_str().unwrap().to_owned()
    }

    /// Kinds of the notes of the latest attempt.
    pub(crate) async fn said(&self, id: &str) -> Vec<String> {
        let latest = self.attempts(id).await.pop().unwrap();
        let said = latest["said"].as_array().unwrap().iter();
        said.map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect()
    }

    /// A person who was asked for slots.
    pub(crate) async fn asked(&self) -> String {
        let id = self.person().await;
        self.enter(&id).await;
        self.until(&id, "pending_slots").await;
        id
    }

    /// `count` starts on the coming days.
    pub(crate) async fn starts(&self, count: i64) -> Vec<i64> {
        let now = self.now().await;
        let day = now.div_euclid(24 * HOUR) * 24 * HOUR;
        (1..=count)
            .map(|n| day + n * 24 * HOUR + (8 + n) * HOUR)
            .collect()
    }

    /// A person whose interview is scheduled.
    pub(crate) async fn scheduled(&self) -> String {
        let id = self.asked().await;
        self.act(&id, "self_schedule", json!({})).await;
        self.until(&id, "scheduled").await;
        id
    }

    /// Hands the vendor a delivery as Lever would sign it, whatever Lever itself sent; answers with its status.
    pub(crate) async fn deliver(&self, token: &str, data: Value) -> u16 {
        let url = format!("{}/hooks/stage", self.info("base"));
        let key = self.running.lever.look(|world| {
            let hook = world.webhooks.iter().find(|hook| hook.url == url);
            hook.unwrap().signature_token.clone()
        });
        let at = 1_700_000_000_000_i64;
        let body = json!({
            "event": "candidateStageChange", "token": token, "triggeredAt": at, "data": data,
            "signature": fulcrum_sandbox::lever::signature(&key, token, at),
        });
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        answer.status().as_u16()
    }

    /// Waits until no delivery is under way and the vendor has nothing in hand.
    pub(crate) async fn still(&self) -> Value {
        for _ in 0..PATIENCE {
            let mut state = self.state().await;
            let deliveries = state["deliveries"].as_array().unwrap();
            let waiting = deliveries.iter().any(|one| one["state"] == "pending");
            if !waiting && state["jobtwine"]["busy"] == 0 {
                return state["jobtwine"].take();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never still");
    }

    /// Status and text of an address.
    pub(crate) async fn open(&self, url: &str) -> (u16, String) {
        let answer = self.http.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Sends another candidate through and waits: whatever the vendor was to do before is done.
    pub(crate) async fn quiet(&self) {
        self.asked().await;
    }
}
