//! The scenario with every name looked up: what cannot be played is refused before anything happens.

use std::collections::BTreeMap;

use crate::lever::webhooks::EVENTS;
use crate::scenario::file::{Dated, Person, Scenario};
use crate::scenario::step::Step;
use crate::scenario::{Trouble, length_ms};
use crate::world::World;
use crate::world::model::Id;

/// A scenario that fits its world.
#[derive(Debug)]
pub struct Script {
    pub(crate) people: Vec<Person>,
    pub(crate) steps: Vec<Dated>,
}

impl Scenario {
    /// Looks up every name in `world`.
    ///
    /// # Errors
    /// [`Trouble`] for the first name that there is not, with those that there are.
    pub fn script(&self, world: &World) -> Result<Script, Trouble> {
        let mut known: Vec<&str> = Vec::new();
        let mut people = Vec::new();
        for (line, person) in &self.people {
            let here = |sentence| Trouble::new(*line, sentence);
            if known.contains(&person.key.as_str()) {
                let sentence = format!(
                    "there are two people called \"{}\"; give one another name in `as`",
                    person.key
                );
                return Err(here(sentence));
            }
            let mut found = person.clone();
            if let Some(same) = &found.same_person_as {
                who(&known, same).map_err(here)?;
            }
            look_up(&mut found.posting, |name| posting(world, name)).map_err(here)?;
            look_up(&mut found.stage, |name| stage(world, name)).map_err(here)?;
            look_up(&mut found.owner, |name| user(world, name)).map_err(here)?;
            people.push(found);
            known.push(&person.key);
        }
        let mut steps = Vec::new();
        for dated in &self.steps {
            let mut dated = dated.clone();
            let checked = fit(&mut dated.step, &known, world);
            checked.map_err(|sentence| Trouble::new(dated.line, sentence))?;
            steps.push(dated);
        }
        Ok(Script { people, steps })
    }
}

fn look_up(
    name: &mut Option<String>,
    find: impl Fn(&str) -> Result<Id, String>,
) -> Result<(), String> {
    if let Some(name) = name {
        *name = find(name)?;
    }
    Ok(())
}

/// Checks a step's names and puts ids in their place.
fn fit(step: &mut Step, people: &[&str], world: &World) -> Result<(), String> {
    match step {
        Step::Move {
            who: key,
            stage: name,
            by,
        } => {
            who(people, key)?;
            *name = stage(world, name)?;
            look_up(by, |name| user(world, name))
        }
        Step::Archive {
            who: key,
            reason: name,
        } => {
            who(people, key)?;
            look_up(name, |name| reason(world, name))
        }
        Step::Note { who: key, by, .. } => {
            who(people, key)?;
            look_up(by, |name| user(world, name))
        }
        Step::Restore { who: key }
        | Step::Tag { who: key, .. }
        | Step::Anonymize { who: key }
        | Step::Delete { who: key }
        | Step::Myinterview { who: key, .. }
        | Step::Jobtwine { who: key, .. } => who(people, key),
        Step::PostingTags { posting: name, .. }
        | Step::RenamePosting { posting: name, .. }
        | Step::Rounds { posting: name, .. } => {
            *name = posting(world, name)?;
            Ok(())
        }
        Step::Webhooks { group, .. } if group != "all" && !EVENTS.contains(&group.as_str()) => {
            Err(none("webhook group", group, EVENTS.iter().copied()))
        }
        Step::Jump { by } => length_ms(by).map(|_| ()),
        Step::Webhooks { .. } | Step::Switch { .. } | Step::Faults { .. } => Ok(()),
    }
}

fn who(people: &[&str], key: &str) -> Result<(), String> {
    if people.contains(&key) {
        Ok(())
    } else {
        Err(none("person", key, people.iter().copied()))
    }
}

fn stage(world: &World, name: &str) -> Result<Id, String> {
    let all = world.stages.iter().map(|one| (&one.id, &one.text));
    one_of("stage", name, all)
}

fn posting(world: &World, name: &str) -> Result<Id, String> {
    let all = world.postings.values().map(|one| (&one.id, &one.text));
    one_of("posting", name, all)
}

fn reason(world: &World, name: &str) -> Result<Id, String> {
    let all = world.archive_reasons.iter().map(|one| (&one.id, &one.text));
    one_of("archive reason", name, all)
}

fn user(world: &World, name: &str) -> Result<Id, String> {
    if name == "seat" {
        return Ok(world.cast.seat.clone());
    }
    let found = world
        .users
        .iter()
        .find(|one| [&one.id, &one.username, &one.email].contains(&&name.to_owned()));
    found.map(|one| one.id.clone()).ok_or_else(|| {
        let names = world.users.iter().map(|one| one.username.as_str());
        none("user", name, std::iter::once("seat").chain(names))
    })
}

/// The id behind a name or an id; a name must belong to one thing.
fn one_of<'w>(
    what: &str,
    name: &str,
    all: impl Iterator<Item = (&'w Id, &'w String)>,
) -> Result<Id, String> {
    let all: BTreeMap<&Id, &String> = all.collect();
    if all.contains_key(&name.to_owned()) {
        return Ok(name.to_owned());
    }
    let named: Vec<&Id> = all
        .iter()
        .filter(|(_, text)| **text == name)
        .map(|(id, _)| *id)
        .collect();
    match named.as_slice() {
        [id] => Ok((*id).clone()),
        [] => Err(none(what, name, all.into_values().map(String::as_str))),
        _ => Err(format!(
            "there are {} of the name \"{name}\"; write the id of the {what}",
            named.len()
        )),
    }
}

/// `there is no … "x"; there are …`
fn none<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = known.collect();
    let more = known.len().saturating_sub(30);
    known.truncate(30);
    let mut list = known.join("\", \"");
    if known.is_empty() {
        return format!("there is no {what} \"{name}\", and none at all");
    }
    list = format!("\"{list}\"");
    if more > 0 {
        list.push_str(&format!(" and {more} more"));
    }
    format!("there is no {what} \"{name}\"; there are {list}")
}
