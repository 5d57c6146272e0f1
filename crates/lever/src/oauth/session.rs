use std::sync::Arc;
use std::time::Duration;

use fulcrum_domain::clock::Clock;
use fulcrum_vault::{Secret, SecretName, SecretStore, VaultCode, VaultError};
use futures::future::BoxFuture;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use tokio::sync::Mutex;
use url::Url;

use super::OAuthApp;
use super::exchange::{self, Client};
use super::loopback::{Loopback, SIGN_IN};
use super::tokens::Tokens;
use crate::authorize::{Authorize, Credential};
use crate::error::{Code, LeverError, Retry};
use crate::permissions;
use crate::transport::Transport;

/// A token this close to its end is refreshed first, so that it does not expire on the way.
const EARLY_MS: i64 = 60_000;

/// The secrets of one profile, with the waiting kept off the async threads.
#[derive(Clone)]
pub(super) struct Vault {
    store: Arc<dyn SecretStore>,
    profile: Arc<str>,
}

impl Vault {
    pub(super) async fn get(&self, name: SecretName) -> Result<Option<Secret>, VaultError> {
        let vault = self.clone();
        tokio::task::spawn_blocking(move || vault.store.get(&vault.profile, name))
            .await
            .unwrap_or(Err(VaultError::new(VaultCode::Broken)))
    }

    pub(super) async fn set(&self, name: SecretName, secret: Secret) -> Result<(), VaultError> {
        let vault = self.clone();
        tokio::task::spawn_blocking(move || vault.store.set(&vault.profile, name, &secret))
            .await
            .unwrap_or(Err(VaultError::new(VaultCode::Broken)))
    }
}

/// An OAuth connection: gives headers, refreshes when needed, one refresh at a time.
///
/// Every refresh changes the refresh token, and a used one is dead. So the new pair is in the store before any request
/// carries it; if storing fails, the pair is kept in memory and nothing is sent until it is stored.
pub struct OAuth {
    app: OAuthApp,
    client: Client,
    vault: Vault,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    // Held across a refresh: whoever comes second finds the fresh pair.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Tokens>,
    unsaved: Option<Tokens>,
}

/// A sign-in under way: the port is open, the browser has to go to [`SignIn::url`].
pub struct SignIn {
    oauth: Arc<OAuth>,
    loopback: Loopback,
    url: Url,
    state: CsrfToken,
    verifier: Option<PkceCodeVerifier>,
}

impl OAuth {
    /// A connection for one profile. Reads the store when first needed.
    pub fn new(
        app: OAuthApp,
        profile: &str,
        store: Arc<dyn SecretStore>,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Arc<Self> {
        Arc::new(Self {
            client: exchange::client(&app),
            app,
            vault: Vault {
                store,
                profile: profile.into(),
            },
            transport,
            clock,
            state: Mutex::new(State::default()),
        })
    }

    /// Opens the first free registered port and prepares the address of Lever's consent page.
    ///
    /// # Errors
    /// [`Code::PortsTaken`] when none is free.
    pub async fn sign_in(self: &Arc<Self>) -> Result<SignIn, LeverError> {
        let loopback = Loopback::bind(&self.app.redirect_uris).await?;
        let mut request = self
            .client
            .authorize_url(CsrfToken::new_random)
            .set_redirect_uri(std::borrow::Cow::Owned(RedirectUrl::from_url(
                loopback.redirect_uri.clone(),
            )))
            .add_scopes(permissions::scopes().map(|scope| Scope::new(scope.to_owned())))
            .add_extra_param("audience", self.app.audience.clone());
        let mut verifier = None;
        if self.app.pkce {
            let (challenge, secret) = PkceCodeChallenge::new_random_sha256();
            request = request.set_pkce_challenge(challenge);
            verifier = Some(secret);
        }
        let (url, state) = request.url();
        Ok(SignIn {
            oauth: self.clone(),
            loopback,
            url,
            state,
            verifier,
        })
    }

    pub(super) fn app(&self) -> &OAuthApp {
        &self.app
    }

    pub(super) fn vault(&self) -> &Vault {
        &self.vault
    }

    pub(super) fn transport(&self) -> &dyn Transport {
        self.transport.as_ref()
    }

    /// Whether there is a sign-in to use.
    ///
    /// # Errors
    /// [`Code::Keyring`] when the store cannot say.
    pub async fn is_signed_in(&self) -> Result<bool, LeverError> {
        let mut state = self.state.lock().await;
        self.load(&mut state).await?;
        Ok(state.current.is_some() || state.unsaved.is_some())
    }

    async fn load(&self, state: &mut State) -> Result<(), LeverError> {
        if state.current.is_none() && state.unsaved.is_none() {
            state.current = Tokens::load(&self.vault)
                .await
                .map_err(|error| from_vault(&error))?;
        }
        Ok(())
    }

    /// Stores a new pair, then makes it the current one.
    async fn adopt(&self, state: &mut State, tokens: Tokens) -> Result<(), LeverError> {
        // From here on the old refresh token is dead: the new pair must not be lost, even if storing fails now.
        state.current = None;
        state.unsaved = Some(tokens.clone());
        tokens
            .store(&self.vault)
            .await
            .map_err(|error| from_vault(&error))?;
        state.unsaved = None;
        state.current = Some(tokens);
        Ok(())
    }

    async fn refresh(&self, state: &mut State) -> Result<(), LeverError> {
        let refresh = state
            .current
            .as_ref()
            .and_then(|tokens| tokens.refresh.clone())
            .ok_or_else(|| LeverError::local(Code::SignInExpired, Retry::Auth, SIGN_IN))?;
        let given_at_ms = state.current.as_ref().and_then(|tokens| tokens.given_at_ms);
        let now_ms = self.clock.now_ms();
        let fresh =
            exchange::refresh(&self.client, self.transport.clone(), &refresh, now_ms).await?;
        // A new pair is not a new grant: nobody signed in.
        let fresh = Tokens {
            given_at_ms,
            ..fresh
        };
        self.adopt(state, fresh).await
    }

    async fn current_header(&self) -> Result<Secret, LeverError> {
        let mut state = self.state.lock().await;
        if let Some(unsaved) = state.unsaved.clone() {
            self.adopt(&mut state, unsaved).await?;
        }
        self.load(&mut state).await?;
        let expires_at_ms = match &state.current {
            Some(tokens) => tokens.expires_at_ms,
            None => return Err(LeverError::local(Code::NotConnected, Retry::Auth, SIGN_IN)),
        };
        if expires_at_ms.saturating_sub(EARLY_MS) <= self.clock.now_ms() {
            self.refresh(&mut state).await?;
        }
        match &state.current {
            Some(tokens) => Ok(bearer(tokens)),
            None => Err(LeverError::local(Code::NotConnected, Retry::Auth, SIGN_IN)),
        }
    }

    async fn other_header(&self, used: Secret) -> Result<bool, LeverError> {
        let mut state = self.state.lock().await;
        match &state.current {
            // Somebody else refreshed while this request was on its way.
            Some(tokens) if bearer(tokens) != used => Ok(true),
            Some(_) => self.refresh(&mut state).await.map(|()| true),
            None => Ok(state.unsaved.is_some()),
        }
    }
}

impl Authorize for OAuth {
    fn credential(&self) -> BoxFuture<'_, Credential> {
        Box::pin(async move {
            let mut state = self.state.lock().await;
            // A keyring that cannot say is told by the next request.
            let _ = self.load(&mut state).await;
            let tokens = state.current.as_ref().or(state.unsaved.as_ref());
            Credential::Grant {
                given_at_ms: tokens.and_then(|tokens| tokens.given_at_ms),
            }
        })
    }

    fn header(&self) -> BoxFuture<'_, Result<Secret, LeverError>> {
        Box::pin(self.current_header())
    }

    fn rejected(&self, used: Secret) -> BoxFuture<'_, Result<bool, LeverError>> {
        Box::pin(self.other_header(used))
    }
}

impl SignIn {
    /// Lever's consent page, to be opened in the browser. Holds the one-time state: not for a log.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Waits for the browser until `patience` after the port was opened, [`super::LONGEST_WAIT`] at most; exchanges the code,
    /// looks whether all that is needed was granted, stores the tokens. Dropping the future closes the port.
    ///
    /// # Errors
    /// [`Code::SignInDenied`], [`Code::SignInTimedOut`], [`Code::SignInMismatch`], [`Code::ScopesRefused`],
    /// [`Code::ScopesMissing`], [`Code::NothingGranted`], [`Code::ProofRefused`], [`Code::CodeRefused`],
    /// [`Code::AppRejected`], [`Code::Keyring`], or why the token endpoint could not be reached.
    pub async fn finish(self, patience: Duration) -> Result<(), LeverError> {
        let redirect_uri = self.loopback.redirect_uri.clone();
        let proof = self.verifier.is_some();
        let code = self
            .loopback
            .code(self.state.secret(), patience, proof)
            .await?;
        let oauth = self.oauth;
        let tokens = exchange::code(
            &oauth.client,
            oauth.transport.clone(),
            &code,
            &redirect_uri,
            self.verifier,
            oauth.clock.now_ms(),
        )
        .await?;
        let mut state = oauth.state.lock().await;
        oauth.adopt(&mut state, tokens).await
    }
}

fn bearer(tokens: &Tokens) -> Secret {
    Secret::from_text(format!(
        "Bearer {}",
        tokens.access.expose_text().unwrap_or_default()
    ))
}

fn from_vault(error: &VaultError) -> LeverError {
    LeverError::local(Code::Keyring(error.code), Retry::Auth, SIGN_IN)
}
