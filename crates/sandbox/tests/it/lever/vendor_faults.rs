//! Bad days of the vendors.

use std::time::Duration;

use fulcrum_sandbox::lever::{Plan, Vendor};
use serde_json::{Value, json};

use super::bench::Bench;

#[tokio::test]
async fn a_vendor_that_is_down_answers_nobody_and_hears_lever_later() {
    let bench = Bench::start().await;
    let id = bench.person().await;
    let page = format!(
        "{}/myinterview/templates.csv",
        bench.running.info["auth_base"].as_str().unwrap()
    );
    let status = async || {
        bench
            .http
            .get(&page)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_ne!(status().await, 503);
    bench
        .console("/faults", json!({ "vendors": { "down": ["myinterview"] } }))
        .await;
    assert_eq!(status().await, 503);
    let path = format!("/opportunities/{id}/stage");
    bench.put(&path, json!({ "stage": "offer" })).await;
    let delivery = async || loop {
        let log = bench.running.lever.deliveries();
        let mine = log
            .into_iter()
            .find(|one| one.url.contains("/myinterview/"));
        if let Some(one) = mine.filter(|one| !one.attempts.is_empty()) {
            break one;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    let one = delivery().await;
    assert_eq!((one.attempts[0], one.state), (503, "pending"));
    bench.console("/faults", json!({})).await;
    loop {
        bench.jump(600_000);
        if delivery().await.state == "delivered" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_ne!(status().await, 503);
}

#[tokio::test]
async fn a_planned_crash_is_told_once_to_the_vendor_it_is_for() {
    let bench = Bench::start().await;
    let lever = &bench.running.lever;
    let (expert, video) = (
        lever.vendor_faults(Vendor::JobTwine),
        lever.vendor_faults(Vendor::MyInterview),
    );
    assert!(!expert.crashes_after(1));
    let plan = json!({ "vendors": { "crashes": [{ "vendor": "jobtwine", "after_writes": 1, "times": 2 }] } });
    bench.console("/faults", plan).await;
    assert!(!video.crashes_after(1));
    assert!(!expert.crashes_after(0));
    assert!(expert.crashes_after(1));
    let left = bench.console_get("/faults").await;
    assert_eq!(left["vendors"]["crashes"][0]["times"], 1);
    assert!(expert.crashes_after(1));
    assert!(!expert.crashes_after(1));
    assert!(!expert.down());
    lever.plan_faults(Plan::default());
    let read: Value = bench.console_get("/faults").await;
    assert_eq!(read["vendors"], json!({ "down": [], "crashes": [] }));
}
