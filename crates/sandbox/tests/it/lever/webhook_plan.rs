//! Webhooks that come twice, late, in another order, never, or once more by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use fulcrum_sandbox::clock::SandboxClock;
use fulcrum_sandbox::lever::{Plan, RETRY_AFTER_MS, WebhookPlan, signature};
use fulcrum_sandbox::simulation::Simulation;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::still;

const RECEIVER: &str = "http://localhost:9";

/// A sandbox in one thread with one receiver of one webhook.
struct Day {
    simulation: Simulation,
    got: Arc<Mutex<Vec<(i64, Value)>>>,
    statuses: Arc<Mutex<Vec<u16>>>,
    webhook: Value,
    people: Vec<String>,
}

impl Day {
    fn begin() -> Self {
        let mut settings = still();
        settings.opportunities = 30;
        let simulation = Simulation::new(settings).unwrap();
        let got = Arc::new(Mutex::new(Vec::new()));
        let statuses = Arc::new(Mutex::new(Vec::new()));
        let router = receiver(&simulation.sandbox.clock, &got, &statuses);
        simulation.sandbox.switchboard.connect(RECEIVER, router);
        let hook = json!({ "event": "candidateStageChange", "url": format!("{RECEIVER}/hook") });
        let (status, made) = simulation
            .call(Method::POST, "/v1/webhooks", Some(&hook))
            .unwrap();
        assert_eq!(status, 201);
        let people = simulation.sandbox.lever.look(|world| {
            let open = world
                .opportunities
                .values()
                .filter(|one| one.archived.is_none());
            open.map(|one| one.id.clone()).collect()
        });
        Self {
            simulation,
            got,
            statuses,
            webhook: made["data"].clone(),
            people,
        }
    }

    fn plan(&self, webhooks: WebhookPlan) {
        // The vendors' own webhooks take nothing of it away.
        let webhooks = WebhookPlan {
            receiver: Some(RECEIVER.to_owned()),
            ..webhooks
        };
        self.simulation.sandbox.lever.plan_faults(Plan {
            webhooks,
            ..Plan::default()
        });
    }

    /// Moves somebody to a stage where nobody waits for them.
    fn move_one(&self, who: usize, stage: &str) {
        let id = &self.people[who % self.people.len()];
        let path = format!("/v1/opportunities/{id}/stage");
        let body = json!({ "stage": stage });
        let done = self
            .simulation
            .call(Method::PUT, &path, Some(&body))
            .unwrap();
        assert_eq!(done.0, 200);
    }

    /// Virtual times and stages of what has come.
    fn came(&self) -> Vec<(i64, String)> {
        let got = self.got.lock().unwrap();
        let stage = |body: &Value| body["data"]["toStageId"].as_str().unwrap().to_owned();
        got.iter().map(|(at, body)| (*at, stage(body))).collect()
    }

    fn now(&self) -> i64 {
        self.simulation.sandbox.clock.now_ms()
    }

    fn log(&self) -> Vec<fulcrum_sandbox::lever::Delivery> {
        let mut log = self.simulation.sandbox.lever.deliveries();
        log.retain(|one| json!(one.webhook) == self.webhook["id"]);
        log
    }
}

fn receiver(
    clock: &SandboxClock,
    got: &Arc<Mutex<Vec<(i64, Value)>>>,
    statuses: &Arc<Mutex<Vec<u16>>>,
) -> Router {
    let (clock, got, statuses) = (clock.clone(), Arc::clone(got), Arc::clone(statuses));
    let take = move |body: String| {
        let body = serde_json::from_str(&body).unwrap();
        got.lock().unwrap().push((clock.now_ms(), body));
        let mut statuses = statuses.lock().unwrap();
        let status = statuses.pop().unwrap_or(200);
        async move { StatusCode::from_u16(status).unwrap() }
    };
    Router::new().route("/hook", post(take))
}

fn stages(came: &[(i64, String)]) -> Vec<&str> {
    came.iter().map(|(_, stage)| stage.as_str()).collect()
}

#[test]
fn a_double_is_the_same_body_once_more() {
    let day = Day::begin();
    day.plan(WebhookPlan {
        duplicated: 1,
        duplicate_after_ms: 5_000,
        ..WebhookPlan::default()
    });
    let start = day.now();
    day.move_one(0, "offer");
    day.move_one(1, "offer");
    day.simulation.advance(60_000);
    let times: Vec<i64> = day.came().iter().map(|(at, _)| at - start).collect();
    assert_eq!(times, [0, 0, 5_000]);
    let got = day.got.lock().unwrap();
    assert_eq!(got[0].1, got[2].1);
    assert_ne!(got[0].1["id"], got[1].1["id"]);
}

#[test]
fn a_late_one_comes_when_it_was_said_to() {
    let day = Day::begin();
    day.plan(WebhookPlan {
        late: 1,
        late_ms: 90_000,
        ..WebhookPlan::default()
    });
    let start = day.now();
    day.move_one(0, "offer");
    day.move_one(0, "lead-new");
    day.simulation.advance(89_999);
    assert_eq!(stages(&day.came()), ["lead-new"]);
    day.simulation.advance(1);
    let came = day.came();
    assert_eq!(came[1], (start + 90_000, "offer".to_owned()));
    let body = day.got.lock().unwrap()[1].1.clone();
    assert_eq!(
        body["triggeredAt"],
        json!(start),
        "it says when it happened"
    );
}

#[test]
fn two_change_places_and_one_alone_waits_half_a_minute() {
    let day = Day::begin();
    day.plan(WebhookPlan {
        swapped: 1,
        ..WebhookPlan::default()
    });
    day.move_one(0, "offer");
    day.simulation.advance(10_000);
    assert_eq!(day.came(), []);
    day.move_one(0, "lead-new");
    assert_eq!(stages(&day.came()), ["lead-new", "offer"]);
    day.simulation.advance(60_000);
    assert_eq!(day.came().len(), 2, "nothing comes twice");

    day.plan(WebhookPlan {
        swapped: 1,
        ..WebhookPlan::default()
    });
    let start = day.now();
    day.move_one(0, "offer");
    day.simulation.advance(60_000);
    assert_eq!(
        day.came().last().unwrap(),
        &(start + 30_000, "offer".to_owned())
    );
}

#[test]
fn a_lost_one_never_comes_and_the_log_says_so() {
    let day = Day::begin();
    day.plan(WebhookPlan {
        event: Some("candidateStageChange".to_owned()),
        lost: 1,
        ..WebhookPlan::default()
    });
    day.move_one(0, "offer");
    day.move_one(0, "lead-new");
    day.simulation.advance(3_600_000);
    assert_eq!(stages(&day.came()), ["lead-new"]);
    let states: Vec<_> = day.log().iter().map(|one| one.state).collect();
    assert_eq!(states, ["lost", "delivered"]);
    // It can still be sent by hand.
    let path = format!("/console/webhooks/{}/rerun", day.log()[0].id);
    let done = day.simulation.call(Method::POST, &path, None).unwrap();
    assert_eq!(done.0, 200);
    assert_eq!(stages(&day.came()), ["lead-new", "offer"]);
}

#[test]
fn a_plan_for_one_event_leaves_the_others_alone() {
    let day = Day::begin();
    day.plan(WebhookPlan {
        event: Some("candidateHired".to_owned()),
        lost_share: 1.0,
        ..WebhookPlan::default()
    });
    day.move_one(0, "offer");
    assert_eq!(stages(&day.came()), ["offer"]);
}

#[test]
fn a_rerun_sends_the_same_body_once_and_two_weeks_later_there_is_nothing_to_rerun() {
    let day = Day::begin();
    *day.statuses.lock().unwrap() = vec![500; 6];
    day.move_one(0, "offer");
    day.simulation.advance(RETRY_AFTER_MS.iter().sum());
    let failed = day.log().remove(0);
    assert_eq!((failed.attempts.len(), failed.state), (6, "failed"));
    let rerun = || {
        let path = format!("/console/webhooks/{}/rerun", failed.id);
        day.simulation.call(Method::POST, &path, None).unwrap().0
    };
    *day.statuses.lock().unwrap() = vec![404];
    assert_eq!(rerun(), 200);
    day.simulation.advance(3_600_000);
    let once = day.log().remove(0);
    assert_eq!(
        (once.attempts.len(), once.state),
        (7, "failed"),
        "no retries by themselves"
    );
    assert_eq!(rerun(), 200);
    let good = day.log().remove(0);
    assert_eq!((good.attempts[7], good.state), (200, "delivered"));
    let bodies = day.got.lock().unwrap().clone();
    assert!(bodies.iter().all(|(_, body)| *body == bodies[0].1));
    day.simulation.sandbox.clock.jump(14 * 86_400_000);
    assert_eq!(rerun(), 404);
    assert!(day.log().is_empty());
}

/// What the receiver answers, and what is planned.
fn cases() -> impl Strategy<Value = (Vec<u16>, WebhookPlan, Vec<(usize, i64)>)> {
    let status = prop_oneof![3 => Just(200_u16), 1 => Just(500), 1 => Just(302), 1 => Just(404)];
    let share = || prop_oneof![Just(0.0), 0.0..=1.0_f64];
    let plan = (
        0_u32..4,
        share(),
        0_u32..4,
        share(),
        0_u32..4,
        share(),
        0_i64..100_000,
    )
        .prop_map(
            |(duplicated, doubles, late, lates, swapped, swaps, ms)| WebhookPlan {
                duplicated,
                duplicated_share: doubles,
                duplicate_after_ms: ms / 7,
                late,
                late_share: lates,
                late_ms: ms,
                swapped,
                swapped_share: swaps,
                ..WebhookPlan::default()
            },
        );
    let moves = prop::collection::vec((any::<usize>(), 0_i64..40_000), 1..12);
    (prop::collection::vec(status, 0..40), plan, moves)
}

/// Whatever is planned and however the receiver behaves: every event comes at least once, its body never changes, its signature is
/// right, and nobody is asked more often than six times and once for the double.
#[test]
fn every_event_comes_at_least_once_rightly_signed_and_not_for_ever() {
    let day = Day::begin();
    let token = day.webhook["configuration"]["signatureToken"]
        .as_str()
        .unwrap();
    let check = |(statuses, plan, moves): (Vec<u16>, WebhookPlan, Vec<(usize, i64)>)| {
        day.got.lock().unwrap().clear();
        *day.statuses.lock().unwrap() = statuses;
        day.plan(plan);
        let before: BTreeSet<String> = day.log().into_iter().map(|one| one.id).collect();
        for (turn, (who, wait)) in moves.iter().enumerate() {
            let stage = if turn % 2 == 0 { "offer" } else { "lead-new" };
            day.move_one(*who, stage);
            day.simulation.advance(*wait);
        }
        // Later than the last retry of the latest one.
        day.simulation.advance(1_000_000);
        let mut bodies: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for (_, body) in day.got.lock().unwrap().iter() {
            let id = body["id"].as_str().unwrap().to_owned();
            bodies.entry(id).or_default().push(body.clone());
        }
        let mut log = day.log();
        log.retain(|one| !before.contains(&one.id));
        prop_assert_eq!(log.len(), bodies.len());
        for delivery in log {
            let came = bodies.get(&delivery.id).unwrap();
            prop_assert!(came.iter().all(|body| *body == came[0]));
            let stamp = came[0]["triggeredAt"].as_i64().unwrap();
            let signed = signature(token, came[0]["token"].as_str().unwrap(), stamp);
            prop_assert_eq!(came[0]["signature"].as_str(), Some(signed.as_str()));
            prop_assert_eq!(came.len(), delivery.attempts.len());
            prop_assert!(came.len() <= 7);
            let good = delivery
                .attempts
                .iter()
                .filter(|status| **status == 200)
                .count();
            match delivery.state {
                "delivered" => prop_assert!((1..=2).contains(&good)),
                "failed" => prop_assert_eq!((good, came.len()), (0, 6)),
                other => prop_assert!(false, "still {other}"),
            }
            prop_assert!(delivery.attempted_at.is_sorted());
        }
        Ok(())
    };
    let mut runner = TestRunner::new(ProptestConfig::with_cases(60));
    runner.run(&cases(), check).unwrap();
}
