//! Notes.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, START};

#[tokio::test]
async fn the_answer_is_the_whole_note_and_its_id_again() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let seat = bench.seat();
    let (status, made) = bench
        .post(
            &format!("/opportunities/{id}/notes?perform_as={seat}"),
            json!({ "value": "Line one\nline two @somebody" }),
        )
        .await;
    assert_eq!(status, 201);
    insta::assert_json_snapshot!("note_created", bench.tidy(&made));
    let note = made["data"]["id"].as_str().unwrap();
    let read = bench
        .get(&format!("/opportunities/{id}/notes/{note}"))
        .await;
    assert!(read["data"].get("noteId").is_none());
    assert_eq!(read["data"]["fields"][0]["stage"], "applicant-new");
    assert_eq!(read["data"]["user"], json!(seat));
}

#[tokio::test]
async fn a_comment_joins_the_thread() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let path = format!("/opportunities/{id}/notes");
    let (_, made) = bench.post(&path, json!({ "value": "first" })).await;
    assert_eq!(made["data"]["user"], Value::Null);
    bench.jump(1_000);
    let note = made["data"]["id"].as_str().unwrap();
    let (status, thread) = bench
        .post(
            &format!("{path}?note_id={note}"),
            json!({ "value": "second" }),
        )
        .await;
    assert_eq!(status, 201);
    assert_eq!(thread["data"]["id"], json!(note));
    let list = bench.get(&path).await;
    let fields: Vec<(&Value, i64)> = list["data"][0]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| {
            (
                &field["value"],
                field["createdAt"].as_i64().unwrap() - START,
            )
        })
        .collect();
    assert_eq!(fields, [(&json!("first"), 0), (&json!("second"), 1_000)]);
    let (status, _) = bench
        .post(&format!("{path}?note_id=none"), json!({ "value": "lost" }))
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn only_notes_made_through_the_api_can_be_deleted() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let (_, made) = bench
        .post(
            &format!("/opportunities/{id}/notes"),
            json!({ "value": "x" }),
        )
        .await;
    let path = format!(
        "/opportunities/{id}/notes/{}",
        made["data"]["id"].as_str().unwrap()
    );
    assert_eq!(
        bench.call(Method::DELETE, &path, None).await,
        (204, Value::Null)
    );
    assert_eq!(bench.get(&path).await["data"]["deletedAt"], json!(START));
    let (human, note) = bench.running.lever.look(|world| {
        let (id, notes) = world
            .notes
            .iter()
            .find(|(_, notes)| notes.iter().any(|note| !note.by_api))
            .unwrap();
        (
            id.clone(),
            notes.iter().find(|note| !note.by_api).unwrap().id.clone(),
        )
    });
    let (status, refusal) = bench
        .call(
            Method::DELETE,
            &format!("/opportunities/{human}/notes/{note}"),
            None,
        )
        .await;
    assert_eq!((status, &refusal["code"]), (403, &json!("Forbidden")));
}

#[tokio::test]
async fn a_note_may_be_dated_back_but_not_forward() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let path = format!("/opportunities/{id}/notes");
    let (status, made) = bench
        .post(&path, json!({ "value": "x", "createdAt": START - 5 }))
        .await;
    assert_eq!(
        (status, &made["data"]["createdAt"]),
        (201, &json!(START - 5))
    );
    assert_eq!(
        bench
            .post(&path, json!({ "value": "x", "createdAt": START + 5 }))
            .await
            .0,
        400
    );
    assert_eq!(
        bench
            .post(&path, json!({ "value": "x", "score": 5 }))
            .await
            .0,
        400
    );
    assert_eq!(
        bench.post(&path, json!({})).await.1["message"],
        "Missing required parameter: value"
    );
}
