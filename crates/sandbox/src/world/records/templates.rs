//! The account's feedback templates.

use serde_json::{Value, json};

use crate::world::chance::Chance;
use crate::world::model::Ms;
use crate::world::records::template::{Template, field, options, rating};

const DAY: i64 = 86_400_000;

/// Title, instructions, group, whether it is older than its time stamps.
const TITLES: &[(&str, &str, Option<&str>, bool)] = &[
    ("Phone interview", "", None, true),
    ("On-site interview", "", None, false),
    (
        "Technical interview",
        "Score what you saw, not what you heard.",
        Some("Engineering"),
        false,
    ),
    ("Algorithms", "", Some("Engineering"), true),
    (
        "Hiring manager interview",
        "Fill in within a day.",
        Some("Managers"),
        false,
    ),
    ("Take-home assignment", "", Some("Engineering"), false),
    (
        "Team conversation",
        "No technical questions here.",
        Some("Managers"),
        false,
    ),
];

/// All of them, each with exactly one `score-system` field.
pub(crate) fn catalogue(seed: u64, now: Ms) -> Vec<Template> {
    let mut chance = Chance::new(seed, "feedback templates");
    let groups: Vec<(&str, String)> = ["Engineering", "Managers"]
        .map(|name| (name, chance.id()))
        .into();
    TITLES
        .iter()
        .map(|(text, instructions, group, old)| {
            let group = group.and_then(|wanted| {
                let (name, id) = groups.iter().find(|(name, _)| *name == wanted)?;
                Some(json!({ "id": id, "name": name }))
            });
            let created_at = (!old).then(|| now - chance.between(300, 1_500) * DAY);
            Template {
                id: chance.id(),
                text: (*text).to_owned(),
                instructions: (*instructions).to_owned(),
                group,
                fields: fields(&mut chance, text),
                created_at,
                updated_at: created_at.map(|at| at + chance.between(0, 200) * DAY),
                by_api: false,
                secret_by_default: false,
            }
        })
        .collect()
}

fn fields(chance: &mut Chance, title: &str) -> Vec<Value> {
    let mut fields = vec![rating(chance)];
    let none = json!({});
    match title {
        "Technical interview" => {
            let scores = json!({ "scores": [
                { "text": "Problem solving", "description": "Finds a way in" },
                { "text": "Code", "description": "Would you maintain it?" },
                { "text": "Communication", "description": "Says what they do" },
            ] });
            fields.push(field(chance, "scorecard", "Skills", "", &scores));
            fields.push(field(chance, "textarea", "What did you ask?", "", &none));
        }
        "Algorithms" => {
            let more = json!({ "options": options(&["Rust", "Java", "Python", "TypeScript"]) });
            fields.push(field(
                chance,
                "multiple-select",
                "Languages used",
                "",
                &more,
            ));
            fields.push(field(chance, "score", "Speed", "", &none));
        }
        "Hiring manager interview" => {
            let more = json!({ "prompt": "Select one", "options": options(&["Junior", "Middle", "Senior"]) });
            fields.push(field(
                chance,
                "dropdown",
                "Level",
                "Where would you place them?",
                &more,
            ));
            fields.push(field(
                chance,
                "yes-no",
                "Would you work for them one day?",
                "",
                &none,
            ));
        }
        "Take-home assignment" => {
            let more = json!({ "options": options(&["Complete", "Partly", "Not at all"]) });
            fields.push(field(
                chance,
                "multiple-choice",
                "How far did they come?",
                "",
                &more,
            ));
        }
        _ => fields.push(field(chance, "textarea", "Notes", "", &none)),
    }
    fields
}
