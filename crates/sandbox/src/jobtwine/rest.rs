//! The proposed API profile (`profiles/jobtwine.json`): jobs, candidates, slots, claims, changes, feedback. Methods, paths
//! and the header that carries the key stand in the file alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, Request, State as Held};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use axum::{Json, Router};
use chrono::DateTime;
use serde_json::{Value, json};

use super::JobTwine;
use super::course::Move;
use super::interview::{By, Interview, Slot};
use super::ledger::Job;
use super::media;
use super::race::initials;
use super::trouble::Trouble;

type Vendor = Held<Arc<JobTwine>>;
type Sent = Result<Json<Value>, JsonRejection>;
type Answer = Result<Json<Value>, Trouble>;

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let body = json!({ "error": { "code": self.code(), "message": self.sentence() } });
        (status, Json(body)).into_response()
    }
}

/// The profile's routes, below `/api`.
pub(super) fn router(vendor: &Arc<JobTwine>) -> Router<Arc<JobTwine>> {
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
fn serve(operation: &str, method: MethodFilter) -> Option<MethodRouter<Arc<JobTwine>>> {
    Some(match operation {
        "listJobs" => on(method, jobs),
        "getRounds" => on(method, rounds),
        "saveRounds" => on(method, save_rounds),
        "findCandidates" => on(method, find),
        "getCandidate" => on(method, one),
        "listOffers" => on(method, offers),
        "offerSlots" => on(method, slots),
        "schedule" => on(method, schedule),
        "getClaim" => on(method, claim),
        "cancel" => on(method, cancel),
        "reschedule" => on(method, reschedule),
        "getFeedback" => on(method, feedback),
        _ => return None,
    })
}

async fn authorized(Held(vendor): Vendor, request: Request, next: Next) -> Response {
    let interface = &vendor.interface;
    let right = interface.header_names().into_iter().all(|name| {
        let sent = request.headers().get(name);
        let wanted = interface.header(name).replace("{api_key}", &vendor.api_key);
        sent.is_some_and(|sent| sent.as_bytes() == wanted.as_bytes())
    });
    if right {
        next.run(request).await
    } else {
        Trouble::Unauthorized.into_response()
    }
}

async fn nothing() -> Trouble {
    Trouble::NotFound("route")
}

async fn wrong_verb() -> Trouble {
    Trouble::WrongVerb
}

fn slot_json(slot: &Slot) -> Value {
    json!({ "start": slot.start, "end": slot.end })
}

fn job_json(job: &Job) -> Value {
    let rounds: Vec<Value> = job
        .rounds
        .iter()
        .enumerate()
        .map(|(place, round)| json!({ "number": place + 1, "name": round.name, "minutes": round.minutes }))
        .collect();
    json!({
        "posting_id": job.posting,
        "title": job.title,
        "source": job.source,
        "tagged": job.tagged,
        "rounds": rounds,
        "rounds_saved_at": job.rounds_saved_at,
    })
}

fn claim_json(interview: &Interview) -> Value {
    interview.claim.as_ref().map_or(Value::Null, |claim| {
        json!({
            "interviewer": initials(&claim.interviewer),
            "start": claim.slot.start,
            "end": claim.slot.end,
            "claimed_at": claim.at,
            "self_scheduled": claim.self_scheduled,
        })
    })
}

impl JobTwine {
    fn candidate_json(&self, interview: &Interview) -> Value {
        let now = self.now();
        json!({
            "candidate_id": interview.id,
            "opportunity_id": interview.opportunity,
            "posting_id": interview.posting,
            "name": interview.candidate,
            "round": { "number": interview.round, "name": interview.round_name, "minutes": interview.minutes },
            "attempt": interview.attempt,
            "status": interview.state_at(now),
            "chip": interview.chip(),
            "link": interview.link,
            "client_link": interview.client_link,
            "link_expires_at": interview.expires_at,
            "slots": interview.slots.iter().map(slot_json).collect::<Vec<_>>(),
            "refused": interview.refused,
            "claim": claim_json(interview),
            "invited_at": interview.invited_at,
            "scheduled_at": interview.scheduled_at,
            "held_at": interview.held_at,
            "feedback_at": interview.feedback_at,
            "ended_at": interview.ended_at,
        })
    }

    fn read(&self, id: &str) -> Result<Interview, Trouble> {
        if !self.connected() {
            return Err(Trouble::Disconnected);
        }
        let ledger = self.ledger();
        let known = ledger.by_id(id).filter(|one| one.round > 0);
        known.cloned().ok_or(Trouble::NotFound("candidate"))
    }

    fn shown(&self, id: &str) -> Answer {
        self.read(id).map(|one| Json(self.candidate_json(&one)))
    }
}

/// The body; a missing one counts as empty.
fn body(sent: Sent) -> Result<Value, Trouble> {
    match sent {
        Ok(Json(body)) if body.is_object() => Ok(body),
        Ok(_) => Err(Trouble::Invalid("Send a JSON object.".to_owned())),
        Err(JsonRejection::MissingJsonContentType(_)) => Ok(json!({})),
        Err(refusal) => Err(Trouble::Invalid(refusal.body_text())),
    }
}

/// Unix milliseconds or RFC 3339.
fn moment(value: &Value) -> Result<i64, Trouble> {
    value
        .as_i64()
        .or_else(|| {
            let text = value.as_str()?;
            Some(DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis())
        })
        .ok_or_else(|| {
            Trouble::Invalid(format!(
                "{value} is no moment; send Unix milliseconds or 2026-08-10T17:00:00+02:00."
            ))
        })
}

fn starts(body: &Value) -> Result<Vec<i64>, Trouble> {
    let slots = body.get("slots").and_then(Value::as_array);
    slots
        .into_iter()
        .flatten()
        .map(|slot| moment(slot.get("start").unwrap_or(slot)))
        .collect()
}

fn by(body: &Value) -> Result<By, Trouble> {
    match body.get("by") {
        None | Some(Value::Null) => Ok(By::Client),
        Some(by) => serde_json::from_value(by.clone())
            .map_err(|_| Trouble::Invalid("by is candidate or client.".to_owned())),
    }
}

async fn jobs(Held(vendor): Vendor) -> Answer {
    if !vendor.connected() {
        return Err(Trouble::Disconnected);
    }
    let jobs: Vec<Value> = vendor.ledger().jobs.values().map(job_json).collect();
    Ok(Json(json!({ "jobs": jobs })))
}

async fn rounds(Held(vendor): Vendor, Path(posting): Path<String>) -> Answer {
    let ledger = vendor.ledger();
    let job = ledger.jobs.get(&posting).ok_or(Trouble::NotFound("job"))?;
    Ok(Json(job_json(job)))
}

async fn save_rounds(Held(vendor): Vendor, Path(posting): Path<String>, sent: Sent) -> Answer {
    let rounds = super::console::read_rounds(body(sent)?)?;
    vendor.save_rounds(&posting, rounds).await?;
    let ledger = vendor.ledger();
    let job = ledger.jobs.get(&posting).ok_or(Trouble::NotFound("job"))?;
    Ok(Json(job_json(job)))
}

async fn find(Held(vendor): Vendor, Query(terms): Query<BTreeMap<String, String>>) -> Answer {
    let Some(opportunity) = terms.get("opportunity_id") else {
        return Err(Trouble::Invalid("Send opportunity_id.".to_owned()));
    };
    if !vendor.connected() {
        return Err(Trouble::Disconnected);
    }
    let found: Vec<Interview> = vendor.ledger().of(opportunity).cloned().collect();
    let shown: Vec<Value> = found.iter().map(|one| vendor.candidate_json(one)).collect();
    Ok(Json(json!({ "candidates": shown })))
}

async fn one(Held(vendor): Vendor, Path(id): Path<String>) -> Answer {
    vendor.shown(&id)
}

async fn offers(Held(vendor): Vendor, Path(id): Path<String>) -> Answer {
    let interview = vendor.read(&id)?;
    let now = vendor.now();
    let open = interview.link_open_at(now);
    let offers: Vec<Value> = interview
        .offers
        .iter()
        .filter(|offer| open && offer.slot.start > now)
        .map(|offer| json!({ "number": offer.number, "start": offer.slot.start, "end": offer.slot.end }))
        .collect();
    Ok(Json(json!({ "offers": offers })))
}

async fn slots(Held(vendor): Vendor, Path(id): Path<String>, sent: Sent) -> Answer {
    vendor.read(&id)?;
    let body = body(sent)?;
    vendor.give_slots(&id, &starts(&body)?, by(&body)?).await?;
    vendor.shown(&id)
}

async fn schedule(Held(vendor): Vendor, Path(id): Path<String>, sent: Sent) -> Answer {
    vendor.read(&id)?;
    let body = body(sent)?;
    let number = match body.get("offer") {
        None | Some(Value::Null) => None,
        Some(number) => Some(
            number
                .as_u64()
                .and_then(|number| usize::try_from(number).ok())
                .ok_or_else(|| Trouble::Invalid("offer is the number of an offer.".to_owned()))?,
        ),
    };
    vendor.choose(&id, number).await?;
    vendor.shown(&id)
}

async fn claim(Held(vendor): Vendor, Path(id): Path<String>) -> Answer {
    let interview = vendor.read(&id)?;
    Ok(Json(json!({
        "status": interview.state_at(vendor.now()),
        "claim": claim_json(&interview),
        "asked": interview.asked,
        "refused": interview.refused,
        "slots": interview.slots.iter().map(slot_json).collect::<Vec<_>>(),
    })))
}

async fn cancel(Held(vendor): Vendor, Path(id): Path<String>, sent: Sent) -> Answer {
    vendor.read(&id)?;
    vendor.cancel(&id, by(&body(sent)?)?).await?;
    vendor.shown(&id)
}

async fn reschedule(Held(vendor): Vendor, Path(id): Path<String>, sent: Sent) -> Answer {
    vendor.read(&id)?;
    let body = body(sent)?;
    let starts = starts(&body)?;
    let to = match body.get("to") {
        Some(start) if !start.is_null() => Move::To(moment(start)?),
        _ if starts.is_empty() => Move::Ask,
        _ => Move::Slots(starts),
    };
    vendor.reschedule(&id, to, by(&body)?).await?;
    vendor.shown(&id)
}

async fn feedback(Held(vendor): Vendor, Path(id): Path<String>) -> Answer {
    let interview = vendor.read(&id)?;
    let told = interview.feedback.as_ref().ok_or(Trouble::Closed)?;
    let ends = media::ends(vendor.now(), &vendor.switches());
    let links = media::links(&vendor.link_secret, &vendor.start.base_url, &id, ends);
    Ok(Json(json!({
        "outcome": told.outcome,
        "outcome_text": told.outcome.words(),
        "sections": told.sections,
        "rating_scale": told.scale,
        "summary": told.summary,
        "report_url": links.report,
        "video_url": links.video,
        "links_expire_at": ends.div_euclid(1_000).saturating_mul(1_000),
        "feedback_at": interview.feedback_at,
    })))
}

#[cfg(test)]
mod tests {
    use axum::routing::MethodFilter;
    use serde_json::{Value, json};

    use super::{Trouble, serve};
    use crate::jobtwine::console::PROFILE;
    use crate::jobtwine::interview::{Outcome, State};
    use crate::partner::profile::Profile;

    #[test]
    fn the_profile_names_all_that_is_served_and_said() {
        let profile = Profile::read(PROFILE);
        assert_eq!(profile.operations().len(), 12);
        for operation in profile.operations() {
            let served = serve(&operation.name, MethodFilter::GET);
            assert!(served.is_some(), "{}", operation.name);
        }
        assert_eq!(profile.text("/standing"), "proposed");
        let file: Value = serde_json::from_str(PROFILE).unwrap();
        let states = [
            State::AwaitingRounds,
            State::PendingSlots,
            State::SlotsGiven,
            State::Scheduled,
            State::InProgress,
            State::PendingFeedback,
            State::FeedbackReady,
            State::CandidateNoShow,
            State::InterviewerNoShow,
            State::CancelledByCandidate,
            State::CancelledByClient,
            State::Expired,
        ];
        assert_eq!(file["statuses"], json!(states));
        let outcomes = [
            Outcome::StronglyRecommended,
            Outcome::IsAGoodFit,
            Outcome::NotRecommended,
        ];
        assert_eq!(file["outcomes"], json!(outcomes));
        let mut codes: Vec<&str> = [
            Trouble::Unauthorized,
            Trouble::NotFound("x"),
            Trouble::Expired,
            Trouble::Disconnected,
            Trouble::Booked,
            Trouble::Closed,
            Trouble::Taken,
            Trouble::Invalid(String::new()),
            Trouble::Unavailable,
            Trouble::TooLate,
            Trouble::WrongVerb,
        ]
        .iter()
        .map(Trouble::code)
        .collect();
        let mut named: Vec<&str> = file["error_codes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
        codes.sort_unstable();
        named.sort_unstable();
        assert_eq!(codes, named);
    }
}
