//! The vendor's response envelopes, with everything that its documents leave open: the time as a number or as a text, the
//! call's id present or absent, the error message as one text or as a list.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Authorization missing, malformed or wrong.
    Unauthorized,
    /// Authorization no longer valid.
    Expired,
    /// No such object.
    NotFound(&'static str),
    /// Fields that are wrong: name and rule.
    Invalid(Vec<(&'static str, &'static str)>),
    /// Not yet completed.
    NotCompleted,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized | Self::Expired => StatusCode::UNAUTHORIZED,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotCompleted => StatusCode::CONFLICT,
        }
    }

    /// Our numbers: the vendor's were never published.
    fn code(&self) -> u32 {
        match self {
            Self::Unauthorized => 1001,
            Self::Expired => 1002,
            Self::NotFound(_) => 1003,
            Self::Invalid(_) => 1004,
            Self::NotCompleted => 1005,
        }
    }

    fn message(&self) -> Value {
        match self {
            Self::Unauthorized => json!("authorization is missing or wrong"),
            Self::Expired => json!("authorization has expired"),
            Self::NotFound(what) => json!(format!("{what} not found")),
            Self::NotCompleted => json!("the candidate has not completed the interview"),
            Self::Invalid(fields) => fields
                .iter()
                .map(|(property, rule)| {
                    json!({ "property": property, "constraints": { "isValid": format!("{property} {rule}") }, "children": [] })
                })
                .collect(),
        }
    }
}

/// The answer to call number `call` at `now` (Unix milliseconds).
pub(crate) fn answer(result: Result<Value, Refusal>, call: u64, now: i64) -> Response {
    let (status, body) = body(result, call, now);
    (status, axum::Json(body)).into_response()
}

fn body(result: Result<Value, Refusal>, call: u64, now: i64) -> (StatusCode, Value) {
    let mut fields = Map::new();
    let (status, code) = match &result {
        Ok(_) => (StatusCode::OK, 0),
        Err(refusal) => (refusal.status(), refusal.code()),
    };
    fields.insert("statusCode".to_owned(), json!(status.as_u16()));
    fields.insert("errorCode".to_owned(), json!(code));
    fields.insert(
        "statusReason".to_owned(),
        json!(status.canonical_reason().unwrap_or_default()),
    );
    let time = match chrono::DateTime::from_timestamp_millis(now) {
        Some(time) if call % 2 == 1 => {
            json!(time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
        }
        _ => json!(now),
    };
    fields.insert("time".to_owned(), time);
    if call % 3 != 2 {
        fields.insert("callId".to_owned(), json!(format!("call-{call:08x}")));
    }
    match result {
        Ok(data) => fields.insert("data".to_owned(), data),
        Err(refusal) => fields.insert("errorMessage".to_owned(), refusal.message()),
    };
    (status, Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::{Refusal, body};
    use serde_json::json;

    #[test]
    fn both_envelopes_in_all_their_forms() {
        let now = 1_700_000_000_000;
        let bodies: Vec<_> = [
            body(Ok(json!([])), 0, now),
            body(Ok(json!({ "job_id": "j" })), 5, now),
            body(Err(Refusal::NotFound("job")), 1, now),
            body(
                Err(Refusal::Invalid(vec![("title", "must not be empty")])),
                2,
                now,
            ),
        ]
        .into_iter()
        .map(|(_, body)| body)
        .collect();
        insta::assert_json_snapshot!(bodies, @r#"
        [
          {
            "callId": "call-00000000",
            "data": [],
            "errorCode": 0,
            "statusCode": 200,
            "statusReason": "OK",
            "time": 1700000000000
          },
          {
            "data": {
              "job_id": "j"
            },
            "errorCode": 0,
            "statusCode": 200,
            "statusReason": "OK",
            "time": "2023-11-14T22:13:20.000Z"
          },
          {
            "callId": "call-00000001",
            "errorCode": 1003,
            "errorMessage": "job not found",
            "statusCode": 404,
            "statusReason": "Not Found",
            "time": "2023-11-14T22:13:20.000Z"
          },
          {
            "errorCode": 1004,
            "errorMessage": [
              {
                "children": [],
                "constraints": {
                  "isValid": "title must not be empty"
                },
                "property": "title"
              }
            ],
            "statusCode": 400,
            "statusReason": "Bad Request",
            "time": 1700000000000
          }
        ]
        "#);
    }
}
