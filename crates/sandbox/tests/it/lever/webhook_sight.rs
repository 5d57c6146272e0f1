//! Whether a key or an application sees, and may change, the webhooks of others.

use fulcrum_sandbox::lever::switches::WebhookSight;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Value, json};

use super::bench::{Bench, still};
use super::oauth_app::App;

/// Two keys, and two grants of one application.
const CALLERS: usize = 4;

struct Callers {
    bench: Bench,
    authorizations: Vec<Authorization>,
}

enum Authorization {
    Key(String),
    Token(String),
}

impl Callers {
    async fn start(sight: WebhookSight) -> Self {
        let mut settings = still();
        settings.opportunities = 5;
        settings.switches.protocol.webhooks_seen = sight;
        let bench = Bench::with(settings).await;
        let mut authorizations = Vec::new();
        for _ in 0..2 {
            // Of one name: a key is known by itself, not by what somebody called it.
            let key = bench.console("/keys", json!({})).await;
            let key = key["api_key"].as_str().unwrap().to_owned();
            authorizations.push(Authorization::Key(key));
        }
        for _ in 0..2 {
            let pair = App::new(&bench).granted("webhooks:write:admin").await;
            let token = pair["access_token"].as_str().unwrap().to_owned();
            authorizations.push(Authorization::Token(token));
        }
        Self {
            bench,
            authorizations,
        }
    }

    async fn call(&self, who: usize, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}{path}", self.bench.running.api_base);
        let request = self.bench.http.request(method, url);
        let request = match &self.authorizations[who] {
            Authorization::Key(key) => request.basic_auth(key, Some("")),
            Authorization::Token(token) => request.bearer_auth(token),
        };
        let answer = request.json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn list(&self, who: usize) -> Vec<String> {
        let (status, list) = self.call(who, Method::GET, "/webhooks", Value::Null).await;
        assert_eq!(status, 200);
        let rows = list["data"].as_array().unwrap().iter();
        rows.map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Whose a webhook is: a key's own, or the application's, whichever grant made it.
fn owner(who: usize) -> usize {
    who.min(2)
}

#[derive(Clone, Debug)]
enum Step {
    Make(usize),
    Change(usize, usize),
    Remove(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        2 => (0..CALLERS).prop_map(Step::Make),
        1 => (0..CALLERS, any::<usize>()).prop_map(|(who, which)| Step::Change(who, which)),
        1 => (0..CALLERS, any::<usize>()).prop_map(|(who, which)| Step::Remove(who, which)),
    ];
    prop::collection::vec(one, 1..20)
}

fn holds(sight: WebhookSight) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let callers = runtime.block_on(Callers::start(sight));
    let sees = |who: usize, of: usize| sight == WebhookSight::All || owner(who) == owner(of);
    let before = runtime.block_on(callers.list(0));
    assert_eq!(
        before.is_empty(),
        sight == WebhookSight::Own,
        "the vendors' webhooks"
    );
    let vendors: Vec<String> = callers.bench.running.lever.look(|world| {
        let all = world.webhooks.iter();
        all.map(|one| one.id.clone()).collect()
    });
    let check = |steps: Vec<Step>| {
        // Each case begins with what the vendors made.
        callers.bench.running.lever.act(|world, _| {
            world.webhooks.retain(|one| vendors.contains(&one.id));
        });
        runtime.block_on(async {
            let mut there = Vec::<(String, usize)>::new();
            for step in steps {
                match step {
                    Step::Make(who) => {
                        let hook =
                            json!({ "event": "candidateHired", "url": "https://example.com/x" });
                        let (status, made) =
                            callers.call(who, Method::POST, "/webhooks", hook).await;
                        prop_assert_eq!(status, 201);
                        there.push((made["data"]["id"].as_str().unwrap().to_owned(), who));
                    }
                    Step::Change(who, which) if !there.is_empty() => {
                        let (id, of) = &there[which % there.len()];
                        let row = json!({ "id": id, "url": "https://example.com/y" });
                        let body = json!({ "data": [row] });
                        let (status, _) = callers.call(who, Method::PUT, "/webhooks", body).await;
                        prop_assert_eq!(status, if sees(who, *of) { 200 } else { 404 });
                    }
                    Step::Remove(who, which) if !there.is_empty() => {
                        let place = which % there.len();
                        let (id, of) = there[place].clone();
                        let path = format!("/webhooks/{id}");
                        let (status, _) =
                            callers.call(who, Method::DELETE, &path, Value::Null).await;
                        prop_assert_eq!(status, if sees(who, of) { 204 } else { 404 });
                        if sees(who, of) {
                            there.remove(place);
                        }
                    }
                    _ => {}
                }
            }
            for who in 0..CALLERS {
                let mine = there.iter().filter(|(_, of)| sees(who, *of));
                let ids = mine.map(|(id, _)| id.clone());
                let expected: Vec<String> = before.iter().cloned().chain(ids).collect();
                prop_assert_eq!(callers.list(who).await, expected);
            }
            Ok(())
        })
    };
    let mut runner = TestRunner::new(ProptestConfig::with_cases(25));
    runner.run(&steps(), check).unwrap();
}

#[test]
fn everybody_sees_all() {
    holds(WebhookSight::All);
}

#[test]
fn everybody_sees_their_own() {
    holds(WebhookSight::Own);
}
