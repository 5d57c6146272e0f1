//! What a file is, by its first bytes. Names and headers are only what somebody says.

use crate::view::ResultPart;

/// Bytes that have to be here before a file can be told.
pub(super) const TELLING: usize = 12;

/// The extension of a file that is what it should be; `None`: it is not.
pub(super) fn extension(part: ResultPart, first: &[u8]) -> Option<&'static str> {
    match part {
        ResultPart::Report => first.starts_with(b"%PDF-").then_some("pdf"),
        ResultPart::Video if first.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) => Some("webm"),
        ResultPart::Video => (first.get(4..8) == Some(b"ftyp")).then(|| {
            if first.get(8..10) == Some(b"qt") {
                "mov"
            } else {
                "mp4"
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_for_is_taken() {
        let told = |part, first: &[u8]| extension(part, first);
        assert_eq!(told(ResultPart::Report, b"%PDF-1.7\n%...."), Some("pdf"));
        assert_eq!(
            told(
                ResultPart::Video,
                b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f"
            ),
            Some("webm")
        );
        assert_eq!(told(ResultPart::Video, b"\0\0\0\x20ftypisom"), Some("mp4"));
        assert_eq!(told(ResultPart::Video, b"\0\0\0\x14ftypqt  "), Some("mov"));
        for first in [
            &b"<!doctype html>"[..],
            b"MZ\x90\0\x03\0\0\0\x04\0\0\0",
            b"#!/bin/sh\n",
            b"",
        ] {
            assert_eq!(told(ResultPart::Report, first), None);
            assert_eq!(told(ResultPart::Video, first), None);
        }
        assert_eq!(told(ResultPart::Report, b"\0\0\0\x20ftypisom"), None);
        assert_eq!(told(ResultPart::Video, b"%PDF-1.7\n%...."), None);
    }
}
