//! Where things lie: the repository and cargo's target directory.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// What `cargo metadata --no-deps` says of the workspace.
pub(crate) struct Workspace {
    metadata: Value,
}

impl Workspace {
    /// Asks cargo. Needs no network and compiles nothing.
    pub(crate) fn read() -> Result<Self, String> {
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(root())
            .output()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        if !output.status.success() {
            return Err(format!(
                "cargo metadata failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            ));
        }
        let metadata = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("cargo metadata is not JSON: {error}"))?;
        Ok(Self { metadata })
    }

    /// The folder with the debug binaries; follows `CARGO_TARGET_DIR`.
    pub(crate) fn binaries(&self) -> Result<PathBuf, String> {
        self.built("debug")
    }

    /// The folder with the release binaries.
    pub(crate) fn release_binaries(&self) -> Result<PathBuf, String> {
        self.built("release")
    }

    fn built(&self, profile: &str) -> Result<PathBuf, String> {
        let target = self
            .metadata
            .get("target_directory")
            .and_then(Value::as_str);
        target
            .map(|folder| Path::new(folder).join(profile))
            .ok_or_else(|| "cargo metadata names no target directory".to_owned())
    }

    /// Names of all integration tests, sorted, each once.
    pub(crate) fn integration_tests(&self) -> Vec<String> {
        integration_tests(&self.metadata)
    }
}

fn integration_tests(metadata: &Value) -> Vec<String> {
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let targets = packages
        .iter()
        .filter_map(|package| package.get("targets").and_then(Value::as_array))
        .flatten();
    let is_test = |target: &&Value| {
        target
            .get("kind")
            .and_then(Value::as_array)
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == "test"))
    };
    let mut names: Vec<String> = targets
        .filter(is_test)
        .filter_map(|target| target.get("name").and_then(Value::as_str))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The cargo that runs this task, so that a pinned toolchain stays the same one.
pub(crate) fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integration_tests_are_found_across_packages_and_named_once() {
        let metadata = json!({"packages": [
            {"targets": [{"name": "fulcrum", "kind": ["lib"]}, {"name": "contract", "kind": ["test"]}]},
            {"targets": [{"name": "stories", "kind": ["test"]}, {"name": "contract", "kind": ["test"]}, {"name": "tour", "kind": ["bin"]}]},
        ]});
        assert_eq!(integration_tests(&metadata), ["contract", "stories"]);
    }

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[workspace]"));
    }
}
