//! Notes that are replaced, deleted, kept back.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, START};

#[tokio::test]
async fn notes_can_be_replaced_whole_and_a_deleted_one_not_again() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let seat = bench.seat();
    let notes = format!("/opportunities/{id}/notes");
    let made = bench
        .post(
            &format!("{notes}?perform_as={seat}"),
            json!({ "value": "first", "score": 4, "secret": true }),
        )
        .await
        .1["data"]
        .clone();
    let note = made["noteId"].as_str().unwrap().to_owned();
    bench
        .post(
            &format!("{notes}?note_id={note}&perform_as={seat}"),
            json!({ "value": "comment" }),
        )
        .await;
    let one = format!("{notes}/{note}");
    assert_eq!(
        bench.get(&one).await["data"]["fields"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let (status, answer) = bench
        .put(
            &one,
            json!({ "values": [{ "value": "other" }], "user": seat }),
        )
        .await;
    assert_eq!(
        (status, answer),
        (200, json!({ "data": { "noteId": note } }))
    );
    let shown = bench.get(&one).await["data"].clone();
    assert_eq!(
        (
            shown["fields"].as_array().unwrap().len(),
            &shown["secret"],
            &shown["fields"][0]["score"]
        ),
        (1, &json!(false), &Value::Null)
    );
    assert_eq!(bench.call(Method::DELETE, &one, None).await.0, 204);
    assert_eq!(bench.call(Method::DELETE, &one, None).await.0, 404);
    assert_eq!(bench.get(&one).await["data"]["deletedAt"], json!(START));
}

#[tokio::test]
async fn secret_notes_can_be_kept_back_by_a_switch() {
    for (shown, count) in [(true, 1), (false, 0)] {
        let mut settings = super::bench::still();
        settings.switches.secret_notes = shown;
        let bench = Bench::with(settings).await;
        let id = bench.person().await;
        let note = bench
            .post(
                &format!("/opportunities/{id}/notes"),
                json!({ "value": "x", "secret": true }),
            )
            .await
            .1["data"]
            .clone();
        let path = format!("/opportunities/{id}/notes");
        assert_eq!(
            bench.get(&path).await["data"].as_array().unwrap().len(),
            count
        );
        let (status, _) = bench
            .call(
                Method::GET,
                &format!("{path}/{}", note["noteId"].as_str().unwrap()),
                None,
            )
            .await;
        assert_eq!(status, if shown { 200 } else { 404 });
    }
}
