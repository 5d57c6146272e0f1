use std::collections::BTreeMap;
use std::sync::Arc;

use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::{Template, Vendor};
use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use serde_json::{Map, Value};

use super::profile::{Operation, Profile};
use super::reading;
use crate::error::{Code, Retry, VendorError};
use crate::experts::{ExpertInterviews, ExpertStatus, OfferAnswer, SlotOffer, VendorJob};
use crate::http::{HttpAnswer, HttpRequest, VendorHttp};
use crate::vendor::{Capabilities, InterviewVendor, Invitations, MediaLink};

/// The adapter: with a profile it asks the vendor, with none it says so.
pub struct JobTwine {
    access: Option<(Profile, Secret)>,
    http: Arc<dyn VendorHttp>,
    clock: Arc<dyn Clock>,
}

/// A failure with the vendor's word for it, in ours.
struct Failure {
    error: VendorError,
    word: Option<String>,
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self {
            error: code.into(),
            word: None,
        }
    }
}

impl From<Failure> for VendorError {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

impl JobTwine {
    /// Asks the vendor as the profile says.
    pub fn with_profile(
        profile: Profile,
        api_key: Secret,
        http: Arc<dyn VendorHttp>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            access: Some((profile, api_key)),
            http,
            clock,
        }
    }

    /// Has no way to ask: everything comes from Lever's evidence.
    pub fn without_profile(http: Arc<dyn VendorHttp>, clock: Arc<dyn Clock>) -> Self {
        Self {
            access: None,
            http,
            clock,
        }
    }

    fn profile(&self) -> Result<&Profile, Code> {
        self.access
            .as_ref()
            .map(|(profile, _)| profile)
            .ok_or(Code::NoProfile)
    }

    async fn ask(
        &self,
        pick: impl FnOnce(&Profile) -> Option<&Operation>,
        values: BTreeMap<&str, String>,
        body: Option<Value>,
    ) -> Result<Value, Failure> {
        let (profile, api_key) = self.access.as_ref().ok_or(Code::NoProfile)?;
        let operation = pick(profile).ok_or(Code::NotOffered)?;
        let request = HttpRequest {
            method: if body.is_some() { "POST" } else { "GET" },
            url: operation.url(&profile.base_url, &values),
            headers: profile.headers(api_key.expose_text().unwrap_or_default()),
            body: body.map(|body| body.to_string().into_bytes()),
        };
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|failure| Failure::from(Code::from(failure)))?;
        open(profile, &answer).inspect_err(|failure| {
            tracing::debug!(
                code = failure.error.code.as_str(),
                status = failure.error.status,
                "JobTwine call failed"
            );
        })
    }

    async fn find(&self, opportunity: &OpportunityId) -> Result<ExpertInterviews, VendorError> {
        let profile = self.profile()?;
        let values = BTreeMap::from([("opportunity_id", opportunity.0.clone())]);
        let asked = self
            .ask(|profile| profile.find_candidates.as_ref(), values, None)
            .await;
        let answer = match asked {
            Err(failure) if failure.error.code == Code::NotFound => Value::Null,
            other => other?,
        };
        let mut interviews = Vec::new();
        for item in items(profile, &answer, "candidates") {
            let mut interview = reading::interview(profile, item).ok_or(Code::NotVendor)?;
            if interview.status == ExpertStatus::FeedbackIn && profile.get_feedback.is_some() {
                let told = self.feedback_of(&interview.id).await?;
                interview.feedback = Some(reading::feedback(profile, &told));
            }
            interviews.push(interview);
        }
        Ok(ExpertInterviews {
            interviews,
            as_of_ms: self.clock.now_ms(),
        })
    }

    async fn feedback_of(&self, interview: &str) -> Result<Value, Failure> {
        let values = BTreeMap::from([("candidate_id", interview.to_owned())]);
        self.ask(|profile| profile.get_feedback.as_ref(), values, None)
            .await
    }

    async fn links(&self, interview: &str) -> Result<MediaLink, VendorError> {
        let profile = self.profile()?;
        match self.feedback_of(interview).await {
            // The interview is known and there is no feedback: it is not that far.
            Err(failure) if failure.error.code == Code::Refused => Err(Code::NotCompleted.into()),
            other => Ok(reading::links(profile, &other?)),
        }
    }

    async fn offer(&self, offer: &SlotOffer) -> Result<OfferAnswer, VendorError> {
        let profile = self.profile()?;
        if profile.offer_slots.is_none() {
            return Err(Code::NotOffered.into());
        }
        let known = self.find(&offer.opportunity).await?;
        let Some(interview) = known.latest(offer.round).cloned() else {
            return Err(Code::NotFound.into());
        };
        let values = BTreeMap::from([("candidate_id", interview.id.clone())]);
        let body = slots_body(profile, &offer.slots_ms);
        match self
            .ask(|profile| profile.offer_slots.as_ref(), values, Some(body))
            .await
        {
            Ok(answer) => {
                let given = reading::interview(profile, &answer).unwrap_or(interview);
                Ok(OfferAnswer::Given(given))
            }
            Err(failure) => {
                let as_it_is = |known: Option<ExpertInterviews>| {
                    known.and_then(|known| known.latest(offer.round).cloned())
                };
                match failure.word.as_deref() {
                    // Between the question and the offer somebody was faster: say how it stands now.
                    Some("already_scheduled") => {
                        let now = self.find(&offer.opportunity).await.ok();
                        Ok(OfferAnswer::AlreadyScheduled(as_it_is(now)))
                    }
                    Some("closed" | "expired") => {
                        let now = self.find(&offer.opportunity).await.ok();
                        Ok(OfferAnswer::Closed(as_it_is(now)))
                    }
                    _ => Err(failure.error),
                }
            }
        }
    }

    async fn list_jobs(&self) -> Result<Vec<VendorJob>, VendorError> {
        let profile = self.profile()?;
        let answer = self
            .ask(|profile| profile.list_jobs.as_ref(), BTreeMap::new(), None)
            .await?;
        items(profile, &answer, "jobs")
            .iter()
            .map(|item| reading::job(profile, item))
            .collect::<Option<_>>()
            .ok_or_else(|| Code::NotVendor.into())
    }
}

impl InterviewVendor for JobTwine {
    fn vendor(&self) -> Vendor {
        Vendor::JobTwine
    }

    fn capabilities(&self) -> Capabilities {
        self.access
            .as_ref()
            .map_or_else(Capabilities::default, |(profile, _)| Capabilities {
                interviews: profile.find_candidates.is_some(),
                media_link: profile.get_feedback.is_some(),
                // An offer names the vendor's own id of the interview, which has to be found first.
                offer_slots: profile.offer_slots.is_some() && profile.find_candidates.is_some(),
                jobs: profile.list_jobs.is_some(),
                ..Capabilities::default()
            })
    }

    fn list_templates(&self) -> BoxFuture<'_, Result<Vec<Template>, VendorError>> {
        Box::pin(async {
            self.profile()?;
            Err(Code::NotOffered.into())
        })
    }

    fn invitations<'a>(
        &'a self,
        _opportunity: &'a OpportunityId,
    ) -> BoxFuture<'a, Result<Invitations, VendorError>> {
        Box::pin(async {
            self.profile()?;
            Err(Code::NotOffered.into())
        })
    }

    fn media_link<'a>(
        &'a self,
        interview: &'a str,
    ) -> BoxFuture<'a, Result<MediaLink, VendorError>> {
        Box::pin(self.links(interview))
    }

    fn interviews<'a>(
        &'a self,
        opportunity: &'a OpportunityId,
    ) -> BoxFuture<'a, Result<ExpertInterviews, VendorError>> {
        Box::pin(self.find(opportunity))
    }

    fn offer_slots<'a>(
        &'a self,
        offer: &'a SlotOffer,
    ) -> BoxFuture<'a, Result<OfferAnswer, VendorError>> {
        Box::pin(self.offer(offer))
    }

    fn jobs(&self) -> BoxFuture<'_, Result<Vec<VendorJob>, VendorError>> {
        Box::pin(self.list_jobs())
    }
}

/// The answer's list, or the answer where it is the list itself.
fn items<'a>(profile: &Profile, answer: &'a Value, name: &str) -> &'a [Value] {
    match answer.as_array() {
        Some(list) => list,
        None => reading::list(profile, answer, name),
    }
}

/// Body of an offer, in the vendor's names.
fn slots_body(profile: &Profile, slots_ms: &[(i64, i64)]) -> Value {
    let named = |pairs: [(&str, Value); 2]| {
        pairs
            .into_iter()
            .map(|(name, value)| (profile.field(name).to_owned(), value))
            .collect::<Map<String, Value>>()
    };
    let slots: Vec<Value> = slots_ms
        .iter()
        .map(|(start, end)| named([("start", (*start).into()), ("end", (*end).into())]).into())
        .collect();
    named([("slots", slots.into()), ("by", "client".into())]).into()
}

/// Opens an answer: JSON, or an error with a word of its own.
fn open(profile: &Profile, answer: &HttpAnswer) -> Result<Value, Failure> {
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
    if (200..300).contains(&answer.status) {
        return body
            .filter(|body| body.is_object() || body.is_array())
            .ok_or_else(|| Code::NotVendor.into());
    }
    let word = body
        .as_ref()
        .and_then(|body| profile.get(profile.get(body, "error")?, "code")?.as_str())
        .map(|word| profile.word(word).to_owned());
    let code = match (answer.status, &word) {
        (429, _) => Code::RateLimited,
        (500..=599, _) => Code::Down,
        // What does not speak the vendor's language is not the vendor: a proxy's page, a wrong address.
        (_, None) => Code::NotVendor,
        (401 | 403, _) => Code::Unauthorized,
        (404, _) => Code::NotFound,
        _ => Code::Refused,
    };
    let mut error = VendorError {
        status: Some(answer.status),
        ..VendorError::new(code)
    };
    if let Retry::Transient { retry_after } = &mut error.retry {
        *retry_after = answer.retry_after;
    }
    Err(Failure { error, word })
}
