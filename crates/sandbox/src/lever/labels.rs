//! `GET /tags` and `GET /sources`: strings and on how many opportunities they are, archived ones included.

use std::collections::BTreeMap;

use serde_json::json;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::page::{Part, page};
use crate::lever::routes::{Route, get};
use crate::world::World;
use crate::world::model::Opportunity;

pub(crate) const ROUTES: &[Route] = &[
    get("/tags", "tags:read", |world, call| {
        counted(world, call, |one| &one.tags)
    }),
    get("/sources", "sources:read", |world, call| {
        counted(world, call, |one| &one.sources)
    }),
];

/// Alphabetical without regard to case; `Foo` and `foo` are two strings.
fn counted(
    world: &mut World,
    call: &Call<'_>,
    strings: fn(&Opportunity) -> &Vec<String>,
) -> Result<Reply, Refusal> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in world.opportunities.values().flat_map(strings) {
        *counts.entry(text).or_default() += 1;
    }
    let like = [Part::text(""), Part::text("")];
    let keyed = counts.into_iter().map(|(text, count)| {
        let key = [Part::text(text.to_lowercase()), Part::text(text)];
        (key, json!({ "text": text, "count": count }))
    });
    page(call, &like, keyed, |row| row)
}
