//! Bodies and escapes, before anybody believes them.

use std::time::Duration;

use axum::body::Body;
use futures::StreamExt;

use crate::clock::SandboxClock;
use crate::lever::call::Refusal;
use crate::lever::form_data;

/// The largest JSON body, bytes. Ours: Lever documents none.
pub const JSON_LIMIT: usize = 1024 * 1024;
/// The largest form of the sign-in pages, bytes.
pub(crate) const FORM_LIMIT: usize = 64 * 1024;
/// Of a body that is too large, so much is read (and thrown away), so that the sender hears the answer on a connection that
/// goes on. Whoever sends more is cut off.
const PATIENCE: usize = 64 * 1024 * 1024;
/// How long a body may take, real time.
const SLOWEST: Duration = Duration::from_mins(2);

/// What a body of this type may weigh.
pub(crate) fn limit(content_type: Option<&str>) -> usize {
    if form_data::is_form(content_type) {
        form_data::LARGEST_BODY
    } else {
        JSON_LIMIT
    }
}

/// Reads a body.
///
/// # Errors
/// 413 when it is larger than `limit`; 408 with the documented words when it takes too long; 400 when the sender breaks off.
pub(crate) async fn read(
    clock: &SandboxClock,
    body: Body,
    limit: usize,
) -> Result<Vec<u8>, Refusal> {
    let slow = clock.pause(SLOWEST);
    tokio::pin!(slow);
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut total = 0_usize;
    loop {
        let chunk = tokio::select! {
            // A body that is here is read before any clock is asked.
            biased;
            chunk = stream.next() => match chunk {
                None => break,
                Some(Err(_)) => return Err(Refusal::bad("The body could not be read")),
                Some(Ok(chunk)) => chunk,
            },
            () = &mut slow => {
                let message = "File took too long to upload.".to_owned();
                return Err(Refusal::new(408, "RequestTimeout", message));
            }
        };
        total = total.saturating_add(chunk.len());
        if total <= limit {
            kept.extend_from_slice(&chunk);
        } else if total > PATIENCE {
            break;
        }
    }
    if total > limit {
        return Err(Refusal::new(
            413,
            "RequestEntityTooLarge",
            format!("The request body is limited to {limit} bytes"),
        ));
    }
    Ok(kept)
}

/// Undoes percent-encoding; `None` for a broken escape, or when the bytes are no UTF-8.
pub(crate) fn unescaped(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut plain = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            plain.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            plain.push(byte);
        }
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use proptest::prelude::*;

    use super::{JSON_LIMIT, limit, read, unescaped};
    use crate::clock::SandboxClock;

    proptest! {
        #[test]
        fn whatever_was_escaped_comes_back(text in ".*") {
            let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            prop_assert_eq!(unescaped(&escaped), Some(text));
        }

        #[test]
        fn any_text_at_all_is_read_or_refused(text in "[%0-9a-gA-G€ ]{0,12}") {
            let whole = unescaped(&text);
            if !text.contains('%') {
                prop_assert_eq!(whole, Some(text));
            }
        }
    }

    #[test]
    fn broken_escapes_and_broken_letters_are_none() {
        for text in ["%", "%2", "%zz", "a%2Gb", "%FF", "%C3%28", "%+1"] {
            assert_eq!(unescaped(text), None, "{text}");
        }
    }

    #[tokio::test]
    async fn a_body_may_be_as_large_as_its_limit_and_no_larger() {
        let clock = SandboxClock::new(1.0, Some(0));
        let whole = read(&clock, Body::from("12345"), 5).await.unwrap();
        assert_eq!(whole, b"12345");
        let refusal = read(&clock, Body::from("123456"), 5).await.unwrap_err();
        assert_eq!(refusal.status, 413);
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_told_so() {
        let clock = SandboxClock::manual(Some(0));
        let never = futures::stream::pending::<Result<Vec<u8>, std::io::Error>>();
        let reader = clock.clone();
        let task = tokio::spawn(async move { read(&reader, Body::from_stream(never), 5).await });
        while clock.advance_to_next().is_none() {
            tokio::task::yield_now().await;
        }
        let refusal = task.await.unwrap().unwrap_err();
        assert_eq!((refusal.status, refusal.code), (408, "RequestTimeout"));
        assert_eq!(refusal.message, "File took too long to upload.");
        assert_eq!(clock.now_ms(), 120_000);
    }

    #[test]
    fn files_may_weigh_thirty_megabytes_and_json_one() {
        assert!(limit(Some("multipart/form-data; boundary=x")) > 30 * 1024 * 1024);
        assert_eq!(limit(Some("application/json")), JSON_LIMIT);
        assert_eq!(limit(None), JSON_LIMIT);
    }
}
