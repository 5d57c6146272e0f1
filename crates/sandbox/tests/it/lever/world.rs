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
