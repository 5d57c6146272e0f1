//! Whatever is sent: an answer that can be read, and the connection goes on.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::bench::Bench;
use super::socket::Socket;

fn request(bench: &Bench, line: &[u8], headers: &[u8], body: &[u8]) -> Vec<u8> {
    let key = STANDARD.encode(format!("{}:", bench.running.api_key));
    let mut bytes = line.to_vec();
    bytes.extend(b" HTTP/1.1\r\nHost: localhost\r\n");
    if headers.to_ascii_lowercase().starts_with(b"authorization") {
        bytes.extend(headers);
    } else {
        bytes.extend(format!("Authorization: Basic {key}\r\n").as_bytes());
        bytes.extend(headers);
    }
    if !body.is_empty() {
        bytes.extend(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend(b"\r\n");
    bytes.extend(body);
    bytes
}

/// Status of the answer; request line, headers and body.
type Case<'c> = (u16, &'c [u8], &'c [u8], &'c [u8]);

#[tokio::test]
async fn each_is_refused_in_levers_shape_and_the_connection_goes_on() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let note = format!("POST /v1/opportunities/{id}/notes");
    let note = note.as_bytes();
    let deep = [b'['; 5_000];
    let huge = vec![b' '; 3 * 1024 * 1024];
    let long = format!("GET /v1/{}", "x".repeat(20_000));
    let good: &[u8] = b"GET /v1/stages";
    let cases: &[Case] = &[
        (404, b"GET /v1/nowhere", b"", b""),
        (404, b"GET /v1", b"", b""),
        (404, b"GET /v1/", b"", b""),
        (404, b"GET /", b"", b""),
        (404, b"GET /v2/stages", b"", b""),
        (404, b"GET /v1//stages", b"", b""),
        (404, b"GET /v1/stages/..", b"", b""),
        (404, long.as_bytes(), b"", b""),
        (404, b"PATCH /v1/stages", b"", b""),
        (404, b"DELETE /v1/stages", b"", b""),
        (404, b"OPTIONS /v1/stages", b"", b""),
        (404, b"BREW /v1/stages", b"", b""),
        (404, b"GET /v1/stages/%00", b"", b""),
        (404, b"GET /v1/stages/%2e%2e%2fusers", b"", b""),
        (400, b"GET /v1/stages/%", b"", b""),
        (400, b"GET /v1/stages/%zz", b"", b""),
        (400, b"GET /v1/stages/%ff%fe", b"", b""),
        (400, b"GET /v1/opportunities?tag=%zz", b"", b""),
        (400, b"GET /v1/opportunities?tag=%ff", b"", b""),
        (400, b"GET /v1/opportunities?limit=1%", b"", b""),
        (400, b"GET /v1/opportunities?limit=-1", b"", b""),
        (
            400,
            b"GET /v1/opportunities?limit=99999999999999999999",
            b"",
            b"",
        ),
        (400, b"GET /v1/opportunities?offset=%ff", b"", b""),
        (400, b"GET /v1/opportunities?expand=posting", b"", b""),
        (400, note, b"Content-Type: application/json\r\n", b"{"),
        (400, note, b"", b"{\"value\": \"\xff\xfe\"}"),
        (400, note, b"", b"{\"value\": \"\\ud800\"}"),
        (400, note, b"", b"[]"),
        (400, note, b"", b"null"),
        (400, note, b"", b"7"),
        (400, note, b"", b"{\"value\": {}}"),
        (400, note, b"", b"{} {}"),
        (400, note, b"", &deep),
        (
            400,
            note,
            b"Content-Type: application/x-www-form-urlencoded\r\n",
            b"value=x",
        ),
        (400, note, b"Content-Type: \xff\xfe\r\n", b"{"),
        (413, note, b"", &huge),
        (413, good, b"", &huge),
        (401, good, b"Authorization: \r\n", b""),
        (401, good, b"Authorization: Basic\r\n", b""),
        (401, good, b"Authorization: Basic !!!\r\n", b""),
        (401, good, b"Authorization: Basic Og==\r\n", b""),
        (401, good, b"Authorization: Basic /////w==\r\n", b""),
        (401, good, b"Authorization: Bearer\r\n", b""),
        (401, good, b"Authorization: Bearer a b c\r\n", b""),
        (401, good, b"Authorization: Digest x\r\n", b""),
        (401, good, b"Authorization: \xff\xfe\r\n", b""),
        (401, b"BREW /v1/nowhere?%zz", b"Authorization: x\r\n", b"{"),
    ];
    let mut socket = Socket::open(&bench).await;
    for (expected, line, headers, body) in cases {
        let name = format!(
            "{} {:?}",
            line.escape_ascii(),
            headers.escape_ascii().to_string()
        );
        socket.send(&request(&bench, line, headers, body)).await;
        let answer = socket
            .answer(true)
            .await
            .unwrap_or_else(|| panic!("{name}: cut off"));
        assert_eq!(
            answer.status,
            *expected,
            "{name}: {}",
            answer.body.escape_ascii()
        );
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(
            body["code"].is_string() && body["message"].is_string(),
            "{name}: {body}"
        );
        assert_eq!(answer.header("connection"), None, "{name}");
    }
    socket.send(&request(&bench, good, b"", b"")).await;
    assert_eq!(socket.answer(true).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_escaped_id_is_the_id_it_stands_for() {
    let bench = Bench::start().await;
    let plain = bench.get("/stages/lead-new").await;
    assert_eq!(bench.get("/stages/lead%2Dnew").await, plain);
}

#[tokio::test]
async fn head_is_answered_like_get_without_the_body() {
    let bench = Bench::start().await;
    let mut socket = Socket::open(&bench).await;
    for (path, status) in [("/v1/stages", 200), ("/v1/nowhere", 404)] {
        let line = format!("HEAD {path}");
        socket
            .send(&request(&bench, line.as_bytes(), b"", b""))
            .await;
        assert_eq!(socket.answer(false).await.unwrap().status, status);
    }
}

fn segment() -> impl Strategy<Value = String> {
    let words = [
        "opportunities",
        "postings",
        "users",
        "webhooks",
        "contacts",
        "stages",
        "notes",
        "panels",
        "interviews",
        "archived",
        "stage",
        "addTags",
        "deleted",
        "tags",
        "sources",
        "uploads",
        "feedback",
        "files",
        "requisitions",
        "archive_reasons",
        "apply",
        "forms",
        "resumes",
    ];
    prop_oneof![
        6 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        2 => Just("ID".to_owned()),
        1 => "[a-zA-Z0-9!$&'()*+,;:=@._~|-]{1,8}",
        1 => "(%[0-9A-Fa-f]{2}){1,4}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    let keys = [
        "value",
        "stage",
        "reason",
        "tags",
        "sources",
        "links",
        "name",
        "emails",
        "phones",
        "text",
        "url",
        "event",
        "configuration",
        "data",
        "id",
        "interviews",
        "date",
        "duration",
        "state",
        "createdAt",
        "applications",
        "timezone",
        "interviewers",
        "categories",
        "score",
        "fields",
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        let key = proptest::sample::select(keys.to_vec()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// No path, query and body, however wild, is answered with a server error or with something that cannot be read.
#[test]
fn nothing_that_is_sent_breaks_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bench = runtime.block_on(Bench::start());
    let id = runtime.block_on(bench.person());
    let cases = (
        proptest::sample::select(vec!["GET", "POST", "PUT", "DELETE"]),
        prop::collection::vec(segment(), 1..5),
        "([a-z_]{1,12}=[a-zA-Z0-9!$%'()*+,;:=@._~|{}-]{0,12}&?){0,3}",
        value(),
    );
    let check = |(method, segments, query, body): (&str, Vec<String>, String, Value)| {
        let path = segments.join("/").replace("ID", &id);
        let line = format!("{method} /v1/{path}?perform_as={}&{query}", bench.seat());
        let bytes = request(&bench, line.as_bytes(), b"", body.to_string().as_bytes());
        let answer = runtime.block_on(async {
            let mut socket = Socket::open(&bench).await;
            socket.send(&bytes).await;
            socket.answer(true).await
        });
        let answer = answer.unwrap();
        prop_assert!(answer.status < 500, "{line}");
        if answer.status >= 400 {
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            prop_assert!(
                body["code"].is_string() && body["message"].is_string(),
                "{line}"
            );
        } else {
            prop_assert!(answer.status < 300, "{line}: {}", answer.status);
        }
        Ok(())
    };
    let mut runner = TestRunner::new(ProptestConfig::with_cases(600));
    runner.run(&cases, check).unwrap();
}
