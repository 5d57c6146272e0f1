//! The cable between the app and its Lever: it can be pulled and plugged in again, and it can keep the answers to writes.
//! Only the app hangs on it; a story looks at the sandbox beside it, also while the app is offline.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU16, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::error::{Error, Result};

/// Ports below those that the system hands out by itself: an unplugged cable's port stays free.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
static NEXT: AtomicU16 = AtomicU16::new(0);

/// What the cable does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Everything passes.
    Open,
    /// Nobody listens: connections are refused, and those that stood are cut.
    Pulled,
    /// Requests pass; what comes after a write of the app waits.
    KeepsAnswersToWrites,
}

/// A cable. Its thread ends with it.
#[derive(Debug)]
pub struct Cable {
    port: u16,
    way: watch::Sender<Way>,
    plugged: watch::Receiver<bool>,
}

impl Cable {
    /// Lays a cable to a port of this machine.
    ///
    /// # Errors
    /// [`Error::Start`] when there is no free port.
    pub fn lay(to: u16) -> Result<Self> {
        let (port, first) = free_port()?;
        let (way, ways) = watch::channel(Way::Open);
        let (say_plugged, plugged) = watch::channel(true);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        // A thread of its own: the story may wait for a program that waits for this cable.
        std::thread::spawn(move || {
            let _ = runtime.block_on(serve(first, (port, to), ways, say_plugged));
        });
        Ok(Self { port, way, plugged })
    }

    /// Where the app's end is.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Cuts everything and refuses connections from now on.
    ///
    /// # Errors
    /// When the cable's thread is gone.
    pub async fn pull(&mut self) -> Result<()> {
        self.set(Way::Pulled, false).await
    }

    /// Plugs it in again, or lets go of the answers that were kept.
    ///
    /// # Errors
    /// When the cable's thread is gone, or its port was taken meanwhile.
    pub async fn plug_in(&mut self) -> Result<()> {
        self.set(Way::Open, true).await
    }

    /// Lets requests through, and keeps every answer to a write.
    ///
    /// # Errors
    /// As [`Cable::plug_in`].
    pub async fn keep_answers_to_writes(&mut self) -> Result<()> {
        self.set(Way::KeepsAnswersToWrites, true).await
    }

    async fn set(&mut self, way: Way, plugged: bool) -> Result<()> {
        let gone = || Error::Wrong("the cable is gone".to_owned());
        self.way.send(way).map_err(|_| gone())?;
        let reached = self.plugged.wait_for(|now| *now == plugged).await;
        reached.map(|_| ()).map_err(|_| gone())
    }
}

fn free_port() -> Result<(u16, std::net::TcpListener)> {
    let span = PORTS.len();
    for _ in 0..span {
        let step = usize::from(NEXT.fetch_add(1, Ordering::Relaxed));
        // Stories of several processes begin at several places.
        let place = (std::process::id() as usize * 97 + step) % span;
        let Some(port) = PORTS.clone().nth(place) else {
            continue;
        };
        if let Ok(listener) = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            listener.set_nonblocking(true)?;
            return Ok((port, listener));
        }
    }
    Err(Error::Start {
        what: "the cable".to_owned(),
        cause: "no port is free".to_owned(),
    })
}

/// Until the story lets go of the cable.
async fn serve(
    first: std::net::TcpListener,
    (port, to): (u16, u16),
    mut ways: watch::Receiver<Way>,
    plugged: watch::Sender<bool>,
) -> Result<()> {
    let mut listener = Some(TcpListener::from_std(first)?);
    let mut connections = JoinSet::new();
    loop {
        let pulled = *ways.borrow_and_update() == Way::Pulled;
        if pulled {
            listener = None;
            connections.shutdown().await;
        } else if listener.is_none() {
            listener = Some(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?);
        }
        let _ = plugged.send(!pulled);
        let accept = async {
            match &listener {
                Some(listener) => listener.accept().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = ways.changed() => if changed.is_err() { return Ok(()) },
            accepted = accept => {
                if let Ok((app, _)) = accepted {
                    connections.spawn(carry(app, to, ways.clone()));
                }
            }
        }
    }
}

/// One connection, both ways.
async fn carry(app: TcpStream, to: u16, mut ways: watch::Receiver<Way>) -> std::io::Result<()> {
    let lever = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, to))).await?;
    let (mut from_app, mut to_app) = app.into_split();
    let (mut from_lever, mut to_lever) = lever.into_split();
    let (mut asked, mut answered) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
    let mut wrote = false;
    loop {
        let keeps = wrote && *ways.borrow_and_update() == Way::KeepsAnswersToWrites;
        tokio::select! {
            changed = ways.changed() => if changed.is_err() { return Ok(()) },
            size = from_app.read(&mut asked) => {
                let part = asked.get(..size?).unwrap_or_default();
                if part.is_empty() {
                    return Ok(());
                }
                // One request after the other: a part that begins with a method begins one.
                wrote = match method(part) {
                    Some(method) => method != "GET",
                    None => wrote,
                };
                to_lever.write_all(part).await?;
            }
            size = from_lever.read(&mut answered), if !keeps => {
                let part = answered.get(..size?).unwrap_or_default();
                if part.is_empty() {
                    return Ok(());
                }
                to_app.write_all(part).await?;
            }
        }
    }
}

fn method(part: &[u8]) -> Option<&'static str> {
    ["GET", "PUT", "POST", "DELETE"]
        .into_iter()
        .find(|method| part.starts_with(format!("{method} /").as_bytes()))
}
