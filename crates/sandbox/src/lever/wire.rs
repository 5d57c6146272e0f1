//! The account's objects as recorded answers show them.

use serde_json::{Map, Value, json};

use crate::lever::call::{Call, Refusal};
use crate::world::World;
use crate::world::model::{
    Application, Contact, Interview, Opportunity, Panel, Phone, Posting, Stage, User, Webhook,
};
use crate::world::records::Answers;

/// How much of an opportunity an answer shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Lists and single reads.
    Read,
    /// Answers to changes of stage, archive mark, tags and sources: contact data is blank, the posting's location absent.
    BlankContact,
    /// Answers to changes of links: contact data filled, the posting's location absent.
    FilledContact,
}

const EXPANDABLE: &[&str] = &[
    "applications",
    "stage",
    "owner",
    "followers",
    "sourcedBy",
    "contact",
];

/// An opportunity.
pub(crate) fn opportunity(world: &World, one: &Opportunity, shape: Shape) -> Value {
    let person = world
        .contact_of(one)
        .filter(|_| shape != Shape::BlankContact);
    let text = |part: fn(&Contact) -> &str| person.map_or("", part).to_owned();
    let mut value = json!({
        "id": one.id,
        "name": text(|person| &person.name),
        "contact": one.contact,
        "headline": text(|person| &person.headline),
        "stage": one.stage,
        "confidentiality": one.confidentiality,
        "location": text(|person| &person.location),
        "phones": person.map_or(&[] as &[Phone], |person| &person.phones),
        "emails": person.map_or(&[] as &[String], |person| &person.emails),
        "links": person.map_or(&[] as &[String], |person| &person.links),
        "archived": one.archived,
        "tags": one.tags,
        "sources": one.sources,
        "stageChanges": one.stage_changes,
        "origin": one.origin,
        "sourcedBy": one.sourced_by,
        "owner": one.owner,
        "followers": one.followers,
        "applications": one.application.iter().map(|application| &application.id).collect::<Vec<_>>(),
        "createdAt": one.created_at,
        "updatedAt": one.updated_at,
        "lastInteractionAt": one.last_interaction_at,
        "lastAdvancedAt": one.last_advanced_at,
        "snoozedUntil": one.snoozed_until,
        "urls": {
            "list": "https://hire.lever.co/candidates",
            "show": format!("https://hire.lever.co/candidates/{}", one.id),
        },
        "isAnonymized": world.contact_of(one).is_some_and(|person| person.is_anonymized),
        "dataProtection": world.consent_of(one),
    });
    if let (Shape::Read, Some(location), Value::Object(map)) = (shape, &one.location, &mut value) {
        map.insert("opportunityLocation".to_owned(), json!(location));
    }
    value
}

/// Checks `expand` before anything is read.
///
/// # Errors
/// 400 `<field> is not expandable`.
pub(crate) fn check_expand(call: &Call<'_>, allowed: &[&str]) -> Result<(), Refusal> {
    match call
        .query
        .all("expand")
        .into_iter()
        .find(|field| !allowed.contains(field))
    {
        Some(field) => Err(Refusal::bad(format!("{field} is not expandable"))),
        None => Ok(()),
    }
}

/// Checks `expand` for opportunities.
///
/// # Errors
/// 400 `<field> is not expandable`; `posting` is not.
pub(crate) fn check_opportunity_expand(call: &Call<'_>) -> Result<(), Refusal> {
    check_expand(call, EXPANDABLE)
}

/// An opportunity with the call's `expand` and `include` applied; `expand` wins over `include`.
pub(crate) fn asked_opportunity(world: &World, one: &Opportunity, call: &Call<'_>) -> Value {
    let mut value = opportunity(world, one, Shape::Read);
    let expand = call.query.all("expand");
    if let Value::Object(map) = &mut value {
        for field in &expand {
            let full = match *field {
                "applications" => one
                    .application
                    .iter()
                    .map(|app| application(world, one, app))
                    .collect(),
                "stage" => world.stage(&one.stage).map_or(Value::Null, stage),
                "contact" => world.contact_of(one).map_or(Value::Null, contact),
                "owner" => expanded_user(world, one.owner.as_deref()),
                "sourcedBy" => expanded_user(world, one.sourced_by.as_deref()),
                "followers" => one
                    .followers
                    .iter()
                    .map(|id| expanded_user(world, Some(id)))
                    .collect(),
                _ => continue,
            };
            map.insert((*field).to_owned(), full);
        }
    }
    only_included(value, call)
}

/// Applies `include`, which is subtractive. `followers` and `content` are documented as additions to lists that recordings
/// show with them anyway: alone they take nothing away.
pub(crate) fn only_included(value: Value, call: &Call<'_>) -> Value {
    let mut include = call.query.all("include");
    if include
        .iter()
        .all(|field| matches!(*field, "content" | "followers"))
    {
        include.clear();
    }
    let expand = call.query.all("expand");
    match value {
        Value::Object(map) if !include.is_empty() => Value::Object(
            map.into_iter()
                .filter(|(key, _)| {
                    include.contains(&key.as_str()) || expand.contains(&key.as_str())
                })
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

fn expanded_user(world: &World, id: Option<&str>) -> Value {
    id.and_then(|id| world.user(id)).map_or(Value::Null, user)
}

/// Puts full objects in the place of ids, for every field that `expand` names and the object has.
pub(crate) fn expand_ids(world: &World, value: &mut Value, call: &Call<'_>) {
    let full = |field: &str, id: &str| match field {
        "stage" => world.stage(id).map(stage),
        "contact" => world.contacts.get(id).map(contact),
        "posting" | "postings" => world.postings.get(id).map(|one| posting(world, one)),
        _ => world.user(id).map(user),
    };
    let fields = call.query.all("expand").into_iter();
    // Forms are not found by their id alone: who shows them expands them.
    for field in fields.filter(|field| *field != "feedbackForms") {
        if let Some(place) = value.get_mut(field) {
            match place {
                Value::String(id) => *place = full(field, id).unwrap_or(Value::Null),
                Value::Array(ids) => {
                    for id in ids {
                        *id = id
                            .as_str()
                            .and_then(|id| full(field, id))
                            .unwrap_or(Value::Null);
                    }
                }
                _ => {}
            }
        }
    }
}

/// A user.
pub(crate) fn user(user: &User) -> Value {
    serde_json::to_value(user).unwrap_or(Value::Null)
}

/// A stage as `GET /stages` shows it.
pub(crate) fn stage(stage: &Stage) -> Value {
    json!({ "id": stage.id, "text": stage.text })
}

/// An application, as `expand=applications` shows it. What somebody typed into the form is there for those who applied by
/// themselves, until their data is removed.
pub(crate) fn application(world: &World, one: &Opportunity, app: &Application) -> Value {
    let posting = world.postings.get(&app.posting);
    let typed = typed(world, one, app);
    let hired_for = world
        .records
        .hired_for
        .get(&one.id)
        .and_then(|id| world.records.requisitions.get(id))
        .map(|requisition| {
            json!({
                "id": requisition.id,
                "requisitionCode": requisition.code,
                "hiringManagerOnHire": requisition.hiring_manager,
            })
        });
    json!({
        "id": app.id,
        "type": app.kind,
        "candidateId": one.id,
        "opportunityId": one.id,
        "posting": app.posting,
        "postingHiringManager": posting.and_then(|posting| posting.hiring_manager.as_ref()),
        "postingOwner": posting.and_then(|posting| posting.owner.as_ref()),
        "name": typed.name,
        "company": typed.company,
        "phone": typed.phone.map(|value| json!({ "type": null, "value": value })),
        "email": typed.email,
        "links": typed.links,
        "comments": typed.comments,
        "user": app.user,
        "customQuestions": typed.custom_questions,
        "createdAt": app.created_at,
        "archived": app.archived,
        "requisitionForHire": hired_for,
        "ipAddress": typed.ip_address,
        "referer": null,
        "userAgent": null,
        "acceptLanguage": null,
        "timezone": null,
    })
}

fn typed(world: &World, one: &Opportunity, app: &Application) -> Answers {
    let person = world.contact_of(one).filter(|person| !person.is_anonymized);
    match (world.records.answers.get(&one.id), person) {
        (Some(answers), Some(_)) => answers.clone(),
        (None, Some(person)) if app.kind == "posting" => Answers {
            name: Some(person.name.clone()),
            email: person.emails.first().cloned(),
            phone: person.phones.first().map(|phone| phone.value.clone()),
            ..Answers::default()
        },
        _ => Answers::default(),
    }
}

/// A contact as a read shows it.
pub(crate) fn contact(person: &Contact) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "headline": person.headline,
        "isAnonymized": person.is_anonymized,
        "location": { "name": person.location },
        "emails": person.emails,
        "phones": person.phones,
        "dataProtection": { "interviewIntelligence": { "allowed": true, "expiresAt": null } },
    })
}

/// A contact as the answer to a change shows it: without `isAnonymized` and `dataProtection`.
pub(crate) fn changed_contact(person: &Contact) -> Value {
    json!({
        "id": person.id,
        "name": person.name,
        "headline": person.headline,
        "location": { "name": person.location },
        "emails": person.emails,
        "phones": person.phones,
    })
}

/// A posting.
pub(crate) fn posting(world: &World, one: &Posting) -> Value {
    let extras = world.records.posting_extras.get(&one.id);
    let site = "https://jobs.lever.co/fulcrum-training";
    let urls = (one.state != "draft").then(|| {
        json!({
            "list": site,
            "show": format!("{site}/{}", one.id),
            "apply": format!("{site}/{}/apply", one.id),
        })
    });
    let mut value = json!({
        "id": one.id,
        "text": one.text,
        "state": one.state,
        "distributionChannels": one.distribution_channels,
        "user": one.user,
        "owner": one.owner,
        "hiringManager": one.hiring_manager,
        "categories": one.categories,
        "tags": one.tags,
        "content": one.content,
        "country": "US",
        "followers": one.followers,
        "reqCode": null,
        "requisitionCodes": world.requisition_codes(&one.id),
        "urls": urls,
        "confidentiality": one.confidentiality,
        "createdAt": one.created_at,
        "updatedAt": one.updated_at,
        "workplaceType": one.workplace_type,
        "transcribeInterviews": false,
        "screening": { "enabled": false },
    });
    if let (Some(extras), Value::Object(map)) = (extras, &mut value) {
        if let Some(range) = &extras.salary_range {
            map.insert("salaryRange".to_owned(), range.clone());
        }
        if let Some(html) = &extras.salary_description_html {
            map.insert("salaryDescriptionHtml".to_owned(), json!(html));
        }
    }
    value
}

/// An interview as `GET …/interviews` shows it; inside a panel it looks otherwise.
pub(crate) fn interview(world: &World, opportunity: &str, panel: &Panel, one: &Interview) -> Value {
    let posting = world
        .opportunities
        .get(opportunity)
        .and_then(|one| one.application.as_ref())
        .filter(|application| panel.applications.contains(&application.id))
        .map(|application| &application.posting);
    let forms: Vec<String> = world
        .opportunities
        .get(opportunity)
        .map(|opportunity| world.feedback_of(opportunity))
        .into_iter()
        .flatten()
        .filter(|form| form.deleted_at.is_none())
        .filter(|form| {
            form.interview
                .as_ref()
                .is_some_and(|(_, interview)| *interview == one.id)
        })
        .map(|form| form.id)
        .collect();
    let interviewers: Vec<Value> = one
        .interviewers
        .iter()
        .map(|who| json!({ "id": who.id, "name": who.name, "email": who.email, "feedbackTemplate": who.feedback_template }))
        .collect();
    json!({
        "id": one.id,
        "panel": panel.id,
        "subject": one.subject,
        "note": one.note,
        "interviewers": interviewers,
        "timezone": panel.timezone,
        "createdAt": panel.created_at,
        "date": one.date,
        "duration": one.duration,
        "location": one.location,
        "feedbackTemplate": one.feedback_template,
        "feedbackForms": forms,
        "feedbackReminder": one.feedback_reminder,
        "user": panel.user,
        "stage": panel.stage,
        "canceledAt": panel.canceled_at,
        "postings": posting.into_iter().collect::<Vec<_>>(),
        "gcalEventUrl": null,
        "opportunityId": opportunity,
    })
}

/// A webhook. The signature token is shown only in the answer that makes it.
pub(crate) fn webhook(one: &Webhook, with_token: bool) -> Value {
    let mut configuration = json!({ "conditions": { "origins": one.origins } });
    if let (true, Value::Object(map)) = (with_token, &mut configuration) {
        map.insert("signatureToken".to_owned(), json!(one.signature_token));
    }
    json!({
        "id": one.id,
        "event": one.event,
        "url": one.url,
        "configuration": configuration,
        "createdAt": one.created_at,
        "updatedAt": one.updated_at,
    })
}
