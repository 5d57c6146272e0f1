//! Answers that take their time.

use fulcrum_sandbox::lever::{LatencyModel, Pattern, RouteLatency};
use fulcrum_sandbox::simulation::Simulation;
use reqwest::Method;
use serde_json::json;

use super::bench::{Bench, still};

fn model() -> LatencyModel {
    let row = |route, base_ms, spread_ms| RouteLatency {
        route: Pattern::of(route),
        base_ms,
        spread_ms,
    };
    LatencyModel {
        seed: None,
        routes: vec![
            row("GET /stages", 500, 0),
            row("GET /opportunities/**", 100, 50),
        ],
    }
}

/// Virtual milliseconds that each of ten reads took.
fn waits(seed: u64, path: &str) -> Vec<u64> {
    let mut settings = still();
    settings.seed = seed;
    settings.switches.protocol.latency = Some(model());
    let simulation = Simulation::new(settings).unwrap();
    let before = simulation.sandbox.lever.requests(0).len();
    for _ in 0..10 {
        simulation.call(Method::GET, path, None).unwrap();
    }
    let log = simulation.sandbox.lever.requests(before as u64);
    let mine = log.iter().filter(|entry| entry.caller == "default");
    mine.map(|entry| entry.ms).collect()
}

#[test]
fn each_route_takes_its_base_and_some_of_its_spread() {
    assert_eq!(waits(7, "/v1/stages"), [500; 10]);
    assert_eq!(waits(7, "/v1/users"), [0; 10], "no row fits");
    let spread = waits(7, "/v1/opportunities?limit=1");
    assert!(
        spread.iter().all(|ms| (100..=500).contains(ms)),
        "{spread:?}"
    );
    assert!(spread.iter().any(|ms| *ms != spread[0]));
    assert_eq!(spread, waits(7, "/v1/opportunities?limit=1"), "same seed");
    assert_ne!(
        spread,
        waits(8, "/v1/opportunities?limit=1"),
        "another seed"
    );
}

#[tokio::test]
async fn the_model_is_set_and_read_at_the_console() {
    let bench = Bench::start().await;
    assert_eq!(bench.console_get("/latency").await["routes"], json!([]));
    let wish =
        json!({ "seed": 3, "routes": [{ "route": "GET /users", "base_ms": 1, "spread_ms": 2 }] });
    bench.console("/latency", wish.clone()).await;
    assert_eq!(bench.console_get("/latency").await, wish);
    assert_eq!(
        bench
            .console_raw("/latency", json!({ "routes": [{}] }))
            .await
            .0,
        400
    );
}
