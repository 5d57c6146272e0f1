//! Feedback on one opportunity: reads.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, list, single};
use crate::lever::feedback_writes::{change, create, remove};
use crate::lever::opportunities::find;
use crate::lever::routes::{Route, acting, get};
use crate::lever::wire;
use crate::world::World;

const WRITE: &str = "feedback:write";

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/feedback", "feedback:read", all),
    get(
        "/opportunities/:opportunity/feedback/:feedback",
        "feedback:read",
        one,
    ),
    acting(
        "POST",
        "/opportunities/:opportunity/feedback",
        WRITE,
        create,
    ),
    acting(
        "PUT",
        "/opportunities/:opportunity/feedback/:feedback",
        WRITE,
        change,
    ),
    acting(
        "DELETE",
        "/opportunities/:opportunity/feedback/:feedback",
        WRITE,
        remove,
    ),
];

fn rows(world: &World, call: &Call<'_>, with_deleted: bool) -> Result<Vec<Row>, Refusal> {
    wire::check_expand(call, &["user"])?;
    let one = find(world, call)?;
    Ok(world
        .feedback_of(one)
        .into_iter()
        .filter(|form| with_deleted || form.deleted_at.is_none())
        .map(|form| {
            let mut shape = form.shape();
            wire::expand_ids(world, &mut shape, call);
            (form.created_at, form.id, shape)
        })
        .collect())
}

/// Whether the list holds deleted forms is not known; here it does not.
fn all(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    list(call, rows(world, call, false)?)
}

/// A deleted form can still be read by its id, as recorded.
fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    single(call, rows(world, call, true)?, "feedback")
}
