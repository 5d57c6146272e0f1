//! People and their candidacies.

use crate::world::chance::Chance;
use crate::world::change::derived_tags;
use crate::world::model::{
    Application, Archived, Contact, Id, Ms, Opportunity, Phone, Posting, StageChange,
};
use crate::world::{World, names};

const DAY: i64 = 86_400_000;

/// Where active opportunities stand, by position in the pipeline.
const ACTIVE: &[f64] = &[9.0, 8.0, 5.0, 27.0, 0.5, 17.0, 9.0, 11.0, 5.0, 6.0, 2.5];
const MANUAL_TAGS: &[&str] = &[
    "Silver medalist",
    "Relocation",
    "Resume",
    "Conference 2025",
    "Alumni",
    "VIP referral",
    "Visa needed",
    "Bootcamp",
    "ニュース",
    "À rappeler",
];
const ORIGINS: &[(&str, f64, &str)] = &[
    ("sourced", 40.0, "LinkedIn"),
    ("applied", 38.0, "Job site"),
    ("referred", 13.0, "Referral"),
    ("agency", 4.0, "Agency"),
    ("internal", 3.0, "Added manually"),
    ("university", 2.0, "Career fair"),
];
const HEADLINES: &[&str] = &[
    "",
    "Northwind Labs",
    "Blue Finch, Harbor & Co",
    "Freelance",
    "Studio Acht",
    "Greenfield University",
    "Tallpine Systems, Brightmoor",
];
const TOWNS: &[&str] = &[
    "",
    "",
    "Berlin",
    "Paris",
    "Tel Aviv",
    "São Paulo",
    "Αθήνα",
    "Kraków",
    "東京",
    "Nairobi",
];
const HOSTS: &[&str] = &["example.com", "example.org", "example.net"];

/// Fills the world with `count` opportunities.
pub(crate) fn fill(world: &mut World, seed: u64, count: usize, now: Ms) {
    let mut chance = Chance::new(seed, "opportunities");
    // Most apply to postings that are open; a few to closed ones, nobody to drafts.
    let postings: Vec<Posting> = world
        .postings
        .values()
        .filter(|posting| posting.state != "draft")
        .cloned()
        .collect();
    let weights: Vec<f64> = postings.iter().map(popularity).collect();
    let mut made: Vec<Opportunity> = Vec::with_capacity(count);
    let mut known: Vec<Id> = Vec::new();
    for number in 0..count {
        // About one in twelve is a further candidacy of somebody already known.
        let contact = if number > 20 && chance.happens(0.08) {
            known.get(chance.index(known.len())).cloned()
        } else {
            None
        };
        let contact = contact.unwrap_or_else(|| {
            let person = person(&mut chance, number);
            let id = person.id.clone();
            world.contacts.insert(id.clone(), person);
            known.push(id.clone());
            id
        });
        let posting = postings.get(chance.weighted(&weights));
        let one = opportunity(&mut chance, world, contact, posting, number % 20 < 7, now);
        made.push(one);
    }
    give_owners(&mut chance, world, &mut made);
    world.opportunities = made.into_iter().map(|one| (one.id.clone(), one)).collect();
}

fn popularity(posting: &Posting) -> f64 {
    match posting.state.as_str() {
        "published" => 1.0,
        "internal" => 0.35,
        _ => 0.15,
    }
}

fn person(chance: &mut Chance, number: usize) -> Contact {
    let name = names::draw(chance, number);
    let mut emails = Vec::new();
    if !chance.happens(0.05) {
        emails.push(format!("{}@{}", name.handle, chance.pick(HOSTS)));
        if chance.happens(0.06) {
            emails.push(format!("{}.private@{}", name.handle, chance.pick(HOSTS)));
        }
    }
    let phones = if chance.happens(0.62) {
        vec![Phone {
            kind: chance
                .pick(&["mobile", "mobile", "home", "other"])
                .to_owned(),
            value: phone(chance),
        }]
    } else {
        Vec::new()
    };
    let links = if chance.happens(0.2) {
        vec![format!("https://example.com/profiles/{}", name.handle)]
    } else {
        Vec::new()
    };
    Contact {
        id: chance.id(),
        name: name.full,
        headline: chance.pick(HEADLINES).to_owned(),
        is_anonymized: false,
        location: chance.pick(TOWNS).to_owned(),
        emails,
        phones,
        links,
    }
}

/// Numbers out of the ranges that are set aside for fiction, in the spellings people use.
fn phone(chance: &mut Chance) -> String {
    let last = chance.between(100, 199);
    match chance.index(7) {
        0 => format!("(555) 010-0{last}"),
        1 => format!("+1 202 555 0{last}"),
        2 => format!("+44 7700 900{last}"),
        3 => format!("07700 900{last}"),
        4 => format!("+61 491 570 15{}", chance.between(6, 9)),
        5 => format!("202-555-0{last}"),
        _ => format!("+1-202-555-0{last}"),
    }
}

fn opportunity(
    chance: &mut Chance,
    world: &World,
    contact: Id,
    posting: Option<&Posting>,
    archived: bool,
    now: Ms,
) -> Opportunity {
    // Old imports are years old and nothing touched them since; most others are of this year.
    let old = archived && chance.happens(0.55);
    let age = if old {
        chance.between(900, 2_600)
    } else if archived {
        chance.between(15, 500)
    } else {
        // Most are of the last weeks, some of the last hours.
        let most = chance.between(1, 120);
        chance.between(0, most)
    };
    let created_at = now - age * DAY - chance.between(0, DAY);
    let index = chance.weighted(ACTIVE);
    // Leads may have no posting at all.
    let posting = posting.filter(|_| index > 2 || chance.happens(0.75));
    let (origin, source) = origin(chance, index);
    let owner = posting.and_then(|posting| posting.owner.clone());
    let changes = history(chance, world, index, created_at, now, old);
    let last_advanced = changes
        .last()
        .map_or(created_at, |change| change.updated_at);
    let quiet = (now - last_advanced).max(1);
    let last_interaction = last_advanced + chance.between(0, quiet * 3 / 4);
    let mut one = Opportunity {
        id: chance.id(),
        contact,
        stage: world
            .stages
            .get(index)
            .map_or_else(String::new, |stage| stage.id.clone()),
        confidentiality: posting.map_or("non-confidential", |posting| posting.confidentiality),
        archived: None,
        tags: Vec::new(),
        sources: if chance.happens(0.85) {
            vec![source.to_owned()]
        } else {
            Vec::new()
        },
        stage_changes: changes,
        origin: origin.to_owned(),
        sourced_by: if origin == "sourced" && chance.happens(0.6) {
            owner.clone()
        } else {
            None
        },
        owner,
        followers: posting.map_or_else(Vec::new, |posting| posting.followers.clone()),
        application: posting.map(|posting| Application {
            id: chance.id(),
            kind: match origin {
                "applied" => "posting",
                "referred" => "referral",
                _ => "user",
            },
            posting: posting.id.clone(),
            user: if origin == "applied" {
                None
            } else {
                posting.owner.clone()
            },
            created_at: created_at + 1,
            archived: None,
        }),
        created_at,
        updated_at: (!old).then_some(last_interaction + 1),
        last_interaction_at: last_interaction,
        last_advanced_at: last_advanced,
        snoozed_until: chance.happens(0.02).then_some(now + 12 * DAY),
        location: posting.and_then(|posting| posting.categories.location.clone()),
    };
    if chance.happens(0.22) {
        one.tags.push(chance.pick(MANUAL_TAGS).to_owned());
    }
    // Opportunities archived years ago lost the tags that came from their posting.
    if let Some(posting) = posting.filter(|_| !old) {
        one.tags.extend(derived_tags(posting));
        one.tags.extend(posting.tags.iter().cloned());
    }
    if archived {
        archive(chance, world, &mut one, now, old);
    }
    one
}

fn origin(chance: &mut Chance, index: usize) -> (&'static str, &'static str) {
    if index <= 2 {
        return ("sourced", "LinkedIn");
    }
    let weights: Vec<f64> = ORIGINS.iter().map(|(_, weight, _)| *weight).collect();
    ORIGINS
        .get(chance.weighted(&weights))
        .map_or(("applied", "Job site"), |(origin, _, source)| {
            (*origin, *source)
        })
}

/// A way through the pipeline to stage number `index`, spread over the time since `created_at`.
fn history(
    chance: &mut Chance,
    world: &World,
    index: usize,
    created_at: Ms,
    now: Ms,
    imported: bool,
) -> Vec<StageChange> {
    let first = if index <= 2 { 0 } else { 3 };
    // Nobody passes through the parking stage, and not everybody through each of the others.
    let mut path: Vec<usize> = (first..index)
        .filter(|place| *place == first || (*place != 4 && chance.happens(0.75)))
        .collect();
    path.push(index);
    let step = (now - created_at) / (path.len() as i64 + 1);
    path.iter()
        .enumerate()
        .filter_map(|(number, place)| {
            let stage = world.stages.get(*place)?;
            let jitter = if number == 0 {
                0
            } else {
                chance.between(0, step.max(1) / 2)
            };
            Some(StageChange {
                to_stage_id: stage.id.clone(),
                to_stage_index: *place,
                updated_at: created_at + step * number as i64 + jitter,
                user_id: if imported {
                    None
                } else {
                    world.cast.recruiters.get(chance.index(6)).cloned()
                },
            })
        })
        .collect()
}

fn archive(chance: &mut Chance, world: &World, one: &mut Opportunity, now: Ms, old: bool) {
    let at =
        one.last_interaction_at + chance.between(0, (now - one.last_interaction_at).max(1) / 2);
    let reason = world
        .archive_reasons
        .get(chance.index(world.archive_reasons.len()));
    let mark = reason.map(|reason| Archived {
        reason: reason.id.clone(),
        archived_at: at,
    });
    if let Some(application) = &mut one.application {
        application.archived.clone_from(&mark);
    }
    one.archived = mark;
    one.last_interaction_at = at;
    one.last_advanced_at = at;
    one.updated_at = (!old).then_some(at + 1);
}

/// A handful of recruiters own what is active; the seat about a tenth of it, with a floor for small worlds.
fn give_owners(chance: &mut Chance, world: &World, made: &mut [Opportunity]) {
    let mut active: Vec<usize> = made
        .iter()
        .enumerate()
        .filter(|(_, one)| one.archived.is_none())
        .map(|(index, _)| index)
        .collect();
    chance.shuffle(&mut active);
    let share = active.len() * 19 / 200;
    let floor = (active.len() / 3).min(40);
    let mine = share.max(floor);
    for (place, index) in active.iter().enumerate() {
        let Some(one) = made.get_mut(*index) else {
            continue;
        };
        let owner = if place < mine { 0 } else { 1 + chance.index(5) };
        one.owner = world.cast.recruiters.get(owner).cloned();
    }
    // Of the archived ones, some belong to people who left. All two thousand recorded ones have an owner: where none is drawn,
    // the Super Admin is it.
    let gone: Vec<Id> = world
        .users
        .iter()
        .filter(|user| user.deactivated_at.is_some())
        .map(|user| user.id.clone())
        .collect();
    for one in made.iter_mut().filter(|one| one.archived.is_some()) {
        one.owner = if chance.happens(0.002) {
            Some(world.cast.super_admin.clone())
        } else if chance.happens(0.1) {
            gone.get(chance.index(gone.len())).cloned()
        } else {
            world.cast.recruiters.get(chance.index(6)).cloned()
        };
    }
}
