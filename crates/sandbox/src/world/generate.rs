//! Builds an account from a seed.

use std::collections::BTreeMap;

use crate::myinterview::PastInterview;
use crate::settings::Settings;
use crate::world::chance::Chance;
use crate::world::model::{Id, Ms};
use crate::world::notes::NewNote;
use crate::world::pending::Pending;
use crate::world::records::Records;
use crate::world::shelf::Shelf;
use crate::world::{World, opportunities, panels, past, people, pipeline, postings, records};

const NOTES: &[&str] = &[
    "Spoke on the phone: curious, asks good questions.",
    "Prefers a start after the summer. @{owner} please keep in mind.",
    "Salary range discussed, fits.",
    "Strong portfolio.\nLet us move quickly.",
    "Sehr freundlich, spricht drei Sprachen.",
    "Asked about relocation support.",
];

/// The account of `settings.seed` as of `now`, and the past interviews that the vendor must know. `vendor_base` is where the
/// vendor's pages are (links in notes lead there).
pub fn generate(settings: &Settings, vendor_base: &str, now: Ms) -> (World, Vec<PastInterview>) {
    let seed = settings.seed;
    let (users, mut cast) = people::users(seed, now);
    let stages = pipeline::stages(seed, &mut cast);
    let mut postings = postings::postings(seed, settings.postings, &users, &cast, now);
    let published = postings
        .iter_mut()
        .filter(|posting| posting.state == "published");
    for posting in published.take(settings.switches.confidential_postings) {
        posting.confidentiality = "confidential";
    }
    let mut world = World {
        users,
        stages,
        archive_reasons: pipeline::archive_reasons(seed),
        postings: postings
            .into_iter()
            .map(|one| (one.id.clone(), one))
            .collect(),
        contacts: Shelf::default(),
        opportunities: Shelf::default(),
        notes: BTreeMap::new(),
        panels: BTreeMap::new(),
        deleted: Vec::new(),
        webhooks: Vec::new(),
        cast,
        records: Records::default(),
        ids: Chance::new(seed, "ids"),
        later: Pending::default(),
        events: Vec::new(),
    };
    opportunities::fill(&mut world, seed, settings.opportunities, now);
    panels::fill(&mut world, seed, now);
    human_notes(&mut world, seed, now);
    let past = past::fill(
        &mut world,
        seed,
        settings.switches.past_interviews,
        vendor_base,
        now,
    );
    records::fill(&mut world, seed, now);
    world.take_events();
    (world, past)
}

/// Notes that people typed in Lever: not to be changed through the API.
fn human_notes(world: &mut World, seed: u64, now: Ms) {
    let mut chance = Chance::new(seed, "notes");
    let noted: Vec<(Id, NewNote)> = world
        .opportunities
        .values()
        .filter(|one| one.updated_at.is_some())
        .filter_map(|one| {
            if !chance.happens(0.18) {
                return None;
            }
            let owner = one.owner.as_deref().and_then(|id| world.user(id))?;
            let at = chance.between(one.created_at, one.last_interaction_at.min(now - 1_000));
            let note = NewNote {
                value: chance.pick(NOTES).replace("{owner}", &owner.username),
                secret: chance.happens(0.08),
                score: None,
                user: Some(owner.id.clone()),
                created_at: at,
            };
            Some((one.id.clone(), note))
        })
        .collect();
    for (opportunity, note) in noted {
        let at = note.created_at;
        world.add_note(&opportunity, note, false, at);
        world.settle(now);
    }
}
