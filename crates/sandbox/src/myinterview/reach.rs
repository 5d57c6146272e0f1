//! By which address a candidate can be reached.

/// What the e-mail addresses on file allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Email {
    /// The first address that mail can be sent to.
    Usable(String),
    /// Nothing on file.
    Missing,
    /// Something on file, nothing that mail can be sent to.
    Invalid,
}

/// The first usable e-mail address: one `@`, something before it, a dotted host after it, no blanks or brackets.
pub(crate) fn email<'a>(on_file: impl IntoIterator<Item = &'a str>) -> Email {
    let mut any = false;
    for address in on_file.into_iter().map(str::trim) {
        if address.is_empty() {
            continue;
        }
        any = true;
        if is_address(address) {
            return Email::Usable(address.to_owned());
        }
    }
    if any { Email::Invalid } else { Email::Missing }
}

fn is_address(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let clean = |part: &str| {
        !part.contains(|c: char| c.is_whitespace() || c.is_control() || "@,;<>\"()".contains(c))
            && part.split('.').all(|label| !label.is_empty())
    };
    clean(local) && clean(host) && host.contains('.')
}

/// The first phone number in full international format, as `+` and digits (E.164: 8 to 15 of them, no leading zero).
/// Blanks, hyphens, dots, slashes and brackets between digits are taken out; a trunk zero in brackets, as in `+44 (0)20`,
/// makes a number not international.
pub(crate) fn sms_number<'a>(on_file: impl IntoIterator<Item = &'a str>) -> Option<String> {
    on_file.into_iter().find_map(international)
}

fn international(text: &str) -> Option<String> {
    let digits = text.trim().strip_prefix('+')?;
    if digits.contains("(0)") {
        return None;
    }
    let digits: String = digits
        .chars()
        .filter(|c| !(c.is_whitespace() || "-./()".contains(*c)))
        .collect();
    let well_formed = (8..=15).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0');
    well_formed.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::{Email, email, sms_number};

    #[test]
    fn the_first_usable_address_is_taken() {
        assert_eq!(
            email(["", "nobody", " ana@example.com "]),
            Email::Usable("ana@example.com".to_owned())
        );
        assert_eq!(email([]), Email::Missing);
        assert_eq!(email(["  "]), Email::Missing);
        for bad in [
            "ana",
            "ana@",
            "@example.com",
            "ana@example",
            "a na@example.com",
            "ana@@example.com",
            "ana@example..com",
            "ana@example.com, b@example.com",
        ] {
            assert_eq!(email([bad]), Email::Invalid, "{bad}");
        }
    }

    #[test]
    fn only_full_international_numbers_get_a_message() {
        for (text, number) in [
            ("+1 (555) 010-0100", "+15550100100"),
            ("+49 30 901820", "+4930901820"),
            (" +81.3.5550.0100 ", "+81355500100"),
        ] {
            assert_eq!(sms_number([text]).as_deref(), Some(number), "{text}");
        }
        for text in [
            "(555) 010-0100",
            "0049 30 901820",
            "555 0100",
            "+44 (0)20 7946 0000",
            "+0 555 010 0100",
            "+1 555",
            "+1 555 010 0100 ext 5",
            "ana.smith",
            "",
        ] {
            assert_eq!(sms_number([text]), None, "{text}");
        }
        assert_eq!(
            sms_number(["(555) 010-0100", "+15550100100"]).as_deref(),
            Some("+15550100100")
        );
    }
}
