//! Where Lever's protocol is unknown, contradictory, or set by somebody: each point is a switch with a stated default.

use serde::{Deserialize, Serialize};

use crate::lever::latency::LatencyModel;

/// The switches of the protocol: keys, OAuth, limits, paging, webhooks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProtocolSwitches {
    /// No source tells whether Lever takes PKCE.
    pub pkce: Pkce,
    /// What a refresh token does that was rotated out.
    pub refresh_reuse: RefreshReuse,
    /// For so many virtual milliseconds after the rotation the old refresh token still works, as an authorisation server may
    /// allow for answers that were lost. 0: not at all.
    pub refresh_leeway_ms: i64,
    /// What the consent page does with a scope that Lever does not have.
    pub unknown_scopes: UnknownScopes,
    /// An application that was granted all it asks for is sent back at once, without a page, unless it asks for
    /// `prompt=consent`. Lever does so; off here: who sits before the training page means to see it.
    pub consent_remembered: bool,
    /// How access tokens look.
    pub access_tokens: TokenShape,
    /// An access token outlives the revocation of its grant until its hour is over, as a token does that is checked by its
    /// signature alone. No source tells; off: it is refused at once.
    pub revoked_access_lives_on: bool,
    /// There is `POST /oauth/revoke`. Lever documents none; off: 404.
    pub revocation_endpoint: bool,
    /// What a token of Lever's other environment (sandbox against production) is answered with.
    pub foreign_tokens: ForeignTokens,
    /// A raw API key works as a bearer token. One integrator reports it; off.
    pub key_as_bearer: bool,
    /// A write of an application without `perform_as` acts as the user who consented. No source tells; off: as nobody.
    pub oauth_acts_as_consenter: bool,
    /// Whose bucket an application's requests come out of.
    pub rate_per: RatePer,
    /// 429 carries `Retry-After`. Never seen, not documented; off.
    pub retry_after: bool,
    /// An `offset` that was handed out so many virtual minutes ago (or never) is invalid. The life of a token is not
    /// documented, one integrator met stale ones; `None`: they live for ever.
    pub offset_life_minutes: Option<u32>,
    /// Which webhooks a key or application sees and may change.
    pub webhooks_seen: WebhookSight,
    /// How long answers take; `None`: no longer than the machine needs.
    pub latency: Option<LatencyModel>,
}

/// How a code challenge is treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pkce {
    /// Not looked at, neither is the verifier.
    Ignored,
    /// Where a challenge came, the verifier must fit it. The default: a client that sends a wrong verifier learns of it.
    #[default]
    Accepted,
    /// Without a challenge there is no consent.
    Required,
    /// With one there is none: `invalid_request`.
    Refused,
}

/// What becomes of a refresh token that comes a second time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshReuse {
    /// The whole grant ends, as the kind of server that Lever uses does it. The default: a client that survives this survives
    /// the others.
    #[default]
    EndsGrant,
    /// Only that request is refused.
    IsRefused,
    /// It works like a fresh one.
    Works,
}

/// What becomes of a scope that does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownScopes {
    /// The request is sent back with `invalid_scope`. The default: a misspelt scope shows at once.
    #[default]
    Refused,
    /// It is left out of what is granted.
    Dropped,
}

/// What an access token looks like. Clients must not care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenShape {
    /// Eighty hex digits.
    #[default]
    Opaque,
    /// A JWT with the documented header and claims, some seven hundred characters long.
    Jwt,
}

/// The answer to a token of the other environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignTokens {
    /// 403 "Unable to find a signing key that matches …", as reported.
    #[default]
    NoSigningKey,
    /// 401, like any other token that is not known.
    Unauthorized,
}

/// Whose bucket an application's requests come out of. Lever documents it for API keys only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatePer {
    /// Each consent has its own.
    #[default]
    Grant,
    /// All grants of one application share one.
    Application,
    /// Everybody, keys too, shares the account's only one.
    Account,
}

/// Which webhooks somebody sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookSight {
    /// All that were made over the API. The default: the recorded list holds hooks of several receivers.
    #[default]
    All,
    /// Those it made itself; others count as not there.
    Own,
}
