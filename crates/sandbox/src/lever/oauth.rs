//! `/authorize` and `/oauth/token`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;

use crate::console::page::escape;
use crate::lever::Lever;
use crate::lever::access::{ACCESS_SECONDS, Consent, Pair, TokenRefusal};

type Fields = BTreeMap<String, String>;

fn field<'f>(fields: &'f Fields, key: &str) -> &'f str {
    fields.get(key).map_or("", String::as_str)
}

/// Checks what must hold before anybody is sent anywhere.
fn refusal(lever: &Lever, fields: &Fields) -> Option<String> {
    let access = lever.access();
    let client = field(fields, "client_id");
    let Some(client) = access.client(client) else {
        return Some("ClientID not found.".to_owned());
    };
    if !client
        .redirect_uris
        .iter()
        .any(|uri| uri == field(fields, "redirect_uri"))
    {
        return Some(
            "redirect_uri does not match any that is registered for this application.".to_owned(),
        );
    }
    if field(fields, "response_type") != "code" {
        return Some("response_type must be code.".to_owned());
    }
    field(fields, "state")
        .is_empty()
        .then(|| "state is required.".to_owned())
}

/// With a missing or wrong audience Lever's consent screen shows `offline_access` only.
fn scopes(lever: &Lever, fields: &Fields) -> BTreeSet<String> {
    let audience = field(fields, "audience");
    let known = [lever.audience(), "https://api.lever.co/v1/".to_owned()];
    let asked = field(fields, "scope").split_whitespace().map(str::to_owned);
    if known.iter().any(|one| one == audience) {
        asked.collect()
    } else {
        asked.filter(|scope| scope == "offline_access").collect()
    }
}

/// GET: the consent page.
pub(crate) async fn consent_page(
    State(lever): State<Arc<Lever>>,
    Query(fields): Query<Fields>,
) -> Response {
    if let Some(sentence) = refusal(&lever, &fields) {
        return (
            StatusCode::BAD_REQUEST,
            Html(frame(&format!("<p>{}</p>", escape(&sentence)))),
        )
            .into_response();
    }
    let name = lever
        .access()
        .client(field(&fields, "client_id"))
        .map_or("", |client| client.name);
    let who = lever.super_admin_name();
    let scopes: String = scopes(&lever, &fields)
        .iter()
        .map(|scope| format!("<li><code>{}</code></li>", escape(scope)))
        .collect();
    let hidden: String = fields
        .iter()
        .map(|(key, value)| {
            format!(
                "<input type=hidden name=\"{}\" value=\"{}\">",
                escape(key),
                escape(value)
            )
        })
        .collect();
    Html(frame(&format!(
        "<p>Signed in as <b>{}</b> (Super Admin).</p><p><b>{}</b> asks for:</p><ul>{scopes}</ul>\
         <form method=post action=\"/authorize\">{hidden}\
         <button id=accept name=decision value=accept>Accept</button> <button id=deny name=decision value=deny>Deny</button></form>",
        escape(&who),
        escape(name),
    )))
    .into_response()
}

/// POST: Accept or Deny; redirects back with a code or with `access_denied`.
pub(crate) async fn decide(
    State(lever): State<Arc<Lever>>,
    Form(fields): Form<Fields>,
) -> Response {
    if let Some(sentence) = refusal(&lever, &fields) {
        return (
            StatusCode::BAD_REQUEST,
            Html(frame(&format!("<p>{}</p>", escape(&sentence)))),
        )
            .into_response();
    }
    let redirect_uri = field(&fields, "redirect_uri");
    let Ok(mut target) = url::Url::parse(redirect_uri) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if field(&fields, "decision") == "accept" {
        let challenge = fields.get("code_challenge").map(|challenge| {
            let method = fields
                .get("code_challenge_method")
                .cloned()
                .unwrap_or_else(|| "plain".to_owned());
            (challenge.clone(), method)
        });
        let consent = Consent {
            client: field(&fields, "client_id").to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            scopes: scopes(&lever, &fields),
            challenge,
        };
        let code = lever.access().consent(consent, lever.clock.now_ms());
        target.query_pairs_mut().append_pair("code", &code);
    } else {
        target
            .query_pairs_mut()
            .append_pair("error", "access_denied")
            .append_pair("error_description", "User did not authorize the request");
    }
    target
        .query_pairs_mut()
        .append_pair("state", field(&fields, "state"));
    Redirect::to(target.as_str()).into_response()
}

/// POST: code for tokens, or refresh with rotation.
pub(crate) async fn token(State(lever): State<Arc<Lever>>, Form(fields): Form<Fields>) -> Response {
    let client = (field(&fields, "client_id"), field(&fields, "client_secret"));
    let now = lever.clock.now_ms();
    let mut access = lever.access();
    let answer = match field(&fields, "grant_type") {
        "authorization_code" => access.exchange(
            client,
            field(&fields, "code"),
            field(&fields, "redirect_uri"),
            fields.get("code_verifier").map(String::as_str),
            now,
        ),
        "refresh_token" => access.refresh(client, field(&fields, "refresh_token"), now),
        _ => Err(TokenRefusal {
            status: 400,
            error: "unsupported_grant_type",
            description: "Unsupported grant type",
        }),
    };
    drop(access);
    let (status, body) = match answer {
        Ok(pair) => (200, pair_body(pair)),
        Err(refusal) => (
            refusal.status,
            json!({ "error": refusal.error, "error_description": refusal.description }),
        ),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    (status, axum::Json(body)).into_response()
}

fn pair_body(pair: Pair) -> serde_json::Value {
    let mut body = json!({
        "access_token": pair.access,
        "token_type": "Bearer",
        "scope": pair.scope,
        "expires_in": ACCESS_SECONDS,
    });
    if let (Some(refresh), Some(map)) = (pair.refresh, body.as_object_mut()) {
        map.insert("refresh_token".to_owned(), json!(refresh));
    }
    body
}

fn frame(body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Training sign-in</title>\
         <style>body{{font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem}}button{{font:inherit;padding:.4rem 1rem}}</style>\
         <h1>Training account</h1>{body}</html>"
    )
}
