//! The sandbox plays everybody: interviews go their way by themselves, the same way for the same seed.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::bench::{Bench, settings};

const PEOPLE: usize = 24;

async fn play(seed: u64, patch: Value) -> (Bench, Vec<String>) {
    let mut settings = settings();
    settings.seed = seed;
    settings.vendor_seconds = Some(0.8);
    settings.jobtwine = settings.jobtwine.patched(&patch).unwrap();
    let bench = Bench::with(settings).await;
    // All of them before the first enters: their ids, and with them the dice, are then the same in every run.
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(bench.person().await);
    }
    for id in &people {
        bench.enter(id).await;
    }
    (bench, people)
}

/// Everybody comes to an end of their own, or waits for the recruiter: more than `least` of them have feedback.
async fn ends(bench: &Bench, people: &[String], least: usize) -> Vec<Value> {
    for _ in 0..2_000 {
        let all = bench.vendor().await["interviews"].take();
        let all: Vec<Value> = all
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| people.iter().any(|id| one["opportunity"] == id.as_str()))
            .cloned()
            .collect();
        let under_way = |one: &Value| {
            one["owed"] != json!([])
                || matches!(
                    one["state"].as_str().unwrap(),
                    "slots_given" | "scheduled" | "in_progress" | "pending_feedback"
                )
        };
        // Whoever has not answered when everybody else is through leaves it to the recruiter.
        let done = all
            .iter()
            .filter(|one| one["state"] == "feedback_ready")
            .count();
        if all.len() == people.len() && !all.iter().any(under_way) && done > least {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never through");
}

#[tokio::test]
async fn at_least_a_third_schedules_by_themselves_and_most_come_to_feedback() {
    let (bench, people) = play(5, json!({})).await;
    let ended = ends(&bench, &people, PEOPLE / 2).await;
    let alone = ended
        .iter()
        .filter(|one| one["claim"]["self_scheduled"] == true)
        .count();
    assert!(alone * 3 >= PEOPLE, "{alone} of {PEOPLE}");
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &ended {
        *states.entry(one["state"].as_str().unwrap()).or_default() += 1;
        let id = one["opportunity"].as_str().unwrap();
        assert_eq!(
            bench.notes(id).await.len(),
            one["said"].as_array().unwrap().len()
        );
    }
    assert!(states["feedback_ready"] * 2 > PEOPLE, "{states:?}");
}

#[tokio::test]
async fn the_switches_rule_the_dice() {
    let (bench, people) = play(6, json!({ "self_schedule": "always", "course": "smooth" })).await;
    for one in ends(&bench, &people, PEOPLE - 1).await {
        assert_eq!(
            (one["state"].as_str(), &one["claim"]["self_scheduled"]),
            (Some("feedback_ready"), &json!(true))
        );
    }
    let (bench, people) = play(
        6,
        json!({ "self_schedule": "never", "course": "smooth", "first_claim": "succeeds" }),
    )
    .await;
    // Two in three answer when they are asked for slots.
    for one in ends(&bench, &people, PEOPLE / 4).await {
        if one["state"] == "feedback_ready" {
            assert_eq!(one["claim"]["self_scheduled"], false);
            assert_eq!(one["refused"], 0);
        }
    }
}
