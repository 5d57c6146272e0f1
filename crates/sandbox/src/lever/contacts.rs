//! `GET /contacts/:id`, `PUT /contacts/:id`.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::routes::{Route, get, put};
use crate::lever::wire;
use crate::world::World;
use crate::world::change::ContactChange;
use crate::world::model::{Contact, Phone};

pub(crate) const ROUTES: &[Route] = &[
    get("/contacts/:contact", "contact:read", one),
    put("/contacts/:contact", "contact:write", change),
];

fn find<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Contact, Refusal> {
    world
        .contacts
        .get(call.id(0))
        .ok_or_else(|| Refusal::not_found("contacts", call.id(0)))
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    Reply::data(wire::contact(find(world, call)?))
}

/// Fields that are not sent stay, as recorded for `headline`. `location` is plain text here.
fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    if find(world, call)?.is_anonymized {
        return Err(Refusal::bad("Anonymized contacts cannot be updated"));
    }
    let change = ContactChange {
        name: call.text("name")?,
        headline: call.text("headline")?,
        location: call.text("location")?,
        emails: call
            .body
            .get("emails")
            .map(|_| call.strings("emails"))
            .transpose()?,
        phones: call.body.get("phones").map(phones).transpose()?,
    };
    let changed = world
        .change_contact(call.id(0), change, call.now)
        .ok_or_else(|| Refusal::not_found("contacts", call.id(0)))?;
    Reply::data(wire::changed_contact(changed))
}

/// `[{type?, value}]`
///
/// # Errors
/// 400 for anything else.
pub(crate) fn phones(value: &Value) -> Result<Vec<Phone>, Refusal> {
    let items = value
        .as_array()
        .ok_or_else(|| Refusal::malformed("phones"))?;
    items
        .iter()
        .map(|item| {
            let value = item.get("value").and_then(Value::as_str);
            let kind = item.get("type").and_then(Value::as_str).unwrap_or("other");
            value
                .map(|value| Phone {
                    kind: kind.to_owned(),
                    value: value.to_owned(),
                })
                .ok_or_else(|| Refusal::malformed("phones"))
        })
        .collect()
}
