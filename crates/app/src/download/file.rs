//! Names and places of downloaded files. Nothing that is there is ever written over.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;

use crate::view::ResultPart;

/// Bytes of a posting's title in a file name: with the rest well under the 255 that file systems take.
const LONGEST_TITLE: usize = 120;
/// Files of one name before something else must be wrong.
const MOST_COPIES: u32 = 10_000;

/// The name without its extension: `Interview report, Staff Engineer, round 1`. Names no candidate, since folders for
/// downloads are synchronised, indexed and looked at over shoulders.
pub(super) fn name(part: ResultPart, posting: Option<&str>, round: u32) -> String {
    let what = match part {
        ResultPart::Report => "Interview report",
        ResultPart::Video => "Interview video",
    };
    plain_name(what, posting, round)
}

/// `what`, the posting's title and the round.
pub(crate) fn plain_name(what: &str, posting: Option<&str>, round: u32) -> String {
    let title = plain(posting.unwrap_or_default());
    if title.is_empty() {
        format!("{what}, round {round}")
    } else {
        format!("{what}, {title}, round {round}")
    }
}

/// A title as a part of a file name on every system: no separators, no control or direction marks, not too long.
fn plain(title: &str) -> String {
    let mut plain = String::new();
    for letter in title.chars() {
        let letter = match letter {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => continue,
            other if other.is_control() || other.is_whitespace() => ' ',
            other => other,
        };
        if plain.len() + letter.len_utf8() > LONGEST_TITLE {
            break;
        }
        if !(letter == ' ' && plain.ends_with(' ')) {
            plain.push(letter);
        }
    }
    plain
        .trim_matches(|letter: char| letter == ' ' || letter == '.')
        .to_owned()
}

/// Makes an empty part file under a name that is free.
pub(super) async fn new_part(folder: &Path, name: &str) -> io::Result<PathBuf> {
    tokio::fs::create_dir_all(folder).await?;
    free(folder, name, "part").await
}

/// Gives the whole file its name. It takes the place of an empty file made a moment before, and of nothing else.
pub(super) async fn finish(part: &Path, name: &str, extension: &str) -> io::Result<PathBuf> {
    let folder = part.parent().ok_or(io::ErrorKind::NotFound)?;
    let path = free(folder, name, extension).await?;
    match tokio::fs::rename(part, &path).await {
        Ok(()) => Ok(path),
        Err(error) => {
            let _ = tokio::fs::remove_file(&path).await;
            Err(error)
        }
    }
}

/// Writes a file under a name that is free.
pub(crate) async fn write_new(
    folder: &Path,
    name: &str,
    extension: &str,
    contents: &[u8],
) -> io::Result<PathBuf> {
    tokio::fs::create_dir_all(folder).await?;
    let path = free(folder, name, extension).await?;
    let mut file = OpenOptions::new().write(true).open(&path).await?;
    file.write_all(contents).await?;
    file.sync_all().await?;
    Ok(path)
}

/// Makes an empty file that nobody else on this machine can read: `name.ext`, `name (2).ext`, …
async fn free(folder: &Path, name: &str, extension: &str) -> io::Result<PathBuf> {
    for copy in 1..=MOST_COPIES {
        let path = folder.join(match copy {
            1 => format!("{name}.{extension}"),
            _ => format!("{name} ({copy}).{extension}"),
        });
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        match options.open(&path).await {
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_on_every_system() {
        let of = |posting| name(ResultPart::Report, Some(posting), 2);
        assert_eq!(
            of("Staff Engineer"),
            "Interview report, Staff Engineer, round 2"
        );
        assert_eq!(
            of("../../etc/passwd"),
            "Interview report, -..-etc-passwd, round 2"
        );
        assert_eq!(of("C:\\a|b\t\n c"), "Interview report, C--a-b c, round 2");
        assert_eq!(of("\u{202e}gpj.exe"), "Interview report, gpj.exe, round 2");
        assert_eq!(of(" . "), "Interview report, round 2");
        assert_eq!(name(ResultPart::Video, None, 1), "Interview video, round 1");
        let long = of(&"é".repeat(400));
        assert!(long.len() < 160 && long.ends_with("é, round 2"));
    }

    #[tokio::test]
    async fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("Report.pdf"), "somebody's").unwrap();
        std::fs::write(at("Report.part"), "somebody's").unwrap();
        let part = new_part(folder.path(), "Report").await.unwrap();
        assert_eq!(part, at("Report (2).part"));
        std::fs::write(&part, "ours").unwrap();
        let whole = finish(&part, "Report", "pdf").await.unwrap();
        assert_eq!(whole, at("Report (2).pdf"));
        assert_eq!(std::fs::read_to_string(whole).unwrap(), "ours");
        assert!(!part.exists());
        for untouched in ["Report.pdf", "Report.part"] {
            assert_eq!(
                std::fs::read_to_string(at(untouched)).unwrap(),
                "somebody's"
            );
        }
        let third = write_new(folder.path(), "Report", "pdf", b"more")
            .await
            .unwrap();
        assert_eq!(third, at("Report (3).pdf"));
    }
}
