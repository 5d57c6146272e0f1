//! The way of one request: authentication, rate limit, route, permission, `perform_as`, handler, log, answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::lever::Lever;
use crate::lever::access::Caller;
use crate::lever::call::{Call, Query, Refusal, Reply};
use crate::lever::faults::Fault;
use crate::lever::form_data;
use crate::lever::request_log::Entry;
use crate::lever::routes::{self, Route};
use crate::partner::lever_side::ROUTINE;
use crate::settings::{Limits, PerformAs};
use crate::world::World;
use crate::world::model::Id;

impl Lever {
    /// One request, from the header to the answer. Returns the caller's name with it.
    fn answer(&self, request: &Asked<'_>) -> (String, Result<Reply, Refusal>) {
        let now = self.clock.now_ms();
        let caller = {
            let mut access = self.access();
            let caller = match access.authenticate(request.authorization, now) {
                Ok(caller) => caller,
                Err(refusal) => return (String::new(), Err(refusal)),
            };
            if self.settings.limits == Limits::Lever && !access.spend(&caller, self.steady_ms()) {
                return (caller.name, Err(too_many()));
            }
            caller
        };
        let answer = self.permitted(request, &caller, now);
        (caller.name, answer)
    }

    fn permitted(&self, request: &Asked<'_>, caller: &Caller, now: i64) -> Result<Reply, Refusal> {
        let (route, path) = routes::find(request.method, request.path).ok_or_else(|| {
            Refusal::new(
                404,
                "ResourceNotFound",
                format!("{} does not exist", request.path),
            )
        })?;
        if !caller.may(route.permission) {
            return Err(Refusal::forbidden(
                "This key or application may not use this endpoint",
            ));
        }
        let (body, files) = form_data::read(request.content_type, request.body)?;
        let query = Query::parse(request.query);
        let mut world = self.lock();
        world.settle(now);
        let perform_as = self.actor(route, &query, &world)?;
        let call = Call {
            path,
            query,
            body,
            files,
            now,
            perform_as,
            confidential: caller.confidential,
            switches: &self.settings.switches,
        };
        let answer = (route.handler)(&mut world, &call);
        self.report(&mut world);
        answer
    }

    /// `perform_as` is required where the documentation or the switch says so. The role of the named user is not enforced,
    /// and a deactivated one is accepted, as recorded.
    fn actor(&self, route: &Route, query: &Query, world: &World) -> Result<Option<Id>, Refusal> {
        let required = match self.settings.switches.perform_as {
            PerformAs::Lenient => false,
            PerformAs::Docs => route.actor_documented,
            PerformAs::Strict => {
                route.method != "GET"
                    && (route.path.starts_with("/opportunities")
                        || route.path.starts_with("/postings"))
            }
        };
        match query.one("perform_as").filter(|user| !user.is_empty()) {
            Some(user) if world.user(user).is_some() => Ok(Some(user.to_owned())),
            Some(user) => Err(Refusal::not_found("users", user)),
            None if required => Err(Refusal::missing("perform_as")),
            None => Ok(None),
        }
    }
}

/// A request, taken apart.
struct Asked<'a> {
    method: &'a str,
    path: &'a str,
    query: &'a str,
    authorization: Option<&'a str>,
    content_type: Option<&'a str>,
    body: &'a [u8],
}

fn too_many() -> Refusal {
    // No source shows Lever's body, and none a Retry-After.
    Refusal::new(429, "TooManyRequests", "Rate limit exceeded".to_owned())
}

pub(crate) async fn handle(
    State(lever): State<Arc<Lever>>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let began = Instant::now();
    let (body, too_large) = match body {
        Ok(body) => (body, false),
        Err(_) => (Bytes::new(), true),
    };
    let routine = headers.contains_key(ROUTINE);
    let latency = lever.faults().latency_ms;
    if latency > 0 {
        tokio::time::sleep(Duration::from_millis(latency)).await;
    }
    let at = lever.clock.now_ms();
    let request = Asked {
        method: method.as_str(),
        path: uri.path().strip_prefix("/v1").unwrap_or(""),
        query: uri.query().unwrap_or(""),
        authorization: headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()),
        content_type: headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok()),
        body: &body,
    };
    // A vendor's routine looks come at any time: they must not use up a fault that was planned for somebody else.
    let fault = if routine {
        None
    } else {
        lever.faults.next(method != Method::GET, request.path)
    };
    let (caller, answer) = match fault {
        Some(Fault::Html) => (String::new(), Err(Refusal::new(200, "", String::new()))),
        Some(Fault::Unavailable) => (
            String::new(),
            Err(Refusal::new(
                503,
                "ServiceUnavailable",
                "Down for maintenance".to_owned(),
            )),
        ),
        Some(Fault::TooMany) => (String::new(), Err(too_many())),
        Some(Fault::LostAnswer) => {
            let (caller, _) = lever.answer(&request);
            (
                caller,
                Err(Refusal::new(502, "BadGateway", "Bad gateway".to_owned())),
            )
        }
        Some(Fault::RefusedMove) => (
            String::new(),
            Err(Refusal::new(
                400,
                "BadRequestError",
                "The stage cannot be changed".to_owned(),
            )),
        ),
        // The body was not read to its end.
        None if too_large => (String::new(), Err(form_data::too_large())),
        None => lever.answer(&request),
    };
    let mut file = None;
    let (status, body) = match answer {
        Ok(Reply::Ok(body)) => (200, Some(body)),
        Ok(Reply::Created(body)) => (201, Some(body)),
        Ok(Reply::Gone) => (204, None),
        Ok(Reply::File { kind, bytes }) => {
            file = Some((kind, bytes));
            (200, None)
        }
        Err(refusal) => (refusal.status, Some(refusal.body())),
    };
    lever.log.keep(Entry {
        n: 0,
        at,
        method: method.as_str().to_owned(),
        path: uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string),
        route: routes::find(request.method, request.path).map(|(route, _)| route.path),
        status,
        caller,
        ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match body {
        _ if fault == Some(Fault::Html) => Html(
            "<!doctype html><title>Welcome</title><p>Please accept the terms of this network.</p>",
        )
        .into_response(),
        Some(body) => (
            status,
            [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
            body.to_string(),
        )
            .into_response(),
        None => match file {
            Some((kind, bytes)) => (status, [(header::CONTENT_TYPE, kind)], bytes).into_response(),
            None => status.into_response(),
        },
    }
}
