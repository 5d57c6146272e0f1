//! Lever users.

use fulcrum_domain::ids::UserId;
use fulcrum_domain::model::User;
use rusqlite::{OptionalExtension, params};

use crate::cache::{CacheReader, CacheTx};
use crate::change::Kind;
use crate::error::{During, Error};

pub(crate) const V1: &str = "
CREATE TABLE user (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl CacheTx<'_> {
    /// Stores users. True when something differs.
    ///
    /// # Errors
    /// Storage codes.
    pub fn upsert_users(&mut self, users: &[User]) -> Result<bool, Error> {
        let mut stored = 0;
        for user in users {
            let body = serde_json::to_string(user).during("Writing a user")?;
            stored += self
                .connection
                .prepare_cached(
                    "INSERT INTO user (id, name, body) VALUES (?1, ?2, ?3)
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body
                     WHERE body <> excluded.body",
                )
                .and_then(|mut statement| {
                    statement.execute(params![user.id.as_str(), user.name, body])
                })
                .during("Storing a user")?;
        }
        if stored > 0 {
            self.changed(Kind::User);
        }
        Ok(stored > 0)
    }
}

impl CacheReader<'_> {
    /// One user.
    ///
    /// # Errors
    /// Storage codes.
    pub fn user(&self, id: &UserId) -> Result<Option<User>, Error> {
        self.connection
            .prepare_cached("SELECT body FROM user WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row(params![id.as_str()], |row| row.get::<_, String>(0))
                    .optional()
            })
            .during("Reading a user")?
            .map(|body| serde_json::from_str(&body).during("Understanding a user"))
            .transpose()
    }

    /// All users by name, deactivated ones too.
    ///
    /// # Errors
    /// Storage codes.
    pub fn users(&self) -> Result<Vec<User>, Error> {
        self.bodies(
            "SELECT body FROM user ORDER BY name, id",
            [],
            "Reading users",
        )
    }
}
