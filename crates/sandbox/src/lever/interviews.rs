//! Interviews and panels of one opportunity. There is no list over the whole account.

use std::borrow::Cow;

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::interview_writes;
use crate::lever::opportunities::find;
use crate::lever::page::{Key, Part, page};
use crate::lever::panel_writes::{create, remove, replace};
use crate::lever::routes::{Route, acting, get};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::Panel;
use crate::world::records::feedback::Feedback;

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
    acting(
        "POST",
        "/opportunities/:opportunity/interviews",
        "interviews:write",
        interview_writes::create,
    ),
    acting(
        "PUT",
        "/opportunities/:opportunity/interviews/:interview",
        "interviews:write",
        interview_writes::replace,
    ),
    acting(
        "DELETE",
        "/opportunities/:opportunity/interviews/:interview",
        "interviews:write",
        interview_writes::remove,
    ),
];

const EXPANDABLE: &[&str] = &["user", "stage", "postings", "feedbackForms"];
const PANEL_EXPANDABLE: &[&str] = &["user", "stage"];

fn of<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w [Panel], Refusal> {
    find(world, call)?;
    Ok(world.panels.get(call.id(0)).map_or(&[], Vec::as_slice))
}

const SOONEST_FIRST: Key<'static, 2> = [Part::Up(0.0), Part::Text(Cow::Borrowed(""))];

fn panels(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, PANEL_EXPANDABLE)?;
    let world = &*world;
    let keyed = of(world, call)?
        .iter()
        .map(|panel| ([Part::Up(panel.start as f64), Part::text(&panel.id)], panel));
    page(call, &SOONEST_FIRST, keyed, |panel| {
        shown(world, call, panel)
    })
}

fn shown(world: &World, call: &Call<'_>, panel: &Panel) -> Value {
    let mut shape = serde_json::to_value(panel).unwrap_or(Value::Null);
    wire::expand_ids(world, &mut shape, call);
    shape
}

fn panel(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, PANEL_EXPANDABLE)?;
    of(world, call)?
        .iter()
        .find(|panel| panel.id == call.id(1))
        .map_or_else(
            || Err(Refusal::not_found("panels", call.id(1))),
            |panel| Reply::data(shown(world, call, panel)),
        )
}

fn all<'w>(world: &'w World, call: &Call<'_>) -> Result<Vec<(Key<'w, 2>, Value)>, Refusal> {
    wire::check_expand(call, EXPANDABLE)?;
    let forms = if call.query.all("expand").contains(&"feedbackForms") {
        world.feedback_of(find(world, call)?)
    } else {
        Vec::new()
    };
    Ok(of(world, call)?
        .iter()
        .flat_map(|panel| panel.interviews.iter().map(move |one| (panel, one)))
        .map(|(panel, one)| {
            let key = [Part::Up(one.date as f64), Part::text(&one.id)];
            let mut shape = wire::interview(world, call.id(0), panel, one);
            if let (false, Some(Value::Array(ids))) =
                (forms.is_empty(), shape.get_mut("feedbackForms"))
            {
                for id in ids {
                    let form = forms.iter().find(|form| *id == *form.id);
                    *id = form.map_or(Value::Null, Feedback::shape);
                }
            }
            wire::expand_ids(world, &mut shape, call);
            (key, shape)
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
