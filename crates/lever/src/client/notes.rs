use fulcrum_domain::ids::{NoteId, OpportunityId, UserId};
use fulcrum_domain::model::Note;
use serde_json::json;

use super::call::Call;
use super::{Lever, endpoints};
use crate::error::LeverError;
use crate::wire::NoteBody;

/// A note to write. Plain text; `@username` mentions notify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNote {
    /// The text.
    pub value: String,
    /// Visible only to people with the right to see sensitive information.
    pub secret: bool,
    /// Tell the opportunity's followers.
    pub notify_followers: bool,
}

impl Lever {
    /// All notes of an opportunity, deleted ones possibly included (`deleted_at_ms`). Lever has no time filter here.
    ///
    /// # Errors
    /// See [`LeverError`].
    pub async fn notes(&self, opportunity: &OpportunityId) -> Result<Vec<Note>, LeverError> {
        let bodies = self
            .whole_of::<NoteBody>(endpoints::NOTES, opportunity)
            .await?;
        Ok(bodies
            .into_iter()
            .map(|body| body.into_note(opportunity))
            .collect())
    }

    /// Writes a note. Never repeated by itself once it may have arrived: Lever has no idempotency key, and a second
    /// note would be read twice by colleagues.
    ///
    /// # Errors
    /// When [`LeverError::outcome_unknown`], read the notes and compare before writing again.
    pub async fn create_note(
        &self,
        opportunity: &OpportunityId,
        note: &NewNote,
        perform_as: &UserId,
    ) -> Result<Note, LeverError> {
        let call = Call::new(endpoints::CREATE_NOTE, &[opportunity.as_str()])
            .query("perform_as", perform_as.as_str())
            .body(json!({
                "value": note.value,
                "secret": note.secret,
                "notifyFollowers": note.notify_followers,
            }));
        Ok(self.one::<NoteBody>(call).await?.into_note(opportunity))
    }

    /// Deletes a note with its comments. Lever allows it only for notes that were written through the API, and asks for no
    /// acting user.
    ///
    /// # Errors
    /// [`Code::PermissionMissing`](crate::Code::PermissionMissing) for a note that was typed in Lever; ask
    /// [`LeverError::outcome_unknown`] before trying again.
    pub async fn delete_note(
        &self,
        opportunity: &OpportunityId,
        note: &NoteId,
    ) -> Result<(), LeverError> {
        let call = Call::new(
            endpoints::DELETE_NOTE,
            &[opportunity.as_str(), note.as_str()],
        );
        self.nothing(call).await
    }
}
