//! Interviews that began before the sandbox did.

use std::collections::BTreeMap;

use fulcrum_sandbox::settings::Settings;
use fulcrum_sandbox::world::World;
use fulcrum_sandbox::world::generate::generate;
use serde_json::json;

use super::bench::Bench;

/// What Lever shows of each agrees with what the vendor keeps; and there are not too many.
#[tokio::test]
async fn the_past_is_consistent() {
    for seed in [1, 2] {
        let settings = Settings {
            seed,
            opportunities: 1_200,
            ..Settings::default()
        };
        let bench = Bench::with(settings).await;
        let interviews = bench.vendor().await["interviews"].take();
        let interviews = interviews.as_array().unwrap();
        assert!(
            (10..=60).contains(&interviews.len()),
            "{}",
            interviews.len()
        );
        let mut states: BTreeMap<String, u32> = BTreeMap::new();
        for one in interviews {
            let id = one["opportunity"].as_str().unwrap();
            *states
                .entry(one["state"].as_str().unwrap().to_owned())
                .or_default() += 1;
            let author = bench.info("vendor_user_id");
            let notes = bench.notes(id).await;
            let mut texts: Vec<_> = notes
                .iter()
                .filter(|note| note["user"] == author.as_str())
                .map(|note| note["fields"][0]["value"].as_str().unwrap())
                .collect();
            let mut said: Vec<_> = one["said"]
                .as_array()
                .unwrap()
                .iter()
                .map(|note| note["text"].as_str().unwrap())
                .collect();
            texts.sort_unstable();
            said.sort_unstable();
            assert_eq!(texts, said);
            assert!(!said.concat().contains("{base}"));
            let link = one["link"].as_str().unwrap();
            let status = bench.http.get(link).send().await.unwrap().status();
            assert!(matches!(status.as_u16(), 200 | 410), "{status}");
        }
        assert!(
            states.get("feedback_ready").is_some_and(|count| *count > 3),
            "{states:?}"
        );
        assert!(states.len() > 2, "{states:?}");
        bench.running.stop();
    }
}

/// A date of the past goes on like any other.
#[tokio::test]
async fn an_open_past_interview_goes_on() {
    let bench = Bench::with(Settings {
        seed: 4,
        opportunities: 2_000,
        ..Settings::default()
    })
    .await;
    let interviews = bench.vendor().await["interviews"].take();
    let open = interviews.as_array().unwrap().iter().find(|one| {
        matches!(one["state"].as_str().unwrap(), "scheduled" | "in_progress")
            && one["ended_at"].is_null()
    });
    let id = open.unwrap()["opportunity"].as_str().unwrap();
    bench.act(id, "hold", json!({})).await;
    bench.act(id, "feedback", json!({})).await;
    bench.until(id, "feedback_ready").await;
}

/// The second vendor changes nothing of the account but its own user and its own notes.
#[tokio::test]
async fn the_rest_of_the_account_is_as_it_was() {
    let settings = Settings {
        opportunities: 600,
        start_ms: Some(1_790_000_000_000),
        ..Settings::default()
    };
    let people = |world: &World| {
        let tags: Vec<_> = world
            .opportunities
            .values()
            .map(|one| (one.id.clone(), one.tags.clone(), one.stage.clone()))
            .collect();
        format!(
            "{:?}{:?}{:?}{tags:?}",
            world.postings, world.contacts, world.panels
        )
    };
    let (alone, _) = generate(
        &settings,
        "http://127.0.0.1:1/myinterview",
        1_790_000_000_000,
    );
    let running = fulcrum_sandbox::serve::start(settings).await.unwrap();
    let with = running.lever.look(|world| {
        let theirs = world.cast.experts.clone();
        let others: usize = world
            .notes
            .values()
            .flatten()
            .filter(|note| note.user.as_ref() != Some(&theirs))
            .count();
        assert_eq!(others, alone.notes.values().map(Vec::len).sum::<usize>());
        people(world)
    });
    let base = running.info["myinterview"]["base"].as_str().unwrap();
    assert!(with.replace(base, "http://127.0.0.1:1/myinterview") == people(&alone));
}
