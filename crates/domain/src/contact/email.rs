//! E-mail plausibility: enough to say that a mail cannot arrive, never a promise that it will.

/// What the e-mails on file allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailCheck {
    /// None on file (blank entries count as none).
    Missing,
    /// Something is on file, but none of it is an address.
    Invalid {
        /// The first one, as typed.
        typed: String,
    },
    /// At least one address. Which of several the vendor takes is not documented.
    Usable,
}

/// Checks the e-mails of a contact.
pub fn check_emails(emails: &[String]) -> EmailCheck {
    let mut typed = emails.iter().filter(|email| !email.trim().is_empty());
    match typed.clone().next() {
        None => EmailCheck::Missing,
        Some(_) if typed.any(|email| plausible_email(email)) => EmailCheck::Usable,
        Some(first) => EmailCheck::Invalid {
            typed: first.clone(),
        },
    }
}

/// One `@`, a local part, and a domain of at least two labels with letters at its end. Addresses with letters outside
/// ASCII are plausible too. Quoted local parts and bare IP addresses are not: no vendor's form takes them.
pub fn plausible_email(text: &str) -> bool {
    let text = text.trim();
    if text.len() > 254 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return false;
    }
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let dots_well_placed = |part: &str| {
        !part.starts_with('.') && !part.ends_with('.') && !part.contains("..") && !part.is_empty()
    };
    let local_fits = local.len() <= 64
        && dots_well_placed(local)
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || !c.is_ascii() || "!#$%&'*+/=?^_`{|}~-.".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let label_fits = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || c == '-' || is_mark(c))
    };
    let top_fits = labels
        .last()
        .is_some_and(|top| top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit()));
    local_fits && labels.len() >= 2 && labels.iter().all(label_fits) && top_fits
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_addresses_from_other_text() {
        for good in [
            "ana@example.org",
            " ana@example.org ",
            "o'hara+lever@mail.example.co.uk",
            "müller@bücher.example",
            "用户@例子.广告",
            "a@b.io",
        ] {
            assert!(plausible_email(good), "{good}");
        }
        for bad in [
            "",
            "n/a",
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana@@example.org",
            "ana@exa mple.org",
            "ana@example..org",
            ".ana@example.org",
            "ana.@example.org",
            "ana@-example.org",
            "ana@192.168.0.1",
            "ana@example.org,bo@example.org",
            "ana(at)example.org",
            "<ana@example.org>",
            "ana@example.o",
        ] {
            assert!(!plausible_email(bad), "{bad}");
        }
    }

    #[test]
    fn one_address_among_others_is_enough() {
        let list = |emails: &[&str]| emails.iter().map(|e| (*e).to_owned()).collect::<Vec<_>>();
        assert_eq!(check_emails(&[]), EmailCheck::Missing);
        assert_eq!(check_emails(&list(&["", "  "])), EmailCheck::Missing);
        assert_eq!(
            check_emails(&list(&["", "see CV"])),
            EmailCheck::Invalid {
                typed: "see CV".to_owned()
            }
        );
        assert_eq!(
            check_emails(&list(&["see CV", "a@b.io"])),
            EmailCheck::Usable
        );
    }
}
