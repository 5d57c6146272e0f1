//! Packages of the operating system: what building the window and driving it without a display needs.
//!
//! On Debian and its children missing ones are installed; elsewhere they are named, and the task stops.

use std::collections::BTreeSet;
use std::process::Command;

use crate::process::{ask, on_path, run};

/// How to see that something is there on a system that does not name packages as Debian does.
#[derive(Clone, Copy)]
enum Probe {
    /// A program on the `PATH`.
    Program(&'static str),
    /// A library known to pkg-config.
    Library(&'static str),
    /// A header below `/usr/include`, for libraries that pkg-config does not know.
    Header(&'static str),
    /// A module of the `python3` on the `PATH`.
    Module(&'static str),
    /// A font family known to fontconfig.
    Font(&'static str),
}

/// One Debian package, how to recognise it elsewhere, and why it is needed.
struct Package {
    debian: &'static str,
    probe: Probe,
    why: &'static str,
}

const fn package(debian: &'static str, probe: Probe, why: &'static str) -> Package {
    Package { debian, probe, why }
}

const PACKAGES: &[Package] = &[
    package(
        "g++",
        Probe::Program("g++"),
        "compiles the encrypted database",
    ),
    package(
        "make",
        Probe::Program("make"),
        "builds OpenSSL for the encrypted database",
    ),
    package(
        "perl",
        Probe::Program("perl"),
        "configures OpenSSL for the encrypted database",
    ),
    package(
        "pkg-config",
        Probe::Program("pkg-config"),
        "finds the window's libraries",
    ),
    package(
        "ca-certificates",
        Probe::Program("update-ca-certificates"),
        "trusts Lever's server",
    ),
    package(
        "libwebkit2gtk-4.1-dev",
        Probe::Library("webkit2gtk-4.1"),
        "the window",
    ),
    package(
        "libayatana-appindicator3-dev",
        Probe::Library("ayatana-appindicator3-0.1"),
        "the tray",
    ),
    package("librsvg2-dev", Probe::Library("librsvg-2.0"), "icons"),
    package("libxdo-dev", Probe::Header("xdo.h"), "menus of the window"),
    package(
        "fonts-inter",
        Probe::Font("Inter"),
        "the interface's typeface",
    ),
    package(
        "fonts-noto-core",
        Probe::Font("Noto Sans Devanagari"),
        "names in every script",
    ),
    package(
        "fonts-noto-cjk",
        Probe::Font("Noto Sans CJK SC"),
        "names in every script",
    ),
    package("xvfb", Probe::Program("Xvfb"), "a display without a screen"),
    package(
        "openbox",
        Probe::Program("openbox"),
        "a window manager for it",
    ),
    package(
        "dbus",
        Probe::Program("dbus-daemon"),
        "a session bus for it",
    ),
    package(
        "gnome-keyring",
        Probe::Program("gnome-keyring-daemon"),
        "a keyring for it",
    ),
    package(
        "dunst",
        Probe::Program("dunst"),
        "a notification daemon for it",
    ),
    package(
        "webkit2gtk-driver",
        Probe::Program("WebKitWebDriver"),
        "drives the window",
    ),
    package(
        "xdotool",
        Probe::Program("xdotool"),
        "finds and closes windows",
    ),
    package(
        "imagemagick",
        Probe::Program("import"),
        "takes the pictures",
    ),
];

const PYTHON: &[Package] = &[
    package(
        "python3",
        Probe::Program("python3"),
        "runs clients that others wrote",
    ),
    package(
        "python3-venv",
        Probe::Module("ensurepip"),
        "keeps their packages apart",
    ),
];

/// Makes packages and tries them.
const PACKAGING: &[Package] = &[
    package(
        "dpkg-dev",
        Probe::Program("dpkg-shlibdeps"),
        "names the libraries that a package depends on",
    ),
    package(
        "binutils",
        Probe::Program("readelf"),
        "reads which libraries the program needs",
    ),
    package("rpm", Probe::Program("rpm"), "reads the .rpm"),
    package(
        "desktop-file-utils",
        Probe::Program("desktop-file-validate"),
        "judges the desktop entry",
    ),
    package(
        "appstream",
        Probe::Program("appstreamcli"),
        "judges the package's description",
    ),
    package(
        "debootstrap",
        Probe::Program("debootstrap"),
        "makes a clean Debian to install into",
    ),
];

/// Installs what is missing, or names it and stops. Prints nothing when all is there.
pub(crate) fn ensure() -> Result<(), String> {
    for (program, from) in [
        ("node", "https://nodejs.org, version 20 or newer"),
        ("npm", "comes with Node; on Debian a package of its own"),
    ] {
        if !on_path(program) {
            return Err(format!(
                "{program} is missing ({from}). Install it and run the command again."
            ));
        }
    }
    if !cfg!(target_os = "linux") {
        return Ok(()); // the system's own webview; pictures and stories need Linux and say so themselves
    }
    ensure_all(PACKAGES)
}

/// What the part `peers` needs besides: a Python that can make virtual environments. Whoever runs other parts needs none.
pub(crate) fn ensure_python() -> Result<(), String> {
    // Asked first: the `python3` on the `PATH` need not be the system's.
    if ask("python3", &["-c", "import ensurepip, venv"]).is_some() {
        return Ok(());
    }
    ensure_all(PYTHON)
}

/// The same, for what makes and tries packages.
pub(crate) fn ensure_packaging() -> Result<(), String> {
    ensure_all(PACKAGING)
}

fn ensure_all(packages: &'static [Package]) -> Result<(), String> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    if !on_path("apt-get") {
        return Err(named(&missing));
    }
    install(packages, &missing)
}

fn missing(packages: &'static [Package]) -> Vec<&'static Package> {
    if on_path("dpkg-query") {
        let installed = installed_here(packages);
        return packages
            .iter()
            .filter(|package| !installed.contains(package.debian))
            .collect();
    }
    packages
        .iter()
        .filter(|package| !seen(package.probe))
        .collect()
}

/// dpkg-query fails as a whole when one name is unknown, and still lists the others.
fn installed_here(packages: &[Package]) -> BTreeSet<String> {
    let names = packages.iter().map(|package| package.debian);
    let output = Command::new("dpkg-query")
        .args([
            "--show",
            "--showformat",
            "${Package} ${db:Status-Status}\\n",
        ])
        .args(names)
        .output();
    output
        .map(|output| installed(&String::from_utf8_lossy(&output.stdout)))
        .unwrap_or_default()
}

fn installed(listing: &str) -> BTreeSet<String> {
    listing
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .map(str::to_owned)
        .collect()
}

fn seen(probe: Probe) -> bool {
    match probe {
        Probe::Program(name) => on_path(name),
        Probe::Library(name) => ask("pkg-config", &["--exists", name]).is_some(),
        Probe::Header(name) => std::path::Path::new("/usr/include").join(name).is_file(),
        Probe::Module(name) => ask("python3", &["-c", &format!("import {name}")]).is_some(),
        Probe::Font(family) => {
            ask("fc-list", &[family]).is_some_and(|found| !found.trim().is_empty())
        }
    }
}

fn named(missing: &[&Package]) -> String {
    let lines: String = missing
        .iter()
        .map(|package| format!("\n  {} ({})", package.debian, package.why))
        .collect();
    format!(
        "this system has no apt-get. Please install these yourself (names are Debian's) and run the command again:{lines}"
    )
}

fn install(packages: &'static [Package], missing: &[&Package]) -> Result<(), String> {
    let names: Vec<&str> = missing.iter().map(|package| package.debian).collect();
    let root = ask("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if !root && !on_path("sudo") {
        return Err(format!(
            "these packages are missing, and there is no sudo. As root: apt-get install {}",
            names.join(" ")
        ));
    }
    println!(
        "Installing {} Debian packages: {}",
        names.len(),
        names.join(" ")
    );
    run(apt(root).args(["update", "-qq"]))?;
    run(apt(root)
        .args(["install", "--yes", "-qq", "--no-install-recommends"])
        .args(&names))?;
    match self::missing(packages) {
        still if still.is_empty() => Ok(()),
        still => Err(format!(
            "apt-get ran, but these are still missing: {}",
            still
                .iter()
                .map(|package| package.debian)
                .collect::<Vec<_>>()
                .join(" ")
        )),
    }
}

/// `env` in between, because sudo drops the environment that keeps package scripts from asking questions.
fn apt(root: bool) -> Command {
    let mut command = Command::new(if root { "env" } else { "sudo" });
    if !root {
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fully_installed_packages_count() {
        let listing =
            "make installed\nxvfb config-files\nlibrsvg2-dev installed\nperl half-installed\n";
        assert_eq!(
            installed(listing),
            BTreeSet::from(["librsvg2-dev".to_owned(), "make".to_owned()])
        );
    }

    #[test]
    fn without_apt_every_missing_package_is_named_with_its_reason() {
        let sentence = named(&[
            &package("xvfb", Probe::Program("Xvfb"), "a display"),
            &package("make", Probe::Program("make"), "builds"),
        ]);
        assert!(
            sentence.contains("xvfb (a display)") && sentence.contains("make (builds)"),
            "{sentence}"
        );
    }

    #[test]
    fn no_package_is_listed_twice() {
        let all = || PACKAGES.iter().chain(PYTHON).chain(PACKAGING);
        let names: BTreeSet<_> = all().map(|package| package.debian).collect();
        assert_eq!(names.len(), all().count());
    }

    #[test]
    fn a_probe_sees_what_is_there_and_only_that() {
        assert!(seen(Probe::Program("sh")));
        assert!(!seen(Probe::Program("no-such-program-here")));
        assert!(!seen(Probe::Library("no-such-library-here")));
        assert!(!seen(Probe::Module("no_such_module_here")));
        assert!(!seen(Probe::Header("no-such-header-here.h")));
        assert!(!seen(Probe::Font("No Such Family Here")));
    }
}
