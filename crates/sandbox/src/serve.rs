//! Starts the sandbox: one server on one port, Lever and the vendors behind it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use crate::assembly::{Assembled, assemble};

use crate::assembly::{Ways, assemble_at};
use crate::jobtwine::JobTwine;
use crate::lever::Lever;
use crate::myinterview::MyInterview;
use crate::settings::Settings;
use crate::transport::Switchboard;

/// Loopback ports that the desktop application registers for its redirect URI; Lever wants an exact match.
pub const REDIRECT_PORTS: [u16; 3] = [47_621, 47_622, 47_623];

/// What the video-interview vendor asks for.
pub(crate) const VENDOR_SCOPES: &[&str] = &[
    "offline_access",
    "opportunities:write:admin",
    "notes:write:admin",
    "contact:read:admin",
    "postings:read:admin",
    "stages:read:admin",
    "tags:read:admin",
    "users:read:admin",
    "webhooks:write:admin",
];

/// What the expert-interview vendor asks for.
pub(crate) const EXPERT_SCOPES: &[&str] = &[
    "offline_access",
    "opportunities:read:admin",
    "notes:write:admin",
    "contact:read:admin",
    "postings:read:admin",
    "stages:read:admin",
    "tags:read:admin",
    "users:read:admin",
    "panels:write:admin",
    "interviews:read:admin",
    "webhooks:write:admin",
];

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port could not be bound.
    #[error(
        "port {port} on {address} cannot be used ({cause}); end the program that holds it, choose another with --port, or let the system choose with --port 0"
    )]
    Port {
        /// The port asked for.
        port: u16,
        /// The address asked for.
        address: IpAddr,
        /// The system's words.
        cause: std::io::Error,
    },
    /// Others would reach it, and nobody said that they shall.
    #[error(
        "{address} can be reached from other machines, and everybody who reaches the sandbox reads and changes everything in it without a password; leave --bind away to serve on 127.0.0.1 alone, or add --open-to-others if that is what you want"
    )]
    Open {
        /// The address asked for.
        address: IpAddr,
    },
    /// A vendor could not connect to Lever.
    #[error("the {0}-interview vendor could not connect to the sandbox's Lever: {1}")]
    Vendor(&'static str, String),
}

/// A running sandbox. Dropping it does not end it; [`stop`](Self::stop) does.
pub struct Running {
    /// The one JSON line.
    pub info: Value,
    /// Base of the Data API, ending in `/v1`.
    pub api_base: String,
    /// A key with every permission.
    pub api_key: String,
    /// The console, ending in `/console`.
    pub console: String,
    /// Lever, for tests in process.
    pub lever: Arc<Lever>,
    /// The video-interview vendor, for tests in process.
    pub myinterview: Arc<MyInterview>,
    /// The expert-interview vendor, for tests in process.
    pub jobtwine: Arc<JobTwine>,
    task: JoinHandle<()>,
    ending: oneshot::Sender<()>,
}

impl Running {
    /// Frees the port and closes idle connections: from now on nobody is reached here. Requests under way are answered.
    pub fn stop(self) {
        // The other end is gone only when the server has ended already.
        let _ended = self.ending.send(());
    }

    /// Serves until the process ends.
    pub async fn wait(self) {
        // Ends by a failure only, which was logged.
        let _ended = self.task.await;
        drop(self.ending);
    }
}

/// Binds the address of the settings, builds the world, serves, connects the vendors.
///
/// # Errors
/// [`StartError`] with a sentence for the person who started it.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    let bind = allowed(settings.bind, settings.open_to_others)?;
    let wanted = SocketAddr::new(bind, settings.port);
    let refused = |cause| StartError::Port {
        port: settings.port,
        address: bind,
        cause,
    };
    let listener = TcpListener::bind(wanted).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    // The vendors, and everybody on this machine, come over the loopback address where there is one.
    let host = if bind.is_unspecified() {
        IpAddr::V4(Ipv4Addr::LOCALHOST)
    } else {
        bind
    };
    let origin = format!("http://{}", SocketAddr::new(host, port));
    let sandbox = assemble_at(origin, Ways::over_http(), Switchboard::default(), settings);

    let router = sandbox.router.clone();
    let (ending, asked) = oneshot::channel();
    let task = tokio::spawn(async move {
        let serving = axum::serve(listener, router).with_graceful_shutdown(async {
            // A handle that was dropped asks for nothing.
            if asked.await.is_err() {
                std::future::pending::<()>().await;
            }
        });
        if let Err(error) = serving.await {
            tracing::error!(%error, "the server ended");
        }
    });
    if let Err(error) = sandbox.connect().await {
        task.abort();
        return Err(error);
    }
    Ok(Running {
        info: sandbox.info(),
        api_base: sandbox.api_base,
        api_key: sandbox.api_key,
        console: sandbox.console,
        lever: sandbox.lever,
        myinterview: sandbox.myinterview,
        jobtwine: sandbox.jobtwine,
        task,
        ending,
    })
}

/// The address to listen on: loopback, unless somebody said that others shall reach it.
fn allowed(address: IpAddr, open_to_others: bool) -> Result<IpAddr, StartError> {
    if address.is_loopback() || open_to_others {
        Ok(address)
    } else {
        Err(StartError::Open { address })
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn only_loopback_is_bound_without_being_told() {
        for loopback in ["127.0.0.1", "127.8.8.8", "::1"] {
            assert!(
                allowed(loopback.parse().unwrap(), false).is_ok(),
                "{loopback}"
            );
        }
        for open in ["0.0.0.0", "192.168.1.20", "::", "fe80::1"] {
            let sentence = allowed(open.parse().unwrap(), false)
                .unwrap_err()
                .to_string();
            assert!(
                sentence.contains(open)
                    && sentence.contains("--open-to-others")
                    && sentence.contains("127.0.0.1"),
                "{sentence}"
            );
            assert!(allowed(open.parse().unwrap(), true).is_ok(), "{open}");
        }
    }
}
