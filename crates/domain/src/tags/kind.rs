//! What a candidate's tag is, for display: Lever mixes manual, posting-derived and vendor tags in one list.

use serde::{Deserialize, Serialize};

use super::classify::{TagClass, TagStatus, classify};
use crate::model::Posting;
use crate::vendor::Vendor;

/// Where a tag on an opportunity comes from, as far as it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TagKind {
    /// Written by myInterview.
    Status {
        /// What it says.
        status: TagStatus,
    },
    /// A vendor's configuration, inherited from a posting.
    Configuration {
        /// Whose.
        vendor: Vendor,
    },
    /// The posting's title, team, department, location or commitment, or one of its own tags.
    Posting,
    /// Anything else: somebody typed it, or it came with the application.
    Manual,
}

/// Tells a tag's kind. `posting` is the opportunity's posting; without it a posting-derived tag reads as manual.
pub fn kind(tag: &str, posting: Option<&Posting>) -> TagKind {
    match classify(tag) {
        TagClass::Status { status } => return TagKind::Status { status },
        TagClass::Config { .. } => {
            return TagKind::Configuration {
                vendor: Vendor::MyInterview,
            };
        }
        TagClass::JobTwine { .. } => {
            return TagKind::Configuration {
                vendor: Vendor::JobTwine,
            };
        }
        TagClass::Unrelated => {}
    }
    if posting.is_some_and(|posting| derives(posting, tag)) {
        TagKind::Posting
    } else {
        TagKind::Manual
    }
}

fn derives(posting: &Posting, tag: &str) -> bool {
    let category = |value: &Option<String>| value.as_deref() == Some(tag);
    posting.text == tag
        || category(&posting.team)
        || category(&posting.department)
        || category(&posting.location)
        || category(&posting.commitment)
        || posting.tags.iter().any(|own| own == tag)
}
