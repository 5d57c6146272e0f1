//! Connecting, and what can stand in the way.

use std::sync::Arc;

use fulcrum_app::view::{Phase, ProblemCode};
use fulcrum_app::{App, AppConfig, AppEvent, TrainingFile, check};
use fulcrum_sandbox::serve;
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore, VaultCode, VaultError};
use serde_json::json;
use tempfile::TempDir;

use crate::bench::{quick, until, world};

/// A training file without a seat or key of its own: the person connects by hand.
async fn by_hand() -> (serve::Running, App, TempDir, Arc<MemoryStore>) {
    let sandbox = serve::start(world()).await.unwrap();
    let folder = TempDir::new().unwrap();
    let secrets = Arc::new(MemoryStore::default());
    let app = start(&sandbox, &folder, &secrets).await;
    (sandbox, app, folder, secrets)
}

async fn start(sandbox: &serve::Running, folder: &TempDir, secrets: &Arc<MemoryStore>) -> App {
    App::start(config(sandbox, folder, secrets)).await
}

fn config(sandbox: &serve::Running, folder: &TempDir, secrets: &Arc<MemoryStore>) -> AppConfig {
    let mut info = sandbox.info.clone();
    info["seat"] = json!(null);
    info["api_key"] = json!("");
    let file = TrainingFile::parse(&info.to_string()).unwrap();
    AppConfig {
        secrets: secrets.clone(),
        ..quick(AppConfig::new(folder.path().to_owned()).training(file))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_and_a_seat_are_kept_and_forgotten() {
    let (sandbox, app, folder, secrets) = by_hand().await;
    assert_eq!(app.session().phase, Phase::Connect);
    assert_eq!(
        app.check_key("not-a-key").await.unwrap_err().code,
        ProblemCode::WrongKey
    );
    assert_eq!(app.session().phase, Phase::Connect);
    let users = app
        .check_key(&format!(" {}\n", sandbox.api_key))
        .await
        .unwrap();
    assert_eq!(app.session().phase, Phase::ChooseSeat);
    assert!(
        users.iter().any(|user| user.role == "interviewer"),
        "they may read"
    );
    let stranger = app.choose_seat(&"nobody".into()).await.unwrap_err();
    assert_eq!(stranger.code, ProblemCode::NotFound);
    let session = app.choose_seat(&users[0].id).await.unwrap();
    assert_eq!(session.phase, Phase::Ready);
    assert!(session.training);
    app.sync_once().await.unwrap();
    app.shutdown().await;

    let app = start(&sandbox, &folder, &secrets).await;
    assert_eq!(app.session().seat.unwrap().user, users[0].id);
    assert_eq!(app.disconnect().await.unwrap().phase, Phase::Connect);
    app.shutdown().await;
    let app = start(&sandbox, &folder, &secrets).await;
    assert_eq!(app.session().phase, Phase::Connect);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_permission_is_named() {
    let (sandbox, app, _folder, _secrets) = by_hand().await;
    for permission in [
        "stages:read",
        "users:read",
        "postings:read",
        "opportunities:read",
        "notes:read",
        "contact:read",
    ] {
        let answer: serde_json::Value = reqwest::Client::builder()
            .no_proxy()
            .build()
            .unwrap()
            .post(format!("{}/keys", sandbox.console))
            .json(&json!({ "without": [permission] }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let key = answer["api_key"].as_str().unwrap();
        let problem = app.check_key(key).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::MissingPermission, "{permission}");
        assert!(problem.sentence.contains(permission), "{problem:?}");
        assert!(!format!("{problem:?}").contains(key));
    }
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_is_silent_or_not_lever_is_told_apart() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let file = |port: u16| {
        TrainingFile::parse(
            &json!({
                "api_base": format!("http://127.0.0.1:{port}/v1"), "api_key": "",
                "myinterview": { "base": "http://127.0.0.1:1", "trigger_stage_id": "x" },
            })
            .to_string(),
        )
        .unwrap()
    };
    let folder = TempDir::new().unwrap();
    let config = |port| AppConfig {
        secrets: Arc::new(MemoryStore::default()),
        ..quick(AppConfig::new(folder.path().to_owned()).training(file(port)))
    };
    let server = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = [0_u8; 4096];
            let _ = stream.read(&mut asked).await;
            let page = "<html><body>Sign in to the network</body></html>";
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
                page.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let app = App::start(config(port)).await;
    let problem = app.check_key("a-key").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::NotLever);
    app.shutdown().await;
    server.abort();
    let _ = server.await;

    let app = App::start(config(1)).await;
    let problem = app.check_key("a-key").await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Unreachable);
    assert!(problem.sentence.contains("127.0.0.1:1"), "{problem:?}");
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keyring_that_is_missing_or_locked_blocks_until_it_is_mended() {
    let sandbox = serve::start(world()).await.unwrap();
    let folder = TempDir::new().unwrap();
    let secrets = Arc::new(MemoryStore::default());
    for (code, expected) in [
        (VaultCode::NoKeyring, ProblemCode::NoKeyring),
        (VaultCode::Locked, ProblemCode::KeyringLocked),
    ] {
        secrets.fail_with(Some(code));
        let app = start(&sandbox, &folder, &secrets).await;
        let session = app.session();
        assert_eq!(session.phase, Phase::Blocked);
        assert_eq!(session.problem.unwrap().code, expected);
        secrets.fail_with(None);
        assert_eq!(app.try_again().await.phase, Phase::Connect);
        app.shutdown().await;
    }
}

/// A keyring whose question nobody has answered yet.
struct Asking {
    answered: Arc<std::sync::atomic::AtomicBool>,
    behind: MemoryStore,
}

impl SecretStore for Asking {
    fn get(&self, profile: &str, name: SecretName) -> Result<Option<Secret>, VaultError> {
        while !self.answered.load(std::sync::atomic::Ordering::SeqCst) {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        self.behind.get(profile, name)
    }

    fn set(&self, profile: &str, name: SecretName, secret: &Secret) -> Result<(), VaultError> {
        self.behind.set(profile, name, secret)
    }

    fn delete(&self, profile: &str, name: SecretName) -> Result<(), VaultError> {
        self.behind.delete(profile, name)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keyring_that_asks_a_person_does_not_keep_the_window_waiting() {
    let folder = TempDir::new().unwrap();
    let answered = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let app = App::begin(AppConfig {
        secrets: Arc::new(Asking {
            answered: answered.clone(),
            behind: MemoryStore::default(),
        }),
        ..quick(AppConfig::new(folder.path().to_owned()))
    });
    assert_eq!(app.session().phase, Phase::Blocked);
    assert_eq!(
        app.session().problem.unwrap().code,
        ProblemCode::KeyringLocked
    );
    let mut events = app.events();
    answered.store(true, std::sync::atomic::Ordering::SeqCst);
    until("the program goes on by itself", async || {
        app.session().phase == Phase::Connect
    })
    .await;
    until(
        "the window is told",
        async || matches!(events.try_recv(), Ok(AppEvent::Changes(changes)) if changes.session),
    )
    .await;
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_the_window_does_not_wait_for_the_keyring() {
    let folder = TempDir::new().unwrap();
    let answered = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let app = App::begin(AppConfig {
        secrets: Arc::new(Asking {
            answered: answered.clone(),
            behind: MemoryStore::default(),
        }),
        ..quick(AppConfig::new(folder.path().to_owned()))
    });
    // Hangs where it waits: nobody answers before it has ended.
    app.shutdown().await;
    assert_ne!(app.session().phase, Phase::Ready);
    answered.store(true, std::sync::atomic::Ordering::SeqCst);
}

/// A seat that was connected and has ended.
async fn once_connected() -> (serve::Running, TempDir, Arc<MemoryStore>) {
    let (sandbox, app, folder, secrets) = by_hand().await;
    let users = app.check_key(&sandbox.api_key).await.unwrap();
    app.choose_seat(&users[0].id).await.unwrap();
    app.shutdown().await;
    (sandbox, folder, secrets)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_a_newer_version_are_left_alone() {
    let (sandbox, folder, secrets) = once_connected().await;
    for name in ["cache", "desk"] {
        let path = folder.path().join("training").join(format!("{name}.db"));
        let secret = if name == "cache" {
            SecretName::CacheKey
        } else {
            SecretName::DeskKey
        };
        let key = secrets.get("training", secret).unwrap().unwrap();
        let version = |to: Option<i32>| {
            let file = rusqlite::Connection::open(&path).unwrap();
            file.execute_batch(&format!(
                "PRAGMA key = \"x'{}'\"",
                key.expose_text().unwrap()
            ))
            .unwrap();
            if let Some(to) = to {
                file.pragma_update(None, "user_version", to).unwrap();
            }
            file.query_row("PRAGMA user_version", [], |row| row.get::<_, i32>(0))
                .unwrap()
        };
        let known = version(None);
        version(Some(known + 1));
        let app = start(&sandbox, &folder, &secrets).await;
        assert_eq!(app.session().phase, Phase::Blocked, "{name}");
        let problem = app.session().problem.unwrap();
        assert_eq!(problem.code, ProblemCode::CacheNewer, "{name}");
        app.shutdown().await;
        let said = check::everything(config(&sandbox, &folder, &secrets), None).await;
        let said = said.first().unwrap().result.as_ref().unwrap_err();
        assert_eq!(*said, problem, "{name}: the command line says the same");
        assert_eq!(version(None), known + 1, "{name}: untouched");
        version(Some(known));
    }
    let app = start(&sandbox, &folder, &secrets).await;
    assert_eq!(app.session().phase, Phase::Ready);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_key_is_told_where_only_this_seat_has_the_data() {
    let (sandbox, folder, secrets) = once_connected().await;
    secrets.delete("training", SecretName::CacheKey).unwrap();
    let app = start(&sandbox, &folder, &secrets).await;
    assert_eq!(
        app.session().phase,
        Phase::Ready,
        "Lever gives the cache again"
    );
    app.shutdown().await;

    secrets.delete("training", SecretName::DeskKey).unwrap();
    let app = start(&sandbox, &folder, &secrets).await;
    assert_eq!(app.session().phase, Phase::Blocked);
    let problem = app.session().problem.unwrap();
    assert_eq!(problem.code, ProblemCode::DeskLost);
    assert!(problem.way_out.contains("nothing is sent"), "{problem:?}");
    // Who sits here stood in the lost file: the person says it anew.
    assert_eq!(app.begin_anew().await.unwrap().phase, Phase::Connect);
    assert_eq!(app.disconnect().await.unwrap().phase, Phase::Connect);
    app.shutdown().await;
}
