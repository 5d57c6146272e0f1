//! Webhooks that the vendor hears late, out of order, twice or not at all; and its rounds and scores.

use serde_json::json;

use super::bench::{Bench, HOUR};

#[tokio::test]
async fn deliveries_may_be_lost_doubled_or_late() {
    let bench = Bench::switched(json!({ "on_leave": "cancel_pending" })).await;
    bench.switch(json!({ "hearing": { "loses": 1 } })).await;
    let lost = bench.person().await;
    bench.enter(&lost).await;
    bench.still().await;
    assert!(bench.attempts(&lost).await.is_empty());
    assert_eq!(bench.vendor().await["switches"]["hearing"]["loses"], 0);

    bench.switch(json!({ "hearing": { "twice": true } })).await;
    let doubled = bench.person().await;
    bench.enter(&doubled).await;
    bench.still().await;
    assert_eq!(bench.purposes(&doubled).await, ["invite"]);
    assert_eq!(bench.said(&doubled).await, ["slots_wanted"]);

    // An hour late: whoever has gone by then is not asked, whoever has come back is.
    bench
        .switch(json!({ "hearing": { "delay_seconds": 3_600 } }))
        .await;
    let (gone, back) = (bench.person().await, bench.person().await);
    for id in [&gone, &back] {
        bench.enter(id).await;
        bench.leave(id).await;
    }
    bench.enter(&back).await;
    bench.still().await;
    assert!(bench.attempts(&back).await.is_empty());
    bench.switch(json!({ "hearing": {} })).await;
    bench.jump(2 * HOUR).await;
    bench.until(&back, "pending_slots").await;
    bench.quiet().await;
    assert!(bench.attempts(&gone).await.is_empty());
    assert_eq!(bench.purposes(&back).await, ["invite"]);
}

/// "Add Round Information" on the vendor's own page.
#[tokio::test]
async fn rounds_are_entered_in_the_browser() {
    let bench = Bench::start().await;
    let url = format!("{}/jobs", bench.info("base"));
    let (_, page) = bench.open(&url).await;
    assert!(page.contains("Add Round Information") && page.contains("value=\"Screening\""));
    let post = async |form: &[(&str, &str)]| {
        let answer = bench.http.post(&url).form(form).send().await.unwrap();
        answer.status().as_u16()
    };
    let posting = bench.posting.as_str();
    let good = [
        ("posting", posting),
        ("name", "Live coding"),
        ("minutes", "90"),
        ("name", ""),
        ("minutes", "60"),
    ];
    assert_eq!(post(&good).await, 200);
    for (form, status) in [
        (
            vec![("posting", posting), ("name", "x"), ("minutes", "long")],
            422,
        ),
        (
            vec![("posting", posting), ("name", "x"), ("minutes", "1")],
            422,
        ),
        (
            vec![("posting", "nowhere"), ("name", "x"), ("minutes", "60")],
            404,
        ),
        (vec![], 404),
    ] {
        assert_eq!(post(&form).await, status, "{form:?}");
    }
    let id = bench.asked().await;
    let one = bench.attempts(&id).await.remove(0);
    assert_eq!(
        (&one["round_name"], &one["minutes"]),
        (&json!("Live coding"), &json!(90))
    );
}

/// Three outcomes, four scores: the lowest is either a no or a strong no.
#[tokio::test]
async fn a_feedback_note_may_have_a_score() {
    let bench = Bench::start().await;
    for (rule, outcome, score) in [
        ("nothing", "not_recommended", json!(null)),
        ("strong_no", "not_recommended", json!(1)),
        ("no", "not_recommended", json!(2)),
        ("no", "is_a_good_fit", json!(3)),
        ("no", "strongly_recommended", json!(4)),
    ] {
        bench.switch(json!({ "note_score": rule })).await;
        let id = bench.scheduled().await;
        bench.act(&id, "hold", json!({})).await;
        bench
            .act(&id, "feedback", json!({ "outcome": outcome }))
            .await;
        bench.until(&id, "feedback_ready").await;
        let notes = bench.notes(&id).await;
        let scores: Vec<_> = notes
            .iter()
            .map(|note| note["fields"][0]["score"].clone())
            .collect();
        assert_eq!(scores.last().unwrap(), &score, "{rule}");
        assert!(scores[..scores.len() - 1].iter().all(|one| one.is_null()));
    }
}

/// Two candidacies of one person are two interviews, with links of their own.
#[tokio::test]
async fn a_person_may_be_interviewed_for_two_postings() {
    let bench = Bench::start().await;
    let first = bench.asked().await;
    let contact = bench.get(&format!("/opportunities/{first}")).await["contact"].take();
    let second = bench.create(json!({ "contact": contact })).await;
    bench.enter(&second).await;
    bench.until(&second, "pending_slots").await;
    let (one, two) = (
        bench.attempts(&first).await.remove(0),
        bench.attempts(&second).await.remove(0),
    );
    assert_ne!(one["link"], two["link"]);
    bench.act(&second, "cancel", json!({})).await;
    assert_eq!(bench.attempts(&first).await[0]["state"], "pending_slots");
    assert_eq!(bench.purposes(&first).await, ["invite"]);
}

/// The page that lists what nobody knows names every switch of both vendors, and its default where that is a word.
#[test]
fn every_switch_is_written_down() {
    let page = include_str!("../../../../../docs/vendors-in-the-sandbox.md");
    let all = [
        serde_json::to_value(fulcrum_sandbox::myinterview::Switches::default()).unwrap(),
        serde_json::to_value(fulcrum_sandbox::jobtwine::Switches::default()).unwrap(),
    ];
    for switches in all {
        for name in switches.as_object().unwrap().keys() {
            assert!(page.contains(&format!("`{name}`")), "{name}");
        }
    }
}
