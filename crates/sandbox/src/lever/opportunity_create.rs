//! `POST /opportunities`: a new candidacy, of a new person or of one who is known by an address.

use std::sync::Arc;

use serde_json::json;

use crate::lever::call::{Call, Refusal, Reply};
use crate::lever::contacts::phones;
use crate::lever::fields::Fields;
use crate::lever::files::stored;
use crate::lever::form_data::FilePart;
use crate::lever::opportunity_filter::canonical_email;
use crate::lever::routes::{Route, acting};
use crate::lever::wire::{self, Shape};
use crate::world::World;
use crate::world::create::{Details, NewPerson};
use crate::world::model::{Archived, Id};
use crate::world::records::files::status_of;
use crate::world::records::resumes::{Resume, ResumeFile, empty};

const ORIGINS: &[&str] = &[
    "agency",
    "applied",
    "internal",
    "referred",
    "sourced",
    "university",
];

pub(crate) const ROUTES: &[Route] = &[acting(
    "POST",
    "/opportunities",
    "opportunities:write",
    create,
)];

fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let body = Fields::of(&call.body)?;
    // Nothing is read out of a resume here, with this or without.
    call.query.flag("parse")?;
    let posting = posting(world, call, &body)?;
    let emails = body.strings("emails")?.unwrap_or_default();
    for email in &emails {
        canonical_email(email)?;
    }
    let contact = contact(world, &body, &emails)?;
    let stage = body.text("stage")?;
    if let Some(stage) = stage.as_deref().filter(|id| world.stage(id).is_none()) {
        return Err(Refusal::not_found("stages", stage));
    }
    let origin = body.text("origin")?;
    if origin
        .as_deref()
        .is_some_and(|origin| !ORIGINS.contains(&origin))
    {
        return Err(Refusal::malformed("origin"));
    }
    let created_at = body.past("createdAt", call.now)?;
    let archived = archived(world, call, &body, created_at)?;
    let followers = body.strings("followers")?.unwrap_or_default();
    if let Some(unknown) = followers.iter().find(|id| world.user(id).is_none()) {
        return Err(Refusal::not_found("users", unknown));
    }
    let phones = body.get("phones").map(phones).transpose()?;
    let person = NewPerson {
        name: body.text("name")?.unwrap_or_default(),
        emails,
        phones: phones.unwrap_or_default(),
        owner: owner(world, call, &body, posting.as_deref())?,
        posting,
        stage,
        tags: body.strings("tags")?.unwrap_or_default(),
        contact: contact.clone(),
    };
    let details = Details {
        headline: body.text("headline")?.unwrap_or_default(),
        location: body.text("location")?.unwrap_or_default(),
        links: body.strings("links")?.unwrap_or_default(),
        origin,
        sources: Some(body.strings("sources")?.unwrap_or_default()),
        followers,
        actor: call.perform_as.clone(),
        kind: None,
        created_at,
        archived,
        opportunity_location: body.text("opportunityLocation")?,
        adds_to_contact: body.get("contact").is_some(),
    };
    let id = world.create_candidacy(person, details, call.now);
    keep_files(world, call, &id);
    let made = world.opportunities.get(&id);
    Ok(Reply::Created(json!({
        "deduped": contact.is_some(),
        "data": made.map(|one| wire::opportunity(world, one, Shape::FilledContact)),
    })))
}

fn posting(world: &World, call: &Call<'_>, body: &Fields<'_>) -> Result<Option<Id>, Refusal> {
    let mut postings = body.strings("postings")?.unwrap_or_default();
    if postings.len() > 1 {
        return Err(Refusal::bad("Only one posting can be specified"));
    }
    let Some(id) = postings.pop() else {
        return Ok(None);
    };
    match world.postings.get(&id) {
        None => Err(Refusal::not_found("postings", &id)),
        Some(known) if known.confidentiality == "confidential" && !call.confidential => {
            Err(Refusal::forbidden("No access to confidential data"))
        }
        Some(_) => Ok(Some(id)),
    }
}

/// The person: the one named, or the one with one of the addresses, or nobody known.
fn contact(world: &World, body: &Fields<'_>, emails: &[String]) -> Result<Option<Id>, Refusal> {
    let Some(id) = body.text("contact")? else {
        return Ok(emails
            .iter()
            .find_map(|email| world.contact_with_email(email)));
    };
    let known = world
        .contacts
        .get(&id)
        .ok_or_else(|| Refusal::not_found("contacts", &id))?;
    if known.is_anonymized {
        return Err(Refusal::bad("Anonymized contacts cannot be linked"));
    }
    Ok(Some(id))
}

fn owner(
    world: &World,
    call: &Call<'_>,
    body: &Fields<'_>,
    posting: Option<&str>,
) -> Result<Option<Id>, Refusal> {
    let of_posting = call.query.flag("perform_as_posting_owner")? == Some(true);
    if of_posting && posting.is_none() {
        return Err(Refusal::missing("postings"));
    }
    let given = body.user("owner", world)?;
    let by_posting = posting
        .filter(|_| of_posting)
        .and_then(|id| world.postings.get(id))
        .and_then(|posting| posting.owner.clone());
    Ok(given.or(by_posting).or_else(|| call.perform_as.clone()))
}

/// A time without a reason is ignored, as documented.
fn archived(
    world: &World,
    call: &Call<'_>,
    body: &Fields<'_>,
    created_at: Option<i64>,
) -> Result<Option<Archived>, Refusal> {
    let Some(sent) = body.object("archived")? else {
        return Ok(None);
    };
    let at = sent.past("archivedAt", call.now)?;
    let Some(reason) = sent.text("reason")? else {
        return Ok(None);
    };
    if !world.archive_reasons.iter().any(|known| known.id == reason) {
        return Err(Refusal::not_found("archiveReasons", &reason));
    }
    match at {
        Some(at) if created_at.unwrap_or(call.now) > at => Err(Refusal::malformed("archivedAt")),
        at => Ok(Some(Archived {
            reason,
            archived_at: at.unwrap_or(call.now),
        })),
    }
}

fn keep_files(world: &mut World, call: &Call<'_>, id: &str) {
    for part in &call.files {
        match part.field.as_str() {
            "resumeFile" => {
                let resume = resume(world, call, part);
                world.keep_resume(id, resume);
            }
            "files" | "file" => {
                let file = stored(world, part, call);
                if let Some(kept) = world.files_kept(id) {
                    kept.push(file);
                }
            }
            _ => {}
        }
    }
}

fn resume(world: &mut World, call: &Call<'_>, part: &FilePart) -> Resume {
    Resume {
        id: world.ids.id(),
        created_at: call.now,
        file: Some(ResumeFile {
            name: part.name.clone(),
            status: status_of(&part.name),
            size: part.bytes.len(),
            content: Some(Arc::from(&part.bytes[..])),
        }),
        parsed: empty(),
    }
}
