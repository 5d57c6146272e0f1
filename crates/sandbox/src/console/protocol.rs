//! Buttons of Lever's protocol: applications, tokens, latency.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::console::Console;
use crate::console::actions::{Body, Done, body, ok};
use crate::lever::{LatencyModel, Plan, Rule};

/// What is left of the [`Plan`].
pub(crate) async fn faults(State(console): State<Console>) -> Json<Plan> {
    Json(console.lever.faults())
}

/// [`Rule`]: one more goes wrong.
pub(crate) async fn add_fault(State(console): State<Console>, asked: Body<Rule>) -> Done {
    match body(asked) {
        Ok(rule) => match console.lever.add_fault(rule) {
            Ok(()) => ok(),
            Err(sentence) => Done::No(StatusCode::BAD_REQUEST, sentence),
        },
        Err(refusal) => refusal,
    }
}

/// Nothing goes wrong any more.
pub(crate) async fn clear_faults(State(console): State<Console>) -> Done {
    console.lever.plan_faults(Plan::default());
    ok()
}

/// The [`LatencyModel`] in force.
pub(crate) async fn latency(State(console): State<Console>) -> Json<LatencyModel> {
    Json(console.lever.latency())
}

/// [`LatencyModel`]; `{}`: nothing waits.
pub(crate) async fn set_latency(State(console): State<Console>, asked: Body<LatencyModel>) -> Done {
    match body(asked) {
        Ok(model) => {
            console.lever.set_latency(model);
            ok()
        }
        Err(refusal) => refusal,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registration {
    name: String,
    redirect_uris: Vec<String>,
    scopes: BTreeSet<String>,
}

/// `{"name", "redirect_uris", "scopes"}` → `{"client_id", "client_secret"}`
pub(crate) async fn register(State(console): State<Console>, asked: Body<Registration>) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let made =
        console
            .lever
            .access()
            .register_with_scopes(wish.name, wish.redirect_uris, wish.scopes);
    match made {
        Ok(client) => Done::Yes(json!({ "client_id": client.id, "client_secret": client.secret })),
        Err(sentence) => Done::No(StatusCode::BAD_REQUEST, sentence),
    }
}

/// → `{"access_token"}`: well-formed, and signed with a key that is not known here.
pub(crate) async fn foreign_token(State(console): State<Console>) -> Done {
    let now = console.lever.clock.now_ms();
    Done::Yes(json!({ "access_token": console.lever.access().foreign_token(now) }))
}
