//! The vendor's own API beyond reading: candidates made and invited there, tokens by level, test mode, its webhook.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::post;
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, PATIENCE};

const TEMPLATE: &str = "6530f0c2a1b2c3d4e5f60702";

struct Api {
    bench: Bench,
}

impl Api {
    async fn start() -> Self {
        Self {
            bench: Bench::start().await,
        }
    }

    fn sign(&self, named: &str) -> String {
        let secret = self.bench.credential("secret");
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(named.as_bytes());
        format!("{named} sig={}", hex::encode(mac.finalize().into_bytes()))
    }

    async fn send(
        &self,
        authorization: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
        test: bool,
    ) -> (u16, Value) {
        let url = format!("{}/api{path}", self.bench.info("base"));
        let mut request = self
            .bench
            .http
            .request(method, url)
            .header("Authorization", authorization)
            .header("X-Company-Id", self.bench.credential("company_id"));
        if test {
            request = request.header("X-Test-Mode", "on");
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn account(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let named = format!("apikey {}", self.bench.credential("access_key"));
        let authorization = self.sign(&named);
        self.send(&authorization, method, path, body, false).await
    }

    async fn must(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let (status, mut answer) = self.account(method, path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer["data"].take()
    }

    async fn job(&self) -> String {
        let body = json!({ "title": "Cook", "template_id": TEMPLATE, "external_id": "p-77" });
        let job = self.must(Method::POST, "/jobs", Some(body)).await;
        job["job_id"].as_str().unwrap().to_owned()
    }
}

fn person(name: &str) -> Value {
    json!({ "email": format!("{name}@example.com"), "username": name, "phone": "+1 555 010 0100" })
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

/// Jobs and candidates in one call, all of it or nothing; invited by mail and SMS; handed in; nothing of it reaches Lever.
#[tokio::test]
async fn candidates_are_made_invited_and_complete() {
    let api = Api::start().await;
    let job = json!({ "title": "Cook", "template_id": TEMPLATE, "external_id": "p-77" });
    let bad =
        json!({ "job": job, "candidates": [person("ana"), { "email": "x", "username": "" }] });
    let (status, refused) = api
        .account(Method::POST, "/jobs/with-candidates", Some(bad))
        .await;
    assert_eq!((status, &refused["errorCode"]), (400, &json!(1004)));
    assert_eq!(api.must(Method::GET, "/jobs", None).await, json!([]));

    let good = json!({ "job": job, "candidates": [person("ana"), person("bo")] });
    let made = api
        .must(Method::POST, "/jobs/with-candidates", Some(good))
        .await;
    let id = text(&made["candidates"][0], "candidate_id").to_owned();
    assert_eq!(made["candidates"][0]["status"], Value::Null);
    let path = format!("/candidates/{id}/invite");
    for (body, status) in [
        (json!({ "channels": [] }), 400),
        (json!({ "channels": ["pigeon"] }), 400),
        (
            json!({ "deadline": { "at": "2001-01-01T10:00", "zone": "UTC" } }),
            400,
        ),
        (
            json!({ "deadline": { "at": "2999-01-01T10:00", "zone": "Mars" } }),
            400,
        ),
        (json!([]), 400),
    ] {
        let (given, answer) = api.account(Method::POST, &path, Some(body)).await;
        assert_eq!(given, status, "{answer}");
    }
    let body = json!({ "channels": ["email", "sms"], "deadline": { "at": "2999-01-01T10:00", "zone": "Asia/Tokyo" } });
    let invited = api.must(Method::POST, &path, Some(body)).await;
    assert_eq!(invited["status"], "Pending");
    let sent = api.bench.vendor().await["outbox"].take();
    assert_eq!(text(&sent["mail"][0], "to"), "ana@example.com");
    assert_eq!(text(&sent["sms"][0], "to"), "+15550100100");

    let submit = format!("/candidates/{id}/submit");
    assert_eq!(
        api.must(Method::POST, &submit, None).await["status"],
        "Completed"
    );
    let (status, twice) = api.account(Method::POST, &submit, None).await;
    assert_eq!((status, &twice["errorCode"]), (409, &json!(1008)));
    let (status, again) = api.account(Method::POST, &path, Some(json!({}))).await;
    assert_eq!((status, &again["errorCode"]), (409, &json!(1008)));
    let video = api
        .must(Method::GET, &format!("/candidates/{id}/video"), None)
        .await;
    let answers = video["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 2, "one per question");
    assert!(
        text(&answers[1], "media_key").starts_with(&format!("{}/video/", text(&video, "video_id")))
    );
    let vendor = api.bench.vendor().await;
    assert!(
        vendor["interviews"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["owed"] == json!([]))
    );
    let writes = api.bench.requests("/opportunities/").await;
    assert!(
        writes.iter().all(|row| !row.starts_with("POST")),
        "{writes:?}"
    );
}

/// A candidate's own token opens that candidate, until the interview was handed in; a job's token makes candidates of it.
#[tokio::test]
async fn tokens_reach_what_their_level_allows() {
    let api = Api::start().await;
    let id = api.bench.invited().await;
    let found = api
        .must(Method::GET, &format!("/candidates?external_id={id}"), None)
        .await;
    let candidate = text(&found[0], "candidate_id").to_owned();
    let own = text(&found[0], "authorization").to_owned();
    assert_eq!(own, api.sign(&format!("candidate {candidate}")));
    let other = api.bench.invited().await;
    let other = api.bench.attempts(&other).await.remove(0);
    let status = async |method: Method, path: &str| {
        let answer = api.send(&own, method, path, None, false).await;
        (answer.0, answer.1["errorCode"].as_i64().unwrap())
    };
    let here = format!("/candidates/{candidate}");
    assert_eq!(status(Method::GET, &here).await, (200, 0));
    assert_eq!(
        status(Method::GET, &format!("{here}/status")).await,
        (200, 0)
    );
    assert_eq!(
        status(Method::GET, &format!("{here}/video")).await,
        (409, 1005)
    );
    let elsewhere = format!("/candidates/{}", text(&other, "id"));
    for path in [
        "/jobs",
        "/templates",
        "/candidates?external_id=x",
        &elsewhere,
    ] {
        assert_eq!(status(Method::GET, path).await, (403, 1007), "{path}");
    }
    assert_eq!(
        status(Method::POST, &format!("{here}/invite")).await,
        (403, 1007)
    );
    assert_eq!(
        status(Method::POST, &format!("{here}/submit")).await,
        (200, 0)
    );
    // Lever hears of it as of any completion.
    api.bench.until(&id, "completed").await;
    assert_eq!(api.bench.notes(&id).await.len(), 1);
    for path in ["", "/status", "/video"] {
        let sealed = status(Method::GET, &format!("{here}{path}")).await;
        assert_eq!(sealed, (403, 1006), "{path}");
    }
    assert_eq!(
        status(Method::POST, &format!("{here}/submit")).await,
        (403, 1006)
    );
    let late = api.sign(&format!("candidate {candidate} exp=1"));
    let (code, answer) = api.send(&late, Method::GET, &here, None, false).await;
    assert_eq!((code, &answer["errorCode"]), (401, &json!(1002)));

    let job = api.job().await;
    let direct = api.sign(&format!("job {job}"));
    let make = async |job: &str| {
        let mut body = person("cy");
        body["job_id"] = json!(job);
        api.send(&direct, Method::POST, "/candidates", Some(body), false)
            .await
    };
    let (code, made) = make(&job).await;
    assert_eq!(code, 200, "{made}");
    let by_link = text(&made["data"], "candidate_id").to_owned();
    api.must(
        Method::POST,
        &format!("/candidates/{by_link}/invite"),
        Some(json!({})),
    )
    .await;
    // Who came by a direct link has no status.
    assert_eq!(
        api.must(Method::GET, &format!("/candidates/{by_link}"), None)
            .await["status"],
        Value::Null
    );
    assert_eq!(make("another").await.0, 403);
    let read = async |path: &str| api.send(&direct, Method::GET, path, None, false).await.0;
    assert_eq!(read(&format!("/jobs/{job}")).await, 200);
    assert_eq!(read("/jobs").await, 403);
}

/// Test mode answers as usual and is connected to no database.
#[tokio::test]
async fn test_mode_keeps_nothing() {
    let api = Api::start().await;
    let id = api.bench.invited().await;
    let before = api.bench.vendor().await;
    let named = format!("apikey {}", api.bench.credential("access_key"));
    let authorization = api.sign(&named);
    let test = async |method: Method, path: &str, body: Option<Value>| {
        api.send(&authorization, method, path, body, true).await
    };
    let job = json!({ "title": "Cook", "template_id": TEMPLATE, "external_id": "p-77" });
    let (status, made) = test(Method::POST, "/jobs", Some(job.clone())).await;
    assert_eq!(status, 200);
    let job_id = text(&made["data"], "job_id").to_owned();
    assert_eq!(
        test(Method::GET, &format!("/jobs/{job_id}"), None).await.0,
        404
    );
    let both = json!({ "job": job, "candidates": [person("ana")] });
    let (status, made) = test(Method::POST, "/jobs/with-candidates", Some(both)).await;
    assert_eq!(status, 200);
    let candidate = text(&made["data"]["candidates"][0], "candidate_id").to_owned();
    let invite = format!("/candidates/{candidate}/invite");
    assert_eq!(test(Method::POST, &invite, Some(json!({}))).await.0, 404);
    let hook = json!({ "url": "https://example.com/x" });
    assert_eq!(test(Method::PUT, "/webhook", Some(hook)).await.0, 200);
    for path in ["/jobs".to_owned(), format!("/candidates?external_id={id}")] {
        assert_eq!(
            test(Method::GET, &path, None).await.1["data"],
            json!([]),
            "{path}"
        );
    }
    let after = api.bench.vendor().await;
    for part in ["interviews", "jobs", "outbox", "webhook"] {
        assert_eq!(before[part], after[part], "{part}");
    }
}

/// The registered address gets a POST on completion, as often as the switch says.
#[tokio::test]
async fn completions_are_reported_to_the_registered_address() {
    let got: Arc<Mutex<Vec<Value>>> = Arc::default();
    let kept = Arc::clone(&got);
    let take = move |body: String| async move {
        kept.lock()
            .unwrap()
            .push(serde_json::from_str(&body).unwrap());
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/done", listener.local_addr().unwrap());
    let router = Router::new().route("/done", post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let api = Api::start().await;
    for bad in ["ftp://example.com", "http://example.com", "nonsense"] {
        let body = json!({ "url": bad });
        assert_eq!(
            api.account(Method::PUT, "/webhook", Some(body)).await.0,
            400,
            "{bad}"
        );
    }
    api.must(Method::PUT, "/webhook", Some(json!({ "url": url })))
        .await;
    api.bench.switch(json!({ "webhook_sends": 2 })).await;
    let id = api.bench.invited().await;
    assert_eq!(api.bench.act(&id, "complete").await, 200);
    for _ in 0..PATIENCE {
        if got.lock().unwrap().len() == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let got = got.lock().unwrap().clone();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0], got[1]);
    let attempt = api.bench.attempts(&id).await.remove(0);
    assert_eq!(got[0]["event"], "video.completed");
    assert_eq!(
        (&got[0]["jobID"], &got[0]["video"]),
        (&attempt["job"], &attempt["video"])
    );
    assert_eq!(got[0]["candidate"]["candidate_id"], attempt["id"]);
}

/// All chosen candidates come to live in one zone; today is no deadline.
#[tokio::test]
async fn deadlines_are_moved_in_bulk() {
    let api = Api::start().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = api.bench.invited().await;
        ids.push(api.bench.attempts(&id).await.remove(0)["id"].clone());
    }
    let body = |at: &str, zone: &str| Some(json!({ "candidate_ids": ids, "at": at, "zone": zone }));
    for (at, zone) in [
        ("2001-01-01T10:00", "UTC"),
        ("soon", "UTC"),
        ("2999-01-01T10:00", ""),
    ] {
        assert_eq!(
            api.account(Method::PUT, "/deadlines", body(at, zone))
                .await
                .0,
            400,
            "{at}"
        );
    }
    let moved = api
        .must(
            Method::PUT,
            "/deadlines",
            body("2999-01-01T10:00", "Europe/Berlin"),
        )
        .await;
    assert_eq!(moved["moved"], 2);
    let vendor = api.bench.vendor().await;
    for one in vendor["interviews"].as_array().unwrap() {
        assert_eq!(
            (&one["zone"], &one["deadline"]),
            (&json!("Europe/Berlin"), &moved["deadline"])
        );
    }
}

/// Each form of the envelopes can be fixed.
#[tokio::test]
async fn envelopes_are_as_the_switches_say() {
    let api = Api::start().await;
    for (time, named, list) in [("number", "present", "text"), ("text", "missing", "list")] {
        api.bench
            .switch(json!({ "envelope_time": time, "envelope_call_id": named, "error_message": list, "errors_as_200": list == "list" }))
            .await;
        for _ in 0..3 {
            let (status, body) = api.account(Method::GET, "/jobs/unknown", None).await;
            assert_eq!(status, if list == "list" { 200 } else { 404 });
            assert_eq!(body["statusCode"], 404);
            assert_eq!(body["time"].is_number(), time == "number");
            assert_eq!(body.get("callId").is_some(), named == "present");
            assert_eq!(body["errorMessage"].is_array(), list == "list");
        }
    }
}
