//! Buttons of the expert-interview vendor, and of the stages it looks for.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::console::Console;
use crate::console::actions::{Body, Done, body, ok, unknown};
use crate::serve::EXPERT_SCOPES;

fn done<T>(answer: Result<T, String>, shown: impl FnOnce(T) -> Value) -> Done {
    match answer {
        Ok(value) => Done::Yes(shown(value)),
        Err(sentence) => Done::No(StatusCode::BAD_REQUEST, sentence),
    }
}

/// Actions on the vendor's interview of an opportunity.
pub(crate) async fn act(
    State(console): State<Console>,
    Path((opportunity, action)): Path<(String, String)>,
    asked: Body<Value>,
) -> Done {
    match body(asked) {
        Ok(asked) => done(
            console.jobtwine.act(&opportunity, &action, asked).await,
            |interview| interview,
        ),
        Err(refusal) => refusal,
    }
}

/// `{"rounds": [{"name", "minutes"}]}`
pub(crate) async fn rounds(
    State(console): State<Console>,
    Path(posting): Path<String>,
    asked: Body<Value>,
) -> Done {
    match body(asked) {
        Ok(asked) => done(
            console.jobtwine.enter_rounds(&posting, asked).await,
            |()| json!({ "ok": true }),
        ),
        Err(refusal) => refusal,
    }
}

/// The fields to change; answers with all.
pub(crate) async fn switches(State(console): State<Console>, asked: Body<Value>) -> Done {
    match body(asked) {
        Ok(patch) => done(console.jobtwine.set_switches(&patch), |switches| {
            json!(switches)
        }),
        Err(refusal) => refusal,
    }
}

/// The vendor looks at stages and postings now.
pub(crate) async fn poll(State(console): State<Console>) -> Done {
    done(console.jobtwine.poll().await, |()| json!({ "ok": true }))
}

/// A Super Admin consents anew, after a revocation.
pub(crate) async fn connect(State(console): State<Console>) -> Done {
    let now = console.lever.clock.now_ms();
    let pair = {
        let mut access = console.lever.access();
        let Some(client) = access.find_client("JobTwine") else {
            return unknown("application", "JobTwine");
        };
        access.grant(&client, EXPERT_SCOPES, now)
    };
    let refresh = pair.refresh.unwrap_or_default();
    console.jobtwine.reconnect(pair.access, refresh).await;
    ok()
}

#[derive(Deserialize)]
pub(crate) struct StageWish {
    text: String,
    after: Option<String>,
}

/// `{"text", "after"}` → `{"id"}`: an admin makes a stage, behind the one named (or the last).
pub(crate) async fn make_stage(State(console): State<Console>, asked: Body<StageWish>) -> Done {
    match body(asked) {
        Ok(wish) => console.lever.act(|world, _| {
            match world.make_stage(&wish.text, wish.after.as_deref()) {
                Some(id) => Done::Yes(json!({ "id": id })),
                None => unknown("stage", &wish.after.unwrap_or_default()),
            }
        }),
        Err(refusal) => refusal,
    }
}

#[derive(Deserialize)]
pub(crate) struct Title {
    text: String,
}

/// `{"text"}`: an admin renames a stage.
pub(crate) async fn rename_stage(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<Title>,
) -> Done {
    match body(asked) {
        Ok(title) => {
            if console
                .lever
                .act(|world, _| world.rename_stage(&id, &title.text))
            {
                ok()
            } else {
                unknown("stage", &id)
            }
        }
        Err(refusal) => refusal,
    }
}
