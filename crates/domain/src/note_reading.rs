//! From a vendor's note to facts. The vendors' wordings were never published, so nothing here matches sentences: words
//! become concepts (stems and synonyms from pattern data), concepts in one clause become a reading, and what stays
//! unsure is kept as an unread note.

mod author;
mod clause;
mod jobtwine;
mod moment;
mod patterns;
mod reading;
pub mod tryout;

use serde::{Deserialize, Serialize};

pub use author::{pinned_host, pinned_link};
pub use patterns::{PatternError, Patterns};

use crate::evidence::{Confidence, Fact};
use crate::interview::Round;
use crate::model::{Note, NoteField};
use crate::vendor::{Vendor, VendorSetup};

/// What one note says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoteReading {
    /// Somebody else's note. Words alone never make a note the vendor's.
    NotVendor,
    /// The vendor's, and understood.
    Read {
        /// What it says; a completed interview may come with its link.
        facts: Vec<Fact>,
        /// [`Confidence::Proven`] when the author is pinned, or when nobody is named as author and a link leads to a
        /// pinned host. A note of another user that holds such a link is [`Confidence::Inferred`]: people quote.
        confidence: Confidence,
    },
    /// The vendor's, and not understood: kept and shown as such.
    Unread {
        /// A link to a pinned host, if it holds one.
        url: Option<String>,
        /// As for a note that was read.
        confidence: Confidence,
    },
}

/// The round that a subject line or another short text names.
pub fn round_of(text: &str) -> Round {
    jobtwine::round_of(text)
}

/// Reads one note. Each text of the thread is judged by its own author; the first text that is the vendor's and can be
/// read decides. Deleted notes are not the vendor's any more.
pub fn read(note: &Note, setup: &VendorSetup, patterns: &Patterns) -> NoteReading {
    read_as_written(note, setup, patterns, |field| Some(field.created_at_ms))
}

/// As [`read`]. `written`: when a text was written, ms, where that is known; "tomorrow" means nothing without it.
fn read_as_written(
    note: &Note,
    setup: &VendorSetup,
    patterns: &Patterns,
    written: impl Fn(&NoteField) -> Option<i64>,
) -> NoteReading {
    if note.deleted_at_ms.is_some() {
        return NoteReading::NotVendor;
    }
    let mut unread = NoteReading::NotVendor;
    for (position, field) in note.fields.iter().enumerate() {
        let writer = match (&field.author, position) {
            (Some(author), _) => Some(author),
            // Only the first text is the note's own; an unsigned comment is nobody's in particular.
            (None, 0) => note.author.as_ref(),
            (None, _) => None,
        };
        let text = author::without_quotations(&field.value);
        let Some(origin) = author::vendor_text(&text, writer, setup) else {
            continue;
        };
        let facts = match setup.vendor {
            Vendor::MyInterview => reading::facts(&text, &origin, patterns),
            Vendor::JobTwine => {
                jobtwine::facts(&text, &origin, &setup.hosts, patterns, written(field))
            }
        };
        match facts {
            Some(facts) => {
                return NoteReading::Read {
                    facts,
                    confidence: origin.confidence,
                };
            }
            None if unread == NoteReading::NotVendor => {
                unread = NoteReading::Unread {
                    url: origin.url,
                    confidence: origin.confidence,
                };
            }
            None => {}
        }
    }
    unread
}

#[cfg(test)]
mod tests;
