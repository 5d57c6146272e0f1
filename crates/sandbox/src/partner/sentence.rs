//! Sentences with holes.

/// Replaces `{name}` in one pass, so that a candidate called "{link}" stays one.
pub(crate) fn filled<'a>(wording: &str, fill: impl Fn(&str) -> &'a str) -> String {
    let mut text = String::new();
    let mut rest = wording;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}') {
            Some((name, behind)) => {
                text.push_str(fill(name));
                rest = behind;
            }
            None => rest = after,
        }
    }
    text.push_str(rest);
    text
}
