//! Dry runs: columns for what is asked, the whole value as `body`. At most one is open.

use fulcrum_domain::dry_run::{Create, DryRun};
use fulcrum_domain::ids::{DryRunId, OpportunityId};
use rusqlite::params;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V7: &str = "
CREATE TABLE dry_run (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    open INTEGER NOT NULL DEFAULT 1,
    opportunity TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX dry_run_open ON dry_run (open) WHERE open = 1;
";

/// Ended runs that are kept. What a vendor's latest one found out counts; the rest is history.
const KEPT: u32 = 50;

impl DeskTx<'_> {
    /// Adds a run, unless one is open; false then.
    ///
    /// # Errors
    /// Storage codes.
    pub fn insert_dry_run(&mut self, run: &DryRun) -> Result<bool, Error> {
        if self.open_dry_run()?.is_some() {
            return Ok(false);
        }
        let body = serde_json::to_string(run).during("Writing a dry run")?;
        self.connection
            .prepare_cached(
                "INSERT INTO dry_run (id, open, opportunity, body) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    run.id.as_str(),
                    run.is_open(),
                    opportunity(run),
                    body
                ])
            })
            .during("Storing a dry run")?;
        self.connection
            .prepare_cached(
                "DELETE FROM dry_run WHERE open = 0
                 AND seq NOT IN (SELECT seq FROM dry_run ORDER BY seq DESC LIMIT ?1)",
            )
            .and_then(|mut statement| statement.execute(params![KEPT]))
            .during("Putting old dry runs away")?;
        self.changed(Kind::DryRun);
        Ok(true)
    }

    /// Changes a run as it is held now, whatever was changed in it meanwhile, and returns it as it is then; `None` when it is
    /// not held any more.
    ///
    /// # Errors
    /// Storage codes.
    pub fn change_dry_run(
        &mut self,
        id: &DryRunId,
        change: impl FnOnce(&mut DryRun),
    ) -> Result<Option<DryRun>, Error> {
        let Some(before) = self.dry_run(id)? else {
            return Ok(None);
        };
        let mut run = before.clone();
        change(&mut run);
        if run != before {
            self.store_dry_run(&run)?;
        }
        Ok(Some(run))
    }

    fn store_dry_run(&mut self, run: &DryRun) -> Result<(), Error> {
        let body = serde_json::to_string(run).during("Writing a dry run")?;
        self.connection
            .prepare_cached(
                "UPDATE dry_run SET open = ?2, opportunity = ?3, body = ?4 WHERE id = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    run.id.as_str(),
                    run.is_open(),
                    opportunity(run),
                    body
                ])
            })
            .during("Storing a dry run")?;
        self.changed(Kind::DryRun);
        Ok(())
    }

    /// The runs' candidates are gone: what the runs found out stays, and names nobody.
    pub(crate) fn forget_in_dry_runs(&mut self, ids: &[OpportunityId]) -> Result<(), Error> {
        for id in ids {
            let runs: Vec<DryRun> = self.bodies(
                "SELECT body FROM dry_run WHERE opportunity = ?1",
                params![id.as_str()],
                "Reading an opportunity's dry runs",
            )?;
            for mut run in runs {
                run.create = Create::Gone;
                for leg in &mut run.legs {
                    for tick in leg.ticks.values_mut() {
                        tick.source = None;
                    }
                }
                self.store_dry_run(&run)?;
            }
        }
        Ok(())
    }
}

impl DeskReader<'_> {
    /// One run.
    ///
    /// # Errors
    /// Storage codes.
    pub fn dry_run(&self, id: &DryRunId) -> Result<Option<DryRun>, Error> {
        let held: Vec<DryRun> = self.bodies(
            "SELECT body FROM dry_run WHERE id = ?1",
            params![id.as_str()],
            "Reading a dry run",
        )?;
        Ok(held.into_iter().next())
    }

    /// The run that is under way.
    ///
    /// # Errors
    /// Storage codes.
    pub fn open_dry_run(&self) -> Result<Option<DryRun>, Error> {
        let held: Vec<DryRun> = self.bodies(
            "SELECT body FROM dry_run WHERE open = 1",
            [],
            "Reading the dry run",
        )?;
        Ok(held.into_iter().next())
    }

    /// All runs that are kept, the latest first.
    ///
    /// # Errors
    /// Storage codes.
    pub fn dry_runs(&self) -> Result<Vec<DryRun>, Error> {
        self.bodies(
            "SELECT body FROM dry_run ORDER BY seq DESC",
            [],
            "Reading dry runs",
        )
    }
}

fn opportunity(run: &DryRun) -> &str {
    run.opportunity().map_or("", OpportunityId::as_str)
}
