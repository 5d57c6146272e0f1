//! `GET /tags` and `GET /sources`: strings and on how many opportunities they are, archived ones included.

use serde_json::json;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::page::{Part, page};
use crate::lever::routes::{Route, get};
use crate::world::World;
use crate::world::facets::Facet;

pub(crate) const ROUTES: &[Route] = &[
    get("/tags", "tags:read", |world, call| {
        counted(world, call, Facet::Tag)
    }),
    get("/sources", "sources:read", |world, call| {
        counted(world, call, Facet::Source)
    }),
];

/// Alphabetical without regard to case; `Foo` and `foo` are two strings.
fn counted(world: &mut World, call: &Call<'_>, strings: Facet) -> Result<Reply, Refusal> {
    let counts = world.opportunity_counts(strings);
    let like = [Part::text(""), Part::text("")];
    let keyed = counts.into_iter().map(|(text, count)| {
        let key = [Part::text(text.to_lowercase()), Part::text(text.clone())];
        (key, json!({ "text": text, "count": count }))
    });
    page(call, &like, keyed, |row| row)
}
