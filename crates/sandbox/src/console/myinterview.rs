//! Buttons of the video-interview vendor that are about its account, not about one candidate.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::console::Console;
use crate::console::actions::{Body, Done, body, ok, unknown};
use crate::serve::VENDOR_SCOPES;

fn refused(sentence: String) -> Done {
    Done::No(StatusCode::BAD_REQUEST, sentence)
}

/// The fields to change; answers with all.
pub(crate) async fn switches(State(console): State<Console>, asked: Body<Value>) -> Done {
    match body(asked) {
        Ok(patch) => match console.myinterview.set_switches(&patch) {
            Ok(switches) => Done::Yes(json!(switches)),
            Err(sentence) => refused(sentence),
        },
        Err(refusal) => refusal,
    }
}

/// A Super Admin consents anew, after a revocation.
pub(crate) async fn connect(State(console): State<Console>) -> Done {
    let now = console.lever.clock.now_ms();
    let pair = {
        let mut access = console.lever.access();
        let Some(client) = access.find_client("myInterview") else {
            return unknown("application", "myInterview");
        };
        access.grant(&client, VENDOR_SCOPES, now)
    };
    let refresh = pair.refresh.unwrap_or_default();
    match console.myinterview.reconnect(pair.access, refresh).await {
        Ok(()) => ok(),
        Err(sentence) => refused(sentence),
    }
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    stage: String,
}

/// `{"stage"}`: an admin of the vendor chooses another trigger stage.
pub(crate) async fn trigger(State(console): State<Console>, asked: Body<Chosen>) -> Done {
    match body(asked) {
        Ok(chosen) => match console.myinterview.choose_stage(&chosen.stage).await {
            Ok(()) => ok(),
            Err(sentence) => refused(sentence),
        },
        Err(refusal) => refusal,
    }
}
