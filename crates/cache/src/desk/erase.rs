//! What the desk knows about a person goes too: intents hold e-mails and note texts.

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::JourneyKey;
use rusqlite::params;

use super::table::INBOX_TABLES;
use super::{Desk, DeskTx};
use crate::change::{Cause, Kind};
use crate::error::{During, Error};
use crate::store::Store;

/// Preference: journeys whose result was opened at this seat.
pub const WATCHED: &str = "watched";

impl DeskTx<'_> {
    /// Removes everything about opportunities, open intents included.
    ///
    /// # Errors
    /// Storage codes.
    pub fn delete_opportunities(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        self.delete_exports(ids)?;
        self.delete_all_but_files(ids)
    }

    /// As [`DeskTx::delete_opportunities`], without the files that were written about them and the row that knows of those.
    pub(super) fn delete_all_but_files(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        self.forget_lost(ids)?;
        self.forget_watched(ids)?;
        self.forget_in_dry_runs(ids)?;
        for id in ids {
            let mut removed = 0;
            for sql in [
                "DELETE FROM intent WHERE opportunity = ?1",
                "DELETE FROM notice WHERE opportunity = ?1",
                "DELETE FROM notice_waiting WHERE opportunity = ?1",
                "DELETE FROM first_seen WHERE opportunity = ?1",
                // What was given for a candidate, and the zone somebody confirmed.
                "DELETE FROM preference WHERE name = 'slots/' || ?1",
                "DELETE FROM calendar WHERE opportunity = ?1",
                "DELETE FROM draft WHERE opportunity = ?1",
                "DELETE FROM batch_item WHERE opportunity = ?1",
            ] {
                removed += self
                    .connection
                    .prepare_cached(sql)
                    .and_then(|mut statement| statement.execute(params![id.as_str()]))
                    .during("Removing what the desk knows")?;
            }
            for table in INBOX_TABLES {
                removed += self
                    .connection
                    .prepare_cached(&format!("DELETE FROM {table} WHERE opportunity = ?1"))
                    .and_then(|mut statement| statement.execute(params![id.as_str()]))
                    .during("Removing marks of the inbox")?;
            }
            if removed > 0 {
                self.changed_opportunity(Kind::Intent, id);
            }
        }
        Ok(())
    }
}

impl DeskTx<'_> {
    /// Which results were opened at this seat is kept by journey, and a journey names its opportunity.
    fn forget_watched(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        let Some(mut watched) = self.preference::<Vec<JourneyKey>>(WATCHED)? else {
            return Ok(());
        };
        let before = watched.len();
        watched.retain(|key| !ids.contains(&key.opportunity));
        if watched.len() < before {
            self.set_preference(WATCHED, &watched)?;
        }
        Ok(())
    }
}

impl Store<Desk> {
    /// Removes everything about opportunities from the desk, its log and its backup.
    ///
    /// # Errors
    /// `Locked` when a reader kept the log from being emptied (ask again); storage codes.
    pub async fn erase(&self, ids: Vec<OpportunityId>) -> Result<(), Error> {
        self.write(Cause::Erasure, move |tx| tx.delete_opportunities(&ids))
            .await?;
        self.empty_log().await?;
        self.backup().await
    }
}
