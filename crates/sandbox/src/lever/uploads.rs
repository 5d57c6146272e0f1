//! Files that wait a day for an application which names them.

use std::sync::Arc;

use serde_json::json;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::routes::{Route, post};
use crate::world::World;
use crate::world::records::files::Upload;

const DAY: i64 = 86_400_000;
const PREFIX: &str = "https://api.lever.co/v1/uploads/";

pub(crate) const ROUTES: &[Route] = &[post("/uploads", "uploads:write", add)];

fn add(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let part = call
        .files
        .iter()
        .find(|part| part.field == "file")
        .ok_or_else(|| Refusal::missing("file"))?;
    world
        .records
        .uploads
        .retain(|_, upload| upload.expires_at > call.now);
    let id = format!("{}-{}", world.ids.id(), part.name);
    let expires_at = call.now + DAY;
    let shown = json!({
        "id": id,
        "uri": format!("{PREFIX}{id}"),
        "filename": part.name,
        "size": part.bytes.len(),
        "expiresAt": expires_at,
    });
    let upload = Upload {
        name: part.name.clone(),
        expires_at,
        content: Arc::from(&part.bytes[..]),
    };
    world.records.uploads.insert(id, upload);
    Reply::data(shown)
}

/// The upload that a URI names, while it lasts.
///
/// # Errors
/// 400 for anything else.
pub(crate) fn named(world: &World, uri: &str, call: &Call<'_>) -> Result<Upload, Refusal> {
    uri.strip_prefix(PREFIX)
        .and_then(|id| world.records.uploads.get(id))
        .filter(|upload| upload.expires_at > call.now)
        .cloned()
        .ok_or_else(|| Refusal::bad("The file was not uploaded, or expired"))
}
