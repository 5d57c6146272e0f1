//! Webhooks over real HTTP: registration, groups, signature, retries, origins.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use fulcrum_sandbox::lever::{RETRY_AFTER_MS, signature};
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;

/// A receiver that answers with the statuses it was given, then with 200.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<(String, Value)>>>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    async fn start(statuses: &[u16]) -> (Self, String) {
        let this = Self {
            statuses: Arc::new(Mutex::new(statuses.to_vec())),
            ..Self::default()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/hook", post(Self::take))
            .with_state(this.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (this, url)
    }

    async fn take(State(this): State<Self>, headers: HeaderMap, body: String) -> StatusCode {
        let agent = headers["user-agent"].to_str().unwrap().to_owned();
        this.got
            .lock()
            .unwrap()
            .push((agent, serde_json::from_str(&body).unwrap()));
        let mut statuses = this.statuses.lock().unwrap();
        let status = if statuses.is_empty() {
            200
        } else {
            statuses.remove(0)
        };
        StatusCode::from_u16(status).unwrap()
    }

    /// Waits until `count` deliveries have come.
    async fn wait(&self, count: usize) -> Vec<(String, Value)> {
        for _ in 0..1_000 {
            let got = self.got.lock().unwrap().clone();
            if got.len() >= count {
                return got;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("only {:?} came", self.got.lock().unwrap());
    }
}

async fn register(bench: &Bench, event: &str, url: &str) -> Value {
    let (status, made) = bench
        .post("/webhooks", json!({ "event": event, "url": url }))
        .await;
    assert_eq!(status, 201, "{made}");
    made["data"].clone()
}

#[tokio::test]
async fn the_answer_shows_the_signature_token_once() {
    let bench = Bench::start().await;
    let made = register(&bench, "candidateHired", "https://example.com/hook").await;
    insta::assert_json_snapshot!("webhook_created", bench.tidy(&made));
    let list = bench.get("/webhooks").await;
    assert!(list.get("hasNext").is_none());
    let shown = list["data"].as_array().unwrap().last().unwrap();
    assert_eq!(shown["id"], made["id"]);
    assert!(shown["configuration"].get("signatureToken").is_none());
}

#[tokio::test]
async fn a_move_is_posted_with_the_signature_in_the_body() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (receiver, url) = Receiver::start(&[]).await;
    let hook = register(&bench, "candidateStageChange", &url).await;
    let token = hook["configuration"]["signatureToken"].as_str().unwrap();
    assert_eq!(token.len(), 48);
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    let (agent, body) = receiver.wait(1).await.remove(0);
    assert_eq!(agent, "Lever-Webhooks");
    let contact = bench.opportunity(&id).await["contact"].clone();
    assert_eq!(
        body["data"],
        json!({ "opportunityId": id, "candidateId": id, "contactId": contact, "fromStageId": "applicant-new", "toStageId": "offer" })
    );
    assert_eq!(
        (&body["event"], &body["triggeredAt"]),
        (&json!("candidateStageChange"), &json!(bench.now()))
    );
    let expected = signature(
        token,
        body["token"].as_str().unwrap(),
        body["triggeredAt"].as_i64().unwrap(),
    );
    assert_eq!(body["signature"], json!(expected));
    // The second move changed nothing: a test delivery sent after it is the next thing that comes.
    bench
        .console(
            &format!("/webhooks/{}/test", hook["id"].as_str().unwrap()),
            json!({}),
        )
        .await;
    let got = receiver.wait(2).await;
    assert_eq!(got[1].1["data"], json!({}));
}

#[tokio::test]
async fn a_group_that_is_off_sends_nothing() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (receiver, url) = Receiver::start(&[]).await;
    register(&bench, "candidateStageChange", &url).await;
    register(&bench, "candidateArchiveChange", &url).await;
    bench
        .console("/webhooks/candidateStageChange/off", json!({}))
        .await;
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    bench
        .console(
            &format!("/opportunities/{id}/archived"),
            json!({ "archived": true }),
        )
        .await;
    let got = receiver.wait(1).await;
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].1["event"], "candidateArchiveChange");
    assert_eq!(got[0].1["data"]["fromArchived"], Value::Null);
    assert_eq!(
        got[0].1["data"]["toArchived"]["archivedAt"],
        json!(bench.now())
    );
    assert_eq!(
        bench
            .console_raw("/webhooks/candidateTagged/on", json!({}))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn only_2xx_counts_and_retries_come_later_and_later_five_times() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (receiver, url) = Receiver::start(&[500, 302, 404, 503, 500, 500]).await;
    register(&bench, "candidateStageChange", &url).await;
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    for (done, wait) in RETRY_AFTER_MS.iter().enumerate() {
        receiver.wait(done + 1).await;
        // The log is written after the answer was read.
        while bench
            .running
            .lever
            .deliveries()
            .iter()
            .all(|one| one.url != url || one.attempts.len() <= done)
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bench.jump(*wait);
    }
    let got = receiver.wait(6).await;
    assert!(
        got.windows(2).all(|pair| pair[0].1 == pair[1].1),
        "each attempt carries the same body"
    );
    let delivery = loop {
        let log = bench.running.lever.deliveries();
        let one = log.iter().find(|one| one.url == url).unwrap().clone();
        if one.attempts.len() == 6 {
            break one;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    assert_eq!(
        (delivery.attempts, delivery.state),
        (vec![500, 302, 404, 503, 500, 500], "failed")
    );
    assert!(RETRY_AFTER_MS.is_sorted());
}

#[tokio::test]
async fn origins_are_respected_and_removal_and_replacement_work() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (receiver, url) = Receiver::start(&[]).await;
    let picky = json!({ "event": "candidateStageChange", "url": url, "configuration": { "conditions": { "origins": ["applied"] } } });
    let (_, made) = bench.post("/webhooks", picky).await;
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    let row = json!({ "data": [{ "id": made["data"]["id"], "url": url, "configuration": { "conditions": { "origins": ["sourced"] } } }] });
    let (status, list) = bench.put("/webhooks", row).await;
    assert_eq!(status, 200);
    assert_eq!(
        list["data"].as_array().unwrap().last().unwrap()["configuration"]["conditions"]["origins"],
        json!(["sourced"])
    );
    bench
        .put(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "lead-new" }),
        )
        .await;
    let got = receiver.wait(1).await;
    assert_eq!(
        (got.len(), &got[0].1["data"]["toStageId"]),
        (1, &json!("lead-new")),
        "the first move was of another origin"
    );
    let path = format!("/webhooks/{}", made["data"]["id"].as_str().unwrap());
    assert_eq!(bench.call(Method::DELETE, &path, None).await.0, 204);
    assert_eq!(bench.call(Method::DELETE, &path, None).await.0, 404);
}

#[tokio::test]
async fn plain_http_is_taken_on_the_loopback_address_only() {
    let bench = Bench::start().await;
    for (url, wanted) in [
        ("http://example.com/x", 400),
        ("https://example.com/x", 201),
        ("http://127.0.0.1:1/x", 201),
        ("nonsense", 400),
    ] {
        assert_eq!(
            bench
                .post(
                    "/webhooks",
                    json!({ "event": "candidateHired", "url": url })
                )
                .await
                .0,
            wanted,
            "{url}"
        );
    }
    assert_eq!(
        bench
            .post(
                "/webhooks",
                json!({ "event": "tagAdded", "url": "https://example.com/x" })
            )
            .await
            .0,
        400
    );
}
