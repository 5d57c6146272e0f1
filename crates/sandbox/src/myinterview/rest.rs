//! The proposed REST profile (`profiles/myinterview.json`): reading templates, jobs, candidates, status and video.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::MyInterview;
use super::envelope::{Refusal, answer};
use super::interview::Interview;
use super::ledger::Job;
use super::pages;
use super::playback::MEDIA_LIFE_S;
use crate::partner::signature::hmac_hex;

type Vendor = State<Arc<MyInterview>>;

/// The credentials of the account, as the vendor's console shows them to an admin.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Credentials {
    /// Names the account in the REST profile.
    pub(crate) access_key: String,
    /// Signs requests of the REST profile.
    pub(crate) secret: String,
    /// The company.
    pub(crate) company_id: String,
    /// Names the account at playback.
    pub(crate) api_key: String,
    /// Is hashed into playback requests and opens every video of the account.
    pub(crate) secret_token: String,
}

/// The profile's routes, below `/api`.
pub(super) fn router(vendor: &Arc<MyInterview>) -> Router<Arc<MyInterview>> {
    Router::new()
        .route("/templates", get(templates))
        .route("/templates.csv", get(pages::templates_file))
        .route("/jobs", get(jobs).post(create_job))
        .route("/jobs/{job}", get(job))
        .route("/jobs/{job}/candidates", get(candidates_of_job))
        .route("/candidates", get(find_candidates))
        .route("/candidates/{candidate}", get(candidate))
        .route("/candidates/{candidate}/status", get(status))
        .route("/candidates/{candidate}/video", get(video))
        .fallback(nothing)
        .layer(middleware::from_fn_with_state(
            Arc::clone(vendor),
            authorized,
        ))
}

async fn authorized(State(vendor): Vendor, request: Request, next: Next) -> Response {
    match check(request.headers(), &vendor.credentials, vendor.now() / 1_000) {
        Ok(()) => next.run(request).await,
        Err(refusal) => vendor.answer(Err(refusal)),
    }
}

/// Checks `Authorization: apikey <accessKey> exp=<unixSeconds> sig=<hex>` and `X-Company-Id` at `now_s`.
fn check(headers: &HeaderMap, credentials: &Credentials, now_s: i64) -> Result<(), Refusal> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let (signed, signature) = text("authorization")
        .rsplit_once(" sig=")
        .ok_or(Refusal::Unauthorized)?;
    let (named, exp) = signed.rsplit_once(" exp=").ok_or(Refusal::Unauthorized)?;
    let exp: i64 = exp.parse().map_err(|_| Refusal::Unauthorized)?;
    let right = named == format!("apikey {}", credentials.access_key)
        && text("x-company-id") == credentials.company_id
        && signature == hmac_hex(&credentials.secret, signed);
    if !right {
        return Err(Refusal::Unauthorized);
    }
    if exp < now_s {
        Err(Refusal::Expired)
    } else {
        Ok(())
    }
}

impl MyInterview {
    fn answer(&self, result: Result<Value, Refusal>) -> Response {
        answer(result, self.next_call(), self.now())
    }

    fn candidate_json(&self, interview: &Interview) -> Value {
        json!({
            "candidate_id": interview.id,
            "external_id": interview.opportunity,
            "job_id": interview.job,
            "attempt": interview.attempt,
            "status": interview.invite_status(),
            "invited_at": interview.invited_at,
            "clicked_at": interview.clicked_at,
            "completed_at": interview.completed_at,
            "deadline": interview.deadline,
            "hidden": interview.hidden,
            "link": interview.link,
        })
    }

    /// The invitations that `wanted` holds for, oldest first.
    fn candidates(&self, wanted: impl Fn(&Interview) -> bool) -> Value {
        let ledger = self.ledger();
        let invited = ledger
            .all()
            .iter()
            .filter(|interview| interview.invited_at.is_some());
        invited
            .filter(|interview| wanted(interview))
            .map(|interview| self.candidate_json(interview))
            .collect()
    }

    fn with_candidate(
        &self,
        id: &str,
        read: impl FnOnce(&Interview) -> Result<Value, Refusal>,
    ) -> Response {
        let interview = self
            .ledger()
            .by_id(id)
            .filter(|interview| interview.invited_at.is_some())
            .cloned();
        self.answer(
            interview
                .ok_or(Refusal::NotFound("candidate"))
                .and_then(|interview| read(&interview)),
        )
    }
}

fn job_json(job: &Job) -> Value {
    serde_json::to_value(job).unwrap_or_default()
}

async fn nothing(State(vendor): Vendor) -> Response {
    vendor.answer(Err(Refusal::NotFound("route")))
}

async fn templates(State(vendor): Vendor) -> Response {
    vendor.answer(Ok(json!(vendor.templates)))
}

async fn jobs(State(vendor): Vendor) -> Response {
    let jobs = vendor.ledger().jobs.iter().map(job_json).collect();
    vendor.answer(Ok(jobs))
}

async fn create_job(
    State(vendor): Vendor,
    body: Result<Json<Value>, axum::extract::rejection::JsonRejection>,
) -> Response {
    let Ok(Json(body)) = body else {
        return vendor.answer(Err(Refusal::Invalid(vec![(
            "body",
            "must be a JSON object",
        )])));
    };
    let field = |name: &str| {
        body.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (title, template, posting) = (field("title"), field("template_id"), field("external_id"));
    let mut wrong = Vec::new();
    if title.is_empty() {
        wrong.push(("title", "must not be empty"));
    }
    if !vendor
        .templates
        .iter()
        .any(|known| known.template_id == template)
    {
        wrong.push(("template_id", "must be the id of a template"));
    }
    if posting.is_empty() {
        wrong.push(("external_id", "must not be empty"));
    }
    if !wrong.is_empty() {
        return vendor.answer(Err(Refusal::Invalid(wrong)));
    }
    let turn = vendor.turn("posting", &posting);
    let _turn = turn.lock().await;
    let now = vendor.now();
    let made = {
        let mut ledger = vendor.ledger();
        let id = ledger.ensure_job(vendor.dice, &posting, &title, &template, now);
        ledger.job(&id).map(job_json)
    };
    vendor.answer(made.ok_or(Refusal::NotFound("job")))
}

async fn job(State(vendor): Vendor, Path(id): Path<String>) -> Response {
    let job = vendor.ledger().job(&id).map(job_json);
    vendor.answer(job.ok_or(Refusal::NotFound("job")))
}

async fn candidates_of_job(State(vendor): Vendor, Path(id): Path<String>) -> Response {
    if vendor.ledger().job(&id).is_none() {
        return vendor.answer(Err(Refusal::NotFound("job")));
    }
    vendor.answer(Ok(
        vendor.candidates(|interview| interview.job.as_deref() == Some(&id))
    ))
}

async fn find_candidates(
    State(vendor): Vendor,
    Query(terms): Query<BTreeMap<String, String>>,
) -> Response {
    let Some(external) = terms.get("external_id") else {
        return vendor.answer(Err(Refusal::Invalid(vec![(
            "external_id",
            "must be given",
        )])));
    };
    vendor.answer(Ok(
        vendor.candidates(|interview| interview.opportunity == *external)
    ))
}

async fn candidate(State(vendor): Vendor, Path(id): Path<String>) -> Response {
    vendor.with_candidate(&id, |interview| Ok(vendor.candidate_json(interview)))
}

async fn status(State(vendor): Vendor, Path(id): Path<String>) -> Response {
    let now = vendor.now();
    vendor.with_candidate(&id, |interview| {
        let expired = interview.state_at(now) == super::interview::State::Expired;
        Ok(json!({ "status": interview.invite_status(), "expired": expired, "deadline": interview.deadline }))
    })
}

async fn video(State(vendor): Vendor, Path(id): Path<String>) -> Response {
    let expires = vendor.now() / 1_000 + MEDIA_LIFE_S;
    vendor
        .with_candidate(&id, |interview| {
            let video = interview.video.as_deref().ok_or(Refusal::NotCompleted)?;
            Ok(json!({
                "video_id": video,
                "review_url": interview.review,
                "media_url": vendor.media_link(video),
                "media_expires_at": expires * 1_000,
            }))
        })
        .into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{Credentials, Refusal, check, hmac_hex};

    fn credentials() -> Credentials {
        let text = |text: &str| text.to_owned();
        Credentials {
            access_key: text("ak"),
            secret: text("s3cret"),
            company_id: text("co"),
            api_key: text("k"),
            secret_token: text("t"),
        }
    }

    fn headers(authorization: &str, company: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization.parse().unwrap());
        headers.insert("x-company-id", company.parse().unwrap());
        headers
    }

    #[test]
    fn the_header_is_checked_in_every_part() {
        // Computed with another implementation: printf 'apikey ak exp=1700000000' | openssl dgst -sha256 -hmac s3cret
        let good = "apikey ak exp=1700000000 sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d";
        assert_eq!(
            hmac_hex("s3cret", "apikey ak exp=1700000000"),
            "7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d"
        );
        let at = 1_700_000_000;
        assert_eq!(check(&headers(good, "co"), &credentials(), at), Ok(()));
        assert_eq!(
            check(&headers(good, "co"), &credentials(), at + 1),
            Err(Refusal::Expired)
        );
        for (authorization, company) in [
            (good, "other"),
            (
                "apikey zz exp=1700000000 sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d",
                "co",
            ),
            (
                "apikey ak exp=1700000001 sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d",
                "co",
            ),
            (
                "apikey ak sig=7136f2483325cc7cf0e43572190ea1dba6234c88a1e53de65654c3e2fbcdd17d",
                "co",
            ),
            ("apikey ak exp=1700000000", "co"),
            ("Basic YTpi", "co"),
        ] {
            assert_eq!(
                check(&headers(authorization, company), &credentials(), at),
                Err(Refusal::Unauthorized),
                "{authorization}"
            );
        }
    }
}
