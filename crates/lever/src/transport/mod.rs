//! The seam between this crate and the network: real HTTP in life, a function in tests and simulation.

mod http;

use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use url::Url;

pub use http::{HttpTransport, TransportSettings};

/// HTTP methods that Lever's API uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Read.
    Get,
    /// Create, or act.
    Post,
    /// Replace.
    Put,
    /// Remove.
    Delete,
}

impl Method {
    /// Upper-case name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A body to send.
#[derive(Clone, Debug)]
pub enum Body {
    /// `application/json`.
    Json(serde_json::Value),
    /// `application/x-www-form-urlencoded`, already encoded; holds secrets (token requests).
    Form(Secret),
}

/// One request. `Debug` shows neither query nor body: both hold personal data.
#[derive(Clone)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Whole address including the query.
    pub url: Url,
    /// Value of the `Authorization` header.
    pub authorization: Option<Secret>,
    /// Body.
    pub body: Option<Body>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({} {})", self.method.as_str(), self.url.path())
    }
}

/// One answer.
#[derive(Clone)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// Whole body.
    pub body: Vec<u8>,
}

impl Response {
    /// First header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection; nothing was sent.
    #[error("unreachable")]
    Unreachable,
    /// The certificate is not trusted; nothing was sent.
    #[error("untrusted")]
    Untrusted,
    /// The certificate is outside its dates, seen from this machine; nothing was sent.
    #[error("clock or certificate")]
    ClockOrCertificate,
    /// Sent, no answer in time.
    #[error("timed out")]
    TimedOut,
    /// Sent, the connection broke.
    #[error("interrupted")]
    Interrupted,
    /// The answer is larger than allowed.
    #[error("too large")]
    TooLarge,
}

/// Sends one request. No retries, no redirects, no limits: those are decided above.
pub trait Transport: Send + Sync {
    /// Sends and reads the whole answer.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>>;
}
