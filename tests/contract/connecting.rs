//! `docs/connecting.md` says what the program asks for, in the program's own words.

use std::fs;
use std::path::Path;

use fulcrum_app::{Environment, LONGEST_WAIT, OFFLINE, PERMISSIONS, REDIRECT_URIS};

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/connecting.md")).unwrap()
}

#[test]
fn the_table_of_permissions_is_the_programs() {
    let rows: Vec<String> = PERMISSIONS
        .iter()
        .map(|need| {
            let writes = need
                .writes
                .map(|writes| format!("{writes} "))
                .unwrap_or_default();
            format!(
                "| {} | `{}` | {} | {writes}|",
                need.title, need.scope, need.reads
            )
        })
        .collect();
    let page = page();
    let found: Vec<&str> = page
        .lines()
        .skip_while(|line| *line != "| Permission | Scope | Read | Written |")
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(found, rows);
}

#[test]
fn addresses_hosts_and_the_wait_are_the_programs() {
    // Lines may break anywhere.
    let page = page().split_whitespace().collect::<Vec<_>>().join(" ");
    for address in REDIRECT_URIS {
        assert!(page.contains(&format!("`{address}`")), "{address}");
    }
    for environment in Environment::ALL {
        for word in [environment.api(), environment.auth(), environment.pages()] {
            assert!(page.contains(&format!("`{word}`")), "{word}");
        }
        assert!(page.contains(environment.as_str()));
    }
    assert!(page.contains(&format!("`{OFFLINE}`")));
    let scopes = format!("{} in all, of the 20", PERMISSIONS.len() + 1);
    assert!(page.contains(&scopes), "{scopes}");
    let wait = format!("open for {} seconds at most", LONGEST_WAIT.as_secs());
    assert!(page.contains(&wait), "{wait}");
}
