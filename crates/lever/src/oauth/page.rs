//! What the browser shows when it comes back.

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The code has arrived.
    Done,
    /// Lever said no.
    Refused,
    /// Not the sign-in that was started here.
    Foreign,
    /// Anything else that asks on this port.
    Unknown,
}

impl Page {
    /// A whole HTTP answer. Nothing of the request is echoed, nothing is loaded from elsewhere.
    pub(super) fn answer(self) -> String {
        let (status, title, text) = match self {
            Self::Done => (
                "200 OK",
                "Signed in",
                "Fulcrum has what it needs from Lever. You can close this tab and go back to the window.",
            ),
            Self::Refused => (
                "200 OK",
                "Not signed in",
                "Lever sent you back without access. You can close this tab; the window says why and what to do.",
            ),
            Self::Foreign => (
                "400 Bad Request",
                "Not the sign-in that was started",
                "This answer belongs to another sign-in, or came a second time. Nothing was taken from it; start again from the window.",
            ),
            Self::Unknown => ("404 Not Found", "Nothing here", "This address has no page."),
        };
        let body = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title} · Fulcrum</title>\
             <style>body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}}\
             @media(prefers-color-scheme:dark){{body{{background:#16181d;color:#e6e8ec}}}}</style>\
             <h1>{title}</h1><p>{text}</p></html>"
        );
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
             Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nCache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_loads_nothing_and_says_its_length() {
        let answer = Page::Done.answer();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())));
        assert!(head.contains("default-src 'none'"));
    }
}
