//! Postings. Their owners are repeated on their opportunities, their titles are searched once for all of them.

use fulcrum_domain::ids::{PostingId, UserId};
use fulcrum_domain::model::Posting;
use rusqlite::{OptionalExtension, params};

use super::search::Field;
use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE posting (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl CacheTx<'_> {
    /// Stores postings and returns those that differ from what was held.
    ///
    /// # Errors
    /// Storage codes.
    pub fn upsert_postings(&mut self, postings: &[Posting]) -> Result<Vec<PostingId>, Error> {
        let mut changed = Vec::new();
        for posting in postings {
            // A list that was read before a change of our own may be stored after it: what is older takes nothing back.
            let older = |held: &Posting| {
                posting.updated_at_ms.is_some() && held.updated_at_ms > posting.updated_at_ms
            };
            if let Some(held) = self.posting(&posting.id)?
                && (held == *posting || older(&held))
            {
                continue;
            }
            let body = serde_json::to_string(posting).during("Writing a posting")?;
            let owner = posting.owner.as_ref().map_or("", UserId::as_str);
            self.connection
                .prepare_cached(
                    "INSERT INTO posting (id, title, state, owner, body) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (id) DO UPDATE SET title = excluded.title, state = excluded.state,
                         owner = excluded.owner, body = excluded.body",
                )
                .and_then(|mut statement| {
                    statement.execute(params![posting.id.as_str(), posting.text, posting.state, owner, body])
                })
                .during("Storing a posting")?;
            self.connection
                .prepare_cached(
                    "UPDATE opportunity SET posting_owner =
                         COALESCE(NULLIF(?2, ''), (SELECT json_extract(b.body, '$.applications[0].posting_owner')
                             FROM opportunity_body b WHERE b.opportunity = opportunity.seq), '')
                     WHERE posting = ?1",
                )
                .and_then(|mut statement| statement.execute(params![posting.id.as_str(), owner]))
                .during("Repeating a posting's owner")?;
            let id = posting.id.as_str();
            self.index_text(Field::Posting, id, 0, id, &posting.text)?;
            self.changed(Kind::Posting);
            changed.push(posting.id.clone());
        }
        Ok(changed)
    }
}

impl CacheReader<'_> {
    /// One posting.
    ///
    /// # Errors
    /// Storage codes.
    pub fn posting(&self, id: &PostingId) -> Result<Option<Posting>, Error> {
        self.connection
            .prepare_cached("SELECT body FROM posting WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.as_str()], |row| row.get::<_, String>(0))
                    .optional()
            })
            .during("Reading a posting")?
            .map(|body| serde_json::from_str(&body).during("Understanding a posting"))
            .transpose()
    }

    /// All postings by title.
    ///
    /// # Errors
    /// Storage codes.
    pub fn postings(&self) -> Result<Vec<Posting>, Error> {
        self.bodies(
            "SELECT body FROM posting ORDER BY title, id",
            [],
            "Reading postings",
        )
    }
}
