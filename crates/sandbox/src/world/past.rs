//! Video interviews that already happened (or began) before the sandbox started: what they left in Lever.

use crate::myinterview::posting_tag::PREFIX;
use crate::myinterview::{PastInterview, PastPerson, seed_past};
use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Opportunity, Posting};
use crate::world::notes::NewNote;

/// Gives `share` of all opportunities a past with the vendor, those in its stage first. The vendor invents it; this writes
/// its tags, notes and links, and hands back what the vendor must remember.
pub(crate) fn fill(
    world: &mut World,
    seed: u64,
    share: f64,
    base: &str,
    now: Ms,
) -> Vec<PastInterview> {
    let mut chance = Chance::new(seed, "past");
    let wanted = (world.opportunities.len() as f64 * share.clamp(0.0, 1.0)) as usize;
    let mut people: Vec<(bool, Id)> = world
        .opportunities
        .values()
        .filter(|one| entered(world, one).is_some() && one.updated_at.is_some())
        .filter(|one| {
            world
                .posting_of(one)
                .is_some_and(|posting| template(posting).is_some())
        })
        .map(|one| {
            (
                one.stage != world.cast.video_stage || one.archived.is_some(),
                one.id.clone(),
            )
        })
        .collect();
    chance.shuffle(&mut people);
    people.sort_by_key(|(elsewhere, _)| *elsewhere);
    people.truncate(wanted);
    people
        .into_iter()
        .filter_map(|(_, id)| {
            let person = person(world, &id, now)?;
            let past = with_base(seed_past(seed, &person)?, base);
            write(world, &past, now);
            Some(past)
        })
        .collect()
}

/// When the opportunity entered the vendor's stage last.
fn entered(world: &World, one: &Opportunity) -> Option<Ms> {
    one.stage_changes
        .iter()
        .rev()
        .find(|change| change.to_stage_id == world.cast.video_stage)
        .map(|change| change.updated_at)
}

fn template(posting: &Posting) -> Option<String> {
    posting
        .tags
        .iter()
        .find_map(|tag| tag.strip_prefix(PREFIX))
        .map(str::to_owned)
}

fn person(world: &World, id: &str, now: Ms) -> Option<PastPerson> {
    let one = world.opportunities.get(id)?;
    let posting = world.posting_of(one)?;
    let contact = world.contact_of(one)?;
    Some(PastPerson {
        opportunity: one.id.clone(),
        posting: posting.id.clone(),
        posting_title: posting.text.clone(),
        template: template(posting)?,
        name: contact.name.clone(),
        email: contact.emails.first().cloned(),
        archived: one.archived.is_some(),
        phone: contact.phones.first().map(|phone| phone.value.clone()),
        entered_at: entered(world, one)?,
        now,
    })
}

fn with_base(mut past: PastInterview, base: &str) -> PastInterview {
    for (text, _) in &mut past.notes {
        *text = text.replace("{base}", base);
    }
    for link in &mut past.links {
        *link = link.replace("{base}", base);
    }
    past
}

fn write(world: &mut World, past: &PastInterview, now: Ms) {
    let author = world.cast.integration.clone();
    for (value, at) in &past.notes {
        let at = (*at).min(now);
        let note = NewNote {
            value: value.clone(),
            secret: false,
            score: None,
            user: Some(author.clone()),
            created_at: at,
        };
        world.add_note(&past.opportunity, note, true, at);
    }
    // The marks of those notes lie in the past as well.
    world.settle(now);
    if let Some(contact) = world
        .opportunities
        .get(&past.opportunity)
        .map(|one| one.contact.clone())
        && let Some(contact) = world.contacts.get_mut(&contact)
    {
        for link in &past.links {
            if !contact.links.contains(link) {
                contact.links.push(link.clone());
            }
        }
    }
    if let Some(one) = world.opportunities.get_mut(&past.opportunity) {
        for tag in &past.tags {
            if !one.tags.contains(tag) {
                one.tags.push(tag.clone());
            }
        }
        one.updated_at = one.updated_at.max(Some(past.tagged_at.min(now)));
    }
}
