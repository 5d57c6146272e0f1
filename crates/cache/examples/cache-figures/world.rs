//! An invented account: people with accents in their names, postings, a pipeline, journeys under way.

use std::path::Path;
use std::sync::Arc;

use fulcrum_cache::{Cache, Cause, OnDamage, OpenOptions, Store, Threads};
use fulcrum_domain::clock::SystemClock;
use fulcrum_domain::ids::{OpportunityId, PostingId, StageId};
use fulcrum_domain::journey::{Actor, ExpertInterview, Journey, JourneyKey, State};
use fulcrum_domain::model::{Application, Archived, Note, NoteField, Opportunity, Posting, Stage};
use fulcrum_domain::vendor::Vendor;
use fulcrum_vault::{DatabaseKeyName, MemoryStore, create_database_key};

use crate::Failure;

/// The time at which everything is asked, ms.
pub(crate) const NOW_MS: i64 = 1_790_000_000_000;
const DAY_MS: i64 = 86_400_000;
/// Rows of one write, as a page of Lever's list.
const PAGE: usize = 100;
const STAGES: usize = 11;
const RECRUITERS: u64 = 20;

const FIRST: [&str; 24] = [
    "Ana",
    "Łukasz",
    "Zoë",
    "Søren",
    "Chloé",
    "Jürgen",
    "Ximena",
    "Þóra",
    "Mateusz",
    "Ngọc",
    "Aarav",
    "Yūki",
    "Oluwaseun",
    "Françoise",
    "Björn",
    "Siobhán",
    "Dvořák",
    "Iñigo",
    "Marcin",
    "Priya",
    "Kwame",
    "Elif",
    "Hanna",
    "Tomás",
];
const LAST: [&str; 24] = [
    "Müller",
    "Nguyễn",
    "García",
    "Kowalski",
    "O'Brien",
    "Ångström",
    "Kőrösi",
    "Çelik",
    "Škoda",
    "Dubois",
    "Sørensen",
    "Ibáñez",
    "Okafor",
    "Tanaka",
    "Smith",
    "Ferreira",
    "Rossi",
    "Novák",
    "Jankowska",
    "Lindqvist",
    "Sharma",
    "Mensah",
    "Yılmaz",
    "Weiß",
];
const PARTS: [&str; 12] = [
    "ba", "ri", "ton", "el", "mak", "su", "vi", "do", "gar", "ly", "quen", "ost",
];
const TITLES: [&str; 8] = [
    "Backend Engineer",
    "Product Designer",
    "Account Executive",
    "Data Analyst",
    "Recruiter",
    "Site Reliability Engineer",
    "Finance Manager",
    "Support Specialist",
];

/// Draws that a seed repeats (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Less than `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    pub(crate) fn of<'all>(&mut self, all: &[&'all str]) -> &'all str {
        let place = usize::try_from(self.below(all.len() as u64)).unwrap_or(0);
        all.get(place).copied().unwrap_or_default()
    }
}

/// A filled cache.
pub(crate) struct World {
    pub(crate) store: Store<Cache>,
    pub(crate) stages: Vec<StageId>,
    /// Every thirtieth person's name and e-mail.
    pub(crate) people: Vec<String>,
}

impl World {
    pub(crate) fn build(
        path: &Path,
        seed: u64,
        cards: usize,
        postings: usize,
        encrypted: bool,
    ) -> Result<Self, Failure> {
        let options = OpenOptions {
            path: path.to_owned(),
            key: create_database_key(&MemoryStore::default(), "figures", DatabaseKeyName::Cache)?,
            threads: Threads::WINDOW,
            clock: Arc::new(SystemClock),
            on_damage: OnDamage::Refuse,
        };
        let opened = if encrypted {
            Store::open_cache(&options)?
        } else {
            Store::open_plain_cache(&options)?
        };
        let store = opened.store;
        let stages: Vec<Stage> = (0..STAGES)
            .map(|index| Stage {
                id: format!("stage-{index}").as_str().into(),
                text: format!("Stage {index}"),
                index: u32::try_from(index).unwrap_or(0),
            })
            .collect();
        let titles: Vec<Posting> = (0..postings).map(posting).collect();
        let ids = stages.iter().map(|stage| stage.id.clone()).collect();
        store.write_blocking(Cause::Sync, move |tx| {
            tx.replace_stages(&stages)?;
            tx.upsert_postings(&titles).map(drop)
        })?;
        let mut chance = Chance::new(seed);
        let mut people = Vec::new();
        let mut number = 0;
        while number < cards {
            let page: Vec<Opportunity> = (number..cards.min(number + PAGE))
                .map(|number| person(number, postings, &mut chance))
                .collect();
            for one in page.iter().step_by(30) {
                people.push(one.name.clone());
                people.extend(one.emails.first().cloned());
            }
            let from = number;
            number += page.len();
            let draw = chance.below(4);
            store.write_blocking(Cause::Sync, move |tx| {
                tx.upsert_opportunities(&page, NOW_MS, true)?;
                // A quarter is on its way with a vendor; one in eight has a note.
                for ((place, one), index) in (draw..).zip(&page).zip(from..) {
                    if place % 4 == 0 {
                        // As many overdue ones lead each column in a small account as in a big one: the same cards are read.
                        let overdue = index < STAGES * 20;
                        tx.put_journeys(&one.id, &[journey(&one.id, place, overdue)], None)?;
                    }
                    if place % 8 == 0 {
                        tx.replace_notes(&one.id, &[note(&one.id)])?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(Self {
            store,
            stages: ids,
            people,
        })
    }
}

fn posting(number: usize) -> Posting {
    let title = TITLES
        .get(number % TITLES.len())
        .copied()
        .unwrap_or_default();
    Posting {
        id: posting_id(number),
        text: format!("{title} {number}"),
        state: "published".to_owned(),
        tags: vec!["myInterview:Lever Demo".to_owned()],
        owner: Some(
            format!("user-{}", number as u64 % RECRUITERS)
                .as_str()
                .into(),
        ),
        hiring_manager: None,
        team: None,
        department: None,
        location: None,
        commitment: None,
        created_at_ms: NOW_MS - 400 * DAY_MS,
        updated_at_ms: Some(NOW_MS - DAY_MS),
    }
}

fn posting_id(number: usize) -> PostingId {
    format!("posting-{number}").as_str().into()
}

fn person(number: usize, postings: usize, chance: &mut Chance) -> Opportunity {
    let first = chance.of(&FIRST);
    let last = format!(
        "{}{}{}",
        chance.of(&LAST),
        chance.of(&PARTS),
        chance.of(&PARTS)
    );
    let mail = fulcrum_domain::fold::fold(&format!("{first}.{last}"));
    let entered = NOW_MS - i64::try_from(chance.below(200)).unwrap_or(0) * DAY_MS - number as i64;
    let applied = usize::try_from(chance.below(postings as u64)).unwrap_or(0);
    Opportunity {
        id: format!("opportunity-{number}").as_str().into(),
        contact: format!("contact-{number}").as_str().into(),
        name: format!("{first} {last}"),
        headline: "Somewhere, Inc.".to_owned(),
        location: String::new(),
        // Every stage holds as many, so that a first window is full in a small account too.
        stage: format!("stage-{}", number % STAGES).as_str().into(),
        phones: Vec::new(),
        emails: vec![format!("{mail}{number}@example.org")],
        links: Vec::new(),
        tags: vec![
            "myInterview:Lever Demo".to_owned(),
            format!("source-{}", number % 9),
        ],
        sources: vec!["Referral".to_owned()],
        archived: (number / STAGES % 5 == 4).then_some(Archived {
            reason: None,
            at_ms: entered,
        }),
        stage_changes: Vec::new(),
        origin: "applied".to_owned(),
        owner: Some(format!("user-{}", chance.below(RECRUITERS)).as_str().into()),
        followers: Vec::new(),
        applications: vec![Application {
            id: format!("application-{number}").as_str().into(),
            posting: Some(posting_id(applied)),
            posting_owner: None,
            posting_hiring_manager: None,
            created_at_ms: Some(entered),
        }],
        created_at_ms: entered - 9 * DAY_MS,
        updated_at_ms: Some(entered),
        last_interaction_at_ms: Some(entered),
        last_advanced_at_ms: Some(entered),
        snoozed_until_ms: None,
        url: None,
        is_anonymized: false,
        confidential: false,
    }
}

fn journey(opportunity: &OpportunityId, draw: u64, overdue: bool) -> Journey {
    let days = i64::try_from(1 + draw % 40).unwrap_or(1);
    let due_ms = NOW_MS + if overdue { -days } else { days } * DAY_MS;
    Journey {
        key: JourneyKey {
            opportunity: opportunity.clone(),
            vendor: Vendor::MyInterview,
            round: 1,
            attempt: 1,
        },
        state: State::Invited,
        stalled: None,
        next: Actor::Candidate,
        since_ms: Some(due_ms - 7 * DAY_MS),
        due_ms: Some(due_ms),
        links: Vec::new(),
        review_url: None,
        next_change_at_ms: Some(due_ms),
        interview: ExpertInterview::default(),
    }
}

fn note(opportunity: &OpportunityId) -> Note {
    Note {
        id: format!("note-{opportunity}").as_str().into(),
        opportunity: opportunity.clone(),
        author: None,
        secret: false,
        created_at_ms: NOW_MS,
        deleted_at_ms: None,
        fields: vec![NoteField {
            value: "Spoke on the phone; strong on systems, asks about remote work and the team."
                .to_owned(),
            author: None,
            created_at_ms: NOW_MS,
            score: None,
        }],
    }
}
