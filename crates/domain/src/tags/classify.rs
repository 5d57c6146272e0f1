//! What one tag says to the vendors.

use serde::{Deserialize, Serialize};

/// What a tag is to the vendors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "class", rename_all = "snake_case")]
pub enum TagClass {
    /// Written by myInterview on a candidate.
    Status {
        /// What it says.
        status: TagStatus,
    },
    /// Chooses a myInterview template for a posting; opportunities inherit it, so on a candidate it says nothing.
    Config {
        /// Everything after the first colon, untrimmed, case kept: the vendor compares it exactly.
        template: String,
        /// The part before the colon is exactly `myInterview`; a vendor may ignore any other spelling.
        prefix_exact: bool,
    },
    /// Shares a posting with JobTwine.
    JobTwine {
        /// Spelt exactly `JobTwine`; a vendor may ignore any other spelling.
        exact: bool,
    },
    /// Nothing to do with a vendor.
    Unrelated,
}

/// What a status tag says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagStatus {
    /// `MyInterview: Invite Sent`, `myInterview: Invite sent`.
    Invited,
    /// `myInterview: Interview Completed`, `myInterview: Interview complete`.
    Completed,
}

pub(super) const MYINTERVIEW: &str = "myInterview";
pub(super) const JOBTWINE: &str = "JobTwine";

/// Classifies one stored tag. Reading folds case and inner white space, since the articles spell the same status four
/// ways; a configuration value is never trimmed or folded, since the vendor looks it up exactly.
pub fn classify(tag: &str) -> TagClass {
    let trimmed = tag.trim();
    if trimmed.eq_ignore_ascii_case(JOBTWINE) {
        return TagClass::JobTwine {
            exact: tag == JOBTWINE,
        };
    }
    // Split the stored string, not the trimmed one: blanks at its end belong to the template's name.
    let Some((prefix, remainder)) = tag.split_once(':') else {
        return TagClass::Unrelated;
    };
    if !prefix.trim().eq_ignore_ascii_case(MYINTERVIEW) {
        return TagClass::Unrelated;
    }
    match status_words(remainder) {
        Some(status) => TagClass::Status { status },
        None => TagClass::Config {
            template: remainder.to_owned(),
            prefix_exact: prefix == MYINTERVIEW,
        },
    }
}

/// The status a remainder spells, if it is one of the reserved ones. A template with such a name can only be chosen by
/// its id.
pub(super) fn status_words(remainder: &str) -> Option<TagStatus> {
    let words: Vec<String> = remainder
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    match words.join(" ").as_str() {
        "invite sent" => Some(TagStatus::Invited),
        "interview completed" | "interview complete" => Some(TagStatus::Completed),
        _ => None,
    }
}
