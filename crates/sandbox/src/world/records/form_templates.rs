//! The account's templates of profile forms.

use serde_json::json;

use crate::world::chance::Chance;
use crate::world::model::Ms;
use crate::world::records::template::{Template, field, options};

const DAY: i64 = 86_400_000;

/// Two open ones and one whose forms are secret unless said otherwise.
pub(crate) fn catalogue(seed: u64, now: Ms) -> Vec<Template> {
    let mut chance = Chance::new(seed, "form templates");
    let none = json!({});
    let offer = vec![
        field(&mut chance, "date", "Start date", "", &none),
        field(
            &mut chance,
            "currency",
            "Compensation",
            "Whole numbers only",
            &json!({ "currency": "EUR" }),
        ),
        field(&mut chance, "yes-no", "Eligible for benefits?", "", &none),
        field(&mut chance, "text", "Manager", "", &none),
    ];
    let relocation = vec![
        field(
            &mut chance,
            "dropdown",
            "Kind of move",
            "",
            &json!({ "prompt": "Select one", "options": options(&["None", "Within the country", "Abroad"]) }),
        ),
        field(&mut chance, "textarea", "Remarks", "", &none),
    ];
    let reference = vec![
        field(
            &mut chance,
            "multiple-choice",
            "Would they hire again?",
            "",
            &json!({ "options": options(&["Yes", "No", "Did not say"]) }),
        ),
        field(
            &mut chance,
            "multiple-select",
            "Strengths",
            "",
            &json!({ "options": options(&["Craft", "Pace", "Kindness"]) }),
        ),
    ];
    let group = json!({ "id": chance.id(), "name": "Hiring" });
    [
        (
            "Offer information",
            "Please complete all required questions.",
            offer,
            true,
            false,
        ),
        ("Relocation", "", relocation, false, false),
        (
            "Reference call",
            "Ask two people at least.",
            reference,
            true,
            true,
        ),
    ]
    .into_iter()
    .map(|(text, instructions, fields, grouped, secret)| {
        let created_at = now - chance.between(200, 900) * DAY;
        Template {
            id: chance.id(),
            text: text.to_owned(),
            instructions: instructions.to_owned(),
            group: grouped.then(|| group.clone()),
            fields,
            created_at: Some(created_at),
            updated_at: Some(created_at + chance.between(0, 90) * DAY),
            by_api: false,
            secret_by_default: secret,
        }
    })
    .collect()
}
