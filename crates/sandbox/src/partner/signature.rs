//! The one signature that both sides use.

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Lower-case hexadecimal HMAC-SHA256.
pub(crate) fn hmac_hex(key: &str, message: &str) -> String {
    // HMAC takes keys of any length, so this cannot fail; an empty text matches no signature.
    Hmac::<Sha256>::new_from_slice(key.as_bytes()).map_or_else(
        |_| String::new(),
        |mut mac| {
            mac.update(message.as_bytes());
            hex::encode(mac.finalize().into_bytes())
        },
    )
}
