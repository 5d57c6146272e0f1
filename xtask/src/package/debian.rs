//! A clean Debian 12 in a folder: the `.deb` is installed there, started under Xvfb, and purged.
//!
//! Where packages come from is what this machine's own apt is set to. Mounts live in namespaces of the commands that need
//! them, so that none is left behind, however a run ends.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{ask, is_root, run as run_to_end, said, words};
use crate::tree::root;

use super::verdict::Verdict;

/// The release that is tried.
const RELEASE: &str = "bookworm";

/// Where the person's files are whose desktop this is.
const PERSON: &str = "/home/person";

/// What a system keeps about the packages it had, and what packages leave that came by dependency; whatever else is left by a
/// purge is ours.
const NOT_OURS: [&str; 13] = [
    "/var/cache/",
    "/var/lib/apt/",
    "/var/lib/dpkg/",
    "/var/lib/private",
    "/var/lib/systemd/",
    "/var/lib/ucf/",
    "/var/log/",
    // systemd's and the account tools'.
    "/etc/machine-id",
    "/etc/mtab",
    "/etc/gshadow-",
    "/etc/shadow-",
    "/etc/subgid-",
    "/etc/subuid-",
];

/// Installs, starts, purges. `binaries`: the workspace's debug programs.
pub(super) fn tried(deb: &Path, binaries: &Path, verdict: &mut Verdict) -> Result<(), String> {
    if !is_root() {
        return Err(
            "a clean Debian is made in a folder by root; run this check as root".to_owned(),
        );
    }
    let system = System::fresh()?;
    // What the package depends on comes and goes with it; what is left afterwards is compared with before.
    system.run("apt-get update -qq")?;
    system.run(&format!(
        "useradd --create-home --uid 1000 --home-dir {PERSON} person"
    ))?;
    let before = system.files()?;
    system.take(deb)?;
    let (installed, complaints) =
        system.words("apt-get install --yes -qq --no-install-recommends /tmp/fulcrum.deb")?;
    let wrong = if installed { "" } else { &complaints };
    verdict.holds("the .deb installs into a clean Debian 12", wrong);
    if !installed {
        return Ok(());
    }
    registered(&system, verdict)?;
    used(&system, binaries, verdict)?;
    purged(&system, &before, verdict)
}

/// What the desktop knows afterwards.
fn registered(system: &System, verdict: &mut Verdict) -> Result<(), String> {
    let libraries = system.said("ldd /usr/bin/fulcrum")?;
    let missing: Vec<&str> = libraries
        .lines()
        .filter(|line| line.contains("not found"))
        .collect();
    verdict.holds("every library is there by dependency", &missing.join(", "));
    let handler = system.said("su person -c 'xdg-mime query default x-scheme-handler/fulcrum'")?;
    let wrong = if handler.trim() == "Fulcrum.desktop" {
        String::new()
    } else {
        format!("the handler is “{}”", handler.trim())
    };
    verdict.holds("fulcrum:// links are Fulcrum's", &wrong);
    let cache = "grep -c icons/hicolor/128x128 /var/lib/dpkg/info/fulcrum.list";
    let wrong = if system.said(cache)?.trim() == "0" {
        "no icon"
    } else {
        ""
    };
    verdict.holds("the icon lies where desktops look", wrong);
    let version = system.said("fulcrum --version")?;
    let expected = format!("fulcrum {}", env!("CARGO_PKG_VERSION"));
    let wrong = if version.trim() == expected {
        ""
    } else {
        &version
    };
    verdict.holds("the command line answers", wrong);
    Ok(())
}

/// The installed program under a person's hands: `fulcrum-installed` of `tests/stories` drives it and prints a line per step.
fn used(system: &System, binaries: &Path, verdict: &mut Verdict) -> Result<(), String> {
    let mut command = Command::new(binaries.join("fulcrum-installed"));
    command.arg("--root").arg(&system.root);
    let (succeeded, output) = crate::process::run_and_keep(&mut command)?;
    for line in output.lines() {
        if let Some(what) = line.strip_prefix("seen: ") {
            verdict.holds(what, "");
        }
    }
    let wrong = if succeeded { "" } else { "see above" };
    verdict.holds("the installed window does what it should", wrong);
    Ok(())
}

/// Nothing is left but what is the person's.
fn purged(system: &System, before: &BTreeSet<String>, verdict: &mut Verdict) -> Result<(), String> {
    let data = format!("{PERSON}/.local/share/app.fulcrum.desktop");
    let there = |path: &str| system.root.join(path.trim_start_matches('/')).exists();
    let wrong = if there(&data) {
        ""
    } else {
        "the person has no data: nothing to tell apart"
    };
    verdict.holds("a person has data of their own", wrong);
    system.run("apt-get purge --yes -qq fulcrum")?;
    system.run("apt-get autoremove --purge --yes -qq")?;
    let after = system.files()?;
    let left = left_behind(before, &after);
    verdict.holds(
        "a purge leaves nothing behind but user data",
        &left.join(", "),
    );
    let wrong = if there(&data) { "" } else { "it is gone" };
    verdict.holds("a purge leaves the person's data alone", wrong);
    let handlers =
        system.words("grep --no-messages fulcrum /usr/share/applications/mimeinfo.cache")?;
    verdict.holds("fulcrum:// links are nobody's again", &handlers.1);
    Ok(())
}

fn left_behind(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    after
        .difference(before)
        .filter(|path| !NOT_OURS.iter().any(|place| path.starts_with(place)))
        .cloned()
        .collect()
}

/// A Debian in a folder.
struct System {
    root: PathBuf,
}

impl System {
    /// Nothing but what debootstrap brings. The first run downloads it; later ones unpack a copy.
    fn fresh() -> Result<Self, String> {
        let folder = root().join("target/package");
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let system = Self {
            root: folder.join("debian"),
        };
        if system.root.exists() {
            run_to_end(
                Command::new("rm")
                    .args(["-rf", "--one-file-system"])
                    .arg(&system.root),
            )?;
        }
        let kept = folder.join(format!("{RELEASE}.tar"));
        if kept.exists() {
            std::fs::create_dir(&system.root).map_err(|error| error.to_string())?;
            run_to_end(
                Command::new("tar")
                    .arg("-xf")
                    .arg(&kept)
                    .arg("-C")
                    .arg(&system.root),
            )?;
        } else {
            println!("Making a clean Debian 12 in {}", system.root.display());
            let sources = sources()?;
            let mirror = sources.first().ok_or(
                "this machine's apt knows no source of Debian 12; the check needs one (see sources.list(5))",
            )?;
            run_to_end(
                Command::new("debootstrap")
                    .args(["--variant=minbase", RELEASE])
                    .arg(&system.root)
                    .arg(&mirror.site),
            )?;
            system.use_sources(&sources)?;
            run_to_end(
                Command::new("tar")
                    .arg("-cf")
                    .arg(&kept)
                    .arg("-C")
                    .arg(&system.root)
                    .arg("."),
            )?;
        }
        Ok(system)
    }

    /// Packages come from where this machine's come from, with updates.
    fn use_sources(&self, sources: &[Source]) -> Result<(), String> {
        let lines: String = sources
            .iter()
            .map(|source| format!("deb {} {} main\n", source.site, source.release))
            .collect();
        let settings: String = ask("apt-config", &["dump"])
            .unwrap_or_default()
            .lines()
            .filter(|line| {
                line.starts_with("Acquire::Check-") || line.starts_with("Acquire::http::Proxy ")
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let write = |path: &str, text: &str| {
            let path = self.root.join(path);
            std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
        };
        write("etc/apt/sources.list", &lines)?;
        write("etc/apt/apt.conf.d/99as-outside", &settings)
    }

    fn take(&self, deb: &Path) -> Result<(), String> {
        std::fs::copy(deb, self.root.join("tmp/fulcrum.deb"))
            .map(|_| ())
            .map_err(|error| format!("{}: {error}", deb.display()))
    }

    /// A shell's words inside, with a `/proc` that goes away with them.
    fn inside(&self, line: &str) -> Command {
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--propagation", "private", "sh", "-c"])
            .arg(
                "mount -t proc proc \"$1/proc\" && mount --rbind /dev \"$1/dev\" && exec chroot \"$1\" \
                 env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh -c \"$2\"",
            )
            .arg("sh")
            .arg(&self.root)
            .arg(line);
        command
    }

    fn run(&self, line: &str) -> Result<(), String> {
        self.said(line).map(drop)
    }

    fn said(&self, line: &str) -> Result<String, String> {
        said(&mut self.inside(line))
    }

    fn words(&self, line: &str) -> Result<(bool, String), String> {
        words(&mut self.inside(line))
    }

    /// Every file of the system but the person's, and what is in no package: devices, processes, temporary files.
    fn files(&self) -> Result<BTreeSet<String>, String> {
        let line = "find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /root -o -path /home \\) \
                    -prune -o -print";
        Ok(self.said(line)?.lines().map(str::to_owned).collect())
    }
}

/// One line of this machine's apt.
#[derive(Debug, PartialEq)]
struct Source {
    site: String,
    release: String,
}

fn sources() -> Result<Vec<Source>, String> {
    let format = "$(SITE)|$(RELEASE)|$(ORIGIN)|$(COMPONENT)";
    let listed = said(Command::new("apt-get").args([
        "indextargets",
        "--format",
        format,
        "Created-By: Packages",
    ]))?;
    Ok(of_release(&listed))
}

/// The release itself first, then its updates.
fn of_release(listed: &str) -> Vec<Source> {
    let mut found: Vec<Source> = listed
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('|');
            let (site, release) = (parts.next()?, parts.next()?);
            let ours = parts.next() == Some("Debian")
                && parts.next() == Some("main")
                && (release == RELEASE || release.starts_with(&format!("{RELEASE}-")));
            ours.then(|| Source {
                site: site.to_owned(),
                release: release.to_owned(),
            })
        })
        .collect();
    found.sort_by(|a, b| (a.release.len(), &a.release).cmp(&(b.release.len(), &b.release)));
    found.dedup();
    if found.first().is_some_and(|first| first.release == RELEASE) {
        found
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_this_machines_own() {
        let listed = "http://a/debian|bookworm-updates|Debian|main\nhttp://a/debian|bookworm|Debian|main\n\
                      http://b|nodistro|. nodistro|main\nhttp://a/debian|bookworm|Debian|contrib\n\
                      http://a/debian|bookworm|Debian|main\nhttp://a/security|bookworm-security|Debian|main\n";
        let found = of_release(listed);
        let names: Vec<&str> = found.iter().map(|source| source.release.as_str()).collect();
        assert_eq!(names, ["bookworm", "bookworm-updates", "bookworm-security"]);
        assert_eq!(found[0].site, "http://a/debian");
        assert_eq!(of_release("http://a|trixie|Debian|main\n"), []);
        assert_eq!(of_release("http://a|bookworm-updates|Debian|main\n"), []);
    }

    #[test]
    fn what_a_purge_leaves_is_seen() {
        let set = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
        let before = set(&["/usr/bin/sh"]);
        let after = set(&[
            "/usr/bin/sh",
            "/var/lib/dpkg/info/x",
            "/etc/machine-id",
            "/usr/share/icons/hicolor/128x128/apps/fulcrum.png",
            "/etc/fulcrum.conf",
        ]);
        assert_eq!(
            left_behind(&before, &after),
            [
                "/etc/fulcrum.conf",
                "/usr/share/icons/hicolor/128x128/apps/fulcrum.png"
            ]
        );
    }
}
