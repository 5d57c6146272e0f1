//! A sandbox, its console, and somebody who looks at it with a browser.

use std::time::Duration;

use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::{Limits, Settings};
use reqwest::{Client, Method, Response, redirect};
use serde_json::{Value, json};

pub(crate) const VIEWS: [&str; 7] = [
    "world", "requests", "messages", "webhooks", "vendors", "faults", "access",
];

/// A name that is none, as an applicant may type it.
pub(crate) const HOSTILE: &str = "<script>alert(\"x\")</script>'&<img src=x onerror=alert(1)>";

pub(crate) struct Bench {
    pub(crate) running: Running,
    pub(crate) http: Client,
}

impl Bench {
    pub(crate) async fn start() -> Self {
        let mut settings = Settings {
            seed: 11,
            opportunities: 60,
            limits: Limits::Lever,
            ..Settings::default()
        };
        let loud = json!({ "silence": "never" });
        settings.myinterview = settings.myinterview.patched(&loud).unwrap();
        let running = serve::start(settings).await.unwrap();
        let http = Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self { running, http }
    }

    fn origin(&self) -> &str {
        self.running.console.strip_suffix("/console").unwrap()
    }

    /// A page by its path.
    pub(crate) async fn page(&self, path: &str) -> String {
        let answer = self.http.get(format!("{}{path}", self.origin())).send();
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.text().await.unwrap()
    }

    pub(crate) async fn view(&self, name: &str) -> String {
        self.page(&format!("/console?view={name}")).await
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.page(path).await).unwrap()
    }

    /// Sends a form as a browser does.
    pub(crate) async fn form(&self, action: &str, fields: &[(String, String)]) -> Response {
        let url = format!("{}{action}", self.origin());
        let form = self.http.post(url).header("origin", self.origin());
        form.form(fields).send().await.unwrap()
    }

    /// Sends a form, follows the way back, and answers with the page there.
    pub(crate) async fn pressed(&self, action: &str, fields: &[(&str, &str)]) -> String {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let answer = self.form(action, &fields).await;
        self.page(&back(&answer, action)).await
    }

    /// A program's POST.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}{path}", self.running.console);
        let answer = self.http.post(url).json(body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    pub(crate) async fn lever(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        let url = format!("{}{path}", self.running.api_base);
        let key = &self.running.api_key;
        let mut request = self.http.request(method, url).basic_auth(key, Some(""));
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.unwrap()
    }

    /// Somebody with a hostile name is invited, a webhook finds nobody, a route is not there, a key is wrong, faults are planned.
    /// Answers with the webhook as Lever showed it, once.
    pub(crate) async fn traffic(&self) -> Value {
        let hook = json!({
            "event": "candidateStageChange",
            "url": "http://127.0.0.1:9/hook?secret=hidden-in-the-query",
            "configuration": { "conditions": { "origins": ["applied", "sourced"] } },
        });
        let hook = self.lever(Method::POST, "/webhooks", Some(&hook)).await;
        let hook: Value = hook.json().await.unwrap();
        let postings: Value = self
            .lever(Method::GET, "/postings", None)
            .await
            .json()
            .await
            .unwrap();
        let postings = postings["data"].as_array().unwrap();
        let posting = postings
            .iter()
            .find(|one| one["state"] == "published")
            .unwrap();
        let posting = posting["id"].as_str().unwrap();
        let tags = json!({ "tags": ["myInterview:Lever Demo"] });
        assert_eq!(
            self.post(&format!("/postings/{posting}/tags"), &tags)
                .await
                .0,
            200
        );
        let person = json!({
            "name": HOSTILE, "emails": ["hostile@example.com"], "phones": ["+1 202 555 0123"], "posting": posting,
            "stage": "applicant-new", "tags": [],
        });
        let (_, made) = self.post("/opportunities", &person).await;
        let id = made["id"].as_str().unwrap();
        let stage = &self.running.info["myinterview"]["trigger_stage_id"];
        let stage = json!({ "stage": stage });
        let moved = self
            .post(&format!("/opportunities/{id}/stage"), &stage)
            .await;
        assert_eq!(moved.1, json!({ "moved": true }));
        self.lever(Method::GET, "/nowhere/at/all", None).await;
        let wrong = self.http.get(format!("{}/users", self.running.api_base));
        wrong.basic_auth("wrong", Some("")).send().await.unwrap();
        let rule = json!({ "fault": "too_many", "route": "GET /sources", "times": 3 });
        assert_eq!(self.post("/faults/add", &rule).await.0, 200);
        self.lever(Method::GET, "/sources", None).await;
        self.until(|state| {
            let mails = state["myinterview"]["outbox"]["mail"].as_array().unwrap();
            let unheard = state["deliveries"].as_array().unwrap();
            mails.iter().any(|mail| mail["to"] == "hostile@example.com")
                && unheard.iter().any(|one| one["next_at"].is_i64())
        })
        .await;
        hook
    }

    /// Waits until the state is so.
    pub(crate) async fn until(&self, fits: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..2_000 {
            let state = self.json("/console/state.json").await;
            if fits(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("it never came to that");
    }
}

/// Where a form leads to: always a page of the console, with a sentence.
pub(crate) fn back(answer: &Response, action: &str) -> String {
    assert_eq!(answer.status(), 303, "{action}");
    let back = answer.headers()["location"].to_str().unwrap();
    assert!(
        back.starts_with("/console") && back.contains("note="),
        "{action}: {back}"
    );
    back.to_owned()
}
