//! Users: reads.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::lever::routes::{Route, get, post, put};
use crate::lever::user_writes::{create, deactivate, reactivate, replace};
use crate::lever::wire;
use crate::world::World;

const WRITE: &str = "users:write";

pub(crate) const ROUTES: &[Route] = &[
    get("/users", "users:read", list),
    get("/users/:user", "users:read", one),
    post("/users", WRITE, create),
    put("/users/:user", WRITE, replace),
    post("/users/:user/deactivate", WRITE, deactivate),
    post("/users/:user/reactivate", WRITE, reactivate),
];

/// Newest first; deactivated ones only when asked for.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let deactivated = call.query.flag("includeDeactivated")?.unwrap_or(false);
    let email = call.query.one("email").map(str::to_lowercase);
    let mut roles = call.query.all("accessRole");
    roles.extend(call.query.all("accessRole[]"));
    let directory = call.query.one("external_directory_id");
    let found = world
        .users
        .iter()
        .filter(|user| deactivated || user.deactivated_at.is_none())
        .filter(|user| {
            email
                .as_ref()
                .is_none_or(|email| user.email.to_lowercase() == *email)
        })
        .filter(|user| roles.is_empty() || roles.contains(&user.access_role.as_str()))
        .filter(|user| directory.is_none() || user.external_directory_id.as_deref() == directory)
        .map(|user| ([Part::Down(user.created_at), Part::text(&user.id)], user));
    page(call, &NEWEST_FIRST, found, |user| user)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = world
        .user(call.id(0))
        .ok_or_else(|| Refusal::not_found("users", call.id(0)))?;
    Reply::data(wire::user(user))
}
