//! What the expert-interview vendor was told and did before the sandbox started: rounds of its jobs, its Lever user, its
//! interviews. All of it draws from streams of its own, so that the rest of the account is as it would be without.

use std::collections::BTreeMap;

use crate::jobtwine::{PastInterview, PastPerson, Round, TAG, seed_past};
use crate::world::World;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms, Opportunity, User};
use crate::world::notes::NewNote;

const DAY: i64 = 86_400_000;
const NAMES: &[&str] = &[
    "Technical Screening",
    "System Design",
    "Live Coding",
    "Architecture Deep Dive",
    "Practical Exercise",
];

/// The Lever user as which the vendor writes; the oldest of the account, so that it comes last in lists.
pub(crate) fn user(seed: u64, now: Ms) -> User {
    User {
        id: Chance::new(seed, "jobtwine user").id(),
        name: "JobTwine Integration".to_owned(),
        username: "jobtwine".to_owned(),
        email: "jobtwine@example.com".to_owned(),
        access_role: "super admin".to_owned(),
        photo: None,
        created_at: now - 3_000 * DAY,
        deactivated_at: None,
        external_directory_id: None,
        linked_contact_ids: None,
        job_title: Some("Integration account".to_owned()),
        manager_id: None,
    }
}

/// Rounds of the tagged postings, by posting id: one or two each; of three or more postings, one of the later ones has none.
pub(crate) fn rounds(world: &World, seed: u64) -> BTreeMap<Id, Vec<Round>> {
    let mut chance = Chance::new(seed, "jobtwine rounds");
    let mut tagged: Vec<_> = world
        .postings
        .values()
        .filter(|posting| posting.tags.iter().any(|tag| tag == TAG))
        .collect();
    tagged.sort_by_key(|posting| std::cmp::Reverse((posting.created_at, posting.id.clone())));
    let without = (tagged.len() > 2).then(|| 2 + chance.index(tagged.len() - 2));
    tagged
        .iter()
        .enumerate()
        .filter(|(place, _)| Some(*place) != without)
        .map(|(_, posting)| {
            let first = chance.index(NAMES.len());
            let rounds = (0..1 + chance.index(2))
                .map(|number| Round {
                    name: NAMES
                        .get((first + number) % NAMES.len())
                        .map_or_else(String::new, |name| (*name).to_owned()),
                    minutes: 45 + 15 * chance.between(0, 1),
                })
                .collect();
            (posting.id.clone(), rounds)
        })
        .collect()
}

/// Gives a third of `share` of all opportunities a past with the vendor, those in its stage first: its stage comes late, and
/// few postings have its tag. The vendor invents it; this writes its notes, and hands back what the vendor must remember.
pub fn past(
    world: &mut World,
    rounds: &BTreeMap<Id, Vec<Round>>,
    seed: u64,
    share: f64,
    base: &str,
    now: Ms,
) -> Vec<PastInterview> {
    let mut chance = Chance::new(seed, "jobtwine past");
    let wanted = (world.opportunities.len() as f64 * share.clamp(0.0, 1.0) / 3.0) as usize;
    let mut people: Vec<(bool, PastPerson)> = world
        .opportunities
        .values()
        .filter(|one| one.updated_at.is_some())
        .filter_map(|one| {
            let elsewhere = one.stage != world.cast.expert_stage || one.archived.is_some();
            Some((elsewhere, person(world, one, rounds, now)?))
        })
        .collect();
    chance.shuffle(&mut people);
    people.sort_by_key(|(elsewhere, _)| *elsewhere);
    people.truncate(wanted);
    // Notes get ids of a stream of their own: later ids of the account stay what they would be.
    let ids = std::mem::replace(&mut world.ids, Chance::new(seed, "jobtwine ids"));
    let past = people
        .into_iter()
        .filter_map(|(_, person)| {
            let mut past = seed_past(seed, &person)?;
            for (text, at) in &mut past.notes {
                *text = text.replace("{base}", base);
                let note = NewNote {
                    value: text.clone(),
                    secret: false,
                    score: None,
                    user: Some(world.cast.experts.clone()),
                    created_at: *at,
                };
                world.add_note(&past.opportunity, note, true, *at);
            }
            world.settle(now);
            Some(past)
        })
        .collect();
    world.ids = ids;
    past
}

fn person(
    world: &World,
    one: &Opportunity,
    rounds: &BTreeMap<Id, Vec<Round>>,
    now: Ms,
) -> Option<PastPerson> {
    let place = one
        .stage_changes
        .iter()
        .rposition(|change| change.to_stage_id == world.cast.expert_stage)?;
    let entered_at = one.stage_changes.get(place)?.updated_at;
    let moved_at = one
        .stage_changes
        .get(place + 1)
        .map(|change| change.updated_at);
    let archived_at = one.archived.as_ref().map(|mark| mark.archived_at);
    let posting = world.posting_of(one)?;
    let contact = world.contact_of(one)?;
    let owner = one
        .owner
        .as_deref()
        .and_then(|id| world.user(id))
        .filter(|user| user.deactivated_at.is_none());
    Some(PastPerson {
        opportunity: one.id.clone(),
        posting: posting.id.clone(),
        posting_title: posting.text.clone(),
        rounds: rounds.get(&posting.id)?.clone(),
        name: contact.name.clone(),
        email: contact.emails.first().cloned(),
        owner: owner.map(|user| (user.id.clone(), user.username.clone())),
        entered_at,
        left_at: moved_at.or(archived_at),
        now,
    })
}
