//! Reading once, as the command line does it.

use std::sync::Arc;

use fulcrum_app::view::{Phase, ProblemCode};
use fulcrum_app::{App, AppConfig, OnceKeys, TrainingFile, sync_once};
use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::{Limits, Settings};
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore};
use tempfile::TempDir;

use crate::bench::{quick, until, world};

const CACHE_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn keys(api: &str, cache: &str) -> OnceKeys {
    OnceKeys::parse(&format!("{api}\n{cache}\n")).unwrap()
}

fn config(sandbox: &Running, folder: &TempDir) -> AppConfig {
    let mut config = quick(AppConfig::new(folder.path().to_owned()));
    config.lever_api = Some(sandbox.info["api_base"].as_str().unwrap().to_owned());
    config
}

/// Paths that the reader of the list asked for; the vendors ask Lever too.
async fn asked(sandbox: &Running) -> Vec<String> {
    let log = reqwest::get(format!("{}/requests.json", sandbox.console));
    let log: serde_json::Value = log.await.unwrap().json().await.unwrap();
    let all = log["requests"].as_array().unwrap();
    let path = |one: &serde_json::Value| one["path"].as_str().unwrap().to_owned();
    let reader = all
        .iter()
        .find(|one| path(one).contains("/opportunities?limit=100"))
        .map(|one| one["caller"].clone());
    all.iter()
        .filter(|one| Some(&one["caller"]) == reader.as_ref())
        .map(path)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_account_is_read_within_the_limits_and_then_what_changed() {
    let sandbox = serve::start(Settings {
        opportunities: 700,
        limits: Limits::Lever,
        ..world()
    })
    .await
    .unwrap();
    let folder = TempDir::new().unwrap();
    let first = sync_once(config(&sandbox, &folder), keys(&sandbox.api_key, CACHE_KEY))
        .await
        .unwrap();
    assert_eq!((first.opportunities, first.throttled), (700, 0));
    let paths = asked(&sandbox).await;
    assert_eq!(first.requests, paths.len() as u64, "{paths:?}");
    assert!(
        !paths.iter().any(|path| path.contains("/notes")),
        "nobody's details are read: {paths:?}"
    );

    let again = sync_once(config(&sandbox, &folder), keys(&sandbox.api_key, CACHE_KEY))
        .await
        .unwrap();
    assert_eq!(again.opportunities, 700);
    assert!(again.requests < first.requests, "{again:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_takes_over_what_was_read_and_then_no_other_reading_may() {
    let sandbox = serve::start(world()).await.unwrap();
    let folder = TempDir::new().unwrap();
    sync_once(config(&sandbox, &folder), keys(&sandbox.api_key, CACHE_KEY))
        .await
        .unwrap();

    let secrets = Arc::new(MemoryStore::default());
    secrets
        .set(
            "training",
            SecretName::CacheKey,
            &Secret::from_text(CACHE_KEY),
        )
        .unwrap();
    let file = TrainingFile::parse(&sandbox.info.to_string()).unwrap();
    let app = App::start(AppConfig {
        secrets,
        ..config(&sandbox, &folder).training(file)
    })
    .await;
    assert_eq!(app.session().phase, Phase::Ready);
    assert_eq!(app.sync_status().await.unwrap().opportunities, 40);
    until("up to date", async || {
        app.sync_status().await.unwrap().synced_at_ms.is_some()
    })
    .await;
    app.shutdown().await;

    let refused = sync_once(config(&sandbox, &folder), keys(&sandbox.api_key, CACHE_KEY))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ProblemCode::BadInput);
    assert!(refused.cause.contains("folder of its own"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_does_not_fit_is_told_and_nothing_is_lost() {
    let sandbox = serve::start(world()).await.unwrap();
    let folder = TempDir::new().unwrap();
    let wrong = sync_once(config(&sandbox, &folder), keys("nonsense", CACHE_KEY))
        .await
        .unwrap_err();
    assert_eq!(wrong.code, ProblemCode::WrongKey);
    sync_once(config(&sandbox, &folder), keys(&sandbox.api_key, CACHE_KEY))
        .await
        .unwrap();
    let other = sync_once(
        config(&sandbox, &folder),
        keys(&sandbox.api_key, &"ab".repeat(32)),
    )
    .await
    .unwrap_err();
    assert_eq!(other.code, ProblemCode::BadInput);
    assert!(other.cause.contains("does not open"), "{other:?}");
    let mut elsewhere = config(&sandbox, &folder);
    elsewhere.lever_api = Some("http://lever.example.com/v1".to_owned());
    let insecure = sync_once(elsewhere, keys("key", CACHE_KEY))
        .await
        .unwrap_err();
    assert!(insecure.cause.contains("https"), "{insecure:?}");
}
