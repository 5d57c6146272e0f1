//! The generated account.

use std::collections::BTreeSet;
use std::fmt::Write;

use fulcrum_sandbox::settings::Settings;
use fulcrum_sandbox::world::World;
use fulcrum_sandbox::world::generate::generate;

use super::bench::START;

fn made(seed: u64, opportunities: usize, postings: usize) -> World {
    let settings = Settings {
        seed,
        opportunities,
        postings,
        ..Settings::default()
    };
    generate(&settings, "http://127.0.0.1:1/myinterview", START).0
}

/// Everything that a client could see, as one text.
fn portrait(world: &World) -> String {
    let mut text = String::new();
    write!(
        text,
        "{:?}{:?}{:?}",
        world.users, world.stages, world.postings
    )
    .unwrap();
    write!(
        text,
        "{:?}{:?}{:?}{:?}",
        world.contacts, world.opportunities, world.notes, world.panels
    )
    .unwrap();
    text
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    assert!(portrait(&made(5, 300, 24)) == portrait(&made(5, 300, 24)));
    assert!(portrait(&made(5, 300, 24)) != portrait(&made(6, 300, 24)));
}

#[test]
fn every_size_is_right() {
    for (opportunities, postings) in [(0, 0), (1, 1), (100, 24), (2_000, 24), (20_000, 60)] {
        let world = made(3, opportunities, postings);
        assert_eq!(
            (world.opportunities.len(), world.postings.len()),
            (opportunities, postings)
        );
        for one in world.opportunities.values() {
            assert!(world.contacts.contains_key(&one.contact));
            assert!(world.stage(&one.stage).is_some());
            assert_eq!(one.location.is_some(), one.application.is_some());
            assert!(
                one.application
                    .as_ref()
                    .is_none_or(|app| world.postings.contains_key(&app.posting))
            );
            assert_eq!(one.stage_changes.last().unwrap().to_stage_id, one.stage);
            let times = [
                one.created_at,
                one.last_advanced_at,
                one.last_interaction_at,
            ];
            assert!(times.is_sorted() && times[2] <= START, "{one:?}");
            assert!(
                one.updated_at
                    .is_none_or(|at| at <= START + 1 && at >= one.last_interaction_at),
                "{one:?}"
            );
        }
    }
}

#[test]
fn a_default_world_is_varied() {
    for seed in 1..=10 {
        let world = made(seed, 2_000, 24);
        let all: Vec<_> = world.opportunities.values().collect();
        let active: Vec<_> = all.iter().filter(|one| one.archived.is_none()).collect();
        let mine = active
            .iter()
            .filter(|one| one.owner.as_ref() == Some(&world.cast.seat))
            .count();
        assert!((100..=150).contains(&mine), "seed {seed}: {mine}");
        assert_eq!(all.len() - active.len(), 700);
        let owners: BTreeSet<_> = active.iter().map(|one| &one.owner).collect();
        assert_eq!(owners.len(), 6);
        let mut contacts: Vec<_> = all.iter().map(|one| &one.contact).collect();
        contacts.sort();
        assert!(
            contacts.windows(2).any(|pair| pair[0] == pair[1]),
            "somebody has several candidacies"
        );
        assert!(all.iter().any(|one| one.updated_at.is_none()));
        assert!(all.iter().any(|one| one.application.is_none()));
        let people: Vec<_> = world.contacts.values().collect();
        assert!(people.iter().any(|one| one.name.is_empty()));
        assert!(people.iter().any(|one| one.name.chars().count() > 60));
        for script in [
            'א'..='ת',
            'ا'..='ي',
            'α'..='ω',
            'а'..='я',
            'अ'..='ह',
            '一'..='鿿',
            '가'..='힣',
        ] {
            assert!(
                people
                    .iter()
                    .any(|one| one.name.chars().any(|letter| script.contains(&letter))),
                "{script:?}"
            );
        }
        assert!(people.iter().any(|one| one.emails.is_empty()));
        assert!(people.iter().any(|one| one.phones.is_empty()));
        for email in people.iter().flat_map(|one| &one.emails) {
            let host = email.split_once('@').unwrap().1;
            assert!(["example.com", "example.org", "example.net"].contains(&host));
        }
    }
}

#[test]
fn vendor_notes_are_written_as_the_integration_user_and_in_the_stage_of_their_time() {
    let settings = Settings::default();
    let (world, past) = generate(&settings, "http://127.0.0.1:1/myinterview", START);
    assert!(
        past.len() > 250,
        "about fifteen in a hundred: {}",
        past.len()
    );
    let mut seen = 0;
    for one in &past {
        for (text, at) in &one.notes {
            let notes = &world.notes[&one.opportunity];
            let note = notes
                .iter()
                .find(|note| note.fields[0].value == *text)
                .unwrap();
            assert_eq!(note.user.as_ref(), Some(&world.cast.integration));
            assert!(note.by_api && note.created_at == *at);
            assert!(!text.contains("{base}"));
            seen += 1;
        }
    }
    assert!(seen > 100);
}

/// What seeds made once, they make for ever: stories and demonstrations name these people. New content draws from streams of
/// its own. (The text holds what a client sees of people, candidacies, postings, notes and panels, field by field, so that a
/// further field of the model is no difference.)
#[test]
fn known_seeds_make_the_worlds_they_always_made() {
    let known = [
        (
            1,
            2_000,
            24,
            "26acfc0d0604915e5fd980be9f8d5f249b8b06ba3775b4421630241719a6b729",
        ),
        (
            7,
            120,
            24,
            "ddd21e1dc24c2201e7fc0c206faecd8904ae23e29a109f67c6082752fe6cf995",
        ),
        (
            11,
            40,
            24,
            "9b04cf22b570158336197e7208c9450e45c11386be4dc1904f4b5f12bad62d37",
        ),
    ];
    let made = known.map(|(seed, opportunities, postings, _)| {
        (
            seed,
            opportunities,
            postings,
            digest_of(&made(seed, opportunities, postings)),
        )
    });
    assert_eq!(
        made,
        known.map(|(seed, opportunities, postings, digest)| (
            seed,
            opportunities,
            postings,
            digest.to_owned()
        ))
    );
}

fn digest_of(world: &World) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for one in &world.users {
        hash.update(format!(
            "{:?}",
            (
                &one.id,
                &one.name,
                &one.email,
                &one.access_role,
                one.created_at
            )
        ));
    }
    for one in &world.stages {
        hash.update(format!("{:?}", (&one.id, &one.text, one.rank)));
    }
    for one in world.postings.values() {
        let shown = (
            &one.id,
            &one.text,
            &one.state,
            &one.owner,
            &one.tags,
            one.created_at,
            one.updated_at,
        );
        hash.update(format!("{shown:?}{:?}{}", one.categories, one.content));
    }
    for one in world.contacts.values() {
        let shown = (
            &one.id,
            &one.name,
            &one.headline,
            &one.location,
            &one.emails,
            &one.links,
        );
        hash.update(format!("{shown:?}{:?}", one.phones));
    }
    for one in world.opportunities.values() {
        let shown = (
            &one.id,
            &one.contact,
            &one.stage,
            &one.tags,
            &one.sources,
            &one.origin,
            &one.owner,
            &one.location,
        );
        let times = (
            one.created_at,
            one.updated_at,
            one.last_interaction_at,
            one.last_advanced_at,
            one.snoozed_until,
        );
        hash.update(format!("{shown:?}{times:?}{:?}", one.archived));
        for step in &one.stage_changes {
            hash.update(format!(
                "{:?}",
                (&step.to_stage_id, step.updated_at, &step.user_id)
            ));
        }
        if let Some(application) = &one.application {
            hash.update(format!(
                "{:?}",
                (&application.id, &application.posting, application.kind)
            ));
        }
    }
    for (id, notes) in &world.notes {
        for note in notes {
            hash.update(format!(
                "{:?}",
                (
                    id,
                    &note.id,
                    &note.fields[0].value,
                    &note.user,
                    note.secret,
                    note.created_at
                )
            ));
        }
    }
    for (id, panels) in &world.panels {
        for panel in panels {
            hash.update(format!(
                "{:?}",
                (
                    id,
                    &panel.id,
                    panel.start,
                    panel.end,
                    panel.interviews.len(),
                    &panel.timezone
                )
            ));
        }
    }
    hex::encode(hash.finalize())
}

/// The shares of a big account: what a client must be ready for is there, and in no odd number.
#[test]
fn a_big_world_has_everything_in_sensible_shares() {
    let world = made(7, 20_000, 240);
    let all: Vec<_> = world.opportunities.values().collect();
    let share = |count: usize| count as f64 / all.len() as f64;
    let of = |keep: &dyn Fn(&&&fulcrum_sandbox::world::model::Opportunity) -> bool| {
        share(all.iter().filter(|one| keep(one)).count())
    };
    let archived = of(&|one| one.archived.is_some());
    assert!((0.3..0.4).contains(&archived), "{archived}");
    let untouched = of(&|one| one.updated_at.is_none());
    assert!((0.1..0.3).contains(&untouched), "{untouched}");
    let leads = of(&|one| one.application.is_none());
    assert!((0.02..0.12).contains(&leads), "{leads}");
    for one in all.iter().filter(|one| one.updated_at.is_none()) {
        assert!(
            one.archived.is_some() && one.tags.len() <= 1,
            "old rows are archived and lost their derived tags"
        );
    }
    for stage in &world.stages {
        let share = of(&|one| one.stage == stage.id);
        assert!((0.002..0.35).contains(&share), "{}: {share}", stage.text);
    }
    let postings: BTreeSet<_> = all
        .iter()
        .filter_map(|one| one.application.as_ref())
        .map(|application| &application.posting)
        .collect();
    assert!(postings.len() > 200);
    let mut candidacies: std::collections::BTreeMap<&String, usize> =
        std::collections::BTreeMap::new();
    all.iter()
        .for_each(|one| *candidacies.entry(&one.contact).or_default() += 1);
    assert!(candidacies.values().any(|count| *count >= 3));

    let people: Vec<_> = world.contacts.values().collect();
    let with = |keep: &dyn Fn(&str) -> bool| people.iter().filter(|one| keep(&one.name)).count();
    let rightward = |name: &str| {
        name.chars()
            .any(|letter| ('\u{590}'..='\u{8ff}').contains(&letter))
    };
    assert!(with(&rightward) > 500);
    assert!((5..100).contains(&with(&|name| name.starts_with("https://"))));
    assert!((50..400).contains(&with(&str::is_empty)));
    assert!((50..400).contains(&with(&|name| name.chars().count() > 60)));
    let zones: BTreeSet<_> = world
        .panels
        .values()
        .flatten()
        .map(|panel| &panel.timezone)
        .collect();
    assert!(zones.len() >= 4);
}
