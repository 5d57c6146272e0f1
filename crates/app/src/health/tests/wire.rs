//! What lies between a seat and the sandbox: one clock, and calls of its router.

use axum::body::to_bytes;
use axum::http::{Request as HttpRequest, header};
use fulcrum_domain::clock::Clock;
use fulcrum_lever::{
    ApiKey, Authorize, Body, Credential, LeverError, Request, Response, Timer, Transport,
    TransportError,
};
use fulcrum_sandbox::clock::SandboxClock;
use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use tower::ServiceExt;

/// The sandbox's clock, as a seat waits on it.
pub(super) struct SeatClock {
    pub(super) clock: SandboxClock,
}

impl Clock for SeatClock {
    fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}

impl Timer for SeatClock {
    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        let clock = self.clock.clone();
        Box::pin(async move { clock.sleep(i64::try_from(ms).unwrap()).await })
    }
}

/// A seat's key. It counts as a sign-in where it says when that was given: the age of a grant matters, not how it is renewed.
pub(super) struct LetIn {
    pub(super) key: ApiKey,
    pub(super) grant_ms: Option<i64>,
}

impl Authorize for LetIn {
    fn credential(&self) -> BoxFuture<'_, Credential> {
        let credential = match self.grant_ms {
            None => Credential::Key,
            given_at_ms => Credential::Grant { given_at_ms },
        };
        Box::pin(async move { credential })
    }

    fn header(&self) -> BoxFuture<'_, Result<Secret, LeverError>> {
        self.key.header()
    }

    fn rejected(&self, used: Secret) -> BoxFuture<'_, Result<bool, LeverError>> {
        self.key.rejected(used)
    }
}

/// Calls of the sandbox's router.
pub(super) struct Direct(pub(super) axum::Router);

impl Transport for Direct {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            let mut call = HttpRequest::builder()
                .method(request.method.as_str())
                .uri(request.url.as_str());
            if let Some(authorization) = &request.authorization {
                call = call.header(header::AUTHORIZATION, authorization.expose_text().unwrap());
            }
            let body = match &request.body {
                Some(Body::Json(json)) => {
                    call = call.header(header::CONTENT_TYPE, "application/json");
                    axum::body::Body::from(json.to_string())
                }
                _ => axum::body::Body::empty(),
            };
            let answer = self
                .0
                .clone()
                .oneshot(call.body(body).unwrap())
                .await
                .unwrap();
            let status = answer.status().as_u16();
            let headers = answer
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect();
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            Ok(Response {
                status,
                headers,
                body: body.to_vec(),
            })
        })
    }
}
