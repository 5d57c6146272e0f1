use fulcrum_domain::model::{ArchiveReason, Stage, User};

use super::call::Call;
use super::{Lever, endpoints};
use crate::error::LeverError;
use crate::wire::{ArchiveReasonBody, StageBody, TagCount, UserBody, Webhook, WebhookBody};

impl Lever {
    /// All stages in pipeline order.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn stages(&self) -> Result<Vec<Stage>, LeverError> {
        let bodies = self
            .whole::<StageBody>(|offset| Call::new(endpoints::STAGES, &[]).offset(offset))
            .await?;
        Ok(bodies
            .into_iter()
            .enumerate()
            .map(|(index, body)| body.into_stage(index))
            .collect())
    }

    /// All archive reasons, inactive ones included.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn archive_reasons(&self) -> Result<Vec<ArchiveReason>, LeverError> {
        let bodies = self
            .whole::<ArchiveReasonBody>(|offset| {
                Call::new(endpoints::ARCHIVE_REASONS, &[]).offset(offset)
            })
            .await?;
        Ok(bodies.into_iter().map(Into::into).collect())
    }

    /// All users, newest first. Deactivated ones too, since they stay owners and authors of what they left.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn users(&self) -> Result<Vec<User>, LeverError> {
        let bodies = self
            .whole::<UserBody>(|offset| {
                Call::new(endpoints::USERS, &[])
                    .query("includeDeactivated", "true")
                    .query("limit", "100")
                    .offset(offset)
            })
            .await?;
        Ok(bodies.into_iter().map(Into::into).collect())
    }

    /// All tags of the account with their counts.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn tags(&self) -> Result<Vec<TagCount>, LeverError> {
        self.whole(|offset| {
            Call::new(endpoints::TAGS, &[])
                .query("limit", "100")
                .offset(offset)
        })
        .await
    }

    /// All registered webhooks.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, LeverError> {
        let bodies = self
            .whole::<WebhookBody>(|offset| Call::new(endpoints::WEBHOOKS, &[]).offset(offset))
            .await?;
        Ok(bodies.into_iter().map(Into::into).collect())
    }
}
