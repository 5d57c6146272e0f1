//! `GET /audit_events`.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Times, list};
use crate::lever::routes::{Route, get};
use crate::world::World;
use crate::world::records::audit::TYPES;

pub(crate) const ROUTES: &[Route] = &[get("/audit_events", "audit_events:read", all)];

/// Newest first. `user_id=null` asks for events that nobody did, such as failed sign-ins.
fn all(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let times = Times::read(call, "created_at_start", "created_at_end")?;
    let (kind, user) = (call.query.one("type"), call.query.one("user_id"));
    let (target_type, target) = (call.query.one("target_type"), call.query.one("target_id"));
    if kind.is_some_and(|kind| !TYPES.contains(&kind)) {
        return Err(Refusal::malformed("type"));
    }
    if target.is_some() && target_type.is_none() {
        return Err(Refusal::missing("target_type"));
    }
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let rows = world
        .records
        .audit
        .iter()
        .filter(|event| times.hold(event.created_at))
        .filter(|event| kind.is_none_or(|kind| event.kind == kind))
        .filter(|event| {
            user.is_none_or(|wanted| match &event.user {
                Some(user) => text(user, "id") == wanted,
                None => wanted == "null",
            })
        })
        .filter(|event| target_type.is_none_or(|wanted| text(&event.target, "type") == wanted))
        .filter(|event| target.is_none_or(|wanted| text(&event.target, "id") == wanted))
        .map(|event| (event.created_at, event.id.clone(), event.shape()));
    list(call, rows.collect())
}
