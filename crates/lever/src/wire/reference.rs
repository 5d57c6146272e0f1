//! Lists that change seldom: stages, users, archive reasons, tags, webhooks; and the contact.

use fulcrum_domain::ids::ContactId;
use fulcrum_domain::model::{ArchiveReason, Phone, Stage, User};
use serde::Deserialize;

use super::opportunity::{LocationBody, PhoneBody};
use super::scalar::{Ms, or_default};

#[derive(Debug, Deserialize)]
pub(crate) struct StageBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
}

impl StageBody {
    /// Lever lists stages in pipeline order and gives no number with them.
    pub(crate) fn into_stage(self, index: usize) -> Stage {
        Stage {
            id: self.id.into(),
            text: self.text,
            index: u32::try_from(index).unwrap_or(u32::MAX),
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct ArchiveReasonBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    kind: String,
}

impl From<ArchiveReasonBody> for ArchiveReason {
    fn from(body: ArchiveReasonBody) -> Self {
        Self {
            id: body.id.into(),
            text: body.text,
            active: body.status != "inactive",
            hired: body.kind == "hired",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    username: String,
    #[serde(default, deserialize_with = "or_default")]
    email: String,
    #[serde(default, deserialize_with = "or_default")]
    access_role: String,
    #[serde(default)]
    deactivated_at: Option<Ms>,
}

impl From<UserBody> for User {
    fn from(body: UserBody) -> Self {
        Self {
            id: body.id.into(),
            name: body.name,
            username: body.username,
            email: body.email,
            access_role: body.access_role,
            deactivated_at_ms: body.deactivated_at.map(|at| at.0),
        }
    }
}

/// A tag string and how many opportunities (archived ones included) carry it. Case-sensitive; there is no tag id.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TagCount {
    /// The exact string.
    pub text: String,
    /// Opportunities that carry it.
    #[serde(default)]
    pub count: u64,
}

/// A registered webhook. Whether its group is switched on cannot be read through the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Lever's id.
    pub id: String,
    /// `candidateStageChange`, `candidateArchiveChange` …
    pub event: String,
    /// Host that is called; the rest of the address may hold a token and is dropped.
    pub host: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WebhookBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    event: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

impl From<WebhookBody> for Webhook {
    fn from(body: WebhookBody) -> Self {
        let host = url::Url::parse(&body.url).ok().and_then(|url| {
            let host = url.host_str()?.to_owned();
            Some(match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host,
            })
        });
        Self {
            id: body.id,
            event: body.event,
            host,
        }
    }
}

/// A person. Shared by all of the person's opportunities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Lever's id.
    pub id: ContactId,
    /// Free text.
    pub name: String,
    /// Free text.
    pub headline: String,
    /// Free text.
    pub location: String,
    /// As stored.
    pub emails: Vec<String>,
    /// As typed.
    pub phones: Vec<Phone>,
    /// Personal data has been removed; cannot be updated.
    pub is_anonymized: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContactBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    headline: String,
    #[serde(default)]
    location: Option<LocationBody>,
    // No defaults: a contact is read, changed and written back whole.
    emails: Vec<String>,
    phones: Vec<PhoneBody>,
    #[serde(default, deserialize_with = "or_default")]
    is_anonymized: bool,
}

impl From<ContactBody> for Contact {
    fn from(body: ContactBody) -> Self {
        Self {
            id: body.id.into(),
            name: body.name,
            headline: body.headline,
            location: body
                .location
                .map(LocationBody::into_text)
                .unwrap_or_default(),
            emails: body.emails,
            phones: body.phones.into_iter().map(Into::into).collect(),
            is_anonymized: body.is_anonymized,
        }
    }
}
