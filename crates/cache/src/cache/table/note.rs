//! Notes with their threads. Secret notes are kept out of the search.

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::Note;
use rusqlite::params;

use super::search::Field;
use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE note (
    id TEXT PRIMARY KEY,
    opportunity INTEGER NOT NULL REFERENCES opportunity (seq) ON DELETE CASCADE,
    secret INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX note_opportunity ON note (opportunity, created_at_ms);
";

impl CacheTx<'_> {
    /// Replaces all notes of an opportunity by what Lever lists now. True when something differs. Notes of an
    /// opportunity that is not held are ignored: it may just have been erased.
    ///
    /// # Errors
    /// Storage codes.
    pub fn replace_notes(
        &mut self,
        opportunity: &OpportunityId,
        notes: &[Note],
    ) -> Result<bool, Error> {
        let Some(seq) = self.opportunity_seq(opportunity)? else {
            return Ok(false);
        };
        let mut wanted = notes.to_vec();
        wanted.sort_by(|a, b| (a.created_at_ms, &a.id).cmp(&(b.created_at_ms, &b.id)));
        let held = self.notes(opportunity)?;
        if held == wanted {
            return Ok(false);
        }
        for note in held
            .iter()
            .filter(|note| !wanted.iter().any(|kept| kept.id == note.id))
        {
            self.connection
                .prepare_cached("DELETE FROM note WHERE id = ?1")
                .and_then(|mut statement| statement.execute(params![note.id.as_str()]))
                .during("Removing a note")?;
            self.index_text(Field::Note, note.id.as_str(), seq, "", "")?;
        }
        for note in wanted.iter().filter(|note| !held.contains(note)) {
            let body = serde_json::to_string(note).during("Writing a note")?;
            self.connection
                .prepare_cached(
                    "INSERT INTO note (id, opportunity, secret, created_at_ms, body)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (id) DO UPDATE SET opportunity = excluded.opportunity, secret = excluded.secret,
                         created_at_ms = excluded.created_at_ms, body = excluded.body",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        note.id.as_str(),
                        seq,
                        note.secret,
                        note.created_at_ms,
                        body
                    ])
                })
                .during("Storing a note")?;
            self.index_text(Field::Note, note.id.as_str(), seq, "", &searchable(note))?;
        }
        self.changed_opportunity(Kind::Note, opportunity);
        Ok(true)
    }
}

/// What of a note may be found: nothing of a secret or deleted one.
pub(crate) fn searchable(note: &Note) -> String {
    if note.secret || note.deleted_at_ms.is_some() {
        return String::new();
    }
    let texts: Vec<&str> = note
        .fields
        .iter()
        .map(|field| field.value.as_str())
        .collect();
    texts.join("\n")
}

impl CacheReader<'_> {
    /// All notes of an opportunity, oldest first, secret ones too.
    ///
    /// # Errors
    /// Storage codes.
    pub fn notes(&self, opportunity: &OpportunityId) -> Result<Vec<Note>, Error> {
        self.bodies(
            "SELECT n.body FROM note n JOIN opportunity o ON o.seq = n.opportunity
             WHERE o.id = ?1 ORDER BY n.created_at_ms, n.id",
            params![opportunity.as_str()],
            "Reading notes",
        )
    }
}
