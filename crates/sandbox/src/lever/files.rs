//! Files of one opportunity, and what happened to them.

use std::sync::Arc;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, Times, list, single};
use crate::lever::document;
use crate::lever::form_data::FilePart;
use crate::lever::opportunities::find;
use crate::lever::routes::{Route, acting, get};
use crate::world::World;
use crate::world::records::files::{Content, Stored, extension, status_of};

const READ: &str = "files:read";
const WRITE: &str = "files:write";

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/files", READ, all),
    get("/opportunities/:opportunity/files/:file", READ, one),
    get(
        "/opportunities/:opportunity/files/:file/download",
        READ,
        download,
    ),
    get("/opportunities/:opportunity/file_actions", READ, actions),
    acting("POST", "/opportunities/:opportunity/files", WRITE, add),
    acting(
        "DELETE",
        "/opportunities/:opportunity/files/:file",
        WRITE,
        remove,
    ),
];

fn rows(world: &World, call: &Call<'_>) -> Result<Vec<Row>, Refusal> {
    let one = find(world, call)?;
    let shown = world.files_of(one).into_iter().map(|file| {
        let shape = file.shape(&one.id);
        (file.uploaded_at, file.id, shape)
    });
    Ok(shown.collect())
}

fn all(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let times = Times::read(call, "uploaded_at_start", "uploaded_at_end")?;
    let rows = rows(world, call)?;
    list(
        call,
        rows.into_iter()
            .filter(|(at, ..)| times.hold(*at))
            .collect(),
    )
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    single(call, rows(world, call)?, "files")
}

fn download(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let file = existing(world, call)?;
    sent(&file.name, file.status, &file.content)
}

/// The bytes of a file; for one that came with the generated world, a page that says what it is.
///
/// # Errors
/// 422 for a file that Lever could not process.
pub(crate) fn sent(name: &str, status: Option<&str>, content: &Content) -> Result<Reply, Refusal> {
    if matches!(status, Some("error" | "unsupported")) {
        return Err(Refusal::new(
            422,
            "UnprocessableEntity",
            "The file could not be processed".to_owned(),
        ));
    }
    Ok(match content {
        Some(bytes) => Reply::File {
            kind: media_type(name),
            bytes: bytes.to_vec(),
        },
        None => Reply::File {
            kind: "application/pdf",
            bytes: document::page(&[
                name.to_owned(),
                "A document of the training account.".to_owned(),
            ]),
        },
    })
}

fn media_type(name: &str) -> &'static str {
    match extension(name).as_deref() {
        Some("pdf") => "application/pdf",
        Some("txt" | "js") => "text/plain; charset=utf-8",
        Some("jpg") => "image/jpeg",
        Some("png") => "image/png",
        Some("doc") => "application/msword",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "application/octet-stream",
    }
}

fn existing(world: &World, call: &Call<'_>) -> Result<Stored, Refusal> {
    let one = find(world, call)?;
    world
        .files_of(one)
        .into_iter()
        .find(|file| file.id == call.id(1))
        .ok_or_else(|| Refusal::not_found("files", call.id(1)))
}

fn actions(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let times = Times::read(call, "occurred_at_start", "occurred_at_end")?;
    let one = find(world, call)?;
    let rows = world.file_actions(one);
    list(
        call,
        rows.into_iter()
            .filter(|(at, ..)| times.hold(*at))
            .collect(),
    )
}

/// A new file is a story of the opportunity.
fn add(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let part = call
        .files
        .iter()
        .find(|part| part.field == "file")
        .ok_or_else(|| Refusal::missing("file"))?;
    let file = keep(world, call, part);
    world.story(call.id(0), call.now);
    Reply::data(file.shape(call.id(0)))
}

/// Puts a file to those of the opportunity.
fn keep(world: &mut World, call: &Call<'_>, part: &FilePart) -> Stored {
    let file = stored(world, part, call);
    if let Some(kept) = world.files_kept(call.id(0)) {
        kept.push(file.clone());
    }
    file
}

/// A file as it was sent.
pub(crate) fn stored(world: &mut World, part: &FilePart, call: &Call<'_>) -> Stored {
    Stored {
        id: world.ids.id(),
        status: Some(status_of(&part.name)),
        name: part.name.clone(),
        uploaded_at: call.now,
        size: part.bytes.len(),
        user: call.perform_as.clone(),
        content: Some(Arc::from(&part.bytes[..])),
    }
}

/// Whether a deletion is a story is not known; here it moves no time stamp.
fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let file = existing(world, call)?;
    if let Some(kept) = world.files_kept(call.id(0)) {
        kept.retain(|known| known.id != file.id);
    }
    let removed = world.records.removed_files.entry(call.id(0).to_owned());
    removed
        .or_default()
        .push((file, call.now, call.perform_as.clone()));
    Ok(Reply::Gone)
}
