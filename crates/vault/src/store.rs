use crate::{Secret, VaultError};

/// What a secret is for. The profile says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretName {
    /// Lever API key of this seat.
    LeverApiKey,
    /// Client id and secret of the organisation's Lever OAuth app (one JSON value).
    LeverClientSecret,
    /// Lever OAuth tokens (one JSON value, so that access and refresh token cannot be stored apart).
    LeverTokens,
    /// myInterview credentials (one JSON value).
    MyInterview,
    /// JobTwine credentials (one JSON value).
    JobTwine,
    /// Key of the `cache` file.
    CacheKey,
    /// Key of the `desk` file.
    DeskKey,
}

impl SecretName {
    /// Every name, for wiping.
    pub const ALL: [Self; 7] = [
        Self::LeverApiKey,
        Self::LeverClientSecret,
        Self::LeverTokens,
        Self::MyInterview,
        Self::JobTwine,
        Self::CacheKey,
        Self::DeskKey,
    ];

    /// Name of the keyring entry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeverApiKey => "lever-api-key",
            Self::LeverClientSecret => "lever-client-secret",
            Self::LeverTokens => "lever-tokens",
            Self::MyInterview => "myinterview",
            Self::JobTwine => "jobtwine",
            Self::CacheKey => "cache-key",
            Self::DeskKey => "desk-key",
        }
    }
}

/// Where secrets live. Calls block: the keyring may ask a person. Call from a thread that may wait.
pub trait SecretStore: Send + Sync {
    /// The secret, or `None` if there is none.
    ///
    /// # Errors
    /// [`VaultError`] when the store cannot say.
    fn get(&self, profile: &str, name: SecretName) -> Result<Option<Secret>, VaultError>;

    /// Stores or replaces. When this returns, the secret survives a crash.
    ///
    /// # Errors
    /// [`VaultError`]; the previous value is then still there.
    fn set(&self, profile: &str, name: SecretName, secret: &Secret) -> Result<(), VaultError>;

    /// Removes; removing what is not there succeeds.
    ///
    /// # Errors
    /// [`VaultError`] when the store cannot say.
    fn delete(&self, profile: &str, name: SecretName) -> Result<(), VaultError>;
}
