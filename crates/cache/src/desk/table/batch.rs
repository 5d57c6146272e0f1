//! Bulk moves: what holds several intents together. Each candidate's move is an intent of its own.

use std::collections::BTreeSet;

use fulcrum_domain::ids::{BatchId, IntentId, OpportunityId, StageId};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use crate::change::Kind;
use crate::desk::intent::{Intent, IntentState, StepState};
use crate::desk::{DeskReader, DeskTx};
use crate::error::{Code, During, Error};

/// The table of bulk moves and the table of what belongs to them.
pub(crate) const V5: &str = "
CREATE TABLE batch (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    to_stage TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    hold_until_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'going',
    begun INTEGER NOT NULL DEFAULT 0,
    shown INTEGER NOT NULL DEFAULT 1,
    told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE batch_item (
    intent TEXT PRIMARY KEY,
    batch TEXT NOT NULL,
    position INTEGER NOT NULL,
    opportunity TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_item_batch ON batch_item (batch, position);
";

/// Several moves that were asked for at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Ours.
    pub id: BatchId,
    /// Where all of them go.
    pub to_stage: StageId,
    /// Asked for, ms.
    pub created_at_ms: i64,
    /// Nothing is sent before, ms.
    pub hold_until_ms: i64,
    /// Where it stands.
    pub state: BatchState,
    /// Its hold has ended once, so that something may have been sent.
    pub begun: bool,
}

/// Where a bulk move stands. It has ended when none of its intents is open any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// In its hold, or its intents leave one after the other.
    Going,
    /// The person paused it.
    Paused,
    /// The program was closed meanwhile.
    PausedByRestart,
    /// The machine slept, or what was decided is too old to leave by itself.
    PausedByTime,
}

impl BatchState {
    /// Nothing of it leaves until the person says so.
    pub fn rests(self) -> bool {
        self != Self::Going
    }

    fn word(self) -> &'static str {
        match self {
            Self::Going => "going",
            Self::Paused => "paused",
            Self::PausedByRestart => "paused_by_restart",
            Self::PausedByTime => "paused_by_time",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [
            Self::Going,
            Self::Paused,
            Self::PausedByRestart,
            Self::PausedByTime,
        ]
        .into_iter()
        .find(|state| state.word() == word)
    }
}

impl DeskTx<'_> {
    /// Adds a bulk move with its intents, in the order in which they leave.
    ///
    /// # Errors
    /// `Internal` when an id is taken; storage codes.
    pub fn insert_batch(&mut self, batch: &Batch, intents: &[Intent]) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO batch (id, to_stage, created_at_ms, hold_until_ms, state, begun)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    batch.id.as_str(),
                    batch.to_stage.as_str(),
                    batch.created_at_ms,
                    batch.hold_until_ms,
                    batch.state.word(),
                    batch.begun,
                ])
            })
            .during("Storing a bulk move")?;
        for (position, intent) in intents.iter().enumerate() {
            self.insert_intent(intent)?;
            let position = u32::try_from(position).unwrap_or(u32::MAX);
            self.connection
                .prepare_cached(
                    "INSERT INTO batch_item (intent, batch, position, opportunity) VALUES (?1, ?2, ?3, ?4)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![
                        intent.id.as_str(),
                        batch.id.as_str(),
                        position,
                        intent.opportunity.as_str(),
                    ])
                })
                .during("Storing what belongs to a bulk move")?;
        }
        self.changed(Kind::Intent);
        Ok(())
    }

    /// Lets a bulk move go on or rest. False when it stands so already.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_batch_state(&mut self, id: &BatchId, state: BatchState) -> Result<bool, Error> {
        self.alter(
            "UPDATE batch SET state = ?2 WHERE id = ?1 AND state <> ?2",
            params![id.as_str(), state.word()],
        )
    }

    /// Ends the hold: from now on its open moves wait for their turn. False when it had begun before.
    ///
    /// # Errors
    /// Storage codes.
    pub fn begin_batch(&mut self, id: &BatchId) -> Result<bool, Error> {
        let begun = self.alter(
            "UPDATE batch SET begun = 1 WHERE id = ?1 AND begun = 0",
            params![id.as_str()],
        )?;
        if begun {
            for mut intent in self.batch_intents(id)? {
                if intent.state == IntentState::Open {
                    release(&mut intent);
                    self.update_intent(&intent)?;
                }
            }
        }
        Ok(begun)
    }

    /// Decided anew: what is left leaves now, and stays good until `valid_until_ms` where it contacts somebody.
    ///
    /// # Errors
    /// Storage codes.
    pub fn resume_batch(&mut self, id: &BatchId, valid_until_ms: i64) -> Result<(), Error> {
        for mut intent in self.batch_intents(id)? {
            if intent.state != IntentState::Open {
                continue;
            }
            release(&mut intent);
            intent.valid_until_ms = intent.valid_until_ms.map(|_| valid_until_ms);
            self.update_intent(&intent)?;
        }
        self.alter(
            "UPDATE batch SET state = 'going', begun = 1 WHERE id = ?1",
            params![id.as_str()],
        )
        .map(drop)
    }

    /// A move of the batch was decided anew: the new intent takes the old one's place.
    ///
    /// # Errors
    /// Storage codes.
    pub fn replace_batch_intent(&mut self, old: &IntentId, new: &IntentId) -> Result<bool, Error> {
        self.alter(
            "UPDATE batch_item SET intent = ?2 WHERE intent = ?1",
            params![old.as_str(), new.as_str()],
        )
    }

    /// Takes a bulk move off the screen.
    ///
    /// # Errors
    /// Storage codes.
    pub fn hide_batch(&mut self, id: &BatchId) -> Result<bool, Error> {
        self.alter(
            "UPDATE batch SET shown = 0 WHERE id = ?1 AND shown = 1",
            params![id.as_str()],
        )
    }

    /// Its end is told now. False when it was told before, also by an earlier run.
    ///
    /// # Errors
    /// Storage codes.
    pub fn tell_batch(&mut self, id: &BatchId) -> Result<bool, Error> {
        self.alter(
            "UPDATE batch SET told = 1 WHERE id = ?1 AND told = 0",
            params![id.as_str()],
        )
    }

    fn alter(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<bool, Error> {
        let altered = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .during("Keeping how a bulk move stands")?;
        if altered > 0 {
            self.changed(Kind::Intent);
        }
        Ok(altered > 0)
    }
}

/// Out of its hold.
fn release(intent: &mut Intent) {
    intent.hold_until_ms = None;
    for step in &mut intent.steps {
        if step.state == StepState::Held {
            step.state = StepState::Waiting;
        }
    }
}

impl DeskReader<'_> {
    /// One bulk move.
    ///
    /// # Errors
    /// Storage codes.
    pub fn batch(&self, id: &BatchId) -> Result<Option<Batch>, Error> {
        self.one_batch("SELECT * FROM batch WHERE id = ?1", id.as_str())
    }

    /// The bulk move an intent belongs to.
    ///
    /// # Errors
    /// Storage codes.
    pub fn batch_of(&self, intent: &IntentId) -> Result<Option<Batch>, Error> {
        self.one_batch(
            "SELECT batch.* FROM batch JOIN batch_item ON batch_item.batch = batch.id WHERE batch_item.intent = ?1",
            intent.as_str(),
        )
    }

    /// Bulk moves that were not put away, newest first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn shown_batches(&self) -> Result<Vec<Batch>, Error> {
        self.connection
            .prepare_cached("SELECT * FROM batch WHERE shown = 1 ORDER BY seq DESC")
            .and_then(|mut statement| {
                statement
                    .query_map([], read)?
                    .collect::<Result<Vec<_>, _>>()
            })
            .during("Reading bulk moves")?
            .into_iter()
            .map(|row| row.try_into())
            .collect()
    }

    /// The intents of a bulk move, settled ones too, in the order in which they leave.
    ///
    /// # Errors
    /// Storage codes.
    pub fn batch_intents(&self, id: &BatchId) -> Result<Vec<Intent>, Error> {
        self.bodies(
            "SELECT intent.body FROM batch_item JOIN intent ON intent.id = batch_item.intent
             WHERE batch_item.batch = ?1 ORDER BY batch_item.position",
            params![id.as_str()],
            "Reading the intents of a bulk move",
        )
    }

    /// Open intents that belong to a bulk move.
    ///
    /// # Errors
    /// Storage codes.
    pub fn open_in_batches(&self) -> Result<BTreeSet<IntentId>, Error> {
        self.intent_ids(
            "SELECT batch_item.intent FROM batch_item JOIN intent ON intent.id = batch_item.intent WHERE intent.open = 1",
        )
    }

    /// Open intents whose bulk move rests.
    ///
    /// # Errors
    /// Storage codes.
    pub fn resting_intents(&self) -> Result<BTreeSet<IntentId>, Error> {
        self.intent_ids(
            "SELECT batch_item.intent FROM batch_item
             JOIN intent ON intent.id = batch_item.intent JOIN batch ON batch.id = batch_item.batch
             WHERE intent.open = 1 AND batch.state <> 'going'",
        )
    }

    /// Opportunities of bulk moves that were not put away.
    ///
    /// # Errors
    /// Storage codes.
    pub fn opportunities_in_batches(&self) -> Result<BTreeSet<OpportunityId>, Error> {
        let ids = self.texts(
            "SELECT DISTINCT batch_item.opportunity FROM batch_item JOIN batch ON batch.id = batch_item.batch
             WHERE batch.shown = 1",
        )?;
        Ok(ids.into_iter().map(OpportunityId).collect())
    }

    fn intent_ids(&self, sql: &str) -> Result<BTreeSet<IntentId>, Error> {
        Ok(self.texts(sql)?.into_iter().map(IntentId).collect())
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>, Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .during("Listing what belongs to bulk moves")
    }

    fn one_batch(&self, sql: &str, id: &str) -> Result<Option<Batch>, Error> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(params![id], read).optional())
            .during("Reading a bulk move")?
            .map(TryInto::try_into)
            .transpose()
    }
}

/// A row, its state still a word.
struct Read {
    batch: Batch,
    state: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Read> {
    Ok(Read {
        batch: Batch {
            id: BatchId(row.get("id")?),
            to_stage: StageId(row.get("to_stage")?),
            created_at_ms: row.get("created_at_ms")?,
            hold_until_ms: row.get("hold_until_ms")?,
            state: BatchState::Going,
            begun: row.get("begun")?,
        },
        state: row.get("state")?,
    })
}

impl TryFrom<Read> for Batch {
    type Error = Error;

    fn try_from(read: Read) -> Result<Self, Error> {
        let state = BatchState::from_word(&read.state)
            .ok_or_else(|| Error::new(Code::Corrupt, "Understanding how a bulk move stands"))?;
        Ok(Self {
            state,
            ..read.batch
        })
    }
}
