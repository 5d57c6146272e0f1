//! A seat shows what Lever holds: everybody in it, in every field that the window shows.

use std::collections::BTreeSet;

use fulcrum_domain::model::{Note, Opportunity};
use fulcrum_domain::retention::Retention;
use fulcrum_sandbox::world::{World, model};

use super::account;
use crate::day::Playing;
use crate::error::Error;

/// What a seat shows otherwise than Lever holds it.
///
/// Whose notes it shows: of everybody who has or had to do with a vendor, of the card on the screen for as long as it is
/// there, and of whoever was opened since all became well. Notes of others are what they were when their panel was last open,
/// and those of a person whose data were removed went with their name.
pub(super) fn differences(day: &Playing, number: usize) -> Result<Vec<String>, Error> {
    let seat = day.seats.get(number).ok_or(Error::NotRunning)?;
    let shown = day.simulation.run(seat.shown())??;
    let now_ms = day.now_ms();
    let mut found = Vec::new();
    day.simulation.sandbox.lever.look(|world| {
        account::compare(&shown, world, &mut found);
        let there: BTreeSet<&String> = world.opportunities.keys().collect();
        for id in shown.people.keys().filter(|id| !there.contains(id)) {
            found.push(format!("still shows {id}, who is gone"));
        }
        for (id, opportunity) in world.opportunities.iter() {
            let left = has_left(opportunity, now_ms);
            let Some((held, notes)) = shown.people.get(id) else {
                if left.is_none() {
                    found.push(format!("does not know {id}"));
                }
                continue;
            };
            // Who is asked for something, or is looked at, may stay for that.
            let wanted = day.asked.iter().any(|asked| asked.opportunity == *id);
            if left.is_some_and(|ago_ms| ago_ms > LEAVES_WITHIN_MS)
                && !wanted
                && seat.screen.as_deref() != Some(id.as_str())
            {
                found.push(format!("still shows {id}, whose time here is over"));
            }
            differing(id, fields(held, opportunity, world), &mut found);
            let fresh = day.places.rules.concerns_a_vendor(held) || seat.keeps_fresh(id);
            if fresh && !held.is_anonymized {
                let none = Vec::new();
                let there = world.notes.get(id).unwrap_or(&none);
                differing(id, [noted(notes, there)], &mut found);
            }
        }
    });
    Ok(found
        .into_iter()
        .map(|what| format!("seat {number} {what}"))
        .collect())
}

/// The slow round takes whom it finds; it comes every ten minutes, and waits longer after an outage.
const LEAVES_WITHIN_MS: i64 = 30 * 60_000;

/// How long the time of an archived candidate has been over, ms; `None`: it is not.
fn has_left(there: &model::Opportunity, now_ms: i64) -> Option<i64> {
    let archived = there.archived.as_ref()?;
    let ends_ms = Retention::DEFAULT.ends_ms(archived.archived_at)?;
    Some(now_ms - ends_ms).filter(|ago_ms| *ago_ms >= 0)
}

/// A field's name, as the seat shows it, as Lever holds it.
pub(super) type Field = (&'static str, String, String);

/// Says which of the fields differ.
pub(super) fn differing(
    id: &str,
    fields: impl IntoIterator<Item = Field>,
    found: &mut Vec<String>,
) {
    for (field, shows, holds) in fields {
        if shows != holds {
            found.push(format!(
                "shows {field} of {id} as {shows}, Lever holds {holds}"
            ));
        }
    }
}

/// Notes with their threads, by id.
fn noted(shown: &[Note], there: &[model::Note]) -> Field {
    let shows: BTreeSet<String> = shown
        .iter()
        .map(|note| {
            let texts: Vec<_> = note
                .fields
                .iter()
                .map(|text| {
                    let by = text.author.as_ref().map(|id| id.as_str());
                    (text.value.as_str(), by, text.created_at_ms)
                })
                .collect();
            let by = note.author.as_ref().map(|id| id.as_str());
            let times = (note.created_at_ms, note.deleted_at_ms);
            format!("{:?}", (note.id.as_str(), by, note.secret, times, texts))
        })
        .collect();
    let holds: BTreeSet<String> = there
        .iter()
        .map(|note| {
            let texts: Vec<_> = note
                .fields
                .iter()
                .map(|text| (text.value.as_str(), text.user.as_deref(), text.created_at))
                .collect();
            let by = note.user.as_deref();
            let times = (note.created_at, note.deleted_at);
            format!("{:?}", (note.id.as_str(), by, note.secret, times, texts))
        })
        .collect();
    ("the notes", format!("{shows:?}"), format!("{holds:?}"))
}

/// Every field that the window shows of an opportunity: its name, as the seat shows it, as Lever holds it.
fn fields(held: &Opportunity, there: &model::Opportunity, world: &World) -> Vec<Field> {
    let contact = world.contacts.get(&there.contact);
    let text = |of: fn(&model::Contact) -> &String| contact.map(of).cloned().unwrap_or_default();
    let phones = contact.map_or_else(Vec::new, |contact| {
        let phone = |phone: &model::Phone| (Some(phone.kind.clone()), phone.value.clone());
        contact.phones.iter().map(phone).collect()
    });
    let archived = |mark: &model::Archived| (Some(mark.reason.clone()), mark.archived_at);
    let ids = |ids: &[fulcrum_domain::ids::UserId]| -> Vec<String> {
        ids.iter().map(|id| id.as_str().to_owned()).collect()
    };
    let application = there.application.as_ref();
    vec![
        ("the name", held.name.clone(), text(|one| &one.name)),
        (
            "the headline",
            held.headline.clone(),
            text(|one| &one.headline),
        ),
        (
            "the addresses",
            format!("{:?}", held.emails),
            format!("{:?}", contact.map_or(&[][..], |one| &one.emails)),
        ),
        (
            "the numbers",
            format!(
                "{:?}",
                held.phones
                    .iter()
                    .map(|one| (one.kind.clone(), one.value.clone()))
                    .collect::<Vec<_>>()
            ),
            format!("{phones:?}"),
        ),
        (
            "the links",
            format!("{:?}", held.links),
            format!("{:?}", contact.map_or(&[][..], |one| &one.links)),
        ),
        (
            "the stage",
            held.stage.as_str().to_owned(),
            there.stage.clone(),
        ),
        (
            "the tags",
            format!("{:?}", held.tags),
            format!("{:?}", there.tags),
        ),
        (
            "the sources",
            format!("{:?}", held.sources),
            format!("{:?}", there.sources),
        ),
        ("the origin", held.origin.clone(), there.origin.clone()),
        (
            "the archive mark",
            format!(
                "{:?}",
                held.archived.as_ref().map(|mark| (
                    mark.reason.as_ref().map(|id| id.as_str().to_owned()),
                    mark.at_ms
                ))
            ),
            format!("{:?}", there.archived.as_ref().map(archived)),
        ),
        (
            "the history",
            format!(
                "{:?}",
                held.stage_changes
                    .iter()
                    .map(|change| (
                        change.to_stage.as_str(),
                        change.at_ms,
                        change.user.as_ref().map(|id| id.as_str())
                    ))
                    .collect::<Vec<_>>()
            ),
            format!(
                "{:?}",
                there
                    .stage_changes
                    .iter()
                    .map(|change| (
                        change.to_stage_id.as_str(),
                        change.updated_at,
                        change.user_id.as_deref()
                    ))
                    .collect::<Vec<_>>()
            ),
        ),
        (
            "the owner",
            format!("{:?}", held.owner.as_ref().map(|id| id.as_str())),
            format!("{:?}", there.owner.as_deref()),
        ),
        (
            "the followers",
            format!("{:?}", ids(&held.followers)),
            format!("{:?}", there.followers),
        ),
        (
            "the posting",
            format!("{:?}", held.posting().map(|id| id.as_str())),
            format!("{:?}", application.map(|one| one.posting.as_str())),
        ),
        (
            "the change",
            format!("{:?}", held.updated_at_ms),
            format!("{:?}", there.updated_at),
        ),
        (
            "the last story",
            format!("{:?}", held.last_interaction_at_ms),
            format!("{:?}", Some(there.last_interaction_at)),
        ),
        (
            "the last advance",
            format!("{:?}", held.last_advanced_at_ms),
            format!("{:?}", Some(there.last_advanced_at)),
        ),
        (
            "the beginning",
            held.created_at_ms.to_string(),
            there.created_at.to_string(),
        ),
    ]
}
