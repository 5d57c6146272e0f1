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
