//! Giving a grant back. Lever documents no endpoint for it; its sign-in is built on a server that often has one
//! (RFC 7009, `/oauth/revoke` beside the token endpoint), so it is asked, and never counted on.

use fulcrum_vault::{Secret, SecretName};
use zeroize::Zeroizing;

use super::session::OAuth;
use super::tokens::Tokens;
use crate::transport::{Body, Method, Request};

/// What became of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// Lever said that it has ended.
    Revoked,
    /// Lever has no way to end it from here: a Super Admin can, in Lever's settings.
    NotOffered,
    /// Lever could not be asked.
    NotReached,
}

impl OAuth {
    /// Asks Lever to end the grant. The stored tokens stay where they are: whoever asks forgets them, whatever the answer.
    pub async fn revoke(&self) -> Revocation {
        let Ok(Some(tokens)) = Tokens::load(self.vault()).await else {
            return Revocation::NotReached;
        };
        let Some(token) = tokens.refresh else {
            return Revocation::NotOffered;
        };
        let app = self.app();
        let Ok(url) = app.token_url.join("revoke") else {
            return Revocation::NotOffered;
        };
        let form = Zeroizing::new(
            url::form_urlencoded::Serializer::new(String::new())
                .append_pair("client_id", &app.client_id)
                .append_pair(
                    "client_secret",
                    app.client_secret.expose_text().unwrap_or_default(),
                )
                .append_pair("token", token.expose_text().unwrap_or_default())
                .finish(),
        );
        let answer = self
            .transport()
            .send(Request {
                method: Method::Post,
                url,
                authorization: None,
                body: Some(Body::Form(Secret::from_text(form.as_str()))),
            })
            .await;
        match answer.map(|answer| answer.status) {
            // Also said of a token that is not known: either way it opens nothing.
            Ok(200 | 204) => Revocation::Revoked,
            Ok(429 | 500..) | Err(_) => Revocation::NotReached,
            Ok(_) => Revocation::NotOffered,
        }
    }

    /// The names under which the store keeps what belongs to a connection with Lever.
    pub const SECRETS: [SecretName; 3] = [
        SecretName::LeverApiKey,
        SecretName::LeverClientSecret,
        SecretName::LeverTokens,
    ];
}
