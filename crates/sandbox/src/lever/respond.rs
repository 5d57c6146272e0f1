//! From an answer to what goes over the wire, whole or not.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::{Value, json};

use crate::lever::call::{Refusal, Reply};
use crate::lever::fault_rules::{Effects, Instead, Twist};
use crate::lever::skew;
use crate::world::model::Ms;

const JSON: &str = "application/json; charset=utf-8";
const PORTAL: &str =
    "<!doctype html><title>Welcome</title><p>Please accept the terms of this network.</p>";

/// An answer before it is written.
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) payload: Payload,
    pub(crate) retry_after_s: Option<u64>,
}

/// What an answer holds.
pub(crate) enum Payload {
    Json(Value),
    Bytes { kind: &'static str, bytes: Vec<u8> },
    Nothing,
}

impl From<Result<Reply, Refusal>> for Outcome {
    fn from(answer: Result<Reply, Refusal>) -> Self {
        let (status, payload, retry_after_s) = match answer {
            Ok(Reply::Ok(body)) => (200, Payload::Json(body), None),
            Ok(Reply::Created(body)) => (201, Payload::Json(body), None),
            Ok(Reply::Gone) => (204, Payload::Nothing, None),
            Ok(Reply::File { kind, bytes }) => (200, Payload::Bytes { kind, bytes }, None),
            Err(refusal) => (
                refusal.status,
                Payload::Json(refusal.body()),
                refusal.retry_after_s,
            ),
        };
        Self {
            status,
            payload,
            retry_after_s,
        }
    }
}

impl From<Instead> for Outcome {
    fn from(instead: Instead) -> Self {
        match instead {
            Instead::Html => Self {
                status: 200,
                payload: Payload::Bytes {
                    kind: "text/html; charset=utf-8",
                    bytes: PORTAL.into(),
                },
                retry_after_s: None,
            },
            Instead::Refusal {
                status,
                body,
                retry_after_s,
            } => Self {
                status,
                payload: Payload::Json(body),
                retry_after_s,
            },
        }
    }
}

impl Outcome {
    /// What the planned faults make of it. The clock is off first: it is Lever's own fault, the others happen on the way.
    pub(crate) fn twisted(mut self, effects: &Effects, skew_ms: Ms) -> Self {
        if effects.twists.contains(&Twist::LostAnswer) {
            return Self {
                status: 502,
                payload: Payload::Json(json!({ "code": "BadGateway", "message": "Bad gateway" })),
                retry_after_s: None,
            };
        }
        if let Payload::Json(body) = &mut self.payload {
            skew::shift(body, skew_ms);
            for twist in &effects.twists {
                match twist {
                    Twist::UnknownFields => add_unknown(body),
                    Twist::MissingHasNext => {
                        if let Value::Object(map) = body {
                            map.remove("hasNext");
                        }
                    }
                    Twist::WrongShape => *body = json!([{ "items": body.take() }]),
                    _ => {}
                }
            }
        }
        self
    }

    /// Writes it. `at` is what Lever's clock says.
    pub(crate) fn response(self, effects: &Effects, at: Ms) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = HeaderMap::new();
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        put(header::DATE, &skew::http_date(at));
        // As recorded.
        put(header::SERVER, "lever-data-api");
        put(HeaderName::from_static("x-lever-region"), "global");
        put(HeaderName::from_static("x-stream-path"), "dapi");
        if let Some(seconds) = self.retry_after_s {
            put(header::RETRY_AFTER, &seconds.to_string());
        }
        let bytes: Vec<u8> = match self.payload {
            Payload::Nothing => Vec::new(),
            Payload::Json(body) => {
                put(header::CONTENT_TYPE, JSON);
                body.to_string().into_bytes()
            }
            Payload::Bytes { kind, bytes } => {
                put(header::CONTENT_TYPE, kind);
                bytes
            }
        };
        (status, headers, sent(bytes, effects)).into_response()
    }
}

/// The whole of it, or what the planned faults leave.
fn sent(mut bytes: Vec<u8>, effects: &Effects) -> Response {
    if effects.twists.contains(&Twist::BrokenJson) {
        bytes.truncate(bytes.len() / 2);
    }
    let whole = bytes.len();
    let cut = if effects.twists.contains(&Twist::LostConnection) {
        0
    } else if effects.twists.contains(&Twist::CutBody) {
        whole / 2
    } else {
        return Body::from(bytes).into_response();
    };
    bytes.truncate(cut);
    let begun = (cut > 0).then(|| Ok(Bytes::from(bytes)));
    let end = async {
        // What was written so far leaves before the connection ends.
        tokio::task::yield_now().await;
        Err(std::io::Error::other("cut off as planned"))
    };
    let parts = stream::iter(begun).chain(stream::once(end));
    // Announced whole, so that whoever reads to the end sees that something is missing.
    ([(header::CONTENT_LENGTH, whole)], Body::from_stream(parts)).into_response()
}

fn add_unknown(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(add_unknown);
            map.insert(
                "fieldOfTomorrow".to_owned(),
                json!({ "since": 2031, "why": null }),
            );
        }
        Value::Array(items) => items.iter_mut().for_each(add_unknown),
        _ => {}
    }
}

/// 404 for what is no part of Lever at all.
pub(crate) fn nowhere(path: &str) -> Response {
    (StatusCode::NOT_FOUND, axum::Json(no_route(path).body())).into_response()
}

/// The refusal of a path (or verb) that Lever does not have.
pub(crate) fn no_route(path: &str) -> Refusal {
    let shown: String = path.chars().take(200).collect();
    Refusal::new(404, "ResourceNotFound", format!("{shown} does not exist"))
}
