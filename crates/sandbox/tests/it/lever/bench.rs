//! A sandbox whose clock stands still, so that every body and every time stamp can be compared exactly.

use std::collections::BTreeMap;

use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::Settings;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

/// 2026-03-02T09:00:00Z
pub(crate) const START: i64 = 1_772_442_000_000;

pub(crate) struct Bench {
    pub(crate) running: Running,
    pub(crate) http: Client,
    key: String,
}

/// A small world at a fixed time; time passes by [`Bench::jump`] only.
pub(crate) fn still() -> Settings {
    Settings {
        seed: 7,
        opportunities: 120,
        speed: 1e-9,
        start_ms: Some(START),
        ..Settings::default()
    }
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::with(still()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let running = serve::start(settings).await.unwrap();
        Self {
            key: running.api_key.clone(),
            http: Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            running,
        }
    }

    pub(crate) fn now(&self) -> i64 {
        self.running.lever.clock.now_ms()
    }

    pub(crate) fn jump(&self, ms: i64) {
        self.running.lever.clock.jump(ms);
    }

    pub(crate) fn seat(&self) -> String {
        self.running.info["seat"]["user_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) fn use_key(&mut self, key: &str) {
        key.clone_into(&mut self.key);
    }

    /// Status and body; null when there is none.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let url = format!("{}{path}", self.running.api_base);
        let mut request = self
            .http
            .request(method, url)
            .basic_auth(&self.key, Some(""));
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request.send().await.unwrap()).await
    }

    /// A POST of a form in several parts.
    pub(crate) async fn send(&self, path: &str, form: reqwest::multipart::Form) -> (u16, Value) {
        let url = format!("{}{path}", self.running.api_base);
        let request = self.http.post(url).basic_auth(&self.key, Some(""));
        read(request.multipart(form).send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::PUT, path, Some(body)).await
    }

    /// A console action that must succeed.
    pub(crate) async fn console(&self, path: &str, body: Value) -> Value {
        let (status, body) = self.console_raw(path, body).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    pub(crate) async fn console_raw(&self, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}{path}", self.running.console);
        read(self.http.post(url).json(&body).send().await.unwrap()).await
    }

    pub(crate) async fn console_get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.running.console);
        read(self.http.get(url).send().await.unwrap()).await.1
    }

    /// A person on the posting called "Backend Engineer, Payments", in the first applicant stage.
    pub(crate) async fn person(&self) -> String {
        let posting = self.posting("Backend Engineer, Payments").await;
        let wish = json!({
            "name": "Zoë Ångström", "emails": ["zoe@example.com"], "phones": ["+1 202 555 0123"],
            "posting": posting["id"], "stage": "applicant-new", "owner": self.seat(),
        });
        self.console("/opportunities", wish).await["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn posting(&self, title: &str) -> Value {
        let all = self.get("/postings").await;
        let found = all["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["text"] == title);
        found.unwrap().clone()
    }

    pub(crate) async fn opportunity(&self, id: &str) -> Value {
        self.get(&format!("/opportunities/{id}")).await["data"].clone()
    }

    /// A body fit for a snapshot: keys in order, the port replaced.
    pub(crate) fn tidy(&self, body: &Value) -> Value {
        let port = self.running.info["auth_base"]
            .as_str()
            .unwrap()
            .rsplit(':')
            .next()
            .unwrap()
            .to_owned();
        sorted(&serde_json::from_str(&body.to_string().replace(&port, "PORT")).unwrap())
    }
}

async fn read(answer: reqwest::Response) -> (u16, Value) {
    let status = answer.status();
    let text = answer.text().await.unwrap();
    if status == StatusCode::NO_CONTENT {
        assert_eq!(text, "");
    }
    (
        status.as_u16(),
        serde_json::from_str(&text).unwrap_or(Value::Null),
    )
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<_, _> = map
                .iter()
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect();
            Value::Object(map.into_iter().collect())
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
