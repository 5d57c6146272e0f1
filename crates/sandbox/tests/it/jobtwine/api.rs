//! The proposed API: everything that the profile names.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, HOUR};

struct Api<'a>(&'a Bench);

impl Api<'_> {
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}{path}", self.0.info("api_base"));
        let mut request = self
            .0
            .http
            .request(method, url)
            .bearer_auth(self.0.info("api_key"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json().await.unwrap_or_default(),
        )
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.ask(Method::POST, path, Some(body)).await
    }

    async fn candidate(&self, opportunity: &str) -> String {
        let found = self
            .get(&format!("/candidates?opportunity_id={opportunity}"))
            .await;
        found["candidates"][0]["candidate_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

#[tokio::test]
async fn only_the_key_opens_it() {
    let bench = Bench::start().await;
    let url = format!("{}/jobs", bench.info("api_base"));
    for request in [
        bench.http.get(&url),
        bench.http.get(&url).bearer_auth("wrong"),
        bench
            .http
            .get(&url)
            .basic_auth(bench.info("api_key"), Some("")),
    ] {
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
    let api = Api(&bench);
    assert_eq!(api.ask(Method::GET, "/nothing", None).await.0, 404);
    assert_eq!(
        api.ask(Method::GET, "/candidates/none", None).await.1["error"]["code"],
        "not_found"
    );
    assert_eq!(
        api.ask(Method::GET, "/candidates", None).await.1["error"]["code"],
        "invalid"
    );
}

#[tokio::test]
async fn jobs_and_rounds_are_read_and_saved() {
    let bench = Bench::start().await;
    let api = Api(&bench);
    let jobs = api.get("/jobs").await;
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 6);
    let path = format!("/jobs/{}/rounds", bench.posting);
    let names = |job: &Value| -> Vec<Value> {
        job["rounds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|round| round["name"].clone())
            .collect()
    };
    assert_eq!(names(&api.get(&path).await), ["Screening", "Design"]);
    let body = json!({ "rounds": [{ "name": "One", "minutes": 30 }] });
    let (status, job) = api.ask(Method::PUT, &path, Some(body)).await;
    assert_eq!((status, names(&job)), (200, vec![json!("One")]));
    assert_eq!(api.ask(Method::PUT, &path, Some(json!({}))).await.0, 422);
}

/// Slots, claim, another time, cancellation: as the page and the console would.
#[tokio::test]
async fn slots_are_offered_claimed_moved_and_cancelled() {
    let bench = Bench::start().await;
    let api = Api(&bench);
    let id = bench.asked().await;
    let candidate = api.candidate(&id).await;
    let at = |what: &str| format!("/candidates/{candidate}{what}");
    let starts = bench.starts(3).await;
    let text = chrono::DateTime::from_timestamp_millis(starts[1])
        .unwrap()
        .to_rfc3339();
    let body = json!({ "slots": [{ "start": starts[0] }, { "start": text }], "by": "client" });
    for _ in 0..2 {
        let (status, answer) = api.post(&at("/slots"), body.clone()).await;
        assert_eq!(
            (status, answer["status"].as_str()),
            (200, Some("slots_given"))
        );
    }
    let claim = api.get(&at("/claim")).await;
    assert_eq!(
        (&claim["claim"], claim["slots"].as_array().unwrap().len()),
        (&Value::Null, 2)
    );
    bench.act(&id, "claim", json!({ "slot": 1 })).await;
    let claim = api.get(&at("/claim")).await;
    assert_eq!(
        (&claim["status"], &claim["claim"]["start"]),
        (&json!("scheduled"), &json!(starts[1]))
    );
    assert_eq!(
        api.post(&at("/slots"), body).await.1["error"]["code"],
        "already_scheduled"
    );
    assert_eq!(
        api.ask(Method::GET, &at("/feedback"), None).await.1["error"]["code"],
        "closed"
    );
    let (status, moved) = api
        .post(&at("/reschedule"), json!({ "to": starts[2] + HOUR }))
        .await;
    assert_eq!(
        (status, &moved["claim"]["start"]),
        (200, &json!(starts[2] + HOUR))
    );
    let (status, gone) = api.post(&at("/cancel"), json!({ "by": "client" })).await;
    assert_eq!(
        (status, gone["status"].as_str()),
        (200, Some("cancelled_by_client"))
    );
    assert_eq!(api.post(&at("/cancel"), json!({})).await.0, 409);
    for wrong in [
        json!({ "slots": [{ "start": "tomorrow" }] }),
        json!({ "slots": [1] }),
        json!({ "by": "me" }),
    ] {
        let other = bench.asked().await;
        let path = format!("/candidates/{}/slots", api.candidate(&other).await);
        assert_eq!(api.post(&path, wrong).await.1["error"]["code"], "invalid");
    }
}

#[tokio::test]
async fn an_offered_time_is_taken_once() {
    let bench = Bench::start().await;
    let api = Api(&bench);
    let id = bench.asked().await;
    let candidate = api.candidate(&id).await;
    let offers = api.get(&format!("/candidates/{candidate}/offers")).await;
    let offer = &offers["offers"][1];
    let path = format!("/candidates/{candidate}/schedule");
    let (status, one) = api.post(&path, json!({ "offer": offer["number"] })).await;
    assert_eq!((status, &one["claim"]["start"]), (200, &offer["start"]));
    assert_eq!(
        api.post(&path, json!({ "offer": offer["number"] })).await.0,
        409
    );
    let none = api.get(&format!("/candidates/{candidate}/offers")).await;
    assert_eq!(none["offers"], json!([]));
}
