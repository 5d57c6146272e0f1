//! The vendor's Integrations page: sign in with Lever, then choose the stage that triggers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::MyInterview;
use super::pages;
use crate::console::page::escape;
use crate::partner::consent::Application;
use crate::serve::VENDOR_SCOPES;

type Vendor = State<Arc<MyInterview>>;

impl MyInterview {
    fn application(&self) -> Application {
        Application {
            auth: self.start.lever_auth.clone(),
            api: self.start.lever_api.clone(),
            client_id: self.start.client_id.clone(),
            client_secret: self.start.client_secret.clone(),
            redirect_uri: format!("{}/oauth/callback", self.start.base_url),
            scopes: VENDOR_SCOPES,
        }
    }

    /// The page as it stands: connected or not, and the stages to choose from.
    async fn integrations(&self, status: StatusCode, word: &str) -> Response {
        let base = &self.start.base_url;
        let head = if word.is_empty() {
            String::new()
        } else {
            format!("<p id=\"word\" role=\"status\"><b>{}</b></p>", escape(word))
        };
        let stages = self.stages().await.unwrap_or_default();
        let chosen = self.trigger().stage;
        let options: String = stages
            .iter()
            .map(|(id, title)| {
                let mark = if *id == chosen { " selected" } else { "" };
                format!(
                    "<option value=\"{}\"{mark}>{}</option>",
                    escape(id),
                    escape(title)
                )
            })
            .collect();
        let body = if self.connected() {
            format!(
                "{head}<p id=\"state\">Lever is connected.</p><form method=\"post\" action=\"{}/integrations/stage\">\
                 <label>Stage that triggers the invitation <select name=\"stage\">{options}</select></label> \
                 <button>Save</button></form><p><a href=\"{}/integrations/lever\">Sign in with Lever again</a></p>",
                escape(base),
                escape(base)
            )
        } else {
            format!(
                "{head}<p id=\"state\">Lever is not connected.</p>\
                 <p><a href=\"{}/integrations/lever\">Sign in with Lever</a></p>",
                escape(base)
            )
        };
        pages::page(status, "Integrations", &body)
    }
}

/// GET `/integrations`.
pub(super) async fn page(State(vendor): Vendor) -> Response {
    vendor.integrations(StatusCode::OK, "").await
}

/// GET `/integrations/lever`: off to Lever's consent page.
pub(super) async fn sign_in(State(vendor): Vendor) -> Response {
    match vendor.consents.begin(vendor.dice, &vendor.application()) {
        Some(url) => Redirect::to(url.as_str()).into_response(),
        None => {
            let word = "Lever's address cannot be used.";
            vendor.integrations(StatusCode::BAD_GATEWAY, word).await
        }
    }
}

/// GET `/oauth/callback?code=&state=`: back from Lever.
pub(super) async fn callback(
    State(vendor): Vendor,
    Query(terms): Query<BTreeMap<String, String>>,
) -> Response {
    let state = terms.get("state").map(String::as_str).unwrap_or_default();
    let code = terms.get("code").map(String::as_str);
    let application = vendor.application();
    match vendor.consents.finish(&application, state, code).await {
        Ok((access, refresh)) => match vendor.reconnect(access, refresh).await {
            Ok(()) => {
                let word = "Connected. Choose the stage that triggers the invitation.";
                vendor.integrations(StatusCode::OK, word).await
            }
            Err(word) => vendor.integrations(StatusCode::BAD_GATEWAY, &word).await,
        },
        Err(word) => vendor.integrations(StatusCode::BAD_REQUEST, word).await,
    }
}

/// POST `/integrations/stage` with `stage`.
pub(super) async fn choose_stage(
    State(vendor): Vendor,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let stage = fields.get("stage").map(String::as_str).unwrap_or_default();
    match vendor.choose_stage(stage).await {
        Ok(()) => vendor.integrations(StatusCode::OK, "Saved.").await,
        Err(word) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            vendor.integrations(status, &word).await
        }
    }
}
