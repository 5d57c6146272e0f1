//! The binary: one line on standard output, or one sentence on standard error.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fulcrum-sandbox"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn it_prints_one_line_that_says_where_everything_is_and_serves() {
    let mut child = binary()
        .args([
            "serve",
            "--port",
            "0",
            "--seed",
            "9",
            "--opportunities",
            "50",
            "--postings",
            "24",
        ])
        .args(["--speed", "2", "--limits", "lever", "--vendor-seconds", "3"])
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
    let mut keys: Vec<&str> = info
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    let known = [
        "api_base",
        "api_key",
        "audience",
        "auth_base",
        "console",
        "jobtwine",
        "myinterview",
        "oauth",
        "seat",
        "seed",
    ];
    assert_eq!(keys, known);
    assert!(info["api_base"].as_str().unwrap().ends_with("/v1"));
    assert_eq!(info["jobtwine"]["available"], true);
    assert_eq!(info["jobtwine"]["posting_tag"], "JobTwine");
    assert_eq!(info["seed"], 9);
    assert_eq!(info["oauth"]["redirect_uris"].as_array().unwrap().len(), 3);
    let address = info["auth_base"]
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap();
    std::net::TcpStream::connect(address).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_taken_port_is_one_sentence_and_exit_code_one() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = holder.local_addr().unwrap().port().to_string();
    let out = binary().args(["serve", "--port", &port]).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert!(out.stdout.is_empty());
    let sentence = String::from_utf8(out.stderr).unwrap();
    assert_eq!(sentence.lines().count(), 1, "{sentence}");
    assert!(
        sentence.contains(&port) && sentence.contains("--port 0"),
        "{sentence}"
    );
}

#[test]
fn nonsense_is_refused_before_anything_starts() {
    for wrong in [
        ["--speed", "0"],
        ["--speed", "fast"],
        ["--limits", "some"],
        ["--port", "70000"],
        ["--vendor-seconds", "-1"],
    ] {
        let out = binary().arg("serve").args(wrong).output().unwrap();
        assert_eq!(out.status.code(), Some(2), "{wrong:?}");
        assert!(out.stdout.is_empty());
    }
}

/// A file of this test, removed with the handle's folder.
fn scenario(name: &str, text: &str) -> std::path::PathBuf {
    let path = std::env::temp_dir().join(format!("fulcrum-{}-{name}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_scenario_is_served_with_its_people() {
    let file = scenario(
        "served",
        "[world]\nopportunities = 30\n[[people]]\nas = \"zoe\"\nname = \"Zoë\"\nstage = \"Offer\"\n\
         [[steps]]\ndo = \"note\"\nwho = \"zoe\"\ntext = \"Hello\"\n",
    );
    let mut child = binary()
        .args(["serve", "--scenario", file.to_str().unwrap()])
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_file(file).unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(info["people"]["zoe"].as_str().unwrap().len(), 36);
}

#[test]
fn what_cannot_be_served_is_one_sentence_and_exit_code_one() {
    let bad = scenario(
        "bad",
        "[world]\nopportunities = 30\n\n[[people]]\nas = \"zoe\"\nname = \"Zoë\"\nstage = \"Offr\"\n",
    );
    let bad = bad.to_str().unwrap();
    for (arguments, words) in [
        (
            &["--scenario", bad][..],
            &["line 4", "\"Offr\"", "\"Offer\""][..],
        ),
        (
            &["--scenario", "/nowhere/at all.toml"],
            &["/nowhere/at all.toml", "TOML"],
        ),
        (
            &["--bind", "0.0.0.0"],
            &["0.0.0.0", "--open-to-others", "password"],
        ),
    ] {
        let out = binary().arg("serve").args(arguments).output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{arguments:?}");
        assert!(out.stdout.is_empty());
        let sentence = String::from_utf8(out.stderr).unwrap();
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        for word in words {
            assert!(sentence.contains(word), "{sentence}");
        }
    }
    std::fs::remove_file(bad).unwrap();
    let both = binary()
        .args(["serve", "--scenario", "a.toml", "--seed", "3"])
        .output()
        .unwrap();
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn switches_of_the_protocol_are_given_as_json_and_a_wrong_one_is_named() {
    let out = binary()
        .args(["serve", "--protocol", r#"{"pkce": "sometimes"}"#])
        .output()
        .unwrap();
    assert_ne!(out.status.code(), Some(0));
    let sentence = String::from_utf8(out.stderr).unwrap();
    assert!(
        sentence.contains("--protocol") && sentence.contains("sometimes"),
        "{sentence}"
    );

    let mut child = binary()
        .args(["serve", "--opportunities", "5", "--latency", "typical"])
        .args(["--protocol", r#"{"pkce": "required", "retry_after": true}"#])
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let info: Value = serde_json::from_str(&line).unwrap();
    let url = format!("{}/state.json", info["console"].as_str().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let state: Value = runtime.block_on(async {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        http.get(url).send().await.unwrap().json().await.unwrap()
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let switches = &state["switches"]["protocol"];
    assert_eq!(
        (&switches["pkce"], &switches["retry_after"]),
        (&Value::from("required"), &Value::from(true))
    );
    assert!(!state["latency"]["routes"].as_array().unwrap().is_empty());
}
