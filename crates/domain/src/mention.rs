//! Whom a note addresses: `@username` in its text. Lever rings the bell of each user named so and writes them an e-mail,
//! which nothing takes back.
//! Source: Lever's Data API documentation (notes; users: "username").

use crate::model::User;

/// The active users a text mentions, in the order of their first mention. A mention begins where no word does, so that an
/// e-mail address addresses nobody; a dot that ends the sentence is not part of it.
pub fn mentioned<'a>(text: &str, users: &'a [User]) -> Vec<&'a User> {
    let mut found: Vec<&User> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest
            .find(|letter: char| !(letter.is_alphanumeric() || "._-+".contains(letter)))
            .unwrap_or(rest.len());
        let name = rest
            .get(..end)
            .unwrap_or_default()
            .trim_end_matches(['.', '-', '+']);
        let user = users.iter().find(|user| {
            user.deactivated_at_ms.is_none()
                && !name.is_empty()
                && user.username.eq_ignore_ascii_case(name)
        });
        found.extend(user.filter(|user| !found.iter().any(|known| known.id == user.id)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn user(username: &str, active: bool) -> User {
        User {
            id: username.into(),
            name: username.to_owned(),
            username: username.to_owned(),
            email: format!("{username}@example.com"),
            access_role: "team member".to_owned(),
            deactivated_at_ms: (!active).then_some(1),
        }
    }

    fn names(text: &str) -> Vec<String> {
        let users = [
            user("joonas.p", true),
            user("ana", true),
            user("gone", false),
        ];
        mentioned(text, &users)
            .into_iter()
            .map(|user| user.username.clone())
            .collect()
    }

    #[test]
    fn a_mention_is_a_word_of_its_own_and_names_an_active_user() {
        for (text, expected) in [
            ("@ana please look", &["ana"][..]),
            ("Thanks, @joonas.p.", &["joonas.p"]),
            ("(@Ana, @joonas.p) and @ana again", &["ana", "joonas.p"]),
            ("write to ana@ana or x@ana.example", &[]),
            ("@gone @nobody @ @@", &[]),
            ("שלום @ana", &["ana"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_only_named_users_are_found(text in "\\PC{0,60}") {
            for name in names(&text) {
                let said = text.to_lowercase().contains(&format!("@{name}"));
                prop_assert!(said, "{text}");
                prop_assert!(name != "gone");
            }
        }

        #[test]
        fn a_name_set_apart_is_found(before in "[ a-z(]{0,8} ", after in "[ ,;!)\n][a-z ]{0,8}") {
            let text = format!("{before}@joonas.p{after}");
            prop_assert!(names(&text).contains(&"joonas.p".to_owned()), "{text}");
        }
    }
}
