//! Adding a note, and taking one back. Lever has no idempotency key: a note whose answer was lost is looked for before it is written again.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::Intent;
use fulcrum_domain::ids::NoteId;
use fulcrum_domain::model::Note;
use fulcrum_lever::NewNote;

use super::{Push, StepEnd, after_write};
use crate::picture::rederive;
use crate::pull::PullError;

impl Push {
    pub(super) async fn add_note(
        &self,
        intent: &Intent,
        index: usize,
        text: String,
        secret: bool,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let lever = self.lever();
        if tried {
            if let Some(until_ms) = self.late.wait_until(&intent.id, self.clock.now_ms()) {
                return Ok(StepEnd::NotYet(until_ms));
            }
            let notes = lever.notes(&intent.opportunity).await?;
            let written = notes
                .iter()
                .any(|note| self.is_ours(note, &text, intent.created_at_ms));
            self.keep_notes(intent, notes).await?;
            if written {
                self.late.forget(&intent.id);
                return Ok(StepEnd::Done);
            }
            let look_again = self.late.in_vain(&intent.id, self.clock.now_ms());
            return Ok(look_again.map_or(StepEnd::NotHappened, StepEnd::NotYet));
        }
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        let note = NewNote {
            value: text,
            secret,
            notify_followers: false,
        };
        match lever
            .create_note(&intent.opportunity, &note, &self.seat)
            .await
        {
            Ok(_) => {
                if let Ok(notes) = lever.notes(&intent.opportunity).await {
                    self.keep_notes(intent, notes).await?;
                }
                Ok(StepEnd::Done)
            }
            Err(error) => after_write(error),
        }
    }

    /// Deletes a note that was written through the API; one that is gone already is not asked for.
    pub(super) async fn delete_note(
        &self,
        intent: &Intent,
        index: usize,
        id: &NoteId,
        tried: bool,
    ) -> Result<StepEnd, PullError> {
        let lever = self.lever();
        let notes = lever.notes(&intent.opportunity).await?;
        let there = notes
            .iter()
            .any(|note| note.id == *id && note.deleted_at_ms.is_none());
        self.keep_notes(intent, notes).await?;
        match (there, tried) {
            (false, true) => return Ok(StepEnd::Done),
            (false, false) => return Ok(StepEnd::Already),
            (true, true) => return Ok(StepEnd::NotHappened),
            (true, false) => {}
        }
        if !self.begin(intent, index).await? {
            return Ok(StepEnd::Overtaken);
        }
        match lever.delete_note(&intent.opportunity, id).await {
            Ok(()) => {
                if let Ok(notes) = lever.notes(&intent.opportunity).await {
                    self.keep_notes(intent, notes).await?;
                }
                Ok(StepEnd::Done)
            }
            Err(error) => after_write(error),
        }
    }

    /// Written by this seat after it was asked for, with these words. Asked for is by this machine's clock, which may be days
    /// off, written by Lever's; a minute is left for what is not known of their difference.
    fn is_ours(&self, note: &Note, text: &str, asked_at_ms: i64) -> bool {
        let skew_ms = self.pull.lever.clock_skew_ms().unwrap_or(0);
        let asked_in_lever_ms = asked_at_ms.saturating_add(skew_ms);
        note.deleted_at_ms.is_none()
            && note.author.as_ref() == Some(&self.seat)
            && note.created_at_ms > asked_in_lever_ms.saturating_sub(60_000)
            && note.fields.first().is_some_and(|field| field.value == text)
    }

    async fn keep_notes(&self, intent: &Intent, notes: Vec<Note>) -> Result<(), PullError> {
        let rules = self.pull.rules();
        let now_ms = self.clock.now_ms();
        let id = intent.opportunity.clone();
        self.pull
            .cache
            .write(Cause::Push, move |tx| {
                tx.replace_notes(&id, &notes)?;
                rederive(tx, &id, &rules, false, now_ms)
            })
            .await?;
        Ok(())
    }
}
