//! The seam to the network: reqwest in life, a function in tests and simulation.

use std::time::Duration;

use futures::future::BoxFuture;
use url::{Host, Url};

use crate::error::Code;

/// Templates, invitations and links are small.
const LARGEST_BODY: usize = 8 * 1024 * 1024;

/// One request. `Debug` shows neither query, headers nor body.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Whole address.
    pub url: Url,
    /// Names and values; hold the signature.
    pub headers: Vec<(String, String)>,
    /// JSON; `None` sends none.
    pub body: Option<Vec<u8>>,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpRequest({} {})", self.method, self.url.path())
    }
}

/// One answer.
#[derive(Clone)]
pub struct HttpAnswer {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds, if given so.
    pub retry_after: Option<Duration>,
    /// Whole body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpFailure {
    /// Nothing was sent.
    Unreachable,
    /// Nothing was sent.
    Untrusted,
    /// Sent, no answer in time or a broken connection.
    TimedOut,
    /// More than any vendor sends.
    TooLarge,
}

impl From<HttpFailure> for Code {
    fn from(failure: HttpFailure) -> Self {
        match failure {
            HttpFailure::Unreachable => Self::Unreachable,
            HttpFailure::Untrusted => Self::Untrusted,
            HttpFailure::TimedOut => Self::TimedOut,
            HttpFailure::TooLarge => Self::NotVendor,
        }
    }
}

/// Sends one request and reads the whole answer. No retries, no redirects.
pub trait VendorHttp: Send + Sync {
    /// Sends.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, HttpFailure>>;
}

/// reqwest with the system's certificate authorities and proxies. Plain HTTP reaches this machine only, without a proxy.
pub struct ReqwestHttp {
    remote: reqwest::Client,
    loopback: reqwest::Client,
}

impl ReqwestHttp {
    /// A client with its own connections.
    ///
    /// # Errors
    /// [`HttpFailure::Untrusted`] when the system's certificate store cannot be read.
    pub fn new() -> Result<Self, HttpFailure> {
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(Duration::from_secs(10))
                .timeout(Duration::from_secs(30))
                .redirect(reqwest::redirect::Policy::none())
                .user_agent(concat!("fulcrum/", env!("CARGO_PKG_VERSION")))
        };
        let build =
            |builder: reqwest::ClientBuilder| builder.build().map_err(|_| HttpFailure::Untrusted);
        Ok(Self {
            remote: build(builder().https_only(true))?,
            loopback: build(builder().no_proxy())?,
        })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpAnswer, HttpFailure> {
        let client = if is_loopback(&request.url) {
            &self.loopback
        } else if request.url.scheme() == "https" {
            &self.remote
        } else {
            return Err(HttpFailure::Untrusted);
        };
        let method = match request.method {
            "POST" => reqwest::Method::POST,
            _ => reqwest::Method::GET,
        };
        let mut builder = client.request(method, request.url);
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder
                .header(reqwest::header::CONTENT_TYPE, "application/json")
                .body(body);
        }
        let mut answer = builder.send().await.map_err(|error| kind(&error))?;
        let retry_after = answer
            .headers()
            .get(reqwest::header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let status = answer.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| kind(&error))? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(HttpFailure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(HttpAnswer {
            status,
            retry_after,
            body,
        })
    }
}

impl VendorHttp for ReqwestHttp {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpAnswer, HttpFailure>> {
        Box::pin(self.exchange(request))
    }
}

fn kind(error: &reqwest::Error) -> HttpFailure {
    if error.is_connect() || error.is_builder() {
        HttpFailure::Unreachable
    } else {
        HttpFailure::TimedOut
    }
}

/// Whether an address stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
