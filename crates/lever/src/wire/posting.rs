use fulcrum_domain::model::Posting;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::scalar::{Ms, Reference, or_default};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PostingBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    // No default: tags are read, changed and written back whole, so a missing list must not look empty.
    tags: Vec<String>,
    #[serde(default)]
    owner: Option<Reference>,
    #[serde(default)]
    hiring_manager: Option<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    categories: CategoriesBody,
    created_at: Ms,
    #[serde(default)]
    updated_at: Option<Ms>,
}

#[derive(Debug, Default, Deserialize)]
struct CategoriesBody {
    #[serde(default)]
    team: Option<String>,
    #[serde(default)]
    department: Option<String>,
    #[serde(default)]
    location: Option<String>,
    #[serde(default)]
    commitment: Option<String>,
}

impl From<PostingBody> for Posting {
    fn from(body: PostingBody) -> Self {
        Self {
            id: body.id.into(),
            text: body.text,
            state: body.state,
            tags: body.tags,
            owner: body.owner.map(|user| user.into_id().into()),
            hiring_manager: body.hiring_manager.map(|user| user.into_id().into()),
            team: body.categories.team,
            department: body.categories.department,
            location: body.categories.location,
            commitment: body.categories.commitment,
            created_at_ms: body.created_at.0,
            updated_at_ms: body.updated_at.map(|at| at.0),
        }
    }
}

/// A posting with every field that Lever sent, so that nothing of it can change unnoticed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct PostingRecord {
    /// What this program reads of it.
    pub posting: Posting,
    /// All of it, as it came.
    pub fields: Map<String, Value>,
}

impl TryFrom<Map<String, Value>> for PostingRecord {
    type Error = serde_json::Error;

    fn try_from(fields: Map<String, Value>) -> Result<Self, Self::Error> {
        let body: PostingBody = serde_json::from_value(Value::Object(fields.clone()))?;
        Ok(Self {
            posting: body.into(),
            fields,
        })
    }
}
