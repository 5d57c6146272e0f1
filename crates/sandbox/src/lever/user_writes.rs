//! Changes of users.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::opportunity_filter::canonical_email;
use crate::lever::wire;
use crate::world::World;
use crate::world::model::User;

/// The roles every account has; a custom one is named by its id.
const ROLES: &[&str] = &[
    "super admin",
    "admin",
    "team member",
    "limited team member",
    "interviewer",
];

fn missing(call: &Call<'_>) -> Refusal {
    Refusal::not_found("users", call.id(0))
}

/// An interviewer unless said otherwise; nobody is invited by mail.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = read(world, call, None)?;
    let shown = wire::user(&user);
    let id = user.id.clone();
    world.users.push(user);
    world.audit_user("user:added", &id, call.now);
    Reply::created(shown)
}

/// A full replacement. 200, as recorded; the documentation says 201.
pub(crate) fn replace(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let old = world
        .user(call.id(0))
        .cloned()
        .ok_or_else(|| missing(call))?;
    let new = read(world, call, Some(&old))?;
    let shown = wire::user(&new);
    let (id, role) = (new.id.clone(), new.access_role.clone());
    if let Some(place) = world.users.iter_mut().find(|user| user.id == id) {
        *place = new;
    }
    if role != old.access_role {
        world.audit_user("user.role:changed", &id, call.now);
        if role == "interviewer" {
            world.unfollow_everything(&id, call.now);
        }
    }
    Reply::data(shown)
}

fn read(world: &mut World, call: &Call<'_>, old: Option<&User>) -> Result<User, Refusal> {
    let body = Fields::of(&call.body)?;
    let email = body.need("email")?;
    canonical_email(&email)?;
    let taken = |user: &&User| user.email.eq_ignore_ascii_case(&email);
    let taken = world.users.iter().find(taken);
    if taken.is_some_and(|taken| old.is_none_or(|old| old.id != taken.id)) {
        return Err(Refusal::bad("A user with this email exists"));
    }
    let role = match (body.text("accessRole")?, old) {
        (Some(role), _) => role,
        (None, None) => "interviewer".to_owned(),
        (None, Some(_)) => return Err(Refusal::missing("accessRole")),
    };
    if !ROLES.contains(&role.as_str()) && role != world.records.custom_role {
        return Err(Refusal::malformed("accessRole"));
    }
    let name = body.need("name")?;
    let username = email.split('@').next().unwrap_or_default().to_owned();
    Ok(User {
        name,
        username,
        access_role: role,
        photo: old.and_then(|old| old.photo.clone()),
        created_at: old.map_or(call.now, |old| old.created_at),
        deactivated_at: old.and_then(|old| old.deactivated_at),
        external_directory_id: body.text("externalDirectoryId")?,
        linked_contact_ids: old.and_then(|old| old.linked_contact_ids.clone()),
        job_title: body.text("jobTitle")?,
        manager_id: body.user("managerId", world)?,
        email,
        id: old.map_or_else(|| world.ids.id(), |old| old.id.clone()),
    })
}

pub(crate) fn deactivate(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    set_deactivated(world, call, true)
}

pub(crate) fn reactivate(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    set_deactivated(world, call, false)
}

fn set_deactivated(world: &mut World, call: &Call<'_>, off: bool) -> Result<Reply, Refusal> {
    if !world.deactivate_user(call.id(0), off, call.now) {
        return Err(missing(call));
    }
    let user = world.user(call.id(0)).ok_or_else(|| missing(call))?;
    Reply::data(wire::user(user))
}
