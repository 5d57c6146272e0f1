//! How the parts of the sandbox reach each other: over real HTTP, or, in a simulation, by a call of the other's router.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use reqwest::redirect::Policy;
use tower::ServiceExt;
use url::Url;

/// No answer within a simulation is longer.
const LONGEST: usize = 64 * 1024 * 1024;

/// The way to the others. Cheap to clone.
#[derive(Clone)]
pub struct Transport(Way);

#[derive(Clone)]
enum Way {
    Http(reqwest::Client),
    InProcess(Switchboard),
}

/// A request.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Outgoing {
    pub(crate) fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    /// A value that cannot stand in a header is left out.
    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    pub(crate) fn body(self, kind: &str, body: Vec<u8>) -> Self {
        let mut this = self.header(header::CONTENT_TYPE, kind);
        this.body = body;
        this
    }

    pub(crate) fn json(self, body: &serde_json::Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }
}

/// An answer. Its body may have broken off.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Result<Bytes, Unreached>,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreached {
    /// Nobody is there: the request was not received.
    Nobody,
    /// It broke off: the request may have been received.
    Broken,
}

impl Transport {
    /// Real HTTP. Proxies of the environment are not used: whatever the sandbox talks to is on this machine. An answer may
    /// take so long; redirects are followed or not.
    pub(crate) fn http(patience: Duration, redirects: Policy, user_agent: Option<&str>) -> Self {
        let builder = reqwest::Client::builder()
            .redirect(redirects)
            .no_proxy()
            .timeout(patience);
        let builder = match user_agent {
            Some(name) => builder.user_agent(name),
            None => builder,
        };
        Self(Way::Http(builder.build().unwrap_or_default()))
    }

    /// Calls of the routers on `switchboard`.
    pub fn in_process(switchboard: Switchboard) -> Self {
        Self(Way::InProcess(switchboard))
    }

    /// Sends a request and reads the answer.
    pub(crate) async fn send(&self, request: Outgoing) -> Result<Answer, Unreached> {
        match &self.0 {
            Way::Http(client) => {
                let answer = over_http(client, request).await?;
                let status = answer.status();
                let body = answer.bytes().await.map_err(|_| Unreached::Broken);
                Ok(Answer { status, body })
            }
            Way::InProcess(switchboard) => {
                let (parts, body) = switchboard.send(request).await?.into_parts();
                let body = to_bytes(body, LONGEST).await;
                Ok(Answer {
                    status: parts.status,
                    body: body.map_err(|_| Unreached::Broken),
                })
            }
        }
    }

    /// Sends a request and looks at the status of the answer alone.
    pub(crate) async fn status(&self, request: Outgoing) -> Result<StatusCode, Unreached> {
        match &self.0 {
            Way::Http(client) => Ok(over_http(client, request).await?.status()),
            Way::InProcess(switchboard) => Ok(switchboard.send(request).await?.status()),
        }
    }
}

async fn over_http(
    client: &reqwest::Client,
    request: Outgoing,
) -> Result<reqwest::Response, Unreached> {
    let sent = client
        .request(request.method, request.url)
        .headers(request.headers)
        .body(request.body)
        .send()
        .await;
    sent.map_err(|error| {
        if error.is_connect() {
            Unreached::Nobody
        } else {
            Unreached::Broken
        }
    })
}

/// Who can be reached within the process, by origin (`http://localhost:1234`). Cheap to clone; all clones are one board.
#[derive(Clone, Default)]
pub struct Switchboard(Arc<Mutex<BTreeMap<String, Router>>>);

impl Switchboard {
    /// From now on `router` answers for `origin`, for example a receiver of webhooks.
    pub fn connect(&self, origin: &str, router: Router) {
        self.lock().insert(folded(origin), router);
    }

    /// From now on nobody answers for `origin`.
    pub fn disconnect(&self, origin: &str) {
        self.lock().remove(&folded(origin));
    }

    /// Takes everybody off. Routers hold what they serve, so that this also lets go of it.
    pub(crate) fn clear(&self) {
        let gone = std::mem::take(&mut *self.lock());
        // Outside the lock: what goes may ask the board once more.
        drop(gone);
    }

    async fn send(&self, request: Outgoing) -> Result<Response, Unreached> {
        let origin = request.url.origin().ascii_serialization();
        let router = self.lock().get(&origin).cloned();
        let router = router.ok_or(Unreached::Nobody)?;
        let uri = request.url.as_str();
        let mut asked = Request::builder()
            .method(request.method)
            .uri(uri)
            .body(Body::from(request.body))
            .map_err(|_| Unreached::Nobody)?;
        *asked.headers_mut() = request.headers;
        match router.oneshot(asked).await {
            Ok(answer) => Ok(answer),
            Err(never) => match never {},
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Router>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn folded(origin: &str) -> String {
    Url::parse(origin).map_or_else(
        |_| origin.to_owned(),
        |url| url.origin().ascii_serialization(),
    )
}
