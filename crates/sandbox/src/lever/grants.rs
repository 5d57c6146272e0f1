//! What was consented to: codes, access tokens of one hour, refresh tokens that rotate.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::lever::access::Access;
use crate::lever::jwt::{self, Claims};
use crate::lever::scopes;
use crate::lever::switches::{Pkce, RefreshReuse, TokenShape};
use crate::world::model::{Id, Ms};

/// Life of an access token, seconds.
pub(crate) const ACCESS_SECONDS: i64 = 3_600;
const DAY: i64 = 86_400_000;
/// A refresh token that was not used for so long is dead.
const IDLE: i64 = 90 * DAY;
/// A consent lasts so long. Since each token of it is younger than the one before, the documented year can only be the
/// whole chain's.
const WHOLE: i64 = 365 * DAY;
const CODE_LIFE: i64 = 600_000;
/// Access tokens that have been dead for so long are forgotten.
const FORGET: i64 = 7 * DAY;

/// A pair of tokens as the token endpoint hands it out.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Bearer token.
    pub access: String,
    /// Absent without `offline_access`.
    pub refresh: Option<String>,
    /// Granted scopes, separated by blanks.
    pub scope: String,
}

/// A refusal of the token endpoint: `{"error", "error_description"}`.
#[derive(Clone, Debug)]
pub struct TokenRefusal {
    /// HTTP status.
    pub status: u16,
    /// OAuth error code.
    pub error: &'static str,
    /// Sentence.
    pub description: &'static str,
}

/// What was asked for at the consent page.
#[derive(Clone, Debug)]
pub struct Consent {
    /// Client id.
    pub client: String,
    /// Redirect URI of the request.
    pub redirect_uri: String,
    /// Scopes.
    pub scopes: BTreeSet<String>,
    /// PKCE challenge and method (`S256` or `plain`), where sent.
    pub challenge: Option<(String, String)>,
    /// The Super Admin who consented.
    pub user: Option<Id>,
}

pub(crate) struct Grant {
    pub(crate) client: String,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) user: Option<Id>,
    pub(crate) revoked: bool,
    since: Ms,
}

pub(crate) struct Refresh {
    grant: usize,
    rotated: Option<Ms>,
    since: Ms,
}

impl Access {
    /// Notes a consent and gives the code that stands for it: good for ten minutes, once.
    pub fn consent(&mut self, consent: Consent, now: Ms) -> String {
        let code = self.chance.hex(24);
        self.codes.insert(code.clone(), (consent, now + CODE_LIFE));
        code
    }

    /// Starts a grant at once, without a browser: for the vendors at start.
    pub fn grant(&mut self, client: &str, scopes: &[&str], now: Ms) -> Pair {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let grant = self.start_grant(client, scopes, None, now);
        self.issue(grant, now)
    }

    /// Whether a live grant of an application covers all these scopes.
    pub(crate) fn covers(&self, client: &str, asked: &BTreeSet<String>) -> bool {
        self.grants
            .iter()
            .filter(|grant| grant.client == client && !grant.revoked)
            .any(|grant| grant.scopes.is_superset(asked))
    }

    fn start_grant(
        &mut self,
        client: &str,
        scopes: BTreeSet<String>,
        user: Option<Id>,
        now: Ms,
    ) -> usize {
        self.grants.push(Grant {
            client: client.to_owned(),
            scopes,
            user,
            revoked: false,
            since: now,
        });
        self.grants.len() - 1
    }

    fn issue(&mut self, number: usize, now: Ms) -> Pair {
        let random = self.chance.hex(40);
        let (scopes, access) = match self.grants.get(number) {
            None => (BTreeSet::new(), random),
            Some(grant) if self.rules.access_tokens == TokenShape::Jwt => {
                let scope = joined(&grant.scopes);
                let claims = Claims {
                    issuer: "https://auth.lever.co/",
                    user: grant.user.as_deref().unwrap_or_default(),
                    client: &grant.client,
                    scope: &scope,
                    nonce: &random,
                    at: now,
                    seconds: ACCESS_SECONDS,
                };
                let token = jwt::sign(&claims, "production", self.signing.as_bytes());
                (grant.scopes.clone(), token)
            }
            Some(grant) => (grant.scopes.clone(), random),
        };
        self.access.retain(|_, (_, until)| now - *until < FORGET);
        self.access
            .insert(access.clone(), (number, now + ACCESS_SECONDS * 1000));
        let refresh = scopes.contains(scopes::OFFLINE).then(|| {
            let refresh = format!("v1.{}", self.chance.hex(32));
            let kept = Refresh {
                grant: number,
                rotated: None,
                since: now,
            };
            self.refresh.insert(refresh.clone(), kept);
            refresh
        });
        Pair {
            access,
            refresh,
            scope: joined(&scopes),
        }
    }

    /// A token of Lever's other environment: well-formed, signed with a key that is not known here.
    pub fn foreign_token(&mut self, now: Ms) -> String {
        let nonce = self.chance.hex(16);
        let claims = Claims {
            issuer: "https://sandbox-lever.auth0.com/",
            user: "elsewhere",
            client: "elsewhere",
            scope: "opportunities:read:admin",
            nonce: &nonce,
            at: now,
            seconds: ACCESS_SECONDS,
        };
        jwt::sign(&claims, "sandbox", nonce.as_bytes())
    }

    fn known_client(&self, id: &str, secret: &str) -> Result<(), TokenRefusal> {
        match self.client(id) {
            Some(client) if client.secret == secret => Ok(()),
            _ => Err(refuse(401, "access_denied", "Unauthorized")),
        }
    }

    /// Exchanges a code.
    ///
    /// # Errors
    /// As Auth0 words them: 401 for a wrong secret, 403 `invalid_grant` for a bad code, redirect URI or verifier.
    pub fn exchange(
        &mut self,
        client: (&str, &str),
        code: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: Ms,
    ) -> Result<Pair, TokenRefusal> {
        self.known_client(client.0, client.1)?;
        let bad = refuse(403, "invalid_grant", "Invalid authorization code");
        let (consent, until) = self.codes.remove(code).ok_or_else(|| bad.clone())?;
        if consent.client != client.0 || consent.redirect_uri != redirect_uri || now > until {
            return Err(bad);
        }
        if self.rules.pkce != Pkce::Ignored
            && let Some((challenge, method)) = &consent.challenge
            && !proves(verifier.unwrap_or_default(), challenge, method)
        {
            return Err(refuse(
                403,
                "invalid_grant",
                "Failed to verify code verifier",
            ));
        }
        let grant = self.start_grant(&consent.client, consent.scopes, consent.user, now);
        Ok(self.issue(grant, now))
    }

    /// Rotates a refresh token. What one does that was rotated out, a switch says.
    ///
    /// # Errors
    /// 401 for a wrong secret, 403 `invalid_grant` for a token that is unknown, another application's, used, revoked, of a
    /// consent older than a year, or unused for ninety days.
    pub fn refresh(
        &mut self,
        client: (&str, &str),
        token: &str,
        now: Ms,
    ) -> Result<Pair, TokenRefusal> {
        self.known_client(client.0, client.1)?;
        let bad = refuse(403, "invalid_grant", "Unknown or invalid refresh token.");
        let kept = self.refresh.get_mut(token).ok_or_else(|| bad.clone())?;
        let number = kept.grant;
        let grant = self.grants.get_mut(number).ok_or_else(|| bad.clone())?;
        if grant.client != client.0 || grant.revoked {
            return Err(bad);
        }
        if now - kept.since > IDLE || now - grant.since > WHOLE {
            grant.revoked = true;
            return Err(bad);
        }
        let again = kept
            .rotated
            .is_some_and(|at| now - at >= self.rules.refresh_leeway_ms);
        match self.rules.refresh_reuse {
            RefreshReuse::EndsGrant if again => {
                grant.revoked = true;
                return Err(bad);
            }
            RefreshReuse::IsRefused if again => return Err(bad),
            RefreshReuse::Works => kept.since = now,
            RefreshReuse::EndsGrant | RefreshReuse::IsRefused => {}
        }
        kept.rotated.get_or_insert(now);
        Ok(self.issue(number, now))
    }

    /// Revokes every grant of an application, as a Super Admin does in the settings. Returns how many.
    pub fn revoke(&mut self, client: &str) -> usize {
        let live = self
            .grants
            .iter_mut()
            .filter(|grant| grant.client == client && !grant.revoked);
        live.map(|grant| grant.revoked = true).count()
    }

    /// Revokes the grant of a refresh token, on the application's own wish. A token that is not known counts as revoked.
    ///
    /// # Errors
    /// 401 for a wrong secret.
    pub(crate) fn revoke_token(
        &mut self,
        client: (&str, &str),
        token: &str,
    ) -> Result<(), TokenRefusal> {
        self.known_client(client.0, client.1)?;
        if let Some(grant) = self
            .refresh
            .get(token)
            .and_then(|kept| self.grants.get_mut(kept.grant))
            && grant.client == client.0
        {
            grant.revoked = true;
        }
        Ok(())
    }
}

fn joined(scopes: &BTreeSet<String>) -> String {
    scopes
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

fn proves(verifier: &str, challenge: &str, method: &str) -> bool {
    match method {
        "S256" => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == challenge,
        _ => verifier == challenge,
    }
}

fn refuse(status: u16, error: &'static str, description: &'static str) -> TokenRefusal {
    TokenRefusal {
        status,
        error,
        description,
    }
}
