//! Applying to a posting through the API.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::lever::answers;
use crate::lever::apply::{PERSONAL, URLS, custom_questions};
use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::opportunity_filter::canonical_email;
use crate::lever::postings::find;
use crate::lever::uploads::named;
use crate::world::World;
use crate::world::create::{Details, NewPerson};
use crate::world::model::{Phone, Posting};
use crate::world::records::Answers;
use crate::world::records::eeo::QUESTIONS;
use crate::world::records::files::status_of;
use crate::world::records::resumes::{Resume, ResumeFile, empty};

/// Only published and unlisted postings take applications.
pub(crate) fn submit(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let posting = find(world, call)?.clone();
    if !matches!(posting.state.as_str(), "published" | "internal") {
        return Err(Refusal::bad("The posting does not take applications"));
    }
    call.query.flag("send_confirmation_email")?;
    let body = Fields::of(&call.body)?;
    let personal = personal(&body)?;
    let text = |key: &str| personal.get(key).cloned().filter(|text| !text.is_empty());
    let (name, email) = (
        text("fullName").unwrap_or_default(),
        text("email").unwrap_or_default(),
    );
    canonical_email(&email)?;
    let origin = match body.text("origin")?.as_deref() {
        None | Some("applied") => "applied",
        Some("internal") => "internal",
        Some(_) => return Err(Refusal::malformed("origin")),
    };
    body.object("consent")?;
    body.object("diversitySurvey")?;
    let answers = Answers {
        name: Some(name.clone()),
        email: Some(email.clone()),
        phone: text("phone"),
        company: text("currentCompany"),
        comments: text("additionalInformation"),
        links: links(&body)?,
        custom_questions: questions(world, &posting, &body, call)?,
        ip_address: body.text("ipAddress")?,
        eeo: eeo(&body)?,
    };
    let resume = text("resume")
        .map(|uri| named(world, &uri, call))
        .transpose()?;
    let source = body
        .text("source")?
        .unwrap_or_else(|| "Job site".to_owned());
    let known = world.contact_with_email(&email);
    let person = NewPerson {
        name,
        emails: vec![email],
        phones: answers
            .phone
            .iter()
            .map(|number| Phone {
                kind: "mobile".to_owned(),
                value: number.clone(),
            })
            .collect(),
        posting: Some(posting.id.clone()),
        stage: Some("applicant-new".to_owned()),
        owner: posting.owner.clone(),
        tags: Vec::new(),
        contact: known,
    };
    let details = Details {
        origin: Some(origin.to_owned()),
        sources: Some(vec![source]),
        location: text("currentLocation").unwrap_or_default(),
        headline: answers.company.clone().unwrap_or_default(),
        links: answers.links.clone(),
        kind: Some("posting"),
        ..Details::default()
    };
    let id = world.create_candidacy(person, details, call.now);
    world.records.answers.insert(id.clone(), answers);
    if let Some(upload) = resume {
        let resume = Resume {
            id: world.ids.id(),
            created_at: call.now,
            file: Some(ResumeFile {
                status: status_of(&upload.name),
                size: upload.content.len(),
                name: upload.name,
                content: Some(upload.content),
            }),
            parsed: empty(),
        };
        world.keep_resume(&id, resume);
    }
    let application = world
        .opportunities
        .get(&id)
        .and_then(|one| one.application.as_ref())
        .map(|application| &application.id);
    Reply::created(json!({ "applicationId": application }))
}

/// `[{name, value}]`, each name one of the form's, all required ones there.
fn personal(body: &Fields<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    let rows = body
        .list("personalInformation")?
        .ok_or_else(|| Refusal::missing("personalInformation"))?;
    let mut found = BTreeMap::new();
    for row in rows {
        let row = Fields::of(row)?;
        // The recorded request names them this way; the documented form says `fullName`.
        let name = match row.need("name")?.as_str() {
            "name" => "fullName".to_owned(),
            other => other.to_owned(),
        };
        if !PERSONAL.iter().any(|(known, ..)| *known == name) {
            return Err(Refusal::bad(format!("{name} is not asked for")));
        }
        found.insert(name, row.text("value")?.unwrap_or_default());
    }
    for (name, _, _, required) in PERSONAL {
        if *required && found.get(*name).is_none_or(String::is_empty) {
            return Err(Refusal::missing(name));
        }
    }
    Ok(found)
}

fn links(body: &Fields<'_>) -> Result<Vec<String>, Refusal> {
    let mut links = Vec::new();
    for row in body.list("urls")?.into_iter().flatten() {
        let row = Fields::of(row)?;
        if !URLS.contains(&row.need("name")?.as_str()) {
            return Err(Refusal::malformed("urls"));
        }
        links.extend(row.text("value")?.filter(|link| !link.is_empty()));
    }
    Ok(links)
}

/// Each set by its id, its fields in the order of the form.
fn questions(
    world: &World,
    posting: &Posting,
    body: &Fields<'_>,
    call: &Call<'_>,
) -> Result<Vec<Value>, Refusal> {
    let sets = custom_questions(world, posting, None);
    let mut answered = Vec::new();
    for row in body.list("customQuestions")?.into_iter().flatten() {
        let row = Fields::of(row)?;
        let id = row.need("id")?;
        let set = sets
            .iter()
            .find(|set| set.get("id").and_then(Value::as_str) == Some(&id))
            .ok_or_else(|| Refusal::not_found("customQuestions", &id))?;
        let mut fields = set
            .get("fields")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let values = row.list("fields")?.cloned().unwrap_or_default();
        if values.len() != fields.len() {
            return Err(Refusal::malformed("customQuestions"));
        }
        for (field, sent) in fields.iter_mut().zip(&values) {
            let value = Fields::of(sent)?
                .get("value")
                .cloned()
                .unwrap_or(Value::Null);
            if !answers::fits(field, &value) {
                return Err(Refusal::malformed("customQuestions"));
            }
            if let Value::Object(map) = field {
                map.insert("value".to_owned(), value);
            }
        }
        answered.push(json!({
            "type": "posting",
            "text": set.get("text"),
            "user": null,
            "description": "",
            "fields": fields,
            "baseTemplateId": id,
            "stage": "applicant-new",
            "createdAt": call.now,
            "completedAt": call.now,
        }));
    }
    Ok(answered)
}

fn eeo(body: &Fields<'_>) -> Result<Option<BTreeMap<String, String>>, Refusal> {
    let Some(sent) = body.object("eeoResponses")? else {
        return Ok(None);
    };
    let mut found = BTreeMap::new();
    for key in ["disability", "disabilitySignatureDate"] {
        found.extend(sent.text(key)?.map(|text| (key.to_owned(), text)));
    }
    for (key, _, known) in QUESTIONS {
        match sent.text(key)? {
            Some(answer) if !known.contains(&answer.as_str()) => {
                return Err(Refusal::malformed("eeoResponses"));
            }
            answer => found.extend(answer.map(|text| ((*key).to_owned(), text))),
        }
    }
    Ok(Some(found))
}
