use fulcrum_domain::ids::{ContactId, PostingId, StageId};

/// Filters of the opportunity list. Empty lists and `None` do not filter; several values of one filter are united.
///
/// Lever has no filter by owner, name or text.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct OpportunityQuery {
    /// `createdAt` at or after, ms. Every row has one.
    pub created_at_start_ms: Option<i64>,
    /// `createdAt` at or before, ms.
    pub created_at_end_ms: Option<i64>,
    /// `updatedAt` at or after, ms. Rows never touched since 2020 have none and are not returned with this filter.
    pub updated_at_start_ms: Option<i64>,
    /// `updatedAt` at or before, ms.
    pub updated_at_end_ms: Option<i64>,
    /// Only archived, only not archived, or both.
    pub archived: Option<bool>,
    /// Current stage.
    pub stages: Vec<StageId>,
    /// Active application on these postings.
    pub postings: Vec<PostingId>,
    /// Exact, case-sensitive tags.
    pub tags: Vec<String>,
    /// Of people with this e-mail, however it is written; Lever refuses what is no address.
    pub email: Option<String>,
    /// Opportunities of these people.
    pub contacts: Vec<ContactId>,
    /// Also confidential ones; the key needs the grant, or Lever refuses.
    pub confidential_too: bool,
    /// Ask for the application objects, without which an opportunity does not name its posting.
    pub expand_applications: bool,
    /// 1 to 100; `None` is Lever's default of 100.
    pub limit: Option<u8>,
}

impl OpportunityQuery {
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let limit = self.limit.unwrap_or(100).clamp(1, 100);
        pairs.push(("limit", limit.to_string()));
        if let Some(ms) = self.created_at_start_ms {
            pairs.push(("created_at_start", ms.to_string()));
        }
        if let Some(ms) = self.created_at_end_ms {
            pairs.push(("created_at_end", ms.to_string()));
        }
        if let Some(ms) = self.updated_at_start_ms {
            pairs.push(("updated_at_start", ms.to_string()));
        }
        if let Some(ms) = self.updated_at_end_ms {
            pairs.push(("updated_at_end", ms.to_string()));
        }
        if let Some(archived) = self.archived {
            pairs.push(("archived", archived.to_string()));
        }
        pairs.extend(self.stages.iter().map(|id| ("stage_id", id.0.clone())));
        pairs.extend(self.postings.iter().map(|id| ("posting_id", id.0.clone())));
        pairs.extend(self.tags.iter().map(|tag| ("tag", tag.clone())));
        pairs.extend(self.email.iter().map(|email| ("email", email.clone())));
        pairs.extend(self.contacts.iter().map(|id| ("contact_id", id.0.clone())));
        if self.confidential_too {
            pairs.push(("confidentiality", "all".to_owned()));
        }
        if self.expand_applications {
            pairs.push(("expand", "applications".to_owned()));
        }
        pairs
    }
}
