//! `GET /opportunities`, `GET /opportunities/:id`, `GET /opportunities/deleted`.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::opportunity_filter::Filter;
use crate::lever::page::{Key, NEWEST_FIRST, Part, ordered_page, page};
use crate::lever::routes::{Route, get};
use crate::lever::wire::{self, Shape};
use crate::world::World;
use crate::world::facets::From;
use crate::world::model::{Ms, Opportunity};

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities", "opportunities:read", list),
    get("/opportunities/deleted", "opportunities:read", deleted),
    get("/opportunities/:opportunity", "opportunities:read", one),
];

/// Stage rank ascending, then `lastAdvancedAt` descending: an opportunity that moves during a scan can be missed or met twice.
fn key<'w>(world: &World, one: &'w Opportunity) -> Key<'w, 3> {
    [
        Part::Up(world.stage_rank(&one.stage)),
        Part::Down(one.last_advanced_at),
        Part::text(&one.id),
    ]
}

/// The same, as the account's lists name a place.
fn place(key: Key<'_, 3>) -> From {
    match key {
        [Part::Up(rank), Part::Down(advanced), Part::Text(id)] => (rank, advanced, id.into_owned()),
        // A key of this list has no other shape.
        _ => (0.0, Ms::MAX, String::new()),
    }
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_opportunity_expand(call)?;
    let filter = Filter::read(call)?;
    let world = &*world;
    let like = [Part::Up(0.0), Part::Down(0), Part::text("")];
    let wanted = filter.wanted(world);
    let found = |from: Option<Key<'static, 3>>, count| {
        let from = from.map(place);
        let keep = |one: &Opportunity| filter.matches(world, one, call.now);
        world
            .opportunities_from(&wanted, from.as_ref(), count, keep)
            .into_iter()
            .map(|one| (key(world, one), one))
            .collect()
    };
    ordered_page(call, &like, found, |one| {
        wire::asked_opportunity(world, one, call)
    })
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_opportunity_expand(call)?;
    let one = find(world, call)?;
    Reply::data(wire::asked_opportunity(world, one, call))
}

/// The opportunity that the path names.
///
/// # Errors
/// 404 when there is none; 403 when it is confidential and the caller may not see such.
pub(crate) fn find<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Opportunity, Refusal> {
    let one = world
        .opportunities
        .get(call.id(0))
        .ok_or_else(|| Refusal::not_found("opportunities", call.id(0)))?;
    if one.confidentiality == "confidential" && !call.confidential {
        return Err(Refusal::forbidden("No access to confidential data"));
    }
    Ok(one)
}

fn deleted(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (start, end) = (
        call.query.ms("deleted_at_start")?,
        call.query.ms("deleted_at_end")?,
    );
    let world = &*world;
    let found = world
        .deleted
        .iter()
        .filter(|gone| call.confidential || gone.opportunity.confidentiality != "confidential")
        .filter(|gone| {
            start.is_none_or(|start| gone.at >= start) && end.is_none_or(|end| gone.at <= end)
        })
        .map(|gone| {
            (
                [Part::Down(gone.at), Part::text(&gone.opportunity.id)],
                gone,
            )
        });
    page(call, &NEWEST_FIRST, found, |gone| {
        let mut value = wire::opportunity(world, &gone.opportunity, Shape::Read);
        if let Value::Object(map) = &mut value {
            map.insert("deletedBy".to_owned(), json!(gone.by));
            map.insert("deletedAt".to_owned(), json!(gone.at));
        }
        value
    })
}
