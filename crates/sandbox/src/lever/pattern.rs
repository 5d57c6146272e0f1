//! Which requests something applies to: `GET /opportunities/:id/notes`, `/postings/**`, `POST`, or nothing at all for every one.

use serde::{Deserialize, Serialize};

/// A method (optional) and a path (optional) below `/v1`. A segment `:name` or `*` matches any one segment, a last segment `**` any
/// number of them, none included.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(String);

impl Pattern {
    /// The pattern written so.
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether a request fits. A literal segment may stand where a name could: `/opportunities/:id` fits `/opportunities/deleted`.
    pub fn fits(&self, method: &str, path: &str) -> bool {
        let text = self.0.trim();
        let (wanted, pattern) = match text.find('/') {
            Some(slash) => text.split_at(slash),
            None => (text, ""),
        };
        let wanted = wanted.trim();
        let method_fits = wanted.is_empty() || wanted == "*" || wanted.eq_ignore_ascii_case(method);
        method_fits && (pattern.is_empty() || path_fits(pattern, path))
    }
}

fn path_fits(pattern: &str, path: &str) -> bool {
    let mut given = path.trim_end_matches('/').split('/');
    let mut wanted = pattern.trim_end_matches('/').split('/').peekable();
    while let Some(segment) = wanted.next() {
        if segment == "**" && wanted.peek().is_none() {
            return true;
        }
        match given.next() {
            Some(found) if segment == "*" || segment.starts_with(':') => {
                if found.is_empty() {
                    return false;
                }
            }
            Some(found) if found == segment => {}
            _ => return false,
        }
    }
    given.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn fits_and_does_not() {
        for (pattern, method, path, fits) in [
            ("", "GET", "/x", true),
            ("post", "POST", "/x/y", true),
            ("POST", "GET", "/x/y", false),
            ("GET /opportunities", "GET", "/opportunities", true),
            ("GET /opportunities", "GET", "/opportunities/", true),
            ("GET /opportunities", "GET", "/opportunities/1", false),
            ("/opportunities/:id", "PUT", "/opportunities/1", true),
            (
                "/opportunities/*/notes",
                "GET",
                "/opportunities/1/notes",
                true,
            ),
            (
                "/opportunities/*/notes",
                "GET",
                "/opportunities//notes",
                false,
            ),
            ("/opportunities/**", "GET", "/opportunities", true),
            ("/opportunities/**", "GET", "/opportunities/1/notes/2", true),
            ("/opportunities/**", "GET", "/opportunitiesx", false),
            ("* /**", "DELETE", "/", true),
        ] {
            assert_eq!(
                Pattern::of(pattern).fits(method, path),
                fits,
                "{pattern} {method} {path}"
            );
        }
    }
}
