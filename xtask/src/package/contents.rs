//! What is in the packages: their words, their files, the desktop entry.

use std::path::Path;
use std::process::Command;

use crate::process::{said, words};

use super::Made;
use super::verdict::Verdict;

/// What both packages bring, and nothing else outside these places.
const FILES: [&str; 9] = [
    "/usr/bin/fulcrum",
    "/usr/share/applications/Fulcrum.desktop",
    "/usr/share/icons/hicolor/32x32/apps/fulcrum.png",
    "/usr/share/icons/hicolor/64x64/apps/fulcrum.png",
    "/usr/share/icons/hicolor/128x128/apps/fulcrum.png",
    "/usr/share/icons/hicolor/256x256@2/apps/fulcrum.png",
    "/usr/share/icons/hicolor/512x512/apps/fulcrum.png",
    "/usr/share/icons/hicolor/scalable/apps/fulcrum.svg",
    "/usr/share/metainfo/app.fulcrum.desktop.metainfo.xml",
];

/// A package says what it is: these fields, with these words in them.
const DEB_FIELDS: [(&str, &str); 8] = [
    ("Package", "fulcrum"),
    ("Version", env!("CARGO_PKG_VERSION")),
    ("Maintainer", "The Fulcrum authors <"),
    ("Depends", "libwebkit2gtk-4.1-0 (>="),
    ("Depends", "desktop-file-utils"),
    ("Recommends", "gnome-keyring"),
    ("Section", "misc"),
    ("Description", "recruiters who work in Lever"),
];

/// The same of the other one.
const RPM_TAGS: [(&str, &str); 6] = [
    ("NAME", "ulcrum"),
    ("VERSION", env!("CARGO_PKG_VERSION")),
    ("LICENSE", "MIT OR Apache-2.0"),
    ("SUMMARY", "recruiters who work in Lever"),
    ("REQUIRES", "libwebkit2gtk-4.1.so.0()(64bit)"),
    ("REQUIRES", "desktop-file-utils"),
];

/// Looks at both.
pub(super) fn look(made: &Made, verdict: &mut Verdict) -> Result<(), String> {
    let deb = made.deb.as_path();
    for (field, expected) in DEB_FIELDS {
        let value = said(Command::new("dpkg-deb").arg("-f").arg(deb).arg(field))?;
        verdict.holds(
            &format!(".deb: {field} has {expected}"),
            &lacks(&value, expected),
        );
    }
    let listed = said(Command::new("dpkg-deb").arg("-c").arg(deb))?;
    verdict.holds(
        ".deb: its files and no others",
        &other_files(&paths(&listed)),
    );
    verdict.holds(
        ".deb: files are root's and nobody else may write them",
        &writable(&listed),
    );
    let control = said(Command::new("dpkg-deb").arg("-I").arg(deb))?;
    let scripts = ["preinst", "postinst", "prerm", "postrm"]
        .into_iter()
        .filter(|script| control.contains(script));
    verdict.holds(
        ".deb: no script runs as root",
        &scripts.collect::<Vec<_>>().join(" "),
    );

    let rpm = made.rpm.as_path();
    for (tag, expected) in RPM_TAGS {
        let format = format!("[%{{{tag}}}\\n]");
        let value = said(Command::new("rpm").args(["-qp", "--qf", &format]).arg(rpm))?;
        verdict.holds(
            &format!(".rpm: {tag} has {expected}"),
            &lacks(&value, expected),
        );
    }
    let listed = said(Command::new("rpm").arg("-qlp").arg(rpm))?;
    let listed: Vec<String> = listed.lines().map(str::to_owned).collect();
    verdict.holds(".rpm: its files and no others", &other_files(&listed));
    unpacked(deb, verdict)
}

fn lacks(value: &str, expected: &str) -> String {
    if value.contains(expected) {
        String::new()
    } else {
        format!("it says “{}”", value.trim())
    }
}

/// Files of `dpkg-deb -c`, from the root.
fn paths(listed: &str) -> Vec<String> {
    listed
        .lines()
        .filter(|line| !line.starts_with('d'))
        .filter_map(|line| line.split_whitespace().nth(5))
        .map(|path| format!("/{}", path.trim_start_matches("./")))
        .collect()
}

fn other_files(found: &[String]) -> String {
    let missing = FILES
        .iter()
        .filter(|file| !found.iter().any(|path| path == *file))
        .map(|file| format!("{file} is missing"));
    let more = found
        .iter()
        .filter(|path| {
            let licence = path.ends_with("/fulcrum/copyright");
            !licence && !path.contains("/.build-id") && !FILES.contains(&path.as_str())
        })
        .map(|path| format!("{path} is there"));
    let licence = (!found
        .iter()
        .any(|path| path.ends_with("/fulcrum/copyright")))
    .then(|| "no copyright".to_owned());
    missing
        .chain(more)
        .chain(licence)
        .collect::<Vec<_>>()
        .join(", ")
}

fn writable(listed: &str) -> String {
    let wrong = |line: &&str| {
        let mut parts = line.split_whitespace();
        let (mode, owner) = (parts.next().unwrap_or_default(), parts.next());
        let others = mode.get(5..6) == Some("w") || mode.get(8..9) == Some("w");
        others || mode.contains('s') || !matches!(owner, Some("0/0" | "root/root"))
    };
    listed.lines().filter(wrong).collect::<Vec<_>>().join(", ")
}

/// What the desktop reads, judged by the desktop's own tools.
fn unpacked(deb: &Path, verdict: &mut Verdict) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    said(
        Command::new("dpkg-deb")
            .arg("-x")
            .arg(deb)
            .arg(folder.path()),
    )?;
    let share = folder.path().join("usr/share");
    let entry = share.join("applications/Fulcrum.desktop");
    let (_, complaints) = words(Command::new("desktop-file-validate").arg(&entry))?;
    verdict.holds("the desktop entry is valid", &complaints);
    let text = std::fs::read_to_string(&entry).unwrap_or_default();
    for line in [
        "Exec=fulcrum %u",
        "Icon=fulcrum",
        "MimeType=x-scheme-handler/fulcrum",
        "Terminal=false",
    ] {
        let wrong = if text.lines().any(|found| found == line) {
            ""
        } else {
            &text
        };
        verdict.holds(&format!("the desktop entry has {line}"), wrong);
    }
    let metainfo = share.join("metainfo/app.fulcrum.desktop.metainfo.xml");
    let (valid, complaints) = words(
        Command::new("appstreamcli")
            .args(["validate", "--no-net", "--no-color"])
            .arg(&metainfo),
    )?;
    let wrong = if valid { "" } else { &complaints };
    verdict.holds("AppStream accepts the description", wrong);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: &str = "\
drwxr-xr-x 0/0               0 2026-11-30 13:26 usr/bin
-rwxr-xr-x 0/0       136502496 2026-11-30 13:26 usr/bin/fulcrum
";

    #[test]
    fn missing_and_surplus_files_are_both_named() {
        assert_eq!(paths(LISTED), ["/usr/bin/fulcrum"]);
        let mut all: Vec<String> = FILES.map(str::to_owned).to_vec();
        all.push("/usr/share/doc/fulcrum/copyright".to_owned());
        assert_eq!(other_files(&all), "");
        all.remove(0);
        all.push("/etc/surprise".to_owned());
        let wrong = other_files(&all);
        assert!(wrong.contains("/usr/bin/fulcrum is missing"), "{wrong}");
        assert!(wrong.contains("/etc/surprise is there"), "{wrong}");
    }

    #[test]
    fn what_others_may_write_or_own_is_named() {
        assert_eq!(writable(LISTED), "");
        for line in [
            "-rw-rw-r-- 0/0 1 2026-11-30 13:26 usr/x",
            "-rw-r--rw- 0/0 1 2026-11-30 13:26 usr/x",
            "-rwsr-xr-x 0/0 1 2026-11-30 13:26 usr/x",
            "-rw-r--r-- 1000/1000 1 2026-11-30 13:26 usr/x",
        ] {
            assert_eq!(writable(line), line);
        }
    }
}
