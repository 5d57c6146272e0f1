//! Templates of profile forms.

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::page::{Part, page};
use crate::lever::routes::{Route, delete, get, post, put};
use crate::lever::{template_body, wire};
use crate::world::World;
use crate::world::records::template::Template;

const READ: &str = "form_templates:read";
const WRITE: &str = "form_templates:write";

pub(crate) const ROUTES: &[Route] = &[
    get("/form_templates", READ, list),
    get("/form_templates/:template", READ, one),
    post("/form_templates", WRITE, create),
    put("/form_templates/:template", WRITE, change),
    delete("/form_templates/:template", WRITE, remove),
];

fn missing(call: &Call<'_>) -> Refusal {
    Refusal::not_found("formTemplates", call.id(0))
}

fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let keyed = world
        .records
        .form_templates
        .iter()
        .map(|one| ([Part::text(&one.text), Part::text(&one.id)], one));
    page(call, &[Part::text(""), Part::text("")], keyed, |one| {
        wire::only_included(one.form_shape(), call)
    })
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let templates = &world.records.form_templates;
    let one = templates.iter().find(|one| one.id == call.id(0));
    Reply::data(one.ok_or_else(|| missing(call))?.form_shape())
}

fn read(world: &mut World, call: &Call<'_>) -> Result<Template, Refusal> {
    let body = Fields::of(&call.body)?;
    Ok(Template {
        text: body.need("text")?,
        instructions: body.text("instructions")?.unwrap_or_default(),
        group: template_body::group(&world.records.form_templates, &body)?,
        secret_by_default: body.flag("secretByDefault")?.unwrap_or(false),
        fields: template_body::fields(&mut world.ids, &body, template_body::PROFILE)?,
        id: world.ids.id(),
        created_at: Some(call.now),
        updated_at: Some(call.now),
        by_api: true,
    })
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let template = read(world, call)?;
    let shown = template.form_shape();
    world.records.form_templates.push(template);
    Reply::created(shown)
}

fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let changed = read(world, call)?;
    let known = world
        .records
        .form_templates
        .iter_mut()
        .find(|one| one.id == call.id(0))
        .ok_or_else(|| missing(call))?;
    *known = Template {
        id: known.id.clone(),
        created_at: known.created_at,
        by_api: known.by_api,
        ..changed
    };
    Reply::data(known.form_shape())
}

fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    template_body::remove(&mut world.records.form_templates, call, "formTemplates")
}
