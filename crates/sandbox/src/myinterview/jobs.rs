//! Jobs over the vendor's API: made from a template, once per posting.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::MyInterview;
use super::candidates;
use super::envelope::Refusal;
use super::ledger::Job;
use super::rest::{Sent, Terms, Vendor, field, object};

fn job_json(job: &Job) -> Value {
    serde_json::to_value(job).unwrap_or_default()
}

/// GET: all jobs.
pub(super) async fn list(State(vendor): Vendor, Extension(terms): Extension<Terms>) -> Response {
    let jobs = vendor.store(&terms, |ledger| ledger.jobs.iter().map(job_json).collect());
    vendor.answer(Ok(jobs))
}

/// GET: one job.
pub(super) async fn one(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
) -> Response {
    let job = vendor.store(&terms, |ledger| ledger.job(&id).map(job_json));
    vendor.answer(job.ok_or(Refusal::NotFound("job")))
}

/// POST: a job; an existing one of that `external_id` is brought up to date.
pub(super) async fn create(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    sent: Sent,
) -> Response {
    let made = match object(sent) {
        Ok(body) => vendor.make_job(&terms, &body).await,
        Err(refusal) => Err(refusal),
    };
    vendor.answer(made.map(|job| job_json(&job)))
}

/// POST: `{job: {…}, candidates: [{…}]}`, all of it or nothing.
pub(super) async fn create_with_candidates(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    sent: Sent,
) -> Response {
    let made = match object(sent) {
        Ok(body) => with_candidates(&vendor, &terms, &body).await,
        Err(refusal) => Err(refusal),
    };
    vendor.answer(made)
}

async fn with_candidates(
    vendor: &MyInterview,
    terms: &Terms,
    body: &Value,
) -> Result<Value, Refusal> {
    let wanted = body.get("job").filter(|job| job.is_object());
    let wanted = wanted.ok_or(Refusal::Invalid(vec![("job", "must be a JSON object")]))?;
    let people = body.get("candidates").and_then(Value::as_array);
    let people = people.ok_or(Refusal::Invalid(vec![("candidates", "must be a list")]))?;
    for person in people {
        candidates::check(person)?;
    }
    let job = vendor.make_job(terms, wanted).await?;
    let made: Vec<Value> = people
        .iter()
        .map(|person| {
            let one = vendor.make_candidate(terms, &job, person, false);
            vendor.candidate_json(&one)
        })
        .collect();
    Ok(json!({ "job": job_json(&job), "candidates": made }))
}

impl MyInterview {
    async fn make_job(&self, terms: &Terms, body: &Value) -> Result<Job, Refusal> {
        let (title, template, posting) = (
            field(body, "title"),
            field(body, "template_id"),
            field(body, "external_id"),
        );
        let mut wrong = Vec::new();
        if title.is_empty() {
            wrong.push(("title", "must not be empty"));
        }
        let known = self.templates();
        if !known.iter().any(|known| known.template_id == template) {
            wrong.push(("template_id", "must be the id of a template"));
        }
        if posting.is_empty() {
            wrong.push(("external_id", "must not be empty"));
        }
        if !wrong.is_empty() {
            return Err(Refusal::Invalid(wrong));
        }
        let turn = self.turn("posting", posting);
        let _turn = turn.lock().await;
        let now = self.now();
        let made = self.store(terms, |ledger| {
            let id = ledger.ensure_job(self.dice, posting, title, template, now);
            ledger.job(&id).cloned()
        });
        made.ok_or(Refusal::NotFound("job"))
    }
}
