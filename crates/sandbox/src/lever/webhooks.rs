//! The webhooks API. What is made here can be changed here only, and sends nothing until an admin toggles its group on.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::routes::{Route, delete, get, post, put};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::Webhook;

/// All events there are: none for tags, notes, feedback or postings.
pub const EVENTS: &[&str] = &[
    "applicationCreated",
    "candidateHired",
    "candidateStageChange",
    "candidateArchiveChange",
    "candidateDeleted",
    "interviewCreated",
    "interviewUpdated",
    "interviewDeleted",
    "contactCreated",
    "contactUpdated",
];

const ORIGINS: &[&str] = &[
    "applied",
    "sourced",
    "referred",
    "university",
    "agency",
    "internal",
];

pub(crate) const ROUTES: &[Route] = &[
    get("/webhooks", "webhooks:read", list),
    post("/webhooks", "webhooks:write", create),
    put("/webhooks", "webhooks:write", replace),
    delete("/webhooks/:webhook", "webhooks:write", remove),
];

/// Not paged: no `hasNext` in recordings.
fn list(world: &mut World, _call: &Call<'_>) -> Result<Reply, Refusal> {
    Reply::data(
        world
            .webhooks
            .iter()
            .map(|one| wire::webhook(one, false))
            .collect::<Vec<_>>(),
    )
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let url = url(&call.body)?;
    let event = call
        .text("event")?
        .ok_or_else(|| Refusal::missing("event"))?;
    if !EVENTS.contains(&event.as_str()) {
        return Err(Refusal::malformed("event"));
    }
    let webhook = Webhook {
        id: world.ids.id(),
        event,
        url,
        origins: origins(&call.body),
        signature_token: world.ids.hex(24),
        created_at: call.now,
        updated_at: call.now,
    };
    let shown = wire::webhook(&webhook, true);
    world.webhooks.push(webhook);
    Reply::created(shown)
}

fn replace(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let rows = call
        .body
        .get("data")
        .and_then(Value::as_array)
        .ok_or_else(|| Refusal::missing("data"))?;
    for row in rows {
        let id = row
            .get("id")
            .and_then(Value::as_str)
            .ok_or_else(|| Refusal::missing("id"))?;
        let url = url(row)?;
        let known = world
            .webhooks
            .iter_mut()
            .find(|known| known.id == id)
            .ok_or_else(|| Refusal::not_found("webhooks", id))?;
        known.url = url;
        known.origins = origins(row);
        known.updated_at = call.now;
    }
    list(world, call)
}

fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let before = world.webhooks.len();
    world.webhooks.retain(|known| known.id != call.id(0));
    if world.webhooks.len() == before {
        return Err(Refusal::not_found("webhooks", call.id(0)));
    }
    Ok(Reply::Gone)
}

/// Lever wants HTTPS; a training account on one machine takes plain HTTP on the loopback address too.
fn url(body: &Value) -> Result<String, Refusal> {
    let text = body
        .get("url")
        .and_then(Value::as_str)
        .ok_or_else(|| Refusal::missing("url"))?;
    let parsed = url::Url::parse(text).map_err(|_| Refusal::malformed("url"))?;
    let loopback =
        parsed.scheme() == "http" && matches!(parsed.host_str(), Some("127.0.0.1" | "localhost"));
    if parsed.scheme() == "https" || loopback {
        Ok(text.to_owned())
    } else {
        Err(Refusal::malformed("url"))
    }
}

/// All six when omitted, as recorded.
fn origins(body: &Value) -> Vec<String> {
    let asked = body
        .pointer("/configuration/conditions/origins")
        .and_then(Value::as_array);
    match asked {
        Some(list) => list
            .iter()
            .filter_map(|origin| origin.as_str().map(str::to_owned))
            .collect(),
        None => ORIGINS.iter().map(|origin| (*origin).to_owned()).collect(),
    }
}
