//! The console's buttons for people: an HTML form becomes the JSON body that the same action takes from a program, and its answer
//! becomes a sentence on the page that the form came from. So every button works without a script.
//!
//! A field is a text, unless its name begins with how it is to be read: `number.times`, `list.emails`, `flag.confidential`,
//! `minutes.ms` (given in minutes, sent in milliseconds), `value.deadline_days` (JSON, else a text; empty: null). `~json` holds fields
//! that are fixed. Empty fields are left out. `~back` names the page to return to.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Map, Value, json};

use crate::console::Console;

/// No form is longer, and no answer to one.
const LONGEST: usize = 1024 * 1024;
/// So many sentences wait to be shown.
const KEPT: usize = 20;
const FORM: &str = "application/x-www-form-urlencoded";

/// What became of a form.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) good: bool,
    pub(crate) sentence: String,
}

/// Sentences that wait to be shown once. They may hold a new key, so they are not in the address that a browser remembers.
#[derive(Default)]
pub(crate) struct Notes(Mutex<(u64, VecDeque<(u64, Note)>)>);

impl Notes {
    fn keep(&self, note: Note) -> u64 {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.0 += 1;
        let number = notes.0;
        notes.1.push_back((number, note));
        if notes.1.len() > KEPT {
            notes.1.pop_front();
        }
        number
    }

    /// The sentence of this number, which is forgotten by that.
    pub(crate) fn take(&self, number: u64) -> Option<Note> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = notes.1.iter().position(|(known, _)| *known == number)?;
        notes.1.remove(place).map(|(_, note)| note)
    }
}

/// Lets forms through as JSON; everything else as it is.
pub(crate) async fn translate(
    State(console): State<Console>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::POST || !is_form(request.headers()) {
        return next.run(request).await;
    }
    if is_foreign(request.headers()) {
        let sentence = "this form is on a page of somebody else; nothing was done\n";
        return (StatusCode::FORBIDDEN, sentence).into_response();
    }
    let (mut head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "the form is too long\n").into_response();
    };
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    let back = fields
        .iter()
        .find(|(name, _)| name == "~back")
        .map_or("/console", |(_, back)| own_page(back));
    let note = match read(&fields) {
        Err(sentence) => Note {
            good: false,
            sentence,
        },
        Ok(body) => {
            let json = HeaderValue::from_static("application/json");
            head.headers.insert(header::CONTENT_TYPE, json);
            head.headers.remove(header::CONTENT_LENGTH);
            let body = Body::from(body.to_string());
            said(next.run(Request::from_parts(head, body)).await).await
        }
    };
    Redirect::to(&with_note(back, console.notes.keep(note))).into_response()
}

pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    text(headers, header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with(FORM))
}

/// Whether the form was on a page of somebody else. A browser says where a form was; there is no password that could tell.
pub(crate) fn is_foreign(headers: &HeaderMap) -> bool {
    let Some(origin) = text(headers, header::ORIGIN) else {
        return false;
    };
    let from = origin.split_once("://").map(|(_, host)| host);
    from.is_none() || from != text(headers, header::HOST)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `back`, if it is a page of the console.
pub(crate) fn own_page(back: &str) -> &str {
    let own = back
        .strip_prefix("/console")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#']));
    let plain = back.chars().all(|letter| letter.is_ascii_graphic());
    if own && plain { back } else { "/console" }
}

fn with_note(back: &str, note: u64) -> String {
    let (page, place) = back.split_once('#').unwrap_or((back, ""));
    let joint = if page.contains('?') { '&' } else { '?' };
    let place = if place.is_empty() {
        String::new()
    } else {
        format!("#{place}")
    };
    format!("{page}{joint}note={note}{place}")
}

/// The fields as a JSON object.
fn read(fields: &[(String, String)]) -> Result<Value, String> {
    let mut body = Map::new();
    for (name, text) in fields {
        let text = text.trim();
        let (kind, key) = name.split_once('.').unwrap_or(("", name));
        if name == "~json" {
            match serde_json::from_str(text) {
                Ok(Value::Object(fixed)) => body.extend(fixed),
                _ => return Err("the form holds no JSON object".to_owned()),
            }
            continue;
        }
        if name.starts_with('~') || (text.is_empty() && kind != "value") {
            continue;
        }
        let number = |times: f64| match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(whole(number * times)),
            _ => Err(format!("{key} must be a number, not {text}")),
        };
        let value = match kind {
            "number" => number(1.0)?,
            "minutes" => number(60_000.0)?,
            "flag" => json!(text == "on" || text == "true"),
            "list" => {
                let items = text.split([',', '\n']).map(str::trim);
                items.filter(|item| !item.is_empty()).collect()
            }
            "value" if text.is_empty() => Value::Null,
            "value" => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
            _ => json!(text),
        };
        body.insert(key.to_owned(), value);
    }
    Ok(Value::Object(body))
}

/// A whole number stays one in JSON.
fn whole(number: f64) -> Value {
    let cut = number as i64;
    if (cut as f64 - number).abs() < f64::EPSILON {
        json!(cut)
    } else {
        json!(number)
    }
}

/// An action's answer as a sentence.
async fn said(answer: Response) -> Note {
    let good = answer.status().is_success();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), LONGEST)
        .await
        .unwrap_or_default();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let part = |key: &str| body.get(key).and_then(Value::as_str);
    let sentence = if !good {
        part("error").map_or_else(|| format!("refused ({status})"), str::to_owned)
    } else if let Some(key) = part("api_key") {
        format!("The new API key, shown this once: {key}")
    } else if let (Some(id), Some(secret)) = (part("client_id"), part("client_secret")) {
        format!("Registered, shown this once: client id {id}, client secret {secret}")
    } else if let Some(token) = part("access_token") {
        format!("A token of the other environment: {token}")
    } else if let Some(state) = part("state") {
        format!("Done: now {}.", state.replace('_', " "))
    } else {
        match (body.get("revoked"), body.get("dropped")) {
            (Some(count), _) => format!("Grants revoked: {count}."),
            (_, Some(Value::Bool(false))) => "There is no such key.".to_owned(),
            _ => "Done.".to_owned(),
        }
    };
    Note { good, sentence }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{own_page, read, with_note};

    fn fields(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn fields_are_read_as_their_names_say() {
        let read_well = read(&fields(&[
            ("~back", "/console"),
            ("~json", r#"{"fault":"html"}"#),
            ("number.times", "20"),
            ("number.share", "0.5"),
            ("minutes.ms", "90"),
            ("list.emails", "a@example.com, b@example.com\n"),
            ("flag.confidential", "on"),
            ("value.zone", ""),
            ("value.days", "7"),
            ("value.mode", "strict"),
            ("caller", ""),
            ("route", " GET /postings "),
        ]));
        let wanted = json!({
            "fault": "html", "times": 20, "share": 0.5, "ms": 5_400_000, "emails": ["a@example.com", "b@example.com"],
            "confidential": true, "zone": null, "days": 7, "mode": "strict", "route": "GET /postings",
        });
        assert_eq!(read_well.unwrap(), wanted);
        assert!(read(&fields(&[("number.times", "many")])).is_err());
        assert!(read(&fields(&[("~json", "[")])).is_err());
    }

    #[test]
    fn the_way_back_stays_on_the_console() {
        assert_eq!(
            own_page("/console?view=faults#rules"),
            "/console?view=faults#rules"
        );
        for foreign in [
            "https://example.com",
            "//example.com",
            "/consoles",
            "/console/../v1",
            "/console?a\r\nb: c",
            "",
        ] {
            assert_eq!(own_page(foreign), "/console", "{foreign}");
        }
        assert_eq!(with_note("/console", 3), "/console?note=3");
        assert_eq!(
            with_note("/console?view=faults#rules", 3),
            "/console?view=faults&note=3#rules"
        );
    }
}
