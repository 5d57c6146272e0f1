//! `/oauth/token` and, where the switch says so, `/oauth/revoke`. Refusals are OAuth's: `{"error", "error_description"}`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::lever::Lever;
use crate::lever::form::{self, Fields, field};
use crate::lever::grants::{ACCESS_SECONDS, Pair, TokenRefusal};
use crate::lever::{intake, respond};

async fn fields(lever: &Lever, headers: &HeaderMap, body: Body) -> Result<Fields, Response> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let invalid = |status, sentence| {
        answer(
            status,
            &json!({ "error": "invalid_request", "error_description": sentence }),
        )
    };
    let body = intake::read(&lever.clock, body, intake::FORM_LIMIT)
        .await
        .map_err(|refusal| invalid(refusal.status, refusal.message))?;
    form::read_body(content_type, &body).map_err(|sentence| invalid(400, sentence))
}

fn client(fields: &Fields) -> (&str, &str) {
    (field(fields, "client_id"), field(fields, "client_secret"))
}

/// POST: code for tokens, or refresh with rotation.
pub(crate) async fn token(
    State(lever): State<Arc<Lever>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let fields = match fields(&lever, &headers, body).await {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let client = client(&fields);
    let now = lever.clock.now_ms();
    let mut access = lever.access();
    let outcome = match field(&fields, "grant_type") {
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
    match outcome {
        Ok(pair) => answer(200, &pair_body(pair)),
        Err(refusal) => refused(&refusal),
    }
}

/// POST: an application gives its refresh token back, and with it the grant. Empty 200, also for a token that is not known.
pub(crate) async fn revoke(
    State(lever): State<Arc<Lever>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    if !lever.settings.switches.protocol.revocation_endpoint {
        return respond::nowhere("/oauth/revoke");
    }
    let fields = match fields(&lever, &headers, body).await {
        Ok(fields) => fields,
        Err(refusal) => return refusal,
    };
    let outcome = lever
        .access()
        .revoke_token(client(&fields), field(&fields, "token"));
    match outcome {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => refused(&refusal),
    }
}

/// Any other verb.
pub(crate) async fn wrong_verb() -> Response {
    answer(
        405,
        &json!({ "error": "invalid_request", "error_description": "POST is expected here" }),
    )
}

fn refused(refusal: &TokenRefusal) -> Response {
    answer(
        refusal.status,
        &json!({ "error": refusal.error, "error_description": refusal.description }),
    )
}

fn answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    (
        status,
        [(header::CACHE_CONTROL, "no-store")],
        axum::Json(body),
    )
        .into_response()
}

fn pair_body(pair: Pair) -> Value {
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
