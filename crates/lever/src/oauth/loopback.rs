//! The address the browser comes back to: one registered port on this machine, open only while someone signs in, for one
//! answer.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use fulcrum_vault::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, timeout};
use url::{Host, Position, Url};

use super::LONGEST_WAIT;
use super::answer::{self, Arrival, Awaited, LONGEST_HEAD, Refusal};
use super::page::Page;
use crate::error::{Code, LeverError, Retry};

/// Endpoint name in errors of this part.
pub(super) const SIGN_IN: &str = "sign-in";

/// A browser sends its request at once; what says nothing for so long, or not all of it, is a port scan or a spare connection.
const SILENCE: Duration = Duration::from_secs(10);

/// How long somebody may take to read a page of some hundred letters.
const READS_WITHIN: Duration = Duration::from_secs(1);

/// Visitors at a time. One more, and the one that has been silent longest goes: a browser is never that one.
const MOST_VISITORS: usize = 32;

/// A listening loopback address.
#[derive(Debug)]
pub(super) struct Loopback {
    listeners: Vec<TcpListener>,
    pub(super) redirect_uri: Url,
    opened: Instant,
}

impl Loopback {
    /// Takes the first registered address whose port is free.
    pub(super) async fn bind(redirect_uris: &[Url]) -> Result<Self, LeverError> {
        for redirect_uri in redirect_uris {
            if let Some(listeners) = listen(redirect_uri).await {
                return Ok(Self {
                    listeners,
                    redirect_uri: redirect_uri.clone(),
                    opened: Instant::now(),
                });
            }
        }
        Err(LeverError::local(
            Code::PortsTaken,
            Retry::Permanent,
            SIGN_IN,
        ))
    }

    /// Waits for the browser, counted from the opening of the port. An answer with a foreign `state` does not end the wait:
    /// any web page can send one. `proof`: a PKCE challenge was sent along.
    pub(super) async fn code(
        self,
        state: &str,
        patience: Duration,
        proof: bool,
    ) -> Result<Secret, LeverError> {
        let fail = |code| Err(LeverError::local(code, Retry::Auth, SIGN_IN));
        let awaited = Arc::new(Awaited {
            authority: self.redirect_uri[Position::BeforeHost..Position::AfterPort].to_owned(),
            path: self.redirect_uri.path().to_owned(),
            state: Secret::from_text(state),
            answered: AtomicBool::new(false),
        });
        let mut foreign_seen = false;
        let deadline = tokio::time::sleep_until(self.opened + patience.min(LONGEST_WAIT));
        tokio::pin!(deadline);
        let mut visits = JoinSet::new();
        let mut visitors: VecDeque<AbortHandle> = VecDeque::new();
        loop {
            tokio::select! {
                () = &mut deadline => {
                    return fail(if foreign_seen { Code::SignInMismatch } else { Code::SignInTimedOut });
                }
                stream = accept(&self.listeners) => {
                    visitors.retain(|visitor| !visitor.is_finished());
                    if visitors.len() >= MOST_VISITORS
                        && let Some(longest) = visitors.pop_front()
                    {
                        longest.abort();
                    }
                    visitors.push_back(visits.spawn(serve(stream, awaited.clone())));
                }
                Some(arrival) = visits.join_next() => match arrival {
                    Ok(Arrival::Code(code)) => return Ok(code),
                    Ok(Arrival::Refused(refusal)) => return fail(meaning(refusal, proof)),
                    Ok(Arrival::Foreign) => foreign_seen = true,
                    Ok(Arrival::Nothing) | Err(_) => {}
                },
            }
        }
    }
}

fn meaning(refusal: Refusal, proof: bool) -> Code {
    match refusal {
        Refusal::Denied => Code::SignInDenied,
        Refusal::Scope => Code::ScopesRefused,
        Refusal::Request if proof => Code::ProofRefused,
        Refusal::Busy => Code::LeverDown,
        Refusal::Request | Refusal::App => Code::AppRejected,
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

async fn serve(mut stream: TcpStream, awaited: Arc<Awaited>) -> Arrival {
    let head = timeout(SILENCE, read_head(&mut stream)).await;
    let (page, arrival) = match head {
        Ok(Some(head)) => answer::read(head.expose(), &awaited),
        Ok(None) => (Page::Unknown, Arrival::Nothing),
        Err(_) => return Arrival::Nothing,
    };
    // The browser may already be gone, or not read: the code counts all the same.
    let _ = timeout(READS_WITHIN, async {
        stream.write_all(page.answer().as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
    arrival
}

/// Everything up to the empty line; `None` when it does not come, or not soon enough.
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
