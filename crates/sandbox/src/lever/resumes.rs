//! Resumes of one opportunity. One without any has an empty list, as recorded in 2026; before, it had a 404.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, Times, list, single};
use crate::lever::files::sent;
use crate::lever::opportunities::find;
use crate::lever::routes::{Route, get};
use crate::world::World;

const READ: &str = "resumes:read";

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/resumes", READ, all),
    get("/opportunities/:opportunity/resumes/:resume", READ, one),
    get(
        "/opportunities/:opportunity/resumes/:resume/download",
        READ,
        download,
    ),
];

fn rows(world: &World, call: &Call<'_>) -> Result<Vec<Row>, Refusal> {
    let one = find(world, call)?;
    let shown = world.resumes_of(one).into_iter().map(|resume| {
        let shape = resume.shape(&one.id);
        (resume.created_at, resume.id, shape)
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
    single(call, rows(world, call)?, "resumes")
}

fn download(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let one = find(world, call)?;
    let resume = world
        .resumes_of(one)
        .into_iter()
        .find(|resume| resume.id == call.id(1));
    let file = resume
        .and_then(|resume| resume.file)
        .ok_or_else(|| Refusal::not_found("resumes", call.id(1)))?;
    sent(&file.name, Some(file.status), &file.content)
}
