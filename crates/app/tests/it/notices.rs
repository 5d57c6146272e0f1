//! Told once, or not at all.

use std::time::Duration;

use fulcrum_app::view::{BoardQuery, Scope};
use reqwest::Method;
use serde_json::json;

use crate::bench::{Bench, until, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn finished_interviews_of_the_past_make_no_sound() {
    let mut settings = world();
    settings.opportunities = 2_800;
    settings.switches.past_interviews = 0.9;
    let bench = Bench::with(settings, false).await;
    bench.quiet().await;
    let state = bench.state().await;
    let finished = state["myinterview"]["interviews"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|interview| interview["state"] == "completed")
        .count();
    assert!(finished >= 300, "only {finished} finished interviews");
    assert_eq!(bench.heard.native(), Vec::new());
    let all = BoardQuery {
        scope: Scope::All,
        ..BoardQuery::default()
    };
    assert!(bench.app.board(&all).await.unwrap().shown > 100);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_tells_nothing_twice_and_misses_nothing() {
    let mut bench = Bench::start(false).await;
    let (first, second) = (bench.invitable().await, bench.invitable().await);
    for id in [&first, &second] {
        let sent = bench
            .app
            .move_card(id, &bench.trigger(), false)
            .await
            .unwrap();
        bench.app.send_now(&sent.intent).await.unwrap();
        bench.until_state(id, "invited").await;
    }
    bench.act(&first, "complete").await;
    until("the first is told", async || {
        bench.heard.native().len() == 1
    })
    .await;

    bench.app.shutdown().await;
    bench.act(&second, "complete").await;
    bench.restart().await;
    until("the second is told", async || {
        bench.app.sync_now().await.unwrap();
        !bench.heard.native().is_empty()
    })
    .await;
    bench.quiet().await;
    // A notice that came twice would come within a few rounds.
    tokio::time::sleep(Duration::from_millis(800)).await;
    let told = bench.heard.native();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].opportunity, second);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_colleagues_candidate_is_on_the_board_and_makes_no_sound() {
    let bench = Bench::start(false).await;
    let mine = bench.invitable().await;
    let posting = bench.app.candidate(&mine).await.unwrap().posting.unwrap();
    let owner = bench
        .lever(Method::GET, &format!("/postings/{posting}"))
        .await["data"]["owner"]
        .clone();
    let theirs = bench.candidate_of(posting.as_str(), "New lead").await;
    let seat_owns = owner == bench.seat().as_str();
    bench
        .console(
            &format!("/opportunities/{theirs}/stage"),
            json!({ "stage": bench.trigger().as_str() }),
        )
        .await;
    bench.until_state(&theirs, "invited").await;
    bench.act(&theirs, "complete").await;
    bench.until_state(&theirs, "completed").await;
    bench.quiet().await;
    assert_eq!(bench.heard.native().is_empty(), !seat_owns);
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_changes_is_one_event() {
    let bench = Bench::start(false).await;
    let batches = bench.heard.changes();
    let cards: usize = batches.iter().map(|batch| batch.opportunities.len()).sum();
    let held = bench.app.sync_status().await.unwrap().opportunities;
    assert!(
        held > 20 && cards >= held as usize,
        "{cards} changed of {held}"
    );
    assert!(batches.len() < 30, "{} events", batches.len());
    bench.app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_read_once_is_not_read_again_without_a_change() {
    let mut settings = world();
    settings.opportunities = 300;
    settings.switches.past_interviews = 0.9;
    let bench = Bench::with(settings, true).await;
    bench.quiet().await;
    let read = bench.asked("/notes").await.len();
    assert!(read > 0);
    let polled = bench.asked("updated_at_start").await.len();
    until("many more rounds", async || {
        bench.app.sync_now().await.unwrap();
        bench.asked("updated_at_start").await.len() > polled + 20
    })
    .await;
    assert_eq!(bench.asked("/notes").await.len(), read);
    bench.app.shutdown().await;
}
