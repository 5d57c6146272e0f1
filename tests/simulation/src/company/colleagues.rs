//! What colleagues, candidates and an admin do behind the seats' backs.

use fulcrum_domain::ids::StageId;
use fulcrum_sandbox::assembly::Assembled;
use serde_json::json;

use super::{Places, press};
use crate::chance::Chance;
use crate::error::Error;

/// States that a posting goes through.
const STATES: [&str; 3] = ["published", "internal", "closed"];

/// Somebody's candidacy, by chance; archived ones too.
fn somebody(world: &Assembled, chance: &mut Chance) -> Option<String> {
    let all: Vec<String> = world
        .lever
        .look(|held| held.opportunities.keys().cloned().collect());
    chance.one_of(&all).cloned()
}

/// Colleagues, candidates and an admin at work, in Lever itself.
pub(crate) async fn something_happens(
    world: &Assembled,
    places: &Places,
    chance: &mut Chance,
) -> Result<String, Error> {
    let Some(id) = somebody(world, chance) else {
        return Ok("nobody is left".to_owned());
    };
    let what = chance.between(1, 100);
    let (path, body) = match what {
        1..=40 => {
            let to = if chance.percent(30) {
                chance.one_of(&places.triggers)
            } else {
                chance.one_of(&places.quiet)
            };
            let to = to.ok_or(Error::Missing("stage"))?;
            let user = places.recruiters.last();
            (
                format!("opportunities/{id}/stage"),
                json!({ "stage": to.as_str(), "user": user }),
            )
        }
        41..=55 => {
            let word = chance.between(1, 9);
            (
                format!("opportunities/{id}/tags"),
                json!({ "add": [format!("colleague {word}")], "remove": [format!("colleague {}", word / 2)] }),
            )
        }
        56..=68 => (
            format!("opportunities/{id}/archived"),
            json!({ "archived": chance.percent(60) }),
        ),
        69..=80 => {
            let posting = chance.one_of(&places.postings);
            (
                "opportunities".to_owned(),
                json!({
                    "name": format!("Newcomer {}", chance.between(1, 999)),
                    "emails": ["newcomer@example.org"],
                    "posting": posting,
                    "stage": chance.one_of(&places.quiet).map(StageId::as_str),
                }),
            )
        }
        81..=90 => (format!("opportunities/{id}/delete"), json!({})),
        _ => (format!("opportunities/{id}/anonymize"), json!({})),
    };
    press(world, &path, body).await?;
    Ok(path)
}

/// A colleague writes a note, often about somebody who is being looked at.
pub(crate) async fn colleague_writes(
    world: &Assembled,
    places: &Places,
    chance: &mut Chance,
    looked_at: &[String],
) -> Result<String, Error> {
    let there: Vec<String> = world.lever.look(|held| {
        let there = looked_at
            .iter()
            .filter(|id| held.opportunities.contains_key(*id));
        there.cloned().collect()
    });
    let id = match chance.one_of(&there).filter(|_| chance.percent(70)) {
        Some(id) => Some(id.clone()),
        None => somebody(world, chance),
    };
    let Some(id) = id else {
        return Ok("nobody is left".to_owned());
    };
    let threads: Vec<String> = world.lever.look(|held| {
        let notes = held.notes.get(&id).into_iter().flatten();
        let open = notes.filter(|note| note.deleted_at.is_none());
        open.map(|note| note.id.clone()).collect()
    });
    let thread = chance.one_of(&threads).filter(|_| chance.percent(30));
    let body = json!({
        "text": format!("A colleague's word {}", chance.between(1, 999)),
        "user": chance.one_of(&places.bystanders),
        "secret": thread.is_none() && chance.percent(10),
        "note": thread,
    });
    let path = format!("opportunities/{id}/notes");
    press(world, &path, body).await?;
    Ok(path)
}

/// A colleague edits a posting, or an admin the account.
pub(crate) async fn account_changes(
    world: &Assembled,
    places: &Places,
    chance: &mut Chance,
) -> Result<String, Error> {
    let number = chance.between(1, 999);
    let (path, body) = match chance.between(1, 100) {
        1..=35 => {
            let body = match chance.between(1, 3) {
                1 => json!({ "text": format!("Posting {number}") }),
                2 => json!({ "state": chance.one_of(&STATES) }),
                _ => json!({ "owner": chance.one_of(&places.bystanders) }),
            };
            (format!("postings/{}", one(&places.postings, chance)?), body)
        }
        36..=55 => {
            let id = one(&places.postings, chance)?;
            // What others have set stays, as in Lever's own window.
            let mut tags = world.lever.look(|held| {
                let posting = held.postings.get(&id);
                posting.map_or_else(Vec::new, |posting| posting.tags.clone())
            });
            tags.retain(|tag| !tag.starts_with("colleague"));
            tags.push(format!("colleague {}", number % 9));
            (format!("postings/{id}/tags"), json!({ "tags": tags }))
        }
        56..=68 => {
            let stage = chance.one_of(&places.quiet).map(StageId::as_str);
            let stage = stage.ok_or(Error::Missing("stage"))?;
            let body = json!({ "text": format!("Stage {number}") });
            (format!("stages/{stage}/text"), body)
        }
        69..=74 => {
            let made = json!({ "text": format!("New stage {number}") });
            let made = press(world, "stages", made).await?;
            let stage = made.get("id").cloned().unwrap_or_default();
            let Some(id) = somebody(world, chance) else {
                return Ok("a stage is made for nobody".to_owned());
            };
            let user = places.recruiters.last();
            let body = json!({ "stage": stage, "user": user });
            (format!("opportunities/{id}/stage"), body)
        }
        75..=88 => {
            let body = if chance.percent(50) {
                json!({ "name": format!("Colleague {number}") })
            } else {
                json!({ "deactivated": chance.percent(60) })
            };
            (format!("users/{}", one(&places.bystanders, chance)?), body)
        }
        _ => {
            let body = if chance.percent(60) {
                json!({ "text": format!("Reason {number}") })
            } else {
                json!({ "active": chance.percent(50) })
            };
            let reason = one(&places.archive_reasons, chance)?;
            (format!("archive_reasons/{reason}"), body)
        }
    };
    press(world, &path, body.clone()).await?;
    Ok(format!("{path} {body}"))
}

fn one(all: &[String], chance: &mut Chance) -> Result<String, Error> {
    let one = chance.one_of(all).cloned();
    one.ok_or(Error::Missing("part of the account"))
}
