//! Webhooks over real HTTP: registration, groups, signature, retries, origins.

use std::time::Duration;

use fulcrum_sandbox::lever::webhooks::EVENTS;
use fulcrum_sandbox::lever::{RETRY_AFTER_MS, signature};
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;
use super::receiver::Receiver;

/// A webhook that is there from now on.
pub(crate) async fn register(bench: &Bench, event: &str, url: &str) -> Value {
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

/// Names of the fields of `data`.
fn fields(body: &Value) -> Vec<String> {
    body["data"].as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn each_of_the_ten_events_is_sent_with_its_data() {
    let bench = Bench::start().await;
    let (receiver, url) = Receiver::start(&[]).await;
    for event in EVENTS {
        // No origin at all: events without conditions are sent all the same.
        let wish = json!({ "event": event, "url": url, "configuration": { "conditions": { "origins": ["sourced"] } } });
        assert_eq!(bench.post("/webhooks", wish).await.0, 201);
    }
    let mut sent = 0;
    let mut came = async |count: usize| {
        sent += count;
        let mut got = receiver.wait(sent).await.split_off(sent - count);
        got.sort_by_key(|(_, body)| body["event"].as_str().unwrap().to_owned());
        got.iter()
            .map(|(_, body)| (body["event"].as_str().unwrap().to_owned(), fields(body)))
            .collect::<Vec<_>>()
    };
    let person = ["candidateId", "contactId", "opportunityId"];
    let with = |event: &str, more: &[&str]| {
        let mut all: Vec<String> = person
            .iter()
            .chain(more)
            .map(|one| (*one).to_owned())
            .collect();
        all.sort();
        (event.to_owned(), all)
    };
    let plain = |event: &str, all: &[&str]| {
        (
            event.to_owned(),
            all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>(),
        )
    };

    let id = bench.person().await;
    assert_eq!(
        came(2).await,
        [
            with("applicationCreated", &["applicationId"]),
            plain("contactCreated", &["contactId"])
        ]
    );
    let path = |what: &str| format!("/opportunities/{id}/{what}?perform_as={}", bench.seat());
    bench.put(&path("stage"), json!({ "stage": "offer" })).await;
    assert_eq!(
        came(1).await,
        [with("candidateStageChange", &["fromStageId", "toStageId"])]
    );
    let contact = bench.opportunity(&id).await["contact"]
        .as_str()
        .unwrap()
        .to_owned();
    bench
        .put(&format!("/contacts/{contact}"), json!({ "headline": "x" }))
        .await;
    assert_eq!(came(1).await, [plain("contactUpdated", &["contactId"])]);

    let interview = json!({ "subject": "Talk", "date": bench.now() + 86_400_000, "duration": 30, "interviewers": [{ "id": bench.seat() }] });
    let panel = json!({ "timezone": "Europe/Berlin", "interviews": [interview] });
    let (status, made) = bench.post(&path("panels"), panel.clone()).await;
    assert_eq!(status, 201, "{made}");
    let interview = ["interviewId", "opportunityId", "panelId"];
    assert_eq!(came(1).await, [plain("interviewCreated", &interview)]);
    let one = path(&format!("panels/{}", made["data"]["id"].as_str().unwrap()));
    let (status, changed) = bench.put(&one, panel).await;
    assert!(status < 300, "{changed}");
    assert_eq!(came(1).await, [plain("interviewUpdated", &interview)]);
    assert_eq!(bench.call(Method::DELETE, &one, None).await.0, 204);
    assert_eq!(came(1).await, [plain("interviewDeleted", &interview)]);

    let reasons = bench.get("/archive_reasons?type=hired").await;
    bench
        .put(
            &path("archived"),
            json!({ "reason": reasons["data"][0]["id"] }),
        )
        .await;
    assert_eq!(
        came(2).await,
        [
            with("candidateArchiveChange", &["fromArchived", "toArchived"]),
            with("candidateHired", &[])
        ]
    );
    bench
        .console(&format!("/opportunities/{id}/delete"), json!({}))
        .await;
    assert_eq!(came(1).await, [with("candidateDeleted", &["deletedBy"])]);
}

#[tokio::test]
async fn events_without_conditions_are_sent_whatever_the_origin() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (receiver, url) = Receiver::start(&[]).await;
    let none = json!({ "conditions": { "origins": ["agency"] } });
    for event in ["candidateStageChange", "candidateDeleted"] {
        let wish = json!({ "event": event, "url": url, "configuration": none });
        assert_eq!(bench.post("/webhooks", wish).await.0, 201);
    }
    bench
        .console(
            &format!("/opportunities/{id}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    bench
        .console(&format!("/opportunities/{id}/delete"), json!({}))
        .await;
    let got = receiver.wait(1).await;
    assert_eq!(
        (got.len(), &got[0].1["event"]),
        (1, &json!("candidateDeleted"))
    );
}

#[tokio::test]
async fn an_unknown_origin_is_refused_and_a_refused_replacement_changes_nothing() {
    let bench = Bench::start().await;
    let made = register(&bench, "candidateHired", "https://example.com/x").await;
    for origins in [json!(["moon"]), json!("applied"), json!([1])] {
        let wish = json!({ "event": "candidateHired", "url": "https://example.com/x", "configuration": { "conditions": { "origins": origins } } });
        assert_eq!(bench.post("/webhooks", wish).await.0, 400);
    }
    let before = bench.get("/webhooks").await;
    let rows = json!({ "data": [{ "id": made["id"], "url": "https://example.com/y" }, { "id": "none", "url": "https://example.com/y" }] });
    assert_eq!(bench.put("/webhooks", rows).await.0, 404);
    assert_eq!(bench.get("/webhooks").await, before);
}
