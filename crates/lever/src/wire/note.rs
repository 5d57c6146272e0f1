use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::{Note, NoteField};
use serde::Deserialize;
use serde_json::Value;

use super::scalar::{Ms, Reference, or_default};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoteBody {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    fields: Vec<NoteFieldBody>,
    #[serde(default)]
    user: Option<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    secret: bool,
    created_at: Ms,
    #[serde(default)]
    deleted_at: Option<Ms>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NoteFieldBody {
    // Notes hold text; other form fields in a thread may hold anything.
    #[serde(default)]
    value: Value,
    #[serde(default)]
    user: Option<Reference>,
    #[serde(default)]
    created_at: Option<Ms>,
    #[serde(default)]
    score: Option<i64>,
}

impl NoteBody {
    pub(crate) fn into_note(self, opportunity: &OpportunityId) -> Note {
        let created_at_ms = self.created_at.0;
        Note {
            id: self.id.into(),
            opportunity: opportunity.clone(),
            author: self.user.map(|user| user.into_id().into()),
            secret: self.secret,
            created_at_ms,
            deleted_at_ms: self.deleted_at.map(|at| at.0),
            fields: self
                .fields
                .into_iter()
                .map(|field| NoteField {
                    value: match field.value {
                        Value::String(text) => text,
                        Value::Null => String::new(),
                        other => other.to_string(),
                    },
                    author: field.user.map(|user| user.into_id().into()),
                    created_at_ms: field.created_at.map_or(created_at_ms, |at| at.0),
                    score: field.score,
                })
                .collect(),
        }
    }
}
