//! Secrets: a type that cannot be printed, and a store that is the operating system's keyring or nothing.
//!
//! There is deliberately no file fallback. Where the keyring is missing or locked, the caller gets a code that says so
//! and shows a way out; a key written in plain text would be found by every backup of the machine.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

mod error;
mod keyring_store;
mod keys;
mod memory;
mod secret;
mod store;

pub use error::{VaultCode, VaultError};
pub use keyring_store::{KeyringStore, SERVICE};
pub use keys::{DatabaseKey, DatabaseKeyName, create_database_key, database_key};
pub use memory::MemoryStore;
pub use secret::Secret;
pub use store::{SecretName, SecretStore};
