//! One request at the address the browser comes back to: is it the answer that is awaited?
//!
//! Any program on this machine and any page in the browser can ask here, so everything about a request must be right, letter
//! by letter, before its code counts; what is wrong is answered with a page that says nothing of the sign-in.

use std::sync::atomic::{AtomicBool, Ordering};

use fulcrum_vault::Secret;
use url::form_urlencoded;

use super::page::Page;

/// Longest head that is read, bytes. A redirect is one line and some headers.
pub(super) const LONGEST_HEAD: usize = 16 * 1024;

/// More headers than a browser sends.
const MOST_HEADERS: usize = 64;

/// Longest value, letters.
const LONGEST_VALUE: usize = 4096;

/// What is awaited: set when the port opens.
pub(super) struct Awaited {
    /// Host and port as registered; a page that was rebound to this machine names another host.
    pub(super) authority: String,
    /// Path as registered.
    pub(super) path: String,
    /// What keeps a foreign answer out.
    pub(super) state: Secret,
    /// The answer has come; there is no second one.
    pub(super) answered: AtomicBool,
}

/// What came.
#[derive(Debug)]
pub(super) enum Arrival {
    /// The one that is awaited.
    Code(Secret),
    /// The one that is awaited, and Lever says no.
    Refused(Refusal),
    /// An answer of another sign-in, or one that is not well-formed.
    Foreign,
    /// No answer of a sign-in.
    Nothing,
}

/// Why Lever sent the browser back without a code. RFC 6749, 4.1.2.1; words beyond the code are not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// `access_denied`.
    Denied,
    /// `invalid_scope`.
    Scope,
    /// `invalid_request`.
    Request,
    /// `server_error`, `temporarily_unavailable`.
    Busy,
    /// Whatever else: the app, or the way it asks.
    App,
}

impl Refusal {
    fn of(error: &str) -> Self {
        match error {
            "access_denied" => Self::Denied,
            "invalid_scope" => Self::Scope,
            "invalid_request" => Self::Request,
            "server_error" | "temporarily_unavailable" => Self::Busy,
            _ => Self::App,
        }
    }
}

/// Judges a request by its head.
pub(super) fn read(head: &[u8], awaited: &Awaited) -> (Page, Arrival) {
    let Some(query) = query(head, awaited) else {
        return (Page::Unknown, Arrival::Nothing);
    };
    let field = |name: &str| Field::of(query, name);
    let (code, error, state) = (field("code"), field("error"), field("state"));
    if code == Field::Absent && error == Field::Absent {
        return (Page::Unknown, Arrival::Nothing);
    }
    let foreign = (Page::Foreign, Arrival::Foreign);
    // Compared in constant time.
    if !matches!(&state, Field::Once(state) if *state == awaited.state) {
        return foreign;
    }
    let arrival = match (code, error) {
        (Field::Once(code), Field::Absent) => (Page::Done, Arrival::Code(code)),
        (Field::Absent, Field::Once(error)) => {
            let refusal = Refusal::of(error.expose_text().unwrap_or_default());
            (Page::Refused, Arrival::Refused(refusal))
        }
        _ => return foreign,
    };
    // Whoever comes second is a replay, however right.
    if awaited.answered.swap(true, Ordering::SeqCst) {
        return foreign;
    }
    arrival
}

/// The query of a request that a browser may have been sent here with.
fn query<'head>(head: &'head [u8], awaited: &Awaited) -> Option<&'head str> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    if !request.parse(head).ok()?.is_complete() || request.method != Some("GET") {
        return None;
    }
    let (mut host, mut body) = (None, false);
    for header in request.headers.iter() {
        if header.name.eq_ignore_ascii_case("host") {
            if host.is_some() {
                return None;
            }
            host = Some(header.value);
        }
        body |= header.name.eq_ignore_ascii_case("content-length")
            || header.name.eq_ignore_ascii_case("transfer-encoding");
    }
    let ours = host.is_some_and(|host| host.eq_ignore_ascii_case(awaited.authority.as_bytes()));
    if !ours || body {
        return None;
    }
    // Not parsed as an address: that would forgive `//elsewhere/callback`, `/x/../callback` and their kin.
    let (path, query) = request.path?.split_once('?')?;
    (path == awaited.path && !query.contains('#')).then_some(query)
}

#[derive(PartialEq)]
enum Field {
    Absent,
    Once(Secret),
    /// It comes twice, which OAuth forbids: which one counts is a matter of taste. Or it holds what no such value holds.
    Unclear,
}

impl Field {
    fn of(query: &str, name: &str) -> Self {
        let mut values = form_urlencoded::parse(query.as_bytes())
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value);
        match (values.next(), values.next()) {
            (None, _) => Self::Absent,
            (Some(value), None) if plain(&value) => {
                Self::Once(Secret::from_text(value.into_owned()))
            }
            (Some(_), _) => Self::Unclear,
        }
    }
}

/// A value is made of visible letters and blanks; RFC 6749, A.5, A.7 and A.11. Looked at as it came: a secret loses what stands
/// around it.
fn plain(value: &str) -> bool {
    (1..=LONGEST_VALUE).contains(&value.len())
        && value.bytes().all(|letter| (0x20..=0x7e).contains(&letter))
        && value.trim() == value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn awaited() -> Awaited {
        Awaited {
            authority: "127.0.0.1:47621".to_owned(),
            path: "/callback".to_owned(),
            state: Secret::from_text("s1"),
            answered: AtomicBool::new(false),
        }
    }

    fn head(line: &str) -> String {
        format!("{line} HTTP/1.1\r\nHost: 127.0.0.1:47621\r\n\r\n")
    }

    fn judged(head: &str) -> (Page, Option<String>) {
        let (page, arrival) = read(head.as_bytes(), &awaited());
        let word = match arrival {
            Arrival::Code(code) => code.expose_text().map(str::to_owned),
            Arrival::Refused(refusal) => Some(format!("{refusal:?}")),
            Arrival::Foreign | Arrival::Nothing => None,
        };
        (page, word)
    }

    #[test]
    fn only_our_own_answer_counts() {
        let cases = [
            ("GET /callback?code=a%2Fb&state=s1", Page::Done, Some("a/b")),
            ("GET /callback?state=s1&iss=x&code=a", Page::Done, Some("a")),
            (
                "GET /callback?state=s1&error=access_denied&error_description=x",
                Page::Refused,
                Some("Denied"),
            ),
            (
                "GET /callback?state=s1&error=invalid_scope",
                Page::Refused,
                Some("Scope"),
            ),
            (
                "GET /callback?state=s1&error=invalid_request",
                Page::Refused,
                Some("Request"),
            ),
            (
                "GET /callback?state=s1&error=temporarily_unavailable",
                Page::Refused,
                Some("Busy"),
            ),
            (
                "GET /callback?state=s1&error=<script>",
                Page::Refused,
                Some("App"),
            ),
            ("GET /callback?code=a&state=s2", Page::Foreign, None),
            ("GET /callback?code=a&state=", Page::Foreign, None),
            ("GET /callback?code=a", Page::Foreign, None),
            ("GET /callback?error=access_denied", Page::Foreign, None),
            ("GET /callback?code=a&code=b&state=s1", Page::Foreign, None),
            (
                "GET /callback?code=a&state=s1&state=s2",
                Page::Foreign,
                None,
            ),
            (
                "GET /callback?code=a&state=s2&state=s1",
                Page::Foreign,
                None,
            ),
            (
                "GET /callback?code=a&state=s1&error=access_denied",
                Page::Foreign,
                None,
            ),
            ("GET /callback?code=&state=s1", Page::Foreign, None),
            ("GET /callback?code=%00&state=s1", Page::Foreign, None),
            ("GET /callback?code=a%0a&state=s1", Page::Foreign, None),
            ("GET /callback?code=+a&state=s1", Page::Foreign, None),
            ("GET /callback?code=a&state=s1%20", Page::Foreign, None),
            ("GET /callback?code=%ff&state=s1", Page::Foreign, None),
            ("GET /callback", Page::Unknown, None),
            ("GET /callback?", Page::Unknown, None),
            ("GET /callback?state=s1", Page::Unknown, None),
            ("GET /favicon.ico", Page::Unknown, None),
            ("GET /callback/?code=a&state=s1", Page::Unknown, None),
            ("GET /Callback?code=a&state=s1", Page::Unknown, None),
            ("GET /x/../callback?code=a&state=s1", Page::Unknown, None),
            (
                "GET //127.0.0.1/callback?code=a&state=s1",
                Page::Unknown,
                None,
            ),
            (
                "GET http://127.0.0.1:47621/callback?code=a&state=s1",
                Page::Unknown,
                None,
            ),
            ("GET /callback?code=a&state=s1#x", Page::Unknown, None),
            ("POST /callback?code=a&state=s1", Page::Unknown, None),
            ("HEAD /callback?code=a&state=s1", Page::Unknown, None),
            ("get /callback?code=a&state=s1", Page::Unknown, None),
        ];
        for (line, page, word) in cases {
            assert_eq!(
                judged(&head(line)),
                (page, word.map(str::to_owned)),
                "{line}"
            );
        }
    }

    #[test]
    fn a_request_for_another_host_is_none_of_ours() {
        let line = "GET /callback?code=a&state=s1 HTTP/1.1\r\n";
        let good = "Host: 127.0.0.1:47621\r\n";
        for headers in [
            "".to_owned(),
            "Host: evil.example:47621\r\n".to_owned(),
            "Host: 127.0.0.1\r\n".to_owned(),
            "Host: localhost:47621\r\n".to_owned(),
            "Host: 127.0.0.1:47621.evil.example\r\n".to_owned(),
            format!("{good}Host: evil.example\r\n"),
            format!("{good}{good}"),
            format!("{good}Content-Length: 3\r\n"),
            format!("{good}Transfer-Encoding: chunked\r\n"),
            format!("{good} folded\r\n"),
            format!("{good}{}", "X: y\r\n".repeat(MOST_HEADERS)),
        ] {
            let head = format!("{line}{headers}\r\n");
            assert_eq!(judged(&head), (Page::Unknown, None), "{headers:?}");
        }
        let head = format!("{line}hOST: 127.0.0.1:47621\r\nAccept: */*\r\n\r\n");
        assert_eq!(judged(&head).0, Page::Done);
    }

    #[test]
    fn a_second_answer_is_a_replay() {
        let awaited = awaited();
        let head = head("GET /callback?code=a&state=s1");
        assert!(matches!(
            read(head.as_bytes(), &awaited).1,
            Arrival::Code(_)
        ));
        for _ in 0..2 {
            let (page, arrival) = read(head.as_bytes(), &awaited);
            assert_eq!(page, Page::Foreign);
            assert!(matches!(arrival, Arrival::Foreign));
        }
    }
}
