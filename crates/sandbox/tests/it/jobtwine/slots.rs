//! J9: slots are given by whoever holds the link, and interviewers race for them.

use serde_json::{Value, json};

use super::bench::{Bench, HOUR};

async fn press(bench: &Bench, link: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let answer = bench.http.post(link).form(fields).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn local(ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(ms)
        .unwrap()
        .format("%Y-%m-%dT%H:%M")
        .to_string()
}

fn starts_of(one: &Value) -> Vec<i64> {
    let slots = one["slots"].as_array().unwrap().iter();
    slots.map(|slot| slot["start"].as_i64().unwrap()).collect()
}

/// The page takes one to four slots and more; the last word counts, the same word twice changes nothing.
#[tokio::test]
async fn the_page_takes_slots_and_the_last_word_counts_until_a_claim() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let starts = bench.starts(4).await;
    let texts: Vec<String> = starts.iter().map(|start| local(*start)).collect();
    for by in ["candidate", "client"] {
        let mut fields = vec![
            ("action", "slots"),
            ("zone", "UTC"),
            ("by", by),
            ("slot", ""),
        ];
        fields.extend(texts.iter().map(|text| ("slot", text.as_str())));
        let (status, page) = press(&bench, &link, &fields).await;
        assert_eq!(status, 200);
        assert!(
            page.contains("id=\"word\"") && page.contains("id=\"given\""),
            "{page}"
        );
        let one = bench.until(&id, "slots_given").await;
        assert_eq!(starts_of(&one), starts);
        assert_eq!(
            one["slots_by"], "candidate",
            "the same word again is no new word"
        );
    }
    let fields = [
        ("action", "slots"),
        ("zone", "Asia/Kolkata"),
        ("by", "client"),
        ("slot", texts[1].as_str()),
    ];
    assert_eq!(press(&bench, &link, &fields).await.0, 200);
    let one = bench.until(&id, "slots_given").await;
    assert_eq!(starts_of(&one), [starts[1] - 5 * HOUR - HOUR / 2]);
    assert_eq!(one["slots_by"], "client");

    bench.act(&id, "claim", json!({})).await;
    let (status, page) = press(&bench, &link, &fields).await;
    assert_eq!(status, 409);
    assert!(
        page.contains("already taken") && page.contains("Scheduled"),
        "{page}"
    );
    let one = bench.until(&id, "scheduled").await;
    assert_eq!(one["claim"]["slot"]["start"], starts_of(&one)[0]);
}

/// What cannot be is refused with a sentence, and nothing changes.
#[tokio::test]
async fn slots_that_cannot_be_are_refused() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    for (slot, zone, word) in [
        ("2020-01-01T10:00", "UTC", "past"),
        ("soon", "UTC", "2026-08-10T17:00"),
        ("2030-03-31T02:30", "Europe/Berlin", "skip"),
        ("2030-03-31T12:30", "IST", "Europe/Berlin"),
        ("", "UTC", "at least one"),
    ] {
        let fields = [("action", "slots"), ("zone", zone), ("slot", slot)];
        let (status, page) = press(&bench, &link, &fields).await;
        assert_eq!(status, 422, "{slot}");
        assert!(page.contains(word), "{word}: {page}");
    }
    assert_eq!(
        press(&bench, &link, &[("action", "choose"), ("offer", "99")])
            .await
            .0,
        409
    );
    assert_eq!(press(&bench, &link, &[]).await.0, 422);
    let many: Vec<i64> = bench.starts(9).await;
    assert!(
        bench
            .refused(&id, "slots", json!({ "slots": many }))
            .await
            .contains("at most")
    );
    assert_eq!(bench.attempts(&id).await[0]["state"], "pending_slots");
}

/// The candidate schedules without anybody's help: straight from the invitation to the date.
#[tokio::test]
async fn an_offered_time_can_be_chosen_on_the_page() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let one = bench.attempts(&id).await.remove(0);
    let link = one["link"].as_str().unwrap();
    let offer = &one["offers"][2];
    let (status, page) = press(&bench, link, &[("action", "choose"), ("offer", "3")]).await;
    assert_eq!(status, 200);
    assert!(page.contains("Scheduled"), "{page}");
    let booked = bench.until(&id, "scheduled").await;
    assert_eq!(booked["claim"]["slot"], offer["slot"]);
    assert_eq!(booked["claim"]["self_scheduled"], true);
    assert!(booked["slots_at"].is_null());
    assert_eq!(bench.said(&id).await, ["slots_wanted", "scheduled"]);
    assert_eq!(bench.purposes(&id).await, ["invite", "scheduled"]);
}

/// However many interviewers press at once, one wins and one note is written.
#[tokio::test]
async fn of_many_claims_at_once_one_wins() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let starts = bench.starts(3).await;
    bench.act(&id, "slots", json!({ "slots": starts })).await;
    let names = bench.vendor().await["interviewers"].take();
    let path = format!("/jobtwine/{id}/claim");
    let names = names.as_array().unwrap();
    let claims = names.iter().enumerate().map(|(place, name)| {
        bench.console(&path, json!({ "slot": place % 3, "interviewer": name }))
    });
    let mut won = 0;
    let mut tasks: Vec<_> = claims.map(Box::pin).collect();
    for (status, _) in futures::future::join_all(tasks.iter_mut()).await {
        won += usize::from(status == 200);
    }
    assert_eq!(won, 1);
    bench.until(&id, "scheduled").await;
    assert_eq!(bench.said(&id).await, ["slots_wanted", "scheduled"]);
}

/// One interviewer is not in two places: the second candidate with the same slot cannot have the same one.
#[tokio::test]
async fn an_interviewer_is_booked_once_at_a_time() {
    let bench = Bench::start().await;
    let start = bench.starts(1).await;
    let body = json!({ "slot": 0, "interviewer": "Grace Mwangi" });
    let first = bench.asked().await;
    bench.act(&first, "slots", json!({ "slots": start })).await;
    bench.act(&first, "claim", body.clone()).await;
    let second = bench.asked().await;
    bench.act(&second, "slots", json!({ "slots": start })).await;
    assert!(
        bench
            .refused(&second, "claim", body)
            .await
            .contains("no longer free")
    );
    bench.act(&second, "claim", json!({})).await;
    let one = bench.until(&second, "scheduled").await;
    assert_ne!(one["claim"]["interviewer"], "Grace Mwangi");
}

/// A race that nobody wins: slots are asked for again, by mail and by note; the next race succeeds.
#[tokio::test]
async fn when_nobody_takes_a_slot_slots_are_asked_for_again() {
    let bench = Bench::switched(json!({ "first_claim": "fails" })).await;
    let id = bench.asked().await;
    let starts = bench.starts(2).await;
    bench.act(&id, "slots", json!({ "slots": starts })).await;
    bench.act(&id, "claim", json!({})).await;
    let again = bench.until(&id, "pending_slots").await;
    assert_eq!(
        (again["asked"].as_i64(), again["refused"].as_i64()),
        (Some(2), Some(1))
    );
    assert_eq!(again["slots"], json!([]));
    assert_eq!(bench.said(&id).await, ["slots_wanted", "no_taker"]);
    assert_eq!(bench.purposes(&id).await, ["invite", "slots_again"]);
    let note = bench.until_said(&id, "no_taker").await;
    assert!(note.contains(again["link"].as_str().unwrap()));
    bench.act(&id, "slots", json!({ "slots": starts })).await;
    bench.act(&id, "refuse", json!({})).await;
    bench.until(&id, "pending_slots").await;
    bench.act(&id, "slots", json!({ "slots": starts })).await;
    bench.act(&id, "claim", json!({})).await;
    bench.until(&id, "scheduled").await;
    assert_eq!(bench.attempts(&id).await[0]["refused"], 2);
}

/// An expired link says so, and takes nothing.
#[tokio::test]
async fn an_expired_link_says_so() {
    let bench = Bench::switched(json!({ "link_hours": 24 })).await;
    let id = bench.asked().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.jump(25 * HOUR).await;
    bench.until(&id, "expired").await;
    let answer = bench.http.get(&link).send().await.unwrap();
    assert_eq!(answer.status(), 410);
    assert!(answer.text().await.unwrap().contains("expired"));
    let start = local(bench.starts(1).await[0]);
    let fields = [
        ("action", "slots"),
        ("zone", "UTC"),
        ("slot", start.as_str()),
    ];
    assert_eq!(press(&bench, &link, &fields).await.0, 410);
    assert_eq!(bench.said(&id).await, ["slots_wanted", "expired"]);
}
