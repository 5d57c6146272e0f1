//! `docs/sandbox.md` says on what each behaviour rests. A switch that has no row there is a silent guess.

use fulcrum_sandbox::settings::Settings;

const PAGE: &str = include_str!("../../../../docs/sandbox.md");

/// Names of all fields as the page writes them: `settings.seed`, `switches.webhooks_on`, `jobtwine.panel` …
fn fields() -> Vec<String> {
    let shown = format!("{:#?}", Settings::default());
    let mut group = "settings".to_owned();
    let mut found = Vec::new();
    for line in shown.lines() {
        let depth = line.len() - line.trim_start().len();
        let Some((name, value)) = line.trim_start().split_once(": ") else {
            if depth == 4 {
                "settings".clone_into(&mut group);
            }
            continue;
        };
        match depth {
            4 if value.ends_with('{') => name.clone_into(&mut group),
            4 => found.push(format!("settings.{name}")),
            8 if group != "settings" => found.push(format!("{group}.{name}")),
            _ => {}
        }
    }
    found
}

#[test]
fn every_switch_has_a_row_on_the_page() {
    let fields = fields();
    for known in [
        "settings.seed",
        "switches.webhooks_on",
        "myinterview.silence",
        "jobtwine.panel",
    ] {
        assert!(fields.iter().any(|field| field == known), "{fields:?}");
    }
    let missing: Vec<&String> = fields
        .iter()
        .filter(|field| !PAGE.contains(&format!("`{field}`")))
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
