//! What bodies say about templates, of feedback and of profile forms alike.

use serde_json::{Map, Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::world::chance::Chance;
use crate::world::records::template::{GRADES, Template, options};

/// Kinds of fields that feedback forms hold.
pub(crate) const FEEDBACK: &[&str] = &[
    "code",
    "date",
    "dropdown",
    "multiple-choice",
    "multiple-select",
    "score",
    "score-system",
    "scorecard",
    "text",
    "textarea",
    "yes-no",
];
/// Kinds of fields that profile forms hold.
pub(crate) const PROFILE: &[&str] = &[
    "currency",
    "date",
    "dropdown",
    "multiple-choice",
    "multiple-select",
    "text",
    "textarea",
    "yes-no",
];

/// The `fields` of a body, each with a fresh id.
///
/// # Errors
/// 400 when there is none, or one is of a kind that the form does not hold.
pub(crate) fn fields(
    ids: &mut Chance,
    body: &Fields<'_>,
    kinds: &[&str],
) -> Result<Vec<Value>, Refusal> {
    let rows = body
        .list("fields")?
        .ok_or_else(|| Refusal::missing("fields"))?;
    if rows.is_empty() {
        return Err(Refusal::missing("fields"));
    }
    rows.iter().map(|row| field(ids, row, kinds)).collect()
}

fn field(ids: &mut Chance, row: &Value, kinds: &[&str]) -> Result<Value, Refusal> {
    let row = Fields::of(row)?;
    let kind = row.need("type")?;
    if !kinds.contains(&kind.as_str()) {
        return Err(Refusal::bad(format!("{kind} is not a type of field here")));
    }
    let mut map = Map::new();
    map.insert("id".to_owned(), json!(ids.id()));
    map.insert("text".to_owned(), json!(row.need("text")?));
    let description = row.text("description")?.unwrap_or_default();
    map.insert("description".to_owned(), json!(description));
    let required = row.flag("required")?.unwrap_or(false);
    map.insert("required".to_owned(), json!(required));
    let offered = row.list("options")?.map(|list| texts(list)).transpose()?;
    match kind.as_str() {
        "score-system" => {
            map.insert(
                "options".to_owned(),
                offered.unwrap_or_else(|| options(GRADES)),
            );
            let prompt = row.text("prompt")?;
            map.insert(
                "prompt".to_owned(),
                json!(prompt.unwrap_or_else(|| "Select one".to_owned())),
            );
        }
        "dropdown" => {
            map.insert(
                "options".to_owned(),
                offered.ok_or_else(|| Refusal::missing("options"))?,
            );
            map.insert(
                "prompt".to_owned(),
                json!(row.text("prompt")?.unwrap_or_default()),
            );
        }
        "multiple-choice" | "multiple-select" => {
            map.insert(
                "options".to_owned(),
                offered.ok_or_else(|| Refusal::missing("options"))?,
            );
        }
        "scorecard" => {
            let scores = row
                .list("scores")?
                .ok_or_else(|| Refusal::missing("scores"))?;
            let scores: Vec<Value> = scores.iter().map(score).collect::<Result<_, _>>()?;
            map.insert("scores".to_owned(), json!(scores));
        }
        "currency" => {
            map.insert(
                "currency".to_owned(),
                json!(row.text("currency")?.unwrap_or_else(|| "USD".to_owned())),
            );
        }
        _ => {}
    }
    map.insert("type".to_owned(), json!(kind));
    Ok(Value::Object(map))
}

fn texts(list: &[Value]) -> Result<Value, Refusal> {
    let texts: Vec<Value> = list
        .iter()
        .map(|option| Ok(json!({ "text": Fields::of(option)?.need("text")? })))
        .collect::<Result<_, Refusal>>()?;
    Ok(Value::Array(texts))
}

fn score(row: &Value) -> Result<Value, Refusal> {
    let row = Fields::of(row)?;
    let description = row.text("description")?.unwrap_or_default();
    Ok(json!({ "text": row.need("text")?, "description": description }))
}

/// The group that a body names by id; no route shows or makes groups, so it must be one that another template is in.
///
/// # Errors
/// 404 for an unknown one.
pub(crate) fn group(templates: &[Template], body: &Fields<'_>) -> Result<Option<Value>, Refusal> {
    let id = match body.get("group") {
        Some(Value::Object(_)) => body.object("group")?.map(|group| group.need("id")),
        _ => body.text("group")?.filter(|id| !id.is_empty()).map(Ok),
    };
    let Some(id) = id.transpose()? else {
        return Ok(None);
    };
    templates
        .iter()
        .filter_map(|template| template.group.as_ref())
        .find(|group| group.get("id").and_then(Value::as_str) == Some(&id))
        .cloned()
        .map(Some)
        .ok_or_else(|| Refusal::not_found("groups", &id))
}

/// Deletes the template that the path names; only one made through the API can be.
///
/// # Errors
/// 404 for an unknown one, 403 for one made in Lever.
pub(crate) fn remove(
    templates: &mut Vec<Template>,
    call: &Call<'_>,
    collection: &str,
) -> Result<Reply, Refusal> {
    let place = templates
        .iter()
        .position(|one| one.id == call.id(0))
        .ok_or_else(|| Refusal::not_found(collection, call.id(0)))?;
    if templates.get(place).is_some_and(|one| !one.by_api) {
        return Err(Refusal::forbidden(
            "Only templates that were created via the API can be deleted",
        ));
    }
    templates.remove(place);
    Ok(Reply::Gone)
}
