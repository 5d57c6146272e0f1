//! Access tokens in the shape of a JWT. Their content is for show: the sandbox knows a token by the whole of it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha512;

use crate::world::model::Ms;

/// What a token says about its grant.
pub(crate) struct Claims<'a> {
    /// `iss`, with a slash at its end.
    pub(crate) issuer: &'a str,
    /// Who consented.
    pub(crate) user: &'a str,
    /// Client id.
    pub(crate) client: &'a str,
    /// Scopes, separated by blanks.
    pub(crate) scope: &'a str,
    /// Makes two tokens of one moment differ.
    pub(crate) nonce: &'a str,
    /// Issued at.
    pub(crate) at: Ms,
    /// Life, seconds.
    pub(crate) seconds: i64,
}

/// A signed token.
pub(crate) fn sign(claims: &Claims<'_>, key_id: &str, secret: &[u8]) -> String {
    let seconds = claims.at / 1000;
    let header = json!({ "alg": "HS512", "typ": "JWT", "v": "2.0", "kid": key_id });
    let payload = json!({
        "https://oauth.lever.co/userId": claims.user,
        "https://oauth.lever.co/clientId": claims.client,
        "iss": claims.issuer,
        "sub": format!("lever|{}", claims.user),
        "aud": "https://api.lever.co/v1/",
        "iat": seconds,
        "exp": seconds + claims.seconds,
        "azp": claims.client,
        "scope": claims.scope,
        "jti": claims.nonce,
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&payload));
    // A MAC of this kind takes keys of any length; the other arm cannot be reached.
    let Ok(mut mac) = Hmac::<Sha512>::new_from_slice(secret) else {
        return signed;
    };
    mac.update(signed.as_bytes());
    format!(
        "{signed}.{}",
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    )
}

/// The id of the key with which something in the shape of a JWT says it was signed; `None` for any other text.
pub(crate) fn key_id(token: &str) -> Option<String> {
    let mut parts = token.split('.');
    let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || payload.is_empty() || signature.is_empty() {
        return None;
    }
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
    header.get("alg")?.as_str()?;
    Some(
        header
            .get("kid")
            .and_then(Value::as_str)
            .unwrap_or("undefined")
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Claims, key_id, sign};

    #[test]
    fn a_token_names_its_key_and_other_text_names_none() {
        let claims = Claims {
            issuer: "https://auth.lever.co/",
            user: "u",
            client: "c",
            scope: "offline_access",
            nonce: "n",
            at: 1_772_442_000_000,
            seconds: 3_600,
        };
        let token = sign(&claims, "key-1", b"secret");
        assert_eq!(key_id(&token).as_deref(), Some("key-1"));
        assert_ne!(token, sign(&claims, "key-1", b"other"));
        for other in [
            "",
            "a.b.c",
            "..",
            "e30.e30.x",
            &format!("{token}.x"),
            "6f5e",
        ] {
            assert_eq!(key_id(other), None, "{other}");
        }
    }
}
