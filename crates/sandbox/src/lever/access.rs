//! Who may call: API keys with a permission per endpoint, and OAuth grants with scopes.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::lever::bucket::{BURST, TokenBucket};
use crate::lever::call::Refusal;
use crate::lever::clients::Client;
use crate::lever::grants::{Consent, Grant, Refresh};
use crate::lever::scopes;
use crate::lever::switches::{ForeignTokens, ProtocolSwitches, RatePer};
use crate::lever::{jwt, keys::Key};
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms};

/// The caller of a request, known.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// For the request log: name of the key or of the application.
    pub(crate) name: String,
    /// May see confidential data.
    pub(crate) confidential: bool,
    /// Whose webhooks are its own: the key, or the application.
    pub(crate) owner: String,
    /// Who consented to the application; `None` for a key.
    pub(crate) user: Option<Id>,
    permissions: BTreeSet<String>,
    bucket: String,
}

impl Caller {
    /// Whether an endpoint of this permission may be called.
    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions.contains(permission)
    }
}

/// All keys, clients, codes and grants.
pub struct Access {
    pub(crate) chance: Chance,
    pub(crate) rules: ProtocolSwitches,
    pub(crate) keys: BTreeMap<String, Key>,
    pub(crate) clients: Vec<Client>,
    pub(crate) codes: BTreeMap<String, (Consent, Ms)>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) access: BTreeMap<String, (usize, Ms)>,
    pub(crate) refresh: BTreeMap<String, Refresh>,
    /// Secret with which tokens in the shape of a JWT are signed.
    pub(crate) signing: String,
    buckets: BTreeMap<String, TokenBucket>,
}

impl Access {
    /// Nothing yet.
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed, "access"),
            rules: ProtocolSwitches::default(),
            keys: BTreeMap::new(),
            clients: Vec::new(),
            codes: BTreeMap::new(),
            grants: Vec::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
            signing: Chance::new(seed, "signing key").hex(32),
            buckets: BTreeMap::new(),
        }
    }

    /// From now on these switches hold.
    pub(crate) fn follow(&mut self, rules: ProtocolSwitches) {
        self.rules = rules;
    }

    /// Reads the `Authorization` header.
    ///
    /// # Errors
    /// 401; 403 for a token of Lever's other environment.
    pub(crate) fn authenticate(&self, header: Option<&str>, now: Ms) -> Result<Caller, Refusal> {
        let header = header.ok_or_else(|| Refusal::unauthorized("Authentication required"))?;
        let (scheme, rest) = header.trim().split_once(' ').unwrap_or((header, ""));
        if scheme.eq_ignore_ascii_case("basic") {
            let decoded = STANDARD
                .decode(rest.trim())
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            let key = decoded
                .as_deref()
                .and_then(|pair| pair.strip_suffix(':'))
                .unwrap_or_default();
            return self
                .key(key)
                .ok_or_else(|| Refusal::unauthorized("Invalid API key"));
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::unauthorized("Invalid access token"));
        }
        let token = rest.trim();
        if self.rules.key_as_bearer
            && let Some(caller) = self.key(token)
        {
            return Ok(caller);
        }
        self.bearer(token, now)
    }

    fn key(&self, key: &str) -> Option<Caller> {
        let found = self.keys.get(key)?;
        Some(Caller {
            name: found.name.clone(),
            confidential: found.confidential,
            owner: format!("key:{key}"),
            user: None,
            permissions: found.permissions.clone(),
            bucket: match self.rules.rate_per {
                RatePer::Account => String::new(),
                RatePer::Application | RatePer::Grant => format!("key:{key}"),
            },
        })
    }

    /// The bucket of the `number`-th grant.
    pub(crate) fn grant_bucket(&self, number: usize, grant: &Grant) -> String {
        match self.rules.rate_per {
            RatePer::Grant => format!("grant:{number}"),
            RatePer::Application => format!("application:{}", grant.client),
            RatePer::Account => String::new(),
        }
    }

    /// What is left in a bucket, or in the one that all share; one that was never asked is full.
    pub(crate) fn left_in(&self, bucket: &str, steady_ms: i64) -> f64 {
        let bucket = match self.rules.rate_per {
            RatePer::Account => "",
            RatePer::Application | RatePer::Grant => bucket,
        };
        self.buckets
            .get(bucket)
            .map_or(BURST, |bucket| bucket.left(steady_ms))
    }

    fn bearer(&self, token: &str, now: Ms) -> Result<Caller, Refusal> {
        let invalid = || Refusal::unauthorized("Invalid access token");
        let Some((number, until)) = self.access.get(token) else {
            return Err(match jwt::key_id(token) {
                Some(key) if self.rules.foreign_tokens == ForeignTokens::NoSigningKey => {
                    Refusal::forbidden(&format!(
                        "Unable to find a signing key that matches '{key}'"
                    ))
                }
                _ => invalid(),
            });
        };
        let grant = self
            .grants
            .get(*number)
            .filter(|grant| !grant.revoked || self.rules.revoked_access_lives_on)
            .ok_or_else(invalid)?;
        if now >= *until {
            return Err(invalid());
        }
        Ok(Caller {
            name: self
                .client(&grant.client)
                .map_or_else(String::new, |client| client.name.to_string()),
            confidential: grant.scopes.contains(scopes::CONFIDENTIAL),
            owner: format!("application:{}", grant.client),
            user: grant.user.clone(),
            permissions: scopes::permissions(&grant.scopes),
            bucket: self.grant_bucket(*number, grant),
        })
    }

    /// Takes one request out of the caller's bucket. `steady_ms` is real time: the limit protects real servers.
    ///
    /// # Errors
    /// Milliseconds until the next request may come.
    pub(crate) fn spend(&mut self, caller: &Caller, steady_ms: i64) -> Result<(), u64> {
        let bucket = self
            .buckets
            .entry(caller.bucket.clone())
            // Steady time starts at 0, and a bucket that was never asked is full.
            .or_insert_with(|| TokenBucket::new(0));
        if bucket.take(steady_ms) {
            Ok(())
        } else {
            Err(bucket.wait_ms())
        }
    }

    /// For the console: which applications have a live grant.
    pub fn state(&self) -> Value {
        self.clients
            .iter()
            .map(|client| {
                let live = self
                    .grants
                    .iter()
                    .filter(|grant| grant.client == client.id && !grant.revoked)
                    .count();
                json!({ "application": client.name, "client_id": client.id, "live_grants": live })
            })
            .collect()
    }
}
