//! The vendor's documented answer: an envelope around the data, another one around an error.

use chrono::DateTime;
use serde_json::Value;

use crate::error::{Code, Retry, VendorError};
use crate::http::HttpAnswer;

/// What was inside.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) data: Value,
    /// The vendor's clock, ms.
    pub(super) time_ms: Option<i64>,
}

/// Opens an envelope. The inner `statusCode` counts beside the HTTP status: the documents do not say that they agree.
pub(super) fn open(answer: &HttpAnswer) -> Result<Answer, VendorError> {
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let envelope = body
        .as_ref()
        .and_then(Value::as_object)
        .filter(|fields| fields.contains_key("statusCode"));
    let Some(envelope) = envelope else {
        let code = match answer.status {
            429 => Code::RateLimited,
            500..=599 => Code::Down,
            _ => Code::NotVendor,
        };
        return Err(with_wait(
            VendorError {
                status: Some(answer.status),
                ..code.into()
            },
            answer,
        ));
    };
    let inner = envelope
        .get("statusCode")
        .and_then(Value::as_u64)
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or(answer.status);
    let failed = envelope.contains_key("errorMessage");
    if !failed && (200..300).contains(&answer.status) && (200..300).contains(&inner) {
        return Ok(Answer {
            data: envelope.get("data").cloned().unwrap_or(Value::Null),
            time_ms: envelope.get("time").and_then(time_ms),
        });
    }
    let status = if (200..300).contains(&answer.status) {
        inner
    } else {
        answer.status
    };
    let code = match status {
        401 | 403 => Code::Unauthorized,
        404 => Code::NotFound,
        409 => Code::NotCompleted,
        429 => Code::RateLimited,
        500..=599 => Code::Down,
        _ => Code::Refused,
    };
    Err(with_wait(
        VendorError {
            status: Some(status),
            vendor_code: envelope.get("errorCode").and_then(Value::as_i64),
            call_id: envelope
                .get("callId")
                .and_then(Value::as_str)
                .map(str::to_owned),
            fields: wrong_fields(envelope.get("errorMessage")),
            ..code.into()
        },
        answer,
    ))
}

fn with_wait(mut error: VendorError, answer: &HttpAnswer) -> VendorError {
    if let Retry::Transient { retry_after } = &mut error.retry {
        *retry_after = answer.retry_after;
    }
    error
}

/// Documented as a date or a number.
pub(super) fn time_ms(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok().or_else(|| {
            let time = DateTime::parse_from_rfc3339(text).ok()?;
            Some(time.timestamp_millis())
        }),
        _ => None,
    }
}

/// `errorMessage` is a text or a list of validation errors; of a list the property names are kept.
fn wrong_fields(message: Option<&Value>) -> Vec<String> {
    message
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|error| error.get("property")?.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, body: &Value) -> HttpAnswer {
        HttpAnswer {
            status,
            retry_after: None,
            body: body.to_string().into_bytes(),
        }
    }

    #[test]
    fn data_and_time_in_both_forms() {
        for time in [
            json!(1_700_000_000_000_i64),
            json!("2023-11-14T22:13:20.000Z"),
        ] {
            let body = json!({"statusCode": 200, "errorCode": 0, "statusReason": "OK", "data": [1], "time": time});
            assert_eq!(
                open(&answer(200, &body)).unwrap(),
                Answer {
                    data: json!([1]),
                    time_ms: Some(1_700_000_000_000)
                }
            );
        }
    }

    #[test]
    fn data_and_call_id_may_be_missing() {
        let body = json!({"statusCode": 200, "errorCode": 0, "statusReason": "OK", "time": null});
        let opened = open(&answer(200, &body)).unwrap();
        assert_eq!(opened.data, Value::Null);
        assert_eq!(opened.time_ms, None);
    }

    #[test]
    fn an_error_inside_a_success_is_an_error() {
        let body = json!({"statusCode": 404, "errorCode": 1003, "statusReason": "Not Found",
            "errorMessage": "no such candidate: Ann Example", "callId": "c0ffee", "time": 1});
        let error = open(&answer(200, &body)).unwrap_err();
        assert_eq!(error.code, Code::NotFound);
        assert_eq!(error.vendor_code, Some(1003));
        assert_eq!(error.call_id.as_deref(), Some("c0ffee"));
        assert!(!format!("{error} {error:?}").contains("Ann"));
    }

    #[test]
    fn a_list_of_messages_names_the_fields() {
        let body = json!({"statusCode": 400, "errorCode": 1004, "statusReason": "Bad Request", "time": 1,
            "errorMessage": [
                {"property": "title", "constraints": {"isNotEmpty": "title should not be empty"}, "children": []},
                {"property": "email", "value": "ann@example.com"},
                "a text in a list"]});
        let error = open(&answer(400, &body)).unwrap_err();
        assert_eq!((error.code, error.call_id), (Code::Refused, None));
        assert_eq!(error.fields, ["title", "email"]);
    }

    #[test]
    fn what_is_no_envelope_is_not_the_vendor() {
        for (status, code) in [
            (200, Code::NotVendor),
            (404, Code::NotVendor),
            (502, Code::Down),
            (429, Code::RateLimited),
        ] {
            let html = HttpAnswer {
                status,
                retry_after: None,
                body: b"<html>login</html>".to_vec(),
            };
            assert_eq!(open(&html).unwrap_err().code, code, "{status}");
        }
        assert_eq!(
            open(&answer(200, &json!([]))).unwrap_err().code,
            Code::NotVendor
        );
    }
}
