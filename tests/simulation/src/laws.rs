//! What holds in every day, whatever happened.
//!
//! 1. Nothing that a person asked for is lost: it is done, or it says why not.
//! 2. Nothing is done twice by one seat, nothing that was taken back or ended in its hold is done at all, and what is called
//!    done was done.
//! 3. After quiet a seat shows what Lever holds, in every field, and nobody who was deleted.
//! 4. No seat sends more than its budget, and Lever never has to say so.
//! 5. No news is told twice.

use std::collections::{BTreeMap, BTreeSet};

use fulcrum_cache::desk::{IntentState, StepKind};
use fulcrum_domain::model::Opportunity;
use fulcrum_lever::BudgetSettings;
use fulcrum_sandbox::world::World;
use fulcrum_sandbox::world::model;
use fulcrum_sync::outcome;

use crate::day::{Asked, Playing};
use crate::error::Error;

/// What is not settled yet: things still open, and fields that a seat shows otherwise than Lever holds them.
pub(crate) fn unsettled(day: &Playing) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (number, _) in day
        .seats
        .iter()
        .enumerate()
        .filter(|(_, seat)| !seat.runs())
    {
        found.push(format!("seat {number} is down"));
    }
    if !found.is_empty() {
        return Ok(found);
    }
    for asked in &day.asked {
        let seat = day.seats.get(asked.seat).ok_or(Error::NotRunning)?;
        let intent = day.simulation.run(seat.intent(&asked.intent))??;
        if intent.is_some_and(|intent| intent.state == IntentState::Open) {
            found.push(format!("{} is still open", asked.intent.as_str()));
        }
    }
    for (number, seat) in day.seats.iter().enumerate() {
        if !seat.is_filled() {
            found.push(format!("seat {number} still reads"));
            continue;
        }
        let mut shown = BTreeMap::new();
        for id in day.simulation.run(seat.people())?? {
            if let Some(held) = day.simulation.run(seat.opportunity(id.as_str()))?? {
                let notes = day.simulation.run(seat.notes(id.as_str()))??;
                shown.insert(id.as_str().to_owned(), (held, notes));
            }
        }
        day.simulation.sandbox.lever.look(|world| {
            let there: BTreeSet<&String> = world.opportunities.keys().collect();
            for id in shown.keys().filter(|id| !there.contains(id)) {
                found.push(format!("seat {number} still shows {id}, who is gone"));
            }
            for (id, opportunity) in world.opportunities.iter() {
                let Some((held, notes)) = shown.get(id) else {
                    found.push(format!("seat {number} does not know {id}"));
                    continue;
                };
                for (field, shows, holds) in fields(held, opportunity, world) {
                    if shows != holds {
                        found.push(format!(
                            "seat {number} shows {field} of {id} as {shows}, Lever holds {holds}"
                        ));
                    }
                }
                // Notes of others are read when somebody opens the panel, and those of a person whose data were removed
                // went with their name.
                if day.places.rules.concerns_a_vendor(held) && !held.is_anonymized {
                    let shows: BTreeSet<_> = notes
                        .iter()
                        .map(|note| (note.id.as_str().to_owned(), note.deleted_at_ms))
                        .collect();
                    let holds: BTreeSet<_> = world
                        .notes
                        .get(id)
                        .into_iter()
                        .flatten()
                        .map(|note| (note.id.clone(), note.deleted_at))
                        .collect();
                    if shows != holds {
                        found.push(format!(
                            "seat {number} shows the notes {shows:?} of {id}, Lever holds {holds:?}"
                        ));
                    }
                }
            }
        });
    }
    Ok(found)
}

/// Every field that the window shows of an opportunity: its name, as the seat shows it, as Lever holds it.
fn fields(
    held: &Opportunity,
    there: &model::Opportunity,
    world: &World,
) -> Vec<(&'static str, String, String)> {
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

/// Laws that do not hold.
pub(crate) fn broken(day: &Playing) -> Result<Vec<String>, Error> {
    let mut found = wishes(day)?;
    for (number, seat) in day.seats.iter().enumerate() {
        for sent in seat.sent_ms() {
            found.extend(over_budget(&sent).map(|what| format!("seat {number} {what}")));
        }
        for (news, times) in seat.told.iter().filter(|(_, times)| **times > 1) {
            found.push(format!("seat {number} told {news} {times} times"));
        }
    }
    for entry in day.simulation.sandbox.lever.requests(0) {
        let ours = day.seats.iter().any(|seat| seat.key_name == entry.caller);
        if ours && entry.status == 429 && entry.fault.is_none() {
            found.push(format!(
                "Lever had to say that {} asked too much, at {}",
                entry.caller, entry.at
            ));
        }
    }
    Ok(found)
}

/// Most requests of one run in any stretch of time.
fn over_budget(sent_ms: &[i64]) -> Option<String> {
    let BudgetSettings {
        rate_per_second,
        burst,
    } = BudgetSettings::default();
    let (rate, burst) = (i64::from(rate_per_second), i64::from(burst));
    // In thousandths: what was sent up to here, less what the rate has given up to here.
    let mut least = i64::MAX;
    for (count, at) in (0_i64..).zip(sent_ms) {
        let before = count * 1_000 - at * rate;
        least = least.min(before);
        if before + 1_000 - least > burst * 1_000 {
            return Some(format!("sent more than its budget until {at}"));
        }
    }
    None
}

/// What became of everything that was asked for.
fn wishes(day: &Playing) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (place, asked) in day.asked.iter().enumerate() {
        let name = asked.intent.as_str();
        let seat = day.seats.get(asked.seat).ok_or(Error::NotRunning)?;
        let intent = day.simulation.run(seat.intent(&asked.intent))??;
        let there = day.simulation.sandbox.lever.look(|world| {
            let person = world.opportunities.get(&asked.opportunity)?;
            let contact = world.contacts.get(&person.contact);
            (!contact.is_some_and(|one| one.is_anonymized)).then_some(())
        });
        if there.is_none() {
            // Gone in Lever: gone here, with what was asked for.
            continue;
        }
        let Some(intent) = intent else {
            found.push(format!("{name} is lost"));
            continue;
        };
        // Until the same seat asks for something else of the same candidate, what it does to them is this.
        let until_ms = day
            .asked
            .iter()
            .skip(place + 1)
            .find(|later| {
                later.seat == asked.seat
                    && later.opportunity == asked.opportunity
                    && std::mem::discriminant(&later.step) == std::mem::discriminant(&asked.step)
            })
            .map_or(i64::MAX, |later| later.at_ms);
        let Some(times) = times_done(day, asked, seat.user.as_str(), until_ms) else {
            continue;
        };
        let already = intent
            .steps
            .iter()
            .any(|step| step.code.as_deref() == Some(outcome::ALREADY));
        let state = format!("{:?} ({:?})", intent.state, intent.outcome);
        if times > 1 {
            found.push(format!("{name} was done {times} times"));
        }
        if intent.state == IntentState::Done && times == 0 && !already {
            found.push(format!("{name} is called done, and was not"));
        }
        if asked.undone && times > 0 {
            found.push(format!("{name} was taken back, and done"));
        }
        if asked.ended_in_hold && times > 0 {
            found.push(format!(
                "{name} was in its hold when the program ended, and was done"
            ));
        }
        if asked.ended_in_hold && intent.state == IntentState::Done {
            found.push(format!(
                "{name} was in its hold when the program ended, and is {state}"
            ));
        }
        let untouched = [
            outcome::CLOSED_DURING_HOLD,
            outcome::TOO_OLD,
            outcome::INVITED_MEANWHILE,
        ];
        if intent
            .outcome
            .as_deref()
            .is_some_and(|why| untouched.contains(&why))
            && times > 0
        {
            found.push(format!("{name} was done, and is {state}"));
        }
    }
    Ok(found)
}

/// How often Lever shows that a seat did something; `None` where that leaves no countable trace.
fn times_done(day: &Playing, asked: &Asked, user: &str, until_ms: i64) -> Option<usize> {
    day.simulation
        .sandbox
        .lever
        .look(|world| match &asked.step {
            StepKind::SetStage { to } => {
                let held = world.opportunities.get(&asked.opportunity)?;
                let changes = held.stage_changes.iter().filter(|change| {
                    change.to_stage_id == to.as_str()
                        && change.user_id.as_deref() == Some(user)
                        && (asked.at_ms..until_ms).contains(&change.updated_at)
                });
                Some(changes.count())
            }
            StepKind::AddNote { text, .. } => {
                let notes = world.notes.get(&asked.opportunity);
                let same = notes.into_iter().flatten().filter(|note| {
                    let said = note.fields.first().map(|field| &field.value);
                    said == Some(text)
                });
                Some(same.count())
            }
            // Twice is as good as once in Lever, and leaves no trace of its own.
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::over_budget;

    #[test]
    fn a_burst_and_the_rate_are_within_the_budget_and_one_more_is_not() {
        let burst = vec![1_000_i64; 16];
        assert_eq!(over_budget(&burst), None);
        let mut steady = burst.clone();
        steady.extend((1..40).map(|step| 1_000 + step * 125));
        assert_eq!(over_budget(&steady), None);
        let mut early = burst.clone();
        early.push(1_100);
        assert!(over_budget(&early).is_some());
        // After a pause the burst is there again, and no more than that.
        let mut paused = burst;
        paused.extend([60_000; 16]);
        assert_eq!(over_budget(&paused), None);
        paused.push(60_000);
        assert!(over_budget(&paused).is_some());
    }
}
