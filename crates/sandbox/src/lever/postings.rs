//! Postings: reads.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::children::{Times, list as list_of};
use crate::lever::opportunity_filter::Confidentiality;
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::lever::posting_writes::{create, update};
use crate::lever::routes::{Route, acting, get};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::Posting;

const READ: &str = "postings:read";
const GROUPS: &[&str] = &["location", "team", "department", "commitment"];

pub(crate) const ROUTES: &[Route] = &[
    get("/postings", READ, list),
    get("/postings/deleted", READ, deleted),
    get("/postings/:posting", READ, one),
    get("/postings/:posting/users", READ, users),
    acting("POST", "/postings", "postings:write", create),
    acting("POST", "/postings/:posting", "postings:write", update),
];

const EXPANDABLE: &[&str] = &["user", "owner", "hiringManager", "followers"];

/// The posting that the path names.
///
/// # Errors
/// 404 when there is none; 403 when it is confidential and the caller may not see such.
pub(crate) fn find<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Posting, Refusal> {
    let posting = world
        .postings
        .get(call.id(0))
        .ok_or_else(|| Refusal::not_found("postings", call.id(0)))?;
    if posting.confidentiality == "confidential" && !call.confidential {
        return Err(Refusal::forbidden("No access to confidential data"));
    }
    Ok(posting)
}

fn one(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, EXPANDABLE)?;
    Reply::data(asked(world, find(world, call)?, call))
}

fn asked(world: &World, posting: &Posting, call: &Call<'_>) -> Value {
    let mut value = wire::posting(world, posting);
    wire::expand_ids(world, &mut value, call);
    wire::only_included(value, call)
}

/// Newest first. `updated_at_*` may be combined with `confidentiality` only; `state=published` means the public site unless
/// `distributionChannel` is sent.
fn list(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    wire::check_expand(call, EXPANDABLE)?;
    let confidentiality = Confidentiality::read(call)?;
    let (start, end) = (
        call.query.ms("updated_at_start")?,
        call.query.ms("updated_at_end")?,
    );
    let by_time = start.is_some() || end.is_some();
    const FILTERS: &[&str] = &[
        "state",
        "distributionChannel",
        "team",
        "department",
        "location",
        "commitment",
        "level",
        "tag",
        "group",
    ];
    if by_time && call.query.keys().any(|key| FILTERS.contains(&key)) {
        return Err(Refusal::bad(
            "updated_at_start and updated_at_end can only be combined with confidentiality",
        ));
    }
    let wanted = |key: &str, value: Option<&String>| {
        let all = call.query.all(key);
        all.is_empty() || value.is_some_and(|value| all.contains(&value.as_str()))
    };
    let group = call.query.one("group");
    if group.is_some_and(|group| !GROUPS.contains(&group)) {
        return Err(Refusal::malformed("group"));
    }
    let channels = call.query.all("distributionChannel");
    let public_only = channels.is_empty() && call.query.all("state") == ["published"];
    let tags = call.query.all("tag");
    let world = &*world;
    let found = world
        .postings
        .values()
        .filter(|posting| confidentiality.wants(posting.confidentiality))
        .filter(|posting| {
            start.is_none_or(|start| posting.updated_at >= start)
                && end.is_none_or(|end| posting.updated_at <= end)
        })
        .filter(|posting| {
            wanted("state", Some(&posting.state))
                && wanted("team", posting.categories.team.as_ref())
                && wanted("department", posting.categories.department.as_ref())
                && wanted("location", posting.categories.location.as_ref())
                && wanted("commitment", posting.categories.commitment.as_ref())
                && wanted("level", posting.categories.level.as_ref())
        })
        .filter(|posting| {
            tags.is_empty() || posting.tags.iter().any(|tag| tags.contains(&tag.as_str()))
        })
        .filter(|posting| {
            let on = |channel: &str| {
                posting
                    .distribution_channels
                    .iter()
                    .flatten()
                    .any(|known| known == channel)
            };
            (!public_only || on("public"))
                && (channels.is_empty() || channels.iter().any(|channel| on(channel)))
        })
        .map(|posting| {
            (
                [Part::Down(posting.created_at), Part::text(&posting.id)],
                posting,
            )
        });
    if let Some(group) = group {
        return grouped(world, call, group, found.map(|(_, posting)| posting));
    }
    page(call, &NEWEST_FIRST, found, |posting| {
        asked(world, posting, call)
    })
}

/// What `group` makes of the list, no source shows. Here it is what the public postings list makes of it: a title and the
/// postings under it, all on one page.
fn grouped<'w>(
    world: &World,
    call: &Call<'_>,
    group: &str,
    found: impl Iterator<Item = &'w Posting>,
) -> Result<Reply, Refusal> {
    let mut groups: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for posting in found {
        let categories = &posting.categories;
        let title = match group {
            "location" => &categories.location,
            "team" => &categories.team,
            "department" => &categories.department,
            _ => &categories.commitment,
        };
        groups
            .entry(title.as_deref().unwrap_or_default())
            .or_default()
            .push(asked(world, posting, call));
    }
    let rows: Vec<Value> = groups
        .into_iter()
        .map(|(title, postings)| json!({ "title": title, "postings": postings }))
        .collect();
    Ok(Reply::Ok(json!({ "data": rows, "hasNext": false })))
}

/// Postings cannot be deleted here, as they cannot be over the API: always empty, as recorded.
fn deleted(_world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    Times::read(call, "deleted_at_start", "deleted_at_end")?;
    list_of(call, Vec::new())
}

/// Who may see the posting besides those whose role shows them all. No `data` around it, as recorded.
fn users(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let posting = find(world, call)?;
    Ok(Reply::Ok(json!({
        "posting": { "id": posting.id, "text": posting.text },
        "users": [],
        "roles": [
            { "id": "owner", "name": "Super Admin", "isReadOnly": true },
            { "id": "admin", "name": "Admin", "isReadOnly": true },
            { "id": "team", "name": "Team Member", "isReadOnly": true },
            { "id": "limited", "name": "Limited Team Member", "isReadOnly": true, "conditions": {} },
        ],
    })))
}
