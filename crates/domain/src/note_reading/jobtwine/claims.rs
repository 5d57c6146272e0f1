//! What each sentence claims to have happened or to be wanted.

use super::MOMENT;
use super::concept::Concept;
use super::party::{beside, by, column_of, subject};
use super::slots::{
    asked_after_slots, in_a_condition, in_a_condition_of_events, slots_given, slots_refused,
    slots_wanted,
};
use super::words::{Sentence, Word, has, stated, told, told_of};
use crate::interview::Party;

/// All claims of a text. Each holds the numbers of the sentences that make it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) slots_wanted: Vec<usize>,
    /// Left to the reader ("if you would rather …", "nobody took the slots"): a request only where nothing else is told.
    pub(super) slots_offered: Vec<usize>,
    pub(super) slots_given: Vec<usize>,
    pub(super) booked: Vec<usize>,
    pub(super) moved: Vec<usize>,
    pub(super) cancelled: Vec<(usize, Party)>,
    pub(super) no_show: Vec<(usize, Party)>,
    pub(super) held: Vec<usize>,
    pub(super) feedback_pending: Vec<usize>,
    pub(super) feedback_arrived: Vec<usize>,
    pub(super) rounds_missing: Vec<usize>,
    pub(super) not_invited: Vec<usize>,
    pub(super) expired: Vec<usize>,
    /// Something that would be a claim is denied.
    pub(super) denied: bool,
}

pub(super) fn claims(sentences: &[Sentence], pinned_link: bool) -> Claims {
    let mut claims = Claims::default();
    for (number, sentence) in sentences.iter().enumerate() {
        let note = |list: &mut Vec<usize>, made: bool| {
            if made {
                list.push(number);
            }
        };
        note(
            &mut claims.slots_wanted,
            slots_wanted(sentence, pinned_link, in_a_condition),
        );
        note(
            &mut claims.slots_offered,
            pinned_link
                && (slots_wanted(sentence, pinned_link, in_a_condition_of_events)
                    || slots_refused(sentence)),
        );
        note(&mut claims.slots_given, slots_given(sentence));
        note(&mut claims.booked, booked(sentence));
        note(&mut claims.moved, moved(sentence));
        note(&mut claims.held, held(sentence));
        note(&mut claims.feedback_pending, feedback_pending(sentence));
        note(&mut claims.feedback_arrived, feedback_arrived(sentence));
        note(&mut claims.rounds_missing, rounds_missing(sentence));
        note(&mut claims.not_invited, not_invited(sentence));
        note(&mut claims.expired, expired(sentence));
        if let Some(party) = no_show(sentence) {
            claims.no_show.push((number, party));
        }
        if let Some(party) = cancelled(sentence) {
            claims.cancelled.push((number, party));
        }
        claims.denied |= sentence.iter().enumerate().any(|(at, word)| {
            word.negated
                && stated(sentence, at)
                && [
                    Concept::Booked,
                    Concept::Moved,
                    Concept::Cancelled,
                    Concept::NoShow,
                ]
                .iter()
                .any(|concept| word.is(*concept))
        });
    }
    if claims.slots_wanted.is_empty() {
        claims.slots_wanted = asked_after_slots(sentences, pinned_link);
    }
    for (said, by) in &mut claims.cancelled {
        if *by == Party::Unknown {
            let mut named = sentences.iter().skip(*said + 1).filter_map(column_of);
            *by = named.next().unwrap_or(Party::Unknown);
        }
    }
    claims
}

pub(super) fn moment_number(word: &Word) -> Option<usize> {
    word.text.strip_prefix(MOMENT)?.parse().ok()
}

fn has_moment(sentence: &Sentence) -> bool {
    sentence.iter().any(|word| moment_number(word).is_some())
}

fn of_the_interview(sentence: &Sentence) -> bool {
    has(sentence, Concept::Interview)
        || has(sentence, Concept::Round)
        || has_moment(sentence)
        || has_r(sentence)
}

/// "R2" is one word here.
fn has_r(sentence: &Sentence) -> bool {
    sentence.iter().any(|word| {
        word.text.strip_prefix('r').is_some_and(|rest| {
            (1..=2).contains(&rest.len()) && rest.chars().all(|c| c.is_ascii_digit())
        })
    })
}

fn booked(sentence: &Sentence) -> bool {
    let told = sentence.iter().enumerate().any(|(at, word)| {
        word.is(Concept::Booked) && (told(sentence, at) || told_with_own_modal(sentence, at))
    });
    told && of_the_interview(sentence)
        && !has(sentence, Concept::Partial)
        && !has(sentence, Concept::Tentative)
}

/// "Will take place" brings its own "will".
fn told_with_own_modal(sentence: &Sentence, at: usize) -> bool {
    sentence
        .get(at)
        .is_some_and(|word| word.text.contains("will") && !word.negated && !word.supposed)
}

fn moved(sentence: &Sentence) -> bool {
    let told = sentence.iter().enumerate().any(|(at, word)| {
        word.is(Concept::Moved) && (told(sentence, at) || told_with_own_modal(sentence, at))
    });
    let fresh = |word: &Word| {
        word.text.starts_with("new ")
            || word.text.starts_with("neuer ")
            || word.text.starts_with("nouve")
    };
    // "A new slot": only with a time is it one that was given.
    let only_fresh = sentence
        .iter()
        .filter(|word| word.is(Concept::Moved))
        .all(fresh);
    // "Status changed to …" changes no time.
    let of_a_status = sentence.iter().any(|word| word.text == "status")
        || (!has_moment(sentence)
            && (has(sentence, Concept::Cancelled) || has(sentence, Concept::NoShow))
            && sentence
                .iter()
                .filter(|word| word.is(Concept::Moved))
                .all(|word| !word.text.contains("schedul") && !word.text.contains("postpon")));
    told && of_the_interview(sentence)
        && !of_a_status
        && !general(sentence)
        && !has(sentence, Concept::Stage)
        && (!only_fresh || has_moment(sentence))
}

/// Said of candidates at large, not of this one.
fn general(sentence: &Sentence) -> bool {
    sentence.iter().any(|word| {
        matches!(
            word.text.as_str(),
            "who"
                | "candidates"
                | "applicants"
                | "interviewers"
                | "experts"
                | "interviews"
                | "always"
                | "usually"
                | "often"
                | "generally"
                | "bewerber"
        )
    })
}

fn cancelled(sentence: &Sentence) -> Option<Party> {
    if general(sentence) {
        return None;
    }
    let at = sentence.iter().enumerate().position(|(at, word)| {
        word.is(Concept::Cancelled) && (told(sentence, at) || told_with_own_modal(sentence, at))
            || (word.is(Concept::Cancelled)
                && !word.negated
                && !word.supposed
                && (word.text.contains("not take") || word.text.contains("no longer")))
    })?;
    let word = sentence.get(at)?;
    let spoken_of = of_the_interview(sentence)
        || has(sentence, Concept::Candidate)
        || has(sentence, Concept::Client)
        || has(sentence, Concept::Interviewer)
        || sentence.len() <= 4;
    spoken_of.then(|| {
        by(sentence, at)
            .or_else(|| beside(sentence, at))
            .unwrap_or_else(|| {
                let passive = at
                    .checked_sub(1)
                    .and_then(|before| sentence.get(before))
                    .is_some_and(|before| {
                        matches!(
                            before.text.as_str(),
                            "been" | "was" | "is" | "be" | "were" | "wurde" | "ete"
                        )
                    });
                if passive || word.text.contains("take") {
                    Party::Unknown
                } else {
                    subject(sentence, at).unwrap_or(Party::Unknown)
                }
            })
    })
}

fn no_show(sentence: &Sentence) -> Option<Party> {
    if general(sentence) {
        return None;
    }
    let waiting = has(sentence, Concept::Yet);
    let at = sentence.iter().enumerate().position(|(at, word)| {
        (word.is(Concept::NoShow) && told(sentence, at))
            || (word.is(Concept::Attend)
                && !word.is(Concept::NoShow)
                && word.negated
                && stated(sentence, at)
                && !waiting)
    })?;
    let word = sentence.get(at)?;
    let party = by(sentence, at)
        .or_else(|| beside(sentence, at))
        .or_else(|| subject(sentence, at))
        .filter(|party| matches!(party, Party::Candidate | Party::Interviewer));
    let certain = word.is(Concept::NoShow) || party.is_some();
    certain.then(|| party.unwrap_or(Party::Unknown))
}

fn held(sentence: &Sentence) -> bool {
    let spoken_of =
        has(sentence, Concept::Interview) || has(sentence, Concept::Round) || has_r(sentence);
    spoken_of
        && !has(sentence, Concept::Partial)
        && !has(sentence, Concept::Rounds)
        && sentence.iter().enumerate().any(|(at, word)| {
            // "Complete the …" asks; "is complete" tells.
            let asks = word.text == "complete"
                && !at
                    .checked_sub(1)
                    .and_then(|before| sentence.get(before))
                    .is_some_and(|before| {
                        matches!(
                            before.text.as_str(),
                            "is" | "now" | "interview" | "status" | "session"
                        )
                    });
            word.is(Concept::Held) && told(sentence, at) && !asks
        })
}

fn feedback_pending(sentence: &Sentence) -> bool {
    has(sentence, Concept::Feedback)
        && sentence
            .iter()
            .any(|word| word.is(Concept::Pending) && !word.negated && !word.supposed)
}

fn feedback_arrived(sentence: &Sentence) -> bool {
    let waits = sentence
        .iter()
        .any(|word| word.is(Concept::Pending) && !word.negated);
    let spoken_of = sentence
        .iter()
        .any(|word| word.is(Concept::Feedback) && !word.negated && !word.supposed);
    spoken_of
        && !waits
        && !has(sentence, Concept::Give)
        && (!told_of(sentence, Concept::Arrived).is_empty()
            || !told_of(sentence, Concept::Held).is_empty())
}

fn rounds_missing(sentence: &Sentence) -> bool {
    if !sentence.iter().any(|word| word.is(Concept::Rounds)) || has(sentence, Concept::Slots) {
        return false;
    }
    let denied = sentence.iter().any(|word| {
        word.negated
            && (word.is(Concept::Setup) || word.is(Concept::Rounds) || word.is(Concept::Given))
    });
    let lacking = sentence.iter().enumerate().any(|(at, word)| {
        word.is(Concept::Missing) && (told(sentence, at) || word.text.contains("yet"))
    });
    let asked = has(sentence, Concept::Advice)
        && sentence
            .iter()
            .any(|word| word.is(Concept::Setup) || word.is(Concept::Give));
    let wanted = sentence
        .iter()
        .any(|word| word.is(Concept::Want) && !word.negated);
    denied || lacking || asked || wanted
}

fn not_invited(sentence: &Sentence) -> bool {
    let about_slots = has(sentence, Concept::Slots)
        || has(sentence, Concept::Feedback)
        || has(sentence, Concept::Attend);
    let invites = has(sentence, Concept::Invite) || has(sentence, Concept::Candidate);
    let denied = sentence.iter().enumerate().any(|(at, word)| {
        word.negated
            && !word.supposed
            && (word.is(Concept::Create) || (word.is(Concept::Invite) && stated(sentence, at)))
    });
    let failed = sentence
        .iter()
        .any(|word| word.is(Concept::Fail) && !word.negated && !word.supposed)
        && (has(sentence, Concept::Create) || has(sentence, Concept::Invite));
    invites && !about_slots && (denied || failed)
}

fn expired(sentence: &Sentence) -> bool {
    !told_of(sentence, Concept::Expired).is_empty()
        && (has(sentence, Concept::Slots)
            || has(sentence, Concept::Invite)
            || sentence
                .iter()
                .any(|word| matches!(word.text.as_str(), "link" | "request" | "lien")))
}
