//! Adding a candidate.

use fulcrum_domain::ids::{PostingId, StageId, UserId};
use fulcrum_domain::model::{Opportunity, Phone};
use serde_json::{Map, Value, json};

use super::call::Call;
use super::contacts::phone_body;
use super::{Lever, endpoints};
use crate::error::LeverError;
use crate::wire::CreatedBody;

/// A candidate to add. What is empty or `None` is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCandidate {
    /// Free text.
    pub name: String,
    /// In order; Lever refuses what is no address.
    pub emails: Vec<String>,
    /// As typed.
    pub phones: Vec<Phone>,
    /// Exact; unknown ones are created. The posting's own are added by Lever.
    pub tags: Vec<String>,
    /// Such as `Referral`; unknown ones are created.
    pub sources: Vec<String>,
    /// At most one can be named.
    pub posting: Option<PostingId>,
    /// `None`: New Lead.
    pub stage: Option<StageId>,
    /// `None`: whoever acts.
    pub owner: Option<UserId>,
    /// `agency`, `applied`, `internal`, `referred`, `sourced`, `university`; `None`: Lever chooses.
    pub origin: Option<&'static str>,
}

/// What Lever made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedOpportunity {
    /// The new candidacy. Its applications are ids only.
    pub opportunity: Opportunity,
    /// One of the addresses belonged to somebody already: the candidacy is that person's, whose name, e-mails and phones stand
    /// in the place of those that were sent.
    pub deduped: bool,
}

impl Lever {
    /// Adds a candidate. Never repeated by itself once it may have arrived: Lever has no idempotency key and would add a second
    /// one.
    ///
    /// # Errors
    /// When [`LeverError::outcome_unknown`], look for the candidate (by a tag of its own) before adding it again.
    pub async fn create_opportunity(
        &self,
        candidate: &NewCandidate,
        perform_as: &UserId,
    ) -> Result<CreatedOpportunity, LeverError> {
        let call = Call::new(endpoints::CREATE_OPPORTUNITY, &[])
            .query("perform_as", perform_as.as_str())
            .body(body(candidate));
        let CreatedBody {
            opportunity,
            deduped,
        } = self.created(call).await?;
        Ok(CreatedOpportunity {
            opportunity: opportunity.into(),
            deduped,
        })
    }
}

fn body(candidate: &NewCandidate) -> Value {
    let mut body = Map::new();
    let mut send = |name: &str, value: Value| {
        body.insert(name.to_owned(), value);
    };
    send("name", json!(candidate.name));
    if !candidate.emails.is_empty() {
        send("emails", json!(candidate.emails));
    }
    if !candidate.phones.is_empty() {
        send("phones", candidate.phones.iter().map(phone_body).collect());
    }
    if !candidate.tags.is_empty() {
        send("tags", json!(candidate.tags));
    }
    if !candidate.sources.is_empty() {
        send("sources", json!(candidate.sources));
    }
    if let Some(posting) = &candidate.posting {
        send("postings", json!([posting]));
    }
    if let Some(stage) = &candidate.stage {
        send("stage", json!(stage));
    }
    if let Some(owner) = &candidate.owner {
        send("owner", json!(owner));
    }
    if let Some(origin) = candidate.origin {
        send("origin", json!(origin));
    }
    Value::Object(body)
}
