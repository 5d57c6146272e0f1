//! Profile forms of one opportunity.

use serde_json::Value;

use crate::lever::answers;
use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Row, list, single};
use crate::lever::fields::Fields;
use crate::lever::opportunities::find;
use crate::lever::routes::{Route, get, post};
use crate::lever::wire;
use crate::world::World;
use crate::world::records::forms::Form;

pub(crate) const ROUTES: &[Route] = &[
    get("/opportunities/:opportunity/forms", "forms:read", all),
    get("/opportunities/:opportunity/forms/:form", "forms:read", one),
    post("/opportunities/:opportunity/forms", "forms:write", create),
];

fn rows(world: &World, call: &Call<'_>) -> Result<Vec<Row>, Refusal> {
    wire::check_expand(call, &["user", "stage"])?;
    let one = find(world, call)?;
    let shown = world.forms_of(one).into_iter().map(|form| {
        let mut shape = form.shape();
        wire::expand_ids(world, &mut shape, call);
        (form.created_at, form.id, shape)
    });
    Ok(shown.collect())
}

fn all(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    list(call, rows(world, call)?)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    single(call, rows(world, call)?, "forms")
}

/// Each field of the body must be one of the template's, by its id or by type and title. No source says that a form is a
/// story of the opportunity; no time stamp moves.
fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let stage = find(world, call)?.stage.clone();
    let body = Fields::of(&call.body)?;
    let template = body.need("baseTemplateId")?;
    body.flag("secret")?;
    let rows = body
        .list("fields")?
        .ok_or_else(|| Refusal::missing("fields"))?;
    let known = world
        .records
        .form_templates
        .iter()
        .find(|known| known.id == template)
        .ok_or_else(|| Refusal::not_found("formTemplates", &template))?;
    let mut fields = known.filled(|_| Value::Null);
    for row in rows {
        let row = Fields::of(row)?;
        let (id, kind, text) = (row.text("id")?, row.text("type")?, row.text("text")?);
        let is = |field: &Value, key: &str, wanted: &Option<String>| {
            field.get(key).and_then(Value::as_str) == wanted.as_deref()
        };
        let field = fields
            .iter_mut()
            .find(|field| match &id {
                Some(_) => is(field, "id", &id),
                None => is(field, "type", &kind) && is(field, "text", &text),
            })
            .ok_or_else(|| Refusal::bad("The fields must conform to the template"))?;
        let value = row.get("value").cloned().unwrap_or(Value::Null);
        if !answers::fits(field, &value) {
            return Err(Refusal::malformed("fields"));
        }
        if let Value::Object(map) = field {
            map.insert("value".to_owned(), value);
        }
    }
    let form = Form {
        text: known.text.clone(),
        instructions: known.instructions.clone(),
        template,
        fields,
        user: call.perform_as.clone(),
        stage: Some(stage),
        created_at: call.now,
        id: world.ids.id(),
    };
    let shown = form.shape();
    world.keep_form(call.id(0), form);
    Reply::created(shown)
}
