use std::collections::BTreeMap;
use std::sync::Arc;

use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::{Template, Vendor};
use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use serde_json::Value;
use url::Url;

use super::envelope::{self, Answer, time_ms};
use super::profile::{Operation, Profile};
use crate::error::{Code, VendorError};
use crate::http::{HttpRequest, VendorHttp};
use crate::vendor::{
    Capabilities, InterviewVendor, Invitation, Invitations, InviteStage, MediaLink,
};

/// The three values of the vendor's server interface.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Names the account.
    pub access_key: Secret,
    /// Signs.
    pub secret: Secret,
    /// The company.
    pub company_id: String,
}

/// The adapter: with a profile it asks the vendor, with none it says so.
pub struct MyInterview {
    access: Option<(Profile, Credentials)>,
    http: Arc<dyn VendorHttp>,
    clock: Arc<dyn Clock>,
}

impl MyInterview {
    /// Asks the vendor as the profile says.
    pub fn with_profile(
        profile: Profile,
        credentials: Credentials,
        http: Arc<dyn VendorHttp>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            access: Some((profile, credentials)),
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

    async fn ask(
        &self,
        pick: impl FnOnce(&Profile) -> Option<&Operation>,
        values: BTreeMap<&str, String>,
    ) -> Result<Answer, VendorError> {
        let (profile, credentials) = self.access.as_ref().ok_or(Code::NoProfile)?;
        let operation = pick(profile).ok_or(Code::NotOffered)?;
        let request = HttpRequest {
            method: "GET",
            url: operation.url(&profile.base_url, &values),
            headers: profile
                .authorization
                .headers(credentials, self.clock.now_ms()),
            body: None,
        };
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|failure| VendorError::new(failure.into()))?;
        envelope::open(&answer).inspect_err(|error| {
            tracing::debug!(
                code = error.code.as_str(),
                status = error.status,
                vendor_code = error.vendor_code,
                call_id = error.call_id,
                "myInterview call failed"
            );
        })
    }

    async fn templates(&self) -> Result<Vec<Template>, VendorError> {
        let answer = self
            .ask(|profile| profile.list_templates.as_ref(), BTreeMap::new())
            .await?;
        list(&answer.data)?
            .iter()
            .map(|item| {
                Some(Template {
                    id: text(item, &["template_id", "id"])?.into(),
                    // Names count to the last space.
                    name: text(item, &["name"])?,
                })
            })
            .collect::<Option<_>>()
            .ok_or_else(|| Code::NotVendor.into())
    }

    async fn find(&self, opportunity: &OpportunityId) -> Result<Invitations, VendorError> {
        let values = BTreeMap::from([("opportunity_id", opportunity.0.clone())]);
        let answer = match self
            .ask(|profile| profile.find_candidates.as_ref(), values)
            .await
        {
            Err(error) if error.code == Code::NotFound => {
                return Ok(Invitations {
                    invitations: Vec::new(),
                    as_of_ms: self.clock.now_ms(),
                });
            }
            other => other?,
        };
        let invitations: Option<_> = list(&answer.data)?.iter().map(invitation).collect();
        Ok(Invitations {
            invitations: invitations.ok_or(Code::NotVendor)?,
            as_of_ms: answer.time_ms.unwrap_or_else(|| self.clock.now_ms()),
        })
    }

    async fn video(&self, invitation: &str) -> Result<MediaLink, VendorError> {
        let values = BTreeMap::from([("candidate_id", invitation.to_owned())]);
        let answer = self
            .ask(|profile| profile.get_video.as_ref(), values)
            .await?;
        let link = |name: &str| {
            text(&answer.data, &[name])
                .and_then(|address| Url::parse(&address).ok())
                .filter(|url| matches!(url.scheme(), "https" | "http"))
        };
        Ok(MediaLink {
            review_url: link("review_url"),
            media_url: link("media_url"),
            media_expires_at_ms: answer.data.get("media_expires_at").and_then(time_ms),
        })
    }
}

impl InterviewVendor for MyInterview {
    fn vendor(&self) -> Vendor {
        Vendor::MyInterview
    }

    fn capabilities(&self) -> Capabilities {
        self.access
            .as_ref()
            .map_or_else(Capabilities::default, |(profile, _)| Capabilities {
                templates: profile.list_templates.is_some(),
                status: profile.find_candidates.is_some(),
                media_link: profile.get_video.is_some(),
                ..Capabilities::default()
            })
    }

    fn list_templates(&self) -> BoxFuture<'_, Result<Vec<Template>, VendorError>> {
        Box::pin(self.templates())
    }

    fn invitations<'a>(
        &'a self,
        opportunity: &'a OpportunityId,
    ) -> BoxFuture<'a, Result<Invitations, VendorError>> {
        Box::pin(self.find(opportunity))
    }

    fn media_link<'a>(
        &'a self,
        invitation: &'a str,
    ) -> BoxFuture<'a, Result<MediaLink, VendorError>> {
        Box::pin(self.video(invitation))
    }
}

fn list(data: &Value) -> Result<&[Value], VendorError> {
    data.as_array()
        .map(Vec::as_slice)
        .ok_or_else(|| Code::NotVendor.into())
}

/// The first of these fields that holds a text or a number.
fn text(item: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match item.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn invitation(item: &Value) -> Option<Invitation> {
    let time = |name: &str| item.get(name).and_then(time_ms);
    let word = text(item, &["status"])?;
    let stage = match word.to_ascii_lowercase().as_str() {
        "pending" => InviteStage::Pending,
        "clicked" => InviteStage::Clicked,
        "completed" => InviteStage::Completed,
        _ => InviteStage::Other(word),
    };
    Some(Invitation {
        id: text(item, &["candidate_id", "id"])?,
        stage,
        invited_at_ms: time("invited_at"),
        clicked_at_ms: time("clicked_at"),
        completed_at_ms: time("completed_at"),
        deadline_ms: time("deadline"),
    })
}
