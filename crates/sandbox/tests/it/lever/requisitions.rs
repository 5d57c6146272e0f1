//! Requisitions, and the corners of postings that hang together with them.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, START};

#[tokio::test]
async fn requisitions_are_replaced_whole_and_their_codes_are_unique() {
    let bench = Bench::start().await;
    let body = json!({ "requisitionCode": "NEW-1", "name": "Engineer", "headcountTotal": 2, "location": "Ulm",
        "customFields": { "target_hire_date": 1_800_000_000_000_i64 } });
    let (status, made) = bench.post("/requisitions", body.clone()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(bench.post("/requisitions", body).await.0, 400);
    let one = format!("/requisitions/{}", made["data"]["id"].as_str().unwrap());
    let body = json!({ "requisitionCode": "NEW-1", "name": "Engineer", "headcountTotal": "unlimited", "status": "closed" });
    let (status, changed) = bench.put(&one, body).await;
    assert_eq!(
        (
            status,
            changed["data"]["stateHistory"].as_array().unwrap().len()
        ),
        (200, 2)
    );
    let read = bench.get(&one).await["data"].clone();
    assert_eq!(
        [
            &read["headcountTotal"],
            &read["headcountInfinite"],
            &read["location"],
            &read["customFields"],
            &read["closedAt"]
        ],
        [
            &json!("unlimited"),
            &json!(true),
            &Value::Null,
            &json!({}),
            &json!(START)
        ]
    );
    let listed = bench
        .get("/requisitions?requisition_code=NEW-1&status=closed")
        .await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    let (status, answer) = bench
        .post("/requisitions", json!({ "requisitionCode": "NEW-2", "name": "x", "headcountTotal": 1, "customFields": { "moon": 1 } }))
        .await;
    assert_eq!(
        (status, answer),
        (
            400,
            json!({ "code": "NotFoundError", "message": "That requisition field doesn't exist on your account" })
        )
    );
    assert_eq!(bench.call(Method::DELETE, &one, None).await.0, 204);
    assert_eq!(bench.call(Method::GET, &one, None).await.0, 404);
}

#[tokio::test]
async fn a_posting_and_its_requisition_name_each_other_and_a_hire_counts() {
    let bench = Bench::start().await;
    let open = bench.get("/requisitions?status=open").await;
    let requisition = open["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["postings"] != json!([]))
        .unwrap()
        .clone();
    let posting = bench
        .get(&format!(
            "/postings/{}",
            requisition["postings"][0].as_str().unwrap()
        ))
        .await;
    assert_eq!(
        posting["data"]["requisitionCodes"],
        json!([requisition["requisitionCode"]])
    );
    let id = bench.person().await;
    let seat = bench.seat();
    let path = format!("/opportunities/{id}/archived?perform_as={seat}");
    let reasons = bench.get("/archive_reasons").await;
    let kind = |wanted: &str| {
        reasons["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["type"] == wanted)
            .unwrap()["id"]
            .clone()
    };
    let not_hired = json!({ "reason": kind("non-hired"), "requisitionId": requisition["id"] });
    assert_eq!(bench.put(&path, not_hired).await.0, 400);
    let hired = json!({ "reason": kind("hired"), "requisitionId": requisition["id"] });
    assert_eq!(bench.put(&path, hired).await.0, 200);
    let application = bench
        .get(&format!("/opportunities/{id}/applications"))
        .await["data"][0]
        .clone();
    assert_eq!(
        application["requisitionForHire"]["requisitionCode"],
        requisition["requisitionCode"]
    );
    let after = bench
        .get(&format!(
            "/requisitions/{}",
            requisition["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(
        after["data"]["headcountHired"].as_i64(),
        requisition["headcountHired"]
            .as_i64()
            .map(|count| count + 1)
    );
}

#[tokio::test]
async fn postings_are_made_as_drafts_grouped_and_never_deleted() {
    let bench = Bench::start().await;
    let seat = bench.seat();
    let path = format!("/postings?perform_as={seat}");
    let (status, made) = bench.post(&path, json!({ "text": "Gardener", "content": { "descriptionHtml": "<div>Green <b>thumb</b></div>" } })).await;
    assert_eq!(status, 201, "{made}");
    let made = &made["data"];
    assert_eq!(
        [
            &made["state"],
            &made["urls"],
            &made["owner"],
            &made["content"]["description"],
            &made["distributionChannels"]
        ],
        [
            &json!("draft"),
            &Value::Null,
            &json!(seat),
            &json!("Green thumb"),
            &Value::Null
        ]
    );
    assert_eq!(
        bench
            .post(
                &path,
                json!({ "text": "x", "confidentiality": "confidential" })
            )
            .await
            .0,
        400
    );
    assert_eq!(
        bench.get("/postings/deleted").await,
        json!({ "data": [], "hasNext": false })
    );
    let grouped = bench.get("/postings?group=department").await;
    let titles: Vec<&str> = grouped["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        ["", "Operations", "Research & Development", "Revenue"]
    );
    for group in grouped["data"].as_array().unwrap() {
        let title = &group["title"];
        assert!(
            group["postings"]
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one["categories"]["department"] == *title || title == "")
        );
    }
    assert_eq!(
        bench
            .call(Method::GET, "/postings?group=moon", None)
            .await
            .0,
        400
    );
    assert_eq!(
        bench
            .call(Method::GET, "/postings?group=team&updated_at_start=0", None)
            .await
            .0,
        400
    );
}
