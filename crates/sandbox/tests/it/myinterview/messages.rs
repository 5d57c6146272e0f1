//! M9: reminder and thank-you mails, on the sandbox's clock.

use std::time::Duration;

use serde_json::json;

use super::bench::{Bench, PATIENCE};

/// Waits until a reminder went to `id`.
async fn reminded(bench: &Bench, id: &str) {
    for _ in 0..PATIENCE {
        if !bench.mail(id, "reminder").await.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("no reminder");
}

#[tokio::test]
async fn a_reminder_goes_out_once_before_the_deadline() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    bench.jump_hours(5 * 24 - 1).await;
    assert!(bench.mail(&id, "reminder").await.is_empty());
    bench.jump_hours(2).await;
    reminded(&bench, &id).await;
    let mail = bench.mail(&id, "reminder").await;
    assert_eq!(mail.len(), 1);
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(mail[0]["body"].as_str().unwrap().contains(&link));
    bench.jump_hours(24).await;
    assert_eq!(bench.mail(&id, "reminder").await.len(), 1);
}

/// Nobody is reminded who has finished, was archived, or when reminders are off.
#[tokio::test]
async fn reminders_that_are_of_no_use_stay_home() {
    let bench = Bench::start().await;
    let done = bench.invited().await;
    assert_eq!(bench.act(&done, "complete").await, 200);
    let archived = bench.invited().await;
    bench.archive(&archived, true).await;
    let waiting = bench.invited().await;
    bench.jump_hours(5 * 24 + 1).await;
    reminded(&bench, &waiting).await;
    assert!(bench.mail(&done, "reminder").await.is_empty());
    assert!(bench.mail(&archived, "reminder").await.is_empty());

    bench.switch(json!({ "reminders": false })).await;
    let unreminded = bench.invited().await;
    bench.jump_hours(5 * 24 + 1).await;
    bench.switch(json!({ "reminders": true })).await;
    let next = bench.invited().await;
    bench.jump_hours(5 * 24 + 1).await;
    reminded(&bench, &next).await;
    assert!(bench.mail(&unreminded, "reminder").await.is_empty());
}

#[tokio::test]
async fn completion_is_thanked_for() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    assert!(bench.mail(&id, "thank_you").await.is_empty());
    assert_eq!(bench.act(&id, "complete").await, 200);
    let mail = bench.mail(&id, "thank_you").await;
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0]["to"], "ana@example.com");
}
