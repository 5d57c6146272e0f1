use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::opportunity::OpportunityBody;

/// Lever's error body: flat, without a wrapper.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorBody {
    #[serde(deserialize_with = "super::scalar::or_default")]
    pub(crate) code: String,
    #[serde(deserialize_with = "super::scalar::or_default")]
    pub(crate) message: String,
}

/// The answer to a new candidate.
pub(crate) struct CreatedBody {
    pub(crate) opportunity: OpportunityBody,
    /// Beside `data`, not in it; missing means false.
    pub(crate) deduped: bool,
}

/// What was made, and whether it was joined to somebody who was there.
pub(crate) fn created(body: Value) -> Result<CreatedBody, Misshapen> {
    Ok(CreatedBody {
        deduped: body.get("deduped").and_then(Value::as_bool) == Some(true),
        opportunity: one(body)?,
    })
}

/// A list as it arrived.
#[derive(Debug)]
pub(crate) struct ListBody<T> {
    pub(crate) items: Vec<T>,
    pub(crate) unreadable: usize,
    pub(crate) next: Option<String>,
}

/// The answer is JSON, but not the JSON that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Misshapen;

/// One object under `data`. The documentation nests some answers twice (`data.data`), recordings do not: both are read.
pub(crate) fn one<T: DeserializeOwned>(body: Value) -> Result<T, Misshapen> {
    let data = inner(body)?;
    let data = match data {
        // Documented for panels: a list of one.
        Value::Array(items) if items.len() == 1 => items.into_iter().next().ok_or(Misshapen)?,
        other => other,
    };
    serde_json::from_value(data).map_err(|_| Misshapen)
}

/// A list under `data`. `hasNext` missing means false; a single object counts as a list of one (documented so for
/// archive reasons filtered by type). Records that cannot be read are counted, not fatal: one odd record must not hide
/// an account.
pub(crate) fn list<T: DeserializeOwned>(mut body: Value) -> Result<ListBody<T>, Misshapen> {
    let has_next = body.get("hasNext").and_then(Value::as_bool) == Some(true);
    let next = match body.get_mut("next").map(Value::take) {
        Some(Value::String(token)) if has_next => Some(token),
        // More to come and no way to ask for it: better told than taken for the end.
        _ if has_next => return Err(Misshapen),
        _ => None,
    };
    let data = match inner(body)? {
        Value::Array(items) => items,
        Value::Object(object) => vec![Value::Object(object)],
        _ => return Err(Misshapen),
    };
    let total = data.len();
    let items: Vec<T> = data
        .into_iter()
        .filter_map(|item| serde_json::from_value(item).ok())
        .collect();
    if total > 0 && items.is_empty() {
        return Err(Misshapen);
    }
    Ok(ListBody {
        unreadable: total - items.len(),
        items,
        next,
    })
}

fn inner(body: Value) -> Result<Value, Misshapen> {
    let Value::Object(mut outer) = body else {
        return Err(Misshapen);
    };
    match outer.remove("data").ok_or(Misshapen)? {
        Value::Object(mut object) if object.contains_key("data") && !object.contains_key("id") => {
            object.remove("data").ok_or(Misshapen)
        }
        data => Ok(data),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Thing {
        id: String,
    }

    fn thing(id: &str) -> Thing {
        Thing { id: id.to_owned() }
    }

    #[test]
    fn one_object_in_every_nesting() {
        for body in [
            json!({"data": {"id": "a"}}),
            json!({"data": {"data": {"id": "a"}}}),
            json!({"data": {"data": [{"id": "a"}], "hasNext": false}}),
            json!({"deduped": true, "data": {"id": "a", "data": "a field of its own"}}),
        ] {
            assert_eq!(one::<Thing>(body.clone()).unwrap(), thing("a"), "{body}");
        }
        for body in [
            json!({"id": "a"}),
            json!([]),
            json!({"data": []}),
            json!({"data": 3}),
        ] {
            assert!(one::<Thing>(body.clone()).is_err(), "{body}");
        }
    }

    #[test]
    fn a_list_without_has_next_is_the_last_page() {
        let page = list::<Thing>(json!({"data": [{"id": "a"}], "next": "stray"})).unwrap();
        assert_eq!((page.items.len(), page.next), (1, None));
    }

    #[test]
    fn the_token_is_kept_verbatim() {
        let token = "%5B1%2C1779397451223%2C%22991d%22%5D";
        let page = list::<Thing>(json!({"data": [], "hasNext": true, "next": token})).unwrap();
        assert_eq!(page.next.as_deref(), Some(token));
    }

    #[test]
    fn more_to_come_without_a_token_is_an_error() {
        assert!(list::<Thing>(json!({"data": [{"id": "a"}], "hasNext": true})).is_err());
    }

    #[test]
    fn an_odd_record_is_counted_and_the_rest_is_read() {
        let page = list::<Thing>(json!({"data": [{"id": "a"}, {"id": 3}, {}]})).unwrap();
        assert_eq!((page.items, page.unreadable), (vec![thing("a")], 2));
        assert!(list::<Thing>(json!({"data": [{"id": 3}]})).is_err());
    }

    #[test]
    fn a_single_object_counts_as_a_list_of_one() {
        let page = list::<Thing>(json!({"data": {"id": "a"}})).unwrap();
        assert_eq!(page.items, [thing("a")]);
    }
}
