//! A sandbox in process, and the few moves that every test makes.

use std::time::Duration;

use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::Settings;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

/// Looks, 25 ms apart, before a test gives up waiting: generous, since machines are busy.
pub(crate) const PATIENCE: u32 = 2_000;

pub(crate) struct Bench {
    pub(crate) running: Running,
    pub(crate) http: Client,
    pub(crate) posting: String,
    user: String,
}

/// A small world without a past; no failure is silent unless a test asks for it.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings {
        seed: 11,
        opportunities: 40,
        ..Settings::default()
    };
    settings.switches.past_interviews = 0.0;
    settings.myinterview = settings
        .myinterview
        .patched(&json!({ "silence": "never" }))
        .unwrap();
    settings
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::with(settings()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let running = serve::start(settings).await.unwrap();
        let http = Client::builder().no_proxy().build().unwrap();
        let user = running.info["seat"]["user_id"].as_str().unwrap().to_owned();
        let mut bench = Self {
            running,
            http,
            posting: String::new(),
            user,
        };
        let postings = bench.get("/postings?limit=100").await;
        bench.posting = postings["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|posting| posting["state"] == "published")
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        bench.tag_posting(&["myInterview:Lever Demo"]).await;
        bench
    }

    pub(crate) fn info(&self, field: &str) -> String {
        self.running.info["myinterview"][field]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) fn credential(&self, field: &str) -> String {
        self.running.info["myinterview"]["credentials"][field]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn lever(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let key = self.running.info["api_key"].as_str().unwrap();
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.running.api_base))
            .basic_auth(key, Some(""));
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
        answer.json().await.unwrap()
    }

    async fn write(&self, method: Method, path: &str, body: Value) -> Value {
        let path = format!("{path}?perform_as={}", self.user);
        let answer = self.lever(method, &path, Some(body)).await;
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    fn console_url(&self, path: &str) -> String {
        let console = self.running.info["console"].as_str().unwrap();
        format!("{}{path}", console.trim_end_matches('/'))
    }

    pub(crate) async fn console(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self
            .http
            .post(self.console_url(path))
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    pub(crate) async fn act(&self, opportunity: &str, action: &str) -> u16 {
        self.console(&format!("/myinterview/{opportunity}/{action}"), json!({}))
            .await
            .0
    }

    /// Everything behind the scenes.
    pub(crate) async fn state(&self) -> Value {
        let answer = self
            .http
            .get(self.console_url("/state.json"))
            .send()
            .await
            .unwrap();
        answer.json().await.unwrap()
    }

    /// The vendor's hidden state.
    pub(crate) async fn vendor(&self) -> Value {
        self.state().await["myinterview"].take()
    }

    /// Every request to Lever so far that is about `path`, as "METHOD path-with-query".
    pub(crate) async fn requests(&self, about: &str) -> Vec<String> {
        let answer = self
            .http
            .get(self.console_url("/requests.json"))
            .send()
            .await
            .unwrap();
        let log: Value = answer.json().await.unwrap();
        let rows = log["requests"].as_array().unwrap();
        rows.iter()
            .map(|row| {
                format!(
                    "{} {}",
                    row["method"].as_str().unwrap(),
                    row["path"].as_str().unwrap()
                )
            })
            .filter(|row| row.contains(about))
            .collect()
    }

    pub(crate) async fn switch(&self, patch: Value) {
        let url = format!("{}/switches", self.info("base"));
        let answer = self.http.post(url).json(&patch).send().await.unwrap();
        assert!(answer.status().is_success(), "{patch}");
    }

    pub(crate) async fn jump_hours(&self, hours: i64) {
        let (status, _) = self
            .console("/clock/jump", json!({ "ms": hours * 3_600_000 }))
            .await;
        assert_eq!(status, 200);
    }

    pub(crate) async fn tag_posting(&self, tags: &[&str]) {
        let body = json!({ "tags": tags, "state": "published" });
        self.write(Method::POST, &format!("/postings/{}", self.posting), body)
            .await;
    }

    /// A candidate of the bench's posting who waits in the neutral stage.
    pub(crate) async fn candidate(&self, emails: &[&str], phones: &[&str]) -> String {
        let body = json!({
            "name": "Ana Prova",
            "emails": emails,
            "phones": phones,
            "posting": self.posting,
            "stage": self.info("neutral_stage_id"),
        });
        let (status, made) = self.console("/opportunities", body).await;
        assert_eq!(status, 200, "{made}");
        made["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn reachable(&self) -> String {
        self.candidate(&["ana@example.com"], &["+1 555 010 0100"])
            .await
    }

    pub(crate) async fn enter(&self, opportunity: &str) {
        let stage = json!({ "stage": self.info("trigger_stage_id") });
        self.write(
            Method::PUT,
            &format!("/opportunities/{opportunity}/stage"),
            stage,
        )
        .await;
    }

    pub(crate) async fn leave(&self, opportunity: &str) {
        let stage = json!({ "stage": self.info("neutral_stage_id") });
        self.write(
            Method::PUT,
            &format!("/opportunities/{opportunity}/stage"),
            stage,
        )
        .await;
    }

    pub(crate) async fn archive(&self, opportunity: &str, archived: bool) {
        let reason = if archived {
            self.get("/archive_reasons").await["data"][0]["id"].clone()
        } else {
            Value::Null
        };
        let body = json!({ "reason": reason });
        self.write(
            Method::PUT,
            &format!("/opportunities/{opportunity}/archived"),
            body,
        )
        .await;
    }

    pub(crate) async fn remove_tag(&self, opportunity: &str, tag: &str) {
        let path = format!("/opportunities/{opportunity}/removeTags");
        self.write(Method::POST, &path, json!({ "tags": [tag] }))
            .await;
    }

    pub(crate) async fn put_emails(&self, opportunity: &str, emails: &[&str]) {
        let one = self.get(&format!("/opportunities/{opportunity}")).await;
        let contact = one["data"]["contact"].as_str().unwrap().to_owned();
        self.write(
            Method::PUT,
            &format!("/contacts/{contact}"),
            json!({ "emails": emails }),
        )
        .await;
    }

    pub(crate) async fn opportunity(&self, id: &str) -> Value {
        self.get(&format!("/opportunities/{id}")).await["data"].take()
    }

    /// The vendor's status tags on an opportunity: those with a blank behind the colon. (The configuration tag of the posting
    /// has none in this bench.)
    pub(crate) async fn status_tags(&self, id: &str) -> Vec<String> {
        let one = self.opportunity(id).await;
        let tags = one["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| tag.as_str().unwrap().to_owned());
        tags.filter(|tag| tag.to_lowercase().starts_with("myinterview: "))
            .collect()
    }

    pub(crate) async fn notes(&self, id: &str) -> Vec<Value> {
        self.get(&format!("/opportunities/{id}/notes")).await["data"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub(crate) async fn note_texts(&self, id: &str) -> Vec<String> {
        let text = |note: &Value| note["fields"][0]["value"].as_str().unwrap().to_owned();
        self.notes(id).await.iter().map(text).collect()
    }

    /// The vendor's attempts at an opportunity, oldest first.
    pub(crate) async fn attempts(&self, id: &str) -> Vec<Value> {
        let all = self.vendor().await["interviews"].take();
        all.as_array()
            .unwrap()
            .iter()
            .filter(|one| one["opportunity"] == id)
            .cloned()
            .collect()
    }

    pub(crate) async fn mail(&self, id: &str, purpose: &str) -> Vec<Value> {
        self.sent("mail", id, purpose).await
    }

    pub(crate) async fn sms(&self, id: &str) -> Vec<Value> {
        self.sent("sms", id, "invite").await
    }

    async fn sent(&self, kind: &str, id: &str, purpose: &str) -> Vec<Value> {
        let all = self.vendor().await["outbox"][kind].take();
        let ours = |one: &&Value| one["opportunity"] == id && one["purpose"] == purpose;
        all.as_array()
            .unwrap()
            .iter()
            .filter(ours)
            .cloned()
            .collect()
    }

    /// Waits until the vendor's latest attempt has this state, and returns it.
    pub(crate) async fn until(&self, id: &str, state: &str) -> Value {
        for _ in 0..PATIENCE {
            if let Some(latest) = self.attempts(id).await.pop()
                && latest["state"] == state
            {
                return latest;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("never {state}: {:?}", self.attempts(id).await);
    }

    /// Waits until the vendor has decided about an opportunity, and returns its latest attempt.
    pub(crate) async fn ended(&self, id: &str) -> Value {
        for _ in 0..PATIENCE {
            if let Some(latest) = self.attempts(id).await.pop() {
                return latest;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("never decided");
    }

    /// Waits until Lever shows exactly these status tags.
    pub(crate) async fn until_tags(&self, id: &str, tags: &[&str]) {
        for _ in 0..PATIENCE {
            if self.status_tags(id).await == tags {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("never {tags:?}: {:?}", self.status_tags(id).await);
    }

    /// Invites a reachable candidate and waits for the tag.
    pub(crate) async fn invited(&self) -> String {
        let id = self.reachable().await;
        self.enter(&id).await;
        self.until(&id, "invited").await;
        self.tagged(&id).await;
        id
    }

    /// Waits until one status tag is there, and returns it.
    pub(crate) async fn tagged(&self, id: &str) -> String {
        for _ in 0..PATIENCE {
            if let [tag] = self.status_tags(id).await.as_slice() {
                return tag.clone();
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("no single status tag: {:?}", self.status_tags(id).await);
    }

    /// Hands the vendor a delivery as Lever would sign it, whatever Lever itself sent; answers with its status.
    pub(crate) async fn deliver(&self, event: &str, token: &str, data: Value) -> u16 {
        let key = self.running.lever.look(|world| {
            let base = self.info("base");
            let mut hooks = world.webhooks.iter();
            let hook = hooks.find(|hook| hook.event == event && hook.url.starts_with(&base));
            hook.unwrap().signature_token.clone()
        });
        let at = 1_700_000_000_000_i64;
        let body = json!({
            "event": event, "token": token, "triggeredAt": at, "data": data,
            "signature": fulcrum_sandbox::lever::signature(&key, token, at),
        });
        let path = if event == "candidateStageChange" {
            "stage"
        } else {
            "archive"
        };
        let url = format!("{}/hooks/{path}", self.info("base"));
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        answer.status().as_u16()
    }

    /// Waits until no delivery is under way and the vendor has nothing in hand.
    pub(crate) async fn still(&self) -> Value {
        for _ in 0..PATIENCE {
            let mut state = self.state().await;
            let deliveries = state["deliveries"].as_array().unwrap();
            let waiting = deliveries.iter().any(|one| one["state"] == "pending");
            if !waiting && state["myinterview"]["busy"] == 0 {
                return state["myinterview"].take();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("never still");
    }

    pub(crate) async fn page(&self, path: &str) -> (u16, String) {
        let url = format!("{}{path}", self.info("base"));
        let answer = self.http.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// Sends another candidate through and waits for the end: whatever the vendor was to do before is done.
    pub(crate) async fn quiet(&self) {
        self.invited().await;
    }
}
