//! The way of one request: body, faults, authentication, rate limit, route, permission, `perform_as`, handler, log, answer.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header;
use axum::response::Response;

use crate::lever::Lever;
use crate::lever::access::Caller;
use crate::lever::call::{Call, Query, Refusal, Reply};
use crate::lever::fault_rules::Target;
use crate::lever::request_log::Entry;
use crate::lever::respond::{self, Outcome};
use crate::lever::routes::{self, Route};
use crate::lever::{form_data, intake};
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
            if self.settings.limits == Limits::Lever
                && let Err(wait_ms) = access.spend(&caller, self.clock.steady_ms())
            {
                return (caller.name, Err(self.too_many(wait_ms)));
            }
            caller
        };
        let answer = self.permitted(request, &caller, now);
        (caller.name, answer)
    }

    /// No source shows Lever's body.
    fn too_many(&self, wait_ms: u64) -> Refusal {
        let asked = self.settings.switches.protocol.retry_after;
        Refusal {
            retry_after_s: asked.then(|| wait_ms.div_ceil(1000).max(1)),
            ..Refusal::new(429, "TooManyRequests", "Rate limit exceeded".to_owned())
        }
    }

    fn permitted(&self, request: &Asked<'_>, caller: &Caller, now: i64) -> Result<Reply, Refusal> {
        let (route, path) = routes::find(request.method, request.path)
            .ok_or_else(|| respond::no_route(request.path))?;
        if !caller.may(route.permission) {
            return Err(Refusal::forbidden(
                "This key or application may not use this endpoint",
            ));
        }
        let path = path
            .iter()
            .map(|segment| {
                intake::unescaped(segment)
                    .ok_or_else(|| Refusal::bad(format!("Failed to decode param '{segment}'")))
            })
            .collect::<Result<_, _>>()?;
        let (body, files) = form_data::read(request.content_type, request.body)?;
        if intake::unescaped(request.query).is_none() {
            return Err(Refusal::bad("Malformed query string"));
        }
        let mut query = Query::parse(request.query);
        query.shift_windows(self.faults.clock_skew_ms().saturating_neg());
        let life = self.settings.switches.protocol.offset_life_minutes;
        let life = life.map(|minutes| i64::from(minutes) * 60_000);
        if let Some(life) = life {
            self.offsets.check(&query, now, life)?;
        }
        let mut world = self.lock();
        world.settle(now);
        let perform_as = self.actor(route, &query, caller, &world)?;
        let call = Call {
            path,
            query,
            body,
            files,
            now,
            perform_as,
            confidential: caller.confidential,
            owner: &caller.owner,
            switches: &self.settings.switches,
        };
        let answer = (route.handler)(&mut world, &call);
        self.report(&mut world);
        if let (Some(life), Ok(Reply::Ok(body))) = (life, &answer) {
            self.offsets.note(body, now, life);
        }
        answer
    }

    /// `perform_as` is required where the documentation or the switch says so. The role of the named user is not enforced,
    /// and a deactivated one is accepted, as recorded.
    fn actor(
        &self,
        route: &Route,
        query: &Query,
        caller: &Caller,
        world: &World,
    ) -> Result<Option<Id>, Refusal> {
        let required = match self.settings.switches.perform_as {
            PerformAs::Lenient => false,
            PerformAs::Docs => route.actor_documented,
            PerformAs::Strict => {
                let below =
                    route.path.starts_with("/opportunities") || route.path.starts_with("/postings");
                // A candidate applies, no user.
                route.method != "GET" && below && !route.path.ends_with("/apply")
            }
        };
        match query.one("perform_as").filter(|user| !user.is_empty()) {
            Some(user) if world.user(user).is_some() => Ok(Some(user.to_owned())),
            Some(user) => Err(Refusal::not_found("users", user)),
            None if self.settings.switches.protocol.oauth_acts_as_consenter
                && caller.user.is_some() =>
            {
                Ok(caller.user.clone())
            }
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

pub(crate) async fn handle(State(lever): State<Arc<Lever>>, request: Request) -> Response {
    let began = lever.clock.steady_ms();
    let (head, body) = request.into_parts();
    let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let content_type = text(header::CONTENT_TYPE);
    let method = match head.method.as_str() {
        // Answered like a read; the server leaves the body out.
        "HEAD" => "GET",
        other => other,
    };
    let path = head.uri.path().strip_prefix("/v1").unwrap_or_default();
    let query = head.uri.query().unwrap_or_default();
    let authorization = text(header::AUTHORIZATION);
    let body = intake::read(&lever.clock, body, intake::limit(content_type)).await;

    let at = lever.clock.now_ms();
    let caller = lever
        .access()
        .authenticate(authorization, at)
        .map_or_else(|_| String::new(), |caller| caller.name);
    let effects = lever.faults.next(&Target {
        method,
        path,
        has_offset: query.split('&').any(|pair| pair.starts_with("offset=")),
        caller: &caller,
        routine: head.headers.contains_key(ROUTINE),
    });
    let route = routes::find(method, path).map(|(route, _)| route.path);
    let wait = lever
        .latency
        .next_ms(method, path, route.unwrap_or_default());
    let wait = wait.saturating_add(effects.wait_ms);
    if wait > 0 {
        lever.clock.pause(Duration::from_millis(wait)).await;
    }
    let at = lever.clock.now_ms();
    let mut effects = effects;
    let (caller, outcome) = match (effects.instead.take(), body) {
        (Some(instead), _) => (caller, Outcome::from(instead)),
        (None, Err(refusal)) => (caller, Outcome::from(Err(refusal))),
        (None, Ok(body)) => {
            let (caller, answer) = lever.answer(&Asked {
                method,
                path,
                query,
                authorization,
                content_type,
                body: &body,
            });
            (caller, Outcome::from(answer))
        }
    };
    let skew_ms = lever.faults.clock_skew_ms();
    let outcome = outcome.twisted(&effects, skew_ms);
    lever.log.keep(Entry {
        n: 0,
        at,
        method: head.method.as_str().to_owned(),
        path: head
            .uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string),
        route,
        status: outcome.status,
        caller,
        steady_ms: lever.clock.steady_ms(),
        ms: u64::try_from(lever.clock.steady_ms() - began).unwrap_or(0),
        fault: (!effects.names.is_empty()).then(|| effects.names.join("+")),
    });
    outcome.response(&effects, at.saturating_add(skew_ms))
}
