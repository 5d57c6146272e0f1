//! Changes of postings' tags: one row per run, one per posting in it, the whole value as `body`.

use std::collections::BTreeSet;

use fulcrum_domain::ids::{PostingId, TagRunId, TagWriteId};
use rusqlite::{Row, params};

use crate::change::Kind;
use crate::desk::tag_write::{TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState};
use crate::desk::{DeskReader, DeskTx};
use crate::error::{Code, During, Error};

pub(crate) const V7: &str = "
CREATE TABLE tag_run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    many INTEGER NOT NULL DEFAULT 0,
    created_at_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'going',
    undoes TEXT
) STRICT;
CREATE TABLE tag_write (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    run TEXT NOT NULL,
    posting TEXT NOT NULL,
    open INTEGER NOT NULL DEFAULT 1,
    done INTEGER NOT NULL DEFAULT 0,
    undoes TEXT,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX tag_write_run ON tag_write (run, seq);
CREATE INDEX tag_write_open ON tag_write (seq) WHERE open = 1;
CREATE INDEX tag_write_posting ON tag_write (posting, seq);
CREATE INDEX tag_write_undoes ON tag_write (undoes) WHERE undoes IS NOT NULL;
";

/// A run that has ended so long ago cannot be taken back any more and is forgotten, ms.
const KEPT_MS: i64 = 90 * 24 * 3_600_000;

impl DeskTx<'_> {
    /// Adds a run with its changes, in the order in which they leave. Runs of long ago are forgotten.
    ///
    /// # Errors
    /// `Internal` when an id is taken; storage codes.
    pub fn insert_tag_run(&mut self, run: &TagRun, writes: &[TagWrite]) -> Result<(), Error> {
        let before = run.created_at_ms.saturating_sub(KEPT_MS);
        for sql in [
            "DELETE FROM tag_run WHERE created_at_ms < ?1
             AND NOT EXISTS (SELECT 1 FROM tag_write WHERE run = tag_run.id AND open = 1)",
            "DELETE FROM tag_write WHERE ?1 = ?1 AND run NOT IN (SELECT id FROM tag_run)",
        ] {
            self.connection
                .prepare_cached(sql)
                .and_then(|mut statement| statement.execute(params![before]))
                .during("Forgetting old changes of tags")?;
        }
        self.connection
            .prepare_cached(
                "INSERT INTO tag_run (id, many, created_at_ms, state, undoes) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    run.id.as_str(),
                    run.kind == TagRunKind::Many,
                    run.created_at_ms,
                    run.state.word(),
                    run.undoes.as_ref().map(TagRunId::as_str),
                ])
            })
            .during("Storing changes of tags")?;
        for write in writes {
            let body = serde_json::to_string(write).during("Writing a change of tags")?;
            self.connection
                .prepare_cached(
                    "INSERT INTO tag_write (id, run, posting, open, done, undoes, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        write.id.as_str(),
                        run.id.as_str(),
                        write.posting.as_str(),
                        write.state.is_open(),
                        write.state == TagWriteState::Done,
                        write.undoes.as_ref().map(TagWriteId::as_str),
                        body
                    ])
                })
                .during("Storing a change of tags")?;
        }
        self.changed(Kind::TagWrite);
        Ok(())
    }

    /// Changes one that is still in `from`, and returns it as it is then; `None` when somebody was faster.
    ///
    /// # Errors
    /// Storage codes.
    pub fn alter_tag_write(
        &mut self,
        id: &TagWriteId,
        from: TagWriteState,
        alter: impl FnOnce(&mut TagWrite),
    ) -> Result<Option<TagWrite>, Error> {
        let Some(mut write) = self.tag_write(id)?.filter(|held| held.state == from) else {
            return Ok(None);
        };
        alter(&mut write);
        let body = serde_json::to_string(&write).during("Writing a change of tags")?;
        self.connection
            .prepare_cached("UPDATE tag_write SET open = ?2, done = ?3, body = ?4 WHERE id = ?1")
            .and_then(|mut statement| {
                statement.execute(params![
                    id.as_str(),
                    write.state.is_open(),
                    write.state == TagWriteState::Done,
                    body
                ])
            })
            .during("Storing a change of tags")?;
        self.changed(Kind::TagWrite);
        Ok(Some(write))
    }

    /// Lets a run go on or rest. False when it stands so already.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_tag_run_state(&mut self, id: &TagRunId, state: TagRunState) -> Result<bool, Error> {
        let altered = self
            .connection
            .prepare_cached("UPDATE tag_run SET state = ?2 WHERE id = ?1 AND state <> ?2")
            .and_then(|mut statement| statement.execute(params![id.as_str(), state.word()]))
            .during("Keeping how changes of tags stand")?;
        if altered > 0 {
            self.changed(Kind::TagWrite);
        }
        Ok(altered > 0)
    }
}

impl DeskReader<'_> {
    /// One run.
    ///
    /// # Errors
    /// Storage codes.
    pub fn tag_run(&self, id: &TagRunId) -> Result<Option<TagRun>, Error> {
        self.tag_runs_by("SELECT * FROM tag_run WHERE id = ?1", params![id.as_str()])
            .map(|runs| runs.into_iter().next())
    }

    /// The latest runs, newest first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn latest_tag_runs(&self, most: u32) -> Result<Vec<TagRun>, Error> {
        self.tag_runs_by(
            "SELECT * FROM tag_run ORDER BY seq DESC LIMIT ?1",
            params![most],
        )
    }

    /// One change.
    ///
    /// # Errors
    /// Storage codes.
    pub fn tag_write(&self, id: &TagWriteId) -> Result<Option<TagWrite>, Error> {
        self.bodies(
            "SELECT body FROM tag_write WHERE id = ?1",
            params![id.as_str()],
            "Reading a change of tags",
        )
        .map(|writes| writes.into_iter().next())
    }

    /// The changes of a run, settled ones too, in the order in which they leave.
    ///
    /// # Errors
    /// Storage codes.
    pub fn tag_writes(&self, run: &TagRunId) -> Result<Vec<TagWrite>, Error> {
        self.bodies(
            "SELECT body FROM tag_write WHERE run = ?1 ORDER BY seq",
            params![run.as_str()],
            "Reading changes of tags",
        )
    }

    /// All changes about which something may still happen, in the order they were asked for.
    ///
    /// # Errors
    /// Storage codes.
    pub fn open_tag_writes(&self) -> Result<Vec<TagWrite>, Error> {
        self.bodies(
            "SELECT body FROM tag_write WHERE open = 1 ORDER BY seq",
            [],
            "Reading open changes of tags",
        )
    }

    /// The latest change of a posting that was carried out.
    ///
    /// # Errors
    /// Storage codes.
    pub fn latest_tag_write(&self, posting: &PostingId) -> Result<Option<TagWrite>, Error> {
        self.bodies(
            "SELECT body FROM tag_write WHERE posting = ?1 AND done = 1 ORDER BY seq DESC LIMIT 1",
            params![posting.as_str()],
            "Reading the latest change of tags",
        )
        .map(|writes| writes.into_iter().next())
    }

    /// Changes of a run that were taken back.
    ///
    /// # Errors
    /// Storage codes.
    pub fn undone_tag_writes(&self, run: &TagRunId) -> Result<BTreeSet<TagWriteId>, Error> {
        let ids: Vec<String> = self
            .connection
            .prepare_cached(
                "SELECT back.undoes FROM tag_write AS back JOIN tag_write AS one ON one.id = back.undoes
                 WHERE one.run = ?1 AND back.done = 1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map(params![run.as_str()], |row| row.get(0))?
                    .collect()
            })
            .during("Listing what was taken back")?;
        Ok(ids.into_iter().map(TagWriteId).collect())
    }

    fn tag_runs_by(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<TagRun>, Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement
                    .query_map(params, read)?
                    .collect::<Result<Vec<_>, _>>()
            })
            .during("Reading runs of changes")?
            .into_iter()
            .map(|(run, state)| {
                let state = TagRunState::from_word(&state)
                    .ok_or_else(|| Error::new(Code::Corrupt, "Understanding a run of changes"))?;
                Ok(TagRun { state, ..run })
            })
            .collect()
    }
}

/// A row, its state still a word.
fn read(row: &Row<'_>) -> rusqlite::Result<(TagRun, String)> {
    let many: bool = row.get("many")?;
    let run = TagRun {
        id: TagRunId(row.get("id")?),
        kind: if many {
            TagRunKind::Many
        } else {
            TagRunKind::One
        },
        created_at_ms: row.get("created_at_ms")?,
        state: TagRunState::Going,
        undoes: row.get::<_, Option<String>>("undoes")?.map(TagRunId),
    };
    Ok((run, row.get("state")?))
}
