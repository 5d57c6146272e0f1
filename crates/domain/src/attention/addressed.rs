//! Whom a note addresses: `@username` in its text, as Lever has it.

/// Whether a note's text mentions this user. `username` is the local part of an e-mail; upper and lower case are the same, and
/// a longer name is another person's.
///
/// Source: Lever's documentation of notes (`@username` in a note's value notifies that user).
pub fn mentions(text: &str, username: &str) -> bool {
    if username.is_empty() {
        return false;
    }
    let (text, wanted) = (text.to_lowercase(), username.to_lowercase());
    text.match_indices('@').any(|(at, sign)| {
        let (before, after) = (text.get(..at), text.get(at + sign.len()..));
        let free = before
            .and_then(|before| before.chars().next_back())
            // The @ of an e-mail address follows its local part.
            .is_none_or(|last| !last.is_alphanumeric() && !"._-+".contains(last));
        free && after
            .and_then(|after| after.strip_prefix(wanted.as_str()))
            .is_some_and(ends)
    })
}

/// The name is over: what follows belongs to the sentence.
fn ends(rest: &str) -> bool {
    let mut following = rest.chars();
    match following.next() {
        None => true,
        Some(letter) if letter.is_alphanumeric() || "_-+@".contains(letter) => false,
        // A full stop ends a sentence, or goes on in "ana.berg".
        Some('.') => following
            .next()
            .is_none_or(|letter| !letter.is_alphanumeric()),
        Some(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::mentions;

    #[test]
    fn a_mention_is_a_whole_name_after_a_sign() {
        for text in [
            "@ana.b",
            "Slots wanted, @ana.b: use the link",
            "Ask @Ana.B.",
            "(@ana.b) please",
            "cc @ben, @ana.b",
        ] {
            assert!(mentions(text, "ana.b"), "{text}");
        }
        for text in [
            "ana.b, please enter slots",
            "@ana.berg",
            "@ana",
            "mail ana.b@example.com",
            "mail x@ana.b",
            "@ana.b.c",
            "",
        ] {
            assert!(!mentions(text, "ana.b"), "{text}");
        }
        assert!(!mentions("@ all", ""));
    }

    proptest! {
        #[test]
        fn a_mention_is_found_wherever_it_stands(
            before in "[a-z ]{0,12}",
            name in "[a-z][a-z.]{0,8}[a-z]",
            after in "( [a-z@. ]{0,12})?",
        ) {
            let text = format!("{before} @{name}{after}");
            prop_assert!(mentions(&text, &name));
            let anothers = format!("{before} @{name}x");
            prop_assert!(!mentions(&anothers, &name));
        }
    }
}
