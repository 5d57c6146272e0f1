//! Archived candidates leave after their time, and nothing but taking them out of the archive, or another rule, brings them back.

use fulcrum_cache::Cause;
use fulcrum_cache::desk::IntentKind;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::retention::Retention;
use fulcrum_sync::SyncEvent;

use crate::scripted::{ONSITE, PERSON, Stage, TRIGGER};

const DAY_MS: i64 = 86_400_000;

async fn archived_here(set: &Stage) -> Option<bool> {
    let person: OpportunityId = PERSON.into();
    let held = set.cache.read(move |tx| tx.opportunity(&person)).await;
    held.unwrap().map(|held| held.archived.is_some())
}

async fn found(set: &Stage, word: &'static str) -> usize {
    let hits = set.cache.read(move |tx| tx.search(word, 10)).await;
    hits.unwrap().len()
}

/// The candidate was in the vendor's stage, was read whole, and is archived now.
async fn archived() -> Stage {
    let set = Stage::set_in(TRIGGER).await;
    set.until("the notes are here", async |set| {
        set.engine().sync_now();
        found(set, "cello").await == 1
    })
    .await;
    set.script.colleague_archives();
    set.until("the archiving is here", async |set| {
        set.engine().sync_now();
        archived_here(set).await == Some(true)
    })
    .await;
    set
}

async fn until_gone(set: &Stage) {
    set.until("the candidate has left", async |set| {
        set.engine().sync_now();
        archived_here(set).await.is_none()
    })
    .await;
}

async fn until_filled(set: &Stage) {
    set.until("everything is read again", async |set| {
        let filled = set.cache.read(|tx| tx.sync_state("filled")).await;
        filled.unwrap().is_some()
    })
    .await;
}

#[tokio::test]
async fn who_was_archived_long_ago_leaves_and_is_not_read_again() {
    let mut set = archived().await;
    set.clock.pass(30 * DAY_MS - 3_600_000);
    set.idle().await;
    assert_eq!(archived_here(&set).await, Some(true), "not yet");
    set.clock.pass(2 * 3_600_000);
    until_gone(&set).await;
    assert_eq!(found(&set, "prova").await + found(&set, "cello").await, 0);
    let named = set.desk.read(|tx| tx.is_letting_go()).await.unwrap();
    assert!(!named);

    set.engine().read_everything_again().await.unwrap();
    until_filled(&set).await;
    set.idle().await;
    assert_eq!(
        archived_here(&set).await,
        None,
        "reading again brings nobody back"
    );
    set.stop().await;
    set.start().await;
    set.idle().await;
    assert_eq!(archived_here(&set).await, None);

    // Out of the archive, the candidate is here again, and that is no news.
    let mut events = set.engine().events();
    set.script.colleague_unarchives();
    set.until("the candidate is back", async |set| {
        set.engine().sync_now();
        archived_here(set).await == Some(false)
    })
    .await;
    set.until("the notes are back", async |set| {
        found(set, "cello").await == 1
    })
    .await;
    while let Ok(event) = events.try_recv() {
        assert!(!matches!(event, SyncEvent::News(_)), "{event:?}");
    }
}

#[tokio::test]
async fn a_longer_time_brings_back_who_had_left() {
    let set = archived().await;
    set.clock.pass(40 * DAY_MS);
    until_gone(&set).await;
    set.desk
        .write(Cause::Person, |tx| tx.set_retention(Retention::Days(60)))
        .await
        .unwrap();
    set.engine().read_everything_again().await.unwrap();
    set.until("the candidate is back", async |set| {
        archived_here(set).await == Some(true)
    })
    .await;
    set.clock.pass(21 * DAY_MS);
    until_gone(&set).await;
}

#[tokio::test]
async fn a_clock_that_is_ahead_lets_nobody_go() {
    // Lever is forty days behind this machine, so somebody archived a moment ago looks old to the machine's own clock.
    let mut set = Stage::unread(TRIGGER, -40 * DAY_MS, None);
    set.start().await;
    set.script.colleague_archives();
    set.until("the archiving is here", async |set| {
        set.engine().sync_now();
        archived_here(set).await == Some(true)
    })
    .await;
    set.idle().await;
    assert_eq!(archived_here(&set).await, Some(true));
    set.clock.pass(31 * DAY_MS);
    until_gone(&set).await;
}

#[tokio::test]
async fn whoever_something_is_asked_for_waits_for_it() {
    let set = archived().await;
    let asked = set
        .ask("held", IntentKind::Move, &[ONSITE], 60 * DAY_MS)
        .await;
    set.clock.pass(31 * DAY_MS);
    set.idle().await;
    assert_eq!(archived_here(&set).await, Some(true));
    set.desk
        .write(Cause::Person, move |tx| {
            tx.close_intent(&asked, fulcrum_cache::desk::IntentState::Cancelled, None)
        })
        .await
        .unwrap();
    until_gone(&set).await;
}
