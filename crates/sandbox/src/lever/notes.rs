//! Notes: threads. Only those made through the API can be changed or deleted through it.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::opportunities::find;
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::lever::routes::{Route, delete, get, post, put};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::{Note, NoteField};
use crate::world::notes::NewNote;

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/notes", "notes:read", list),
    get("/opportunities/:opportunity/notes/:note", "notes:read", one),
    post("/opportunities/:opportunity/notes", "notes:write", create),
    put(
        "/opportunities/:opportunity/notes/:note",
        "notes:write",
        replace,
    ),
    delete(
        "/opportunities/:opportunity/notes/:note",
        "notes:write",
        remove,
    ),
];

/// Newest first. Recordings do not show the order; deleted ones stay, with `deletedAt`, as the documentation's sample has it.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, &["user"])?;
    find(world, call)?;
    let world = &*world;
    let notes = world
        .notes
        .get(call.id(0))
        .map_or(&[] as &[Note], Vec::as_slice);
    let keyed = notes
        .iter()
        .filter(|note| call.switches.secret_notes || !note.secret)
        .map(|note| ([Part::Down(note.created_at), Part::text(&note.id)], note));
    page(call, &NEWEST_FIRST, keyed, |note| shown(world, call, note))
}

fn shown(world: &World, call: &Call<'_>, note: &Note) -> Value {
    let mut shape = serde_json::to_value(note).unwrap_or(Value::Null);
    wire::expand_ids(world, &mut shape, call);
    shape
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, &["user"])?;
    find(world, call)?;
    Reply::data(shown(world, call, existing(world, call)?))
}

fn existing<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Note, Refusal> {
    world
        .notes
        .get(call.id(0))
        .and_then(|notes| notes.iter().find(|note| note.id == call.id(1)))
        .filter(|note| call.switches.secret_notes || !note.secret)
        .ok_or_else(|| Refusal::not_found("notes", call.id(1)))
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let body = Fields::of(&call.body)?;
    let value = body.need("value")?;
    let created_at = body.past("createdAt", call.now)?.unwrap_or(call.now);
    let (secret, score) = (body.flag("secret")?, score(&body)?);
    body.flag("notifyFollowers")?;
    let user = call.perform_as.clone();
    let note = match call.query.one("note_id") {
        Some(thread) => world
            .add_comment(call.id(0), thread, value, user, created_at, call.now)
            .ok_or_else(|| Refusal::not_found("notes", thread))?,
        None => {
            let note = NewNote {
                value,
                secret: secret.unwrap_or(false),
                score,
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

/// 1 (Strong No) to 4 (Strong Yes).
fn score(body: &Fields<'_>) -> Result<Option<u8>, Refusal> {
    let score = body.whole("score")?.map(|score| {
        u8::try_from(score)
            .ok()
            .filter(|score| (1..=4).contains(score))
            .ok_or_else(|| Refusal::malformed("score"))
    });
    score.transpose()
}

/// The note as it stands, if it came through the API and is still there.
fn changeable(world: &World, call: &Call<'_>) -> Result<Note, Refusal> {
    find(world, call)?;
    let note = existing(world, call)?;
    if note.deleted_at.is_some() {
        return Err(Refusal::not_found("notes", call.id(1)));
    }
    if !note.by_api {
        return Err(Refusal::forbidden(
            "Only notes that were created via the API can be changed or deleted",
        ));
    }
    Ok(note.clone())
}

/// Replaces the whole thread at once: what `values` does not hold is gone.
fn replace(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut note = changeable(world, call)?;
    let body = Fields::of(&call.body)?;
    let created_at = body.past("createdAt", call.now)?.unwrap_or(note.created_at);
    let user = body.user("user", world)?;
    let score = score(&body)?;
    let rows = body
        .list("values")?
        .filter(|rows| !rows.is_empty())
        .ok_or_else(|| Refusal::missing("values"))?;
    let stage = note.fields.first().map(|field| field.stage.clone());
    let mut fields = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let row = Fields::of(row)?;
        fields.push(NoteField {
            kind: "note",
            text: "Comment",
            value: row.need("value")?,
            created_at: row.past("createdAt", call.now)?.unwrap_or(created_at),
            user: row.user("user", world)?.or_else(|| user.clone()),
            score: score.filter(|_| place == 0),
            stage: stage.clone().unwrap_or_default(),
        });
    }
    note.fields = fields;
    note.user = user;
    note.secret = body.flag("secret")?.unwrap_or(false);
    note.created_at = created_at;
    note.completed_at = body.past("completedAt", call.now)?.unwrap_or(created_at);
    let id = note.id.clone();
    world.replace_note(call.id(0), note, call.now);
    Reply::data(json!({ "noteId": id }))
}

/// Whether a deletion moves `updatedAt` is not known; here it does not, so that clients must cope.
fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    changeable(world, call)?;
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
