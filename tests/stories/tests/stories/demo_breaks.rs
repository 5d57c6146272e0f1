//! The tour sees everything and leaves its pictures; and it is only worth something if it notices: one link is broken on
//! purpose, and it must end with exit code 1, having seen everything up to that link and naming what was not there.

use std::path::Path;
use std::process::Command;

use fulcrum_stories::binaries;

/// Takes the tour, with a link broken or none; returns its exit code and its report.
fn tour(broken: Option<&str>, pictures: &Path) -> (Option<i32>, String) {
    let mut command = Command::new(binaries::find("fulcrum-tour").unwrap());
    if let Some(link) = broken {
        // Without waiting as long for what is known not to come.
        command.args(["--break", link, "--patience", "60"]);
    }
    let output = command.arg("--pictures").arg(pictures).output().unwrap();
    let report = std::fs::read_to_string(pictures.join("report.txt")).unwrap_or_default();
    assert_eq!(
        report,
        String::from_utf8_lossy(&output.stdout),
        "what was printed is what was left"
    );
    (output.status.code(), report)
}

#[test]
fn the_whole_tour_is_seen() {
    let pictures = tempfile::tempdir().unwrap();
    let (code, report) = tour(None, pictures.path());
    assert_eq!(code, Some(0), "{report}");
    assert!(!report.contains("NOT SEEN"), "{report}");
    let taken = std::fs::read_dir(pictures.path())
        .unwrap()
        .filter(|entry| {
            let path = entry.as_ref().unwrap().path();
            path.extension().is_some_and(|extension| extension == "png")
        })
        .count();
    assert!(taken >= 10, "{taken} pictures: {report}");
}

#[test]
fn a_missing_notification_daemon_is_noticed() {
    let pictures = tempfile::tempdir().unwrap();
    let (code, report) = tour(Some("notifications"), pictures.path());
    assert_eq!(code, Some(1), "{report}");
    assert!(
        report.contains("NOT SEEN: waited 60 s for the notification"),
        "{report}"
    );
    assert!(
        report.contains("the mail's subject"),
        "the chain up to the notification was seen: {report}"
    );
}

#[test]
fn a_vendor_that_hears_nothing_is_noticed() {
    let pictures = tempfile::tempdir().unwrap();
    let (code, report) = tour(Some("vendor"), pictures.path());
    assert_eq!(code, Some(1), "{report}");
    assert!(
        report.contains("NOT SEEN: waited 60 s for the invitation"),
        "{report}"
    );
    assert!(
        report.contains("the stage change"),
        "the move itself was seen: {report}"
    );
}

#[test]
fn a_posting_without_its_tag_is_noticed() {
    let pictures = tempfile::tempdir().unwrap();
    let (code, report) = tour(Some("tag"), pictures.path());
    assert_eq!(code, Some(1), "{report}");
    assert!(
        report.contains("NOT SEEN: waited 60 s for its state"),
        "{report}"
    );
    assert!(
        report.contains("a card's name"),
        "the card itself was seen: {report}"
    );
}
