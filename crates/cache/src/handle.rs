//! What a closure is handed: a reader over one consistent snapshot, or a transaction that is also a reader.

use std::marker::PhantomData;
use std::ops::Deref;

use fulcrum_domain::ids::{OpportunityId, StageId};
use rusqlite::Connection;

use crate::change::{Cause, ChangeSet, Kind};
use crate::error::{During, Error};
use crate::store::Place;

/// One of the two files: its schema and what happens around its writes.
pub trait DatabaseFile: Send + Sync + Sized + 'static {
    /// Lower-case name for logs.
    const NAME: &'static str;

    /// Whether all of it can be read again from elsewhere, so that the last moments before a power cut may be missing.
    const REBUILDABLE: bool;

    #[doc(hidden)]
    fn migrations() -> &'static [&'static [&'static str]];

    /// Last work inside a transaction; an error undoes the whole write.
    #[doc(hidden)]
    fn before_commit(place: &Place, tx: &Tx<'_, Self>) -> Result<(), Error>;
}

/// Reads of one file within one snapshot.
pub struct Reader<'a, F> {
    pub(crate) connection: &'a Connection,
    file: PhantomData<F>,
}

impl<'a, F> Reader<'a, F> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self {
            connection,
            file: PhantomData,
        }
    }
}

/// A write transaction; everything a reader can ask can be asked inside it too.
pub struct Tx<'a, F> {
    reader: Reader<'a, F>,
    pub(crate) changes: ChangeSet,
    pub(crate) now_ms: i64,
}

impl<'a, F> Tx<'a, F> {
    pub(crate) fn new(connection: &'a Connection, cause: Cause, now_ms: i64) -> Self {
        Self {
            reader: Reader::new(connection),
            changes: ChangeSet::new(cause),
            now_ms,
        }
    }

    pub(crate) fn changed(&mut self, kind: Kind) {
        self.changes.kinds.insert(kind);
    }

    pub(crate) fn changed_opportunity(&mut self, kind: Kind, opportunity: &OpportunityId) {
        self.changes.kinds.insert(kind);
        self.changes.opportunities.insert(opportunity.clone());
    }

    pub(crate) fn touched_stage(&mut self, stage: StageId) {
        self.changes.stages.insert(stage);
    }
}

impl<'a, F> Deref for Tx<'a, F> {
    type Target = Reader<'a, F>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}

impl<F> Reader<'_, F> {
    /// Values kept whole as JSON in the first column of a query.
    pub(crate) fn bodies<T: serde::de::DeserializeOwned>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        step: &'static str,
    ) -> Result<Vec<T>, Error> {
        let bodies: Vec<String> = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_map(params, |row| row.get(0))?.collect())
            .during(step)?;
        bodies
            .iter()
            .map(|body| serde_json::from_str(body).during(step))
            .collect()
    }
}
