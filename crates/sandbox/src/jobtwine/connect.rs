//! The vendor's Integrations page: "Click here to Activate", log into Lever, Accept.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State as Held};
use axum::response::{IntoResponse, Redirect, Response};

use super::JobTwine;
use super::page_parts::page as whole;
use crate::console::page::escape;
use crate::partner::consent::Application;
use crate::serve::EXPERT_SCOPES;

type Vendor = Held<Arc<JobTwine>>;

impl JobTwine {
    fn application(&self) -> Application {
        Application {
            auth: self.start.lever_auth.clone(),
            api: self.start.lever_api.clone(),
            client_id: self.start.client_id.clone(),
            client_secret: self.start.client_secret.clone(),
            redirect_uri: format!("{}/oauth/callback", self.start.base_url),
            scopes: EXPERT_SCOPES,
        }
    }

    fn integrations(&self, status: u16, word: &str) -> Response {
        let head = if word.is_empty() {
            String::new()
        } else {
            format!("<p id=\"word\" role=\"status\"><b>{}</b></p>", escape(word))
        };
        let state = if self.connected() {
            "Lever is active."
        } else {
            "Lever is not active."
        };
        let body = format!(
            "{head}<p id=\"state\">{state}</p><p>Lever: <a href=\"{}/integrations/lever\">Click here to Activate</a></p>",
            escape(&self.start.base_url)
        );
        whole(status, "Integrations", &body)
    }
}

/// GET `/integrations`.
pub(super) async fn page(Held(vendor): Vendor) -> Response {
    vendor.integrations(200, "")
}

/// GET `/integrations/lever`: off to Lever's consent page.
pub(super) async fn activate(Held(vendor): Vendor) -> Response {
    match vendor.consents.begin(vendor.dice, &vendor.application()) {
        Some(url) => Redirect::to(url.as_str()).into_response(),
        None => vendor.integrations(502, "Lever's address cannot be used."),
    }
}

/// GET `/oauth/callback?code=&state=`: back from Lever.
pub(super) async fn callback(
    Held(vendor): Vendor,
    Query(terms): Query<BTreeMap<String, String>>,
) -> Response {
    let state = terms.get("state").map(String::as_str).unwrap_or_default();
    let code = terms.get("code").map(String::as_str);
    let application = vendor.application();
    match vendor.consents.finish(&application, state, code).await {
        Ok((access, refresh)) => {
            vendor.reconnect(access, refresh).await;
            vendor.integrations(200, "Lever is connected.")
        }
        Err(word) => vendor.integrations(400, word),
    }
}
