//! Notes. One that mentions somebody rings a bell and sends an e-mail, which nothing takes back: it is held. Any other is
//! written at once and can be deleted again, since Lever lets notes that came through its API be deleted.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::{DraftKind, Intent, IntentKind, IntentState, StepKind};
use fulcrum_domain::archiving::held;
use fulcrum_domain::ids::{NoteId, OpportunityId, UserId};
use fulcrum_domain::mention::mentioned;
use fulcrum_domain::model::{Note, User};
use fulcrum_domain::slot_offer::offered_round;

use super::{asked, candidate};
use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::ready::Ready;
use crate::view::{MentionChoice, NoteDesk, NoteDraft, Problem, Written};

/// Longest note that is sent, bytes. Lever documents no limit; more than this is a document and not a note.
const LONGEST: usize = 30_000;

impl App {
    /// What was begun for this candidate, and who can be mentioned.
    ///
    /// # Errors
    /// `BadInput` when nobody is connected; storage problems.
    pub async fn note_desk(&self, id: &OpportunityId) -> Result<NoteDesk, Problem> {
        let ready = self.ready()?;
        let id = id.clone();
        let draft = ready
            .desk
            .read(move |tx| tx.draft::<NoteDraft>(&id, DraftKind::Note))
            .await
            .map_err(failure::desk)?;
        let people = users(&ready)
            .await?
            .into_iter()
            .filter(|user| user.deactivated_at_ms.is_none() && !user.username.is_empty())
            .map(|user| MentionChoice {
                username: user.username,
                name: user.name,
            })
            .collect();
        Ok(NoteDesk {
            draft: draft.unwrap_or_default(),
            people,
        })
    }

    /// Keeps what was begun; an empty text throws it away.
    ///
    /// # Errors
    /// As [`App::note_desk`].
    pub async fn keep_note(&self, id: &OpportunityId, draft: NoteDraft) -> Result<(), Problem> {
        let id = id.clone();
        self.ready()?
            .desk
            .write(Cause::Person, move |tx| {
                let kept = Some(&draft).filter(|draft| !draft.text.trim().is_empty());
                tx.set_draft(&id, DraftKind::Note, kept)
            })
            .await
            .map_err(failure::desk)
    }

    /// Names of those whom a text mentions.
    ///
    /// # Errors
    /// As [`App::note_desk`].
    pub async fn note_reaches(&self, text: &str) -> Result<Vec<String>, Problem> {
        let users = users(&*self.ready()?).await?;
        Ok(mentioned(text, &users)
            .into_iter()
            .map(|user| user.name.clone())
            .collect())
    }

    /// Writes a note. Its draft is gone with it.
    ///
    /// # Errors
    /// `BadInput` for an empty or endless text; otherwise as [`App::take_back`].
    pub async fn add_note(
        &self,
        id: &OpportunityId,
        text: &str,
        secret: bool,
    ) -> Result<Written, Problem> {
        let ready = self.writer()?;
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST {
            return Err(Trouble::BadInput {
                why: "A note has some text, and at most 30,000 letters.",
            }
            .into());
        }
        let candidate = candidate(&ready, id).await?;
        let reaches = !mentioned(text, &users(&ready).await?).is_empty();
        let times = reaches.then(|| held(&ready.hold, ready.now_ms()));
        let step = StepKind::AddNote {
            text: text.to_owned(),
            secret,
        };
        let intent = asked(&ready, &candidate, IntentKind::Note, step, times)?;
        self.submit(&ready, intent).await
    }

    /// Deletes a note that this seat wrote from here, with its comments.
    ///
    /// # Errors
    /// `NotFound`; `BadInput` for a note that was not written from here; otherwise as [`App::take_back`].
    pub async fn remove_note(&self, id: &OpportunityId, note: &NoteId) -> Result<Written, Problem> {
        let ready = self.writer()?;
        let candidate = candidate(&ready, id).await?;
        let (opportunity, wanted) = (id.clone(), note.clone());
        let found = ready
            .cache
            .read(move |tx| tx.notes(&opportunity))
            .await
            .map_err(failure::cache)?
            .into_iter()
            .find(|one| one.id == wanted)
            .ok_or(Trouble::NotFound { what: "note" })?;
        if !removable(&found, &written_here(&ready, id).await?, &ready.seat.user) {
            return Err(Trouble::BadInput {
                why: "Only a note that you wrote here can be deleted here. Lever deletes all others.",
            }
            .into());
        }
        let step = StepKind::DeleteNote { note: note.clone() };
        let intent = asked(&ready, &candidate, IntentKind::Note, step, None)?;
        self.submit(&ready, intent).await
    }
}

/// Texts of the notes that this seat has written from here about a candidate.
pub(crate) async fn written_here(
    ready: &Ready,
    id: &OpportunityId,
) -> Result<Vec<String>, Problem> {
    let id = id.clone();
    let intents = ready
        .desk
        .read(move |tx| tx.intents_of(&id))
        .await
        .map_err(failure::desk)?;
    Ok(intents
        .into_iter()
        .filter(|intent| intent.state == IntentState::Done)
        .flat_map(|intent| intent.steps)
        .filter_map(|step| match step.kind {
            StepKind::AddNote { text, .. } => Some(text),
            _ => None,
        })
        .collect())
}

/// Whether the note can be taken back here: Lever deletes through its API only what was written through it. A note about
/// offered slots is what colleagues rely on, and stays.
pub(crate) fn removable(note: &Note, written_here: &[String], seat: &UserId) -> bool {
    note.author.as_ref() == Some(seat)
        && note.deleted_at_ms.is_none()
        && offered_round(note).is_none()
        && note
            .fields
            .first()
            .is_some_and(|field| written_here.contains(&field.value))
}

/// Whether the panel shows a note: secret ones only to those who wrote them.
pub(crate) fn shown(note: &Note, seat: &UserId) -> bool {
    note.deleted_at_ms.is_none() && (!note.secret || note.author.as_ref() == Some(seat))
}

/// The note that an intent has written, as it was read back.
pub(super) async fn written(ready: &Ready, done: &Intent, text: &str) -> Result<NoteId, Problem> {
    let (id, seat, text) = (
        done.opportunity.clone(),
        ready.seat.user.clone(),
        text.to_owned(),
    );
    let notes = ready
        .cache
        .read(move |tx| tx.notes(&id))
        .await
        .map_err(failure::cache)?;
    notes
        .into_iter()
        .filter(|note| {
            note.author.as_ref() == Some(&seat)
                && note.deleted_at_ms.is_none()
                && note.fields.first().is_some_and(|field| field.value == text)
        })
        .max_by_key(|note| note.created_at_ms)
        .map(|note| note.id)
        .ok_or_else(|| Trouble::NotFound { what: "note" }.into())
}

async fn users(ready: &Ready) -> Result<Vec<User>, Problem> {
    ready
        .cache
        .read(|tx| tx.users())
        .await
        .map_err(failure::cache)
}
