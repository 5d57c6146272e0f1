//! Stages and archive reasons.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::page::{Part, page};
use crate::lever::routes::{Route, get};
use crate::lever::wire;
use crate::world::World;

pub(crate) const ROUTES: &[Route] = &[
    get("/stages", "stages:read", stages),
    get("/stages/:stage", "stages:read", stage),
    get("/archive_reasons", "archive_reasons:read", reasons),
    get("/archive_reasons/:reason", "archive_reasons:read", reason),
    get("/disposition_stages", "stages:read", disposition),
];

fn stages(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let keyed = world
        .stages
        .iter()
        .enumerate()
        .map(|(place, stage)| ([Part::Up(place as f64)], stage));
    page(call, &[Part::Up(0.0)], keyed, wire::stage)
}

fn stage(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let stage = world
        .stage(call.id(0))
        .ok_or_else(|| Refusal::not_found("stages", call.id(0)))?;
    Reply::data(wire::stage(stage))
}

fn reasons(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let wanted = call.query.one("type");
    let keyed = world
        .archive_reasons
        .iter()
        .enumerate()
        .filter(|(_, reason)| wanted.is_none_or(|wanted| reason.kind == wanted))
        .map(|(place, reason)| ([Part::Up(place as f64)], reason));
    page(call, &[Part::Up(0.0)], keyed, |reason| reason)
}

fn reason(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let reason = world
        .archive_reasons
        .iter()
        .find(|reason| reason.id == call.id(0))
        .ok_or_else(|| Refusal::not_found("archiveReasons", call.id(0)))?;
    Reply::data(reason)
}

/// Here a reason that hires nobody has no type.
fn disposition(world: &mut World, _call: &Call<'_>) -> Result<Reply, Refusal> {
    let reasons: Vec<Value> = world
        .archive_reasons
        .iter()
        .map(|reason| {
            let kind = (reason.kind == "hired").then_some("hired");
            json!({ "id": reason.id, "text": reason.text, "type": kind, "status": reason.status })
        })
        .collect();
    Reply::data(json!({ "stages": world.stages, "archiveReasons": reasons }))
}
