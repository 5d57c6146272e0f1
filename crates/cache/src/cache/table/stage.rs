//! The pipeline's stages, in order.

use fulcrum_domain::model::Stage;
use rusqlite::params;

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE stage (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    place INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
";

impl CacheTx<'_> {
    /// Replaces all stages; Lever lists them whole. True when something differs.
    ///
    /// # Errors
    /// Storage codes.
    pub fn replace_stages(&mut self, stages: &[Stage]) -> Result<bool, Error> {
        let mut wanted = stages.to_vec();
        wanted.sort_by(|a, b| (a.index, &a.id).cmp(&(b.index, &b.id)));
        let held = self.stages()?;
        if held == wanted {
            return Ok(false);
        }
        self.connection
            .execute("DELETE FROM stage", [])
            .during("Replacing stages")?;
        let mut insert = self
            .connection
            .prepare_cached("INSERT OR REPLACE INTO stage (id, name, place) VALUES (?1, ?2, ?3)")
            .during("Storing stages")?;
        for stage in &wanted {
            insert
                .execute(params![stage.id.as_str(), stage.text, stage.index])
                .during("Storing a stage")?;
        }
        drop(insert);
        for stage in held.into_iter().chain(wanted) {
            self.touched_stage(stage.id);
        }
        self.changed(Kind::Stage);
        Ok(true)
    }
}

impl CacheReader<'_> {
    /// All stages, in the pipeline's order.
    ///
    /// # Errors
    /// Storage codes.
    pub fn stages(&self) -> Result<Vec<Stage>, Error> {
        self.connection
            .prepare_cached("SELECT id, name, place FROM stage ORDER BY place, id")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| {
                        Ok(Stage {
                            id: row.get::<_, String>(0)?.into(),
                            text: row.get(1)?,
                            index: row.get(2)?,
                        })
                    })?
                    .collect()
            })
            .during("Reading stages")
    }
}
