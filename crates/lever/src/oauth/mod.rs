//! OAuth 2.0 authorization code as Lever documents it: `state`, `audience`, the client's secret in the form, refresh
//! tokens that change with every use.

mod answer;
mod exchange;
#[cfg(test)]
mod hostile;
mod loopback;
mod page;
mod revoke;
mod session;
mod tokens;

use std::time::Duration;

use fulcrum_vault::Secret;
use url::Url;

pub use revoke::Revocation;
pub use session::{OAuth, SignIn};

/// Longest wait for the browser, from the opening of the port: whoever has not accepted by then begins again, and no port of
/// this machine stays open meanwhile.
pub const LONGEST_WAIT: Duration = Duration::from_secs(120);

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
    /// Send a PKCE challenge. Lever does not document PKCE. A server that does not know it has to ignore it (RFC 6749, 3.1);
    /// one that refuses instead is told apart by [`crate::Code::ProofRefused`], and can be asked again without.
    pub pkce: bool,
}
