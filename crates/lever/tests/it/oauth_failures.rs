//! What a sign-in can end with instead of tokens, told apart.

use std::sync::Arc;

use fulcrum_lever::{Code, OAuthApp, Retry};
use fulcrum_vault::{MemoryStore, SecretName, SecretStore as _};
use serde_json::json;

use crate::oauth::{app, comes_back, free_addresses, granted, later, oauth, seed, stored};
use crate::scripted::{Script, parts, refused, status};

#[tokio::test]
async fn what_lever_sends_back_instead_of_a_code_is_told_apart() {
    let store = Arc::new(MemoryStore::default());
    let script = Script::of([refused(401, "x", "y")]);
    for (error, with_proof, without) in [
        ("access_denied", Code::SignInDenied, Code::SignInDenied),
        ("invalid_scope", Code::ScopesRefused, Code::ScopesRefused),
        ("invalid_request", Code::ProofRefused, Code::AppRejected),
        ("unauthorized_client", Code::AppRejected, Code::AppRejected),
        ("temporarily_unavailable", Code::LeverDown, Code::LeverDown),
    ] {
        for (pkce, code) in [(true, with_proof), (false, without)] {
            let app = OAuthApp {
                pkce,
                ..app(free_addresses().await)
            };
            let oauth = oauth(app, &script, &store);
            let failed = comes_back(&oauth, &format!("error={error}")).await;
            assert_eq!(failed.unwrap_err().code, code, "{error}, {pkce}");
        }
    }
    assert_eq!(script.count(), 0);
}

#[tokio::test]
async fn a_code_that_came_too_late_is_not_the_apps_fault() {
    let store = Arc::new(MemoryStore::default());
    let script = Script::of([status(
        403,
        &json!({"error": "invalid_grant", "error_description": "Invalid authorization code"}),
    )]);
    let oauth = oauth(app(free_addresses().await), &script, &store);
    let error = comes_back(&oauth, "code=late").await.unwrap_err();
    assert_eq!((error.code, error.retry), (Code::CodeRefused, Retry::Auth));
    assert!(!format!("{error} {error:?}").contains("late"));
}

#[tokio::test]
async fn what_was_not_granted_is_named_and_nothing_is_kept() {
    let all: Vec<&str> = fulcrum_lever::scopes().collect();
    let but = |left_out: &[&str]| {
        let rest: Vec<&str> = all
            .iter()
            .copied()
            .filter(|one| !left_out.contains(one))
            .collect();
        rest.join(" ")
    };
    for left_out in [
        vec!["postings:write:admin", "stages:read:admin"],
        vec!["offline_access"],
    ] {
        let store = Arc::new(MemoryStore::default());
        let script = Script::of([granted("a", "r", Some(&but(&left_out)))]);
        let oauth = oauth(app(free_addresses().await), &script, &store);
        let error = comes_back(&oauth, "code=c").await.unwrap_err();
        assert_eq!(error.code, Code::ScopesMissing);
        assert_eq!(error.missing, left_out);
        assert!(store.get("p", SecretName::LeverTokens).unwrap().is_none());
    }

    // As Lever's consent page has it for a wrong audience.
    let store = Arc::new(MemoryStore::default());
    let script = Script::of([granted("a", "r", Some("offline_access"))]);
    let oauth = oauth(app(free_addresses().await), &script, &store);
    let error = comes_back(&oauth, "code=c").await.unwrap_err();
    assert_eq!(error.code, Code::NothingGranted);
    assert!(store.get("p", SecretName::LeverTokens).unwrap().is_none());

    // An answer that does not say grants what was asked for.
    let script = Script::of([granted("a", "r", None)]);
    let oauth = crate::oauth::oauth(app(free_addresses().await), &script, &store);
    comes_back(&oauth, "code=c").await.unwrap();
    assert_eq!(stored(&store)["access"], "a");
}

#[tokio::test]
async fn a_token_of_the_other_environment_is_recognised() {
    let sentence = "Unable to find a signing key that matches 'sandbox-1'";
    let script = Script::of([refused(403, "Forbidden", sentence)]);
    let store = Arc::new(MemoryStore::default());
    seed(&store, "at-1", "rt-1", later());
    let oauth = oauth(app(vec![]), &script, &store);
    let error = parts(&script, oauth).lever.stages().await.unwrap_err();
    assert_eq!(
        (error.code, error.retry, script.count()),
        (Code::WrongEnvironment, Retry::Auth, 1)
    );
    assert!(!format!("{error} {error:?}").contains("sandbox-1"));
}
