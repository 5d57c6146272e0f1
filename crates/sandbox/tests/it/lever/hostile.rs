//! Hostile input at every route: the answer is good or a 4xx with a code and a message, never a 500 and never a dropped
//! connection.

use fulcrum_sandbox::lever::served;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::Bench;
use super::hostile_words::{FIELDS, PARAMETERS, texts, values};

struct Hostile {
    bench: Bench,
    /// Ids that exist, by the name of a path's parameter.
    ids: Vec<(&'static str, String)>,
    actor: String,
}

impl Hostile {
    async fn start() -> Self {
        let bench = Bench::start().await;
        let first = |page: Value| page["data"][0]["id"].as_str().unwrap().to_owned();
        let opportunity = bench.person().await;
        let contact = bench.opportunity(&opportunity).await["contact"]
            .as_str()
            .unwrap()
            .to_owned();
        let actor = bench.seat();
        let under = |what: &str| format!("/opportunities/{opportunity}/{what}?perform_as={actor}");
        let note = bench.post(&under("notes"), json!({ "value": "x" })).await.1;
        let panel = bench
            .post(&under("panels"), json!({ "timezone": "UTC", "interviews": [{ "date": 1_900_000_000_000_i64, "duration": 30 }] }))
            .await
            .1;
        let template = first(bench.get("/feedback_templates").await);
        let feedback = bench
            .post(&under("feedback"), json!({ "baseTemplateId": template }))
            .await
            .1;
        let id = |answer: &Value| answer["data"]["id"].as_str().unwrap().to_owned();
        let webhook = bench
            .post(
                "/webhooks",
                json!({ "url": "https://example.com", "event": "candidateHired" }),
            )
            .await
            .1;
        let ids = vec![
            (
                ":application",
                bench.opportunity(&opportunity).await["applications"][0]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
            (":note", id(&note)),
            (":panel", id(&panel)),
            (
                ":interview",
                panel["data"]["interviews"][0]["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
            (":feedback", id(&feedback)),
            (":template", template),
            (
                ":posting",
                bench.posting("Backend Engineer, Payments").await["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
            (":stage", "offer".to_owned()),
            (":reason", first(bench.get("/archive_reasons").await)),
            (":user", first(bench.get("/users").await)),
            (":requisition", first(bench.get("/requisitions").await)),
            (":field", "target_hire_date".to_owned()),
            (":webhook", id(&webhook)),
            (":contact", contact),
            (":opportunity", opportunity.clone()),
        ];
        Self { bench, ids, actor }
    }

    /// A path with ids that exist, as far as there are any.
    fn path(&self, pattern: &str) -> String {
        let segments = pattern.split('/').map(|segment| {
            let known = self.ids.iter().find(|(name, _)| *name == segment);
            known.map_or(segment.replace(':', "no-"), |(_, id)| id.clone())
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// Sends it and looks at the answer.
    async fn send(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> u16 {
        let url = format!("{}{path}", self.bench.running.api_base);
        let answer = self
            .bench
            .http
            .request(method.parse::<Method>().unwrap(), url)
            .basic_auth(&self.bench.running.api_key, Some(""))
            .header("content-type", kind)
            .body(body)
            .send()
            .await
            .unwrap_or_else(|why| panic!("{method} {path}: {why}"));
        let status = answer.status().as_u16();
        let text = answer.bytes().await.unwrap();
        let shown: String = path.chars().take(200).collect();
        match status {
            200..300 => {}
            400..500 => {
                let body: Value = serde_json::from_slice(&text).unwrap_or(Value::Null);
                let keys: Vec<&String> = body
                    .as_object()
                    .map_or(Vec::new(), |map| map.keys().collect());
                assert_eq!(
                    keys,
                    ["code", "message"],
                    "{method} {shown}: {status} {body}"
                );
                assert!(body["code"].is_string() && body["message"].is_string());
            }
            other => panic!("{method} {shown}: {other}"),
        }
        status
    }

    async fn json(&self, method: &str, path: &str, body: &Value) -> u16 {
        self.send(
            method,
            path,
            "application/json",
            body.to_string().into_bytes(),
        )
        .await
    }
}

#[tokio::test]
async fn broken_bodies_are_refused_at_every_write() {
    let hostile = Hostile::start().await;
    for (method, pattern, _) in served() {
        if method == "GET" {
            continue;
        }
        let path = format!("{}?perform_as={}", hostile.path(pattern), hostile.actor);
        for (kind, body) in [
            ("application/json", &b"{"[..]),
            ("application/json", b"{\"a\":\xff}"),
            ("application/json", b"\0"),
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=x", b"--x\r\n\r\n"),
        ] {
            let status = hostile.send(method, &path, kind, body.to_vec()).await;
            assert_eq!(status, 400, "{method} {pattern} {kind}");
        }
        // Brackets without end: the reader must not go as deep as they ask.
        let deep = "[".repeat(100_000).into_bytes();
        assert_eq!(
            hostile.send(method, &path, "application/json", deep).await,
            400
        );
        for body in [json!([]), json!("text"), json!(7), json!(true)] {
            hostile.json(method, &path, &body).await;
        }
    }
}

#[tokio::test]
async fn every_field_of_a_body_may_hold_anything() {
    let hostile = Hostile::start().await;
    let values = values();
    // Deletions come last: they take away what the others are about.
    let mut routes = served();
    routes.sort_by_key(|(method, ..)| *method == "DELETE");
    for (method, pattern, _) in routes {
        if method == "GET" {
            continue;
        }
        let path = format!("{}?perform_as={}", hostile.path(pattern), hostile.actor);
        for (turn, value) in values.iter().enumerate() {
            // All fields at once: whatever is read first is refused, or all are taken as they are.
            let all: serde_json::Map<String, Value> = FIELDS
                .iter()
                .map(|field| ((*field).to_owned(), value.clone()))
                .collect();
            if value.as_str().is_none_or(|text| text.len() < 1_000) {
                hostile.json(method, &path, &Value::Object(all)).await;
            }
            // And one field at a time, a different one for every value and route.
            for place in 0..FIELDS.len() / 16 {
                let field = FIELDS[(place * 16 + turn) % FIELDS.len()];
                let mut body = good(field);
                body[field] = value.clone();
                hostile.json(method, &path, &body).await;
            }
        }
    }
}

/// A body that many routes take, so that the one bad field is reached.
fn good(but: &str) -> Value {
    let mut body = json!({
        "name": "x", "email": "x@example.com", "accessRole": "interviewer", "text": "x", "value": "x", "reason": null,
        "requisitionCode": "x", "headcountTotal": 1, "timezone": "UTC", "url": "https://example.com", "event": "candidateHired",
        "interviews": [{ "date": 1_900_000_000_000_i64, "duration": 30 }], "date": 1_900_000_000_000_i64, "duration": 30,
        "tags": ["x"], "sources": ["x"], "links": ["x"], "stage": "offer", "id": "x", "type": "text",
        "fields": [{ "type": "score-system", "text": "x" }], "values": [{ "value": "x", "text": "x" }],
        "personalInformation": [{ "name": "fullName", "value": "x" }, { "name": "email", "value": "x@example.com" }],
    });
    body.as_object_mut().unwrap().remove(but);
    body
}

#[tokio::test]
async fn every_parameter_of_a_query_may_hold_anything() {
    let hostile = Hostile::start().await;
    let texts: Vec<String> = texts()
        .into_iter()
        .map(|text| text.chars().take(2_000).collect())
        .collect();
    for (number, (method, pattern, _)) in served().into_iter().enumerate() {
        let path = hostile.path(pattern);
        for (turn, text) in texts.iter().enumerate() {
            let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            // Two texts for each parameter of a read, one for some of a write; another route has other ones.
            let share = if method == "GET" { 5 } else { 20 };
            let parameters = PARAMETERS.iter().enumerate();
            for (_, parameter) in
                parameters.filter(|(place, _)| (place + turn + number) % share == 0)
            {
                if method == "DELETE" {
                    continue;
                }
                let asked = format!("{path}?{parameter}={text}&perform_as={}", hostile.actor);
                hostile
                    .send(method, &asked, "application/json", Vec::new())
                    .await;
            }
        }
        let nobody = format!("{path}?perform_as=nobody");
        assert_eq!(
            hostile
                .send(method, &nobody, "application/json", Vec::new())
                .await,
            404,
            "{method} {pattern}"
        );
    }
}

#[tokio::test]
async fn unknown_ids_and_wrong_verbs_are_not_found() {
    let hostile = Hostile::start().await;
    let routes = served();
    for (method, pattern, _) in &routes {
        let unknown: Vec<String> = pattern
            .split('/')
            .map(|one| one.replace(':', "no-"))
            .collect();
        if pattern.contains(':') {
            for id in [
                "no-such",
                "%00",
                "%F0%9F%92%A5",
                "%2e%2e",
                "%E2%80%AE",
                "a%2Fb",
            ] {
                let path = unknown.join("/").replace("no-", &format!("{id}-"));
                let path = format!("{path}?perform_as={}", hostile.actor);
                let mut body = good("");
                if pattern.starts_with("/form_templates") {
                    body["fields"] = json!([{ "type": "text", "text": "x" }]);
                }
                let status = hostile.json(method, &path, &body).await;
                let file = pattern.ends_with("/files") && *method == "POST";
                assert!(
                    status == 404 || (file && status == 400),
                    "{method} {path}: {status}"
                );
            }
        }
        for verb in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let concrete = hostile.path(pattern);
            let served_too = routes.iter().any(|(other, path, _)| {
                *other == verb
                    && path.split('/').count() == pattern.split('/').count()
                    && same(path, &concrete)
            });
            if !served_too {
                let status = hostile.json(verb, &concrete, &json!({})).await;
                assert_eq!(status, 404, "{verb} {pattern}");
            }
        }
    }
}

fn same(pattern: &str, path: &str) -> bool {
    pattern
        .split('/')
        .zip(path.split('/'))
        .all(|(wanted, given)| wanted.starts_with(':') || wanted == given)
}

#[tokio::test]
async fn a_route_that_is_not_served_answers_as_unknown_and_is_logged_as_such() {
    let hostile = Hostile::start().await;
    for path in [
        "/groups",
        "/roles",
        "/tasks",
        "/permissions",
        "/opportunities/x/snooze",
        "/candidate",
        "/nothing/here/at/all",
    ] {
        let (status, body) = hostile.bench.call(Method::GET, path, None).await;
        assert_eq!(
            (status, &body["code"]),
            (404, &json!("ResourceNotFound")),
            "{path}"
        );
        let log = hostile.bench.console_get("/requests.json?since=0").await;
        let last = log["requests"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (last["route"].clone(), last["status"].clone()),
            (json!(null), json!(404)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_beyond_all_bounds_is_refused_with_a_body() {
    let hostile = Hostile::start().await;
    let path = format!("/opportunities/{}/notes", hostile.ids.last().unwrap().1);
    let large = vec![b' '; 41 * 1024 * 1024];
    let url = format!("{}{path}", hostile.bench.running.api_base);
    let request = hostile
        .bench
        .http
        .post(url)
        .basic_auth(&hostile.bench.running.api_key, Some(""))
        .header("content-type", "application/json")
        .body(large);
    // The server answers before it has read everything: a client sees that answer, or the end of the connection.
    if let Ok(answer) = request.send().await {
        assert_eq!(answer.status(), 413);
        let body: Value = answer.json().await.unwrap();
        assert!(body["code"].is_string() && body["message"].is_string());
    }
    let log = hostile.bench.console_get("/requests.json?since=0").await;
    assert_eq!(
        log["requests"].as_array().unwrap().last().unwrap()["status"],
        413
    );
    assert_eq!(hostile.bench.get("/stages").await["hasNext"], false);
}
