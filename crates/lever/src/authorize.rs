use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fulcrum_vault::Secret;
use futures::future::BoxFuture;

use crate::error::LeverError;

/// What lets this program in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key; it has no end.
    Key,
    /// A grant of the organisation's app.
    Grant {
        /// When somebody signed in, ms; `None`: not known.
        given_at_ms: Option<i64>,
    },
}

/// Gives every request its `Authorization` header.
pub trait Authorize: Send + Sync {
    /// What lets this program in, as far as known without asking anybody.
    fn credential(&self) -> BoxFuture<'_, Credential> {
        Box::pin(async { Credential::Key })
    }

    /// The header's value, fetched or refreshed if need be.
    fn header(&self) -> BoxFuture<'_, Result<Secret, LeverError>>;

    /// Lever answered 401 to this header. Returns whether a different one can be had now; the request is then sent
    /// once more.
    fn rejected(&self, used: Secret) -> BoxFuture<'_, Result<bool, LeverError>>;
}

/// An API key: HTTP Basic with the key as user name and an empty password, as documented.
pub struct ApiKey {
    header: Secret,
}

impl ApiKey {
    /// Prepares the header.
    pub fn new(key: &Secret) -> Self {
        let mut pair = key.expose().to_vec();
        pair.push(b':');
        let pair = Secret::from_bytes(pair);
        Self {
            header: Secret::from_text(format!("Basic {}", STANDARD.encode(pair.expose()))),
        }
    }
}

impl Authorize for ApiKey {
    fn header(&self) -> BoxFuture<'_, Result<Secret, LeverError>> {
        Box::pin(async { Ok(self.header.clone()) })
    }

    fn rejected(&self, _used: Secret) -> BoxFuture<'_, Result<bool, LeverError>> {
        Box::pin(async { Ok(false) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_key_is_the_user_and_the_password_is_empty() {
        let key = ApiKey::new(&Secret::from_text("abc\n"));
        let header = key.header().await.unwrap();
        assert_eq!(header.expose_text(), Some("Basic YWJjOg=="));
        assert!(!key.rejected(header).await.unwrap());
    }
}
