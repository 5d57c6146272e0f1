//! Connecting to Lever as a partner must: its consent page, a code, a pair of tokens.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use reqwest::{Client, Url};
use serde_json::Value;

use crate::partner::dice::Dice;

/// What an application is at Lever.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    /// Lever's authorisation host (`/authorize`, `/oauth/token` below it).
    pub(crate) auth: String,
    /// Lever's API, ending in `/v1`.
    pub(crate) api: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// Must be the registered one, letter for letter.
    pub(crate) redirect_uri: String,
    pub(crate) scopes: &'static [&'static str],
}

/// Consents that were begun and have not come back.
#[derive(Default)]
pub(crate) struct Consents {
    begun: AtomicU64,
    waiting: Mutex<BTreeSet<String>>,
}

impl Consents {
    /// Where the person who wants to connect is sent.
    pub(crate) fn begin(&self, dice: Dice, application: &Application) -> Option<Url> {
        let number = self.begun.fetch_add(1, Ordering::Relaxed).to_string();
        let state = dice.key(&["consent", &application.client_id, &number]);
        let mut url = Url::parse(&format!("{}/authorize", application.auth)).ok()?;
        url.query_pairs_mut()
            .append_pair("client_id", &application.client_id)
            .append_pair("redirect_uri", &application.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("state", &state)
            .append_pair("prompt", "consent")
            .append_pair("scope", &application.scopes.join(" "))
            .append_pair("audience", &format!("{}/", application.api));
        self.waiting().insert(state);
        Some(url)
    }

    /// Takes what came back: the code's pair of tokens (access, refresh).
    ///
    /// # Errors
    /// A sentence: nobody began this, the admin declined, or Lever refused the code.
    pub(crate) async fn finish(
        &self,
        application: &Application,
        state: &str,
        code: Option<&str>,
    ) -> Result<(String, String), &'static str> {
        // Used up whatever comes of it: a state is good for one answer.
        if !self.waiting().remove(state) {
            return Err("This sign-in was not begun here. Begin again.");
        }
        let code = code.ok_or("Access was not granted.")?;
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", application.client_id.as_str()),
            ("client_secret", application.client_secret.as_str()),
            ("code", code),
            ("redirect_uri", application.redirect_uri.as_str()),
        ];
        let client = Client::builder().no_proxy().build();
        let client = client.map_err(|_| "Lever cannot be reached.")?;
        let answer = client
            .post(format!("{}/oauth/token", application.auth))
            .form(&form)
            .send()
            .await
            .map_err(|_| "Lever cannot be reached.")?;
        let tokens: Value = answer.json().await.unwrap_or_default();
        let text = |name: &str| tokens.get(name).and_then(Value::as_str).map(str::to_owned);
        match (text("access_token"), text("refresh_token")) {
            (Some(access), Some(refresh)) => Ok((access, refresh)),
            _ => Err("Lever did not accept the code."),
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
