//! What lies between a seat and Lever: a call of the sandbox's router, unless the network is down or the program dies.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::http::{Request as HttpRequest, header};
use fulcrum_lever::{Body, Request, Response, Transport, TransportError};
use fulcrum_sandbox::clock::SandboxClock;
use futures::future::BoxFuture;
use tokio::sync::Notify;
use tower::ServiceExt;

/// When a running program dies of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doom {
    /// Right before that request from now on (1: the next) leaves.
    Before(u32),
    /// Right after its answer has arrived, which nobody reads any more.
    After(u32),
}

/// One run of a seat's program: it ends when the program ends.
pub(crate) struct Wire {
    router: Router,
    clock: SandboxClock,
    state: Mutex<State>,
    /// The program has died.
    pub(crate) died: Notify,
}

#[derive(Default)]
struct State {
    offline: bool,
    dead: bool,
    doom: Option<Doom>,
    /// When requests left, ms.
    sent_ms: Vec<i64>,
    /// What the next writes meet, whatever they are: the request is lost (`false`) or its answer is (`true`).
    losses: VecDeque<bool>,
}

impl Wire {
    pub(crate) fn new(router: Router, clock: SandboxClock, offline: bool) -> Arc<Self> {
        Arc::new(Self {
            router,
            clock,
            state: Mutex::new(State {
                offline,
                ..State::default()
            }),
            died: Notify::new(),
        })
    }

    /// The network goes or comes back.
    pub(crate) fn set_offline(&self, offline: bool) {
        self.lock().offline = offline;
    }

    /// The program will die at a request, unless it ends before.
    pub(crate) fn doom(&self, doom: Doom) {
        self.lock().doom = Some(doom);
    }

    /// A coming write meets a broken connection: before it arrives, or before its answer does.
    pub(crate) fn lose_a_write(&self, after_it_arrived: bool) {
        self.lock().losses.push_back(after_it_arrived);
    }

    /// The program is dead: nothing leaves any more, and no answer is read.
    pub(crate) fn kill(&self) {
        self.lock().dead = true;
    }

    /// When requests left in this run, ms, oldest first.
    pub(crate) fn sent_ms(&self) -> Vec<i64> {
        self.lock().sent_ms.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request against the doom; `true` when this is the one.
    fn is_doomed(&self, before: bool) -> bool {
        let mut state = self.lock();
        let left = match (&mut state.doom, before) {
            (Some(Doom::Before(left)), true) | (Some(Doom::After(left)), false) => left,
            _ => return false,
        };
        *left = left.saturating_sub(1);
        let now = *left == 0;
        if now {
            state.doom = None;
            state.dead = true;
            drop(state);
            self.died.notify_one();
        }
        now
    }

    async fn carry(&self, request: Request) -> Result<Response, TransportError> {
        if self.lock().dead || self.is_doomed(true) {
            return futures::future::pending().await;
        }
        let is_write = request.method.as_str() != "GET";
        let loss = {
            let mut state = self.lock();
            if state.offline {
                return Err(TransportError::Unreachable);
            }
            state.sent_ms.push(self.clock.now_ms());
            is_write.then(|| state.losses.pop_front()).flatten()
        };
        if loss == Some(false) {
            return Err(TransportError::Interrupted);
        }
        let answer = self.call(request).await;
        if self.lock().dead || self.is_doomed(false) {
            return futures::future::pending().await;
        }
        if loss == Some(true) {
            return Err(TransportError::TimedOut);
        }
        answer
    }

    async fn call(&self, request: Request) -> Result<Response, TransportError> {
        let mut call = HttpRequest::builder()
            .method(request.method.as_str())
            .uri(request.url.as_str());
        if let Some(authorization) = &request.authorization {
            let text = authorization
                .expose_text()
                .ok_or(TransportError::Unreachable)?;
            call = call.header(header::AUTHORIZATION, text);
        }
        let body = match &request.body {
            Some(Body::Json(json)) => {
                call = call.header(header::CONTENT_TYPE, "application/json");
                axum::body::Body::from(json.to_string())
            }
            // Seats have keys; only sign-in sends forms.
            Some(Body::Form(_)) => return Err(TransportError::Unreachable),
            None => axum::body::Body::empty(),
        };
        let call = call.body(body).map_err(|_| TransportError::Unreachable)?;
        let answer = match self.router.clone().oneshot(call).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
            .collect();
        let body = to_bytes(answer.into_body(), usize::MAX)
            .await
            .map_err(|_| TransportError::Interrupted)?;
        Ok(Response {
            status,
            headers,
            body: body.to_vec(),
        })
    }
}

/// The run's wire as the client holds it.
pub(crate) struct Held(pub(crate) Arc<Wire>);

impl Transport for Held {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.0.carry(request))
    }
}
