use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::{Secret, SecretName, SecretStore, VaultCode, VaultError};

/// A store for tests and simulation. Forgets everything with the process; can be told to fail like a keyring.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    secrets: BTreeMap<(String, SecretName), Secret>,
    failure: Option<VaultCode>,
}

impl MemoryStore {
    /// From now on every call fails with this code; `None` mends it.
    pub fn fail_with(&self, code: Option<VaultCode>) {
        self.lock().failure = code;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<std::sync::MutexGuard<'_, State>, VaultError> {
        let state = self.lock();
        match state.failure {
            Some(code) => Err(code.into()),
            None => Ok(state),
        }
    }
}

impl SecretStore for MemoryStore {
    fn get(&self, profile: &str, name: SecretName) -> Result<Option<Secret>, VaultError> {
        Ok(self
            .open()?
            .secrets
            .get(&(profile.to_owned(), name))
            .cloned())
    }

    fn set(&self, profile: &str, name: SecretName, secret: &Secret) -> Result<(), VaultError> {
        self.open()?
            .secrets
            .insert((profile.to_owned(), name), secret.clone());
        Ok(())
    }

    fn delete(&self, profile: &str, name: SecretName) -> Result<(), VaultError> {
        self.open()?.secrets.remove(&(profile.to_owned(), name));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_and_names_do_not_mix() {
        let store = MemoryStore::default();
        store
            .set("a", SecretName::LeverApiKey, &Secret::from_text("one"))
            .unwrap();
        assert_eq!(store.get("b", SecretName::LeverApiKey).unwrap(), None);
        assert_eq!(store.get("a", SecretName::DeskKey).unwrap(), None);
        assert_eq!(
            store.get("a", SecretName::LeverApiKey).unwrap(),
            Some(Secret::from_text("one"))
        );
        store.delete("a", SecretName::LeverApiKey).unwrap();
        store.delete("a", SecretName::LeverApiKey).unwrap();
        assert_eq!(store.get("a", SecretName::LeverApiKey).unwrap(), None);
    }

    #[test]
    fn a_failure_is_kept_until_mended() {
        let store = MemoryStore::default();
        store.fail_with(Some(VaultCode::Locked));
        let error = store.get("a", SecretName::CacheKey).unwrap_err();
        assert_eq!(error.code, VaultCode::Locked);
        store.fail_with(None);
        assert!(store.get("a", SecretName::CacheKey).is_ok());
    }
}
