//! Deliveries to receivers within the process.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use fulcrum_sandbox::lever::{RETRY_AFTER_MS, signature};
use serde_json::{Value, json};

use super::bench::{Bench, MINUTE, START, settings};

/// A receiver that refuses the first `refusals` deliveries; what came, and when.
fn receiver(bench: &Bench, refusals: usize) -> Arc<Mutex<Vec<(i64, Value)>>> {
    let came = Arc::new(Mutex::new(Vec::new()));
    let (kept, clock) = (Arc::clone(&came), bench.simulation.sandbox.clock.clone());
    let hook = post(move |Json(body): Json<Value>| async move {
        let mut kept = kept.lock().unwrap();
        kept.push((clock.now_ms(), body));
        if kept.len() > refusals {
            StatusCode::OK
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    });
    let router = Router::new().route("/hook", hook);
    bench
        .simulation
        .sandbox
        .switchboard
        .connect("http://localhost:9", router);
    came
}

fn registered(bench: &Bench) -> Value {
    bench.post(
        "/v1/webhooks",
        &json!({ "event": "candidateStageChange", "url": "http://localhost:9/hook" }),
    )
}

#[test]
fn a_receiver_in_process_gets_what_a_server_would() {
    let bench = Bench::new(settings(2));
    let came = receiver(&bench, 0);
    let token = registered(&bench)["configuration"]["signatureToken"].take();
    let id = bench.person("JobTwine");
    bench.move_to(&id, &json!("offer"));
    let came = came.lock().unwrap();
    let [(at, body)] = came.as_slice() else {
        panic!("{came:?}")
    };
    assert_eq!(*at, START);
    assert_eq!(body["data"]["opportunityId"], id.as_str());
    assert_eq!(body["data"]["toStageId"], "offer");
    let signed = signature(
        token.as_str().unwrap(),
        body["token"].as_str().unwrap(),
        body["triggeredAt"].as_i64().unwrap(),
    );
    assert_eq!(body["signature"], signed);
}

#[test]
fn a_receiver_that_refuses_is_tried_again_at_the_very_moments() {
    let bench = Bench::new(settings(2));
    let came = receiver(&bench, 2);
    registered(&bench);
    bench.move_to(&bench.person("JobTwine"), &json!("offer"));
    bench.simulation.advance(60 * MINUTE);
    let times: Vec<i64> = came
        .lock()
        .unwrap()
        .iter()
        .map(|(at, _)| at - START)
        .collect();
    assert_eq!(
        times,
        [0, RETRY_AFTER_MS[0], RETRY_AFTER_MS[0] + RETRY_AFTER_MS[1]]
    );
}

#[test]
fn nobody_there_is_a_failure_after_the_last_retry() {
    let bench = Bench::new(settings(2));
    receiver(&bench, 0);
    let webhook = registered(&bench)["id"].take();
    bench
        .simulation
        .sandbox
        .switchboard
        .disconnect("http://localhost:9");
    bench.move_to(&bench.person("JobTwine"), &json!("offer"));
    bench.simulation.advance(RETRY_AFTER_MS.iter().sum::<i64>());
    let deliveries = bench.deliveries();
    let mine: Vec<&Value> = deliveries
        .iter()
        .filter(|one| one["webhook"] == webhook)
        .collect();
    assert_eq!(mine.len(), 1);
    assert_eq!(
        (&mine[0]["attempts"], &mine[0]["state"]),
        (&json!([0, 0, 0, 0, 0, 0]), &json!("failed"))
    );
}
