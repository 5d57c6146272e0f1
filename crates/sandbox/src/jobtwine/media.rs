//! Secure links: signed, of limited life, to a report and a recording that can really be opened, downloaded and resumed.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::JobTwine;
use super::choices::SecureLinks;
use super::entry::HOUR_MS;
use super::interview::Interview;
use super::switches::Switches;
use super::{movie, pdf};
use crate::partner::dice::Dice;
use crate::partner::signature::hmac_hex;

const REPORT: &str = "feedback-report.pdf";
const VIDEO: &str = "interview.webm";

/// The two links of a feedback.
pub(super) struct Links {
    pub(super) report: String,
    pub(super) video: String,
}

/// What links are signed with.
pub(super) fn link_secret(dice: Dice) -> String {
    dice.key(&["jobtwine", "link secret"])
}

/// The last moment (Unix milliseconds) of links made at `made_at`.
pub(super) fn ends(made_at: i64, switches: &Switches) -> i64 {
    let hours = match switches.secure_links {
        SecureLinks::Expire => switches.media_hours,
        // A century: nobody who reads it asks again.
        SecureLinks::Permanent => 100 * 365 * 24,
    };
    made_at.saturating_add(hours.saturating_mul(HOUR_MS))
}

/// Links that end at `ends_ms` (Unix milliseconds; whole seconds count).
pub(super) fn links(secret: &str, base: &str, id: &str, ends_ms: i64) -> Links {
    let expires = ends_ms.div_euclid(1_000);
    let link = |file: &str| {
        let sig = signature(secret, id, file, expires);
        format!("{base}/secure/{id}/{file}?expires={expires}&sig={sig}")
    };
    Links {
        report: link(REPORT),
        video: link(VIDEO),
    }
}

fn signature(secret: &str, id: &str, file: &str, expires: i64) -> String {
    hmac_hex(secret, &format!("{id}.{file}.{expires}"))
}

/// GET `/secure/{id}/{file}?expires=&sig=`, also in parts.
pub(super) async fn file(
    State(vendor): State<Arc<JobTwine>>,
    Path((id, file)): Path<(String, String)>,
    Query(terms): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let term = |name: &str| terms.get(name).map(String::as_str).unwrap_or_default();
    let expires = term("expires").parse::<i64>().unwrap_or_default();
    if term("sig") != signature(&vendor.link_secret, &id, &file, expires) {
        return (StatusCode::FORBIDDEN, "this link is not one of ours").into_response();
    }
    if vendor.now().div_euclid(1_000) > expires {
        let status = StatusCode::from_u16(vendor.switches().expired_status);
        return (status.unwrap_or(StatusCode::GONE), "this link has expired").into_response();
    }
    let interview = vendor.ledger().by_id(&id).cloned();
    let Some(interview) = interview.filter(|one| one.feedback.is_some()) else {
        return (StatusCode::NOT_FOUND, "there is no such feedback").into_response();
    };
    let kept = vendor.switches().video_days.map(|days| {
        let held = interview.held_at.unwrap_or_default();
        held.saturating_add(days.saturating_mul(24 * HOUR_MS))
    });
    if file == VIDEO && kept.is_some_and(|end| vendor.now() > end) {
        return (StatusCode::GONE, "this recording is no longer kept").into_response();
    }
    let (kind, bytes) = if file == REPORT {
        ("application/pdf", pdf::report(&interview))
    } else {
        ("video/webm", movie::bytes().to_vec())
    };
    answer(&headers, kind, &name(&interview, &file), &bytes)
}

/// The name under which a file is saved.
fn name(interview: &Interview, file: &str) -> String {
    let plain: String = interview
        .candidate
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let who = plain.trim_matches('-').to_lowercase();
    let who = if who.is_empty() { "candidate" } else { &who };
    format!("{who}-round-{}-{file}", interview.round)
}

/// The file, or the part of it that was asked for.
fn answer(headers: &HeaderMap, kind: &'static str, name: &str, bytes: &[u8]) -> Response {
    let total = bytes.len();
    let tag = format!("\"{}\"", hmac_hex(name, &total.to_string()));
    let asked = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    // A part of another version would not fit what is there already.
    let same = asked(header::IF_RANGE).is_none_or(|known| known == tag);
    let part = match asked(header::RANGE).filter(|_| same) {
        None => None,
        Some(range) => match read_range(range, total) {
            Some(Ok(part)) => Some(part),
            Some(Err(())) => {
                let all = [(header::CONTENT_RANGE, format!("bytes */{total}"))];
                return (StatusCode::RANGE_NOT_SATISFIABLE, all).into_response();
            }
            // What is not understood is ignored, as RFC 9110 says.
            None => None,
        },
    };
    let (from, to) = part.unwrap_or((0, total.saturating_sub(1)));
    let body = bytes.get(from..=to).unwrap_or(bytes).to_vec();
    let mut answer = Response::builder()
        .status(if part.is_some() { 206 } else { 200 })
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::ETAG, tag)
        .header(header::CACHE_CONTROL, "private, no-store")
        .header(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        );
    if part.is_some() {
        answer = answer.header(header::CONTENT_RANGE, format!("bytes {from}-{to}/{total}"));
    }
    answer
        .body(Body::from(body))
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The first and last byte of a `Range` header with one range: `None` when it is not understood, an error when it lies
/// behind the end.
fn read_range(range: &str, total: usize) -> Option<Result<(usize, usize), ()>> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1)?;
    if from.is_empty() {
        let count: usize = to.parse().ok()?;
        return Some(if count == 0 {
            Err(())
        } else {
            Ok((total.saturating_sub(count), last))
        });
    }
    let from: usize = from.parse().ok()?;
    let to = if to.is_empty() {
        last
    } else {
        to.parse::<usize>().ok()?.min(last)
    };
    if from > last {
        Some(Err(()))
    } else if to < from {
        None
    } else {
        Some(Ok((from, to)))
    }
}

#[cfg(test)]
mod tests {
    use super::{links, read_range, signature};

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        for (text, wanted) in [
            ("bytes=0-9", Some(Ok((0, 9)))),
            ("bytes=90-", Some(Ok((90, 99)))),
            ("bytes=90-500", Some(Ok((90, 99)))),
            ("bytes=-5", Some(Ok((95, 99)))),
            ("bytes=-500", Some(Ok((0, 99)))),
            ("bytes=-0", Some(Err(()))),
            ("bytes=100-", Some(Err(()))),
            ("bytes=9-3", None),
            ("bytes=0-1,5-6", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(read_range(text, 100), wanted, "{text}");
        }
    }

    #[test]
    fn a_link_is_signed_for_one_file_and_one_end() {
        let pair = links("s", "http://h", "i", 5_999);
        assert!(pair.report.contains("expires=5&"));
        assert!(
            pair.report
                .ends_with(&signature("s", "i", "feedback-report.pdf", 5))
        );
        assert_ne!(
            signature("s", "i", "feedback-report.pdf", 5),
            signature("s", "i", "interview.webm", 5)
        );
    }
}
