use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::Interview;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::{Endpoint, Lever, OffsetToken, endpoints};
use crate::error::LeverError;
use crate::wire::{InterviewBody, Panel, PanelBody};

impl Lever {
    /// All interviews of an opportunity, cancelled ones included. Lever has no list over all opportunities.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn interviews(
        &self,
        opportunity: &OpportunityId,
    ) -> Result<Vec<Interview>, LeverError> {
        let bodies = self
            .whole_of::<InterviewBody>(endpoints::INTERVIEWS, opportunity)
            .await?;
        Ok(bodies
            .into_iter()
            .map(|body| body.into_interview(opportunity))
            .collect())
    }

    /// All panels of an opportunity with their interviews.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn panels(&self, opportunity: &OpportunityId) -> Result<Vec<Panel>, LeverError> {
        let bodies = self
            .whole_of::<PanelBody>(endpoints::PANELS, opportunity)
            .await?;
        Ok(bodies
            .into_iter()
            .map(|body| body.into_panel(opportunity))
            .collect())
    }

    /// All pages of a list that hangs on one opportunity.
    pub(super) async fn whole_of<T: DeserializeOwned>(
        &self,
        endpoint: Endpoint,
        opportunity: &OpportunityId,
    ) -> Result<Vec<T>, LeverError> {
        let call = |offset: Option<&OffsetToken>| {
            Call::new(endpoint, &[opportunity.as_str()])
                .query("limit", "100")
                .offset(offset)
        };
        self.whole(call).await
    }
}
