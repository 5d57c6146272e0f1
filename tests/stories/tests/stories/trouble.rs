//! What stands in the way is said in the window and on the command line: a sentence, a cause, a way out; and nothing secret.

use fulcrum_stories::desktop::{Desktop, Keyring, Options};
use fulcrum_stories::recruiter::{Evidence, Recruiter};
use fulcrum_stories::sandbox::{Sandbox, write_private};
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use fulcrum_stories::{binaries, files};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::stage::{setting, small_company};

const WRONG_KEY: &str = "wrong-key-4711-5e8c";

/// A company's line with some of its facts replaced, as a file for `--training`: only a training company may be reached without
/// a certificate, and its key stands in that line.
fn training(desktop: &Desktop, company: &Sandbox, facts: &[(&str, &str)]) -> String {
    let mut line = company.line().clone();
    for (name, fact) in facts {
        line[*name] = json!(fact);
    }
    let file = desktop.home().join("mended-line.json");
    let _ = std::fs::remove_file(&file);
    write_private(&file, &line.to_string()).unwrap();
    file.to_string_lossy().into_owned()
}

/// `fulcrum check`; returns whether it found everything in order, and all it printed.
fn check(desktop: &Desktop, training: &str) -> (bool, String) {
    let mut command = desktop.command(binaries::find("fulcrum").unwrap());
    command
        .args(["--training", training, "--data-dir"])
        .arg(desktop.home().join("data"))
        .arg("check");
    let output = command.output().unwrap();
    let printed = [output.stdout, output.stderr]
        .map(|stream| String::from_utf8(stream).unwrap())
        .concat();
    (output.status.success(), printed)
}

/// A refusal has the three parts, and none of them is the key.
fn assert_refused(answer: (bool, String), sentence: &str, key: &str) {
    let (in_order, printed) = answer;
    assert!(!in_order, "{printed}");
    let lines: Vec<&str> = printed.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("problem") && line.contains(sentence));
    assert!(at.is_some(), "no \"{sentence}\" in: {printed}");
    let at = at.unwrap();
    for part in &lines[at + 1..at + 3] {
        assert!(
            part.trim().len() > 10,
            "cause and way out follow: {printed}"
        );
    }
    assert!(!printed.contains(key), "the key is printed: {printed}");
}

#[tokio::test]
async fn the_command_line_names_what_is_wrong_with_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let company = Sandbox::start(&small_company(21), folder.path()).unwrap();
    // A desktop of its own for every key: a keyring remembers the last one.
    let checked = async |key: &str| {
        let desktop = Desktop::start(Options::default()).await.unwrap();
        check(&desktop, &training(&desktop, &company, &[("api_key", key)]))
    };
    let key = company.fact("/api_key").unwrap();
    let (in_order, printed) = checked(key).await;
    assert!(in_order, "{printed}");
    assert!(!printed.contains(key), "the key is printed: {printed}");

    assert_refused(
        checked(WRONG_KEY).await,
        "Lever does not accept this key.",
        WRONG_KEY,
    );
    for permission in [
        "stages:read",
        "opportunities:read",
        "postings:read",
        "notes:read",
    ] {
        let made = company
            .act("keys", &json!({ "without": [permission] }))
            .await
            .unwrap();
        let narrow = made["api_key"].as_str().unwrap();
        assert_refused(
            checked(narrow).await,
            &format!("lacks the permission {permission}"),
            narrow,
        );
    }
}

#[tokio::test]
async fn the_command_line_tells_silence_from_a_web_page() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let company = Sandbox::start(&small_company(23), desktop.home()).unwrap();
    let key = company.fact("/api_key").unwrap().to_owned();
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let nobody = training(
        &desktop,
        &company,
        &[("api_base", &format!("http://127.0.0.1:{port}/v1"))],
    );
    assert_refused(check(&desktop, &nobody), "does not answer", &key);

    let portal = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/v1", portal.local_addr().unwrap());
    let serving = tokio::spawn(sign_in_page(portal));
    let page = training(&desktop, &company, &[("api_base", &address)]);
    let answer = tokio::task::spawn_blocking(move || (check(&desktop, &page), desktop))
        .await
        .unwrap()
        .0;
    assert_refused(answer, "answered, but not as Lever does", &key);
    serving.abort();
}

/// The sign-in page of a hotel's network, whatever was asked.
async fn sign_in_page(portal: tokio::net::TcpListener) {
    let page = "<!doctype html><h1>Please sign in</h1>";
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        page.len()
    );
    while let Ok((mut guest, _)) = portal.accept().await {
        let mut asked = [0; 4096];
        let _ = guest.read(&mut asked).await;
        let _ = guest.write_all(format!("{head}{page}").as_bytes()).await;
    }
}

#[tokio::test]
async fn without_a_keyring_nothing_is_stored() {
    let options = Options {
        keyring: Keyring::Absent,
        ..Options::default()
    };
    let desktop = Desktop::start(options).await.unwrap();
    let company = Sandbox::start(&small_company(24), desktop.home()).unwrap();
    assert_blocked(
        &desktop,
        &company,
        "noKeyring",
        "This machine has no keyring.",
    )
    .await;
}

#[tokio::test]
async fn a_locked_keyring_is_told_from_a_missing_one() {
    // Connected once, so that there is something to unlock; then the screen was locked.
    let setting = setting(25, Evidence::VendorProfile);
    let Recruiter {
        window,
        company,
        desktop,
    } = Recruiter::arrive(&setting, async |_| Ok(())).await.unwrap();
    window.close().await.unwrap();
    desktop.bus().lock_default_keyring().unwrap();
    assert_blocked(
        &desktop,
        &company,
        "keyringLocked",
        "The keyring is locked.",
    )
    .await;
}

#[tokio::test]
async fn files_of_a_newer_version_are_named_and_left_alone() {
    let setting = setting(28, Evidence::VendorProfile);
    let Recruiter {
        window,
        company,
        desktop,
    } = Recruiter::arrive(&setting, async |_| Ok(())).await.unwrap();
    window.close().await.unwrap();
    for name in ["cache", "desk"] {
        let version = async |to: Option<i32>| {
            let file = files::open(&desktop, name).await.unwrap();
            if let Some(to) = to {
                file.pragma_update(None, "user_version", to).unwrap();
            }
            file.query_row("PRAGMA user_version", [], |row| row.get::<_, i32>(0))
                .unwrap()
        };
        let known = version(None).await;
        version(Some(known + 1)).await;
        assert_blocked(
            &desktop,
            &company,
            "cacheNewer",
            "The local data was written by a newer Fulcrum.",
        )
        .await;
        assert_eq!(version(None).await, known + 1, "{name}: left alone");
        version(Some(known)).await;
    }
}

/// Both the command line and the window say why Fulcrum cannot go on.
async fn assert_blocked(desktop: &Desktop, company: &Sandbox, code: &str, sentence: &str) {
    let file = company.training_file().to_string_lossy().into_owned();
    assert_refused(
        check(desktop, &file),
        sentence,
        company.fact("/api_key").unwrap(),
    );

    let program = binaries::find("fulcrum").unwrap();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let window = Window::open(
        desktop,
        &program,
        &["--training", &file, "--data-dir", &data],
    )
    .await
    .unwrap();
    window
        .wait_for_text("h1", "the sentence in the window", |text| text == sentence)
        .await
        .unwrap();
    let problem = format!("{}[data-code='{code}']", hook("problem"));
    let parts = window.texts(&format!("{problem} dd")).await.unwrap();
    assert!(
        parts.len() == 2 && parts.iter().all(|part| part.len() > 10),
        "cause and way out: {parts:?}"
    );
    window.close().await.unwrap();
}

/// The window opened on a training line; what it says once it says `sentence`.
async fn said_in_window(desktop: &Desktop, training: &str, sentence: &str) -> String {
    let program = binaries::find("fulcrum").unwrap();
    let data = desktop.home().join("data").to_string_lossy().into_owned();
    let window = Window::open(
        desktop,
        &program,
        &["--training", training, "--data-dir", &data],
    )
    .await
    .unwrap();
    let said = window
        .wait_for_text("body", sentence, |text| text.contains(sentence))
        .await
        .unwrap();
    window.close().await.unwrap();
    said
}

#[tokio::test]
async fn a_wrong_key_is_refused_in_the_window_and_leaves_no_trace() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let company = Sandbox::start(&small_company(22), desktop.home()).unwrap();
    let file = training(&desktop, &company, &[("api_key", WRONG_KEY)]);
    let said = said_in_window(&desktop, &file, "Lever does not accept this key.").await;
    assert!(said.contains("Copy the key again"), "a way out: {said}");
    assert!(!said.contains(WRONG_KEY));
    let log = std::fs::read_to_string(desktop.log("window")).unwrap();
    assert!(!log.contains(WRONG_KEY), "the key is in the log: {log}");
}

#[tokio::test]
async fn the_window_tells_a_narrow_key_from_silence_and_from_a_web_page() {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let company = Sandbox::start(&small_company(26), desktop.home()).unwrap();

    let made = company
        .act("keys", &json!({ "without": ["postings:read"] }))
        .await
        .unwrap();
    let narrow = made["api_key"].as_str().unwrap();
    let file = training(&desktop, &company, &[("api_key", narrow)]);
    let said = said_in_window(&desktop, &file, "lacks the permission postings:read").await;
    assert!(said.contains("Ask a Super Admin"), "a way out: {said}");

    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let nobody = format!("http://127.0.0.1:{port}/v1");
    let file = training(&desktop, &company, &[("api_base", &nobody)]);
    let said = said_in_window(&desktop, &file, "does not answer").await;
    assert!(said.contains("Check the connection"), "a way out: {said}");

    let portal = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/v1", portal.local_addr().unwrap());
    let serving = tokio::spawn(sign_in_page(portal));
    let file = training(&desktop, &company, &[("api_base", &address)]);
    let said = said_in_window(&desktop, &file, "answered, but not as Lever does").await;
    assert!(said.contains("Open a browser"), "a way out: {said}");
    serving.abort();
}

#[test]
fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut command = std::process::Command::new(binaries::find("fulcrum-sandbox").unwrap());
    let output = command
        .args(["serve", "--opportunities", "5", "--port", &port])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(said.contains(&port) && said.contains("--port 0"), "{said}");
}
