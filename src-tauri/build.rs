//! Builds the interface when its sources are newer than `ui/dist` (the window's files are embedded at compile time),
//! then lets Tauri generate its context. A plain `cargo build --release` therefore needs no step before it.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

const SOURCES: [&str; 8] = [
    "ui/src",
    "ui/index.html",
    "ui/package.json",
    "ui/package-lock.json",
    "ui/vite.config.ts",
    "ui/svelte.config.js",
    "ui/tsconfig.json",
    "ui/public",
];

fn main() -> Result<(), Box<dyn Error>> {
    for source in SOURCES.iter().filter(|source| Path::new(source).exists()) {
        println!("cargo:rerun-if-changed={source}");
    }
    build_interface()?;
    tauri_build::try_build(
        tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*"),
    )?;
    Ok(())
}

fn build_interface() -> Result<(), Box<dyn Error>> {
    let newest = SOURCES
        .iter()
        .filter_map(|source| newest_change(Path::new(source)))
        .max();
    let built = fs::metadata("ui/dist/index.html")
        .and_then(|file| file.modified())
        .ok();
    if built.is_some() && built >= newest {
        return Ok(());
    }
    let changed = |path: &str| fs::metadata(path).and_then(|file| file.modified()).ok();
    // npm writes this file last: older than the lock file, or missing, means that the packages are not those asked for.
    if changed("ui/node_modules/.package-lock.json") < changed("ui/package-lock.json") {
        npm(&["ci", "--no-audit", "--no-fund"])?;
    }
    npm(&["run", "build"])
}

/// The latest change below `path`, or nothing when it does not exist.
fn newest_change(path: &Path) -> Option<SystemTime> {
    let metadata = fs::metadata(path).ok()?;
    let own = metadata.modified().ok();
    if !metadata.is_dir() {
        return own;
    }
    let below = fs::read_dir(path)
        .ok()?
        .flatten()
        .filter_map(|entry| newest_change(&entry.path()))
        .max();
    own.max(below)
}

fn npm(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let status = Command::new(program).args(arguments).current_dir("ui").status().map_err(|error| {
        format!("The interface could not be built: `npm` did not start ({error}). Install Node 20 or newer with npm.")
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(format!(
            "The interface could not be built: `npm {}` failed in ui/.",
            arguments.join(" ")
        )
        .into())
    }
}
