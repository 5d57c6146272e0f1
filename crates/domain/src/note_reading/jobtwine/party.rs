//! Who did it: the doer of a sentence's verb, or a column of its own.

use super::concept::Concept;
use super::words::{Sentence, Word};
use crate::interview::Party;

/// "… by the candidate", "at the client's request".
pub(super) fn by(sentence: &Sentence, at: usize) -> Option<Party> {
    let clause = sentence.get(at)?.clause;
    let mut after = sentence
        .iter()
        .skip(at + 1)
        .take(7)
        .filter(|word| word.clause == clause);
    after.find(|word| {
        word.is(Concept::By)
            && word.text.split(' ').next() != Some("from")
            && !matches!(word.text.as_str(), "at" | "von" | "vom" | "from")
    })?;
    let named = after
        .next()
        .into_iter()
        .chain(after.next())
        .chain(after.next());
    named.into_iter().find_map(party_of)
}

/// "No show (candidate)", "Cancelled: client", "by: …" in the next part.
pub(super) fn beside(sentence: &Sentence, at: usize) -> Option<Party> {
    let word = sentence.get(at)?;
    let next: Vec<&Word> = sentence
        .iter()
        .filter(|other| other.part == word.part + 1 && other.clause == word.clause)
        .collect();
    match next.as_slice() {
        [only] => party_of(only),
        [article, only] if matches!(article.text.as_str(), "the" | "by" | "by the" | "party") => {
            party_of(only)
        }
        _ => None,
    }
}

/// The nearest party before the verb, unless it only tells of it.
pub(super) fn subject(sentence: &Sentence, at: usize) -> Option<Party> {
    let word = sentence.get(at)?;
    let own: Vec<(usize, &Word)> = sentence
        .iter()
        .enumerate()
        .take(at)
        .filter(|(_, other)| other.clause == word.clause)
        .collect();
    let (place, party) = own
        .iter()
        .rev()
        .filter(|(_, other)| !heads(sentence, other))
        .find_map(|(place, other)| party_of(other).map(|party| (*place, party)))?;
    let telling = sentence
        .iter()
        .take(at)
        .skip(place + 1)
        .any(|between| between.is(Concept::Tells));
    // "Interview with the candidate cancelled": somebody else's doing.
    let object = place
        .checked_sub(1)
        .and_then(|before| sentence.get(before))
        .into_iter()
        .chain(place.checked_sub(2).and_then(|before| sentence.get(before)))
        .any(|before| {
            matches!(
                before.text.as_str(),
                "with" | "for" | "of" | "mit" | "avec" | "pour" | "fur"
            )
        });
    let far = at - place > 5;
    (!telling && !object && !far).then_some(party)
}

/// "[JobTwine] Cancelled", "JobTwine: cancelled": who writes, and not who did it.
fn heads(sentence: &Sentence, word: &Word) -> bool {
    word.text == "jobtwine"
        && sentence
            .iter()
            .filter(|other| other.part == word.part && other.clause == word.clause)
            .count()
            == 1
}

/// "By: the candidate", "by your team": a line or a column of its own that says who did what was said before.
pub(super) fn column_of(sentence: &Sentence) -> Option<Party> {
    let (first, named) = sentence.split_first()?;
    let whole = first.is(Concept::By) && first.text.starts_with("by");
    match named {
        [only] if whole => party_of(only),
        [article, only] if whole && article.text == "the" => party_of(only),
        _ => None,
    }
}

fn party_of(word: &Word) -> Option<Party> {
    [
        (Concept::Interviewer, Party::Interviewer),
        (Concept::Candidate, Party::Candidate),
        (Concept::Client, Party::Client),
        (Concept::Vendor, Party::Vendor),
    ]
    .into_iter()
    .find(|(concept, _)| word.is(*concept))
    .map(|(_, party)| party)
}
