//! Two hundred days, each another, all with the same laws; and that a day is the same day every time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::sync::atomic::{AtomicU64, Ordering};

use fulcrum_simulation::{Day, play, waits_during_the_first_reading};

const DAYS: u64 = 200;

/// Plays the days from seed 1 on, as many side by side as there are processors.
fn play_all(days: u64) -> Vec<Day> {
    let next = AtomicU64::new(1);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let work = || {
            let mut played = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed > days {
                    return played;
                }
                played.push(play(seed).unwrap_or_else(|error| panic!("seed {seed}: {error}")));
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    })
}

#[test]
fn the_laws_hold_in_two_hundred_days() {
    let days = play_all(DAYS);
    assert_eq!(days.len() as u64, DAYS);
    let broken: Vec<String> = days
        .iter()
        .filter(|day| !day.broken.is_empty())
        .map(|day| {
            let what = day.broken.join("\n    ");
            format!("cargo xtask sim --seed {}\n    {what}", day.seed)
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));

    // Days on which nothing happened would keep every law.
    let sum = |of: fn(&Day) -> usize| days.iter().map(of).sum::<usize>();
    let (asked, done, crashes) = (
        sum(|day| day.asked),
        sum(|day| day.done),
        sum(|day| day.crashes),
    );
    assert!(asked > 1_500, "{asked} asked");
    assert!(done > 1_000, "{done} done");
    assert!(crashes > 200, "{crashes} crashes");
}

#[test]
fn a_seed_is_one_day_to_the_last_request() {
    for seed in [3, 71, 231] {
        let (first, again) = (play(seed).unwrap(), play(seed).unwrap());
        assert_eq!(first.log, again.log, "seed {seed}");
        assert_eq!(first.requests, again.requests, "seed {seed}");
        assert_eq!(first.digest, again.digest, "seed {seed}");
    }
    assert_ne!(play(3).unwrap().digest, play(4).unwrap().digest);
}

/// In virtual time: what a request waits for is the queue alone.
#[test]
fn nineteen_of_twenty_things_a_person_does_wait_at_most_a_fifth_of_a_second() {
    let mut waits = waits_during_the_first_reading(5, 3_000).unwrap();
    waits.sort_unstable();
    assert!(waits.len() > 40, "{} requests", waits.len());
    let p95 = waits[waits.len() * 95 / 100];
    assert!(p95 <= 200, "{p95} ms; all: {waits:?}");
}
