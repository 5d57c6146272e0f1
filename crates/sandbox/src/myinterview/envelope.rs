//! The vendor's response envelopes, with everything that its documents leave open: the time as a number or as a text, the
//! call's id present or absent, the error message as one text or as a list.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::choices::{CallId, ErrorMessage, TimeForm};
use super::switches::Switches;

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
    /// A candidate's own token, after the interview was handed in.
    Sealed,
    /// The token is right and reaches something else.
    NotAllowed,
    /// Completed already.
    AlreadyCompleted,
    /// The invitation is not open.
    Closed,
    /// Another method.
    WrongVerb,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized | Self::Expired => StatusCode::UNAUTHORIZED,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotCompleted | Self::AlreadyCompleted => StatusCode::CONFLICT,
            Self::Sealed | Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::Closed => StatusCode::GONE,
            Self::WrongVerb => StatusCode::METHOD_NOT_ALLOWED,
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
            Self::Sealed => 1006,
            Self::NotAllowed => 1007,
            Self::AlreadyCompleted => 1008,
            Self::Closed => 1009,
            Self::WrongVerb => 1010,
        }
    }

    /// The message, as one text or as a list of wrong fields.
    fn message(&self, form: ErrorMessage) -> Value {
        match (self, form) {
            (Self::Invalid(fields), ErrorMessage::ByKind | ErrorMessage::List) => fields
                .iter()
                .map(|(property, rule)| error(property, &format!("{property} {rule}")))
                .collect(),
            (_, ErrorMessage::List) => json!([error("request", &self.sentence())]),
            _ => json!(self.sentence()),
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Unauthorized => "authorization is missing or wrong".to_owned(),
            Self::Expired => "authorization has expired".to_owned(),
            Self::NotFound(what) => format!("{what} not found"),
            Self::NotCompleted => "the candidate has not completed the interview".to_owned(),
            Self::Sealed => "the interview has been submitted and is sealed".to_owned(),
            Self::NotAllowed => "this authorization does not reach that".to_owned(),
            Self::AlreadyCompleted => "the candidate has completed the interview".to_owned(),
            Self::Closed => "the invitation is not open".to_owned(),
            Self::WrongVerb => "this path has no such method".to_owned(),
            Self::Invalid(fields) => fields
                .iter()
                .map(|(property, rule)| format!("{property} {rule}"))
                .collect::<Vec<_>>()
                .join("; "),
        }
    }
}

fn error(property: &str, text: &str) -> Value {
    json!({ "property": property, "constraints": { "isValid": text }, "children": [] })
}

/// The answer to call number `call` at `now` (Unix milliseconds).
pub(crate) fn answer(
    result: Result<Value, Refusal>,
    call: u64,
    now: i64,
    switches: &Switches,
) -> Response {
    let (status, body) = body(result, call, now, switches);
    let status = if switches.errors_as_200 {
        StatusCode::OK
    } else {
        status
    };
    (status, axum::Json(body)).into_response()
}

fn body(
    result: Result<Value, Refusal>,
    call: u64,
    now: i64,
    switches: &Switches,
) -> (StatusCode, Value) {
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
    let as_text = match switches.envelope_time {
        TimeForm::Alternate => call % 2 == 1,
        TimeForm::Number => false,
        TimeForm::Text => true,
    };
    let time = match chrono::DateTime::from_timestamp_millis(now) {
        Some(time) if as_text => {
            json!(time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
        }
        _ => json!(now),
    };
    fields.insert("time".to_owned(), time);
    let named = match switches.envelope_call_id {
        CallId::Alternate => call % 3 != 2,
        CallId::Present => true,
        CallId::Missing => false,
    };
    if named {
        fields.insert("callId".to_owned(), json!(format!("call-{call:08x}")));
    }
    match result {
        Ok(data) => fields.insert("data".to_owned(), data),
        Err(refusal) => fields.insert(
            "errorMessage".to_owned(),
            refusal.message(switches.error_message),
        ),
    };
    (status, Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::{CallId, ErrorMessage, Refusal, Switches, TimeForm, body};
    use crate::myinterview::console::PROFILE;
    use serde_json::{Value, json};

    #[test]
    fn both_envelopes_in_all_their_forms() {
        let now = 1_700_000_000_000;
        let switches = Switches::default();
        let bodies: Vec<_> = [
            body(Ok(json!([])), 0, now, &switches),
            body(Ok(json!({ "job_id": "j" })), 5, now, &switches),
            body(Err(Refusal::NotFound("job")), 1, now, &switches),
            body(
                Err(Refusal::Invalid(vec![("title", "must not be empty")])),
                2,
                now,
                &switches,
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

    /// Every refusal has a code of its own, and the profile names them all, and nothing else.
    #[test]
    fn the_profile_names_every_code_and_field() {
        let profile: Value = serde_json::from_str(PROFILE).unwrap();
        let named = profile["error_codes"].as_object().unwrap();
        let all = [
            Refusal::Unauthorized,
            Refusal::Expired,
            Refusal::NotFound("x"),
            Refusal::Invalid(Vec::new()),
            Refusal::NotCompleted,
            Refusal::Sealed,
            Refusal::NotAllowed,
            Refusal::AlreadyCompleted,
            Refusal::Closed,
            Refusal::WrongVerb,
        ];
        let mut codes: Vec<String> = all.iter().map(|one| one.code().to_string()).collect();
        codes.sort();
        assert_eq!(codes, named.keys().cloned().collect::<Vec<_>>());
        for (result, kind) in [
            (Ok(json!(1)), "success"),
            (Err(Refusal::NotCompleted), "error"),
        ] {
            let (_, body) = body(result, 0, 0, &Switches::default());
            let known = |list: &str| profile["envelope"][kind][list].as_array().unwrap().clone();
            let required = known("required");
            for field in &required {
                assert!(body.get(field.as_str().unwrap()).is_some(), "{field}");
            }
            for field in body.as_object().unwrap().keys() {
                let field = json!(field);
                assert!(
                    required.contains(&field) || known("optional").contains(&field),
                    "{field}"
                );
            }
        }
    }

    #[test]
    fn switches_fix_the_form() {
        let switches = Switches {
            envelope_time: TimeForm::Text,
            envelope_call_id: CallId::Missing,
            error_message: ErrorMessage::List,
            ..Switches::default()
        };
        for call in 0..6 {
            let (_, body) = body(Err(Refusal::Expired), call, 0, &switches);
            assert!(body["time"].is_string() && body.get("callId").is_none());
            assert_eq!(body["errorMessage"][0]["property"], "request");
        }
        let switches = Switches {
            envelope_time: TimeForm::Number,
            envelope_call_id: CallId::Present,
            error_message: ErrorMessage::Text,
            ..Switches::default()
        };
        for call in 0..6 {
            let wrong = Refusal::Invalid(vec![("title", "must not be empty"), ("x", "is odd")]);
            let (_, body) = body(Err(wrong), call, 0, &switches);
            assert!(body["time"].is_number() && body["callId"].is_string());
            assert_eq!(body["errorMessage"], "title must not be empty; x is odd");
        }
    }
}
