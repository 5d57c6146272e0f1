//! `docs/sandbox.md` says on what each behaviour rests. A switch that has no row there is a silent guess.

use std::fs;
use std::path::Path;

use fulcrum_sandbox::settings::Settings;

const PAGE: &str = include_str!("../../../../docs/sandbox.md");

/// Names of all fields as the page writes them, each with the struct it lies in: `settings.seed`, `switches.webhooks_on`,
/// `jobtwine.panel` …
fn fields() -> Vec<String> {
    let shown = format!("{:#?}", Settings::default());
    let mut groups = vec!["settings".to_owned()];
    let mut found = Vec::new();
    for line in shown.lines() {
        let level = (line.len() - line.trim_start().len()) / 4;
        let Some((name, value)) = line.trim_start().split_once(": ") else {
            continue;
        };
        groups.truncate(level);
        if value.ends_with('{') {
            groups.push(name.to_owned());
        } else if let Some(group) = groups.get(level - 1) {
            found.push(format!("{group}.{name}"));
        }
    }
    found
}

/// Pages beside this one that say more about a part, if there are any; they name a switch without its struct.
fn further_pages() -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let mut text = String::new();
    for entry in fs::read_dir(docs).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains("sandbox") && name != "sandbox.md" {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
    text
}

#[test]
fn every_switch_has_a_row_on_the_page() {
    let fields = fields();
    for known in [
        "settings.seed",
        "switches.webhooks_on",
        "protocol.refresh_reuse",
        "myinterview.silence",
        "jobtwine.panel",
    ] {
        assert!(fields.iter().any(|field| field == known), "{fields:?}");
    }
    let further = further_pages();
    let missing: Vec<&String> = fields
        .iter()
        .filter(|field| {
            let name = field.rsplit('.').next().unwrap();
            !PAGE.contains(&format!("`{field}`")) && !further.contains(&format!("`{name}`"))
        })
        .collect();
    assert!(
        missing.is_empty(),
        "docs/sandbox.md has no row with {missing:?}"
    );
}

#[test]
fn every_row_says_what_it_rests_on() {
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| Behaviour"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() > 50, "{}", rows.len());
    for row in rows {
        assert_eq!(row.len(), 3, "{row:?}");
        let heading = row[0].starts_with("**") && row[1].is_empty() && row[2].is_empty();
        let based = ["recorded", "documented", "inferred", "invented"]
            .iter()
            .any(|word| row[1].contains(word));
        assert!(heading || based, "{row:?}");
    }
}
