use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::{Application, Archived, Opportunity, Phone, StageChange};
use serde::Deserialize;

use super::scalar::{IdOr, Ms, Reference, or_default};

/// An opportunity as read. The contact's fields are filled only where Lever fills them: in reads, never in the answers
/// to stage, archive and tag writes, for which [`super::MutatedOpportunity`] exists.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpportunityBody {
    id: String,
    contact: Reference,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    headline: String,
    #[serde(default)]
    location: Option<LocationBody>,
    stage: Reference,
    #[serde(default, deserialize_with = "or_default")]
    phones: Vec<PhoneBody>,
    #[serde(default, deserialize_with = "or_default")]
    emails: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    links: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    tags: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    sources: Vec<String>,
    #[serde(default)]
    archived: Option<ArchivedBody>,
    #[serde(default, deserialize_with = "or_default")]
    stage_changes: Vec<StageChangeBody>,
    #[serde(default, deserialize_with = "or_default")]
    origin: String,
    #[serde(default)]
    owner: Option<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    followers: Vec<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    applications: Vec<IdOr<ApplicationBody>>,
    created_at: Ms,
    #[serde(default)]
    updated_at: Option<Ms>,
    #[serde(default)]
    last_interaction_at: Option<Ms>,
    #[serde(default)]
    last_advanced_at: Option<Ms>,
    #[serde(default)]
    snoozed_until: Option<Ms>,
    #[serde(default)]
    urls: Option<UrlsBody>,
    #[serde(default, deserialize_with = "or_default")]
    is_anonymized: bool,
    #[serde(default, deserialize_with = "or_default")]
    confidentiality: String,
}

/// Free text on the opportunity, an object on the contact.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum LocationBody {
    Text(String),
    Named {
        #[serde(default, deserialize_with = "or_default")]
        name: String,
    },
}

impl LocationBody {
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Named { name: text } => text,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct PhoneBody {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    value: String,
}

impl From<PhoneBody> for Phone {
    fn from(body: PhoneBody) -> Self {
        Self {
            kind: body.kind,
            value: body.value,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ArchivedBody {
    #[serde(default)]
    reason: Option<Reference>,
    archived_at: Ms,
}

impl From<ArchivedBody> for Archived {
    fn from(body: ArchivedBody) -> Self {
        Self {
            reason: body.reason.map(|reason| reason.into_id().into()),
            at_ms: body.archived_at.0,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StageChangeBody {
    to_stage_id: String,
    updated_at: Ms,
    #[serde(default)]
    user_id: Option<String>,
}

impl From<StageChangeBody> for StageChange {
    fn from(body: StageChangeBody) -> Self {
        Self {
            to_stage: body.to_stage_id.into(),
            at_ms: body.updated_at.0,
            user: body.user_id.map(Into::into),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplicationBody {
    id: String,
    #[serde(default)]
    posting: Option<Reference>,
    #[serde(default)]
    posting_owner: Option<Reference>,
    #[serde(default)]
    posting_hiring_manager: Option<Reference>,
    #[serde(default)]
    created_at: Option<Ms>,
}

impl From<IdOr<ApplicationBody>> for Application {
    fn from(body: IdOr<ApplicationBody>) -> Self {
        match body {
            IdOr::Id(id) => Self {
                id: id.into(),
                posting: None,
                posting_owner: None,
                posting_hiring_manager: None,
                created_at_ms: None,
            },
            IdOr::Object(body) => Self {
                id: body.id.into(),
                posting: body.posting.map(|posting| posting.into_id().into()),
                posting_owner: body.posting_owner.map(|user| user.into_id().into()),
                posting_hiring_manager: body
                    .posting_hiring_manager
                    .map(|user| user.into_id().into()),
                created_at_ms: body.created_at.map(|at| at.0),
            },
        }
    }
}

#[derive(Debug, Deserialize)]
struct UrlsBody {
    #[serde(default)]
    show: Option<String>,
}

impl From<OpportunityBody> for Opportunity {
    fn from(body: OpportunityBody) -> Self {
        Self {
            id: body.id.into(),
            contact: body.contact.into_id().into(),
            name: body.name,
            headline: body.headline,
            location: body
                .location
                .map(LocationBody::into_text)
                .unwrap_or_default(),
            stage: body.stage.into_id().into(),
            phones: body.phones.into_iter().map(Into::into).collect(),
            emails: body.emails,
            links: body.links,
            tags: body.tags,
            sources: body.sources,
            archived: body.archived.map(Into::into),
            stage_changes: body.stage_changes.into_iter().map(Into::into).collect(),
            origin: body.origin,
            owner: body.owner.map(|user| user.into_id().into()),
            followers: body
                .followers
                .into_iter()
                .map(|user| user.into_id().into())
                .collect(),
            applications: body.applications.into_iter().map(Into::into).collect(),
            created_at_ms: body.created_at.0,
            updated_at_ms: body.updated_at.map(|at| at.0),
            last_interaction_at_ms: body.last_interaction_at.map(|at| at.0),
            last_advanced_at_ms: body.last_advanced_at.map(|at| at.0),
            snoozed_until_ms: body.snoozed_until.map(|at| at.0),
            url: body.urls.and_then(|urls| urls.show),
            is_anonymized: body.is_anonymized,
            confidential: body.confidentiality == "confidential",
        }
    }
}

/// One entry of the list of deleted opportunities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedOpportunity {
    /// Lever's id.
    pub id: OpportunityId,
    /// When, ms; missing in some answers.
    pub deleted_at_ms: Option<i64>,
}

impl<'de> Deserialize<'de> for DeletedOpportunity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            id: String,
            #[serde(default)]
            deleted_at: Option<Ms>,
        }
        let body = Body::deserialize(deserializer)?;
        Ok(Self {
            id: body.id.into(),
            deleted_at_ms: body.deleted_at.map(|at| at.0),
        })
    }
}
