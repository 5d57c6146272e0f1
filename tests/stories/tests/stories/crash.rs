//! Killed at instants that chance chooses, twenty times: nothing is damaged, lost or done twice.

use fulcrum_stories::crash::{Act, act_of, play};

/// Runs in all; each act has its share.
const RUNS: u64 = 20;

async fn without_harm(act: Act) {
    let runs: Vec<u64> = (0..RUNS).filter(|run| act_of(*run) == act).collect();
    let told = play(runs.clone(), |_| {}).await.unwrap();
    let harmed: Vec<_> = told.iter().filter(|one| !one.findings.is_empty()).collect();
    assert!(harmed.is_empty(), "{harmed:#?}");
    assert_eq!(told.len(), runs.len());
}

#[tokio::test]
async fn killed_while_moving() {
    without_harm(Act::Moving).await;
}

#[tokio::test]
async fn killed_while_refreshing() {
    without_harm(Act::Refreshing).await;
}

#[tokio::test]
async fn killed_while_migrating() {
    without_harm(Act::Migrating).await;
}

#[tokio::test]
async fn killed_while_erasing() {
    without_harm(Act::Erasing).await;
}
