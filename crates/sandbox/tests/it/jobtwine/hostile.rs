//! What comes from outside may be anything: it is answered with a body and never believed.

use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;

const NAME: &str = "<script>alert(1)</script> \"O'Neil\" & {link}\r\nBcc: x@example.com";

/// Names, rounds and titles are text, on every page and in every message.
#[tokio::test]
async fn names_and_rounds_stay_text() {
    let bench = Bench::start().await;
    let rounds = json!([{ "name": "<i>Round</i>", "minutes": 30 }]);
    bench.rounds(&bench.posting, rounds).await;
    let id = bench.create(json!({ "name": NAME })).await;
    bench.enter(&id).await;
    bench.until(&id, "pending_slots").await;
    let one = bench.attempts(&id).await.remove(0);
    let base = bench.info("base");
    let mut pages = vec![
        one["link"].as_str().unwrap().to_owned(),
        format!("{base}/jobs"),
    ];
    bench
        .act(&id, "slots", json!({ "slots": bench.starts(1).await }))
        .await;
    pages.push(format!("{base}/interviewer/schedule-candidates"));
    for url in &pages {
        let (status, page) = bench.open(url).await;
        assert_eq!(status, 200, "{url}");
        assert!(
            !page.contains("<script>") && !page.contains("<i>Round"),
            "{url}: {page}"
        );
    }
    let claim = json!({ "slot": 0, "interviewer": "Anjali Deshmukh" });
    bench.act(&id, "claim", claim).await;
    for url in [pages[0].clone(), format!("{base}/interviewer/candidates")] {
        let (_, page) = bench.open(&url).await;
        assert!(
            page.contains("&lt;script&gt;") && !page.contains("<script>"),
            "{url}: {page}"
        );
    }
    for (_, mail) in bench.mail(&id).await {
        assert!(!mail["subject"].as_str().unwrap().contains(['\r', '\n']));
    }
    let said = bench.attempts(&id).await[0]["said"][0].take();
    let text = said["text"].as_str().unwrap();
    assert_eq!(
        text.matches(one["link"].as_str().unwrap()).count(),
        1,
        "a name cannot bring a link: {text}"
    );
    bench.act(&id, "hold", json!({})).await;
    bench.act(&id, "feedback", json!({})).await;
    let text = bench.until_said(&id, "feedback").await;
    let report = text
        .split_whitespace()
        .find(|word| word.contains("feedback-report.pdf"))
        .unwrap();
    let report = &report[report.find("http").unwrap()..];
    let report = report.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
    let file = bench.http.get(report).send().await.unwrap();
    let name = file.headers()["content-disposition"].to_str().unwrap();
    assert!(!name.contains(['<', '\r', '\n']), "{name}");
}

/// Whatever is asked, the answer is a 4xx with a body, and the vendor goes on.
#[tokio::test]
async fn strange_requests_are_answered_with_a_body() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let one = bench.attempts(&id).await.remove(0);
    let slots = one["link"]
        .as_str()
        .unwrap()
        .split_once("/jobtwine")
        .unwrap()
        .1
        .to_owned();
    let candidate = one["id"].as_str().unwrap();
    let nested = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let form = "application/x-www-form-urlencoded";
    let json = "application/json";
    let many = "slot=2999-01-01T10%3A00&".repeat(2_000) + "action=slots&zone=UTC";
    let cases: Vec<(Method, String, &str, String)> = vec![
        (Method::GET, "/nowhere".into(), json, String::new()),
        (Method::GET, "/s/nobody".into(), json, String::new()),
        (Method::GET, "/s/%00%ff".into(), json, String::new()),
        (Method::POST, "/s/nobody".into(), form, String::new()),
        (Method::DELETE, slots.clone(), form, String::new()),
        (Method::POST, slots.clone(), form, String::new()),
        (Method::POST, slots.clone(), form, "action=slots".into()),
        (
            Method::POST,
            slots.clone(),
            form,
            "action=slots&slot=x&zone=UTC".into(),
        ),
        (
            Method::POST,
            slots.clone(),
            form,
            "action=slots&slot=2999-01-01T10%3A00&zone=%3Cu%3E".into(),
        ),
        (
            Method::POST,
            slots.clone(),
            form,
            "action=slots&slot=%2B262142-12-31T23%3A59&zone=UTC".into(),
        ),
        (
            Method::POST,
            slots.clone(),
            form,
            "action=choose&offer=-1".into(),
        ),
        (
            Method::POST,
            slots.clone(),
            form,
            "action=choose&offer=18446744073709551615".into(),
        ),
        (
            Method::POST,
            slots.clone(),
            form,
            "action=reschedule".into(),
        ),
        (Method::POST, slots.clone(), form, many),
        (Method::POST, slots.clone(), form, "x".repeat(3_000_000)),
        (
            Method::GET,
            format!("/secure/{candidate}/interview.webm"),
            json,
            String::new(),
        ),
        (
            Method::GET,
            format!("/secure/{candidate}/..%2f..%2fetc%2fpasswd?expires=9&sig=x"),
            json,
            String::new(),
        ),
        (
            Method::GET,
            "/interviewer/candidates?as=%3Cu%3E".into(),
            json,
            String::new(),
        ),
        (
            Method::POST,
            "/interviewer/schedule-candidates".into(),
            json,
            "{}".into(),
        ),
        (Method::POST, "/hooks/stage".into(), json, "{".into()),
        (Method::POST, "/hooks/stage".into(), json, nested),
        (
            Method::POST,
            "/hooks/stage".into(),
            json,
            "{\"signature\":{},\"token\":[]}".into(),
        ),
        (Method::GET, "/hooks/stage".into(), json, String::new()),
        (Method::POST, "/switches".into(), json, "[]".into()),
        (
            Method::POST,
            "/switches".into(),
            json,
            "{\"media_hours\":-1}".into(),
        ),
        (Method::GET, "/oauth/callback".into(), json, String::new()),
        (Method::GET, "/api/jobs".into(), json, String::new()),
        (Method::PATCH, "/api/jobs".into(), json, String::new()),
        (Method::GET, "/api/nowhere".into(), json, String::new()),
    ];
    for (method, path, kind, body) in cases {
        let url = format!("{}{path}", bench.info("base"));
        let shown: String = format!("{method} {path} {body}")
            .chars()
            .take(120)
            .collect();
        let request = bench.http.request(method, url).header("Content-Type", kind);
        let answer = request.body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        assert!((400..500).contains(&status), "{shown}: {status} {text}");
        assert!(
            !text.is_empty() || shown.contains("/hooks/"),
            "{shown}: {status}"
        );
        assert!(!text.contains("<u>"), "{shown}: {text}");
    }
    bench.until(&id, "pending_slots").await;
}

/// The API's refusals have a code and a message.
#[tokio::test]
async fn the_api_refuses_with_code_and_message() {
    let bench = Bench::start().await;
    let id = bench.asked().await;
    let candidate = bench.attempts(&id).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let key = bench.info("api_key");
    let here = format!("/candidates/{candidate}");
    for (method, path, body, code) in [
        (
            Method::PATCH,
            "/jobs".to_owned(),
            json!(null),
            "method_not_allowed",
        ),
        (Method::GET, "/nowhere".to_owned(), json!(null), "not_found"),
        (
            Method::GET,
            "/candidates".to_owned(),
            json!(null),
            "invalid",
        ),
        (
            Method::GET,
            "/candidates/x".to_owned(),
            json!(null),
            "not_found",
        ),
        (
            Method::POST,
            format!("{here}/slots"),
            json!({ "slots": "soon" }),
            "invalid",
        ),
        (
            Method::POST,
            format!("{here}/slots"),
            json!({ "slots": [{ "start": {} }] }),
            "invalid",
        ),
        (
            Method::POST,
            format!("{here}/slots"),
            json!({ "slots": [1e300] }),
            "invalid",
        ),
        (Method::POST, format!("{here}/slots"), json!([]), "invalid"),
        (
            Method::POST,
            format!("{here}/slots"),
            json!({ "slots": [{ "start": i64::MAX }] }),
            "invalid",
        ),
        (
            Method::POST,
            format!("{here}/schedule"),
            json!({ "offer": -1 }),
            "invalid",
        ),
        (
            Method::POST,
            format!("{here}/schedule"),
            json!({ "offer": 77 }),
            "offer_taken",
        ),
        (
            Method::POST,
            format!("{here}/cancel"),
            json!({ "by": "nobody" }),
            "invalid",
        ),
        (
            Method::POST,
            format!("{here}/reschedule"),
            json!({ "to": "soon" }),
            "invalid",
        ),
        (
            Method::POST,
            format!("{here}/reschedule"),
            json!({}),
            "closed",
        ),
        (
            Method::GET,
            format!("{here}/feedback"),
            json!(null),
            "closed",
        ),
        (
            Method::PUT,
            "/jobs/x/rounds".to_owned(),
            json!({ "rounds": [] }),
            "not_found",
        ),
        (
            Method::PUT,
            "/jobs/x/rounds".to_owned(),
            json!({ "rounds": [{ "name": "a", "minutes": i64::MAX }] }),
            "invalid",
        ),
        (
            Method::PUT,
            "/jobs/x/rounds".to_owned(),
            json!({ "rounds": 7 }),
            "invalid",
        ),
    ] {
        let url = format!("{}/api{path}", bench.info("base"));
        let mut request = bench.http.request(method, url).bearer_auth(&key);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let answer: Value = answer.json().await.unwrap();
        assert!((400..500).contains(&status), "{path}: {status}");
        assert_eq!(answer["error"]["code"], code, "{path} {body}: {answer}");
        assert!(!answer["error"]["message"].as_str().unwrap().is_empty());
    }
}

/// A clock at the end of time breaks nothing.
#[tokio::test]
async fn the_end_of_time_is_survived() {
    let bench = Bench::start().await;
    let id = bench.scheduled().await;
    let waiting = bench.asked().await;
    bench.must("/clock/jump", json!({ "ms": i64::MAX })).await;
    let link = bench.attempts(&waiting).await[0]["link"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(bench.open(&link).await.0, 410);
    bench
        .console(
            &format!("/jobtwine/{id}/no_show"),
            json!({ "who": "interviewer" }),
        )
        .await;
    let state = bench.vendor().await;
    assert_eq!(state["undefined"], json!([]));
}
