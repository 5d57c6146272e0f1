//! Notes: threads that remember the stage they were written in, and the mark they leave on their opportunity a moment later.

use crate::world::model::{Id, Ms, Note, NoteField, Opportunity};
use crate::world::{Later, LaterChange, World};

/// Recorded distance between a note and the mark it leaves on its opportunity.
const NOTE_LAG_MS: i64 = 360;

/// A note to be written.
#[derive(Debug)]
pub struct NewNote {
    /// Text.
    pub value: String,
    /// Secret.
    pub secret: bool,
    /// 1 to 4.
    pub score: Option<u8>,
    /// Author.
    pub user: Option<Id>,
    /// When it says it was written (now, or earlier).
    pub created_at: Ms,
}

impl World {
    /// Writes a note.
    pub fn add_note(&mut self, id: &str, note: NewNote, by_api: bool, now: Ms) -> Option<Note> {
        let stage = stage_at(self.opportunities.get(id)?, now);
        let note = Note {
            id: self.ids.id(),
            text: "Note",
            fields: vec![NoteField {
                kind: "note",
                text: "Comment",
                value: note.value,
                created_at: note.created_at,
                user: note.user.clone(),
                score: note.score,
                stage,
            }],
            user: note.user,
            secret: note.secret,
            completed_at: note.created_at,
            created_at: note.created_at,
            deleted_at: None,
            by_api,
        };
        self.notes
            .entry(id.to_owned())
            .or_default()
            .push(note.clone());
        self.story_later(id, now);
        Some(note)
    }

    /// Appends a comment to a note's thread.
    pub fn add_comment(
        &mut self,
        id: &str,
        note: &str,
        value: String,
        user: Option<Id>,
        created_at: Ms,
        now: Ms,
    ) -> Option<Note> {
        let stage = stage_at(self.opportunities.get(id)?, now);
        let thread = self
            .notes
            .get_mut(id)?
            .iter_mut()
            .find(|one| one.id == note)?;
        thread.fields.push(NoteField {
            kind: "note",
            text: "Comment",
            value,
            created_at,
            user,
            score: None,
            stage,
        });
        let thread = thread.clone();
        self.story_later(id, now);
        Some(thread)
    }

    /// Puts another thread in the place of a note's. Returns whether there is such a note. Documented: `updatedAt` moves.
    pub(crate) fn replace_note(&mut self, id: &str, note: Note, now: Ms) -> bool {
        let notes = self.notes.get_mut(id);
        let Some(place) =
            notes.and_then(|notes| notes.iter_mut().find(|known| known.id == note.id))
        else {
            return false;
        };
        *place = note;
        self.touch(id, now + 1);
        true
    }

    pub(crate) fn story(&mut self, id: &str, at: Ms) {
        if let Some(opportunity) = self.opportunities.get_mut(id) {
            opportunity.last_interaction_at = opportunity.last_interaction_at.max(at);
            opportunity.updated_at = opportunity.updated_at.max(Some(at + 1));
        }
    }

    pub(crate) fn story_later(&mut self, id: &str, now: Ms) {
        self.later.push(Later {
            at: now + NOTE_LAG_MS,
            what: LaterChange::Story(id.to_owned()),
        });
    }
}

/// The stage an opportunity was in: notes remember the one they were written in.
pub(crate) fn stage_at(opportunity: &Opportunity, at: Ms) -> Id {
    let entered = opportunity
        .stage_changes
        .iter()
        .rev()
        .find(|change| change.updated_at <= at);
    entered.map_or_else(
        || opportunity.stage.clone(),
        |change| change.to_stage_id.clone(),
    )
}
