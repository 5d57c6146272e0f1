//! The rate limit to the request, and how large a body may be.

use fulcrum_sandbox::lever::switches::RatePer;
use fulcrum_sandbox::lever::{JSON_LIMIT, LARGEST_FILE};
use fulcrum_sandbox::settings::{Limits, Settings};
use fulcrum_sandbox::simulation::Simulation;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, still};
use super::oauth_app::App;

/// Limited, and on a clock that stands: not a token flows in by itself.
fn limited() -> Settings {
    Settings {
        opportunities: 5,
        limits: Limits::Lever,
        manual_clock: true,
        ..still()
    }
}

fn granted(simulation: &Simulation) -> bool {
    let path = "/v1/stages/offer";
    let (status, body) = simulation.call(Method::GET, path, None).unwrap();
    assert!(status == 200 || body["code"] == "TooManyRequests");
    status == 200
}

#[test]
fn a_key_has_twenty_at_once_and_ten_a_second() {
    let simulation = Simulation::new(limited()).unwrap();
    let burst = || (0..40).filter(|_| granted(&simulation)).count();
    assert_eq!(burst(), 20);
    simulation.advance(99);
    assert!(!granted(&simulation));
    simulation.advance(1);
    assert_eq!(burst(), 1);
    simulation.advance(1_000);
    assert_eq!(burst(), 10);
    simulation.advance(60_000);
    assert_eq!(burst(), 20);
}

/// Whatever the pattern of calls: no span of time sees more than a full bucket and what flowed in.
#[test]
fn no_span_of_time_sees_more_than_twenty_and_ten_a_second() {
    let simulation = Simulation::new(limited()).unwrap();
    let patterns = prop::collection::vec((0_i64..900, 1_usize..12), 1..25);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(40));
    let check = |pattern: Vec<(i64, usize)>| {
        let mut times = Vec::new();
        for (wait, calls) in pattern {
            simulation.advance(wait);
            let now = simulation.sandbox.clock.now_ms();
            times.extend((0..calls).filter(|_| granted(&simulation)).map(|_| now));
        }
        for (first, from) in times.iter().enumerate() {
            for (last, to) in times.iter().enumerate().skip(first) {
                let most = 20 + (to - from) / 100;
                prop_assert!((last - first + 1) as i64 <= most + 1, "{times:?}");
                if from == to {
                    prop_assert!(last - first < 20);
                }
            }
        }
        Ok(())
    };
    runner.run(&patterns, check).unwrap();
}

#[tokio::test]
async fn retry_after_comes_where_the_switch_says_so() {
    for (told, expected) in [(false, None), (true, Some("1"))] {
        let mut settings = limited();
        settings.switches.protocol.retry_after = told;
        let bench = Bench::with(settings).await;
        let url = format!("{}/stages", bench.running.api_base);
        let get = || {
            let asked = bench.http.get(&url);
            asked.basic_auth(&bench.running.api_key, Some("")).send()
        };
        for _ in 0..20 {
            assert_eq!(get().await.unwrap().status(), 200);
        }
        let answer = get().await.unwrap();
        assert_eq!(answer.status(), 429);
        let header = answer.headers().get("retry-after");
        assert_eq!(header.map(|value| value.to_str().unwrap()), expected);
    }
}

#[tokio::test]
async fn an_application_has_a_bucket_per_grant_per_application_or_none_of_its_own() {
    for (per, other_grant, key) in [
        (RatePer::Grant, 200, 200),
        (RatePer::Application, 429, 200),
        (RatePer::Account, 429, 429),
    ] {
        let mut settings = limited();
        settings.switches.protocol.rate_per = per;
        let bench = Bench::with(settings).await;
        let app = App::new(&bench);
        let first = app.granted("stages:read:admin").await;
        let second = app.granted("stages:read:admin").await;
        let mut left = 0;
        while app.reads(&first["access_token"], "/stages").await == 200 {
            left += 1;
        }
        assert!(left <= 20, "{left}");
        let status = app.reads(&second["access_token"], "/stages").await;
        assert_eq!(status, other_grant, "{per:?}");
        assert_eq!(
            bench.call(Method::GET, "/stages", None).await.0,
            key,
            "{per:?}"
        );
    }
}

#[tokio::test]
async fn a_json_body_may_weigh_a_megabyte_and_not_a_byte_more() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let path = format!("/opportunities/{id}/notes");
    let frame = json!({ "value": "" }).to_string().len();
    let note = |bytes: usize| json!({ "value": "x".repeat(bytes - frame) });
    assert_eq!(bench.post(&path, note(JSON_LIMIT)).await.0, 201);
    let (status, refusal) = bench.post(&path, note(JSON_LIMIT + 1)).await;
    assert_eq!(status, 413);
    assert_eq!(refusal["code"], "RequestEntityTooLarge");
    assert!(refusal["message"].is_string());
    let notes = bench.get(&path).await;
    assert_eq!(notes["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_form_with_a_file_may_weigh_thirty_megabytes_and_what_goes_with_it() {
    let bench = Bench::start().await;
    let url = format!("{}/nowhere", bench.running.api_base);
    let send = async |bytes: usize| {
        let sent = bench
            .http
            .post(&url)
            .basic_auth(&bench.running.api_key, Some(""))
            .header("content-type", "multipart/form-data; boundary=x")
            .body(vec![b'x'; bytes]);
        let answer = sent.send().await.unwrap();
        let status = answer.status().as_u16();
        let body: Value = answer.json().await.unwrap();
        assert!(body["code"].is_string() && body["message"].is_string());
        status
    };
    assert_eq!(send(LARGEST_FILE).await, 404, "read to its end");
    assert_eq!(send(LARGEST_FILE + 11 * 1024 * 1024).await, 413);
}
