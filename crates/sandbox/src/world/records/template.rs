//! Form templates of every kind, and the fields they are made of.

use serde_json::{Map, Value, json};

use crate::world::chance::Chance;
use crate::world::model::{Id, Ms};

/// A template of feedback or profile forms.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) id: Id,
    pub(crate) text: String,
    pub(crate) instructions: String,
    /// `{id, name}`
    pub(crate) group: Option<Value>,
    /// Fields as the API shows them; each has an id.
    pub(crate) fields: Vec<Value>,
    /// Null in templates older than the field.
    pub(crate) created_at: Option<Ms>,
    /// Null in templates older than the field.
    pub(crate) updated_at: Option<Ms>,
    /// Only such templates can be deleted through the API.
    pub(crate) by_api: bool,
    /// Profile forms only.
    pub(crate) secret_by_default: bool,
}

impl Template {
    /// As `/feedback_templates` shows it.
    pub(crate) fn feedback_shape(&self) -> Value {
        json!({
            "id": self.id,
            "text": self.text,
            "instructions": self.instructions,
            "group": self.group,
            "fields": self.fields,
            "stage": null,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        })
    }

    /// As `/form_templates` shows it.
    pub(crate) fn form_shape(&self) -> Value {
        json!({
            "id": self.id,
            "text": self.text,
            "instructions": self.instructions,
            "group": self.group,
            "secretByDefault": self.secret_by_default,
            "fields": self.fields,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        })
    }

    /// The fields with a value each. `value` is asked per field and may leave it null.
    pub(crate) fn filled(&self, mut value: impl FnMut(&Value) -> Value) -> Vec<Value> {
        let with_value = |field: &Value| {
            let mut field = field.clone();
            let answer = value(&field);
            if let Value::Object(map) = &mut field {
                map.insert("value".to_owned(), answer);
            }
            field
        };
        self.fields.iter().map(with_value).collect()
    }
}

/// A field; `more` is merged in (options, prompt, scores, currency).
pub(crate) fn field(
    chance: &mut Chance,
    kind: &str,
    text: &str,
    description: &str,
    more: &Value,
) -> Value {
    let mut map = Map::new();
    map.insert("id".to_owned(), json!(chance.id()));
    map.insert("type".to_owned(), json!(kind));
    map.insert("text".to_owned(), json!(text));
    map.insert("description".to_owned(), json!(description));
    map.insert("required".to_owned(), json!(kind == "score-system"));
    if let Value::Object(more) = more {
        map.extend(more.clone());
    }
    Value::Object(map)
}

/// `[{"text": …}]`
pub(crate) fn options(texts: &[&str]) -> Value {
    texts.iter().map(|text| json!({ "text": text })).collect()
}

/// The grades that Lever offers unless told otherwise.
pub(crate) const GRADES: &[&str] = &[
    "4 - Strong Hire",
    "3 - Hire",
    "2 - No Hire",
    "1 - Strong No Hire",
];

/// The overall rating that every feedback form has once.
pub(crate) fn rating(chance: &mut Chance) -> Value {
    let more = json!({ "prompt": "Select one", "options": options(GRADES) });
    field(chance, "score-system", "Overall rating", "", &more)
}

/// A plausible value of a field.
pub(crate) fn answer(chance: &mut Chance, field: &Value) -> Value {
    let kind = field.get("type").and_then(Value::as_str).unwrap_or("");
    let texts: Vec<&str> = field
        .get("options")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|option| option.get("text").and_then(Value::as_str))
        .collect();
    match kind {
        "score-system" | "dropdown" | "multiple-choice" => json!(chance.pick(&texts)),
        "multiple-select" => json!([chance.pick(&texts)]),
        "score" => json!(chance.between(1, 4)),
        "scorecard" => {
            let scores = field.get("scores").and_then(Value::as_array);
            scores
                .into_iter()
                .flatten()
                .map(|_| json!({ "score": chance.between(1, 4), "comment": "" }))
                .collect()
        }
        "yes-no" => json!(chance.pick(&["yes", "no"])),
        "currency" => json!(chance.between(40, 140) * 1_000),
        "date" => json!(1_767_225_600_000 + chance.between(0, 200) * 86_400_000),
        _ => json!(chance.pick(REMARKS)),
    }
}

const REMARKS: &[&str] = &[
    "Clear thinker, took hints well.",
    "Strong on the basics; less so where it gets deep.",
    "Asked better questions than I did.",
    "Good energy. Would like to see a second conversation.",
    "Hat die Aufgabe sauber zerlegt.",
    "Struggled with the second half, kept calm though.",
];
