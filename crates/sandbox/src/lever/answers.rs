//! Values given to the fields of a form.

use serde_json::Value;

use crate::lever::call::Refusal;
use crate::lever::fields::Fields;

/// Whether a value is of the kind that a field holds.
pub(crate) fn fits(field: &Value, value: &Value) -> bool {
    if value.is_null() {
        return true;
    }
    match field.get("type").and_then(Value::as_str).unwrap_or("") {
        "multiple-select" => value
            .as_array()
            .is_some_and(|items| items.iter().all(Value::is_string)),
        "scorecard" => value.is_array(),
        "score" => value.as_i64().is_some_and(|score| (1..=4).contains(&score)),
        "yes-no" => matches!(value.as_str(), Some("yes" | "no")),
        "date" | "currency" => value.is_number(),
        "file-upload" => true,
        _ => value.is_string(),
    }
}

/// Puts `[{id, value}]` into the fields.
///
/// # Errors
/// 400 for an id that no field has, and for a value of another kind than the field's.
pub(crate) fn put(fields: &mut [Value], values: &[Value]) -> Result<(), Refusal> {
    for row in values {
        let row = Fields::of(row)?;
        let id = row.need("id")?;
        let field = fields
            .iter_mut()
            .find(|field| field.get("id").and_then(Value::as_str) == Some(&id))
            .ok_or_else(|| Refusal::bad(format!("{id} is not a field of this form")))?;
        let value = row.get("value").cloned().unwrap_or(Value::Null);
        if !fits(field, &value) {
            return Err(Refusal::malformed("fieldValues"));
        }
        if let Value::Object(map) = field {
            map.insert("value".to_owned(), value);
        }
    }
    Ok(())
}
