//! Pages in a browser: the candidate's invitation, the team's review page, the list of templates.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::MyInterview;
use super::interview::{Interview, State as Stand};
use super::template_file;
use crate::console::page::escape as escaped;

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
        .templates()
        .iter()
        .filter(|template| Some(&template.template_id) == interview.template_id.as_ref())
        .flat_map(|template| &template.questions)
        .map(|question| format!("<li>{}</li>", escaped(question)))
        .collect();
    let until = interview.deadline.map_or_else(String::new, |end| {
        super::deadline::written(end, &interview.zone)
    });
    let body = format!(
        "<p>Interview for {} at {}</p><p id=\"deadline\">Submit before {}.</p><ol>{questions}</ol><form method=\"post\"><button id=\"finish\">Finish</button></form>",
        escaped(&interview.title),
        escaped(&vendor.switches().company_name),
        escaped(&until)
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
    if let Some(interview) = &interview {
        vendor.look_again(&interview.opportunity).await;
    }
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

/// GET `/templates.csv`: the file that the vendor's console offers for download.
pub(super) async fn templates_file(State(vendor): Vendor) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"templates.csv\"",
        ),
    ];
    let file = template_file::csv(&vendor.templates(), &vendor.switches());
    (headers, file).into_response()
}

/// GET `/templates`: the list in the vendor's console, with its Export link.
pub(super) async fn templates_page(State(vendor): Vendor) -> Response {
    let rows: String = vendor
        .templates()
        .iter()
        .map(|one| {
            format!(
                "<tr><td>{}<td><code>{}</code><td>{} questions",
                escaped(&one.name),
                escaped(&one.template_id),
                one.questions.len()
            )
        })
        .collect();
    let body = format!(
        "<table>{rows}</table><p><a href=\"{}/templates.csv\">Export</a></p>",
        escaped(&vendor.start.base_url)
    );
    page(StatusCode::OK, "Templates", &body)
}

/// Whatever else is asked for.
pub(super) async fn nothing() -> Response {
    page(
        StatusCode::NOT_FOUND,
        "Not found",
        "<p>There is no such page.</p>",
    )
}

/// A page that exists, asked for in another way.
pub(super) async fn wrong_verb() -> Response {
    page(
        StatusCode::METHOD_NOT_ALLOWED,
        "Not possible",
        "<p>This page cannot be used that way.</p>",
    )
}

/// A whole page; `body` is HTML.
pub(super) fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <body style=\"font:16px sans-serif;max-width:40rem;margin:3rem auto\"><h1>{title}</h1>{body}</body></html>"
    );
    (status, Html(html)).into_response()
}
