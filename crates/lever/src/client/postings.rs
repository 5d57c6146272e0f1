use fulcrum_domain::ids::{PostingId, UserId};
use fulcrum_domain::model::Posting;
use serde_json::{Map, Value, json};

use super::call::Call;
use super::{Lever, OffsetToken, Page, endpoints};
use crate::error::LeverError;
use crate::wire::{PostingBody, PostingRecord};

/// Filters of the posting list. Lever allows the time filter together with confidentiality only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostingQuery {
    /// `updatedAt` at or after, ms.
    pub updated_at_start_ms: Option<i64>,
    /// Also confidential ones; the key needs the grant.
    pub confidential_too: bool,
}

/// What to change on a posting. The state goes with every update: one recorded update that did not send it came back
/// as a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct PostingUpdate {
    /// All of the posting's own tags; the list is replaced.
    pub tags: Vec<String>,
    /// The state as it was read.
    pub state: String,
    /// Fields to put back as they were, under the names that an update takes; as a rule none.
    pub put_back: Map<String, Value>,
}

impl Lever {
    /// One page of postings of every state, newest first.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn postings(
        &self,
        query: &PostingQuery,
        offset: Option<&OffsetToken>,
    ) -> Result<Page<Posting>, LeverError> {
        let mut call = Call::new(endpoints::POSTINGS, &[]).query("limit", "100");
        if let Some(ms) = query.updated_at_start_ms {
            call = call.query("updated_at_start", ms.to_string());
        }
        if query.confidential_too {
            call = call.query("confidentiality", "all");
        }
        let page = self.page::<PostingBody>(call.offset(offset)).await?;
        Ok(page.map(Into::into))
    }

    /// One posting.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn posting(&self, id: &PostingId) -> Result<Posting, LeverError> {
        let call = Call::new(endpoints::POSTING, &[id.as_str()]);
        Ok(self.one::<PostingBody>(call).await?.into())
    }

    /// One posting with every field that Lever sends.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn posting_record(&self, id: &PostingId) -> Result<PostingRecord, LeverError> {
        self.one(Call::new(endpoints::POSTING, &[id.as_str()]))
            .await
    }

    /// Replaces a posting's tags. Read the posting right before, and read it again after: the answer to an update was
    /// once recorded with a state that another read did not show.
    ///
    /// # Errors
    /// See [`LeverError`]; ask [`LeverError::outcome_unknown`] before trying again.
    pub async fn update_posting(
        &self,
        id: &PostingId,
        update: &PostingUpdate,
        perform_as: &UserId,
    ) -> Result<Posting, LeverError> {
        let call = Call::new(endpoints::UPDATE_POSTING, &[id.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(update.body());
        Ok(self.one::<PostingBody>(call).await?.into())
    }
}

impl PostingUpdate {
    fn body(&self) -> Value {
        let mut body = self.put_back.clone();
        body.insert("tags".to_owned(), json!(self.tags));
        body.insert("state".to_owned(), json!(self.state));
        Value::Object(body)
    }
}
