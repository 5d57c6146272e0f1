//! Feedback templates.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::page::{Part, page};
use crate::lever::routes::{Route, delete, get, post, put};
use crate::lever::template_body;
use crate::world::World;
use crate::world::records::template::Template;

const READ: &str = "feedback_templates:read";
const WRITE: &str = "feedback_templates:write";

pub(crate) const ROUTES: &[Route] = &[
    get("/feedback_templates", READ, list),
    get("/feedback_templates/:template", READ, one),
    post("/feedback_templates", WRITE, create),
    put("/feedback_templates/:template", WRITE, change),
    delete("/feedback_templates/:template", WRITE, remove),
];

fn missing(call: &Call<'_>) -> Refusal {
    Refusal::not_found("feedbackTemplates", call.id(0))
}

/// By title, as recorded.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let keyed = world
        .records
        .feedback_templates
        .iter()
        .map(|one| ([Part::text(&one.text), Part::text(&one.id)], one));
    page(
        call,
        &[Part::text(""), Part::text("")],
        keyed,
        Template::feedback_shape,
    )
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let templates = &world.records.feedback_templates;
    let one = templates.iter().find(|one| one.id == call.id(0));
    Reply::data(one.ok_or_else(|| missing(call))?.feedback_shape())
}

fn fields(world: &mut World, body: &Fields<'_>) -> Result<Vec<Value>, Refusal> {
    let fields = template_body::fields(&mut world.ids, body, template_body::FEEDBACK)?;
    let ratings = fields
        .iter()
        .filter(|field| field.get("type") == Some(&json!("score-system")));
    if ratings.count() == 1 {
        Ok(fields)
    } else {
        Err(Refusal::bad(
            "A feedback template has exactly one score-system field",
        ))
    }
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let body = Fields::of(&call.body)?;
    let template = Template {
        text: body.need("text")?,
        instructions: body.text("instructions")?.unwrap_or_default(),
        group: template_body::group(&world.records.feedback_templates, &body)?,
        fields: fields(world, &body)?,
        id: world.ids.id(),
        created_at: Some(call.now),
        updated_at: Some(call.now),
        by_api: true,
        secret_by_default: false,
    };
    let shown = template.feedback_shape();
    world.records.feedback_templates.push(template);
    Reply::created(shown)
}

/// A full replacement: all fields get new ids.
fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let body = Fields::of(&call.body)?;
    let text = body.need("text")?;
    let instructions = body.text("instructions")?.unwrap_or_default();
    let group = template_body::group(&world.records.feedback_templates, &body)?;
    let place = world
        .records
        .feedback_templates
        .iter()
        .position(|one| one.id == call.id(0))
        .ok_or_else(|| missing(call))?;
    let fields = fields(world, &body)?;
    let template = world
        .records
        .feedback_templates
        .get_mut(place)
        .ok_or_else(|| missing(call))?;
    template.text = text;
    template.instructions = instructions;
    template.group = group;
    template.fields = fields;
    template.created_at = template.created_at.or(Some(call.now));
    template.updated_at = Some(call.now);
    Reply::data(template.feedback_shape())
}

fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    template_body::remove(
        &mut world.records.feedback_templates,
        call,
        "feedbackTemplates",
    )
}
