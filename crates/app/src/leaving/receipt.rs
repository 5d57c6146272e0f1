//! The receipt's words. They name kinds of things, counts and places, never a candidate.

use chrono::DateTime;

use super::wipe::What;
use crate::view::{Receipt, WipeLine};

impl What {
    /// The stable word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Cache => "cache",
            Self::Desk => "desk",
            Self::Copies => "copies",
            Self::Lists => "lists",
            Self::Other => "other",
            Self::Keyring => "keyring",
            Self::Webview => "webview",
            Self::Notifications => "notifications",
            Self::Autostart => "autostart",
            Self::Saved => "saved",
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::Cache => "The copy of Lever's data, with its log",
            Self::Desk => "This seat's own file, with its log",
            Self::Copies => "Copies of it, and files that could not be read any more",
            Self::Lists => "The list of what was waiting",
            Self::Other => "Other files in Fulcrum's folder",
            Self::Keyring => "Entries in the keyring",
            Self::Webview => "The window's own files",
            Self::Notifications => "Notifications on the screen",
            Self::Autostart => "Entries that start Fulcrum by themselves",
            Self::Saved => "Files that were saved elsewhere",
        }
    }
}

pub(super) fn line(what: What, count: u32, bytes: u64) -> WipeLine {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    WipeLine {
        what: what.word().to_owned(),
        said: what.said().to_owned(),
        count,
        bytes,
    }
}

impl Receipt {
    /// The whole receipt, to be read and kept.
    pub fn text(&self) -> String {
        let time = |ms: i64| {
            DateTime::from_timestamp_millis(ms).map_or_else(String::new, |at| {
                at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
            })
        };
        let whose = if self.training {
            "the training on this machine"
        } else {
            "everything of Fulcrum on this machine"
        };
        let mut lines = vec![
            format!("Fulcrum {}: {whose} was removed.", self.version),
            format!(
                "Begun {}, ended {}.",
                time(self.began_ms),
                time(self.ended_ms)
            ),
        ];
        if self.resumed {
            lines.push("It was cut short before, and ended by a later start.".to_owned());
        }
        lines.push(String::new());
        lines.push("Removed".to_owned());
        if self.removed.is_empty() {
            lines.push("  Nothing: nothing was here.".to_owned());
        }
        lines.extend(self.removed.iter().map(spoken));
        if !self.left.is_empty() {
            lines.push(String::new());
            lines.push("Still there".to_owned());
            for one in &self.left {
                lines.push(format!("  {}: {}", one.what, one.why));
            }
        }
        lines.push(String::new());
        lines.push(
            "The access itself is Lever's: a Super Admin ends a key or an app under Settings, Integrations and API.".to_owned(),
        );
        lines.push(String::new());
        lines.join("\n")
    }
}

fn spoken(line: &WipeLine) -> String {
    match line.bytes {
        _ if line.what == What::Notifications.word() => format!("  {}: closed", line.said),
        0 => format!("  {}: {}", line.said, line.count),
        bytes => format!("  {}: {}, {bytes} bytes", line.said, line.count),
    }
}

/// The plan in words, for the command line.
pub(super) fn plan(removes: &[WipeLine]) -> Vec<String> {
    removes.iter().map(spoken).collect()
}
