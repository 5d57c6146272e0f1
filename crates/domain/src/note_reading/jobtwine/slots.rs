//! Whether slots are asked for, were given, or were taken by nobody.

use super::concept::Concept;
use super::words::{Sentence, Word, has, told_of};
use super::{ADDRESS, URL};

/// How many words may stand between "if" and what the reader likes.
const CHOICE_REACH: usize = 5;
/// How many words may stand between "no" and "took".
const REFUSAL_REACH: usize = 6;

/// "No expert could take the slots. Please propose new ones: <link>".
pub(super) fn asked_after_slots(sentences: &[Sentence], pinned_link: bool) -> Vec<usize> {
    let named = sentences
        .iter()
        .any(|sentence| has(sentence, Concept::Slots));
    let asks = |sentence: &Sentence| {
        has(sentence, Concept::Advice)
            && sentence
                .iter()
                .any(|word| word.is(Concept::Give) && !word.negated)
            && sentence.iter().any(|word| word.text == URL)
    };
    sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| named && pinned_link && asks(sentence))
        .map(|(number, _)| number)
        .collect()
}

/// `conditional`: whether a word of the sentence hangs on something that may not be.
pub(super) fn slots_wanted(
    sentence: &Sentence,
    pinned_link: bool,
    conditional: fn(&Sentence, &Word) -> bool,
) -> bool {
    if slots_given(sentence) || sentence.iter().any(|word| word.is(Concept::Unreal)) {
        return false;
    }
    let asked = |concept: Concept| {
        sentence
            .iter()
            .any(|word| word.is(concept) && !word.negated && !conditional(sentence, word))
    };
    let linked = pinned_link && sentence.iter().any(|word| word.text == URL);
    let slots = asked(Concept::Slots);
    let not_given_yet = sentence
        .iter()
        .any(|word| word.is(Concept::Given) && word.negated);
    // "We will look for slots" asks nobody.
    let told_only =
        has(sentence, Concept::Modal) && !has(sentence, Concept::Advice) && !pinned_link;
    if told_only {
        return false;
    }
    let gone = has(sentence, Concept::Expired) || has(sentence, Concept::Cancelled);
    if gone && !has(sentence, Concept::Advice) {
        return false;
    }
    let wanted = asked(Concept::Want) && wanting(sentence).next().is_some();
    let pending = pinned_link && pending_slots(sentence);
    (slots && (asked(Concept::Give) || wanted || linked || not_given_yet || pending))
        || (asked(Concept::SlotAsk) && (linked || has(sentence, Concept::Advice) || pinned_link))
}

pub(super) fn slots_given(sentence: &Sentence) -> bool {
    let taken_over = has(sentence, Concept::Advice)
        || wanting(sentence).any(|word| !word.is(Concept::Given) && word.text != "open");
    !taken_over
        && !slots_refused(sentence)
        && sentence
            .iter()
            .any(|word| word.is(Concept::Slots) && !word.negated && !word.supposed)
        && !told_of(sentence, Concept::Given).is_empty()
}

/// "Status: pending slots", "Slots: pending". "Slots are pending confirmation" says that there are some.
fn pending_slots(sentence: &Sentence) -> bool {
    sentence.iter().enumerate().any(|(at, word)| {
        let next = sentence.get(at + 1);
        let slots = |other: Option<&Word>| other.is_some_and(|other| other.is(Concept::Slots));
        let before = at.checked_sub(1).and_then(|before| sentence.get(before));
        // Nothing but the slots and the label of their line.
        let whole = slots(before) && next.is_none();
        word.is(Concept::Pending)
            && !word.negated
            && !word.supposed
            && (whole || next.is_some_and(|next| next.part == word.part) && slots(next))
    })
}

/// "The slots could not be matched", "all slots declined": nobody took what was given.
pub(super) fn slots_refused(sentence: &Sentence) -> bool {
    if sentence.iter().any(|word| word.is(Concept::Unreal)) {
        return false;
    }
    let slots = sentence
        .iter()
        .any(|word| word.is(Concept::Slots) && !word.supposed);
    let refused = sentence.iter().enumerate().any(|(at, word)| {
        let denied = sentence
            .iter()
            .take(at)
            .rev()
            .take(REFUSAL_REACH)
            .any(|before| before.is(Concept::Negation) && before.clause == word.clause);
        let taken = matches!(
            word.text.as_str(),
            "matched" | "claimed" | "taken" | "took" | "accepted" | "filled"
        );
        let declined = matches!(word.text.as_str(), "declined" | "rejected" | "refused");
        !word.supposed && ((taken && denied) || (declined && !denied))
    });
    slots && refused
}

/// The words by which something is wanted, unless it is an interviewer: "looking for an expert for the slots you gave"
/// asks for no slots.
fn wanting(sentence: &Sentence) -> impl Iterator<Item = &Word> {
    sentence.iter().enumerate().filter_map(|(at, word)| {
        let mut named = sentence.iter().skip(at + 1);
        let somebody = named
            .find(|other| other.is(Concept::Slots) || other.is(Concept::Interviewer))
            .is_some_and(|other| other.is(Concept::Interviewer))
            && named.any(|other| other.is(Concept::Slots));
        (word.is(Concept::Want) && !somebody).then_some(word)
    })
}

/// Inside an "if …".
pub(super) fn in_a_condition(sentence: &Sentence, word: &Word) -> bool {
    condition_of(sentence, word).is_some()
}

/// Inside an "if …" about what may happen. "If you would rather give slots yourself" leaves the reader a choice; what it
/// speaks of can be done now.
pub(super) fn in_a_condition_of_events(sentence: &Sentence, word: &Word) -> bool {
    condition_of(sentence, word).is_some_and(|at| !leaves_a_choice(sentence, at))
}

/// The place of the "if" of a word's clause.
fn condition_of(sentence: &Sentence, word: &Word) -> Option<usize> {
    let opens = |other: &Word| {
        other.is(Concept::Hypothetical)
            && other.clause == word.clause
            && matches!(
                other.text.as_str(),
                "if" | "in case"
                    | "should you"
                    | "should the"
                    | "unless"
                    | "wenn"
                    | "falls"
                    | "si"
                    | "once"
                    | "after"
                    | "when"
                    | "in the event"
            )
    };
    word.supposed
        .then(|| sentence.iter().position(opens))
        .flatten()
}

/// "If you (would) rather", "should you wish to", "if it is easier": the condition is what the reader likes, and it is
/// the reader's liking, not the candidate's.
fn leaves_a_choice(sentence: &Sentence, condition: usize) -> bool {
    let Some(opening) = sentence.get(condition) else {
        return false;
    };
    if !matches!(
        opening.text.as_str(),
        "if" | "in case" | "should you" | "wenn" | "falls" | "si"
    ) {
        return false;
    }
    let clause: Vec<&Word> = sentence
        .iter()
        .skip(condition + 1)
        .take_while(|other| other.clause == opening.clause)
        .collect();
    // The liking stands right behind the one who likes.
    let Some(liking) = clause
        .iter()
        .take(CHOICE_REACH)
        .position(|other| other.is(Concept::Choice))
    else {
        return false;
    };
    let subject = clause.get(..liking).unwrap_or_default();
    let reader = opening.text == "should you"
        || subject.iter().any(|other| {
            matches!(
                other.text.as_str(),
                "you" | "your" | "it" | "it s" | "that" | "this" | "owner" | "sie" | "du" | "ihr" | "es" | "vous" | "tu" | "usted"
            ) || other.is(Concept::Client)
                || other.text == ADDRESS
        })
        // "If easier", "if preferred".
        || liking == 0;
    let somebody_else = subject.iter().any(|other| {
        [
            Concept::Candidate,
            Concept::Interviewer,
            Concept::Vendor,
            Concept::Interview,
        ]
        .iter()
        .any(|concept| other.is(*concept))
            || other.text == "they"
            || other.negated
            || other.is(Concept::Negation)
    });
    reader && !somebody_else
}
