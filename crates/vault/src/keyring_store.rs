use std::sync::mpsc;
use std::time::Duration;

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::{Secret, SecretName, SecretStore, VaultCode, VaultError};

/// Service name of every entry in the operating system's keyring.
pub const SERVICE: &str = "app.fulcrum.desktop";

/// How long a person may take to unlock the keyring before the call gives up as [`VaultCode::Locked`].
const PATIENCE: Duration = Duration::from_secs(25);

/// The operating system's keyring: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
///
/// Entries are named `<profile>/<name>` under [`SERVICE`].
#[derive(Clone, Copy, Debug)]
pub struct KeyringStore {
    patience: Duration,
}

impl Default for KeyringStore {
    fn default() -> Self {
        Self { patience: PATIENCE }
    }
}

impl KeyringStore {
    /// Waits this long for an answer instead of the default 25 s.
    pub fn with_patience(patience: Duration) -> Self {
        Self { patience }
    }

    fn ask<T: Send + 'static>(
        self,
        profile: &str,
        name: SecretName,
        call: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, VaultError> {
        let account = format!("{profile}/{}", name.as_str());
        wait_for(self.patience, move || {
            if Entry::store_status().is_err() {
                return Err(VaultCode::NoKeyring);
            }
            Entry::new(SERVICE, &account)
                .and_then(|entry| call(&entry))
                .map_err(|error| code(&error))
        })
    }
}

/// Runs one keyring call on a thread of its own: a locked keyring blocks inside the system's call until somebody
/// answers its question, and that call cannot be cancelled, only left behind.
fn wait_for<T: Send + 'static>(
    patience: Duration,
    call: impl FnOnce() -> Result<T, VaultCode> + Send + 'static,
) -> Result<T, VaultError> {
    let (answer, wait) = mpsc::channel();
    std::thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            // The caller may have stopped waiting; then nobody needs the answer.
            let _ = answer.send(call());
        })
        .map_err(|_| VaultCode::Broken)?;
    match wait.recv_timeout(patience) {
        Ok(result) => result.map_err(VaultError::new),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(VaultCode::Locked.into()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(VaultCode::Broken.into()),
    }
}

impl SecretStore for KeyringStore {
    fn get(&self, profile: &str, name: SecretName) -> Result<Option<Secret>, VaultError> {
        self.ask(profile, name, |entry| match entry.get_secret() {
            Ok(bytes) => Ok(Some(Secret::from_bytes(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn set(&self, profile: &str, name: SecretName, secret: &Secret) -> Result<(), VaultError> {
        let bytes = Zeroizing::new(secret.expose().to_vec());
        self.ask(profile, name, move |entry| entry.set_secret(&bytes))
    }

    fn delete(&self, profile: &str, name: SecretName) -> Result<(), VaultError> {
        self.ask(profile, name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// The keyring crate's error as one of our codes. Its text is dropped: it may quote the entry.
fn code(error: &Error) -> VaultCode {
    match error {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => VaultCode::NoKeyring,
        Error::NoStorageAccess(cause) => platform_code(cause.as_ref()).unwrap_or(VaultCode::Denied),
        Error::PlatformFailure(cause) => platform_code(cause.as_ref()).unwrap_or(VaultCode::Broken),
        _ => VaultCode::Broken,
    }
}

#[cfg(all(
    unix,
    not(any(target_os = "macos", target_os = "ios", target_os = "android"))
))]
fn platform_code(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultCode> {
    use secret_service::Error as Service;
    match cause.downcast_ref::<Service>()? {
        // A dismissed question leaves the keyring as it was: locked.
        Service::Locked | Service::Prompt | Service::PromptDisconnected => Some(VaultCode::Locked),
        // The service runs, but has no default keyring in it.
        Service::NoResult | Service::Unavailable => Some(VaultCode::NoKeyring),
        _ => None,
    }
}

#[cfg(not(all(
    unix,
    not(any(target_os = "macos", target_os = "ios", target_os = "android"))
)))]
fn platform_code(_cause: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<VaultCode> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(all(
        unix,
        not(any(target_os = "macos", target_os = "ios", target_os = "android"))
    ))]
    fn service(cause: secret_service::Error) -> Box<dyn std::error::Error + Send + Sync> {
        Box::new(cause)
    }

    #[cfg(all(
        unix,
        not(any(target_os = "macos", target_os = "ios", target_os = "android"))
    ))]
    #[test]
    fn every_failure_has_its_code() {
        use secret_service::Error as Service;
        let cases = [
            (Error::NoDefaultStore, VaultCode::NoKeyring),
            (
                Error::PlatformFailure(service(Service::Unavailable)),
                VaultCode::NoKeyring,
            ),
            (
                Error::NoStorageAccess(service(Service::NoResult)),
                VaultCode::NoKeyring,
            ),
            (
                Error::NoStorageAccess(service(Service::Locked)),
                VaultCode::Locked,
            ),
            (
                Error::NoStorageAccess(service(Service::Prompt)),
                VaultCode::Locked,
            ),
            (
                Error::NoStorageAccess(Box::new(std::io::Error::other("refused"))),
                VaultCode::Denied,
            ),
            (
                Error::PlatformFailure(service(Service::Crypto("x"))),
                VaultCode::Broken,
            ),
            (Error::TooLong("secret".to_owned(), 2560), VaultCode::Broken),
        ];
        for (error, expected) in cases {
            assert_eq!(code(&error), expected, "{error:?}");
        }
    }

    #[test]
    fn a_call_that_waits_for_a_person_ends_as_locked() {
        let (release, held) = mpsc::channel::<()>();
        // Stands for the system's question that nobody answers.
        let result = wait_for(Duration::from_millis(50), move || {
            let _ = held.recv();
            Ok(())
        });
        assert_eq!(result, Err(VaultCode::Locked.into()));
        drop(release);
    }

    #[test]
    fn a_call_that_dies_ends_as_broken() {
        let result = wait_for(Duration::from_secs(60), || -> Result<(), VaultCode> {
            panic!("stands for a fault inside the platform's library")
        });
        assert_eq!(result, Err(VaultCode::Broken.into()));
    }
}
