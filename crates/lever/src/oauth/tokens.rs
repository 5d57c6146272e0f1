use fulcrum_vault::{Secret, SecretName, VaultCode, VaultError};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::session::Vault;

/// One pair, stored as one value so that its halves cannot part.
#[derive(Clone)]
pub(super) struct Tokens {
    pub(super) access: Secret,
    pub(super) refresh: Option<Secret>,
    /// ms; Lever's access tokens live an hour.
    pub(super) expires_at_ms: i64,
    /// When somebody signed in, ms; `None` in what an older build stored.
    pub(super) given_at_ms: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    access: Zeroizing<String>,
    refresh: Option<Zeroizing<String>>,
    expires_at_ms: i64,
    #[serde(default)]
    given_at_ms: Option<i64>,
}

impl Tokens {
    pub(super) async fn load(vault: &Vault) -> Result<Option<Self>, VaultError> {
        let Some(secret) = vault.get(SecretName::LeverTokens).await? else {
            return Ok(None);
        };
        let stored: Stored = serde_json::from_slice(secret.expose())
            .map_err(|_| VaultError::new(VaultCode::Broken))?;
        Ok(Some(Self {
            access: Secret::from_text(stored.access.as_str()),
            refresh: stored
                .refresh
                .map(|refresh| Secret::from_text(refresh.as_str())),
            expires_at_ms: stored.expires_at_ms,
            given_at_ms: stored.given_at_ms,
        }))
    }

    pub(super) async fn store(&self, vault: &Vault) -> Result<(), VaultError> {
        let text =
            |secret: &Secret| Zeroizing::new(secret.expose_text().unwrap_or_default().to_owned());
        let stored = Stored {
            access: text(&self.access),
            refresh: self.refresh.as_ref().map(text),
            expires_at_ms: self.expires_at_ms,
            given_at_ms: self.given_at_ms,
        };
        let json = serde_json::to_vec(&stored).map_err(|_| VaultError::new(VaultCode::Broken))?;
        vault
            .set(SecretName::LeverTokens, Secret::from_bytes(json))
            .await
    }
}
