//! Requisitions. Reads and writes answer in two different shapes, as recorded.

use serde_json::{Map, Value};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::Times;
use crate::lever::fields::Fields;
use crate::lever::opportunity_filter::Confidentiality;
use crate::lever::page::{Part, page};
use crate::lever::routes::{Route, delete, get, post, put};
use crate::lever::wire;
use crate::world::World;
use crate::world::records::requisitions::{Headcount, Requisition};

const READ: &str = "requisitions:read";
const WRITE: &str = "requisitions:write";
const STATUSES: &[&str] = &["open", "onHold", "closed", "draft"];

pub(crate) const ROUTES: &[Route] = &[
    get("/requisitions", READ, list),
    get("/requisitions/:requisition", READ, one),
    post("/requisitions", WRITE, create),
    put("/requisitions/:requisition", WRITE, change),
    delete("/requisitions/:requisition", WRITE, remove),
];

fn missing(call: &Call<'_>) -> Refusal {
    Refusal::not_found("requisitions", call.id(0))
}

fn confidentiality(world: &World, one: &Requisition) -> &'static str {
    if world.is_confidential_requisition(one) {
        "confidential"
    } else {
        "non-confidential"
    }
}

fn shape(world: &World, one: &Requisition) -> Value {
    one.shape(world.is_confidential_requisition(one))
}

/// By id, which is no visible order. There is no filter by change.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let times = Times::read(call, "created_at_start", "created_at_end")?;
    let wanted = Confidentiality::read(call)?;
    let (codes, statuses) = (call.query.all("requisition_code"), call.query.all("status"));
    let world = &*world;
    let keyed = world
        .records
        .requisitions
        .values()
        .filter(|one| times.hold(one.created_at))
        .filter(|one| wanted.wants(confidentiality(world, one)))
        .filter(|one| codes.is_empty() || codes.contains(&one.code.as_str()))
        .filter(|one| statuses.is_empty() || statuses.contains(&one.status.as_str()))
        .map(|one| ([Part::text(&one.id)], one));
    page(call, &[Part::text("")], keyed, |one| shape(world, one))
}

fn find<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Requisition, Refusal> {
    let one = world
        .records
        .requisitions
        .get(call.id(0))
        .ok_or_else(|| missing(call))?;
    if world.is_confidential_requisition(one) && !call.confidential {
        return Err(Refusal::forbidden("No access to confidential data"));
    }
    Ok(one)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, &["creator", "owner", "hiringManager", "postings"])?;
    let mut shape = shape(world, find(world, call)?);
    wire::expand_ids(world, &mut shape, call);
    Reply::data(shape)
}

fn internal(world: &World, one: &Requisition) -> Value {
    let confidential = world.is_confidential_requisition(one);
    one.internal_shape(&world.records.account, confidential)
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = world.ids.id();
    let one = read(world, call, id, None)?;
    let shown = internal(world, &one);
    world.records.requisitions.insert(one.id.clone(), one);
    Reply::created(shown)
}

/// A full replacement: what is missing is gone.
fn change(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let old = find(world, call)?.clone();
    let one = read(world, call, old.id.clone(), Some(&old))?;
    let shown = internal(world, &one);
    world.records.requisitions.insert(one.id.clone(), one);
    Reply::data(shown)
}

fn remove(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    world.records.requisitions.remove(call.id(0));
    Ok(Reply::Gone)
}

fn read(
    world: &World,
    call: &Call<'_>,
    id: String,
    old: Option<&Requisition>,
) -> Result<Requisition, Refusal> {
    let body = Fields::of(&call.body)?;
    let code = body.need("requisitionCode")?;
    let taken = world
        .records
        .requisitions
        .values()
        .any(|known| known.code == code && known.id != id);
    if taken {
        return Err(Refusal::bad("requisitionCode is taken"));
    }
    let status = body.text("status")?.unwrap_or_else(|| "open".to_owned());
    if !STATUSES.contains(&status.as_str()) {
        return Err(Refusal::malformed("status"));
    }
    let postings = match body.strings("postings")? {
        Some(postings) => postings,
        None => body.strings("postingIds")?.unwrap_or_default(),
    };
    if let Some(unknown) = postings.iter().find(|id| !world.postings.contains_key(*id)) {
        return Err(Refusal::not_found("postings", unknown));
    }
    let created_at = match old {
        Some(old) => old.created_at,
        None => body.past("createdAt", call.now)?.unwrap_or(call.now),
    };
    let mut history = old.map(|old| old.history.clone()).unwrap_or_default();
    if history.last().is_none_or(|(last, _)| *last != status) {
        history.push((status.clone(), call.now));
    }
    let custom = custom_fields(world, &body)?;
    Ok(Requisition {
        code,
        name: body.need("name")?,
        backfill: body.flag("backfill")?.unwrap_or(false),
        headcount: headcount(&body)?,
        hired: old.map_or(0, |old| old.hired),
        creator: old.and_then(|old| old.creator.clone()),
        owner: body.user("owner", world)?,
        hiring_manager: body.user("hiringManager", world)?,
        compensation: body
            .object("compensationBand")?
            .and_then(|_| body.get("compensationBand").cloned()),
        employment_status: body.text("employmentStatus")?,
        location: body.text("location")?,
        department: body.text("department")?,
        team: body.text("team")?,
        internal_notes: body.text("internalNotes")?.unwrap_or_default(),
        postings,
        custom,
        approval: serde_json::json!({ "steps": [] }),
        history,
        created_at,
        updated_at: call.now,
        closed_at: (status == "closed").then_some(call.now),
        status,
        id,
    })
}

/// A number of people, or the text `unlimited`.
fn headcount(body: &Fields<'_>) -> Result<Headcount, Refusal> {
    match body.get("headcountTotal") {
        None => Err(Refusal::missing("headcountTotal")),
        Some(Value::String(text)) if text == "unlimited" => Ok(Headcount::Unlimited),
        Some(_) => match body.whole("headcountTotal")? {
            Some(count) if count >= 0 => Ok(Headcount::Of(count)),
            _ => Err(Refusal::malformed("headcountTotal")),
        },
    }
}

/// Only fields that the account has, and all that it requires.
fn custom_fields(world: &World, body: &Fields<'_>) -> Result<Map<String, Value>, Refusal> {
    body.object("customFields")?;
    let sent = match body.get("customFields") {
        Some(Value::Object(map)) => map.clone(),
        _ => Map::new(),
    };
    let is = |field: &Value, id: &str| field.get("id").and_then(Value::as_str) == Some(id);
    let known = &world.records.requisition_fields;
    if sent
        .keys()
        .any(|id| !known.iter().any(|field| is(field, id)))
    {
        return Err(Refusal::new(
            400,
            "NotFoundError",
            "That requisition field doesn't exist on your account".to_owned(),
        ));
    }
    let required = known
        .iter()
        .filter(|field| field.get("isRequired") == Some(&Value::Bool(true)))
        .filter_map(|field| field.get("id").and_then(Value::as_str));
    for id in required {
        if !sent.contains_key(id) {
            return Err(Refusal::missing(&format!("customFields.{id}")));
        }
    }
    Ok(sent)
}
