//! The webhooks API. What is made here can be changed here only, and sends nothing until an admin toggles its group on.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::routes::{Route, delete, get, post, put};
use crate::lever::switches::WebhookSight;
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

/// Whether an event's webhooks may be limited to some origins. The others are sent whatever the origin.
pub(crate) fn has_conditions(event: &str) -> bool {
    matches!(
        event,
        "applicationCreated" | "candidateHired" | "candidateStageChange" | "candidateArchiveChange"
    )
}

/// Whether the caller sees a webhook: all of them, or its own, as the switch says.
fn seen(call: &Call<'_>, webhook: &Webhook) -> bool {
    match call.switches.protocol.webhooks_seen {
        WebhookSight::All => true,
        WebhookSight::Own => webhook.owner == call.owner,
    }
}

/// Not paged: no `hasNext` in recordings.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    Reply::data(
        world
            .webhooks
            .iter()
            .filter(|one| seen(call, one))
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
        origins: origins(&call.body)?,
        signature_token: world.ids.hex(24),
        owner: call.owner.to_owned(),
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
    // All or nothing: a row that is refused leaves the others as they were.
    let mut changes = Vec::new();
    for row in rows {
        let id = row
            .get("id")
            .and_then(Value::as_str)
            .ok_or_else(|| Refusal::missing("id"))?;
        let place = world
            .webhooks
            .iter()
            .position(|known| known.id == id && seen(call, known))
            .ok_or_else(|| Refusal::not_found("webhooks", id))?;
        changes.push((place, url(row)?, origins(row)?));
    }
    for (place, url, origins) in changes {
        if let Some(known) = world.webhooks.get_mut(place) {
            known.url = url;
            known.origins = origins;
            known.updated_at = call.now;
        }
    }
    list(world, call)
}

fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let before = world.webhooks.len();
    world
        .webhooks
        .retain(|known| known.id != call.id(0) || !seen(call, known));
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
///
/// # Errors
/// 400 for anything but a list of Lever's origins.
fn origins(body: &Value) -> Result<Vec<String>, Refusal> {
    let Some(asked) = body.pointer("/configuration/conditions/origins") else {
        return Ok(ORIGINS.iter().map(|origin| (*origin).to_owned()).collect());
    };
    let bad = || Refusal::malformed("origins");
    let known = |origin: &Value| {
        origin
            .as_str()
            .filter(|origin| ORIGINS.contains(origin))
            .map(str::to_owned)
            .ok_or_else(bad)
    };
    asked
        .as_array()
        .ok_or_else(bad)?
        .iter()
        .map(known)
        .collect()
}
