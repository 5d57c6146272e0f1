//! Who sits here: the Lever user every write is performed as.

use fulcrum_domain::ids::UserId;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::change::Kind;
use crate::desk::{DeskReader, DeskTx};
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE seat (
    only INTEGER PRIMARY KEY DEFAULT 1 CHECK (only = 1),
    user TEXT NOT NULL DEFAULT '',
    account TEXT NOT NULL DEFAULT ''
) STRICT;
";

/// Who sits here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The bound Lever user.
    pub user: UserId,
    /// What the account is called in the window.
    pub account: String,
}

impl DeskTx<'_> {
    /// Binds the seat; `None` frees it.
    ///
    /// # Errors
    /// Storage codes.
    pub fn set_seat(&mut self, seat: Option<&Seat>) -> Result<(), Error> {
        match seat {
            Some(seat) => self
                .connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO seat (only, user, account) VALUES (1, ?1, ?2)",
                )
                .and_then(|mut statement| {
                    statement.execute(params![seat.user.as_str(), seat.account])
                }),
            None => self
                .connection
                .prepare_cached("DELETE FROM seat")
                .and_then(|mut statement| statement.execute([])),
        }
        .during("Binding the seat")?;
        self.changed(Kind::Seat);
        Ok(())
    }
}

impl DeskReader<'_> {
    /// Who sits here, once bound.
    ///
    /// # Errors
    /// Storage codes.
    pub fn seat(&self) -> Result<Option<Seat>, Error> {
        self.connection
            .prepare_cached("SELECT user, account FROM seat")
            .and_then(|mut statement| {
                statement
                    .query_row([], |row| {
                        Ok(Seat {
                            user: UserId(row.get(0)?),
                            account: row.get(1)?,
                        })
                    })
                    .optional()
            })
            .during("Reading the seat")
    }
}
