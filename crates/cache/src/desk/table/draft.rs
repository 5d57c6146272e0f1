//! What somebody began to write and has not sent: a note, or slots. Kept until it is sent or emptied, also over a restart.

use fulcrum_domain::ids::OpportunityId;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V4: &str = "
CREATE TABLE draft (
    opportunity TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (opportunity, kind)
) STRICT, WITHOUT ROWID;
";

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftKind {
    /// A note.
    Note,
    /// Slots for an interview.
    Slots,
}

impl DraftKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Slots => "slots",
        }
    }
}

impl DeskTx<'_> {
    /// Keeps a draft; `None` throws it away. No list shows drafts, so nobody is told.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_draft<T: Serialize>(
        &mut self,
        opportunity: &OpportunityId,
        kind: DraftKind,
        draft: Option<&T>,
    ) -> Result<(), Error> {
        match draft {
            Some(draft) => {
                let body = serde_json::to_string(draft).during("Writing a draft")?;
                self.connection
                    .prepare_cached(
                        "INSERT INTO draft (opportunity, kind, body) VALUES (?1, ?2, ?3)
                         ON CONFLICT (opportunity, kind) DO UPDATE SET body = excluded.body",
                    )
                    .and_then(|mut statement| {
                        statement.execute(params![opportunity.as_str(), kind.as_str(), body])
                    })
            }
            None => self
                .connection
                .prepare_cached("DELETE FROM draft WHERE opportunity = ?1 AND kind = ?2")
                .and_then(|mut statement| {
                    statement.execute(params![opportunity.as_str(), kind.as_str()])
                }),
        }
        .during("Keeping a draft")?;
        Ok(())
    }
}

impl DeskReader<'_> {
    /// A draft, or `None` when there is none or it is written in a way this build does not read.
    ///
    /// # Errors
    /// Storage codes.
    pub fn draft<T: DeserializeOwned>(
        &self,
        opportunity: &OpportunityId,
        kind: DraftKind,
    ) -> Result<Option<T>, Error> {
        let body: Option<String> = self
            .connection
            .prepare_cached("SELECT body FROM draft WHERE opportunity = ?1 AND kind = ?2")
            .and_then(|mut statement| {
                statement
                    .query_row(params![opportunity.as_str(), kind.as_str()], |row| {
                        row.get(0)
                    })
                    .optional()
            })
            .during("Reading a draft")?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }
}
