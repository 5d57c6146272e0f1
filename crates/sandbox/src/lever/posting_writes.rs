//! Creation of postings, and partial updates of them by POST.

use serde_json::{Value, json};

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::fields::Fields;
use crate::lever::postings::find;
use crate::lever::wire;
use crate::world::World;
use crate::world::model::{Categories, Posting};
use crate::world::records::{DamagedField, PostingDamage};

pub(crate) const STATES: &[&str] = &[
    "published",
    "internal",
    "closed",
    "draft",
    "pending",
    "rejected",
];
const CHANNELS: &[&str] = &["public", "internal"];
const WORKPLACES: &[&str] = &["unspecified", "onsite", "on-site", "remote", "hybrid"];

/// A draft unless said otherwise; approvals are passed over. A confidential posting cannot be made here.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let body = Fields::of(&call.body)?;
    if body.text("confidentiality")?.as_deref() == Some("confidential") {
        return Err(Refusal::bad("Confidential postings cannot be created"));
    }
    let text = body.need("text")?;
    let actor = call.perform_as.clone();
    let owner = body.user("owner", world)?.or_else(|| actor.clone());
    let mut posting = Posting {
        id: world.ids.id(),
        text,
        state: "draft".to_owned(),
        distribution_channels: None,
        user: actor.clone().or_else(|| owner.clone()).unwrap_or_default(),
        followers: owner.iter().cloned().collect(),
        owner,
        hiring_manager: body.user("hiringManager", world)?,
        categories: Categories {
            commitment: None,
            department: None,
            level: None,
            location: None,
            team: None,
            all_locations: Vec::new(),
        },
        tags: Vec::new(),
        content: json!({ "description": "", "descriptionHtml": "", "lists": [], "closing": "", "closingHtml": "" }),
        confidentiality: "non-confidential",
        created_at: call.now,
        updated_at: call.now,
        workplace_type: "unspecified".to_owned(),
    };
    apply(&body, &mut posting)?;
    let id = posting.id.clone();
    extras(world, &body, &id)?;
    world.add_posting(posting);
    let posting = world.postings.get(&id);
    Reply::created(posting.map(|posting| wire::posting(world, posting)))
}

/// Only what is sent changes; `tags` replaces the whole list.
pub(crate) fn update(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut changed = find(world, call)?.clone();
    let body = Fields::of(&call.body)?;
    if !body.has("state") && call.switches.posting_update_falls_to_draft {
        "draft".clone_into(&mut changed.state);
    }
    damage(&mut world.records.posting_damage, &mut changed);
    apply(&body, &mut changed)?;
    extras(world, &body, call.id(0))?;
    let backfill = call.switches.posting_tags_reach_opportunities;
    world.change_posting(changed, backfill, call.now);
    Reply::data(wire::posting(world, find(world, call)?))
}

/// What the update changes besides, where the console asked for that.
fn damage(asked: &mut PostingDamage, posting: &mut Posting) {
    let Some(left) = asked.updates.checked_sub(1) else {
        return;
    };
    asked.updates = left;
    match asked.field {
        DamagedField::Locations => posting.categories.all_locations.clear(),
        DamagedField::Followers => posting.followers.clear(),
    }
}

fn one_of(text: String, known: &[&str], key: &str) -> Result<String, Refusal> {
    if known.contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(Refusal::malformed(key))
    }
}

fn apply(body: &Fields<'_>, posting: &mut Posting) -> Result<(), Refusal> {
    if let Some(text) = body.text("text")? {
        posting.text = text;
    }
    if let Some(state) = body.text("state")? {
        posting.state = one_of(state, STATES, "state")?;
    }
    if let Some(tags) = body.strings("tags")? {
        posting.tags = tags;
    }
    if let Some(channels) = body.strings("distributionChannels")? {
        for channel in &channels {
            one_of(channel.clone(), CHANNELS, "distributionChannels")?;
        }
        posting.distribution_channels = Some(channels);
    }
    if let Some(workplace) = body.text("workplaceType")? {
        posting.workplace_type = one_of(workplace, WORKPLACES, "workplaceType")?;
    }
    if let Some(sent) = body.object("categories")? {
        categories(&sent, &mut posting.categories)?;
    }
    if let Some(sent) = body.object("content")? {
        content(&sent, &mut posting.content)?;
    }
    Ok(())
}

/// A category that is sent with null is taken away.
fn categories(sent: &Fields<'_>, place: &mut Categories) -> Result<(), Refusal> {
    for (key, field) in [
        ("commitment", &mut place.commitment),
        ("department", &mut place.department),
        ("location", &mut place.location),
        ("team", &mut place.team),
        ("level", &mut place.level),
    ] {
        if sent.has(key) {
            *field = sent.text(key)?;
        }
    }
    match sent.strings("allLocations")? {
        Some(all) => place.all_locations = all,
        None if sent.has("location") => {
            place.all_locations = place.location.iter().cloned().collect();
        }
        None => {}
    }
    Ok(())
}

/// HTML is what is sent; the plain text beside it follows.
fn content(sent: &Fields<'_>, content: &mut Value) -> Result<(), Refusal> {
    let Value::Object(map) = content else {
        return Ok(());
    };
    for (key, html, plain) in [
        ("descriptionHtml", "descriptionHtml", "description"),
        ("closingPostingHtml", "closingHtml", "closing"),
        ("closingHtml", "closingHtml", "closing"),
    ] {
        if let Some(text) = sent.text(key)? {
            map.insert(plain.to_owned(), json!(without_tags(&text)));
            map.insert(html.to_owned(), json!(text));
        }
    }
    if let Some(rows) = sent.list("lists")? {
        let lists: Vec<Value> = rows
            .iter()
            .map(|row| {
                let row = Fields::of(row)?;
                let content = row.text("content")?.unwrap_or_default();
                Ok(json!({ "text": row.need("text")?, "content": content }))
            })
            .collect::<Result<_, Refusal>>()?;
        map.insert("lists".to_owned(), json!(lists));
    }
    Ok(())
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text
}

/// Salary and requisition codes, which the model of a posting does not hold.
fn extras(world: &mut World, body: &Fields<'_>, id: &str) -> Result<(), Refusal> {
    let codes = body.strings("requisitionCodes")?;
    let known = |code: &String| {
        let all = world.records.requisitions.values();
        all.into_iter().any(|one| one.code == *code)
    };
    if let Some(unknown) = codes.iter().flatten().find(|code| !known(code)) {
        return Err(Refusal::not_found("requisitions", unknown));
    }
    let html = body.text("salaryDescriptionHtml")?;
    body.object("salaryRange")?;
    let range = body.get("salaryRange").cloned();
    if codes.is_none() && html.is_none() && range.is_none() {
        return Ok(());
    }
    let extras = world
        .records
        .posting_extras
        .entry(id.to_owned())
        .or_default();
    extras.requisition_codes = codes.or(extras.requisition_codes.take());
    extras.salary_description_html = html.or(extras.salary_description_html.take());
    extras.salary_range = range.or(extras.salary_range.take());
    Ok(())
}
