//! Concepts → facts. Each rule adds points; too few points, or two readings that exclude each other, and the note stays
//! unread.

use std::collections::{BTreeMap, BTreeSet};

use super::author::Origin;
use super::clause::{Mood, Sentence, Word, sentences};
use super::patterns::{Concept, Patterns};
use crate::evidence::{Fact, FailureCode};

/// Points a reading needs. A plain statement gives two, what goes with it (a pinned link, the invitation named, what to
/// do about it) gives one each.
const ENOUGH: u32 = 3;

pub(super) fn facts(text: &str, origin: &Origin, patterns: &Patterns) -> Option<Vec<Fact>> {
    let sentences = sentences(text, patterns);
    let completed = completed(&sentences, origin.url.is_some()) >= ENOUGH;
    let expired = sentences.iter().any(expired);
    let failure = failure(&sentences);
    match (completed, failure, expired) {
        (true, None, false) => {
            let link = origin.url.clone().map(|url| Fact::ReviewLink { url });
            Some([Fact::Completed].into_iter().chain(link).collect())
        }
        (false, Some(code), false) => Some(vec![Fact::InviteFailed { code }]),
        (false, None, true) => Some(vec![Fact::Expired]),
        _ => None,
    }
}

/// Why an invitation failed, where a text says so; words alone, no points for a link.
pub(super) fn failure_code(text: &str, patterns: &Patterns) -> Option<FailureCode> {
    failure(&sentences(text, patterns))
}

fn told(word: &Word) -> bool {
    word.mood == Mood::Told && !word.negated
}

fn has(sentence: &Sentence, concept: Concept) -> bool {
    sentence.iter().any(|word| word.is(concept))
}

fn any(sentences: &[Sentence], concept: Concept) -> bool {
    sentences.iter().any(|sentence| has(sentence, concept))
}

// --- completed ---------------------------------------------------------------------------------------------------

fn completed(sentences: &[Sentence], pinned_link: bool) -> u32 {
    let link = u32::from(pinned_link);
    sentences
        .iter()
        .map(|sentence| {
            if has(sentence, Concept::Partial) {
                return 0;
            }
            // A note hangs on one candidate: "interviews" are a report's or a manual's.
            let spoken_of = sentence.iter().any(|word| {
                let one = [Concept::Interview, Concept::Video, Concept::Response]
                    .iter()
                    .any(|concept| word.is(*concept));
                one && !word.negated && word.text != "interviews"
            });
            let done = sentence
                .iter()
                .enumerate()
                .any(|(at, word)| word.is(Concept::Done) && finished(sentence, at));
            if done {
                return 2 + u32::from(spoken_of) + link;
            }
            offers_result(sentence) * link
        })
        .max()
        .unwrap_or_default()
}

/// Told as done, not asked for, hoped for, or said of something else than the interview.
fn finished(sentence: &Sentence, at: usize) -> bool {
    let Some(word) = sentence.get(at) else {
        return false;
    };
    let beside = |other: &&Word| other.clause == word.clause;
    let before: Vec<&Word> = sentence
        .iter()
        .take(at)
        .rev()
        .take(4)
        .filter(beside)
        .collect();
    let demanded = before.iter().any(|other| other.is(Concept::Modal))
        // "to complete", but not "link to the completed interview".
        || (!word.text.ends_with("ed")
            && before.iter().take(2).any(|other| other.text == "to"))
        || sentence
            .iter()
            .skip(at + 1)
            .take(2)
            .filter(beside)
            .any(|other| other.is(Concept::Modal) && !other.is(Concept::Ready));
    let elsewhere = sentence
        .iter()
        .filter(beside)
        .any(|other| other.is(Concept::Invite) || other.is(Concept::Admin));
    told(word) && !demanded && !elsewhere
}

/// "The responses are ready to watch", "review the interview here": a result to look at, worth two points and more
/// only together with a pinned link.
fn offers_result(sentence: &Sentence) -> u32 {
    let sure = |concept: Concept| {
        sentence
            .iter()
            .any(|word| word.is(concept) && !word.negated && word.mood != Mood::Supposed)
    };
    if sure(Concept::Take) || has(sentence, Concept::Invite) || has(sentence, Concept::Admin) {
        return 0;
    }
    let ready = sentence.iter().enumerate().any(|(at, word)| {
        word.is(Concept::Ready)
            && told(word)
            && !sentence
                .iter()
                .take(at)
                .rev()
                .take(3)
                .any(|other| other.is(Concept::Modal))
    });
    let look = sure(Concept::Review);
    let result = sure(Concept::Response);
    let interview = sure(Concept::Interview) || sure(Concept::Video);
    let reviewed = sentence
        .iter()
        .any(|word| word.is(Concept::Review) && word.text.starts_with("review"));
    match () {
        () if ready && look && (result || interview) => ENOUGH,
        () if ready && result => ENOUGH,
        () if look && result => ENOUGH,
        () if reviewed && interview => ENOUGH,
        () => 0,
    }
}

// --- expired -----------------------------------------------------------------------------------------------------

fn expired(sentence: &Sentence) -> bool {
    let of_the_invitation = has(sentence, Concept::Invite)
        || has(sentence, Concept::Interview)
        || has(sentence, Concept::Candidate);
    of_the_invitation
        && sentence.iter().enumerate().any(|(at, word)| {
            // "deadline" alone makes a clause an expectation; a deadline that passed is told.
            let fact = told(word) || (!word.negated && word.text == "deadline");
            word.is(Concept::Expired)
                && fact
                && !sentence
                    .iter()
                    .take(at)
                    .rev()
                    .take(3)
                    .any(|other| other.is(Concept::Modal) || other.is(Concept::Hypothetical))
        })
}

// --- invitation failed -------------------------------------------------------------------------------------------

fn failure(sentences: &[Sentence]) -> Option<FailureCode> {
    let said = sentences.iter().any(says_failed) || asks_for_address_and_another_try(sentences);
    let mut strong: BTreeMap<FailureCode, u32> = BTreeMap::new();
    let mut weak = BTreeSet::new();
    for sentence in sentences {
        let told_causes = causes(sentence)
            .into_iter()
            .chain(none_on_file(sentence, sentences));
        for (code, points) in told_causes {
            let best = strong.entry(code).or_default();
            *best = points.max(*best);
        }
        weak.extend(hints(sentence));
    }
    let around = u32::from(said) * 2
        + u32::from(any(sentences, Concept::Invite))
        + u32::from(any(sentences, Concept::Support) || any(sentences, Concept::Retry));
    let mut strong = strong.into_iter();
    match (strong.next(), strong.next()) {
        (Some((code, points)), None) if points + around >= ENOUGH => Some(code),
        // Two causes, or one too faint to be sure of: the failure stands if it was said, its cause does not.
        (Some(_), _) => said.then_some(FailureCode::Other),
        (None, _) if said => {
            let mut weak = weak.into_iter();
            match (weak.next(), weak.next()) {
                (Some(code), None) => Some(code),
                _ => Some(FailureCode::Other),
            }
        }
        (None, _) => None,
    }
}

/// "Not invited", "could not send", "invitation failed". A text message or a reminder that did not arrive is no failed
/// invitation.
fn says_failed(sentence: &Sentence) -> bool {
    let in_clause = |clause: usize, concept: Concept| {
        sentence
            .iter()
            .any(|word| word.clause == clause && word.is(concept))
    };
    let of_invitation = has(sentence, Concept::Invite)
        || has(sentence, Concept::Interview)
        || has(sentence, Concept::Candidate);
    sentence.iter().enumerate().any(|(at, word)| {
        let foretold = sentence
            .iter()
            .take(at)
            .rev()
            .take(4)
            .any(|other| other.clause == word.clause && other.is(Concept::Future));
        if word.mood != Mood::Told || foretold {
            return false;
        }
        let only_text = in_clause(word.clause, Concept::Phone)
            && !in_clause(word.clause, Concept::Email)
            && !in_clause(word.clause, Concept::Template);
        if only_text {
            return false;
        }
        let denied = word.negated && (word.is(Concept::Invite) || word.is(Concept::Send));
        let failed =
            word.is(Concept::Fail) && !word.negated && !in_clause(word.clause, Concept::Done);
        (denied && (of_invitation || word.is(Concept::Send))) || (failed && of_invitation)
    })
}

/// "A candidate must have an address. Add one and move them to the stage again": nothing says that it failed, yet nobody
/// asks for a second try after a first that went well.
fn asks_for_address_and_another_try(sentences: &[Sentence]) -> bool {
    let demanded = sentences.iter().any(|sentence| {
        let told_of = |concept: Concept| {
            sentence
                .iter()
                .any(|word| word.is(concept) && !word.negated && word.mood == Mood::Told)
        };
        told_of(Concept::Require) && told_of(Concept::Address)
    });
    let again = sentences.iter().any(|sentence| {
        sentence
            .iter()
            .any(|word| word.is(Concept::Retry) && word.mood != Mood::Supposed)
    });
    demanded && again
}

/// Causes told as facts, with their points.
fn causes(sentence: &Sentence) -> BTreeSet<(FailureCode, u32)> {
    let mut found = BTreeSet::new();
    let facts: Vec<&Word> = sentence
        .iter()
        .filter(|word| word.mood == Mood::Told)
        .collect();
    let told_of = |concept: Concept| facts.iter().any(|word| word.is(concept));
    let denied = |concept: Concept| facts.iter().any(|word| word.is(concept) && word.negated);
    let stated = |concept: Concept| facts.iter().any(|word| word.is(concept) && !word.negated);

    let several = several(&facts);
    if several == Some(Concept::Tag) {
        found.insert((FailureCode::SeveralConfigurationTags, 3));
    }
    let speaks_of_template = told_of(Concept::Template);
    let shared =
        several == Some(Concept::Template) || stated(Concept::Ambiguous) || denied(Concept::Unique);
    if speaks_of_template && shared && several != Some(Concept::Tag) {
        found.insert((FailureCode::TemplateAmbiguous, 3));
    } else if (speaks_of_template || told_of(Concept::Tag)) && several.is_none() {
        let not_there = denied(Concept::Exist)
            || denied(Concept::Template)
            || stated(Concept::Unknown)
            || (!told_of(Concept::Email) && (stated(Concept::Invalid) || denied(Concept::Valid)))
            || (told_of(Concept::Exist) && stated(Concept::Fail));
        if not_there && !denied(Concept::Tag) {
            found.insert((
                FailureCode::TemplateNotFound,
                if speaks_of_template { 3 } else { 2 },
            ));
        }
    }
    if let Some(code) = email_cause(&facts) {
        let plain = told_of(Concept::Address)
            || told_of(Concept::Present)
            || (code == FailureCode::MissingEmail && stated(Concept::Missing));
        // "Template not found" speaks of a template even where an address is mentioned.
        if found.is_empty() || !denied(Concept::Exist) {
            found.insert((code, 2 + u32::from(plain)));
        }
    }
    found
}

/// "There is none on file", where another sentence says what: an e-mail.
fn none_on_file(sentence: &Sentence, note: &[Sentence]) -> Option<(FailureCode, u32)> {
    let nothing_else = [
        Concept::Email,
        Concept::Template,
        Concept::Tag,
        Concept::Phone,
    ]
    .iter()
    .all(|concept| !has(sentence, *concept));
    let none = sentence
        .iter()
        .any(|word| word.is(Concept::Missing) && told(word))
        && has(sentence, Concept::Present);
    (nothing_else && none && any(note, Concept::Address) && !any(note, Concept::Template))
        .then_some((FailureCode::MissingEmail, 2))
}

/// What "several", "two", "more than one" is said of.
fn several(facts: &[&Word]) -> Option<Concept> {
    let noun = |word: &&&Word| {
        [Concept::Tag, Concept::Template]
            .into_iter()
            .find(|concept| word.is(*concept))
    };
    facts
        .iter()
        .enumerate()
        .filter(|(_, word)| word.is(Concept::Several) && !word.negated)
        .find_map(|(at, _)| {
            let after: Vec<&&Word> = facts.iter().skip(at + 1).take(4).collect();
            // "more than one template tag": the last noun of the group is the one that is counted.
            let counted = after.iter().find_map(noun).map(|first| {
                let tag_follows = after
                    .iter()
                    .skip_while(|word| noun(word) != Some(first))
                    .nth(1)
                    .is_some_and(|word| word.is(Concept::Tag));
                if tag_follows { Concept::Tag } else { first }
            });
            // "Template 2" is a name.
            let number = facts
                .get(at)
                .is_some_and(|word| word.text.chars().all(|c| c.is_ascii_digit()));
            if number {
                return counted;
            }
            counted.or_else(|| {
                facts
                    .iter()
                    .take(at)
                    .rev()
                    .take(6)
                    .find_map(|word| noun(&word))
            })
        })
}

/// An e-mail that is not there, or not an address. "E-mail" also means the message: what is sent, answered or opened
/// is no address.
fn email_cause(facts: &[&Word]) -> Option<FailureCode> {
    facts.iter().enumerate().find_map(|(at, word)| {
        if !word.is(Concept::Email) {
            return None;
        }
        let near = |other: &&Word| other.part == word.part;
        let after: Vec<&&Word> = facts.iter().skip(at + 1).take(6).collect();
        let before: Vec<&&Word> = facts.iter().take(at).rev().take(5).collect();
        let message = !word.is(Concept::Address)
            && (after
                .iter()
                .take(3)
                .copied()
                .filter(|other| near(other))
                .any(|other| {
                    other.is(Concept::Send)
                        || other.is(Concept::Invite)
                        || other.is(Concept::Reaction)
                })
                || before
                    .iter()
                    .take(2)
                    .copied()
                    .filter(|other| near(other))
                    .any(|other| other.is(Concept::Send)));
        if message {
            return None;
        }
        let around = || {
            before
                .iter()
                .chain(after.iter())
                .filter(|other| other.clause.abs_diff(word.clause) == 0)
        };
        let template_nearer = after
            .iter()
            .take(2)
            .any(|other| other.is(Concept::Template));
        if template_nearer {
            return None;
        }
        let on_file = after.iter().any(|other| other.is(Concept::Present));
        let unusable = word.is(Concept::Invalid)
            || around().any(|other| {
                (other.is(Concept::Invalid) && !other.negated)
                    || (other.is(Concept::Valid) && other.negated)
            });
        if unusable && !(on_file && around().any(|other| other.is(Concept::Valid) && other.negated))
        {
            return Some(FailureCode::InvalidEmail);
        }
        let absent = word.negated
            || around().any(|other| {
                (other.is(Concept::Missing) && !other.negated)
                    || (other.is(Concept::Present) && other.negated)
            })
            || (unusable && on_file);
        absent.then_some(FailureCode::MissingEmail)
    })
}

/// What advice points to. Taken only when a failure was told and nothing told its cause.
fn hints(sentence: &Sentence) -> BTreeSet<FailureCode> {
    let mut found = BTreeSet::new();
    let meant: Vec<&Word> = sentence
        .iter()
        .filter(|word| word.mood != Mood::Supposed)
        .collect();
    let named = |concept: Concept| meant.iter().any(|word| word.is(concept));
    if named(Concept::Email) && named(Concept::Require) && !named(Concept::Template) {
        found.insert(FailureCode::MissingEmail);
    }
    if (named(Concept::Template) || named(Concept::Tag)) && named(Concept::Spelling) {
        found.insert(FailureCode::TemplateNotFound);
    }
    found
}
