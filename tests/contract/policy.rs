//! What the window may do: a strict content security policy and one small capability file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_content_security_policy_lets_nothing_in() {
    let configuration = read("tauri.conf.json");
    let policy = configuration["app"]["security"]["csp"].as_str().unwrap();
    let directives: Vec<(&str, Vec<&str>)> = policy
        .split(';')
        .map(|directive| {
            let mut words = directive.split_whitespace();
            (words.next().unwrap(), words.collect())
        })
        .collect();
    assert_eq!(
        directives[0],
        ("default-src", vec!["'none'"]),
        "everything not named is refused"
    );
    let allowed = BTreeSet::from(["'none'", "'self'", "data:", "ipc:", "http://ipc.localhost"]);
    for (directive, sources) in &directives {
        for source in sources {
            assert!(allowed.contains(source), "{directive} allows {source}");
        }
        assert!(
            *directive == "img-src" || !sources.contains(&"data:"),
            "data: only for images"
        );
    }
}

#[test]
fn one_window_one_capability_nothing_but_events() {
    let files: Vec<_> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
    assert_eq!(files, ["main.json"]);
    let capability = read("src-tauri/capabilities/main.json");
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(
        capability.get("remote").is_none(),
        "no remote page may speak to the shell"
    );
    let permissions: BTreeSet<&str> = capability["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap())
        .collect();
    let events = BTreeSet::from(["core:event:allow-listen", "core:event:allow-unlisten"]);
    assert_eq!(
        permissions, events,
        "fs, shell, http and the plugins stay out of the webview"
    );
}

#[test]
fn a_plain_build_is_not_a_development_build() {
    assert!(
        !tauri::is_dev(),
        "a build without flags must show the embedded interface, not look for a development server"
    );
}
