//! Fields of a query or a body, read by hand: OAuth forbids a parameter that comes twice, and a refusal must be readable.

use std::collections::BTreeMap;

use serde_json::Value;

/// Parameter → value.
pub(crate) type Fields = BTreeMap<String, String>;

/// A field; empty when absent.
pub(crate) fn field<'f>(fields: &'f Fields, key: &str) -> &'f str {
    fields.get(key).map_or("", String::as_str)
}

/// Reads `a=b&c=d`.
///
/// # Errors
/// The name of a parameter that comes twice.
pub(crate) fn read(raw: &[u8]) -> Result<Fields, String> {
    let mut fields = Fields::new();
    for (key, value) in url::form_urlencoded::parse(raw) {
        if fields
            .insert(key.clone().into_owned(), value.into_owned())
            .is_some()
        {
            return Err(key.into_owned());
        }
    }
    Ok(fields)
}

/// Reads a body: JSON with string values where the content type says so, a form otherwise.
///
/// # Errors
/// A sentence.
pub(crate) fn read_body(content_type: &str, raw: &[u8]) -> Result<Fields, String> {
    if !content_type.starts_with("application/json") {
        return read(raw).map_err(|twice| format!("parameter sent twice: {twice}"));
    }
    let value: Value = serde_json::from_slice(raw).map_err(|_| "invalid JSON".to_owned())?;
    let map = value.as_object().ok_or("a JSON object is expected")?;
    map.iter()
        .map(|(key, value)| match value {
            Value::String(text) => Ok((key.clone(), text.clone())),
            _ => Err(format!("{key} must be a string")),
        })
        .collect()
}
