//! J7 and J8: the link by mail and by note.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;

/// The same link in mail and note; it opens in a browser, without a script.
#[tokio::test]
async fn the_mail_and_the_note_hold_the_same_link_and_it_opens() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let one = bench.attempts(&id).await.remove(0);
    let link = one["link"].as_str().unwrap();
    let mail = &bench.mail(&id).await[0].1;
    assert_eq!(mail["to"], "ana@example.com");
    assert!(mail["body"].as_str().unwrap().contains(link));
    let notes = bench.notes(&id).await;
    assert_eq!(notes.len(), 1);
    let note = notes[0]["fields"][0]["value"].as_str().unwrap();
    assert_eq!(note.matches(link).count(), 1, "{note}");
    let seat = bench.get(&format!("/users/{}", bench.seat)).await;
    let mention = format!("@{}", seat["username"].as_str().unwrap());
    assert!(note.contains(&mention), "{note}");
    let answer = bench.http.get(link).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let page = answer.text().await.unwrap();
    for must in [
        "Ana Prova",
        "Round 1: Screening",
        "datetime-local",
        "name=\"offer\"",
    ] {
        assert!(page.contains(must), "{must}");
    }
    assert!(!page.contains("<script"));
    let wrong = format!("{}/s/nothing", bench.info("base"));
    assert_eq!(bench.http.get(wrong).send().await.unwrap().status(), 404);
}

/// Without an address nobody is mailed; the recruiter gets the link all the same.
#[tokio::test]
async fn without_an_address_there_is_a_note_and_no_mail() {
    let bench = Bench::start().await;
    for emails in [json!([]), json!(["ana"])] {
        let id = bench.create(json!({ "emails": emails })).await;
        bench.enter(&id).await;
        assert!(bench.until(&id, "pending_slots").await["mail"].is_null());
        assert!(bench.mail(&id).await.is_empty());
        assert_eq!(bench.notes(&id).await.len(), 1);
    }
}

/// Which owner is addressed, and what happens where that one is missing or gone, is as the switches say.
#[tokio::test]
async fn the_addressed_owner_is_chosen_by_switches() {
    let bench = Bench::start().await;
    let users = bench.get("/users?includeDeactivated=true").await;
    let gone = users
        .as_array()
        .unwrap()
        .iter()
        .find(|user| !user["deactivatedAt"].is_null())
        .unwrap();
    let gone = gone["id"].as_str().unwrap();
    let other = users
        .as_array()
        .unwrap()
        .iter()
        .find(|user| user["deactivatedAt"].is_null() && user["accessRole"] == "admin")
        .unwrap();
    let other = other["id"].as_str().unwrap();
    let posting = bench.get(&format!("/postings/{}", bench.posting)).await;
    let posting_owner = posting["owner"].clone();
    let (nobody, seat) = (Value::Null, json!(bench.seat));
    for (owner, addressed, unreachable, wanted) in [
        (json!(other), "opportunity_owner", "nobody", json!(other)),
        (
            json!(other),
            "posting_owner",
            "nobody",
            posting_owner.clone(),
        ),
        (
            nobody.clone(),
            "opportunity_owner",
            "nobody",
            nobody.clone(),
        ),
        (
            nobody.clone(),
            "opportunity_owner",
            "other_owner",
            posting_owner.clone(),
        ),
        (
            nobody.clone(),
            "opportunity_owner",
            "mention_anyway",
            nobody.clone(),
        ),
        (json!(gone), "opportunity_owner", "nobody", nobody.clone()),
        (
            json!(gone),
            "opportunity_owner",
            "other_owner",
            posting_owner.clone(),
        ),
        (
            json!(gone),
            "opportunity_owner",
            "mention_anyway",
            json!(gone),
        ),
        (seat.clone(), "opportunity_owner", "other_owner", seat),
    ] {
        let switches = json!({ "addressed": addressed, "unreachable_owner": unreachable });
        bench.switch(switches.clone()).await;
        let id = bench.create(json!({ "owner": owner })).await;
        bench.enter(&id).await;
        let one = bench.until(&id, "pending_slots").await;
        assert_eq!(one["addressed"], wanted, "{owner} {switches}");
        let note = bench.notes(&id).await[0]["fields"][0]["value"]
            .as_str()
            .unwrap()
            .to_owned();
        match wanted.as_str() {
            Some(user) => {
                let user = bench.get(&format!("/users/{user}")).await;
                let mention = format!("@{}", user["username"].as_str().unwrap());
                assert!(note.contains(&mention), "{note}");
            }
            None => assert!(!note.contains('@'), "{note}"),
        }
    }
    let answer = bench.lever(Method::GET, "/users", None).await;
    assert!(answer.status().is_success());
}

/// Silence is as the switch says.
#[tokio::test]
async fn silence_is_as_the_switch_says() {
    let bench = Bench::switched(json!({ "silence": "notes" })).await;
    let id = bench.asked().await;
    assert!(bench.notes(&id).await.is_empty());
    assert_eq!(bench.purposes(&id).await, ["invite"]);
    bench.switch(json!({ "silence": "everything" })).await;
    let lost = bench.person().await;
    bench.enter(&lost).await;
    bench.leave(&id).await;
    bench.switch(json!({ "silence": "never" })).await;
    bench.quiet().await;
    assert!(bench.attempts(&lost).await.is_empty());
    assert_eq!(bench.attempts(&id).await[0]["state"], "pending_slots");
}
