//! Changes of one opportunity: stage, archive mark, tags, sources, links.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
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

/// `reason: null` un-archives.
fn archived(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let body = Fields::of(&call.body)?;
    if !body.has("reason") {
        return Err(Refusal::missing("reason"));
    }
    let reason = body.text("reason")?;
    if let Some(reason) = &reason
        && !world
            .archive_reasons
            .iter()
            .any(|known| known.id == *reason)
    {
        return Err(Refusal::not_found("archiveReasons", reason));
    }
    let clean = body.flag("cleanInterviews")?.unwrap_or(false);
    let requisition = requisition(world, call, &body, reason.as_deref())?;
    world.archive(call.id(0), reason.as_deref(), call.now);
    if clean && reason.is_some() {
        clean_interviews(world, call);
    }
    match requisition {
        Some(id) => {
            if let Some(requisition) = world.records.requisitions.get_mut(&id) {
                requisition.hired += 1;
                requisition.updated_at = call.now;
            }
            world.records.hired_for.insert(call.id(0).to_owned(), id);
        }
        None => {
            world.records.hired_for.remove(call.id(0));
        }
    }
    answer(world, call, Shape::BlankContact)
}

/// Somebody is hired against a requisition only while it is open, and once their offer, if there is one, is signed.
fn requisition(
    world: &World,
    call: &Call<'_>,
    body: &Fields<'_>,
    reason: Option<&str>,
) -> Result<Option<String>, Refusal> {
    let Some(id) = body.text("requisitionId")? else {
        return Ok(None);
    };
    let known = world
        .records
        .requisitions
        .get(&id)
        .ok_or_else(|| Refusal::not_found("requisitions", &id))?;
    if !reason.is_some_and(|reason| world.hires(reason)) {
        return Err(Refusal::malformed("requisitionId"));
    }
    if known.status == "closed" {
        return Err(Refusal::bad("The requisition is closed"));
    }
    let offers = world.offers_of(find(world, call)?);
    if offers.iter().any(|offer| offer.status != "signed") {
        return Err(Refusal::bad("The offer is not signed"));
    }
    Ok(Some(id))
}

/// Takes away what is still to come, of whoever manages it.
fn clean_interviews(world: &mut World, call: &Call<'_>) {
    let coming: Vec<String> = world
        .panels
        .get(call.id(0))
        .into_iter()
        .flatten()
        .filter(|panel| panel.start > call.now)
        .map(|panel| panel.id.clone())
        .collect();
    for panel in coming {
        world.remove_panel(call.id(0), &panel, call.now);
    }
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
