//! Playback by the vendor's documented hash: off unless an admin turns it on, on the admin's seat only.
//!
//! The hash covers the account's key, its secret and a second, but not the video: whoever sees one such address can watch
//! every video of the account until it closes. So the hash never leaves this module except to the vendor, and what comes
//! back is a link to one video for ten minutes.

use std::sync::Arc;

use fulcrum_vault::Secret;
use url::Url;

use crate::error::{Code, VendorError};
use crate::http::{HttpRequest, VendorHttp};

/// bcrypt's cost in the vendor's scheme.
const COST: u32 = 10;

/// A hash and the second it stands for. Opens every video of the account: `Debug` shows nothing of it.
pub struct PlaybackHash {
    hash: Secret,
    at_s: i64,
}

impl PlaybackHash {
    /// `bcrypt(apiKey + secretToken + unixSeconds, cost 10)`, as documented; valid from five minutes before to ten
    /// minutes after. Takes tens of milliseconds: not for an async thread.
    ///
    /// bcrypt reads 72 bytes, and the truncating form is what the vendor's examples produce: with key and secret
    /// together longer than 62 bytes the last digits of the second are no longer covered.
    ///
    /// # Errors
    /// [`Code::NoCredentials`] when key and secret are empty or the system has no randomness.
    pub fn mint(api_key: &Secret, secret_token: &Secret, now_ms: i64) -> Result<Self, VendorError> {
        if api_key.is_empty() || secret_token.is_empty() {
            return Err(Code::NoCredentials.into());
        }
        let at_s = now_ms.div_euclid(1000);
        let plain = plaintext(api_key, secret_token, at_s);
        let hash = bcrypt::hash(plain.expose(), COST).map_err(|_| Code::NoCredentials)?;
        Ok(Self {
            hash: Secret::from_text(hash),
            at_s,
        })
    }
}

impl std::fmt::Debug for PlaybackHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PlaybackHash(…)")
    }
}

fn plaintext(api_key: &Secret, secret_token: &Secret, at_s: i64) -> Secret {
    let mut plain = api_key.expose().to_vec();
    plain.extend_from_slice(secret_token.expose());
    plain.extend_from_slice(at_s.to_string().as_bytes());
    Secret::from_bytes(plain)
}

/// Asks the vendor for links to videos.
pub struct Playback {
    get_video_url: Url,
    api_key: Secret,
    secret_token: Secret,
    http: Arc<dyn VendorHttp>,
}

impl Playback {
    /// With the account's key and secret; the address is the profile's.
    pub fn new(
        get_video_url: Url,
        api_key: Secret,
        secret_token: Secret,
        http: Arc<dyn VendorHttp>,
    ) -> Self {
        Self {
            get_video_url,
            api_key,
            secret_token,
            http,
        }
    }

    /// A hash for this moment; call it on a thread that may compute for a while.
    ///
    /// # Errors
    /// See [`PlaybackHash::mint`].
    pub fn mint(&self, now_ms: i64) -> Result<PlaybackHash, VendorError> {
        PlaybackHash::mint(&self.api_key, &self.secret_token, now_ms)
    }

    /// The address of one video, open for ten minutes. The answer is the bare address, or the same as a JSON string.
    ///
    /// # Errors
    /// [`VendorError`].
    pub async fn media_url(&self, hash: &PlaybackHash, video: &str) -> Result<Url, VendorError> {
        let mut url = self.get_video_url.clone();
        url.query_pairs_mut()
            .append_pair("apiKey", self.api_key.expose_text().unwrap_or_default())
            .append_pair("hashTimestamp", &hash.at_s.to_string())
            .append_pair("hash", hash.hash.expose_text().unwrap_or_default())
            .append_pair("video", video);
        let request = HttpRequest {
            method: "GET",
            url,
            headers: Vec::new(),
            body: None,
        };
        let answer = self
            .http
            .send(request)
            .await
            .map_err(|failure| VendorError::new(failure.into()))?;
        let code = match answer.status {
            200..=299 => return address(&answer.body).ok_or_else(|| Code::NotVendor.into()),
            401 | 403 => Code::Unauthorized,
            404 => Code::NotFound,
            429 => Code::RateLimited,
            500..=599 => Code::Down,
            _ => Code::Refused,
        };
        Err(VendorError {
            status: Some(answer.status),
            ..code.into()
        })
    }
}

fn address(body: &[u8]) -> Option<Url> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let text = serde_json::from_str::<String>(text).unwrap_or_else(|_| text.to_owned());
    Url::parse(&text)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_S: i64 = 1_700_000_000;

    /// Key, secret, hash made by another implementation; whether it also opens the next second, and years later.
    const VECTORS: [(&str, &str, &str, bool, bool); 3] = [
        (
            "simkey00000000000001",
            "simsecret-0001",
            "$2a$10$N9qo8uLOickgx2ZMRZoMyeuIvK2uYENLWHkRXkB1W0br7MS2kC9E.",
            false,
            false,
        ),
        (
            "simkey000000000000000002",
            "0123456789abcdef0123456789abcdef01234567",
            "$2a$10$abcdefghijklmnopqrstuu5GQ.tLTSAGO7aZJTondA.ZJ9yGGfOV2",
            true,
            false,
        ),
        (
            "simkey000000000000000003",
            "0123456789abcdef0123456789abcdef0123456789abcdef",
            "$2a$10$N9qo8uLOickgx2ZMRZoMyegK3do3EZq7YhYE2TjtvSS48teZRM3li",
            true,
            true,
        ),
    ];

    #[test]
    fn the_plaintext_is_what_other_implementations_hash() {
        for (key, secret, hash, next_second, years_later) in VECTORS {
            let plain = |at_s| plaintext(&Secret::from_text(key), &Secret::from_text(secret), at_s);
            let opens = |at_s| bcrypt::verify(plain(at_s).expose(), hash).unwrap();
            assert!(opens(AT_S), "{key}");
            assert_eq!(opens(AT_S + 1), next_second, "{key}");
            assert_eq!(opens(AT_S + 100_000_000), years_later, "{key}");
        }
    }

    #[test]
    fn a_minted_hash_opens_its_second_and_shows_nothing() {
        let (key, secret) = (Secret::from_text("k"), Secret::from_text("s"));
        let minted = PlaybackHash::mint(&key, &secret, AT_S * 1000 + 999).unwrap();
        let hash = minted.hash.expose_text().unwrap();
        assert!(hash.contains("$10$"));
        assert!(bcrypt::verify(format!("ks{AT_S}"), hash).unwrap());
        assert_eq!(format!("{minted:?}"), "PlaybackHash(…)");
        let error = PlaybackHash::mint(&key, &Secret::from_text(""), 0).unwrap_err();
        assert_eq!(error.code, Code::NoCredentials);
    }

    #[test]
    fn the_address_comes_bare_or_as_json() {
        for body in [
            "https://m.example/v.webm?sig=1\n",
            "\"https://m.example/v.webm?sig=1\"",
        ] {
            let url = address(body.as_bytes()).unwrap();
            assert_eq!(url.as_str(), "https://m.example/v.webm?sig=1");
        }
        for body in ["", "unauthorized", "javascript:alert(1)", "{}"] {
            assert_eq!(address(body.as_bytes()), None, "{body}");
        }
    }
}
