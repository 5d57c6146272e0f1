//! OAuth 2.0 authorization code as Lever documents it: `state`, `audience`, the client's secret in the form, refresh
//! tokens that change with every use.

mod exchange;
mod loopback;
mod page;
mod session;
mod tokens;

use fulcrum_vault::Secret;
use url::Url;

pub use session::{OAuth, SignIn};

/// Scopes this app asks for; writing a thing implies reading it.
pub const SCOPES: [&str; 12] = [
    "offline_access",
    "opportunities:write:admin",
    "contact:write:admin",
    "postings:write:admin",
    "notes:write:admin",
    "interviews:read:admin",
    "panels:read:admin",
    "stages:read:admin",
    "archive_reasons:read:admin",
    "tags:read:admin",
    "users:read:admin",
    "webhooks:read:admin",
];

/// The organisation's app as registered with Lever.
#[derive(Clone, Debug)]
pub struct OAuthApp {
    /// Issued by Lever.
    pub client_id: String,
    /// Issued by Lever.
    pub client_secret: Secret,
    /// `https://auth.lever.co/authorize` in production.
    pub authorize_url: Url,
    /// `https://auth.lever.co/oauth/token` in production.
    pub token_url: Url,
    /// `https://api.lever.co/v1/` in production, with the slash; without it the consent page shows only
    /// `offline_access`.
    pub audience: String,
    /// Registered loopback addresses, tried in order. Lever compares them character by character, so the port cannot
    /// be chosen freely.
    pub redirect_uris: Vec<Url>,
    /// Send a PKCE challenge. Lever does not document PKCE; servers that do not know it ignore it.
    pub pkce: bool,
}
