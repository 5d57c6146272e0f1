//! Pages in a browser: the candidate's invitation, the team's review page, and playback.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::MyInterview;
use super::interview::{Interview, State as Stand};
use super::playback::{self, MEDIA_LIFE_S};
use super::templates;

/// Two seconds of colour bars: a valid WebM file (VP8, 64 × 48).
const MEDIA: &[u8] = include_bytes!("interview.webm");

type Vendor = State<Arc<MyInterview>>;
type Terms = Query<BTreeMap<String, String>>;

impl MyInterview {
    /// The invitation behind a candidate's link; only with the right number.
    fn invited(&self, key: &str, terms: &BTreeMap<String, String>) -> Option<Interview> {
        let ledger = self.ledger();
        ledger
            .by_id(key)
            .filter(|interview| {
                interview.link.is_some() && terms.get("unique_id") == Some(&interview.unique_id)
            })
            .cloned()
    }

    /// A media link of this video that lives ten minutes from `now`.
    pub(super) fn media_link(&self, video: &str) -> String {
        let expires = self.now() / 1_000 + MEDIA_LIFE_S;
        let signature = playback::media_signature(&self.credentials.secret_token, video, expires);
        format!(
            "{}/media/{video}.webm?expires={expires}&sig={signature}",
            self.start.base_url
        )
    }
}

/// GET `/start/{key}/{company}/{job}?unique_id=…`: opening it counts as "Clicked".
pub(super) async fn start(
    State(vendor): Vendor,
    Path((key, _company, _job)): Path<(String, String, String)>,
    Query(terms): Terms,
) -> Response {
    let Some(interview) = vendor.invited(&key, &terms) else {
        return page(
            StatusCode::NOT_FOUND,
            "Not found",
            "<p>This link is not one of ours.</p>",
        );
    };
    if interview.state == Stand::Completed {
        return page(
            StatusCode::OK,
            "Already submitted",
            "<p>Your interview has reached the team.</p>",
        );
    }
    if !vendor.opened(&interview.id) {
        return page(
            StatusCode::GONE,
            "No longer available",
            "<p>This invitation is no longer available.</p>",
        );
    }
    let questions: String = vendor
        .templates
        .iter()
        .filter(|template| Some(&template.template_id) == interview.template_id.as_ref())
        .flat_map(|template| &template.questions)
        .map(|question| format!("<li>{}</li>", escaped(question)))
        .collect();
    let body = format!(
        "<p>Interview for {}</p><ol>{questions}</ol><form method=\"post\"><button id=\"finish\">Finish</button></form>",
        escaped(&interview.title)
    );
    page(StatusCode::OK, "Your video interview", &body)
}

/// POST to the same address: the Finish button.
pub(super) async fn finish(
    State(vendor): Vendor,
    Path((key, _company, _job)): Path<(String, String, String)>,
    Query(terms): Terms,
) -> Response {
    let Some(interview) = vendor.invited(&key, &terms) else {
        return page(
            StatusCode::NOT_FOUND,
            "Not found",
            "<p>This link is not one of ours.</p>",
        );
    };
    match vendor.complete(&interview.id).await {
        Ok(()) => page(
            StatusCode::OK,
            "Thank you",
            "<p>Your interview has reached the team.</p>",
        ),
        Err(_) => page(
            StatusCode::GONE,
            "No longer available",
            "<p>This invitation is no longer available.</p>",
        ),
    }
}

/// GET `/review/{id}`: the page behind the link in the note.
pub(super) async fn review(State(vendor): Vendor, Path(id): Path<String>) -> Response {
    let interview = vendor.ledger().by_id(&id).cloned();
    let Some((interview, video)) = interview.and_then(|i| i.video.clone().map(|video| (i, video)))
    else {
        return page(
            StatusCode::NOT_FOUND,
            "Not found",
            "<p>There is no such interview.</p>",
        );
    };
    let body = format!(
        "<p>{} · {}</p><video controls preload=\"metadata\" src=\"{}\"></video>",
        escaped(&interview.candidate),
        escaped(&interview.title),
        escaped(&vendor.media_link(&video))
    );
    page(StatusCode::OK, "Review", &body)
}

/// GET `/2.21.2/getVideo?apiKey=&hashTimestamp=&hash=&video=`: a media link, as plain text or as a JSON string.
pub(super) async fn get_video(State(vendor): Vendor, Query(terms): Terms) -> Response {
    let term = |name: &str| terms.get(name).map(String::as_str).unwrap_or_default();
    let stated = term("hashTimestamp").parse::<i64>();
    let (Ok(stated), true) = (stated, term("apiKey") == vendor.credentials.api_key) else {
        return (StatusCode::UNAUTHORIZED, "unauthorized").into_response();
    };
    let secret = vendor.credentials.secret_token.clone();
    let key = vendor.credentials.api_key.clone();
    let (hash, now) = (term("hash").to_owned(), vendor.now() / 1_000);
    // A cost-10 hash takes tens of milliseconds: not on a thread that serves others.
    let checked =
        tokio::task::spawn_blocking(move || playback::check(&key, &secret, stated, &hash, now))
            .await;
    if !matches!(checked, Ok(Ok(()))) {
        return (StatusCode::UNAUTHORIZED, "unauthorized").into_response();
    }
    if vendor.ledger().by_video(term("video")).is_none() {
        return (StatusCode::NOT_FOUND, "no such video").into_response();
    }
    let link = vendor.media_link(term("video"));
    if vendor.switches().video_as_json {
        axum::Json(link).into_response()
    } else {
        link.into_response()
    }
}

/// GET `/media/{video}.webm?expires=&sig=`.
pub(super) async fn media(
    State(vendor): Vendor,
    Path(file): Path<String>,
    Query(terms): Terms,
) -> Response {
    let video = file.strip_suffix(".webm").unwrap_or(&file);
    let term = |name: &str| terms.get(name).map(String::as_str).unwrap_or_default();
    let expires = term("expires").parse::<i64>().unwrap_or_default();
    let now = vendor.now() / 1_000;
    if !playback::media_open(
        &vendor.credentials.secret_token,
        video,
        expires,
        term("sig"),
        now,
    ) {
        return (StatusCode::FORBIDDEN, "this link has expired").into_response();
    }
    ([(header::CONTENT_TYPE, "video/webm")], MEDIA).into_response()
}

/// GET `/templates.csv`: the file that the vendor's console offers for download.
pub(super) async fn templates_file(State(vendor): Vendor) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"templates.csv\"",
        ),
    ];
    (headers, templates::csv(&vendor.templates)).into_response()
}

fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <body style=\"font:16px sans-serif;max-width:40rem;margin:3rem auto\"><h1>{title}</h1>{body}</body></html>"
    );
    (status, Html(html)).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
