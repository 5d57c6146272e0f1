//! `cargo xtask package`: a `.deb` and an `.rpm`; with `--check` also what must hold of them, tried on a clean Debian 12.

mod contents;
mod debian;
mod verdict;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;
use serde_json::json;

use crate::packages;
use crate::process::{run as run_to_end, said};
use crate::tree::{Workspace, cargo, root};

use verdict::Verdict;

/// What is packaged, and whether it is tried.
#[derive(Args)]
pub(crate) struct Options {
    /// Look at both packages, and install, start and purge the .deb on a clean Debian 12 (as root; some 800 MB in target/package)
    #[arg(long)]
    check: bool,
    /// Package the debug build: larger, and made in no time beside a debug tree
    #[arg(long)]
    debug: bool,
}

/// Configured in `tauri.conf.json`, and not made here.
const NOT_BUILT_HERE: [(&str, &str); 3] = [
    (
        "AppImage",
        "the bundler downloads its tools while it builds",
    ),
    ("MSI", "needs Windows"),
    ("DMG", "needs macOS"),
];

/// Builds the program and both packages; looks at them where asked to.
pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    if !cfg!(target_os = "linux") {
        return Err(
            "the packages for Linux are made on Linux; elsewhere: cargo build --release, then ui/node_modules/.bin/tauri bundle"
                .to_owned(),
        );
    }
    crate::setup()?;
    packages::ensure_packaging()?;
    let workspace = Workspace::read()?;
    let binaries = if options.debug {
        workspace.binaries()?
    } else {
        workspace.release_binaries()?
    };
    build(options)?;
    let made = bundle(options, &binaries)?;
    for (name, why) in NOT_BUILT_HERE {
        println!("not built here: {name} ({why}); configured in tauri.conf.json");
    }
    if !options.check {
        return Ok(ExitCode::SUCCESS);
    }
    let mut verdict = Verdict::default();
    contents::look(&made, &mut verdict)?;
    debian::tried(&made.deb, &workspace.binaries()?, &mut verdict)?;
    println!("not tried here: installing the .rpm needs a system that has RPM packages");
    Ok(verdict.told())
}

/// Where both packages lie.
struct Made {
    deb: PathBuf,
    rpm: PathBuf,
}

fn build(options: &Options) -> Result<(), String> {
    let workspace_bins = ["build", "--workspace", "--bins"];
    if options.debug || options.check {
        // The check drives the installed window with programs of the workspace's own.
        run_to_end(
            Command::new(cargo())
                .args(workspace_bins)
                .current_dir(root()),
        )?;
    }
    if options.debug {
        return Ok(());
    }
    run_to_end(
        Command::new(cargo())
            .args(workspace_bins)
            .arg("--release")
            .current_dir(root()),
    )
}

/// Lets Tauri's bundler pack what was built, with the dependencies that the program really has.
fn bundle(options: &Options, binaries: &Path) -> Result<Made, String> {
    let program = binaries.join("fulcrum");
    let configured = configured_dependencies()?;
    let deb = [configured.clone(), debian_dependencies(&program)?].concat();
    let rpm = [configured, rpm_dependencies(&program)?].concat();
    let needs = json!({ "bundle": { "linux": {
        "deb": { "depends": deb },
        "rpm": { "depends": rpm },
    } } });
    let mut tauri = Command::new(root().join("ui/node_modules/.bin/tauri"));
    tauri
        .args(["bundle", "--ci", "--no-sign", "--no-binary-patching"])
        .args(["--bundles", "deb", "rpm"])
        .args(["--config", &needs.to_string()])
        .current_dir(root());
    if options.debug {
        tauri.arg("--debug");
    }
    let folder = binaries.join("bundle");
    for kind in ["deb", "rpm"] {
        // What an earlier version left is not what was made now.
        let _ = std::fs::remove_dir_all(folder.join(kind));
    }
    run_to_end(&mut tauri)?;
    Ok(Made {
        deb: only(&folder.join("deb"), "deb")?,
        rpm: only(&folder.join("rpm"), "rpm")?,
    })
}

fn only(folder: &Path, ending: &str) -> Result<PathBuf, String> {
    let files =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found: Vec<PathBuf> = files
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == ending))
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(format!(
            "the bundler left no single .{ending} in {}",
            folder.display()
        )),
    }
}

/// What `tauri.conf.json` names beside the libraries: the same for both.
fn configured_dependencies() -> Result<Vec<String>, String> {
    let file = root().join("tauri.conf.json");
    let text =
        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let configuration: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("tauri.conf.json: {error}"))?;
    let depends = configuration.pointer("/bundle/linux/deb/depends");
    let names = depends.and_then(serde_json::Value::as_array);
    Ok(names
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect())
}

/// The libraries as Debian names them, with the versions whose symbols the program uses.
fn debian_dependencies(program: &Path) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let control = folder.path().join("debian/control");
    let written = std::fs::create_dir(folder.path().join("debian")).and_then(|()| {
        std::fs::write(
            &control,
            "Source: fulcrum\n\nPackage: fulcrum\nArchitecture: any\n",
        )
    });
    written.map_err(|error| format!("{}: {error}", control.display()))?;
    let output = said(
        Command::new("dpkg-shlibdeps")
            .arg("-O")
            .arg(program)
            .current_dir(folder.path()),
    )?;
    named_by_shlibdeps(&output).ok_or_else(|| format!("dpkg-shlibdeps said: {output}"))
}

fn named_by_shlibdeps(output: &str) -> Option<Vec<String>> {
    let line = output
        .lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="))?;
    Some(line.split(", ").map(str::to_owned).collect())
}

/// The libraries as RPM names them, by what the program itself says that it needs.
fn rpm_dependencies(program: &Path) -> Result<Vec<String>, String> {
    let output = said(Command::new("readelf").arg("-d").arg(program))?;
    let needed = needed_by_readelf(&output);
    if needed.is_empty() {
        return Err(format!("readelf names no library of {}", program.display()));
    }
    let wide = if cfg!(target_pointer_width = "64") {
        "()(64bit)"
    } else {
        ""
    };
    Ok(needed
        .into_iter()
        .map(|library| format!("{library}{wide}"))
        .collect())
}

fn needed_by_readelf(output: &str) -> Vec<String> {
    output
        .lines()
        .filter(|line| line.contains("(NEEDED)"))
        .filter_map(|line| line.split_once('[')?.1.split_once(']'))
        .map(|(library, _)| library.to_owned())
        // The loader belongs to the C library.
        .filter(|library| !library.starts_with("ld-linux"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_read_from_what_the_tools_say() {
        let said = "shlibs:Depends=libc6 (>= 2.34), libgtk-3-0 (>= 3.21.5)\n";
        assert_eq!(
            named_by_shlibdeps(said).unwrap(),
            ["libc6 (>= 2.34)", "libgtk-3-0 (>= 3.21.5)"]
        );
        assert_eq!(named_by_shlibdeps("shlibs:Recommends=x\n"), None);
        let said = " 0x1 (NEEDED)  Shared library: [libm.so.6]\n 0x1 (NEEDED) Shared library: [ld-linux-x86-64.so.2]\n 0xe (SONAME) [x]\n";
        assert_eq!(needed_by_readelf(said), ["libm.so.6"]);
    }

    #[test]
    fn what_is_not_built_here_is_configured_all_the_same() {
        let text = std::fs::read_to_string(root().join("tauri.conf.json")).unwrap();
        let configuration: serde_json::Value = serde_json::from_str(&text).unwrap();
        let targets: Vec<&str> = configuration["bundle"]["targets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|target| target.as_str().unwrap())
            .collect();
        for (name, _) in NOT_BUILT_HERE {
            let name = name.to_lowercase();
            assert!(targets.contains(&name.as_str()), "{name}");
        }
        assert!(targets.contains(&"deb") && targets.contains(&"rpm"));
        assert!(!configured_dependencies().unwrap().is_empty());
    }
}
