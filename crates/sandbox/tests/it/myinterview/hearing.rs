//! Webhooks that the vendor hears late, out of order, twice or not at all; and one person with two candidacies.

use serde_json::json;

use super::bench::Bench;

#[tokio::test]
async fn deliveries_may_be_lost_doubled_or_late() {
    let bench = Bench::start().await;
    bench.switch(json!({ "hearing": { "loses": 1 } })).await;
    let lost = bench.reachable().await;
    bench.enter(&lost).await;
    bench.still().await;
    assert!(bench.attempts(&lost).await.is_empty());

    // Heard twice, the second finds an open invitation: the link goes out again, as at any second entry.
    for (rule, mails) in [("same_link", 2), ("nothing", 1)] {
        bench
            .switch(json!({ "hearing": { "twice": true }, "open_reentry": rule }))
            .await;
        let doubled = bench.reachable().await;
        bench.enter(&doubled).await;
        bench.still().await;
        assert_eq!(bench.mail(&doubled, "invite").await.len(), mails, "{rule}");
        assert_eq!(bench.attempts(&doubled).await.len(), 1);
        assert_eq!(bench.status_tags(&doubled).await.len(), 1);
    }

    bench
        .switch(json!({ "hearing": { "delay_seconds": 3_600 } }))
        .await;
    let late = bench.reachable().await;
    bench.enter(&late).await;
    bench.still().await;
    assert!(bench.attempts(&late).await.is_empty());
    bench.jump_hours(2).await;
    bench.until(&late, "invited").await;
}

/// The same delivery again (Lever's own retry) is taken once, whatever it told.
#[tokio::test]
async fn a_delivery_is_taken_once() {
    let bench = Bench::start().await;
    let id = bench.reachable().await;
    let data = json!({ "opportunityId": id, "toStageId": bench.info("trigger_stage_id") });
    for _ in 0..3 {
        assert_eq!(
            bench
                .deliver("candidateStageChange", "t", data.clone())
                .await,
            200
        );
    }
    bench.still().await;
    assert_eq!(bench.mail(&id, "invite").await.len(), 1);
}

/// Links belong to the person in Lever: both candidacies show both reviews, each note is with its own.
#[tokio::test]
async fn a_person_with_two_candidacies_is_interviewed_twice() {
    let bench = Bench::start().await;
    let first = bench.invited().await;
    let contact = bench.opportunity(&first).await["contact"].take();
    let body = json!({
        "contact": contact, "posting": bench.posting, "stage": bench.info("neutral_stage_id"),
        "name": "Ana Prova", "emails": ["ana@example.com"],
    });
    let (status, made) = bench.console("/opportunities", body).await;
    assert_eq!(status, 200, "{made}");
    let second = made["id"].as_str().unwrap().to_owned();
    bench.enter(&second).await;
    bench.until(&second, "invited").await;
    let mut reviews = Vec::new();
    for id in [&first, &second] {
        assert_eq!(bench.act(id, "complete").await, 200);
        let review = bench.attempts(id).await[0]["review"].take();
        let notes = bench.note_texts(id).await;
        assert_eq!(notes.len(), 1);
        assert!(notes[0].contains(review.as_str().unwrap()));
        reviews.push(review);
    }
    for id in [&first, &second] {
        assert_eq!(bench.opportunity(id).await["links"], json!(reviews));
    }
    assert_eq!(bench.vendor().await["jobs"].as_array().unwrap().len(), 1);
}

/// Two first candidates at the same moment: one job.
#[tokio::test]
async fn two_first_candidates_make_one_job() {
    let bench = Bench::start().await;
    let (one, two) = (bench.reachable().await, bench.reachable().await);
    tokio::join!(bench.enter(&one), bench.enter(&two));
    bench.still().await;
    let job = async |id: &str| bench.until(id, "invited").await["job"].take();
    assert_eq!(job(&one).await, job(&two).await);
    assert_eq!(bench.vendor().await["jobs"].as_array().unwrap().len(), 1);
}
