//! Changes of one opportunity: stage, archive mark, tags, sources, links.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::opportunities::find;
use crate::lever::routes::{Route, post, put};
use crate::lever::wire::{self, Shape};
use crate::world::World;

const WRITE: &str = "opportunities:write";

pub(crate) const ROUTES: &[Route] = &[
    put("/opportunities/:opportunity/stage", WRITE, stage),
    put("/opportunities/:opportunity/archived", WRITE, archived),
    post("/opportunities/:opportunity/addTags", WRITE, add_tags),
    post("/opportunities/:opportunity/removeTags", WRITE, remove_tags),
    post("/opportunities/:opportunity/addSources", WRITE, add_sources),
    post(
        "/opportunities/:opportunity/removeSources",
        WRITE,
        remove_sources,
    ),
    post("/opportunities/:opportunity/addLinks", WRITE, add_links),
    post(
        "/opportunities/:opportunity/removeLinks",
        WRITE,
        remove_links,
    ),
];

fn answer(world: &World, call: &Call<'_>, shape: Shape) -> Result<Reply, Refusal> {
    Reply::data(wire::opportunity(world, find(world, call)?, shape))
}

fn stage(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let stage = call
        .text("stage")?
        .ok_or_else(|| Refusal::missing("stage"))?;
    if world.stage(&stage).is_none() {
        return Err(Refusal::not_found("stages", &stage));
    }
    world.move_to_stage(call.id(0), &stage, call.perform_as.clone(), call.now);
    answer(world, call, Shape::BlankContact)
}

fn archived(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let reason = match call.body.get("reason") {
        None => return Err(Refusal::missing("reason")),
        Some(Value::Null) => None,
        Some(Value::String(reason)) => Some(reason.clone()),
        Some(_) => return Err(Refusal::malformed("reason")),
    };
    if let Some(reason) = &reason
        && !world
            .archive_reasons
            .iter()
            .any(|known| known.id == *reason)
    {
        return Err(Refusal::not_found("archiveReasons", reason));
    }
    world.archive(call.id(0), reason.as_deref(), call.now);
    answer(world, call, Shape::BlankContact)
}

fn add_tags(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.change_tags(call.id(0), &call.strings("tags")?, &[], call.now);
    answer(world, call, Shape::BlankContact)
}

fn remove_tags(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.change_tags(call.id(0), &[], &call.strings("tags")?, call.now);
    answer(world, call, Shape::BlankContact)
}

fn add_sources(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.change_sources(call.id(0), &call.strings("sources")?, &[], call.now);
    answer(world, call, Shape::BlankContact)
}

fn remove_sources(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.change_sources(call.id(0), &[], &call.strings("sources")?, call.now);
    answer(world, call, Shape::BlankContact)
}

fn add_links(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.change_links(call.id(0), &call.strings("links")?, &[], call.now);
    answer(world, call, Shape::FilledContact)
}

fn remove_links(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.change_links(call.id(0), &[], &call.strings("links")?, call.now);
    answer(world, call, Shape::FilledContact)
}
