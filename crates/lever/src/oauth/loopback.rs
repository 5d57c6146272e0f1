//! The address the browser comes back to: one registered port on this machine, open only while someone signs in.

use std::time::Duration;

use fulcrum_vault::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use url::{Host, Url};

use super::page::Page;
use crate::error::{Code, LeverError, Retry};

/// Endpoint name in errors of this part.
pub(super) const SIGN_IN: &str = "sign-in";

/// A browser sends its request at once; what says nothing for so long is a port scan or a spare connection.
const SILENCE: Duration = Duration::from_secs(10);

/// A redirect is one line and some headers.
const LONGEST_HEAD: usize = 32 * 1024;

/// A listening loopback address.
#[derive(Debug)]
pub(super) struct Loopback {
    listeners: Vec<TcpListener>,
    pub(super) redirect_uri: Url,
}

/// What came back.
enum Arrival {
    Code(Secret),
    Denied,
    Foreign,
    Nothing,
}

impl Loopback {
    /// Takes the first registered address whose port is free.
    pub(super) async fn bind(redirect_uris: &[Url]) -> Result<Self, LeverError> {
        for redirect_uri in redirect_uris {
            if let Some(listeners) = listen(redirect_uri).await {
                return Ok(Self {
                    listeners,
                    redirect_uri: redirect_uri.clone(),
                });
            }
        }
        Err(LeverError::local(
            Code::PortsTaken,
            Retry::Permanent,
            SIGN_IN,
        ))
    }

    /// Waits for the browser. An answer with a foreign `state` does not end the wait: any web page can send one.
    pub(super) async fn code(self, state: &str, patience: Duration) -> Result<Secret, LeverError> {
        let fail = |code, retry| Err(LeverError::local(code, retry, SIGN_IN));
        let mut foreign_seen = false;
        let deadline = tokio::time::sleep(patience);
        tokio::pin!(deadline);
        let mut visits = JoinSet::new();
        loop {
            tokio::select! {
                () = &mut deadline => {
                    let code = if foreign_seen { Code::SignInMismatch } else { Code::SignInTimedOut };
                    return fail(code, Retry::Auth);
                }
                stream = accept(&self.listeners) => {
                    let path = self.redirect_uri.path().to_owned();
                    let state = state.to_owned();
                    visits.spawn(async move {
                        let visit = serve(stream, &path, &state);
                        tokio::time::timeout(SILENCE, visit).await.unwrap_or(Arrival::Nothing)
                    });
                }
                Some(arrival) = visits.join_next() => match arrival {
                    Ok(Arrival::Code(code)) => return Ok(code),
                    Ok(Arrival::Denied) => return fail(Code::SignInDenied, Retry::Auth),
                    Ok(Arrival::Foreign) => foreign_seen = true,
                    Ok(Arrival::Nothing) | Err(_) => {}
                },
            }
        }
    }
}

/// `localhost` may resolve to either family, so both are opened; one is enough where a machine has only one.
async fn listen(redirect_uri: &Url) -> Option<Vec<TcpListener>> {
    let port = redirect_uri.port_or_known_default()?;
    let addresses = match redirect_uri.host()? {
        Host::Ipv4(address) if address.is_loopback() => vec![address.to_string()],
        Host::Ipv6(address) if address.is_loopback() => vec![address.to_string()],
        Host::Domain("localhost") => vec!["127.0.0.1".to_owned(), "::1".to_owned()],
        // Registered by mistake: this machine is not reachable there.
        _ => return None,
    };
    let mut listeners = Vec::new();
    for address in addresses {
        match TcpListener::bind((address.as_str(), port)).await {
            Ok(listener) => listeners.push(listener),
            // Somebody else would receive half of the answers.
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => return None,
            Err(_) => {}
        }
    }
    (!listeners.is_empty()).then_some(listeners)
}

async fn accept(listeners: &[TcpListener]) -> TcpStream {
    loop {
        let waiting = listeners.iter().map(|listener| Box::pin(listener.accept()));
        let (first, _, _) = futures::future::select_all(waiting).await;
        match first {
            Ok((stream, _)) => return stream,
            // Out of handles, or a connection gone before it was taken: no reason to stop, some to slow down.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn serve(mut stream: TcpStream, path: &str, state: &str) -> Arrival {
    let Some(head) = read_head(&mut stream).await else {
        return Arrival::Nothing;
    };
    let (page, arrival) = read_answer(head.expose_text().unwrap_or_default(), path, state);
    // The browser may already be gone; the code counts all the same.
    let _ = stream.write_all(page.answer().as_bytes()).await;
    let _ = stream.shutdown().await;
    arrival
}

async fn read_head(stream: &mut TcpStream) -> Option<Secret> {
    let mut head = Vec::new();
    let mut chunk = [0_u8; 2048];
    loop {
        let length = stream.read(&mut chunk).await.ok()?;
        head.extend_from_slice(chunk.get(..length)?);
        if head.windows(4).any(|end| end == b"\r\n\r\n") {
            return Some(Secret::from_bytes(head));
        }
        if length == 0 || head.len() > LONGEST_HEAD {
            return None;
        }
    }
}

fn read_answer(head: &str, path: &str, state: &str) -> (Page, Arrival) {
    let target = head
        .strip_prefix("GET ")
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|target| Url::parse("http://loopback").ok()?.join(target).ok());
    let Some(target) = target.filter(|target| target.path() == path) else {
        return (Page::Unknown, Arrival::Nothing);
    };
    let field = |name: &str| {
        target
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| Secret::from_text(value.into_owned()))
    };
    let (code, error) = (field("code"), field("error"));
    if code.is_none() && error.is_none() {
        return (Page::Unknown, Arrival::Nothing);
    }
    // Compared in constant time: the state is what keeps a foreign code out.
    if field("state") != Some(Secret::from_text(state)) {
        return (Page::Foreign, Arrival::Foreign);
    }
    match code {
        Some(code) => (Page::Done, Arrival::Code(code)),
        None => (Page::Denied, Arrival::Denied),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &str) -> (Page, Option<String>) {
        let (page, arrival) = read_answer(head, "/callback", "s1");
        let code = match arrival {
            Arrival::Code(code) => code.expose_text().map(str::to_owned),
            _ => None,
        };
        (page, code)
    }

    #[test]
    fn only_our_own_answer_gives_a_code() {
        let cases = [
            (
                "GET /callback?code=a%2Fb&state=s1 HTTP/1.1\r\n\r\n",
                Page::Done,
                Some("a/b"),
            ),
            (
                "GET /callback?code=a&state=s2 HTTP/1.1\r\n\r\n",
                Page::Foreign,
                None,
            ),
            ("GET /callback?code=a HTTP/1.1\r\n\r\n", Page::Foreign, None),
            (
                "GET /callback?state=s1&error=access_denied HTTP/1.1\r\n\r\n",
                Page::Denied,
                None,
            ),
            (
                "GET /callback?error=access_denied HTTP/1.1\r\n\r\n",
                Page::Foreign,
                None,
            ),
            ("GET /callback HTTP/1.1\r\n\r\n", Page::Unknown, None),
            ("GET /favicon.ico HTTP/1.1\r\n\r\n", Page::Unknown, None),
            (
                "GET /callback/?code=a&state=s1 HTTP/1.1\r\n\r\n",
                Page::Unknown,
                None,
            ),
            (
                "POST /callback?code=a&state=s1 HTTP/1.1\r\n\r\n",
                Page::Unknown,
                None,
            ),
            ("\u{16}\u{3}\u{1}", Page::Unknown, None),
        ];
        for (head, page, code) in cases {
            assert_eq!(read(head), (page, code.map(str::to_owned)), "{head:?}");
        }
    }

    #[test]
    fn the_page_loads_nothing_and_says_its_length() {
        let answer = Page::Done.answer();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}", body.len())));
        assert!(head.contains("default-src 'none'"));
    }
}
