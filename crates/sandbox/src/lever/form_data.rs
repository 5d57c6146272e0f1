//! Bodies: JSON, or a form in several parts when files come along.

use std::convert::Infallible;

use axum::body::Bytes;
use futures::{executor, stream};
use serde_json::{Map, Value};

use crate::lever::call::Refusal;

/// The largest file that is taken, bytes.
pub const LARGEST_FILE: usize = 30 * 1024 * 1024;
/// The largest body that is read at all: a file of the largest size and some company.
pub(crate) const LARGEST_BODY: usize = 40 * 1024 * 1024;

/// A file of a form.
#[derive(Clone, Debug)]
pub(crate) struct FilePart {
    /// Name of the field, without brackets: `file`, `files`, `resumeFile`.
    pub(crate) field: String,
    /// Name of the file.
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// Whether a body is a form in several parts.
pub(crate) fn is_form(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|kind| {
        let kind = kind.trim_start().to_ascii_lowercase();
        kind.starts_with("multipart/form-data")
    })
}

/// Reads a body. What a form says in text becomes the JSON object that would say the same; only times become numbers.
///
/// # Errors
/// 400 for broken JSON and broken forms; 413 for a file that is too large.
pub(crate) fn read(
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(Value, Vec<FilePart>), Refusal> {
    if is_form(content_type) {
        return form(content_type.unwrap_or_default(), body);
    }
    let value = match body {
        [] => Value::Null,
        bytes => serde_json::from_slice(bytes).map_err(|_| Refusal::bad("Invalid JSON"))?,
    };
    Ok((value, Vec::new()))
}

fn form(content_type: &str, body: &[u8]) -> Result<(Value, Vec<FilePart>), Refusal> {
    let broken = |_| Refusal::bad("Invalid multipart body");
    let boundary = multer::parse_boundary(content_type).map_err(broken)?;
    let whole = stream::iter([Ok::<_, Infallible>(Bytes::copy_from_slice(body))]);
    let mut form = multer::Multipart::new(whole, boundary);
    let (mut value, mut files) = (Value::Object(Map::new()), Vec::new());
    // The body is here already: nothing is waited for.
    executor::block_on(async {
        while let Some(part) = form.next_field().await.map_err(broken)? {
            let path = path(part.name().unwrap_or_default());
            match part.file_name().map(str::to_owned) {
                Some(name) => {
                    let bytes = part.bytes().await.map_err(broken)?;
                    if bytes.len() > LARGEST_FILE {
                        return Err(too_large());
                    }
                    let field = path.into_iter().next().unwrap_or_default();
                    files.push(FilePart { field, name, bytes });
                }
                None => {
                    let text = part.text().await.map_err(broken)?;
                    put(&mut value, &path, text);
                }
            }
        }
        Ok(())
    })?;
    Ok((value, files))
}

/// 413. No source shows Lever's words, only the limit of 30 MB.
pub(crate) fn too_large() -> Refusal {
    Refusal::new(
        413,
        "RequestEntityTooLarge",
        "The request file size is limited to 30MB".to_owned(),
    )
}

/// `archived[archivedAt]` is a field in an object, `emails[]` an element of a list, `phones[0][value]` both.
fn path(name: &str) -> Vec<String> {
    name.replace(']', "")
        .split('[')
        .map(str::to_owned)
        .collect()
}

fn put(place: &mut Value, path: &[String], text: String) {
    let Some((step, rest)) = path.split_first() else {
        *place = Value::String(text);
        return;
    };
    if step.is_empty() || step.parse::<u16>().is_ok() {
        if !place.is_array() {
            *place = Value::Array(Vec::new());
        }
        let Value::Array(items) = place else {
            return;
        };
        let index = step.parse().unwrap_or(items.len());
        if index >= items.len() {
            items.push(Value::Null);
        }
        let last = items.len().saturating_sub(1);
        if let Some(item) = items.get_mut(index.min(last)) {
            put(item, rest, text);
        }
    } else {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(map) = place else {
            return;
        };
        // A form has text alone. What is called a time is one, if it can be read as a number.
        let time = text.parse::<i64>().ok();
        match time.filter(|_| rest.is_empty() && step.ends_with("At")) {
            Some(time) => {
                map.insert(step.clone(), Value::from(time));
            }
            None => put(map.entry(step.clone()).or_insert(Value::Null), rest, text),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    const TYPE: &str = "multipart/form-data; boundary=x";

    fn part(head: &str, body: &str) -> String {
        format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    }

    #[test]
    fn brackets_become_lists_and_objects() {
        let body = [
            part("name=\"name\"", "Ada"),
            part("name=\"emails[]\"", "a@example.com"),
            part("name=\"emails[]\"", "b@example.com"),
            part("name=\"archived[reason]\"", "r"),
            part("name=\"archived[archivedAt]\"", "12"),
            part("name=\"phones[0][value]\"", "1"),
            part("name=\"phones[0][type]\"", "home"),
            part("name=\"files[]\"; filename=\"a.txt\"", "hello"),
            "--x--\r\n".to_owned(),
        ]
        .concat();
        let (value, files) = read(Some(TYPE), body.as_bytes()).unwrap();
        assert_eq!(
            value,
            json!({
                "name": "Ada",
                "emails": ["a@example.com", "b@example.com"],
                "archived": { "reason": "r", "archivedAt": 12 },
                "phones": [{ "value": "1", "type": "home" }],
            })
        );
        let files: Vec<_> = files
            .iter()
            .map(|file| (file.field.as_str(), file.name.as_str(), &file.bytes[..]))
            .collect();
        assert_eq!(files, [("files", "a.txt", &b"hello"[..])]);
    }

    #[test]
    fn broken_forms_are_refused() {
        for (kind, body) in [
            ("multipart/form-data", ""),
            (TYPE, "no boundary here"),
            (
                TYPE,
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut",
            ),
        ] {
            assert_eq!(
                read(Some(kind), body.as_bytes()).unwrap_err().status,
                400,
                "{body}"
            );
        }
    }
}
