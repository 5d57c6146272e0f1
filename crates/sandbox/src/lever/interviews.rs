//! Interviews and panels of one opportunity. There is no list over the whole account.

use std::borrow::Cow;

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::opportunities::find;
use crate::lever::page::{Key, Part, page};
use crate::lever::panel_writes::{create, remove, replace};
use crate::lever::routes::{Route, acting, get};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::Panel;

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/panels", "panels:read", panels),
    get(
        "/opportunities/:opportunity/panels/:panel",
        "panels:read",
        panel,
    ),
    acting(
        "POST",
        "/opportunities/:opportunity/panels",
        "panels:write",
        create,
    ),
    acting(
        "PUT",
        "/opportunities/:opportunity/panels/:panel",
        "panels:write",
        replace,
    ),
    acting(
        "DELETE",
        "/opportunities/:opportunity/panels/:panel",
        "panels:write",
        remove,
    ),
    get(
        "/opportunities/:opportunity/interviews",
        "interviews:read",
        interviews,
    ),
    get(
        "/opportunities/:opportunity/interviews/:interview",
        "interviews:read",
        interview,
    ),
];

fn of<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w [Panel], Refusal> {
    find(world, call)?;
    Ok(world.panels.get(call.id(0)).map_or(&[], Vec::as_slice))
}

const SOONEST_FIRST: Key<'static, 2> = [Part::Up(0.0), Part::Text(Cow::Borrowed(""))];

fn panels(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let keyed = of(world, call)?
        .iter()
        .map(|panel| ([Part::Up(panel.start as f64), Part::text(&panel.id)], panel));
    page(call, &SOONEST_FIRST, keyed, |panel| panel)
}

fn panel(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    of(world, call)?
        .iter()
        .find(|panel| panel.id == call.id(1))
        .map_or_else(
            || Err(Refusal::not_found("panels", call.id(1))),
            Reply::data,
        )
}

fn all<'w>(world: &'w World, call: &Call<'_>) -> Result<Vec<(Key<'w, 2>, Value)>, Refusal> {
    Ok(of(world, call)?
        .iter()
        .flat_map(|panel| panel.interviews.iter().map(move |one| (panel, one)))
        .map(|(panel, one)| {
            let key = [Part::Up(one.date as f64), Part::text(&one.id)];
            (key, wire::interview(world, call.id(0), panel, one))
        })
        .collect())
}

fn interviews(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    page(call, &SOONEST_FIRST, all(world, call)?.into_iter(), |one| {
        one
    })
}

fn interview(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    all(world, call)?
        .into_iter()
        .map(|(_, one)| one)
        .find(|one| one.get("id").and_then(Value::as_str) == Some(call.id(1)))
        .map_or_else(
            || Err(Refusal::not_found("interviews", call.id(1))),
            Reply::data,
        )
}
