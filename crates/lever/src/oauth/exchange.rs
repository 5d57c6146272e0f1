//! The token endpoint, through this crate's own transport.

use std::sync::Arc;

use fulcrum_vault::Secret;
use futures::future::BoxFuture;
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicErrorResponseType, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, PkceCodeVerifier, RedirectUrl, RefreshToken,
    RequestTokenError, TokenResponse as _, TokenUrl,
};

use super::OAuthApp;
use super::tokens::Tokens;
use crate::error::{Code, LeverError, Retry};
use crate::permissions;
use crate::transport::{Body, Method, Request, Transport, TransportError};

/// Endpoint name in errors of this part.
const TOKEN: &str = "POST /oauth/token";

/// Assumed when the answer does not say how long the access token lives; Lever documents an hour.
const HOUR_SECONDS: u64 = 3600;

pub(super) type Client =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

pub(super) fn client(app: &OAuthApp) -> Client {
    BasicClient::new(ClientId::new(app.client_id.clone()))
        .set_client_secret(ClientSecret::new(
            app.client_secret
                .expose_text()
                .unwrap_or_default()
                .to_owned(),
        ))
        .set_auth_uri(AuthUrl::from_url(app.authorize_url.clone()))
        .set_token_uri(TokenUrl::from_url(app.token_url.clone()))
        // Documented: id and secret travel in the form, not in a header.
        .set_auth_type(AuthType::RequestBody)
}

/// Why the token endpoint gave nothing.
#[derive(Debug, thiserror::Error)]
enum NoAnswer {
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// 429 or 5xx, whose body is not worth reading.
    #[error("busy")]
    Busy(u16),
    /// Not built by `http`; cannot happen with a valid status.
    #[error("unreadable")]
    Unreadable,
}

pub(super) async fn code(
    client: &Client,
    transport: Arc<dyn Transport>,
    code: &Secret,
    redirect_uri: &url::Url,
    verifier: Option<PkceCodeVerifier>,
    now_ms: i64,
) -> Result<Tokens, LeverError> {
    let mut request = client
        .exchange_code(AuthorizationCode::new(
            code.expose_text().unwrap_or_default().to_owned(),
        ))
        .set_redirect_uri(std::borrow::Cow::Owned(RedirectUrl::from_url(
            redirect_uri.clone(),
        )));
    if let Some(verifier) = verifier {
        request = request.set_pkce_verifier(verifier);
    }
    let answer = request
        .request_async(&Sender(transport))
        .await
        .map_err(|error| failure(&error, Code::CodeRefused))?;
    granted(&answer)?;
    Ok(tokens(&answer, None, now_ms))
}

/// Whether everything that was asked for was granted. An answer that does not say grants all of it (RFC 6749, 5.1).
fn granted(answer: &BasicTokenResponse) -> Result<(), LeverError> {
    let Some(scopes) = answer.scopes() else {
        return Ok(());
    };
    let has = |wanted: &str| scopes.iter().any(|scope| &***scope == wanted);
    let missing: Vec<&'static str> = permissions::scopes().filter(|scope| !has(scope)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    // Not one of the API's: as when the audience is not the API's address.
    let nothing = permissions::PERMISSIONS
        .iter()
        .all(|permission| !has(permission.scope));
    let code = if nothing {
        Code::NothingGranted
    } else {
        Code::ScopesMissing
    };
    Err(LeverError {
        missing,
        ..LeverError::local(code, Retry::Auth, TOKEN)
    })
}

pub(super) async fn refresh(
    client: &Client,
    transport: Arc<dyn Transport>,
    refresh: &Secret,
    now_ms: i64,
) -> Result<Tokens, LeverError> {
    let token = RefreshToken::new(refresh.expose_text().unwrap_or_default().to_owned());
    let answer = client
        .exchange_refresh_token(&token)
        .request_async(&Sender(transport))
        .await;
    answer
        .map(|answer| tokens(&answer, Some(refresh), now_ms))
        .map_err(|error| failure(&error, Code::SignInExpired))
}

/// oauth2's idea of an HTTP client, over this crate's transport.
struct Sender(Arc<dyn Transport>);

impl<'c> AsyncHttpClient<'c> for Sender {
    type Error = NoAnswer;
    type Future = BoxFuture<'c, Result<HttpResponse, NoAnswer>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let transport = self.0.clone();
        Box::pin(async move { send(transport.as_ref(), request).await })
    }
}

async fn send(transport: &dyn Transport, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let (parts, body) = request.into_parts();
    let url = url::Url::parse(&parts.uri.to_string()).map_err(|_| NoAnswer::Unreadable)?;
    let response = transport
        .send(Request {
            method: Method::Post,
            url,
            authorization: None,
            body: Some(Body::Form(Secret::from_bytes(body))),
        })
        .await?;
    if response.status == 429 || response.status >= 500 {
        return Err(NoAnswer::Busy(response.status));
    }
    let mut builder = oauth2::http::Response::builder().status(response.status);
    if let Some(kind) = response.header("content-type") {
        builder = builder.header(oauth2::http::header::CONTENT_TYPE, kind);
    }
    builder
        .body(response.body)
        .map_err(|_| NoAnswer::Unreadable)
}

/// Lever rotates the refresh token; where an answer has none, the old one stays.
fn tokens(answer: &BasicTokenResponse, old_refresh: Option<&Secret>, now_ms: i64) -> Tokens {
    let seconds = answer
        .expires_in()
        .map_or(HOUR_SECONDS, |lifetime| lifetime.as_secs());
    let lifetime_ms = i64::try_from(seconds.saturating_mul(1000)).unwrap_or(i64::MAX);
    Tokens {
        access: Secret::from_text(answer.access_token().secret().clone()),
        refresh: answer
            .refresh_token()
            .map(|token| Secret::from_text(token.secret().clone()))
            .or_else(|| old_refresh.cloned()),
        expires_at_ms: now_ms.saturating_add(lifetime_ms),
        given_at_ms: Some(now_ms),
    }
}

/// `grant` is what an invalid grant means: a dead code after a sign-in, a dead token when refreshing.
fn failure(error: &RequestTokenError<NoAnswer, BasicErrorResponse>, grant: Code) -> LeverError {
    let (code, retry, status) = match error {
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            BasicErrorResponseType::InvalidGrant => (grant, Retry::Auth, None),
            _ => (Code::AppRejected, Retry::Auth, None),
        },
        RequestTokenError::Request(NoAnswer::Transport(cause)) => {
            let code = Code::from(*cause);
            (code, code.retry(), None)
        }
        RequestTokenError::Request(NoAnswer::Busy(status)) => (
            Code::LeverDown,
            Retry::Transient { retry_after: None },
            Some(*status),
        ),
        _ => (Code::NotJson, Retry::Permanent, None),
    };
    LeverError {
        status,
        ..LeverError::local(code, retry, TOKEN)
    }
}
