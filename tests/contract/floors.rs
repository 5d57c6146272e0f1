//! Arrows only down, over what cargo itself says about the workspace.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// Floor of every package, from the ground up. A package may depend only on lower floors.
const FLOORS: [(&str, u8); 9] = [
    ("fulcrum-domain", 0),
    ("fulcrum-vault", 0),
    ("fulcrum-cache", 1),
    ("fulcrum-lever", 1),
    ("fulcrum-vendors", 1),
    ("fulcrum-sync", 2),
    ("fulcrum-app", 3),
    ("fulcrum", 4),
    // Plays the engine against the sandbox; nothing is built with it.
    ("fulcrum-simulation", 5),
];

/// Packages beside the house: the sandbox, the stories and the tasks link nothing of it.
const APART: [&str; 3] = ["fulcrum-sandbox", "fulcrum-stories", "xtask"];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo metadata runs in the workspace")
}

/// Direct dependencies a package is built with (tests may reach further).
fn built_with(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    metadata
        .packages
        .iter()
        .map(|package| {
            let dependencies = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind != DependencyKind::Development)
                .map(|dependency| dependency.name.clone())
                .collect();
            (package.name.to_string(), dependencies)
        })
        .collect()
}

#[test]
fn every_package_has_a_floor() {
    let known: BTreeSet<String> = FLOORS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .chain(APART.iter().map(|name| (*name).to_owned()))
        .collect();
    let found: BTreeSet<String> = built_with(&metadata()).into_keys().collect();
    assert_eq!(
        found, known,
        "a new package must be given a floor here and in docs/architecture.md"
    );
}

#[test]
fn arrows_only_point_down() {
    let floors: BTreeMap<&str, u8> = FLOORS.into_iter().collect();
    let mut wrong = Vec::new();
    for (package, dependencies) in built_with(&metadata()) {
        for dependency in dependencies {
            let Some(below) = floors.get(dependency.as_str()) else {
                continue;
            };
            match floors.get(package.as_str()) {
                Some(floor) if below < floor => {}
                _ => wrong.push(format!("{package} → {dependency}")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these arrows do not point down: {wrong:?}"
    );
}

#[test]
fn the_sandbox_is_never_linked_into_the_app() {
    for (package, dependencies) in built_with(&metadata()) {
        assert!(
            !dependencies.contains("fulcrum-simulation"),
            "{package} is built with the simulation"
        );
        if package == "fulcrum-simulation" {
            continue;
        }
        assert!(
            !dependencies.contains("fulcrum-sandbox"),
            "{package} is built with the sandbox"
        );
    }
}

#[test]
fn only_the_shell_knows_tauri_and_specta() {
    let metadata = metadata();
    let mut leaks = Vec::new();
    for package in metadata
        .packages
        .iter()
        .filter(|package| package.name.as_str() != "fulcrum")
    {
        for dependency in &package.dependencies {
            if dependency.name.starts_with("tauri") || dependency.name.starts_with("specta") {
                leaks.push(format!("{} → {}", package.name, dependency.name));
            }
        }
    }
    assert!(
        leaks.is_empty(),
        "only the root package may depend on tauri and specta: {leaks:?}"
    );
}
