use fulcrum_domain::ids::{OpportunityId, StageId, UserId};
use fulcrum_domain::model::{Archived, StageChange};
use serde::Deserialize;

use super::opportunity::{ArchivedBody, StageChangeBody};
use super::scalar::{Ms, Reference, or_default};

/// What the answer to a stage, archive or tag write says.
///
/// Recorded answers leave the contact's fields blank (`name: ""`, empty lists), so this type has none of them: they
/// cannot be stored by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MutatedOpportunity {
    /// Lever's id.
    pub id: OpportunityId,
    /// Stage after the write.
    pub stage: StageId,
    /// Stage history after the write, oldest first.
    pub stage_changes: Vec<StageChange>,
    /// Archive state after the write.
    pub archived: Option<Archived>,
    /// Tags after the write.
    pub tags: Vec<String>,
    /// Sources.
    pub sources: Vec<String>,
    /// Owner.
    pub owner: Option<UserId>,
    /// Followers.
    pub followers: Vec<UserId>,
    /// ms.
    pub updated_at_ms: Option<i64>,
    /// ms.
    pub last_interaction_at_ms: Option<i64>,
    /// ms.
    pub last_advanced_at_ms: Option<i64>,
    /// ms.
    pub snoozed_until_ms: Option<i64>,
}

impl<'de> Deserialize<'de> for MutatedOpportunity {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = Body::deserialize(deserializer)?;
        Ok(Self {
            id: body.id.into(),
            stage: body.stage.into_id().into(),
            stage_changes: body.stage_changes.into_iter().map(Into::into).collect(),
            archived: body.archived.map(Into::into),
            tags: body.tags,
            sources: body.sources,
            owner: body.owner.map(|user| user.into_id().into()),
            followers: body
                .followers
                .into_iter()
                .map(|user| user.into_id().into())
                .collect(),
            updated_at_ms: body.updated_at.map(|at| at.0),
            last_interaction_at_ms: body.last_interaction_at.map(|at| at.0),
            last_advanced_at_ms: body.last_advanced_at.map(|at| at.0),
            snoozed_until_ms: body.snoozed_until.map(|at| at.0),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    id: String,
    stage: Reference,
    #[serde(default, deserialize_with = "or_default")]
    stage_changes: Vec<StageChangeBody>,
    #[serde(default)]
    archived: Option<ArchivedBody>,
    // No default: an answer that says nothing about tags must not be read as "no tags".
    tags: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    sources: Vec<String>,
    #[serde(default)]
    owner: Option<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    followers: Vec<Reference>,
    #[serde(default)]
    updated_at: Option<Ms>,
    #[serde(default)]
    last_interaction_at: Option<Ms>,
    #[serde(default)]
    last_advanced_at: Option<Ms>,
    #[serde(default)]
    snoozed_until: Option<Ms>,
}
