//! Notes: threads. Only those made through the API can be deleted through it.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::opportunities::find;
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::lever::routes::{Route, delete, get, post};
use crate::world::World;
use crate::world::model::Note;
use crate::world::notes::NewNote;

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/notes", "notes:read", list),
    get("/opportunities/:opportunity/notes/:note", "notes:read", one),
    post("/opportunities/:opportunity/notes", "notes:write", create),
    delete(
        "/opportunities/:opportunity/notes/:note",
        "notes:write",
        remove,
    ),
];

/// Newest first. Recordings do not show the order; deleted ones stay, with `deletedAt`, as the documentation's sample has it.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let notes = world
        .notes
        .get(call.id(0))
        .map_or(&[] as &[Note], Vec::as_slice);
    let keyed = notes
        .iter()
        .map(|note| ([Part::Down(note.created_at), Part::text(&note.id)], note));
    page(call, &NEWEST_FIRST, keyed, |note| note)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    Reply::data(existing(world, call)?)
}

fn existing<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Note, Refusal> {
    world
        .notes
        .get(call.id(0))
        .and_then(|notes| notes.iter().find(|note| note.id == call.id(1)))
        .ok_or_else(|| Refusal::not_found("notes", call.id(1)))
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let value = call
        .text("value")?
        .ok_or_else(|| Refusal::missing("value"))?;
    let created_at = match call.body.get("createdAt") {
        None | Some(Value::Null) => call.now,
        Some(time) => time
            .as_i64()
            .filter(|time| *time <= call.now)
            .ok_or_else(|| Refusal::malformed("createdAt"))?,
    };
    let user = call.perform_as.clone();
    let note = match call.query.one("note_id") {
        Some(thread) => world
            .add_comment(call.id(0), thread, value, user, created_at, call.now)
            .ok_or_else(|| Refusal::not_found("notes", thread))?,
        None => {
            let note = NewNote {
                value,
                secret: call
                    .body
                    .get("secret")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
                score: score(call)?,
                user,
                created_at,
            };
            world
                .add_note(call.id(0), note, true, call.now)
                .ok_or_else(|| Refusal::not_found("opportunities", call.id(0)))?
        }
    };
    let mut shown = serde_json::to_value(&note).unwrap_or(Value::Null);
    if let Value::Object(map) = &mut shown {
        map.insert("noteId".to_owned(), json!(note.id));
    }
    Reply::created(shown)
}

fn score(call: &Call<'_>) -> Result<Option<u8>, Refusal> {
    match call.body.get("score") {
        None | Some(Value::Null) => Ok(None),
        Some(score) => score
            .as_u64()
            .and_then(|score| u8::try_from(score).ok())
            .filter(|score| (1..=4).contains(score))
            .map(Some)
            .ok_or_else(|| Refusal::malformed("score")),
    }
}

/// Whether a deletion moves `updatedAt` is not known; here it does not, so that clients must cope.
fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    if !existing(world, call)?.by_api {
        return Err(Refusal::forbidden(
            "Only notes that were created via the API can be deleted",
        ));
    }
    let now = call.now;
    if let Some(note) = world
        .notes
        .get_mut(call.id(0))
        .and_then(|notes| notes.iter_mut().find(|note| note.id == call.id(1)))
    {
        note.deleted_at = Some(now);
    }
    Ok(Reply::Gone)
}
