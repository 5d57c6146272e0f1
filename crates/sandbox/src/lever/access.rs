//! Who may call: API keys with per-endpoint permissions, and OAuth grants with scopes.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::lever::bucket::TokenBucket;
use crate::lever::call::Refusal;
use crate::lever::routes;
use crate::world::chance::Chance;
use crate::world::model::Ms;

/// Life of an access token, seconds.
pub(crate) const ACCESS_SECONDS: i64 = 3_600;
const DAY: i64 = 86_400_000;
const CODE_LIFE: i64 = 600_000;

/// A registered application.
#[derive(Clone, Debug)]
pub struct Client {
    /// Public id.
    pub id: String,
    /// Shown on the consent page.
    pub name: &'static str,
    /// Secret.
    pub secret: String,
    /// A request must name one of them exactly.
    pub redirect_uris: Vec<String>,
}

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
}

struct Key {
    name: String,
    permissions: BTreeSet<String>,
    confidential: bool,
    bucket: TokenBucket,
}

struct Grant {
    client: String,
    scopes: BTreeSet<String>,
    revoked: bool,
    since: Ms,
    bucket: TokenBucket,
}

struct Refresh {
    grant: usize,
    used: bool,
    since: Ms,
}

/// The caller of a request, known.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// For the request log: name of the key or id of the client.
    pub(crate) name: String,
    /// May see confidential data.
    pub(crate) confidential: bool,
    permissions: BTreeSet<String>,
    account: Account,
}

#[derive(Clone, Debug)]
enum Account {
    Key(String),
    Grant(usize),
}

impl Caller {
    /// Whether an endpoint of this permission may be called.
    pub(crate) fn may(&self, permission: &str) -> bool {
        self.permissions.contains(permission)
    }
}

/// All keys, clients, codes and grants.
pub struct Access {
    chance: Chance,
    keys: BTreeMap<String, Key>,
    clients: Vec<Client>,
    codes: BTreeMap<String, (Consent, Ms)>,
    grants: Vec<Grant>,
    access: BTreeMap<String, (usize, Ms)>,
    refresh: BTreeMap<String, Refresh>,
}

impl Access {
    /// Nothing yet.
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed, "access"),
            keys: BTreeMap::new(),
            clients: Vec::new(),
            codes: BTreeMap::new(),
            grants: Vec::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
        }
    }

    /// Makes a key with every permission but `without`.
    pub fn make_key(
        &mut self,
        name: &str,
        without: &BTreeSet<String>,
        confidential: bool,
    ) -> String {
        let key = self.chance.hex(24);
        let permissions = routes::permissions()
            .into_iter()
            .filter(|one| !without.contains(one))
            .collect();
        self.keys.insert(
            key.clone(),
            Key {
                name: name.to_owned(),
                permissions,
                confidential,
                // The bucket runs on steady time, which starts at 0; wall time here would never let it refill.
                bucket: TokenBucket::new(0),
            },
        );
        key
    }

    /// Forgets a key.
    pub fn drop_key(&mut self, key: &str) -> bool {
        self.keys.remove(key).is_some()
    }

    /// Registers an application; id and secret are made here.
    pub fn register(&mut self, name: &'static str, redirect_uris: Vec<String>) -> Client {
        let client = Client {
            id: self.chance.hex(16),
            name,
            secret: self.chance.hex(32),
            redirect_uris,
        };
        self.clients.push(client.clone());
        client
    }

    /// A registered application.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// The id of an application, by id or by name (case does not matter).
    pub fn find_client(&self, id_or_name: &str) -> Option<String> {
        self.clients
            .iter()
            .find(|client| client.id == id_or_name || client.name.eq_ignore_ascii_case(id_or_name))
            .map(|client| client.id.clone())
    }

    /// Notes a consent and gives the code that stands for it.
    pub fn consent(&mut self, consent: Consent, now: Ms) -> String {
        let code = self.chance.hex(24);
        self.codes.insert(code.clone(), (consent, now + CODE_LIFE));
        code
    }

    /// Starts a grant at once, without a browser: for the vendors at start.
    pub fn grant(&mut self, client: &str, scopes: &[&str], now: Ms) -> Pair {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let grant = self.start_grant(client, scopes, now);
        self.issue(grant, now)
    }

    fn start_grant(&mut self, client: &str, scopes: BTreeSet<String>, now: Ms) -> usize {
        self.grants.push(Grant {
            client: client.to_owned(),
            scopes,
            revoked: false,
            since: now,
            bucket: TokenBucket::new(0),
        });
        self.grants.len() - 1
    }

    fn issue(&mut self, grant: usize, now: Ms) -> Pair {
        let access = self.chance.hex(40);
        self.access
            .insert(access.clone(), (grant, now + ACCESS_SECONDS * 1000));
        let scopes = self
            .grants
            .get(grant)
            .map(|grant| grant.scopes.clone())
            .unwrap_or_default();
        let refresh = scopes.contains("offline_access").then(|| {
            let refresh = format!("v1.{}", self.chance.hex(32));
            let kept = Refresh {
                grant,
                used: false,
                since: now,
            };
            self.refresh.insert(refresh.clone(), kept);
            refresh
        });
        Pair {
            access,
            refresh,
            scope: scopes.into_iter().collect::<Vec<_>>().join(" "),
        }
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
        if let Some((challenge, method)) = &consent.challenge {
            let verifier = verifier.unwrap_or_default();
            let proof = match method.as_str() {
                "S256" => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
                _ => verifier.to_owned(),
            };
            if proof != *challenge {
                return Err(refuse(
                    403,
                    "invalid_grant",
                    "Failed to verify code verifier",
                ));
            }
        }
        let grant = self.start_grant(&consent.client, consent.scopes, now);
        Ok(self.issue(grant, now))
    }

    /// Rotates a refresh token. A token that was rotated out ends its whole grant when it comes again.
    ///
    /// # Errors
    /// 401 for a wrong secret, 403 `invalid_grant` for a token that is unknown, used, revoked, older than a year or unused
    /// for ninety days.
    pub fn refresh(
        &mut self,
        client: (&str, &str),
        token: &str,
        now: Ms,
    ) -> Result<Pair, TokenRefusal> {
        self.known_client(client.0, client.1)?;
        let bad = refuse(403, "invalid_grant", "Unknown or invalid refresh token.");
        let kept = self.refresh.get_mut(token).ok_or_else(|| bad.clone())?;
        let (number, reused) = (kept.grant, kept.used);
        let idle = now - kept.since > 90 * DAY;
        kept.used = true;
        let grant = self.grants.get_mut(number).ok_or_else(|| bad.clone())?;
        if grant.client != client.0 {
            return Err(bad);
        }
        if reused || idle || now - grant.since > 365 * DAY {
            grant.revoked = true;
        }
        if grant.revoked {
            return Err(bad);
        }
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

    /// Reads the `Authorization` header.
    ///
    /// # Errors
    /// 401.
    pub(crate) fn authenticate(&self, header: Option<&str>, now: Ms) -> Result<Caller, Refusal> {
        let header = header.ok_or_else(|| Refusal::unauthorized("Authentication required"))?;
        if let Some(encoded) = header.strip_prefix("Basic ") {
            let decoded = STANDARD
                .decode(encoded.trim())
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            let key = decoded
                .as_deref()
                .and_then(|pair| pair.strip_suffix(':'))
                .unwrap_or_default();
            let found = self
                .keys
                .get(key)
                .ok_or_else(|| Refusal::unauthorized("Invalid API key"))?;
            return Ok(Caller {
                name: found.name.clone(),
                confidential: found.confidential,
                permissions: found.permissions.clone(),
                account: Account::Key(key.to_owned()),
            });
        }
        let token = header.strip_prefix("Bearer ").unwrap_or_default().trim();
        let invalid = || Refusal::unauthorized("Invalid access token");
        let (number, until) = self.access.get(token).ok_or_else(invalid)?;
        let grant = self
            .grants
            .get(*number)
            .filter(|grant| !grant.revoked)
            .ok_or_else(invalid)?;
        if now >= *until {
            return Err(invalid());
        }
        Ok(Caller {
            name: self
                .client(&grant.client)
                .map_or_else(String::new, |client| client.name.to_owned()),
            confidential: grant.scopes.contains("confidential:access:admin"),
            permissions: granted(&grant.scopes),
            account: Account::Grant(*number),
        })
    }

    /// Takes one request out of the caller's bucket. `steady_ms` is real time: the limit protects real servers.
    pub(crate) fn spend(&mut self, caller: &Caller, steady_ms: i64) -> bool {
        let bucket = match &caller.account {
            Account::Key(key) => self.keys.get_mut(key).map(|key| &mut key.bucket),
            Account::Grant(number) => self.grants.get_mut(*number).map(|grant| &mut grant.bucket),
        };
        bucket.is_none_or(|bucket| bucket.take(steady_ms))
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

/// The permissions that scopes stand for. A scope to write implies reading; a key's boxes are ticked one by one.
fn granted(scopes: &BTreeSet<String>) -> BTreeSet<String> {
    let names = scopes
        .iter()
        .filter_map(|scope| scope.strip_suffix(":admin"));
    names
        .flat_map(|name| {
            let read = name
                .strip_suffix(":write")
                .map(|subject| format!("{subject}:read"));
            std::iter::once(name.to_owned()).chain(read)
        })
        .collect()
}

fn refuse(status: u16, error: &'static str, description: &'static str) -> TokenRefusal {
    TokenRefusal {
        status,
        error,
        description,
    }
}
