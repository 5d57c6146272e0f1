//! Lengths of time as people write them.

/// `90s`, `10m`, `1h30m`, `2d`, `250ms` in milliseconds.
///
/// # Errors
/// A sentence with examples.
pub fn length_ms(text: &str) -> Result<i64, String> {
    let refused = || {
        format!(
            "\"{text}\" is no length of time; write \"90s\", \"10m\", \"1h30m\", \"2d\" or \"250ms\""
        )
    };
    let mut rest = text.trim();
    let mut total: i64 = 0;
    if rest.is_empty() {
        return Err(refused());
    }
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit());
        let (number, behind) = rest.split_at(digits.ok_or_else(refused)?);
        let letters = behind
            .find(|letter: char| letter.is_ascii_digit())
            .unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(letters);
        let unit: i64 = match unit.trim() {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(refused()),
        };
        let number: i64 = number.parse().map_err(|_| refused())?;
        total = number
            .checked_mul(unit)
            .and_then(|ms| total.checked_add(ms))
            .ok_or_else(refused)?;
        rest = behind;
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::length_ms;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, ms) in [
            ("0s", 0),
            ("250ms", 250),
            ("90s", 90_000),
            ("1h30m", 5_400_000),
            (" 2d ", 172_800_000),
            ("1 h 5 m", 3_900_000),
        ] {
            assert_eq!(length_ms(text), Ok(ms), "{text}");
        }
    }

    #[test]
    fn anything_else_is_answered_with_examples() {
        for text in [
            "",
            "10",
            "ten minutes",
            "-5m",
            "1.5h",
            "5 minutes",
            "9223372036854775807d",
            "m",
            "５m",
        ] {
            let sentence = length_ms(text).unwrap_err();
            assert!(sentence.contains("\"1h30m\""), "{sentence}");
        }
    }
}
