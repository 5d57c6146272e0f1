//! Faults of some routes, for a share of their calls.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::bench::{Bench, still};

async fn get(bench: &Bench, path: &str) -> reqwest::Result<Response> {
    let url = format!("{}{path}", bench.running.api_base);
    let asked = bench.http.get(url);
    asked
        .basic_auth(&bench.running.api_key, Some(""))
        .send()
        .await
}

async fn plan(bench: &Bench, rules: Value) {
    bench.console("/faults", json!({ "rules": rules })).await;
}

async fn status(bench: &Bench, path: &str) -> u16 {
    get(bench, path).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn refusals_carry_their_status_and_a_readable_body_and_do_nothing() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    for (rule, expected, code) in [
        (json!({ "fault": "too_many" }), 429, "TooManyRequests"),
        (json!({ "fault": "internal" }), 500, "InternalServerError"),
        (json!({ "fault": "bad_gateway" }), 502, "BadGateway"),
        (json!({ "fault": "unavailable" }), 503, "ServiceUnavailable"),
        (
            json!({ "fault": "refusal", "status": 422, "code": "Odd", "message": "m" }),
            422,
            "Odd",
        ),
    ] {
        plan(&bench, json!([rule])).await;
        let path = format!("/opportunities/{id}/stage");
        let (status, body) = bench.put(&path, json!({ "stage": "offer" })).await;
        assert_eq!((status, &body["code"]), (expected, &json!(code)));
        assert!(body["message"].is_string());
    }
    plan(&bench, json!([])).await;
    assert_ne!(bench.opportunity(&id).await["stage"], "offer");
}

#[tokio::test]
async fn a_storm_may_say_how_long_to_wait_or_not() {
    let bench = Bench::start().await;
    for seconds in [None, Some(7)] {
        plan(
            &bench,
            json!([{ "fault": "too_many", "retry_after_s": seconds }]),
        )
        .await;
        for _ in 0..30 {
            let answer = get(&bench, "/stages").await.unwrap();
            assert_eq!(answer.status(), 429);
            let header = answer.headers().get("retry-after");
            let told = header.map(|value| value.to_str().unwrap().parse::<u64>().unwrap());
            assert_eq!(told, seconds);
        }
    }
}

#[tokio::test]
async fn a_rule_strikes_its_route_its_calls_and_its_caller_only() {
    let mut bench = Bench::start().await;
    let id = bench.person().await;
    plan(
        &bench,
        json!([{ "fault": "internal", "route": "GET /opportunities/:id" }]),
    )
    .await;
    assert_eq!(status(&bench, &format!("/opportunities/{id}")).await, 500);
    assert_eq!(status(&bench, "/opportunities?limit=1").await, 200);
    assert_eq!(
        status(&bench, &format!("/opportunities/{id}/notes")).await,
        200
    );

    plan(
        &bench,
        json!([{ "fault": "internal", "after": 2, "times": 3 }]),
    )
    .await;
    let mut got = Vec::new();
    for _ in 0..7 {
        got.push(status(&bench, "/stages").await);
    }
    assert_eq!(got, [200, 200, 500, 500, 500, 200, 200]);
    let left = bench.console_get("/faults").await;
    assert_eq!(left["rules"][0]["times"], 0);

    let rule = json!([{ "fault": "internal", "caller": "Payroll" }]);
    plan(&bench, rule).await;
    assert_eq!(status(&bench, "/stages").await, 200);
    let key = bench.console("/keys", json!({ "name": "payroll" })).await;
    bench.use_key(key["api_key"].as_str().unwrap());
    assert_eq!(bench.call(Method::GET, "/stages", None).await.0, 500);
}

/// Which of a hundred calls are struck.
async fn struck(world_seed: u64, seed: Option<u64>) -> Vec<usize> {
    let mut settings = still();
    settings.seed = world_seed;
    settings.opportunities = 5;
    let bench = Bench::with(settings).await;
    let rule = json!({ "fault": "unavailable", "route": "GET /stages", "share": 0.3 });
    let plan = json!({ "rules": [rule], "seed": seed });
    bench.console("/faults", plan).await;
    let mut struck = Vec::new();
    for call in 0..100 {
        // Other routes in between take nothing away.
        bench.get("/users").await;
        if status(&bench, "/stages").await == 503 {
            struck.push(call);
        }
    }
    struck
}

#[tokio::test]
async fn a_share_is_drawn_by_seed() {
    let first = struck(7, None).await;
    assert!((15..=45).contains(&first.len()), "{first:?}");
    assert_eq!(first, struck(7, None).await);
    let chosen = struck(7, Some(99)).await;
    assert_ne!(first, chosen);
    assert_eq!(chosen, struck(8, Some(99)).await, "whatever the world");
}

#[tokio::test]
async fn a_body_breaks_off_in_the_middle() {
    let bench = Bench::start().await;
    plan(&bench, json!([{ "fault": "cut_body" }])).await;
    let answer = get(&bench, "/stages").await.unwrap();
    assert_eq!(answer.status(), 200);
    let announced = answer.content_length().unwrap();
    assert!(announced > 100);
    assert!(answer.bytes().await.is_err());
    assert_eq!(
        bench
            .running
            .lever
            .requests(0)
            .last()
            .unwrap()
            .fault
            .as_deref(),
        Some("cut_body")
    );
}

#[tokio::test]
async fn a_connection_ends_without_an_answer_although_the_write_was_done() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    plan(
        &bench,
        json!([{ "fault": "lost_connection", "route": "PUT" }]),
    )
    .await;
    let url = format!("{}/opportunities/{id}/stage", bench.running.api_base);
    let sent = bench
        .http
        .put(url)
        .basic_auth(&bench.running.api_key, Some(""));
    let answer = sent.json(&json!({ "stage": "offer" })).send().await;
    let whole = match answer {
        Ok(answer) => answer.bytes().await.is_ok(),
        Err(_) => false,
    };
    assert!(!whole);
    assert_eq!(bench.opportunity(&id).await["stage"], "offer");
}

#[tokio::test]
async fn a_lost_answer_was_a_write_that_was_done() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    plan(&bench, json!([{ "fault": "lost_answer" }])).await;
    let path = format!("/opportunities/{id}/stage");
    assert_eq!(bench.put(&path, json!({ "stage": "offer" })).await.0, 502);
    assert_eq!(
        bench.opportunity(&id).await["stage"],
        "offer",
        "reads are spared"
    );
}

#[tokio::test]
async fn answers_may_be_html_half_a_json_or_of_another_shape() {
    let bench = Bench::start().await;
    plan(&bench, json!([{ "fault": "html" }])).await;
    let page = get(&bench, "/stages").await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );

    plan(&bench, json!([{ "fault": "broken_json" }])).await;
    let answer = get(&bench, "/stages").await.unwrap();
    assert_eq!(
        answer.headers()["content-type"],
        "application/json; charset=utf-8"
    );
    let text = answer.text().await.unwrap();
    assert!(!text.is_empty() && serde_json::from_str::<Value>(&text).is_err());

    plan(&bench, json!([{ "fault": "wrong_shape" }])).await;
    let body = bench.get("/stages").await;
    assert!(body.is_array());
}

#[tokio::test]
async fn answers_may_hold_more_fields_or_fail_to_say_whether_there_is_more() {
    let bench = Bench::start().await;
    let plain = bench.get("/opportunities?limit=2").await;
    plan(
        &bench,
        json!([{ "fault": "unknown_fields" }, { "fault": "missing_has_next" }]),
    )
    .await;
    let mut odd = bench.get("/opportunities?limit=2").await;
    assert!(odd.get("hasNext").is_none());
    assert_eq!(odd["next"], plain["next"]);
    assert!(odd["data"][0]["urls"]["fieldOfTomorrow"].is_object());
    odd["hasNext"] = json!(true);
    without_unknown(&mut odd);
    assert_eq!(odd, plain, "nothing else differs");
    let fault = bench
        .running
        .lever
        .requests(0)
        .last()
        .unwrap()
        .fault
        .clone();
    assert_eq!(fault.as_deref(), Some("unknown_fields+missing_has_next"));
}

fn without_unknown(value: &mut Value) {
    match value {
        Value::Object(map) => {
            assert!(map.remove("fieldOfTomorrow").is_some());
            map.values_mut().for_each(without_unknown);
        }
        Value::Array(items) => items.iter_mut().for_each(without_unknown),
        _ => {}
    }
}

#[tokio::test]
async fn only_requests_with_an_offset_meet_a_stale_one() {
    let bench = Bench::start().await;
    plan(&bench, json!([{ "fault": "stale_offset", "times": 1 }])).await;
    let first = bench.get("/opportunities?limit=2").await;
    let path = format!(
        "/opportunities?limit=2&offset={}",
        first["next"].as_str().unwrap()
    );
    let (status, refusal) = bench.call(Method::GET, &path, None).await;
    assert_eq!(
        (status, &refusal["message"]),
        (400, &json!("Invalid offset token"))
    );
    bench.get(&path).await;
}

#[tokio::test]
async fn the_first_answer_wins_and_counted_faults_come_before_rules() {
    let bench = Bench::start().await;
    let rules =
        json!([{ "fault": "internal", "times": 1 }, { "fault": "bad_gateway", "times": 1 }]);
    bench
        .console("/faults", json!({ "unavailable": 1, "rules": rules }))
        .await;
    let mut got = Vec::new();
    for _ in 0..4 {
        got.push(status(&bench, "/stages").await);
    }
    assert_eq!(got, [503, 500, 502, 200]);
}

#[tokio::test]
async fn a_plan_is_read_as_it_was_set_and_a_wrong_one_refused() {
    let bench = Bench::start().await;
    let rule = json!({
        "fault": "latency", "route": "GET /stages", "caller": null, "share": 0.5, "after": 1, "times": 9,
        "status": null, "code": null, "message": null, "retry_after_s": null, "ms": 1, "spread_ms": 2,
    });
    let wish = json!({ "rules": [rule], "seed": 4, "clock_skew_ms": 5, "webhooks": { "late": 1 } });
    bench.console("/faults", wish).await;
    let read = bench.console_get("/faults").await;
    assert_eq!(read["rules"], json!([rule]));
    assert_eq!(
        (&read["seed"], &read["clock_skew_ms"]),
        (&json!(4), &json!(5))
    );
    assert_eq!(
        (&read["webhooks"]["late"], &read["html"]),
        (&json!(1), &json!(0))
    );
    for wrong in [
        json!({ "rules": [{ "fault": "gremlin" }] }),
        json!({ "rules": [{}] }),
        json!({ "rules": [{ "fault": "html", "often": true }] }),
        json!({ "rules": [{ "fault": "html", "share": 1.5 }] }),
        json!({ "rules": [{ "fault": "refusal", "status": 200 }] }),
        json!({ "webhooks": { "late_share": -1 } }),
        json!({ "vendors": { "down": ["nobody"] } }),
    ] {
        let (status, refusal) = bench.console_raw("/faults", wrong.clone()).await;
        assert_eq!(status, 400, "{wrong}");
        assert!(refusal["error"].is_string());
    }
    assert_eq!(
        bench.console_get("/faults").await,
        read,
        "a refused plan changes nothing"
    );
}
