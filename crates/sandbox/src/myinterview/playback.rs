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

/// Checks a request for playback at `now_s` (Unix seconds).
pub(crate) fn check(
    api_key: &str,
    secret_token: &str,
    stated_s: i64,
    hash: &str,
    now_s: i64,
) -> Result<(), Refusal> {
    let age = now_s.saturating_sub(stated_s);
    if !(-AHEAD_S..=BEHIND_S).contains(&age) {
        return Err(Refusal::Window);
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

    /// Key, secret, hash of second 1 700 000 000; does it also open the next second, and one three years later?
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
    const T: i64 = 1_700_000_000;

    #[test]
    fn vectors_made_with_another_implementation() {
        for (key, secret, hash, next_second, years_later) in VECTORS {
            assert!(hash_matches(key, secret, T, hash), "{key}");
            assert!(
                hash_matches(key, secret, T, &hash.replacen("$2a$", "$2y$", 1)),
                "{key} 2y"
            );
            assert!(
                hash_matches(key, secret, T, &hash.replacen("$2a$", "$2b$", 1)),
                "{key} 2b"
            );
            assert_eq!(
                hash_matches(key, secret, T + 1, hash),
                next_second,
                "{key} +1"
            );
            assert_eq!(
                hash_matches(key, secret, T + 100_000_000, hash),
                years_later,
                "{key} +100000000"
            );
            assert!(
                !hash_matches(key, &format!("x{secret}"), T, hash),
                "{key} secret"
            );
            assert!(
                !hash_matches(key, secret, T, &hash.replacen("$2a$", "$2x$", 1)),
                "{key} 2x"
            );
        }
    }

    #[test]
    fn the_window_is_five_minutes_ahead_and_ten_behind() {
        let (key, secret, hash, ..) = VECTORS[0];
        for (now, answer) in [
            (T - 300, Ok(())),
            (T - 301, Err(Refusal::Window)),
            (T + 600, Ok(())),
            (T + 601, Err(Refusal::Window)),
        ] {
            assert_eq!(check(key, secret, T, hash, now), answer, "{now}");
        }
        // A hash that would hold for ever is still bound by the clock.
        let (key, secret, hash, ..) = VECTORS[2];
        assert_eq!(
            check(key, secret, T, hash, T + 100_000_000),
            Err(Refusal::Window)
        );
        assert_eq!(check(key, secret, T, "nonsense", T), Err(Refusal::Hash));
        assert_eq!(check(key, secret, T, "", T), Err(Refusal::Hash));
    }

    #[test]
    fn only_the_documented_cost_counts() {
        let cheap = bcrypt::hash(format!("ks{T}"), 4).unwrap();
        assert_eq!(check("k", "s", T, &cheap, T), Err(Refusal::Hash));
        let right = bcrypt::hash(format!("ks{T}"), 10).unwrap();
        assert_eq!(check("k", "s", T, &right, T), Ok(()));
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
