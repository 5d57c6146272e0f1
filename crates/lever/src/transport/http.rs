use std::error::Error as _;
use std::time::Duration;

use futures::future::BoxFuture;
use url::{Host, Url};

use super::{Body, Request, Response, Transport, TransportError};

/// Largest body read, in bytes. A page of 100 opportunities with long stage histories stays below one megabyte.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// How the network is reached.
#[derive(Clone, Copy, Debug)]
pub struct TransportSettings {
    /// Until a connection stands.
    pub connect_timeout: Duration,
    /// Until the whole answer is here. Lever documents no latency; recordings saw slow writes.
    pub timeout: Duration,
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(45),
        }
    }
}

/// HTTP through reqwest: the system's certificate authorities, the proxies of the environment and the system.
///
/// Plain HTTP goes to this machine only (the sandbox), and never through a proxy: a key in clear text would be read by
/// whoever stands in between.
pub struct HttpTransport {
    client: reqwest::Client,
    loopback: reqwest::Client,
}

impl HttpTransport {
    /// A client with its own connection pool.
    ///
    /// # Errors
    /// [`TransportError::Untrusted`] when the system's certificate store cannot be read.
    pub fn new(settings: TransportSettings) -> Result<Self, TransportError> {
        let builder = || {
            reqwest::Client::builder()
                .connect_timeout(settings.connect_timeout)
                .timeout(settings.timeout)
                // A redirect would carry the key to another host.
                .redirect(reqwest::redirect::Policy::none())
                .user_agent(concat!("fulcrum/", env!("CARGO_PKG_VERSION")))
        };
        let build = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|_| TransportError::Untrusted)
        };
        Ok(Self {
            client: build(builder().https_only(true))?,
            loopback: build(builder().no_proxy())?,
        })
    }

    async fn exchange(&self, request: Request) -> Result<Response, TransportError> {
        let method = match request.method {
            super::Method::Get => reqwest::Method::GET,
            super::Method::Post => reqwest::Method::POST,
            super::Method::Put => reqwest::Method::PUT,
            super::Method::Delete => reqwest::Method::DELETE,
        };
        let client = if is_loopback(&request.url) {
            &self.loopback
        } else if request.url.scheme() == "https" {
            &self.client
        } else {
            return Err(TransportError::Untrusted);
        };
        let mut builder = client
            .request(method, request.url)
            .header(reqwest::header::ACCEPT, "application/json");
        if let Some(authorization) = request.authorization {
            let mut value = reqwest::header::HeaderValue::from_bytes(authorization.expose())
                .map_err(|_| TransportError::Unreachable)?;
            value.set_sensitive(true);
            builder = builder.header(reqwest::header::AUTHORIZATION, value);
        }
        builder = match request.body {
            None => builder,
            Some(Body::Json(json)) => builder.json(&json),
            Some(Body::Form(form)) => builder
                .header(
                    reqwest::header::CONTENT_TYPE,
                    "application/x-www-form-urlencoded",
                )
                .body(form.expose().to_vec()),
        };
        let mut answer = builder.send().await.map_err(|error| kind(&error))?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| kind(&error))? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(TransportError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status,
            headers,
            body,
        })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// reqwest's error as one of ours; the original is dropped, since its text quotes the address with its query.
fn kind(error: &reqwest::Error) -> TransportError {
    if let Some(tls) = tls_error(error) {
        return certificate(tls);
    }
    if error.is_connect() || error.is_builder() {
        TransportError::Unreachable
    } else if error.is_timeout() {
        TransportError::TimedOut
    } else {
        TransportError::Interrupted
    }
}

/// rustls hides inside `io::Error`s, which skip their content in `source()`.
fn tls_error(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        let wrapped = cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    None
}

fn certificate(error: &rustls::Error) -> TransportError {
    use rustls::CertificateError as Certificate;
    match error {
        rustls::Error::InvalidCertificate(
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. },
        ) => TransportError::ClockOrCertificate,
        _ => TransportError::Untrusted,
    }
}

#[cfg(test)]
mod tests {
    use rustls::{CertificateError, Error};

    use super::*;

    #[test]
    fn a_certificate_outside_its_dates_points_at_the_clock() {
        for (cause, kind) in [
            (
                CertificateError::Expired,
                TransportError::ClockOrCertificate,
            ),
            (
                CertificateError::NotValidYet,
                TransportError::ClockOrCertificate,
            ),
            (CertificateError::UnknownIssuer, TransportError::Untrusted),
            (CertificateError::NotValidForName, TransportError::Untrusted),
        ] {
            assert_eq!(certificate(&Error::InvalidCertificate(cause)), kind);
        }
    }

    #[test]
    fn only_this_machine_counts_as_loopback() {
        for (url, loopback) in [
            ("http://127.0.0.1:80/", true),
            ("http://[::1]/", true),
            ("http://localhost:3000/v1", true),
            ("http://localhost.example.com/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&url.parse().unwrap()), loopback, "{url}");
        }
    }
}
