//! Candidates over the vendor's API: those that Lever's webhook brought, and those that are made here.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::MyInterview;
use super::authorization::{Level, token};
use super::deadline;
use super::envelope::Refusal;
use super::interview::{Interview, State as Stand};
use super::ledger::Job;
use super::messages;
use super::reach::{self, Email};
use super::rest::{Sent, Terms, Vendor, field, object};
use super::watching::MEDIA_LIFE_S;

impl MyInterview {
    pub(super) fn candidate_json(&self, interview: &Interview) -> Value {
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
            "deadline_zone": interview.zone,
            "hidden": interview.hidden,
            "link": interview.link,
            "authorization": token(&self.credentials, "candidate", &interview.id),
        })
    }

    /// The candidates that `wanted` holds for, oldest first.
    fn candidates(&self, terms: &Terms, wanted: impl Fn(&Interview) -> bool) -> Value {
        self.store(terms, |ledger| {
            let known = ledger.all().iter().filter(|one| shown(one));
            known
                .filter(|interview| wanted(interview))
                .map(|interview| self.candidate_json(interview))
                .collect()
        })
    }

    fn candidate(&self, terms: &Terms, id: &str) -> Result<Interview, Refusal> {
        let known = self.store(terms, |ledger| {
            ledger.by_id(id).filter(|one| shown(one)).cloned()
        });
        known.ok_or(Refusal::NotFound("candidate"))
    }

    /// Makes a candidate of `job`; `person` was checked.
    pub(super) fn make_candidate(
        &self,
        terms: &Terms,
        job: &Job,
        person: &Value,
        direct: bool,
    ) -> Interview {
        let switches = self.switches();
        let now = self.now();
        self.store(terms, |ledger| {
            ledger.made = ledger.made.saturating_add(1);
            let number = ledger.made.to_string();
            let mut one = Interview::new(self.dice, &format!("api {number}"), 1, now);
            field(person, "external_id").clone_into(&mut one.opportunity);
            one.state = Stand::Created;
            one.external = true;
            one.direct = direct;
            one.candidate = field(person, "username").to_owned();
            one.title.clone_from(&job.title);
            one.job = Some(job.job_id.clone());
            one.template_id = Some(job.template_id.clone());
            one.zone = self.zone_of(&one.id, &switches);
            one.mail = Some(field(person, "email").trim().to_owned());
            one.sms = reach::sms_number([field(person, "phone")]);
            one.link = Some(one.candidate_link(&self.start.base_url));
            ledger.add(one.clone());
            one
        })
    }
}

/// Whether the API shows it: who was never invited by Lever's webhook is no candidate.
fn shown(interview: &Interview) -> bool {
    interview.external || interview.invited_at.is_some()
}

/// What is wrong with a new candidate.
///
/// # Errors
/// [`Refusal::Invalid`].
pub(super) fn check(person: &Value) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    if !matches!(reach::email([field(person, "email")]), Email::Usable(_)) {
        wrong.push(("email", "must be an e-mail address"));
    }
    if field(person, "username").trim().is_empty() {
        wrong.push(("username", "must not be empty"));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(wrong))
    }
}

/// GET: the candidates of a job.
pub(super) async fn of_job(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
) -> Response {
    if vendor.store(&terms, |ledger| ledger.job(&id).is_none()) {
        return vendor.answer(Err(Refusal::NotFound("job")));
    }
    vendor.answer(Ok(
        vendor.candidates(&terms, |one| one.job.as_deref() == Some(&id))
    ))
}

/// GET: the candidates of an `external_id`.
pub(super) async fn find(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let Some(external) = query.get("external_id") else {
        return vendor.answer(Err(Refusal::Invalid(vec![(
            "external_id",
            "must be given",
        )])));
    };
    vendor.answer(Ok(
        vendor.candidates(&terms, |one| one.opportunity == *external)
    ))
}

/// POST: `{job_id, email, username, phone, external_id}`. With a job's own token: somebody who came by its direct link.
pub(super) async fn create(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    sent: Sent,
) -> Response {
    let made = object(sent).and_then(|body| {
        check(&body)?;
        let job_id = field(&body, "job_id");
        let direct = match &terms.level {
            Level::Job(own) if own != job_id => return Err(Refusal::NotAllowed),
            level => matches!(level, Level::Job(_)),
        };
        let job = vendor.store(&terms, |ledger| ledger.job(job_id).cloned());
        let job = job.ok_or(Refusal::NotFound("job"))?;
        let one = vendor.make_candidate(&terms, &job, &body, direct);
        Ok(vendor.candidate_json(&one))
    });
    vendor.answer(made)
}

/// POST: `{channels: ["email", "sms"], deadline: {at, zone}}`; sends the link, again if it was sent before.
pub(super) async fn invite(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
    sent: Sent,
) -> Response {
    let invited = object(sent).and_then(|body| send(&vendor, &terms, &id, &body));
    vendor.answer(invited)
}

fn send(vendor: &MyInterview, terms: &Terms, id: &str, body: &Value) -> Result<Value, Refusal> {
    let known = vendor.candidate(terms, id)?;
    if known.state == Stand::Completed {
        return Err(Refusal::AlreadyCompleted);
    }
    let channels: Vec<&str> = match body.get("channels").and_then(Value::as_array) {
        Some(list) => list.iter().filter_map(Value::as_str).collect(),
        None => vec!["email"],
    };
    if channels.is_empty() || channels.iter().any(|one| !["email", "sms"].contains(one)) {
        return Err(Refusal::Invalid(vec![(
            "channels",
            "must name email, sms or both",
        )]));
    }
    let (now, switches) = (vendor.now(), vendor.switches());
    let zone = body
        .pointer("/deadline/zone")
        .and_then(Value::as_str)
        .unwrap_or(&known.zone)
        .to_owned();
    let end = match body.pointer("/deadline/at").and_then(Value::as_str) {
        Some(at) => deadline::chosen(at, &zone, now)
            .map_err(|rule| Refusal::Invalid(vec![("deadline", rule)]))?,
        None => deadline::deadline(
            now,
            switches.deadline_days,
            switches.deadline_time.as_deref(),
            &zone,
        ),
    };
    let sent = vendor.store(terms, |ledger| {
        ledger.change(id, |one| {
            if one.state == Stand::Created {
                one.state = Stand::Invited;
            }
            one.invited_at = one.invited_at.or(Some(now));
            one.deadline = Some(end);
            one.zone = zone;
            one.sent = one.sent.saturating_add(1);
            one.clone()
        })
    });
    let one = sent.ok_or(Refusal::NotFound("candidate"))?;
    let mut written = one.clone();
    if !channels.contains(&"email") {
        written.mail = None;
    }
    if !channels.contains(&"sms") {
        written.sms = None;
    }
    messages::invite(&vendor.outbox, &written, &switches, now);
    Ok(json!({ "link": one.link, "status": one.invite_status(), "deadline": one.deadline }))
}

/// POST: the recorder hands the interview in.
pub(super) async fn submit(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
) -> Response {
    let done = match vendor.candidate(&terms, &id) {
        Ok(one) if one.state == Stand::Completed => Err(Refusal::AlreadyCompleted),
        Ok(_) => vendor.complete(&id).await.map_err(|_| Refusal::Closed),
        Err(refusal) => Err(refusal),
    };
    vendor.answer(done.map(|()| json!({ "status": "Completed" })))
}

/// GET: one candidate.
pub(super) async fn one(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
) -> Response {
    let known = vendor.candidate(&terms, &id);
    vendor.answer(known.map(|one| vendor.candidate_json(&one)))
}

/// GET: the invitation's status.
pub(super) async fn status(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
) -> Response {
    let now = vendor.now();
    let known = vendor.candidate(&terms, &id);
    vendor.answer(known.map(|one| {
        let expired = one.state_at(now) == Stand::Expired;
        json!({ "status": one.invite_status(), "expired": expired, "deadline": one.deadline })
    }))
}

/// GET: the video, one answer per question. Transcript and ranking are named by the vendor and never shown: always null.
pub(super) async fn video(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    Path(id): Path<String>,
) -> Response {
    let expires = vendor.now() / 1_000 + MEDIA_LIFE_S;
    let read = vendor.candidate(&terms, &id).and_then(|one| {
        let video = one.video.as_deref().ok_or(Refusal::NotCompleted)?;
        let link = vendor.media_link(video);
        let templates = vendor.templates();
        let questions = templates
            .iter()
            .filter(|known| Some(&known.template_id) == one.template_id.as_ref())
            .flat_map(|known| &known.questions);
        let answers: Vec<Value> = questions
            .enumerate()
            .map(|(place, question)| {
                let object = vendor.dice.uuid(&["answer", video, &place.to_string()]);
                json!({
                    "question_index": place,
                    "question": question,
                    "media_key": format!("{video}/video/{object}.webm"),
                    "media_url": link,
                })
            })
            .collect();
        Ok(json!({
            "video_id": video,
            "review_url": one.review,
            "media_url": link,
            "media_expires_at": expires * 1_000,
            "answers": answers,
            "transcript": null,
            "ranking": null,
        }))
    });
    vendor.answer(read)
}

/// PUT: `{candidate_ids, at, zone}`. As on the vendor's page, all of them come to live in one zone.
pub(super) async fn set_deadlines(
    State(vendor): Vendor,
    Extension(terms): Extension<Terms>,
    sent: Sent,
) -> Response {
    let moved = object(sent).and_then(|body| {
        let (now, zone) = (vendor.now(), field(&body, "zone"));
        let end = deadline::chosen(field(&body, "at"), zone, now)
            .map_err(|rule| Refusal::Invalid(vec![("at", rule)]))?;
        let ids = body.get("candidate_ids").and_then(Value::as_array);
        let ids = ids.ok_or(Refusal::Invalid(vec![("candidate_ids", "must be a list")]))?;
        let mut known = Vec::new();
        for id in ids {
            known.push(vendor.candidate(&terms, id.as_str().unwrap_or_default())?);
        }
        for one in &known {
            let moved = vendor.store(&terms, |ledger| {
                ledger.change(&one.id, |one| {
                    one.deadline = Some(end);
                    zone.clone_into(&mut one.zone);
                    one.reminders.clear();
                    one.clone()
                })
            });
            if let Some(one) = moved {
                vendor.schedule_reminder(&one);
            }
        }
        Ok(json!({ "moved": known.len(), "deadline": end }))
    });
    vendor.answer(moved)
}
