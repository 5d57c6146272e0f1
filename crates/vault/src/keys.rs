use zeroize::Zeroizing;

use crate::{Secret, SecretName, SecretStore, VaultCode, VaultError};

/// Which of the two encrypted files a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKeyName {
    /// The file that can be rebuilt from Lever and the vendors.
    Cache,
    /// The file that only this seat has.
    Desk,
}

impl DatabaseKeyName {
    fn secret_name(self) -> SecretName {
        match self {
            Self::Cache => SecretName::CacheKey,
            Self::Desk => SecretName::DeskKey,
        }
    }
}

/// 32 random bytes, for `PRAGMA key = "x'…'"`. Overwritten when dropped; cannot be printed.
#[derive(Clone)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// The raw key.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hex digits, as SQLCipher's raw-key syntax wants them.
    pub fn expose_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

/// The stored key of a file, or `None` if there is none.
///
/// The caller decides what a missing key means: with no file beside it, a first start; beside an existing file, a lost
/// key, which must be told and never be papered over with a new one.
///
/// # Errors
/// [`VaultError`]; `Broken` when the entry is not a key.
pub fn database_key(
    store: &dyn SecretStore,
    profile: &str,
    name: DatabaseKeyName,
) -> Result<Option<DatabaseKey>, VaultError> {
    let Some(secret) = store.get(profile, name.secret_name())? else {
        return Ok(None);
    };
    let mut key = Zeroizing::new([0_u8; 32]);
    hex::decode_to_slice(secret.expose(), key.as_mut_slice()).map_err(|_| VaultCode::Broken)?;
    Ok(Some(DatabaseKey(key)))
}

/// Makes a random key, stores it, and returns what the store gives back. An existing key is kept and returned.
///
/// # Errors
/// [`VaultError`]; `Broken` when the store forgot the key at once or the system has no randomness.
pub fn create_database_key(
    store: &dyn SecretStore,
    profile: &str,
    name: DatabaseKeyName,
) -> Result<DatabaseKey, VaultError> {
    if let Some(key) = database_key(store, profile, name)? {
        return Ok(key);
    }
    let mut fresh = Zeroizing::new([0_u8; 32]);
    getrandom::fill(fresh.as_mut_slice()).map_err(|_| VaultCode::Broken)?;
    let text = Zeroizing::new(hex::encode(fresh.as_slice()));
    store.set(
        profile,
        name.secret_name(),
        &Secret::from_text(text.as_str()),
    )?;
    // Read back: a file encrypted with a key that was not kept is a lost file.
    database_key(store, profile, name)?.ok_or_else(|| VaultCode::Broken.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemoryStore;

    #[test]
    fn a_key_is_made_once_and_files_have_different_keys() {
        let store = MemoryStore::default();
        assert!(
            database_key(&store, "p", DatabaseKeyName::Desk)
                .unwrap()
                .is_none()
        );
        let first = create_database_key(&store, "p", DatabaseKeyName::Desk).unwrap();
        let again = create_database_key(&store, "p", DatabaseKeyName::Desk).unwrap();
        let other = create_database_key(&store, "p", DatabaseKeyName::Cache).unwrap();
        assert_eq!(first.expose(), again.expose());
        assert_ne!(first.expose(), other.expose());
        assert_eq!(first.expose_hex().len(), 64);
        assert_eq!(format!("{first:?}"), "DatabaseKey(…)");
    }

    #[test]
    fn a_damaged_entry_is_told_and_not_replaced() {
        let store = MemoryStore::default();
        store
            .set("p", SecretName::CacheKey, &Secret::from_text("abc"))
            .unwrap();
        let error = create_database_key(&store, "p", DatabaseKeyName::Cache).unwrap_err();
        assert_eq!(error.code, VaultCode::Broken);
        assert_eq!(
            store.get("p", SecretName::CacheKey).unwrap(),
            Some(Secret::from_text("abc"))
        );
    }

    #[test]
    fn a_locked_store_makes_no_key() {
        let store = MemoryStore::default();
        store.fail_with(Some(VaultCode::Locked));
        let error = create_database_key(&store, "p", DatabaseKeyName::Cache).unwrap_err();
        assert_eq!(error.code, VaultCode::Locked);
    }
}
