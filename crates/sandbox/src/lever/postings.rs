//! Postings: list, get, partial update by POST.

use serde_json::Value;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::opportunity_filter::Confidentiality;
use crate::lever::page::{NEWEST_FIRST, Part, page};
use crate::lever::routes::{Route, acting, get};
use crate::lever::wire;
use crate::world::World;
use crate::world::model::Posting;

const STATES: &[&str] = &[
    "published",
    "internal",
    "closed",
    "draft",
    "pending",
    "rejected",
];

pub(crate) const ROUTES: &[Route] = &[
    get("/postings", "postings:read", list),
    get("/postings/:posting", "postings:read", one),
    acting("POST", "/postings/:posting", "postings:write", update),
];

const EXPANDABLE: &[&str] = &["user", "owner", "hiringManager", "followers"];

fn find<'w>(world: &'w World, call: &Call<'_>) -> Result<&'w Posting, Refusal> {
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
    let mut value = wire::posting(posting);
    let full = |id: &Option<String>| {
        id.as_deref()
            .and_then(|id| world.user(id))
            .map_or(Value::Null, wire::user)
    };
    if let Value::Object(map) = &mut value {
        for field in call.query.all("expand") {
            let expanded = match field {
                "user" => full(&Some(posting.user.clone())),
                "owner" => full(&posting.owner),
                "hiringManager" => full(&posting.hiring_manager),
                "followers" => posting
                    .followers
                    .iter()
                    .map(|id| full(&Some(id.clone())))
                    .collect(),
                _ => continue,
            };
            map.insert(field.to_owned(), expanded);
        }
    }
    // `content` and `followers` are documented as additions, which recorded lists hold anyway.
    let subtractive = call
        .query
        .all("include")
        .iter()
        .any(|field| !matches!(*field, "content" | "followers"));
    if subtractive {
        wire::only_included(value, call)
    } else {
        value
    }
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
        "tag",
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
    page(call, &NEWEST_FIRST, found, |posting| {
        asked(world, posting, call)
    })
}

/// Only what is sent changes; `tags` replaces the whole list.
fn update(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut changed = find(world, call)?.clone();
    if let Some(text) = call.text("text")? {
        changed.text = text;
    }
    match call.text("state")? {
        Some(state) if STATES.contains(&state.as_str()) => changed.state = state,
        Some(_) => return Err(Refusal::malformed("state")),
        None if call.switches.posting_update_falls_to_draft => {
            "draft".clone_into(&mut changed.state);
        }
        None => {}
    }
    if call.body.get("tags").is_some() {
        changed.tags = call.strings("tags")?;
    }
    if call.body.get("distributionChannels").is_some() {
        changed.distribution_channels = Some(call.strings("distributionChannels")?);
    }
    if let Some(workplace) = call.text("workplaceType")? {
        changed.workplace_type = workplace;
    }
    if let Some(categories) = call.body.get("categories") {
        let place = &mut changed.categories;
        for (key, field) in [
            ("commitment", &mut place.commitment),
            ("department", &mut place.department),
            ("location", &mut place.location),
            ("team", &mut place.team),
        ] {
            match categories.get(key) {
                None => {}
                Some(Value::Null) => *field = None,
                Some(Value::String(text)) => *field = Some(text.clone()),
                Some(_) => return Err(Refusal::malformed("categories")),
            }
        }
        place.all_locations = place.location.iter().cloned().collect();
    }
    let backfill = call.switches.posting_tags_reach_opportunities;
    let posting = world
        .change_posting(changed, backfill, call.now)
        .ok_or_else(|| Refusal::not_found("postings", call.id(0)))?;
    Reply::data(wire::posting(posting))
}
