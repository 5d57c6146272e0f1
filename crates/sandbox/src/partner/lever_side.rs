//! A vendor's own small client of Lever: OAuth, as a partner must, over HTTP.

use std::time::Duration;

use axum::http::{HeaderName, Method, StatusCode, header};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use url::Url;

use crate::clock::SandboxClock;
use crate::transport::{Answer, Outgoing, Transport, Unreached};

/// Tries of one request before it counts as refused; being asked to slow down is no try.
const TRIES: u32 = 5;
/// Wait after 429: at ten requests a second, two become free in it.
const SLOWER: Duration = Duration::from_millis(200);
/// Header of a vendor's routine looks.
pub(crate) const ROUTINE: &str = "x-sandbox-routine";
/// How often a write of unknown outcome is repeated.
pub(crate) const REPEATS: u32 = 3;

/// Why Lever did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The grant is gone.
    Unauthorized,
    /// Another answer than 2xx.
    Status(u16),
    /// A read without an answer that can be read.
    Unreadable,
    /// A write without an answer that can be read: it may or may not have been done.
    Unknown,
}

impl Refused {
    /// Whether the same request may be granted later.
    pub(crate) fn may_pass(self) -> bool {
        match self {
            Self::Unauthorized => false,
            Self::Status(status) => status >= 500,
            Self::Unreadable | Self::Unknown => true,
        }
    }
}

/// Where Lever is, and what a Super Admin's consent gave.
pub(crate) struct Grant {
    /// Lever's API, ending in `/v1`.
    pub(crate) api: String,
    /// Lever's authorisation host.
    pub(crate) auth: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    /// The way there.
    pub(crate) transport: Transport,
    /// What is waited on before a request is repeated.
    pub(crate) clock: SandboxClock,
}

/// How vendors reach Lever where there is a network.
pub(crate) fn over_http() -> Transport {
    Transport::http(Duration::from_secs(30), Policy::default(), None)
}

#[derive(Clone)]
struct Pair {
    access: String,
    refresh: String,
}

/// Lever as a vendor sees it.
pub(crate) struct LeverSide {
    transport: Transport,
    clock: SandboxClock,
    api: String,
    token_url: String,
    client_id: String,
    client_secret: String,
    /// `None` once the grant is gone. Locked while it is refreshed, so that a token is never used up twice.
    pair: Mutex<Option<Pair>>,
    /// Held by whoever waits after a 429; everybody else waits behind them, so that all get their turn.
    pace: Mutex<()>,
}

impl LeverSide {
    pub(crate) fn new(grant: Grant) -> Self {
        Self {
            transport: grant.transport,
            clock: grant.clock,
            api: grant.api.trim_end_matches('/').to_owned(),
            token_url: format!("{}/oauth/token", grant.auth.trim_end_matches('/')),
            client_id: grant.client_id,
            client_secret: grant.client_secret,
            pair: Mutex::new(Some(Pair {
                access: grant.access_token,
                refresh: grant.refresh_token,
            })),
            pace: Mutex::new(()),
        }
    }

    /// Sends a request to `path` (segments, each encoded) and returns the answer's `data`.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, Refused> {
        let mut answer = self.send(method, path, query, body, false).await?;
        Ok(answer.get_mut("data").map(Value::take).unwrap_or_default())
    }

    /// Every row of a list, page by page, as a routine look: planned faults spare it, since whoever plans one means the
    /// requests that something asked for.
    pub(crate) async fn list(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Vec<Value>, Refused> {
        let mut rows = Vec::new();
        let mut offset: Option<String> = None;
        loop {
            let mut asked = query.to_vec();
            if let Some(offset) = &offset {
                asked.push(("offset", offset));
            }
            let mut page = self.send(Method::GET, path, &asked, None, true).await?;
            if let Some(Value::Array(more)) = page.get_mut("data").map(Value::take) {
                rows.extend(more);
            }
            offset = page.get("next").and_then(Value::as_str).map(str::to_owned);
            if offset.is_none() {
                return Ok(rows);
            }
        }
    }

    /// Writes a note, as `author` where given, so that a lost answer neither loses nor doubles it.
    pub(crate) async fn note(
        &self,
        opportunity: &str,
        text: &str,
        author: Option<&str>,
    ) -> Result<(), Refused> {
        let author = author.map(|author| [("perform_as", author)]);
        let query = author.as_ref().map_or(&[] as &[_], |author| author);
        let path = ["opportunities", opportunity, "notes"];
        let body = json!({ "value": text });
        let mut repeats = 0;
        loop {
            match self.call(Method::POST, &path, query, Some(&body)).await {
                Err(Refused::Unknown) if repeats < REPEATS => repeats += 1,
                answer => return answer.map(|_| ()),
            }
            let notes = self.call(Method::GET, &path, &[], None).await?;
            let mut texts = notes
                .as_array()
                .into_iter()
                .flatten()
                .map(|note| note.pointer("/fields/0/value"));
            if texts.any(|there| there.and_then(Value::as_str) == Some(text)) {
                return Ok(());
            }
        }
    }

    /// Takes another pair of tokens: the account consented anew.
    pub(crate) async fn reconnect(&self, access: String, refresh: String) {
        *self.pair.lock().await = Some(Pair { access, refresh });
    }

    async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
        routine: bool,
    ) -> Result<Value, Refused> {
        let mut url = Url::parse(&self.api).map_err(|_| Refused::Unreadable)?;
        url.path_segments_mut()
            .map_err(|()| Refused::Unreadable)?
            .extend(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let mut access = self.access().await?;
        let mut refreshed = false;
        let mut tries = 1;
        let unread = if method == Method::GET {
            Refused::Unreadable
        } else {
            Refused::Unknown
        };
        loop {
            // Behind whoever was told to slow down.
            drop(self.pace.lock().await);
            let mut request = Outgoing::new(method.clone(), url.clone())
                .header(header::AUTHORIZATION, &format!("Bearer {access}"));
            if let Some(body) = body {
                request = request.json(body);
            }
            if routine {
                request = request.header(HeaderName::from_static(ROUTINE), "1");
            }
            let refused = match self.transport.send(request).await {
                Ok(answer) if answer.status == StatusCode::NO_CONTENT => {
                    return Ok(Value::Null);
                }
                Ok(answer) if answer.status.is_success() => {
                    return read(&answer).ok_or(unread);
                }
                Ok(answer) => match answer.status {
                    StatusCode::UNAUTHORIZED if refreshed => return Err(Refused::Unauthorized),
                    StatusCode::UNAUTHORIZED => {
                        refreshed = true;
                        access = self.refresh(&access).await?;
                        continue;
                    }
                    StatusCode::TOO_MANY_REQUESTS => {
                        let _pace = self.pace.lock().await;
                        self.clock.pause(SLOWER).await;
                        continue;
                    }
                    StatusCode::BAD_GATEWAY if method != Method::GET => return Err(unread),
                    status if status.is_server_error() => Refused::Status(status.as_u16()),
                    status => return Err(Refused::Status(status.as_u16())),
                },
                Err(Unreached::Broken) if method != Method::GET => return Err(unread),
                Err(_) => Refused::Unreadable,
            };
            if tries == TRIES {
                return Err(refused);
            }
            self.clock.pause(Duration::from_millis(100 << tries)).await;
            tries += 1;
        }
    }

    async fn access(&self) -> Result<String, Refused> {
        let pair = self.pair.lock().await;
        pair.as_ref()
            .map(|pair| pair.access.clone())
            .ok_or(Refused::Unauthorized)
    }

    /// A new access token in place of `stale`; when somebody else has refreshed meanwhile, theirs.
    async fn refresh(&self, stale: &str) -> Result<String, Refused> {
        let mut held = self.pair.lock().await;
        let pair = held.clone().ok_or(Refused::Unauthorized)?;
        if pair.access != stale {
            return Ok(pair.access);
        }
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", &self.client_id),
            ("client_secret", &self.client_secret),
            ("refresh_token", &pair.refresh),
        ];
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let url = Url::parse(&self.token_url).map_err(|_| Refused::Unreadable)?;
        let request = Outgoing::new(Method::POST, url)
            .body("application/x-www-form-urlencoded", form.into_bytes());
        let answer = self.transport.send(request).await;
        let answer = answer.map_err(|_| Refused::Unreadable)?;
        let status = answer.status;
        if status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS {
            *held = None;
            return Err(Refused::Unauthorized);
        }
        let tokens = read(&answer).ok_or(Refused::Unreadable)?;
        let text = |name: &str| tokens.get(name).and_then(Value::as_str).map(str::to_owned);
        let (Some(access), Some(refresh)) = (text("access_token"), text("refresh_token")) else {
            return Err(Refused::Status(status.as_u16()));
        };
        *held = Some(Pair {
            access: access.clone(),
            refresh,
        });
        Ok(access)
    }
}

fn read(answer: &Answer) -> Option<Value> {
    let body = answer.body.as_ref().ok()?;
    serde_json::from_slice(body).ok()
}
