use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Bytes that must not be seen: an API key, a token, a database key.
///
/// `Debug` prints a placeholder, there is no `Display`, equality takes the same time whatever differs, and the memory
/// is overwritten when the value is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes ownership of raw bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Takes ownership of text, without surrounding white space: keys are pasted, and a pasted line break is never
    /// part of one.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = Zeroizing::new(text.into());
        Self(Zeroizing::new(text.trim().as_bytes().to_vec()))
    }

    /// The bytes. Call this where they leave the process (a header, `PRAGMA key`), nowhere else.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The text, if it is UTF-8.
    pub fn expose_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_content() {
        let secret = Secret::from_text("very-hidden-1234");
        let shown = format!("{secret:?} {:?}", Some(&secret));
        assert!(
            !shown.contains("hidden") && !shown.contains("16"),
            "{shown}"
        );
    }

    #[test]
    fn equality_follows_the_content() {
        assert_eq!(Secret::from_text("a b"), Secret::from_text(" a b\n"));
        assert_ne!(Secret::from_text("a"), Secret::from_text("aa"));
        assert_ne!(Secret::from_text("a"), Secret::from_text("b"));
    }

    #[test]
    fn bytes_are_kept_as_they_are() {
        let secret = Secret::from_bytes(vec![0, 255, 10]);
        assert_eq!(secret.expose(), [0, 255, 10]);
        assert_eq!(secret.expose_text(), None);
        assert!(!secret.is_empty());
    }
}
