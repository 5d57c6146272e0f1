//! Views of the board that a person has saved, in the person's order.

use fulcrum_domain::ids::SavedViewId;
use rusqlite::{Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

/// A removed view stays until the next one is removed, so that its removal can be taken back.
pub(crate) const V6: &str = "
CREATE TABLE saved_view (
    id TEXT PRIMARY KEY,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
";

/// A saved view. `Q`: what it asks the board, in words of whoever saved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView<Q> {
    /// Which.
    pub id: SavedViewId,
    /// What the person calls it.
    pub name: String,
    /// What it asks.
    pub query: Q,
}

impl DeskTx<'_> {
    /// Keeps a new view as the last one.
    ///
    /// # Errors
    /// Storage codes; `Internal` when the id is taken.
    pub fn add_view<Q: Serialize>(&mut self, view: &SavedView<Q>) -> Result<(), Error> {
        let query = serde_json::to_string(&view.query).during("Writing a saved view")?;
        self.connection
            .prepare_cached(
                "INSERT INTO saved_view (id, place, name, query)
                 VALUES (?1, (SELECT COALESCE(MAX(place), -1) + 1 FROM saved_view), ?2, ?3)",
            )
            .and_then(|mut statement| {
                statement.execute(params![view.id.as_str(), view.name, query])
            })
            .during("Saving a view")?;
        self.changed(Kind::SavedView);
        Ok(())
    }

    /// Gives a view another name. True when there is such a view.
    ///
    /// # Errors
    /// Storage codes.
    pub fn rename_view(&mut self, id: &SavedViewId, name: &str) -> Result<bool, Error> {
        self.change_view(
            "UPDATE saved_view SET name = ?2 WHERE id = ?1 AND removed = 0",
            params![id.as_str(), name],
        )
    }

    /// Takes a view away; [`DeskTx::put_back_view`] brings it back until another one is taken away. True when there was one.
    ///
    /// # Errors
    /// Storage codes.
    pub fn remove_view(&mut self, id: &SavedViewId) -> Result<bool, Error> {
        self.change_view(
            "DELETE FROM saved_view WHERE removed = 1 AND id <> ?1",
            params![id.as_str()],
        )?;
        self.change_view(
            "UPDATE saved_view SET removed = 1 WHERE id = ?1 AND removed = 0",
            params![id.as_str()],
        )
    }

    /// Brings a removed view back to its place. True when it was still there.
    ///
    /// # Errors
    /// Storage codes.
    pub fn put_back_view(&mut self, id: &SavedViewId) -> Result<bool, Error> {
        self.change_view(
            "UPDATE saved_view SET removed = 0 WHERE id = ?1 AND removed = 1",
            params![id.as_str()],
        )
    }

    /// Puts the views in this order. Those that are not named keep their order behind them.
    ///
    /// # Errors
    /// Storage codes.
    pub fn order_views(&mut self, order: &[SavedViewId]) -> Result<(), Error> {
        let mut all: Vec<SavedViewId> = self
            .connection
            .prepare_cached("SELECT id FROM saved_view ORDER BY place, id")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| row.get::<_, String>(0))?
                    .map(|id| id.map(SavedViewId))
                    .collect()
            })
            .during("Reading the order of views")?;
        // A stable sort: those not named keep their order.
        all.sort_by_key(|id| order.iter().position(|one| one == id).unwrap_or(usize::MAX));
        for (place, id) in all.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            self.change_view(
                "UPDATE saved_view SET place = ?2 WHERE id = ?1 AND place <> ?2",
                params![id.as_str(), place],
            )?;
        }
        Ok(())
    }

    fn change_view(&mut self, sql: &str, params: impl rusqlite::Params) -> Result<bool, Error> {
        let changed = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params))
            .during("Changing a saved view")?;
        if changed > 0 {
            self.changed(Kind::SavedView);
        }
        Ok(changed > 0)
    }
}

impl DeskReader<'_> {
    /// All views in the person's order. One that is written in a way this build does not read is left out.
    ///
    /// # Errors
    /// Storage codes.
    pub fn saved_views<Q: DeserializeOwned>(&self) -> Result<Vec<SavedView<Q>>, Error> {
        let rows: Vec<(String, String, String)> = self
            .connection
            .prepare_cached(
                "SELECT id, name, query FROM saved_view WHERE removed = 0 ORDER BY place, id",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([], |row: &Row<'_>| row.try_into())?
                    .collect()
            })
            .during("Reading saved views")?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, name, query)| {
                Some(SavedView {
                    id: SavedViewId(id),
                    name,
                    query: serde_json::from_str(&query).ok()?,
                })
            })
            .collect())
    }
}
