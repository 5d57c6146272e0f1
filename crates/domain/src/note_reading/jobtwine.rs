//! JobTwine's notes → facts. Real notes exist only as screenshots, so nothing here matches sentences: markup goes, times,
//! links and rated sections are taken out, words become concepts, and each sentence makes claims. Claims that exclude each
//! other, or too faint a claim, and the note stays unread.

mod claims;
mod concept;
mod decide;
mod feedback;
mod outcome;
mod party;
mod plain;
mod round;
mod slots;
mod words;

pub(super) use concept::Concept;
pub(super) use round::round as round_of;

use super::author::Origin;
use super::moment::{Moment, moments};
use super::patterns::Patterns;
use crate::evidence::Fact;

/// One text of the vendor's, taken apart.
struct Taken {
    /// What was rated and commented, with links.
    feedback: feedback::Parts,
    /// Moments of the text that makes claims, in order.
    moments: Vec<Moment>,
    /// The words that make claims; `momentvalue3` stands for the fourth moment.
    sentences: Vec<words::Sentence>,
    /// The text that makes claims, as written.
    spoken: String,
}

/// What a text says; `None`: not understood. `written_at_ms`: when it was written, where that is known.
pub(super) fn facts(
    text: &str,
    origin: &Origin,
    hosts: &[String],
    patterns: &Patterns,
    written_at_ms: Option<i64>,
) -> Option<Vec<Fact>> {
    let taken = take_apart(text, hosts, patterns, written_at_ms);
    decide::facts(&taken, text, origin, patterns)
}

fn take_apart(
    text: &str,
    hosts: &[String],
    patterns: &Patterns,
    written_at_ms: Option<i64>,
) -> Taken {
    let plain = plain::plain(text);
    let (unlinked, links) = plain::links(&plain, hosts);
    let (spoken, feedback) = feedback::parts(&unlinked, links, patterns);
    let found = moments(&spoken, written_at_ms);
    let mut marked = String::with_capacity(spoken.len());
    let mut from = 0;
    for (number, moment) in found.iter().enumerate() {
        marked.push_str(spoken.get(from..moment.start).unwrap_or_default());
        marked.push_str(&format!(" {MOMENT}{number} "));
        from = moment.end;
    }
    marked.push_str(spoken.get(from..).unwrap_or_default());
    Taken {
        feedback,
        moments: found,
        sentences: words::sentences(&marked, patterns),
        spoken,
    }
}

/// Stand-ins for what must not be read as words.
const MOMENT: &str = "momentvalue";
const URL: &str = "urlvalue";
const ADDRESS: &str = "addressvalue";
