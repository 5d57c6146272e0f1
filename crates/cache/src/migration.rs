//! Schema versions. A version is the list of statements that lead to it from the one before; all missing versions are
//! applied in one transaction, so that a file is either as it was or as this build wants it.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Code, During, Error};

pub(crate) fn version(connection: &Connection) -> Result<i32, Error> {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .during("Reading the schema version")
}

/// Refuses a file that a newer build has written, before anything touches it.
pub(crate) fn refuse_newer(found: i32, versions: &[&[&str]]) -> Result<(), Error> {
    let known = i32::try_from(versions.len()).unwrap_or(i32::MAX);
    if found > known {
        return Err(Error::new(
            Code::Newer { found, known },
            "Checking the schema version",
        ));
    }
    Ok(())
}

/// Brings the file to the newest version; does not write at all when it is there already.
pub(crate) fn migrate(connection: &mut Connection, versions: &[&[&str]]) -> Result<(), Error> {
    let known = i32::try_from(versions.len()).unwrap_or(i32::MAX);
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .during("Beginning the upgrade")?;
    // Read again under the lock: a second process may have upgraded meanwhile.
    let found = version(&transaction)?;
    refuse_newer(found, versions)?;
    let done = usize::try_from(found).unwrap_or(0);
    for statements in versions.iter().skip(done) {
        for statement in *statements {
            transaction
                .execute_batch(statement)
                .during("Upgrading the schema")?;
        }
    }
    transaction
        .pragma_update(None, "user_version", known)
        .during("Marking the schema version")?;
    transaction.commit().during("Committing the upgrade")
}
