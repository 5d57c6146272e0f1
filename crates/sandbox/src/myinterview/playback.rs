//! Playback by the vendor's documented hash, and the media links it buys.
//!
//! `hash = bcrypt(apiKey + secretToken + unixSeconds, cost 10)`, accepted from five minutes before to ten minutes after the
//! stated second. bcrypt reads 72 bytes: with long keys the hash stops binding the time, which is why the time is compared
//! with the clock as well. The hash does not cover the video's id. Both are properties of the documented scheme.

use crate::partner::signature::hmac_hex;

/// A hash may be this much ahead of the clock, in seconds.
const AHEAD_S: i64 = 5 * 60;
/// A hash may be this old, in seconds.
const BEHIND_S: i64 = 10 * 60;
/// A media link lives this long, in seconds.
pub(crate) const MEDIA_LIFE_S: i64 = 10 * 60;
/// bcrypt's cost in the vendor's scheme.
const COST: &str = "10";

/// Why playback was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The stated time lies outside the window.
    Window,
    /// The hash is not of this key, secret and time, or not of the documented form.
    Hash,
}

/// Checks a request for playback at `now_s` (Unix seconds); `None` leaves the time to the hash alone.
pub(crate) fn check(
    api_key: &str,
    secret_token: &str,
    stated_s: i64,
    hash: &str,
    now_s: Option<i64>,
) -> Result<(), Refusal> {
    if let Some(now_s) = now_s {
        let age = now_s.saturating_sub(stated_s);
        if !(-AHEAD_S..=BEHIND_S).contains(&age) {
            return Err(Refusal::Window);
        }
    }
    if hash_matches(api_key, secret_token, stated_s, hash) {
        Ok(())
    } else {
        Err(Refusal::Hash)
    }
}

/// Whether `hash` is of this key, secret and second: `$2a$`, `$2b$` (Node) and `$2y$` (PHP) alike, cost 10 only.
fn hash_matches(api_key: &str, secret_token: &str, stated_s: i64, hash: &str) -> bool {
    let mut fields = hash.split('$').skip(1);
    let version = fields.next().unwrap_or_default();
    if !matches!(version, "2a" | "2b" | "2y") || fields.next() != Some(COST) {
        return false;
    }
    let plain = format!("{api_key}{secret_token}{stated_s}");
    // The truncating form on purpose: it is what the vendor's own examples produce.
    bcrypt::verify(plain, hash).unwrap_or(false)
}

/// Signature of a media link: over the video's id and its last second.
pub(crate) fn media_signature(secret_token: &str, video: &str, expires_s: i64) -> String {
    hmac_hex(secret_token, &format!("{video}.{expires_s}"))
}

/// Whether a media link still opens.
pub(crate) fn media_open(
    secret_token: &str,
    video: &str,
    expires_s: i64,
    signature: &str,
    now_s: i64,
) -> bool {
    now_s <= expires_s && media_signature(secret_token, video, expires_s) == signature
}

#[cfg(test)]
mod tests {
    use super::{Refusal, check, hash_matches, media_open, media_signature};

    /// Made with another implementation of bcrypt, with invented keys.
    fn vectors() -> Vec<serde_json::Value> {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/data/video_hash_vectors.json")).unwrap();
        file["vectors"].as_array().unwrap().clone()
    }

    const T: i64 = 1_700_000_000;

    #[test]
    fn vectors_made_with_another_implementation() {
        let vectors = vectors();
        assert_eq!(vectors.len(), 3);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let (key, secret, hash) = (text("api_key"), text("secret"), text("hash"));
            let stated = vector["timestamp"].as_i64().unwrap();
            let plain = format!("{key}{secret}{stated}");
            assert_eq!(
                plain.len() as u64,
                vector["plaintext_bytes"].as_u64().unwrap()
            );
            for prefix in ["$2a$", "$2b$", "$2y$"] {
                let other = hash.replacen("$2a$", prefix, 1);
                assert!(hash_matches(key, secret, stated, &other), "{key} {prefix}");
            }
            for (later, name) in [(1, "opens_next_second"), (100_000_000, "opens_years_later")] {
                assert_eq!(
                    hash_matches(key, secret, stated + later, hash),
                    vector[name].as_bool().unwrap(),
                    "{key} {name}"
                );
            }
            let wrong = format!("x{secret}");
            assert!(!hash_matches(key, &wrong, stated, hash), "{key} secret");
            let strange = hash.replacen("$2a$", "$2x$", 1);
            assert!(!hash_matches(key, secret, stated, &strange), "{key} 2x");
            let encoded: String = url::form_urlencoded::byte_serialize(hash.as_bytes()).collect();
            assert_eq!(encoded, text("percent_encoded"));
            // With the clock left out, only the hash binds the time: a long key lets it slip.
            assert_eq!(check(key, secret, stated, hash, None), Ok(()));
            assert_eq!(
                check(key, secret, stated + 100_000_000, hash, None).is_ok(),
                vector["opens_years_later"].as_bool().unwrap()
            );
        }
    }

    #[test]
    fn the_window_is_five_minutes_ahead_and_ten_behind() {
        let vectors = vectors();
        let text = |place: usize, name: &str| vectors[place][name].as_str().unwrap();
        let (key, secret, hash) = (text(0, "api_key"), text(0, "secret"), text(0, "hash"));
        for (now, answer) in [
            (T - 300, Ok(())),
            (T - 301, Err(Refusal::Window)),
            (T + 600, Ok(())),
            (T + 601, Err(Refusal::Window)),
        ] {
            assert_eq!(check(key, secret, T, hash, Some(now)), answer, "{now}");
        }
        // A hash that would hold for ever is still bound by the clock.
        let (key, secret, hash) = (text(2, "api_key"), text(2, "secret"), text(2, "hash"));
        assert_eq!(
            check(key, secret, T, hash, Some(T + 100_000_000)),
            Err(Refusal::Window)
        );
        assert_eq!(
            check(key, secret, T, "nonsense", Some(T)),
            Err(Refusal::Hash)
        );
        assert_eq!(check(key, secret, T, "", Some(T)), Err(Refusal::Hash));
    }

    #[test]
    fn only_the_documented_cost_counts() {
        let cheap = bcrypt::hash(format!("ks{T}"), 4).unwrap();
        assert_eq!(check("k", "s", T, &cheap, Some(T)), Err(Refusal::Hash));
        let right = bcrypt::hash(format!("ks{T}"), 10).unwrap();
        assert_eq!(check("k", "s", T, &right, Some(T)), Ok(()));
    }

    #[test]
    fn a_media_link_ends_and_opens_one_video() {
        let signature = media_signature("s", "video-1", 1_000);
        assert!(media_open("s", "video-1", 1_000, &signature, 1_000));
        assert!(!media_open("s", "video-1", 1_000, &signature, 1_001));
        assert!(!media_open("s", "video-2", 1_000, &signature, 1_000));
        assert!(!media_open("s", "video-1", 2_000, &signature, 1_000));
    }
}
