//! Signing in with Lever: the organisation's own app, the browser, a grant instead of a key.

use std::sync::{Arc, MutexGuard, PoisonError};

use fulcrum_lever::{Code, HttpTransport, LeverError, OAuth, OAuthApp, SignIn, TransportSettings};
use fulcrum_vault::{Secret, SecretName};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::app::App;
use crate::failure;
use crate::problem::Trouble;
use crate::view::{Problem, UserChoice};

use super::Access;

/// The sign-in under way, if there is one.
#[derive(Default)]
pub(crate) struct Signing {
    /// Its port is open, and nobody waits yet.
    begun: Option<(SignIn, Grant)>,
    /// Ends it, before somebody waits and after.
    stop: CancellationToken,
    /// Lever refused the proof that goes with a sign-in; from now on it goes without. Who gets here needs the state of a
    /// sign-in that was under way, so nobody else can take the proof away.
    without_proof: bool,
}

/// A grant of the organisation's app. Its tokens are in the keyring, and with the connection.
#[derive(Clone)]
pub(crate) struct Grant {
    app: Registered,
    pub(crate) oauth: Arc<OAuth>,
}

/// The app as the keyring holds it, one JSON value.
#[derive(Clone, Serialize, Deserialize)]
struct Registered {
    client_id: String,
    client_secret: String,
}

impl App {
    /// Begins a sign-in: opens a port for the browser's return and gives the address of Lever's consent page. Ends one
    /// that had begun before. [`App::sign_in_finished`] waits for the rest.
    ///
    /// # Errors
    /// `PortTaken` when all registered ports are; `BadInput` for an empty field or while a seat is connected.
    pub async fn sign_in(&self, client_id: &str, client_secret: &str) -> Result<String, Problem> {
        let _turn = self.inner.turn.lock().await;
        self.no_seat()?;
        self.cancel_sign_in();
        let app = Registered {
            client_id: client_id.trim().to_owned(),
            client_secret: client_secret.trim().to_owned(),
        };
        if app.client_id.is_empty() || app.client_secret.is_empty() {
            return Err(Trouble::BadInput {
                why: "Signing in needs both the client id and the client secret.",
            }
            .into());
        }
        let grant = self.grant(app)?;
        let sign_in = grant
            .oauth
            .sign_in()
            .await
            .map_err(|error| self.sign_in_failed(&error))?;
        let url = sign_in.url().to_string();
        // The end of the program ends the wait, too.
        let stop = self.inner.stop.child_token();
        {
            let mut signing = self.signing();
            signing.begun = Some((sign_in, grant));
            signing.stop = stop.clone();
        }
        self.close_in_time(stop);
        Ok(url)
    }

    /// The port does not stay open for somebody who never asks for the end: a window may be gone.
    fn close_in_time(&self, stop: CancellationToken) {
        let (app, patience) = (self.clone(), self.inner.config.sign_in_patience());
        self.inner.tasks.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(patience) => {
                    let mut signing = app.signing();
                    // Another one may have begun meanwhile.
                    if !stop.is_cancelled() {
                        signing.begun = None;
                    }
                }
            }
        });
    }

    /// Waits until the browser has come back to the sign-in that has begun, two minutes from its beginning at most, then asks
    /// Lever who may sit here, as [`App::check_key`] does.
    ///
    /// # Errors
    /// `BadInput` when none has begun, when it was cancelled, denied or waited for in vain; `WrongKey` when Lever does not
    /// accept the app; `MissingPermission` when it gave too little; what [`App::check_key`] says.
    pub async fn sign_in_finished(&self) -> Result<Vec<UserChoice>, Problem> {
        let (begun, stop) = {
            let mut signing = self.signing();
            (signing.begun.take(), signing.stop.clone())
        };
        let Some((sign_in, grant)) = begun else {
            return Err(Trouble::SignInCancelled.into());
        };
        let finished = async {
            sign_in
                .finish(self.inner.config.sign_in_patience())
                .await
                .map_err(|error| self.sign_in_failed(&error))?;
            let _turn = self.inner.turn.lock().await;
            self.no_seat()?;
            let offered = self.offer_seats(Access::Grant(grant)).await;
            if offered.is_err() {
                self.forget(&[SecretName::LeverTokens]).await?;
            }
            offered
        };
        let result = tokio::select! {
            biased;
            () = stop.cancelled() => Err(Trouble::SignInCancelled.into()),
            result = finished => result,
        };
        // Nothing is left for the clock to close.
        stop.cancel();
        result
    }

    /// Ends a sign-in that has begun and closes its port. Without one, nothing happens.
    pub fn cancel_sign_in(&self) {
        let mut signing = self.signing();
        signing.stop.cancel();
        signing.begun = None;
    }

    /// What an earlier run left: the app and its tokens, or nothing.
    pub(super) async fn kept_grant(&self) -> Result<Option<Grant>, Problem> {
        let kept = self.kept(SecretName::LeverClientSecret).await?;
        let Some(kept) = kept else { return Ok(None) };
        // Without tokens there is nothing to use: a sign-in was interrupted.
        if self.kept(SecretName::LeverTokens).await?.is_none() {
            return Ok(None);
        }
        let app = serde_json::from_slice(kept.expose()).map_err(|_| Trouble::KeyringRefused)?;
        self.grant(app).map(Some)
    }

    /// Keeps the app; the tokens were kept before they were used.
    pub(super) async fn keep_grant(&self, grant: &Grant) -> Result<(), Problem> {
        let text = serde_json::to_vec(&grant.app).map_err(|_| Trouble::Internal)?;
        self.keep(SecretName::LeverClientSecret, &Secret::from_bytes(text))
            .await?;
        self.forget(&[SecretName::LeverApiKey]).await
    }

    /// The connection of the organisation's app.
    fn grant(&self, app: Registered) -> Result<Grant, Problem> {
        let config = &self.inner.config;
        let not_an_address = || {
            Problem::from(Trouble::BadInput {
                why: "The address of Lever's sign-in is not an address.",
            })
        };
        let address = |text: &str| Url::parse(text).map_err(|_| not_an_address());
        let base = config
            .auth_base()
            .ok_or_else(not_an_address)?
            .trim_end_matches('/');
        let redirect_uris = config.redirect_uris();
        let transport =
            HttpTransport::new(TransportSettings::default()).map_err(|_| Trouble::Unreachable {
                host: config.host(),
            })?;
        let oauth = OAuth::new(
            OAuthApp {
                client_id: app.client_id.clone(),
                client_secret: Secret::from_text(app.client_secret.as_str()),
                authorize_url: address(&format!("{base}/authorize"))?,
                token_url: address(&format!("{base}/oauth/token"))?,
                // Lever's is its API's address with the slash.
                audience: format!("{}/", config.api().trim_end_matches('/')),
                redirect_uris: redirect_uris
                    .iter()
                    .map(|text| address(text))
                    .collect::<Result<_, _>>()?,
                pkce: !self.signing().without_proof,
            },
            config.profile(),
            config.secrets.clone(),
            Arc::new(transport),
            config.clock.clone(),
        );
        Ok(Grant { app, oauth })
    }

    fn sign_in_failed(&self, error: &LeverError) -> Problem {
        let config = &self.inner.config;
        let host = config.auth_base().and_then(crate::links::host);
        let host = host.unwrap_or_else(|| config.host());
        tracing::warn!(code = error.code.as_str(), "the sign-in failed");
        if error.code == Code::ProofRefused {
            self.signing().without_proof = true;
        }
        failure::sign_in(error, &host, &config.redirect_uris()).into()
    }

    fn signing(&self) -> MutexGuard<'_, Signing> {
        self.inner
            .signing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
