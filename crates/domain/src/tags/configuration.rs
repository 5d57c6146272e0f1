//! What a posting's tags choose.

use serde::{Deserialize, Serialize};

use super::classify::{TagClass, classify};

/// A configuration tag on a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationTag {
    /// The stored string; to remove or replace the tag, send back exactly this.
    pub stored: String,
    /// A template's id or exact name.
    pub template: String,
    /// The prefix is spelt `myInterview`; otherwise a strict vendor ignores the tag.
    pub prefix_exact: bool,
}

/// What a posting's tags say to myInterview. The vendor accepts one configuration tag per posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PostingConfiguration {
    /// The vendor ignores this posting, silently.
    Untagged,
    /// As it should be.
    One {
        /// The tag.
        tag: ConfigurationTag,
    },
    /// The vendor refuses to choose.
    Several {
        /// All of them, in stored order.
        tags: Vec<ConfigurationTag>,
    },
}

/// Reads the posting's own tags. Never pass an opportunity's tags: it inherits the posting's, and keeps them for ever.
pub fn posting_configuration(posting_tags: &[String]) -> PostingConfiguration {
    let mut found: Vec<ConfigurationTag> = posting_tags
        .iter()
        .filter_map(|stored| match classify(stored) {
            TagClass::Config {
                template,
                prefix_exact,
            } => Some(ConfigurationTag {
                stored: stored.clone(),
                template,
                prefix_exact,
            }),
            _ => None,
        })
        .collect();
    match found.len() {
        0 => PostingConfiguration::Untagged,
        1 => found.pop().map_or(PostingConfiguration::Untagged, |tag| {
            PostingConfiguration::One { tag }
        }),
        _ => PostingConfiguration::Several { tags: found },
    }
}

/// The tag that shares a posting with JobTwine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTwineTag {
    /// The stored string.
    pub stored: String,
    /// Spelt exactly `JobTwine`; a strict vendor ignores any other spelling.
    pub exact: bool,
}

/// Finds the JobTwine tag, preferring the exact spelling.
pub fn jobtwine_tag(posting_tags: &[String]) -> Option<JobTwineTag> {
    posting_tags
        .iter()
        .filter_map(|stored| match classify(stored) {
            TagClass::JobTwine { exact } => Some(JobTwineTag {
                stored: stored.clone(),
                exact,
            }),
            _ => None,
        })
        .max_by_key(|tag| tag.exact)
}
