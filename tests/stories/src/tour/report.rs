//! The tour's report: every line quotes what was read, and says where.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Result;

/// Where something was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// Rendered text in the window, by selector.
    Window(&'a str),
    /// The sandbox's JSON, by page and pointer or filter.
    Sandbox(&'a str),
    /// Text that the notification daemon received.
    Notification,
    /// A page of the vendor's, by address.
    Page(&'a str),
    /// The address that the desktop's browser was asked to open.
    Browser,
}

impl Place<'_> {
    fn name(self) -> String {
        match self {
            Place::Window(selector) => format!("in the window at {selector}"),
            Place::Sandbox(pointer) => format!("in the sandbox's JSON at {pointer}"),
            Place::Page(address) => format!("on the page at {address}"),
            Place::Notification => "at the notification daemon".to_owned(),
            Place::Browser => "at the desktop's browser".to_owned(),
        }
    }
}

/// What was seen so far.
#[derive(Debug, Default)]
pub struct Report {
    text: String,
    stations: u32,
    seen: u32,
    missing: u32,
    pictures: u32,
}

impl Report {
    /// Begins a station of the tour.
    pub fn station(&mut self, title: &str) {
        self.stations += 1;
        let number = self.stations;
        self.line(&format!("{number:2}. {title}"));
    }

    /// Something was read.
    pub fn seen(&mut self, what: &str, place: Place<'_>, quote: &str) {
        self.seen += 1;
        self.line(&format!("      {what}: “{quote}” ({})", place.name()));
    }

    /// Where the next picture goes; it counts as taken.
    pub fn picture(&mut self, folder: &Path, name: &str) -> PathBuf {
        self.pictures += 1;
        let name = format!("{:02}-{name}.png", self.pictures);
        self.line(&format!("      picture {name}"));
        folder.join(name)
    }

    /// The tour could not go on.
    pub fn not_seen(&mut self, error: &crate::error::Error) {
        self.missing += 1;
        self.line(&format!("      NOT SEEN: {error}"));
    }

    /// Says how it ended, and leaves the report beside its pictures.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn close(&mut self, folder: &Path) -> Result<()> {
        let (seen, pictures) = (self.seen, self.pictures);
        let verdict = if self.missing == 0 {
            "Everything was seen"
        } else {
            "NOT everything was seen"
        };
        self.line(&format!(
            "{verdict}: {seen} quotes, {pictures} pictures in {}",
            folder.display()
        ));
        Ok(std::fs::write(folder.join("report.txt"), &self.text)?)
    }

    #[expect(
        clippy::print_stdout,
        reason = "the report is what the tour is for; it quotes invented people only"
    )]
    fn line(&mut self, line: &str) {
        println!("{line}");
        // Writing to a String cannot fail.
        let _ = writeln!(self.text, "{line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_quotes_and_says_where() {
        let mut report = Report::default();
        report.station("A card");
        report.seen("its name", Place::Window("[x]"), "Ruairí");
        report.seen("the mail", Place::Sandbox("outbox.mail"), "Invitation");
        assert_eq!(
            report.text,
            " 1. A card\n      its name: “Ruairí” (in the window at [x])\n      the mail: “Invitation” (in the sandbox's JSON at outbox.mail)\n"
        );
    }

    #[test]
    fn pictures_are_numbered_and_the_verdict_is_last() {
        let folder = tempfile::tempdir().unwrap();
        let mut report = Report::default();
        assert!(
            report
                .picture(folder.path(), "board")
                .ends_with("01-board.png")
        );
        assert!(
            report
                .picture(folder.path(), "drag")
                .ends_with("02-drag.png")
        );
        report.not_seen(&crate::error::Error::Wrong("no bubble".to_owned()));
        report.close(folder.path()).unwrap();
        let written = std::fs::read_to_string(folder.path().join("report.txt")).unwrap();
        assert!(written.contains("NOT SEEN: no bubble"), "{written}");
        assert!(
            written
                .lines()
                .last()
                .unwrap()
                .starts_with("NOT everything was seen: 0 quotes, 2 pictures"),
            "{written}"
        );
    }
}
