//! What the buttons do. Bodies and answers are JSON; a refusal is 400 or 404 with `{"error": sentence}`.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::console::Console;
use crate::lever::{self, Plan, phones};
use crate::world::create::NewPerson;

/// An answer, or a sentence that says why not.
pub(crate) enum Done {
    Yes(Value),
    No(StatusCode, String),
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        match self {
            Self::Yes(value) => Json(value).into_response(),
            Self::No(status, sentence) => {
                (status, Json(json!({ "error": sentence }))).into_response()
            }
        }
    }
}

pub(crate) fn ok() -> Done {
    Done::Yes(json!({ "ok": true }))
}

pub(crate) fn unknown(what: &str, id: &str) -> Done {
    Done::No(StatusCode::NOT_FOUND, format!("there is no {what} {id}"))
}

/// A body that may be empty; one that is no JSON is refused with a sentence.
pub(crate) type Body<T> = Result<Json<T>, JsonRejection>;

pub(crate) fn body<T>(body: Body<T>) -> Result<T, Done> {
    body.map(|Json(value)| value)
        .map_err(|refusal| Done::No(StatusCode::BAD_REQUEST, refusal.body_text()))
}

#[derive(Deserialize)]
pub(crate) struct Jump {
    ms: i64,
}

/// `{"ms": 3600000}`
pub(crate) async fn jump(State(console): State<Console>, asked: Body<Jump>) -> Done {
    match body(asked) {
        Ok(asked) => {
            console.lever.clock.jump(asked.ms);
            Done::Yes(json!({ "now": console.lever.clock.now_ms() }))
        }
        Err(refusal) => refusal,
    }
}

/// A clock that stands still goes on to the next moment for which something waits; `null` when nothing does.
pub(crate) async fn next(State(console): State<Console>) -> Done {
    Done::Yes(json!({ "now": console.lever.clock.advance_to_next() }))
}

/// [`Plan`]
pub(crate) async fn faults(State(console): State<Console>, asked: Body<Plan>) -> Done {
    let plan = match body(asked) {
        Ok(plan) => plan,
        Err(refusal) => return refusal,
    };
    match plan.check() {
        Ok(()) => {
            console.lever.plan_faults(plan);
            ok()
        }
        Err(sentence) => Done::No(StatusCode::BAD_REQUEST, sentence),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct KeyWish {
    /// Permissions that the key lacks, for example `notes:write`.
    without: BTreeSet<String>,
    /// The only permissions it has.
    only: Option<BTreeSet<String>>,
    confidential: bool,
    /// Name in the request log; `console` when absent.
    name: Option<String>,
}

/// `{"without": ["notes:write"], "only": […], "confidential": false, "name"}` → `{"api_key"}`
pub(crate) async fn key(State(console): State<Console>, asked: Body<KeyWish>) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let made = console.lever.access().make_chosen_key(lever::KeyWish {
        name: wish.name.unwrap_or_else(|| "console".to_owned()),
        only: wish.only,
        without: wish.without,
        confidential: wish.confidential,
    });
    match made {
        Ok(key) => Done::Yes(json!({ "api_key": key })),
        Err(name) => unknown("permission", &name),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum KeyName {
    Whole { api_key: String },
    Known { name: String, ends_with: String },
}

/// `{"api_key"}`, or `{"name", "ends_with"}` as in the list of keys: an admin deletes a key.
pub(crate) async fn drop_key(State(console): State<Console>, asked: Body<KeyName>) -> Done {
    match body(asked) {
        Ok(named) => {
            let mut access = console.lever.access();
            let key = match named {
                KeyName::Whole { api_key } => Some(api_key),
                KeyName::Known { name, ends_with } => access.find_key(&name, &ends_with),
            };
            let dropped = key.is_some_and(|key| access.drop_key(&key));
            Done::Yes(json!({ "dropped": dropped }))
        }
        Err(refusal) => refusal,
    }
}

/// Revokes an application's grants by client id or name.
pub(crate) async fn revoke(
    State(console): State<Console>,
    Path(application): Path<String>,
) -> Done {
    let mut access = console.lever.access();
    let client = access.find_client(&application);
    match client {
        Some(client) => Done::Yes(json!({ "revoked": access.revoke(&client) })),
        None => unknown("application", &application),
    }
}

/// `on` and `off` for a group (an event, or `all`), `test` for a webhook id, `rerun` for the id of a delivery.
pub(crate) async fn webhook(
    State(console): State<Console>,
    Path((name, verb)): Path<(String, String)>,
) -> Done {
    let found = match verb.as_str() {
        "on" => console.lever.toggle(&name, true),
        "off" => console.lever.toggle(&name, false),
        "test" => console.lever.test_delivery(&name),
        "rerun" => console.lever.rerun(&name),
        _ => return unknown("webhook action", &verb),
    };
    if found {
        ok()
    } else {
        unknown("webhook, group or delivery", &name)
    }
}

/// Actions on the vendor's interview of an opportunity.
pub(crate) async fn vendor(
    State(console): State<Console>,
    Path((opportunity, action)): Path<(String, String)>,
) -> Done {
    match console.myinterview.act(&opportunity, &action).await {
        Ok(value) => Done::Yes(value),
        Err(sentence) => Done::No(StatusCode::BAD_REQUEST, sentence),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct PersonWish {
    name: String,
    emails: Vec<String>,
    phones: Value,
    posting: Option<String>,
    stage: Option<String>,
    owner: Option<String>,
    tags: Vec<String>,
    contact: Option<String>,
    archived: bool,
}

/// `{"name", "emails", "phones": [{type, value}] or ["+1…"], "posting", "stage", "owner", "tags", "contact", "archived"}` →
/// `{"id", "contact", "application"}`
pub(crate) async fn create(State(console): State<Console>, asked: Body<PersonWish>) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let listed = match &wish.phones {
        Value::Null => json!([]),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                if item.is_string() {
                    json!({ "type": "mobile", "value": item })
                } else {
                    item.clone()
                }
            })
            .collect(),
        other => other.clone(),
    };
    let Ok(phones) = phones(&listed) else {
        return Done::No(StatusCode::BAD_REQUEST, "phones must be a list".to_owned());
    };
    console.lever.act(|world, now| {
        for (what, id, known) in [
            ("posting", &wish.posting, wish.posting.as_ref().is_none_or(|id| world.postings.contains_key(id))),
            ("stage", &wish.stage, wish.stage.as_ref().is_none_or(|id| world.stage(id).is_some())),
            ("user", &wish.owner, wish.owner.as_ref().is_none_or(|id| world.user(id).is_some())),
        ] {
            if let (Some(id), false) = (id, known) {
                return unknown(what, id);
            }
        }
        let id = world.create_opportunity(
            NewPerson {
                name: wish.name,
                emails: wish.emails,
                phones,
                posting: wish.posting,
                stage: wish.stage,
                owner: wish.owner,
                tags: wish.tags,
                contact: wish.contact,
            },
            now,
        );
        if wish.archived {
            let reason = world.archive_reasons.first().map(|reason| reason.id.clone());
            world.archive(&id, reason.as_deref(), now);
        }
        let made = world.opportunities.get(&id);
        Done::Yes(json!({
            "id": id,
            "contact": made.map(|one| &one.contact),
            "application": made.and_then(|one| one.application.as_ref()).map(|application| &application.id),
        }))
    })
}

#[derive(Deserialize)]
pub(crate) struct Move {
    stage: String,
    user: Option<String>,
}

/// `{"stage", "user"}`: a colleague moves the card.
pub(crate) async fn stage(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<Move>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, now| {
        if !world.opportunities.contains_key(&id) {
            return unknown("opportunity", &id);
        }
        if world.stage(&wish.stage).is_none() {
            return unknown("stage", &wish.stage);
        }
        Done::Yes(json!({ "moved": world.move_to_stage(&id, &wish.stage, wish.user, now) }))
    })
}

#[derive(Deserialize)]
pub(crate) struct Archive {
    archived: bool,
    reason: Option<String>,
}

/// `{"archived": true, "reason": id}`; any reason when none is given.
pub(crate) async fn archived(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<Archive>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, now| {
        if !world.opportunities.contains_key(&id) {
            return unknown("opportunity", &id);
        }
        let first = world
            .archive_reasons
            .first()
            .map(|reason| reason.id.clone());
        let reason = wish.archived.then(|| wish.reason.or(first)).flatten();
        world.archive(&id, reason.as_deref(), now);
        ok()
    })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct TagChange {
    add: Vec<String>,
    remove: Vec<String>,
}

/// `{"add": […], "remove": […]}`
pub(crate) async fn opportunity_tags(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<TagChange>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    console.lever.act(|world, now| {
        if !world.opportunities.contains_key(&id) {
            return unknown("opportunity", &id);
        }
        world.change_tags(&id, &wish.add, &wish.remove, now);
        ok()
    })
}

#[derive(Deserialize)]
pub(crate) struct PostingTags {
    tags: Vec<String>,
}

/// `{"tags": […]}`: all manual posting tags, as a colleague leaves them.
pub(crate) async fn posting_tags(
    State(console): State<Console>,
    Path(id): Path<String>,
    asked: Body<PostingTags>,
) -> Done {
    let wish = match body(asked) {
        Ok(wish) => wish,
        Err(refusal) => return refusal,
    };
    let backfill = console
        .lever
        .settings
        .switches
        .posting_tags_reach_opportunities;
    console.lever.act(|world, now| {
        let Some(mut posting) = world.postings.get(&id).cloned() else {
            return unknown("posting", &id);
        };
        posting.tags = wish.tags;
        world.change_posting(posting, backfill, now);
        ok()
    })
}

/// Anonymizes the person of an opportunity.
pub(crate) async fn anonymize(State(console): State<Console>, Path(id): Path<String>) -> Done {
    console.lever.act(|world, now| {
        let contact = world.opportunities.get(&id).map(|one| one.contact.clone());
        match contact {
            Some(contact) => Done::Yes(json!({ "anonymized": world.anonymize(&contact, now) })),
            None => unknown("opportunity", &id),
        }
    })
}

/// Deletes an opportunity.
pub(crate) async fn delete(State(console): State<Console>, Path(id): Path<String>) -> Done {
    let by = console.lever.super_admin();
    if console
        .lever
        .act(|world, now| world.delete_opportunity(&id, Some(by), now))
    {
        ok()
    } else {
        unknown("opportunity", &id)
    }
}
