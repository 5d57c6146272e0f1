use fulcrum_domain::ids::{ArchiveReasonId, OpportunityId, StageId, UserId};
use fulcrum_domain::model::Opportunity;
use serde_json::json;

use super::call::Call;
use super::{Lever, OffsetToken, OpportunityPages, OpportunityQuery, Page, endpoints};
use crate::error::LeverError;
use crate::wire::{DeletedOpportunity, MutatedOpportunity, OpportunityBody};

impl Lever {
    /// One page of opportunities, in Lever's order (stage rank, then latest advanced first; unknown when filtered by
    /// `updatedAt`). A record that changes stage meanwhile may be missed or seen twice.
    ///
    /// # Errors
    /// [`Code::StaleOffset`](crate::Code::StaleOffset) when the token is too old: read the window anew.
    pub async fn opportunities(
        &self,
        query: &OpportunityQuery,
        offset: Option<&OffsetToken>,
    ) -> Result<Page<Opportunity>, LeverError> {
        let call = Call::new(endpoints::OPPORTUNITIES, &[])
            .queries(query.pairs())
            .offset(offset);
        Ok(self.page::<OpportunityBody>(call).await?.map(Into::into))
    }

    /// All pages, one after the other; starts the window over when Lever forgets the token.
    pub fn opportunity_pages(&self, query: OpportunityQuery) -> OpportunityPages {
        OpportunityPages::new(self.clone(), query)
    }

    /// One opportunity with its application objects.
    ///
    /// # Errors
    /// [`Code::NotFound`](crate::Code::NotFound) when deleted or not visible to this key.
    pub async fn opportunity(&self, id: &OpportunityId) -> Result<Opportunity, LeverError> {
        let call =
            Call::new(endpoints::OPPORTUNITY, &[id.as_str()]).query("expand", "applications");
        Ok(self.one::<OpportunityBody>(call).await?.into())
    }

    /// Opportunities deleted at or after this time (ms).
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn deleted_opportunities(
        &self,
        deleted_at_start_ms: i64,
    ) -> Result<Vec<DeletedOpportunity>, LeverError> {
        self.whole(|offset| {
            Call::new(endpoints::OPPORTUNITIES_DELETED, &[])
                .query("deleted_at_start", deleted_at_start_ms.to_string())
                .query("limit", "100")
                .offset(offset)
        })
        .await
    }

    /// Moves to a stage. Moving where it already is changes nothing.
    ///
    /// # Errors
    /// See [`LeverError`]; ask [`LeverError::outcome_unknown`] before trying again.
    pub async fn set_stage(
        &self,
        id: &OpportunityId,
        stage: &StageId,
        perform_as: &UserId,
    ) -> Result<MutatedOpportunity, LeverError> {
        let call = Call::new(endpoints::SET_STAGE, &[id.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(json!({ "stage": stage }));
        self.one(call).await
    }

    /// Archives with a reason, or takes out of the archive with `None`. Archiving twice moves the archive time.
    ///
    /// # Errors
    /// See [`LeverError`]; ask [`LeverError::outcome_unknown`] before trying again.
    pub async fn set_archived(
        &self,
        id: &OpportunityId,
        reason: Option<&ArchiveReasonId>,
        perform_as: &UserId,
    ) -> Result<MutatedOpportunity, LeverError> {
        let call = Call::new(endpoints::SET_ARCHIVED, &[id.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(json!({ "reason": reason }));
        self.one(call).await
    }

    /// Adds tags; a tag that is there stays. Tags are case-sensitive, unknown ones are created.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn add_tags(
        &self,
        id: &OpportunityId,
        tags: &[String],
        perform_as: &UserId,
    ) -> Result<MutatedOpportunity, LeverError> {
        let call = Call::new(endpoints::ADD_TAGS, &[id.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(json!({ "tags": tags }));
        self.one(call).await
    }

    /// Removes tags by their exact stored strings.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn remove_tags(
        &self,
        id: &OpportunityId,
        tags: &[String],
        perform_as: &UserId,
    ) -> Result<MutatedOpportunity, LeverError> {
        let call = Call::new(endpoints::REMOVE_TAGS, &[id.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(json!({ "tags": tags }));
        self.one(call).await
    }
}

impl<T> Page<T> {
    pub(super) fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(convert).collect(),
            next: self.next,
            unreadable: self.unreadable,
        }
    }
}
