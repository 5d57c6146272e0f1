//! The application form of a posting, and applying by it.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::postings::find;
use crate::lever::routes::{Route, get, post};
use crate::world::World;
use crate::world::model::Posting;
use crate::world::records::eeo::QUESTIONS;

pub(crate) const ROUTES: &[Route] = &[
    get("/postings/:posting/apply", "postings:read", form),
    post(
        "/postings/:posting/apply",
        "postings:write",
        crate::lever::apply_writes::submit,
    ),
];

/// Name, title, kind, required.
pub(crate) const PERSONAL: &[(&str, &str, &str, bool)] = &[
    ("fullName", "Full name", "text", true),
    ("email", "Email", "text", true),
    ("currentCompany", "Current company", "text", false),
    ("currentLocation", "Current location", "text", false),
    ("phone", "Phone", "text", false),
    ("resume", "Resume", "file-upload", false),
    (
        "additionalInformation",
        "Additional information",
        "textarea",
        false,
    ),
];

/// Links that are asked for.
pub(crate) const URLS: &[&str] = &["LinkedIn", "Github"];

fn form(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let posting = find(world, call)?;
    let distribution = call.query.one("distribution");
    if distribution.is_some_and(|asked| !matches!(asked, "internal" | "external")) {
        return Err(Refusal::malformed("distribution"));
    }
    let personal: Vec<Value> = PERSONAL
        .iter()
        .map(|(name, text, kind, required)| {
            json!({ "text": text, "name": name, "type": kind, "required": required, "value": null })
        })
        .collect();
    let urls: Vec<Value> = URLS
        .iter()
        .map(|name| json!({ "text": name, "name": name, "type": "text", "required": false, "value": null }))
        .collect();
    let mut shape = json!({
        "id": posting.id,
        "text": posting.text,
        "customQuestions": custom_questions(world, posting, distribution),
        "personalInformation": personal,
        "urls": urls,
        "consentDisclosures": null,
    });
    let location = call.query.one("location");
    let asked_here = location.is_none_or(|asked| {
        let places = &posting.categories.all_locations;
        places.iter().any(|place| place == asked)
    });
    if let (true, Value::Object(map)) = (asks_eeo(posting) && asked_here, &mut shape) {
        map.insert("eeoQuestions".to_owned(), eeo_questions());
    }
    Reply::data(shape)
}

/// The survey is left out where the work is done remotely.
fn asks_eeo(posting: &Posting) -> bool {
    posting.workplace_type != "remote"
}

/// Every third posting or so asks something of its own. Ids are computed from the posting's.
pub(crate) fn custom_questions(
    world: &World,
    posting: &Posting,
    distribution: Option<&str>,
) -> Vec<Value> {
    let mut chance = world.records.chance("custom questions", &posting.id);
    if !chance.happens(0.35) || distribution == Some("internal") {
        return Vec::new();
    }
    let sources = ["A friend", "A job site", "A conference", "Something else"];
    let options: Vec<Value> = sources.iter().map(|text| json!({ "text": text })).collect();
    vec![json!({
        "id": chance.id(),
        "text": "Some questions more",
        "distribution": ["external"],
        "fields": [
            { "id": chance.id(), "type": "dropdown", "text": "How did you hear of us?", "description": "", "required": false,
              "prompt": "", "options": options, "value": null },
            { "id": chance.id(), "type": "university", "text": "Where did you study?", "description": "", "required": false,
              "prompt": "", "value": null },
        ],
    })]
}

fn eeo_questions() -> Value {
    let questions = QUESTIONS.iter().map(|(key, text, answers)| {
        let options: Vec<Value> = answers
            .iter()
            .map(|answer| {
                let mut option = json!({ "text": answer, "optionId": answer });
                // Every answer to this one is explained, but not the one that declines.
                if let (true, Value::Object(map)) = (
                    *key == "race" && !answer.starts_with("Decline"),
                    &mut option,
                ) {
                    map.insert(
                        "description".to_owned(),
                        json!("In the words of the official form."),
                    );
                }
                option
            })
            .collect();
        let question = json!({
            "description": null,
            "required": false,
            "text": text,
            "type": "dropdown",
            "options": options,
            "prompt": text,
            "value": null,
        });
        ((*key).to_owned(), question)
    });
    Value::Object(questions.collect())
}
