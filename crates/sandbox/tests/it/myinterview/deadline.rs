//! Deadlines on the candidate's clocks, reminders before them, and the messages that tell of them.

use serde_json::{Value, json};

use super::bench::{Bench, PATIENCE};

const HOUR: i64 = 3_600_000;

async fn now(bench: &Bench) -> i64 {
    bench.state().await["now"].as_i64().unwrap()
}

/// Whoever opened the link in time and submits too late is too late.
#[tokio::test]
async fn an_interview_must_be_submitted_before_the_deadline() {
    let bench = Bench::start().await;
    bench
        .switch(json!({ "zone": "Asia/Tokyo", "deadline_time": "23:59", "deadline_days": 1 }))
        .await;
    let id = bench.invited().await;
    let attempt = bench.attempts(&id).await.remove(0);
    assert_eq!(attempt["zone"], "Asia/Tokyo");
    let end = attempt["deadline"].as_i64().unwrap();
    // 23:59 in Tokyo is 14:59 UTC, all year round.
    assert_eq!(end.rem_euclid(24 * HOUR), 14 * HOUR + 59 * 60_000);
    let mail = bench.mail(&id, "invite").await.remove(0);
    assert!(mail["body"].as_str().unwrap().contains("11:59 PM JST"));

    let link = attempt["link"].as_str().unwrap().to_owned();
    let page = bench.http.get(&link).send().await.unwrap();
    assert!(page.text().await.unwrap().contains("11:59 PM JST"));
    assert_eq!(bench.attempts(&id).await[0]["state"], "clicked");
    let left = end - now(&bench).await;
    bench
        .console("/clock/jump", json!({ "ms": left + 1 }))
        .await;
    let late = bench.http.post(&link).send().await.unwrap();
    assert_eq!(late.status(), 410);
    assert_eq!(bench.attempts(&id).await[0]["state"], "expired");
    assert!(bench.mail(&id, "thank_you").await.is_empty());
}

/// Reminders are intervals before the deadline, each sent once.
#[tokio::test]
async fn there_may_be_several_reminders() {
    let bench = Bench::start().await;
    bench
        .switch(json!({ "further_reminders": [24, 2], "reminder_hours": 72 }))
        .await;
    let id = bench.invited().await;
    for (hours, count) in [(4 * 24 + 1, 1), (2 * 24, 2), (22, 3), (1, 3)] {
        bench.jump_hours(hours).await;
        for _ in 0..PATIENCE {
            if bench.mail(&id, "reminder").await.len() == count {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        assert_eq!(bench.mail(&id, "reminder").await.len(), count, "{hours}");
    }
    assert_eq!(
        bench.attempts(&id).await[0]["reminders"],
        json!([72, 24, 2])
    );
}

/// The account's own message template is used only once it is the default of its kind.
#[tokio::test]
async fn a_message_template_must_be_the_default_to_apply() {
    let bench = Bench::start().await;
    let own = |default: bool| {
        json!({ "company_name": "Ofelia & Söhne", "messages": [
            { "kind": "invite_email", "name": "Ours", "subject": "{company} asks {candidate}", "body": "Go: {link} until {deadline}", "default": default },
            { "kind": "invite_sms", "name": "Ours", "body": "{job} {link}", "default": default },
            { "kind": "thank_you_email", "name": "Ours", "body": "Merci {candidate}", "default": default },
        ] })
    };
    let read = async |id: &str, purpose: &str| {
        let mail = bench.mail(id, purpose).await.remove(0);
        let text = |name: &str| mail[name].as_str().unwrap().to_owned();
        (text("subject"), text("body"))
    };
    bench.switch(own(false)).await;
    let id = bench.invited().await;
    let (subject, body) = read(&id, "invite").await;
    assert!(subject.starts_with("Your video interview") && body.ends_with("Ofelia & Söhne"));

    bench.switch(own(true)).await;
    let id = bench.invited().await;
    let link = bench.attempts(&id).await[0]["link"].clone();
    let link = link.as_str().unwrap();
    let (subject, body) = read(&id, "invite").await;
    assert_eq!(subject, "Ofelia & Söhne asks Ana Prova");
    assert!(body.starts_with(&format!("Go: {link} until ")));
    let sms = bench.sms(&id).await.remove(0);
    assert!(sms["body"].as_str().unwrap().ends_with(link));
    assert_eq!(bench.act(&id, "complete").await, 200);
    let (subject, body) = read(&id, "thank_you").await;
    assert_eq!(body, "Merci Ana Prova");
    assert!(
        subject.starts_with("Thank you"),
        "no subject of its own: {subject}"
    );

    let url = format!("{}/switches", bench.info("base"));
    let mut two = own(true);
    let one = two["messages"][0].clone();
    two["messages"].as_array_mut().unwrap().push(one);
    let answer = bench.http.post(url).json(&two).send().await.unwrap();
    assert_eq!(answer.status(), 400);
    assert_ne!(answer.text().await.unwrap(), Value::Null.to_string());
}
