//! Applications of one opportunity (deprecated, but served), and what remains of deleted ones.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, list, single};
use crate::lever::opportunities::find;
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::lever::routes::{Route, get};
use crate::lever::wire;
use crate::world::World;

const READ: &str = "applications:read";
const EXPANDABLE: &[&str] = &["posting", "postingOwner", "postingHiringManager", "user"];

pub(crate) const ROUTES: &[Route] = &[
    get("/applications/deleted", READ, deleted),
    get("/opportunities/:opportunity/applications", READ, all),
    get(
        "/opportunities/:opportunity/applications/:application",
        READ,
        one,
    ),
];

fn rows(world: &World, call: &Call<'_>) -> Result<Vec<Row>, Refusal> {
    wire::check_expand(call, EXPANDABLE)?;
    let one = find(world, call)?;
    let shown = one.application.iter().map(|application| {
        let mut shape = wire::application(world, one, application);
        wire::expand_ids(world, &mut shape, call);
        (application.created_at, application.id.clone(), shape)
    });
    Ok(shown.collect())
}

fn all(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    list(call, rows(world, call)?)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    single(call, rows(world, call)?, "applications")
}

/// An application goes with its opportunity. The start is inclusive here and the end is not.
fn deleted(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (start, end) = (
        call.query.ms("deleted_at_start")?,
        call.query.ms("deleted_at_end")?,
    );
    let found = world
        .deleted
        .iter()
        .filter(|gone| call.confidential || gone.opportunity.confidentiality != "confidential")
        .filter(|gone| {
            start.is_none_or(|start| gone.at >= start) && end.is_none_or(|end| gone.at < end)
        })
        .filter_map(|gone| {
            let application = gone.opportunity.application.as_ref()?;
            let row: Value = json!({
                "id": application.id,
                "deletedAt": gone.at,
                "opportunityId": gone.opportunity.id,
                "postingId": application.posting,
            });
            Some(([Part::Down(gone.at), Part::text(&application.id)], row))
        });
    page(call, &NEWEST_FIRST, found, |row| row)
}
