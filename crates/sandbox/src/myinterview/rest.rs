//! The proposed REST profile (`profiles/myinterview.json`): who may call, where each operation lies, and the small ones.
//! Methods, paths, header names and codes stand in the file alone.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};

use super::MyInterview;
use super::authorization::{Level, permit, read};
use super::envelope::{Refusal, answer};
use super::ledger::Ledger;
use super::{candidates, jobs, pages, report};

pub(super) type Vendor = State<Arc<MyInterview>>;
pub(super) type Sent = Result<Json<Value>, JsonRejection>;

/// What a request is allowed and meant for.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) level: Level,
    /// "Not connected to any Database": answered as usual, nothing is kept, nothing is found, nobody is written to.
    pub(super) test: bool,
}

/// The profile's routes, below `/api`.
pub(super) fn router(vendor: &Arc<MyInterview>) -> Router<Arc<MyInterview>> {
    vendor
        .interface
        .router(serve)
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_verb)
        .layer(middleware::from_fn_with_state(
            Arc::clone(vendor),
            authorized,
        ))
}

/// What answers an operation of the profile; `None` for one that nobody wrote.
fn serve(operation: &str, method: MethodFilter) -> Option<MethodRouter<Arc<MyInterview>>> {
    Some(match operation {
        "listTemplates" => on(method, templates),
        "exportTemplates" => on(method, pages::templates_file),
        "listMessages" => on(method, messages),
        "listJobs" => on(method, jobs::list),
        "createJob" => on(method, jobs::create),
        "createJobWithCandidates" => on(method, jobs::create_with_candidates),
        "getJob" => on(method, jobs::one),
        "listCandidates" => on(method, candidates::of_job),
        "findCandidates" => on(method, candidates::find),
        "createCandidate" => on(method, candidates::create),
        "inviteCandidate" => on(method, candidates::invite),
        "submitInterview" => on(method, candidates::submit),
        "getCandidate" => on(method, candidates::one),
        "getStatus" => on(method, candidates::status),
        "getVideo" => on(method, candidates::video),
        "setDeadlines" => on(method, candidates::set_deadlines),
        "setWebhook" => on(method, report::set_webhook),
        _ => return None,
    })
}

async fn authorized(State(vendor): Vendor, mut request: Request, next: Next) -> Response {
    let test = {
        let (name, value) = (
            vendor.interface.text("/test_mode/header"),
            vendor.interface.text("/test_mode/value"),
        );
        !name.is_empty()
            && request
                .headers()
                .get(name)
                .is_some_and(|sent| sent == value)
    };
    let now = vendor.now() / 1_000;
    let checked = read(
        request.headers(),
        &vendor.credentials,
        &vendor.interface,
        now,
    )
    .and_then(|level| {
        let found = vendor
            .interface
            .find(request.method().as_str(), request.uri().path());
        let (operation, holes) = found.map_or(("", None), |(operation, holes)| {
            (operation.name.as_str(), holes.into_values().next())
        });
        let about = {
            let ledger = vendor.ledger();
            holes.as_deref().and_then(|id| ledger.by_id(id)).cloned()
        };
        permit(&level, operation, holes.as_deref(), about.as_ref()).map(|()| level)
    });
    match checked {
        Ok(level) => {
            request.extensions_mut().insert(Terms { level, test });
            next.run(request).await
        }
        Err(refusal) => vendor.answer(Err(refusal)),
    }
}

impl MyInterview {
    /// The envelope around an answer.
    pub(super) fn answer(&self, result: Result<Value, Refusal>) -> Response {
        answer(result, self.next_call(), self.now(), &self.switches())
    }

    /// Reads or changes the store, or, in test mode, an empty one that is thrown away.
    pub(super) fn store<T>(&self, terms: &Terms, work: impl FnOnce(&mut Ledger) -> T) -> T {
        if terms.test {
            work(&mut Ledger::default())
        } else {
            work(&mut self.ledger())
        }
    }
}

/// The body as a JSON object.
pub(super) fn object(sent: Sent) -> Result<Value, Refusal> {
    match sent {
        Ok(Json(body)) if body.is_object() => Ok(body),
        _ => Err(Refusal::Invalid(vec![("body", "must be a JSON object")])),
    }
}

/// A text of the body; empty where there is none.
pub(super) fn field<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}

async fn nothing(State(vendor): Vendor) -> Response {
    vendor.answer(Err(Refusal::NotFound("route")))
}

async fn wrong_verb(State(vendor): Vendor) -> Response {
    vendor.answer(Err(Refusal::WrongVerb)).into_response()
}

async fn templates(State(vendor): Vendor) -> Response {
    vendor.answer(Ok(json!(vendor.templates())))
}

/// The message templates, the stock texts left out.
async fn messages(State(vendor): Vendor, Extension(_): Extension<Terms>) -> Response {
    let switches = vendor.switches();
    vendor.answer(Ok(json!({
        "messages": switches.messages,
        "reminders": switches.reminders,
        "company_name": switches.company_name,
    })))
}

#[cfg(test)]
mod tests {
    use axum::routing::MethodFilter;

    use super::serve;
    use crate::myinterview::console::PROFILE;
    use crate::partner::profile::Profile;

    #[test]
    fn every_operation_of_the_profile_is_served() {
        let profile = Profile::read(PROFILE);
        assert!(profile.operations().len() >= 17);
        for operation in profile.operations() {
            assert!(
                serve(&operation.name, MethodFilter::GET).is_some(),
                "{}",
                operation.name
            );
        }
        assert!(!profile.text("/test_mode/header").is_empty());
        assert!(profile.text("/standing").contains("proposed"));
    }
}
