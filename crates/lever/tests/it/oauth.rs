//! Signing in, refreshing, losing the sign-in.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fulcrum_lever::{
    Authorize as _, Code, LeverError, OAuth, OAuthApp, Retry, SignIn, Transport, TransportError,
};
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore, VaultCode, VaultError};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::scripted::{Answer, Script, TokioClock, ok, parts, refused, status};

pub(crate) fn app(redirect_uris: Vec<Url>) -> OAuthApp {
    OAuthApp {
        client_id: "client-1".to_owned(),
        client_secret: Secret::from_text("client-secret"),
        authorize_url: "https://auth.lever.example/authorize".parse().unwrap(),
        token_url: "https://auth.lever.example/oauth/token".parse().unwrap(),
        audience: "https://api.lever.example/v1/".to_owned(),
        redirect_uris,
        pkce: true,
    }
}

fn tokens(access: &str, refresh: &str) -> Answer {
    let all: Vec<&str> = fulcrum_lever::scopes().collect();
    granted(access, refresh, Some(&all.join(" ")))
}

/// An answer that says, or does not say, what was granted.
pub(crate) fn granted(access: &str, refresh: &str, scope: Option<&str>) -> Answer {
    let mut body = json!({"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600});
    if let Some(scope) = scope {
        body["scope"] = json!(scope);
    }
    ok(body)
}

/// Begins a sign-in, comes back with these parameters beside the state, and gives the result.
pub(crate) async fn comes_back(oauth: &Arc<OAuth>, with: &str) -> Result<(), LeverError> {
    let sign_in = oauth.sign_in().await.unwrap();
    let (state, redirect) = (query(sign_in.url(), "state"), taken(&sign_in));
    let finished = tokio::spawn(sign_in.finish(Duration::from_secs(60)));
    visit(&redirect, &format!("/callback?{with}&state={state}")).await;
    finished.await.unwrap()
}

pub(crate) fn oauth(app: OAuthApp, script: &Arc<Script>, store: &Arc<MemoryStore>) -> Arc<OAuth> {
    let transport: Arc<dyn Transport> = script.clone();
    let store: Arc<dyn SecretStore> = store.clone();
    OAuth::new(app, "p", store, transport, Arc::new(TokioClock::default()))
}

pub(crate) fn seed(store: &MemoryStore, access: &str, refresh: &str, expires_at_ms: i64) {
    let json = json!({"access": access, "refresh": refresh, "expires_at_ms": expires_at_ms});
    store
        .set(
            "p",
            SecretName::LeverTokens,
            &Secret::from_text(json.to_string()),
        )
        .unwrap();
}

pub(crate) fn stored(store: &MemoryStore) -> Value {
    let secret = store.get("p", SecretName::LeverTokens).unwrap().unwrap();
    serde_json::from_slice(secret.expose()).unwrap()
}

pub(crate) fn later() -> i64 {
    crate::scripted::START_MS + 3_600_000
}

/// Addresses on this machine whose ports were free a moment ago; several, since another test may take one meanwhile.
pub(crate) async fn free_addresses() -> Vec<Url> {
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        addresses.push(format!("http://127.0.0.1:{port}/callback").parse().unwrap());
    }
    addresses
}

/// The address that a sign-in took.
fn taken(sign_in: &SignIn) -> Url {
    query(sign_in.url(), "redirect_uri").parse().unwrap()
}

async fn visit(url: &Url, path_and_query: &str) -> String {
    let address = format!("127.0.0.1:{}", url.port().unwrap());
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let request = format!("GET {path_and_query} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn query(url: &Url, name: &str) -> String {
    let pair = url.query_pairs().find(|(key, _)| key == name);
    pair.map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[tokio::test]
async fn a_sign_in_from_start_to_end() {
    let script = Script::of([tokens("at-1", "rt-1")]);
    let store = Arc::new(MemoryStore::default());
    let oauth = oauth(app(free_addresses().await), &script, &store);
    assert!(!oauth.is_signed_in().await.unwrap());
    assert_eq!(oauth.header().await.unwrap_err().code, Code::NotConnected);
    let sign_in = oauth.sign_in().await.unwrap();
    let url = sign_in.url().clone();
    let redirect = taken(&sign_in);
    assert_eq!(query(&url, "audience"), "https://api.lever.example/v1/");
    assert_eq!(query(&url, "response_type"), "code");
    assert_eq!(query(&url, "code_challenge_method"), "S256");
    assert!(query(&url, "scope").starts_with("offline_access opportunities:write:admin "));
    let state = query(&url, "state");
    assert!(state.len() >= 16);
    let finished = tokio::spawn(sign_in.finish(Duration::from_secs(60)));
    // A spare connection, a stranger's answer and the browser's icon come first.
    let spare = TcpStream::connect(format!("127.0.0.1:{}", redirect.port().unwrap()))
        .await
        .unwrap();
    let foreign = visit(&redirect, "/callback?code=evil&state=other").await;
    assert!(foreign.starts_with("HTTP/1.1 400"), "{foreign}");
    let icon = visit(&redirect, "/favicon.ico").await;
    assert!(icon.starts_with("HTTP/1.1 404"), "{icon}");
    let done = visit(&redirect, &format!("/callback?code=code-1&state={state}")).await;
    assert!(
        done.starts_with("HTTP/1.1 200") && done.contains("Signed in"),
        "{done}"
    );
    finished.await.unwrap().unwrap();
    drop(spare);
    assert_eq!(stored(&store)["refresh"], "rt-1");
    assert_eq!(
        oauth.header().await.unwrap().expose_text(),
        Some("Bearer at-1")
    );
    let asked = script.asked();
    let form = &asked[0];
    assert_eq!(asked.len(), 1);
    for part in [
        "POST /oauth/token ",
        "grant_type=authorization_code",
        "code=code-1",
        "client_id=client-1",
        "client_secret=client-secret",
        "code_verifier=",
    ] {
        assert!(form.contains(part), "{part} in {form}");
    }
    // The port is closed again.
    assert!(
        TcpListener::bind(("127.0.0.1", redirect.port().unwrap()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_refusal_and_a_wrong_app_are_told_apart() {
    let store = Arc::new(MemoryStore::default());
    let script = Script::of([refused(401, "x", "y")]);
    let oauth = oauth(app(free_addresses().await), &script, &store);
    let sign_in = oauth.sign_in().await.unwrap();
    let state = query(sign_in.url(), "state");
    let redirect = taken(&sign_in);
    let finished = tokio::spawn(sign_in.finish(Duration::from_secs(60)));
    visit(
        &redirect,
        &format!("/callback?error=access_denied&state={state}"),
    )
    .await;
    assert_eq!(
        finished.await.unwrap().unwrap_err().code,
        Code::SignInDenied
    );

    let script = Script::of([status(
        401,
        &json!({"error": "access_denied", "error_description": "Unauthorized"}),
    )]);
    let oauth = crate::oauth::oauth(app(free_addresses().await), &script, &store);
    let sign_in = oauth.sign_in().await.unwrap();
    let state = query(sign_in.url(), "state");
    let redirect = taken(&sign_in);
    let finished = tokio::spawn(sign_in.finish(Duration::from_secs(60)));
    visit(&redirect, &format!("/callback?code=c&state={state}")).await;
    assert_eq!(finished.await.unwrap().unwrap_err().code, Code::AppRejected);
    assert!(store.get("p", SecretName::LeverTokens).unwrap().is_none());
}

#[tokio::test]
async fn a_taken_port_leads_to_the_next_and_all_taken_to_a_code() {
    let holder = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let taken_url: Url = format!(
        "http://127.0.0.1:{}/callback",
        holder.local_addr().unwrap().port()
    )
    .parse()
    .unwrap();
    let free = free_addresses().await;
    let script = Script::of([tokens("a", "r")]);
    let store = Arc::new(MemoryStore::default());
    let second = oauth(
        app([vec![taken_url.clone()], free.clone()].concat()),
        &script,
        &store,
    );
    let sign_in = second.sign_in().await.unwrap();
    assert!(free.contains(&taken(&sign_in)));
    drop(sign_in);
    let elsewhere: Url = "https://example.com/callback".parse().unwrap();
    let none = oauth(app(vec![taken_url, elsewhere]), &script, &store);
    let error = none.sign_in().await.err().unwrap();
    assert_eq!(
        (error.code, error.retry),
        (Code::PortsTaken, Retry::Permanent)
    );
    assert!(error.code.sentence().contains("taken"));
}

#[tokio::test(start_paused = true)]
async fn nobody_comes_back() {
    let script = Script::of([tokens("a", "r")]);
    let store = Arc::new(MemoryStore::default());
    let oauth = oauth(app(free_addresses().await), &script, &store);
    let sign_in = oauth.sign_in().await.unwrap();
    let error = sign_in.finish(Duration::from_secs(300)).await.unwrap_err();
    assert_eq!(error.code, Code::SignInTimedOut);
}

#[tokio::test]
async fn many_callers_refresh_once_and_the_new_pair_is_stored_before_it_is_used() {
    let script = Script::of([tokens("at-2", "rt-2")]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", 0);
    let oauth = oauth(app(vec![]), &script, &store);
    let headers = futures::future::join_all((0..20).map(|_| oauth.header())).await;
    for header in headers {
        assert_eq!(header.unwrap().expose_text(), Some("Bearer at-2"));
    }
    assert_eq!(script.count(), 1);
    assert!(script.asked()[0].contains("refresh_token=rt-1"));
    assert_eq!(stored(&store)["refresh"], "rt-2");
}

/// A keyring that locks: reads go on from what is known, the first two writes are refused.
struct Locking {
    store: Arc<MemoryStore>,
    writes: AtomicUsize,
}

impl SecretStore for Locking {
    fn get(&self, profile: &str, name: SecretName) -> Result<Option<Secret>, VaultError> {
        self.store.get(profile, name)
    }

    fn set(&self, profile: &str, name: SecretName, secret: &Secret) -> Result<(), VaultError> {
        if self.writes.fetch_add(1, Ordering::SeqCst) < 2 {
            return Err(VaultCode::Locked.into());
        }
        self.store.set(profile, name, secret)
    }

    fn delete(&self, profile: &str, name: SecretName) -> Result<(), VaultError> {
        self.store.delete(profile, name)
    }
}

#[tokio::test]
async fn a_pair_that_cannot_be_stored_is_not_used_and_not_lost() {
    let script = Script::of([tokens("at-2", "rt-2")]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", 0);
    let locking = Arc::new(Locking {
        store: store.clone(),
        writes: AtomicUsize::new(0),
    });
    let oauth = OAuth::new(
        app(vec![]),
        "p",
        locking,
        script.clone(),
        Arc::new(TokioClock::default()),
    );
    // The second time above all: no second refresh with the dead token.
    for _ in 0..2 {
        let error = oauth.header().await.unwrap_err();
        assert_eq!(error.code, Code::Keyring(VaultCode::Locked));
        assert_eq!(stored(&store)["refresh"], "rt-1");
        assert_eq!(script.count(), 1);
    }
    let header = oauth.header().await.unwrap();
    assert_eq!(header.expose_text(), Some("Bearer at-2"));
    assert_eq!(script.count(), 1);
    assert_eq!(stored(&store)["refresh"], "rt-2");
}

#[tokio::test]
async fn a_dead_refresh_token_asks_for_a_new_sign_in() {
    let script = Script::of([status(
        403,
        &json!({"error": "invalid_grant", "error_description": "Unknown or invalid refresh token."}),
    )]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", 0);
    let error = oauth(app(vec![]), &script, &store)
        .header()
        .await
        .unwrap_err();
    assert_eq!(
        (error.code, error.retry),
        (Code::SignInExpired, Retry::Auth)
    );
    assert!(!format!("{error} {error:?}").contains("rt-1"));
}

#[tokio::test]
async fn trouble_at_the_token_endpoint_costs_nothing() {
    let script = Script::of([
        Err(TransportError::Unreachable),
        status(503, &json!({})),
        crate::scripted::html(200),
        tokens("at-2", "rt-2"),
    ]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", 0);
    let oauth = oauth(app(vec![]), &script, &store);
    for code in [Code::Unreachable, Code::LeverDown, Code::NotJson] {
        assert_eq!(oauth.header().await.unwrap_err().code, code);
    }
    assert_eq!(
        oauth.header().await.unwrap().expose_text(),
        Some("Bearer at-2")
    );
}

#[tokio::test]
async fn a_401_is_answered_by_one_refresh_and_the_request_goes_with_the_new_token() {
    let script = Script::of([
        refused(401, "Unauthorized", "expired"),
        tokens("at-2", "rt-2"),
        ok(json!({"data": []})),
    ]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", later());
    let oauth = oauth(app(vec![]), &script, &store);
    let lever = parts(&script, oauth).lever;
    lever.stages().await.unwrap();
    assert_eq!(
        script.headers(),
        [
            Some("Bearer at-1".to_owned()),
            None,
            Some("Bearer at-2".to_owned())
        ]
    );
}

#[tokio::test]
async fn a_second_401_is_final() {
    let script = Script::of([
        refused(401, "Unauthorized", "no"),
        tokens("at-2", "rt-2"),
        refused(401, "Unauthorized", "no"),
    ]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", later());
    let oauth = oauth(app(vec![]), &script, &store);
    let error = parts(&script, oauth).lever.stages().await.unwrap_err();
    assert_eq!((error.code, script.count()), (Code::KeyRejected, 3));
}

#[tokio::test]
async fn a_damaged_entry_is_told() {
    let script = Script::of([tokens("a", "r")]);
    let store = Arc::new(MemoryStore::default());
    store
        .set("p", SecretName::LeverTokens, &Secret::from_text("{"))
        .unwrap();
    let error = oauth(app(vec![]), &script, &store)
        .header()
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::Keyring(VaultCode::Broken));
}
