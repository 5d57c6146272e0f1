//! What a GET answers: the pages, their style and script, and the same as JSON.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse};
use serde_json::{Value, json};

use crate::console::Console;
use crate::console::display::Display;
use crate::console::page::{Page, View};
use crate::console::request_filter::RequestFilter;

/// Nothing but the console's own style and script, whatever a candidate is called.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

type Parameters = Query<BTreeMap<String, String>>;

pub(crate) async fn page(
    State(console): State<Console>,
    headers: HeaderMap,
    Query(query): Parameters,
) -> impl IntoResponse {
    let view = View::named(query.get("view").map_or("", String::as_str));
    let number = query.get("note").and_then(|note| note.parse().ok());
    let requests = if view == View::Requests {
        console.lever.requests(0)
    } else {
        Vec::new()
    };
    let page = Page {
        view,
        state: &console.state(),
        requests: &requests,
        filter: &RequestFilter::of(&query),
        display: Display::of(&headers),
        note: number.and_then(|number| console.notes.take(number)),
        back: &address(&query),
    };
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(page.render()))
}

/// The page's own address, without a note.
fn address(query: &BTreeMap<String, String>) -> String {
    let shown = query
        .iter()
        .filter(|(name, value)| *name != "note" && !value.is_empty());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(shown)
        .finish();
    if query.is_empty() {
        "/console".to_owned()
    } else {
        format!("/console?{query}")
    }
}

pub(crate) async fn style() -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (kind, include_str!("page.css"))
}

pub(crate) async fn script() -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, include_str!("page.js"))
}

pub(crate) async fn state(State(console): State<Console>) -> Json<Value> {
    Json(console.state())
}

pub(crate) async fn requests(
    State(console): State<Console>,
    Query(query): Parameters,
) -> Json<Value> {
    let filter = RequestFilter::of(&query);
    let mut requests = console.lever.requests(filter.since);
    requests.retain(|entry| filter.fits(entry));
    Json(json!({ "requests": requests }))
}
