//! `fulcrum doctor`: one look, one verdict, one exit code.

use fulcrum_app::view::{ProblemCode, Standing};
use fulcrum_app::{AppConfig, Diagnosis, TrainingFile, Verdict, doctor};
use fulcrum_vault::MemoryStore;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;

use crate::bench::{Bench, quick};

fn broken(found: &Diagnosis) -> Vec<&str> {
    let steps = found.health.iter().flat_map(|health| &health.steps);
    steps
        .flat_map(|step| &step.checks)
        .filter(|check| check.standing == Standing::Broken)
        .map(|check| check.id.as_str())
        .collect()
}

/// An account in which nothing is broken: postings that the sandbox spoilt on purpose are closed.
async fn sound() -> Bench {
    let bench = Bench::start(false).await;
    let health = bench.app.check_health().await.unwrap();
    let spoilt: Vec<String> = health
        .steps
        .iter()
        .flat_map(|step| &step.checks)
        .filter(|check| check.standing == Standing::Broken)
        .filter_map(|check| Some(check.id.split_once('.')?.1.to_owned()))
        .collect();
    for posting in spoilt {
        bench
            .console(
                &format!("/postings/{posting}"),
                json!({ "state": "closed" }),
            )
            .await;
    }
    let health = bench.app.check_health().await.unwrap();
    assert_eq!(health.problems, 0, "{health:#?}");
    bench
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_is_open_looks_for_the_doctor() {
    let bench = sound().await;
    let found = doctor(bench.config()).await;
    assert!(found.by_the_window, "{found:#?}");
    assert_eq!((found.verdict, found.problem), (Verdict::Well, None));
    // Without a door it is said clearly.
    let shut = AppConfig {
        runtime_dir: None,
        ..bench.config()
    };
    let found = doctor(shut).await;
    assert_eq!(found.verdict, Verdict::Unseen);
    assert_eq!(found.problem.unwrap().code, ProblemCode::Busy);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_verdict_is_zero_one_or_two() {
    let bench = sound().await;
    let config = bench.config();
    bench.app.shutdown().await;
    let found = doctor(config.clone()).await;
    assert_eq!(broken(&found), Vec::<&str>::new());
    assert_eq!(
        (found.verdict, found.verdict.exit_code()),
        (Verdict::Well, 0)
    );
    assert!(!found.by_the_window);
    assert_eq!(found.words().last().unwrap(), "Nothing is broken.");

    let stage = bench.sandbox.info["jobtwine"]["stage_id"].as_str().unwrap();
    bench
        .console(
            &format!("/stages/{stage}/text"),
            json!({ "text": "Experts" }),
        )
        .await;
    let found = doctor(config.clone()).await;
    assert_eq!(broken(&found), ["stage.jobtwine"]);
    assert_eq!(
        (found.verdict, found.verdict.exit_code()),
        (Verdict::Broken, 1)
    );
    let words = found.words();
    assert!(
        words
            .iter()
            .any(|line| line.starts_with("broken   JobTwine's stage: "))
    );
    assert!(
        words
            .iter()
            .any(|line| line.starts_with("changed  JobTwine's stage: "))
    );
    assert_eq!(words.last().unwrap(), "One thing is broken.");

    let key = bench.sandbox.api_key.clone();
    bench.console("/keys/drop", json!({ "api_key": key })).await;
    let found = doctor(config.clone()).await;
    assert_eq!(found.verdict, Verdict::Broken);

    let folder = TempDir::new().unwrap();
    let nobody = AppConfig {
        data_dir: folder.path().to_owned(),
        secrets: Arc::new(MemoryStore::default()),
        ..config
    };
    let mut info = bench.sandbox.info.clone();
    info["seat"] = json!(null);
    info["api_key"] = json!("");
    let file = TrainingFile::parse(&info.to_string()).unwrap();
    let found = doctor(quick(nobody.training(file))).await;
    assert_eq!(
        (found.verdict, found.verdict.exit_code()),
        (Verdict::Unseen, 2)
    );
    assert!(found.problem.is_some());
    assert_eq!(found.words().last().unwrap(), "It could not be looked at.");
}

/// Ids of postings and times differ from run to run.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
        Value::Array(items) => items.iter().take(1).map(shape).collect(),
        Value::String(_) => json!("text"),
        Value::Number(_) => json!("number"),
        other => other.clone(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_json_keeps_its_shape() {
    let bench = sound().await;
    let stage = bench.sandbox.info["jobtwine"]["stage_id"].as_str().unwrap();
    bench
        .console(
            &format!("/stages/{stage}/text"),
            json!({ "text": "Experts" }),
        )
        .await;
    let found = doctor(bench.config()).await;
    let whole = json!(found);
    let top: BTreeSet<&str> = whole
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        top,
        BTreeSet::from(["by_the_window", "health", "problem", "verdict"])
    );
    assert_eq!(whole["verdict"], "broken");
    let stages = &whole["health"]["steps"][1];
    assert_eq!(stages["step"], "stages");
    let checks = stages["checks"].as_array().unwrap();
    let jobtwine = checks
        .iter()
        .find(|one| one["id"] == "stage.jobtwine")
        .unwrap();
    assert_eq!(
        shape(jobtwine),
        json!({
            "id": "text", "vendor": "text", "standing": "text", "subject": "text", "finding": "text", "cause": "text",
            "way_out": "text", "at_ms": "number", "by": null, "repair": { "open_lever": { "what": "text" } },
        })
    );
    assert_eq!(
        shape(&whole["health"]["drift"]),
        json!([{
            "at_ms": "number", "check": "text", "vendor": "text", "subject": "text", "was": "text", "is": "text",
            "standing": "text", "mended_at_ms": null,
        }])
    );
    bench.app.shutdown().await;
}
