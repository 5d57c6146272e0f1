//! Leaving nothing of a person behind.
//!
//! Rows go with everything that hangs on them (foreign keys), words go from both indexes, freed space is overwritten
//! (`secure_delete`), and the write-ahead log, which still holds the old pages, is emptied.

use fulcrum_domain::ids::{ContactId, OpportunityId};
use rusqlite::params;

use super::{Cache, CacheTx};
use crate::change::{Cause, Kind};
use crate::error::{Code, During, Error};
use crate::store::Store;

impl CacheTx<'_> {
    /// Removes opportunities and everything about them. What the log still holds goes with [`Store::erase`].
    ///
    /// # Errors
    /// Storage codes.
    pub fn delete_opportunities(&mut self, ids: &[OpportunityId]) -> Result<u32, Error> {
        let mut removed = 0;
        for id in ids {
            let Some(seq) = self.opportunity_seq(id)? else {
                continue;
            };
            if let Some(held) = self.opportunity(id)? {
                self.touched_stage(held.stage);
            }
            self.unindex_opportunity(seq)?;
            self.connection
                .prepare_cached("DELETE FROM opportunity WHERE seq = ?1")
                .and_then(|mut statement| statement.execute(params![seq]))
                .during("Removing an opportunity")?;
            self.connection
                .prepare_cached("DELETE FROM journal WHERE opportunity = ?1")
                .and_then(|mut statement| statement.execute(params![id.as_str()]))
                .during("Removing journal entries")?;
            self.changed_opportunity(Kind::Erased, id);
            removed += 1;
        }
        Ok(removed)
    }
}

impl Store<Cache> {
    /// Removes opportunities and leaves nothing of them in the file or its log. Returns how many were held.
    ///
    /// # Errors
    /// `Locked` when a reader kept the log from being emptied (the rows are gone; ask again); storage codes.
    pub async fn erase(&self, ids: Vec<OpportunityId>) -> Result<u32, Error> {
        let removed = self
            .write(Cause::Erasure, move |tx| tx.delete_opportunities(&ids))
            .await?;
        self.empty_log().await?;
        Ok(removed)
    }

    /// As [`Store::erase`], for all opportunities of a person.
    ///
    /// # Errors
    /// As [`Store::erase`].
    pub async fn erase_contact(&self, contact: ContactId) -> Result<u32, Error> {
        let removed = self
            .write(Cause::Erasure, move |tx| {
                let ids = tx.opportunities_of_contact(&contact)?;
                tx.delete_opportunities(&ids)
            })
            .await?;
        self.empty_log().await?;
        Ok(removed)
    }
}

impl<F: crate::handle::DatabaseFile> Store<F> {
    /// Moves everything from the write-ahead log into the file and cuts the log to nothing.
    ///
    /// # Errors
    /// `Locked` when a reader kept it from happening.
    pub async fn empty_log(&self) -> Result<(), Error> {
        self.on_writer(|_, connection| {
            let busy: bool = connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
                .during("Emptying the log")?;
            if busy {
                return Err(Error::new(Code::Locked, "Emptying the log"));
            }
            Ok(())
        })
        .await
    }
}
