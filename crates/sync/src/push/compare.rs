//! Is a posting what it was, but for its tags?

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What a change of tags changes: the tags, and Lever's own note of when.
const EXPECTED: [&str; 2] = ["tags", "updatedAt"];

/// Fields that an update takes under the same name. The state goes with every update anyway.
const TAKEN: [&str; 8] = [
    "text",
    "distributionChannels",
    "categories",
    "content",
    "workplaceType",
    "requisitionCodes",
    "salaryDescriptionHtml",
    "salaryRange",
];

/// Names of the fields that are otherwise, but for the tags; of objects the fields inside, as `categories.location`.
pub(super) fn differing(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        if !EXPECTED.contains(&name.as_str()) {
            compare(name, before.get(name), after.get(name), &mut found);
        }
    }
    found
}

fn compare(name: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<String>) {
    // A field that is absent and one that is null say the same.
    let (before, after) = (given(before), given(after));
    if before == after {
        return;
    }
    if let (Some(Value::Object(before)), Some(Value::Object(after))) = (before, after) {
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for inner in names {
            let path = format!("{name}.{inner}");
            compare(&path, before.get(inner), after.get(inner), found);
        }
        return;
    }
    found.push(name.to_owned());
}

fn given(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| !value.is_null())
}

/// The fields of an update that give back what differs, as far as an update can.
pub(super) fn to_put_back(before: &Map<String, Value>, differing: &[String]) -> Map<String, Value> {
    let touched = |name: &str| {
        differing
            .iter()
            .any(|path| path.split('.').next() == Some(name))
    };
    TAKEN
        .iter()
        .filter(|name| touched(name))
        .filter_map(|name| Some(((*name).to_owned(), before.get(*name)?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn fields(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            other => panic!("{other} has no fields"),
        }
    }

    fn posting() -> Map<String, Value> {
        fields(json!({
            "id": "p", "text": "Cook", "state": "published", "tags": ["a"], "updatedAt": 1, "urls": { "show": "u" },
            "categories": { "location": "Oslo", "allLocations": ["Oslo"], "level": null }, "hiringManager": null,
        }))
    }

    #[test]
    fn tags_and_their_time_may_change_and_nothing_else() {
        let before = posting();
        let mut after = posting();
        after.insert("tags".to_owned(), json!(["b"]));
        after.insert("updatedAt".to_owned(), json!(2));
        after.remove("hiringManager");
        assert_eq!(differing(&before, &after), Vec::<String>::new());

        after.insert("state".to_owned(), json!("draft"));
        after.insert("urls".to_owned(), Value::Null);
        after.insert("confidentiality".to_owned(), json!("confidential"));
        after["categories"]["allLocations"] = json!([]);
        let found = differing(&before, &after);
        assert_eq!(
            found,
            [
                "categories.allLocations",
                "confidentiality",
                "state",
                "urls"
            ]
        );
        assert_eq!(
            Value::Object(to_put_back(&before, &found)),
            json!({ "categories": before["categories"] })
        );
    }

    proptest! {
        /// Whatever single field comes back otherwise is named.
        #[test]
        fn no_field_changes_unnoticed(index in any::<prop::sample::Index>(), value in "[A-Z]{1,4}") {
            let before = posting();
            let names: Vec<String> =
                before.keys().filter(|name| !EXPECTED.contains(&name.as_str())).cloned().collect();
            let name = index.get(&names);
            let mut after = before.clone();
            after.insert(name.clone(), json!(value));
            prop_assert_eq!(differing(&before, &after), vec![name.clone()]);
            after.remove(name);
            let gone = !before[name].is_null();
            prop_assert_eq!(differing(&before, &after).len(), usize::from(gone));
        }
    }
}
