//! What comes from outside may be anything: it is answered with a body and never believed.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;

const NAME: &str = "<script>alert(1)</script> \"O'Neil\" & {link}\r\nBcc: x@example.com";

/// Names are text, on every page and in every message.
#[tokio::test]
async fn names_and_titles_stay_text() {
    let bench = Bench::start().await;
    let body = json!({
        "name": NAME, "emails": ["ana@example.com"], "posting": bench.posting,
        "stage": bench.info("neutral_stage_id"),
    });
    let (status, made) = bench.console("/opportunities", body).await;
    assert_eq!(status, 200, "{made}");
    let id = made["id"].as_str().unwrap();
    bench.switch(json!({ "company_name": "<i>Co</i>" })).await;
    bench.enter(id).await;
    let attempt = bench.until(id, "invited").await;
    let link = attempt["link"].as_str().unwrap().to_owned();
    let get = async |url: &str| {
        bench
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    let page = get(&link).await;
    assert!(page.contains("&lt;i&gt;Co&lt;/i&gt;") && !page.contains("<i>Co"));
    assert_eq!(bench.act(id, "complete").await, 200);
    let review = bench.attempts(id).await[0]["review"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = get(&review).await;
    assert!(
        page.contains("&lt;script&gt;") && !page.contains("<script>"),
        "{page}"
    );
    for mail in ["invite", "thank_you"] {
        let mail = bench.mail(id, mail).await.remove(0);
        assert!(!mail["subject"].as_str().unwrap().contains(['\r', '\n']));
        assert!(
            mail["body"].as_str().unwrap().contains("<script>"),
            "plain text stays as it is"
        );
    }
    let notes = bench.note_texts(id).await;
    assert_eq!(notes.len(), 1);
    assert_eq!(
        notes[0].matches(review.as_str()).count(),
        1,
        "a name cannot bring a link: {}",
        notes[0]
    );
}

/// Whatever is asked, the answer is a 4xx with a body, and the vendor goes on.
#[tokio::test]
async fn strange_requests_are_answered_with_a_body() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    let link = bench.attempts(&id).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let start = link.split_once("/myinterview").unwrap().1.to_owned();
    let (path, _) = start.split_once('?').unwrap();
    let huge = "x".repeat(3_000_000);
    let nested = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let cases: Vec<(Method, String, String)> = vec![
        (Method::GET, "/nowhere".into(), String::new()),
        (Method::DELETE, "/review/x".into(), String::new()),
        (Method::PUT, start.clone(), String::new()),
        (Method::GET, path.to_owned(), String::new()),
        (
            Method::GET,
            format!("{path}?unique_id=%00%ff"),
            String::new(),
        ),
        (Method::POST, format!("{path}?unique_id=1"), String::new()),
        (Method::GET, "/review/%2e%2e%2f%00".into(), String::new()),
        (Method::GET, "/review/%ff".into(), String::new()),
        (
            Method::GET,
            "/media/..%2f..%2fetc%2fpasswd?expires=9999999999999999999&sig=x".into(),
            String::new(),
        ),
        (Method::GET, "/2.21.2/getVideo".into(), String::new()),
        (
            Method::GET,
            "/2.21.2/getVideo?apiKey=a&hashTimestamp=-9223372036854775808&hash=b&video=c".into(),
            String::new(),
        ),
        (
            Method::GET,
            "/player.v4.html?apiKey=<u>".into(),
            String::new(),
        ),
        (Method::POST, "/hooks/stage".into(), String::new()),
        (Method::POST, "/hooks/stage".into(), "{".into()),
        (Method::POST, "/hooks/archive".into(), "[]".into()),
        (
            Method::POST,
            "/hooks/stage".into(),
            "{\"token\":1,\"triggeredAt\":\"x\",\"signature\":[]}".into(),
        ),
        (Method::POST, "/hooks/stage".into(), nested),
        (Method::POST, "/hooks/stage".into(), huge),
        (Method::GET, "/hooks/stage".into(), String::new()),
        (Method::POST, "/switches".into(), "null".into()),
        (
            Method::POST,
            "/switches".into(),
            "{\"deadline_days\":9223372036854775807}".into(),
        ),
        (Method::POST, "/templates".into(), "{\"name\":7}".into()),
        (Method::POST, "/integrations/stage".into(), "%".into()),
        (
            Method::GET,
            "/oauth/callback?state=x&code=y".into(),
            String::new(),
        ),
        (Method::GET, "/api/jobs".into(), String::new()),
        (Method::GET, "/api/nowhere".into(), String::new()),
        (Method::PATCH, "/api/jobs".into(), String::new()),
    ];
    for (method, path, body) in cases {
        let url = format!("{}{path}", bench.info("base"));
        let shown: String = format!("{method} {path}").chars().take(90).collect();
        let answer = bench
            .http
            .request(method, url)
            .header("Content-Type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        assert!((400..500).contains(&status), "{shown}: {status} {text}");
        // The receivers' 401 says all there is to say to somebody who is not Lever.
        assert!(
            !text.is_empty() || shown.contains("/hooks/"),
            "{shown}: {status}"
        );
        assert!(!text.contains("<u>"), "{shown}: {text}");
    }
    bench.invited().await;
}

/// The API's refusals come in its own envelope, also for what is no JSON.
#[tokio::test]
async fn the_api_refuses_in_its_envelope() {
    let bench = Bench::start().await;
    let url = |path: &str| format!("{}/api{path}", bench.info("base"));
    for authorization in [
        "",
        "apikey",
        "apikey a sig=",
        "apikey a exp=x sig=y",
        "candidate  sig=z",
    ] {
        let answer = bench
            .http
            .get(url("/jobs"))
            .header("Authorization", authorization)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401, "{authorization}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["errorCode"], 1001);
    }
}

/// A clock at the end of time breaks nothing.
#[tokio::test]
async fn the_end_of_time_is_survived() {
    let bench = Bench::start().await;
    let id = bench.invited().await;
    bench
        .switch(json!({ "deadline_time": "23:59", "zone": "Asia/Tokyo" }))
        .await;
    let (status, _) = bench
        .console("/clock/jump", json!({ "ms": i64::MAX }))
        .await;
    assert_eq!(status, 200);
    assert_eq!(bench.act(&id, "complete").await, 400);
    assert_eq!(bench.attempts(&id).await[0]["state"], "expired");
    assert_eq!(bench.page("/integrations").await.0, 200);
}
