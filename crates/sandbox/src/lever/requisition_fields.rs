//! The account's custom fields for requisitions. Their ids are words in snake_case, not UUIDs.

use serde_json::{Map, Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::routes::{Route, delete, get, post, put};
use crate::world::World;
use crate::world::chance::Chance;

const READ: &str = "requisition_fields:read";
const WRITE: &str = "requisition_fields:write";
const TYPES: &[&str] = &["number", "text", "date", "object", "dropdown"];
const MOST_FIELDS: usize = 100;
const MOST_SUBFIELDS: usize = 10;
const MOST_OPTIONS: usize = 4_000;

pub(crate) const ROUTES: &[Route] = &[
    get("/requisition_fields", READ, list),
    get("/requisition_fields/:field", READ, one),
    post("/requisition_fields", WRITE, create),
    put("/requisition_fields/:field", WRITE, change),
    delete("/requisition_fields/:field", WRITE, remove),
    post("/requisition_fields/:field/options", WRITE, add_options),
    put("/requisition_fields/:field/options", WRITE, rename_options),
    delete("/requisition_fields/:field/options", WRITE, remove_options),
];

/// Lever's own words for a field that is not there.
fn missing() -> Refusal {
    Refusal::new(
        404,
        "NotFoundError",
        "That requisition field doesn't exist on your account".to_owned(),
    )
}

fn id(field: &Value) -> &str {
    field.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// Not paged: no `hasNext` in recordings.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let required = call.query.flag("isRequired")?;
    let kind = call.query.one("type");
    let found: Vec<&Value> = world
        .records
        .requisition_fields
        .iter()
        .filter(|field| {
            required.is_none_or(|wanted| field.get("isRequired") == Some(&json!(wanted)))
        })
        .filter(|field| kind.is_none_or(|kind| field.get("type") == Some(&json!(kind))))
        .collect();
    Reply::data(found)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    Reply::data(existing(world, call)?.clone())
}

fn existing<'w>(world: &'w mut World, call: &Call<'_>) -> Result<&'w mut Value, Refusal> {
    let fields = world.records.requisition_fields.iter_mut();
    fields
        .into_iter()
        .find(|field| id(field) == call.id(0))
        .ok_or_else(missing)
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let field = read(&mut world.ids, call)?;
    let fields = &mut world.records.requisition_fields;
    if fields.iter().any(|known| id(known) == id(&field)) {
        return Err(Refusal::bad("A requisition field of this id exists"));
    }
    if fields.len() >= MOST_FIELDS {
        return Err(Refusal::bad(
            "An account has at most 100 requisition fields",
        ));
    }
    fields.push(field.clone());
    Reply::created(field)
}

/// 200: documented is 201, as for users and requisitions, whose recorded answers have 200 all the same.
fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    existing(world, call)?;
    let field = read(&mut world.ids, call)?;
    if id(&field) != call.id(0) {
        return Err(Refusal::malformed("id"));
    }
    *existing(world, call)? = field.clone();
    Reply::data(field)
}

fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    existing(world, call)?;
    world
        .records
        .requisition_fields
        .retain(|field| id(field) != call.id(0));
    Ok(Reply::Gone)
}

fn read(ids: &mut Chance, call: &Call<'_>) -> Result<Value, Refusal> {
    let body = Fields::of(&call.body)?;
    let id = body.need("id")?;
    let is_word = !id.is_empty()
        && id.len() <= 50
        && id
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if !is_word {
        return Err(Refusal::malformed("id"));
    }
    let kind = body.need("type")?;
    if !TYPES.contains(&kind.as_str()) {
        return Err(Refusal::malformed("type"));
    }
    let mut field = Map::new();
    field.insert("id".to_owned(), json!(id));
    field.insert("text".to_owned(), json!(body.need("text")?));
    let required = body.flag("isRequired")?.unwrap_or(false);
    field.insert("isRequired".to_owned(), json!(required));
    if kind == "object" {
        let rows = body
            .list("subfields")?
            .ok_or_else(|| Refusal::missing("subfields"))?;
        if rows.len() > MOST_SUBFIELDS {
            return Err(Refusal::bad("An object has at most 10 subfields"));
        }
        let subfields: Vec<Value> = rows.iter().map(subfield).collect::<Result<_, _>>()?;
        field.insert("subfields".to_owned(), json!(subfields));
    }
    if kind == "dropdown" {
        let rows = body
            .list("options")?
            .ok_or_else(|| Refusal::missing("options"))?;
        field.insert("options".to_owned(), json!(options(ids, rows)?));
    }
    field.insert("type".to_owned(), json!(kind));
    Ok(Value::Object(field))
}

fn subfield(row: &Value) -> Result<Value, Refusal> {
    let row = Fields::of(row)?;
    let kind = row.need("type")?;
    if !matches!(kind.as_str(), "number" | "text" | "date") {
        return Err(Refusal::malformed("subfields"));
    }
    Ok(json!({ "id": row.need("id")?, "text": row.need("text")?, "type": kind }))
}

fn options(ids: &mut Chance, rows: &[Value]) -> Result<Vec<Value>, Refusal> {
    if rows.len() > MOST_OPTIONS {
        return Err(Refusal::bad("At most 4000 options can be sent at once"));
    }
    rows.iter()
        .map(|row| Ok(json!({ "id": ids.id(), "text": Fields::of(row)?.need("text")? })))
        .collect()
}

/// The options of a drop-down.
fn dropdown<'w>(world: &'w mut World, call: &Call<'_>) -> Result<&'w mut Vec<Value>, Refusal> {
    existing(world, call)?
        .get_mut("options")
        .and_then(Value::as_array_mut)
        .ok_or_else(|| Refusal::bad("Only dropdown fields have options"))
}

fn values<'c>(call: &'c Call<'_>) -> Result<&'c Vec<Value>, Refusal> {
    Fields::of(&call.body)?
        .list("values")?
        .ok_or_else(|| Refusal::missing("values"))
}

fn add_options(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    dropdown(world, call)?;
    let added = options(&mut world.ids, values(call)?)?;
    dropdown(world, call)?.extend(added);
    Reply::created(existing(world, call)?.clone())
}

fn rename_options(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    dropdown(world, call)?;
    let rows = values(call)?;
    let mut changed = dropdown(world, call)?.clone();
    for row in rows {
        let row = Fields::of(row)?;
        let (wanted, text) = (row.need("id")?, row.need("text")?);
        let option = changed
            .iter_mut()
            .find(|option| id(option) == wanted)
            .ok_or_else(|| Refusal::not_found("options", &wanted))?;
        *option = json!({ "id": wanted, "text": text });
    }
    *dropdown(world, call)? = changed;
    Reply::data(existing(world, call)?.clone())
}

fn remove_options(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    dropdown(world, call)?;
    let gone = Fields::of(&call.body)?
        .strings("values")?
        .ok_or_else(|| Refusal::missing("values"))?;
    dropdown(world, call)?.retain(|option| !gone.iter().any(|wanted| wanted == id(option)));
    Ok(Reply::Gone)
}
