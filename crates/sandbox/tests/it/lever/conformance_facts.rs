//! What was recorded of Lever's answers, and how an answer of ours is held against it.
//!
//! An object has one *shape*, which several recorded answers may show (a list and a single read of the same kind). Of each
//! field of the shape, its recordings say which JSON types it had and whether it was ever absent. A *kin* is another shape of the
//! same object: it lends types (what is null in one recording is a user's id in another), but never fields. Where every
//! recording is null or empty, the documentation lends types and what is inside.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Types by path; `absent` is one of them.
pub(crate) type Facts = BTreeMap<String, BTreeSet<String>>;

pub(crate) struct Recorded {
    answers: BTreeMap<String, Vec<Facts>>,
    documented: BTreeMap<String, Facts>,
}

fn tokens(text: &str) -> BTreeSet<String> {
    text.split(", ")
        .map(|token| token.split(' ').next().unwrap().to_owned())
        .collect()
}

fn facts(value: &Value) -> Facts {
    let map = value.as_object().unwrap();
    map.iter()
        .map(|(path, text)| (path.clone(), tokens(text.as_str().unwrap())))
        .collect()
}

impl Recorded {
    pub(crate) fn read() -> Self {
        let recorded: Value =
            serde_json::from_str(include_str!("../../recorded/lever-answers.json")).unwrap();
        let documented: Value =
            serde_json::from_str(include_str!("../../recorded/lever-documented.json")).unwrap();
        let mut answers: BTreeMap<String, Vec<Facts>> = BTreeMap::new();
        for time in ["2026-07", "2026-05"] {
            for (name, fields) in recorded[time].as_object().unwrap() {
                answers.entry(name.clone()).or_default().push(facts(fields));
            }
        }
        let objects = documented.as_object().unwrap().iter();
        Self {
            answers,
            documented: objects
                .filter(|(name, _)| *name != "about")
                .map(|(name, fields)| (name.clone(), facts(fields)))
                .collect(),
        }
    }

    /// Whether an answer was recorded at all.
    pub(crate) fn has(&self, answer: &str) -> bool {
        self.answers.contains_key(answer)
    }

    /// All recorded answers, as `METHOD /path` with `:id` in the place of every id.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.answers.keys()
    }

    /// Facts of the body outside `root`, of one recorded answer.
    pub(crate) fn envelope(&self, answer: &str, root: &str) -> Vec<Facts> {
        let outside = |facts: &Facts| {
            facts
                .iter()
                .filter(|(path, _)| inside(path, root).is_none())
                .map(|(path, types)| (path.clone(), types.clone()))
                .collect()
        };
        self.answers
            .get(answer)
            .map_or(Vec::new(), |all| all.iter().map(outside).collect())
    }

    /// Facts of the object at `root`, one set per recording of each of `answers`.
    pub(crate) fn objects(&self, answers: &[(&str, &str)]) -> Vec<Facts> {
        let mut found = Vec::new();
        for (answer, root) in answers {
            let recordings = self
                .answers
                .get(*answer)
                .unwrap_or_else(|| panic!("{answer} was not recorded"));
            for facts in recordings {
                let object: Facts = facts
                    .iter()
                    .filter_map(|(path, types)| {
                        Some((inside(path, root)?.to_owned(), types.clone()))
                    })
                    .collect();
                // An empty list tells nothing of what it would hold.
                if !object.is_empty() {
                    found.push(object);
                }
            }
        }
        found
    }

    pub(crate) fn documented(&self, object: &str) -> Facts {
        self.documented.get(object).cloned().unwrap_or_default()
    }
}

/// The part of a path below `root` (`data[]`, `data`, or nothing for the whole body).
fn inside<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    if root.is_empty() {
        return Some(path);
    }
    path.strip_prefix(root)?.strip_prefix('.')
}

/// What a shape allows and demands.
pub(crate) struct Shape {
    own: Facts,
    /// Paths that every recording has, wherever their parent is there.
    demanded: BTreeSet<String>,
    kin: Facts,
    documented: Facts,
    recorded: bool,
}

fn united(all: &[Facts]) -> Facts {
    let mut union = Facts::new();
    for facts in all {
        for (path, types) in facts {
            union
                .entry(path.clone())
                .or_default()
                .extend(types.iter().cloned());
        }
    }
    union
}

/// Tells nothing of what would be there if something were.
fn is_void(types: &BTreeSet<String>) -> bool {
    types
        .iter()
        .all(|kind| matches!(kind.as_str(), "null" | "empty" | "absent"))
}

fn parent(path: &str) -> Option<&str> {
    if let Some(list) = path.strip_suffix("[]") {
        return Some(list);
    }
    path.rsplit_once('.').map(|(parent, _)| parent)
}

impl Shape {
    pub(crate) fn new(own: &[Facts], kin: &[Facts], documented: Facts) -> Self {
        let recorded = !own.is_empty() || !kin.is_empty();
        let union = united(own);
        let demanded = union
            .iter()
            .filter(|(path, types)| {
                !types.contains("absent")
                    && !path.ends_with("[]")
                    && own.iter().all(|one| {
                        one.contains_key(*path)
                            || parent(path)
                                .is_some_and(|parent| one.get(parent).is_none_or(is_void))
                    })
            })
            .map(|(path, _)| path.clone())
            .collect();
        Self {
            own: union,
            demanded,
            kin: united(kin),
            documented,
            recorded,
        }
    }

    /// The types that a path may have; none when it may not be there.
    fn types(&self, path: &str) -> BTreeSet<String> {
        if !self.recorded {
            return self.documented.get(path).cloned().unwrap_or_default();
        }
        let mut types = self.own.get(path).cloned().unwrap_or_default();
        if types.is_empty() && !self.is_below_void(path) {
            return types;
        }
        types.extend(self.kin.get(path).into_iter().flatten().cloned());
        if is_void(&types) {
            types.extend(self.documented.get(path).into_iter().flatten().cloned());
        }
        types
    }

    /// Whether some ancestor was never recorded with anything in it.
    fn is_below_void(&self, path: &str) -> bool {
        let mut at = path;
        while let Some(above) = parent(at) {
            if self.own.get(above).is_some_and(is_void) {
                return true;
            }
            at = above;
        }
        self.own.is_empty()
    }

    /// Whether an object was recorded without what is in it: its keys are the account's own.
    fn is_open(&self, path: &str) -> bool {
        let known = |facts: &Facts| {
            facts.contains_key(path)
                && !facts.keys().any(|other| {
                    other
                        .strip_prefix(path)
                        .is_some_and(|rest| rest.starts_with('.'))
                })
        };
        (known(&self.own) || (!self.own.contains_key(path) && known(&self.documented)))
            && !self.types(path).contains("null")
            && self.types(path).contains("object")
    }

    /// Every way in which an object differs, as `path: how`.
    pub(crate) fn differences(&self, object: &Value, found: &mut BTreeSet<String>) {
        self.walk("", object, found);
    }

    fn walk(&self, path: &str, value: &Value, found: &mut BTreeSet<String>) {
        if !path.is_empty() {
            let types = self.types(path);
            if types.is_empty() {
                found.insert(format!("{path}: never recorded"));
                return;
            }
            if !types.iter().any(|kind| is_of(value, kind)) {
                let kind = name(value);
                found.insert(format!("{path}: {kind}, recorded as {}", list(&types)));
                return;
            }
        }
        match value {
            Value::Object(map) => {
                if !path.is_empty() && self.is_open(path) {
                    return;
                }
                for (key, inner) in map {
                    let below = if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    };
                    self.walk(&below, inner, found);
                }
                self.lacks(path, map, found);
            }
            Value::Array(items) => {
                for item in items {
                    self.walk(&format!("{path}[]"), item, found);
                }
            }
            _ => {}
        }
    }

    fn lacks(
        &self,
        path: &str,
        map: &serde_json::Map<String, Value>,
        found: &mut BTreeSet<String>,
    ) {
        let prefix = if path.is_empty() {
            String::new()
        } else {
            format!("{path}.")
        };
        let documented = self
            .documented
            .iter()
            .filter(|(_, types)| !self.recorded && !types.contains("absent"))
            .map(|(path, _)| path);
        for wanted in self.demanded.iter().chain(documented) {
            if let Some(key) = wanted.strip_prefix(&prefix)
                && !key.contains(['.', '['])
                && !key.is_empty()
                && !map.contains_key(key)
            {
                found.insert(format!("{wanted}: lacks it, recorded in every answer"));
            }
        }
    }
}

fn list(types: &BTreeSet<String>) -> String {
    types.iter().cloned().collect::<Vec<_>>().join(" or ")
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "array" | "empty" => value.is_array(),
        "object" => value.is_object(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "epoch_ms" => value.as_i64().is_some_and(|at| at > 1_000_000_000_000),
        "string" | "blank" => value.is_string(),
        "uuid" => value
            .as_str()
            .is_some_and(|text| uuid::Uuid::parse_str(text).is_ok() && text.len() == 36),
        "url" => value.as_str().is_some_and(|text| text.contains("://")),
        _ => false,
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{BTreeSet, Facts, Shape, tokens};

    fn of(rows: &[(&str, &str)]) -> Facts {
        rows.iter()
            .map(|(path, types)| ((*path).to_owned(), tokens(types)))
            .collect()
    }

    fn differences(shape: &Shape, object: &serde_json::Value) -> Vec<String> {
        let mut found = BTreeSet::new();
        shape.differences(object, &mut found);
        found.into_iter().collect()
    }

    #[test]
    fn a_comparison_finds_each_kind_of_difference() {
        let own = [of(&[
            ("id", "uuid 2"),
            ("at", "epoch_ms 1, null 1"),
            ("name", "string 2"),
            ("list", "array 2"),
            ("list[]", "object 3"),
            ("list[].key", "string 3"),
            ("never", "null 2"),
            ("sometimes", "string 1, absent 1"),
        ])];
        let shape = Shape::new(
            &own,
            &[],
            of(&[("never", "object, null"), ("never.x", "integer")]),
        );
        let good = json!({ "id": "6408dc54-7015-4e5b-8d60-23afff2b1efc", "at": null, "name": "", "list": [{ "key": "a" }], "never": { "x": 1 } });
        assert_eq!(differences(&shape, &good), [""; 0]);
        for (path, value, wanted) in [
            ("/id", json!("7"), "id: string, recorded as uuid"),
            (
                "/at",
                json!("12"),
                "at: string, recorded as epoch_ms or null",
            ),
            ("/at", json!(12), "at: number, recorded as epoch_ms or null"),
            ("/name", json!(null), "name: null, recorded as string"),
            (
                "/list",
                json!([{}]),
                "list[].key: lacks it, recorded in every answer",
            ),
            (
                "/list",
                json!([{ "key": "a", "more": 1 }]),
                "list[].more: never recorded",
            ),
            (
                "/never",
                json!({ "x": "1" }),
                "never.x: string, recorded as integer",
            ),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(path).unwrap() = value;
            assert_eq!(differences(&shape, &bad), [wanted]);
        }
        assert_eq!(
            differences(
                &shape,
                &json!({ "name": "", "at": 1_782_974_004_990_i64, "list": [], "never": null })
            ),
            ["id: lacks it, recorded in every answer"]
        );
    }

    #[test]
    fn kin_lends_types_and_no_fields() {
        let own = [of(&[
            ("phones", "empty 1"),
            ("name", "blank 1"),
            ("owner", "null 1"),
        ])];
        let kin = [of(&[
            ("phones", "array 1"),
            ("phones[]", "object 1"),
            ("phones[].value", "string 1"),
            ("owner", "uuid 1"),
            ("place", "string 1"),
        ])];
        let shape = Shape::new(&own, &kin, Facts::new());
        let own_only = json!({ "name": "", "phones": [{ "value": "1" }], "owner": "6408dc54-7015-4e5b-8d60-23afff2b1efc" });
        assert_eq!(differences(&shape, &own_only), [""; 0]);
        assert_eq!(
            differences(
                &shape,
                &json!({ "name": "", "phones": [], "owner": null, "place": "x" })
            ),
            ["place: never recorded"]
        );
    }
}
