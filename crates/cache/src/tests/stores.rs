use std::sync::{Arc, Mutex};

use fulcrum_domain::ids::{OpportunityId, StageId};

use super::fixtures::{NOW, Place, opportunity, stages};
use crate::{Cause, ChangeSet, Code, Kind, OpenOptions, Store, Threads};

fn all_threads() -> [Threads; 2] {
    [Threads::Inline, Threads::Spawned { readers: 3 }]
}

#[tokio::test]
async fn what_was_written_is_read_next_whatever_the_threads() {
    for threads in all_threads() {
        let place = Place::new();
        let store = Store::open_cache(&OpenOptions {
            threads,
            ..place.options("cache")
        })
        .unwrap()
        .store;
        for round in 0..20 {
            let row = opportunity(&format!("o{round}"), "Candidate", "s");
            store
                .write(Cause::Sync, move |tx| {
                    tx.upsert_opportunities(&[row], NOW, false)
                })
                .await
                .unwrap();
            let counts = store.read(|cache| cache.counts()).await.unwrap();
            assert_eq!(counts.opportunities, round + 1);
        }
    }
}

#[test]
fn a_failed_write_leaves_nothing_and_tells_nobody() {
    let place = Place::new();
    let store = place.cache();
    let heard = Arc::new(Mutex::new(0));
    let count = Arc::clone(&heard);
    store.subscribe(move |_| *count.lock().unwrap() += 1);
    let result = store.write_blocking(Cause::Sync, |tx| {
        tx.upsert_opportunities(&[opportunity("o1", "A", "s")], NOW, false)?;
        Err::<(), _>(crate::Error::new(Code::Internal, "Changing one's mind"))
    });
    assert_eq!(result.unwrap_err().code(), Code::Internal);
    assert_eq!(
        store
            .read_blocking(|cache| cache.counts())
            .unwrap()
            .opportunities,
        0
    );
    assert_eq!(*heard.lock().unwrap(), 0);
}

#[test]
fn subscribers_hear_of_every_real_change_once_with_both_stages_of_a_move() {
    let place = Place::new();
    let store = place.cache();
    let heard: Arc<Mutex<Vec<ChangeSet>>> = Arc::default();
    let sink = Arc::clone(&heard);
    store.subscribe(move |changes| sink.lock().unwrap().push(changes.clone()));
    let write = |stage: &'static str| {
        store
            .write_blocking(Cause::Sync, move |tx| {
                tx.upsert_opportunities(&[opportunity("o1", "A", stage)], NOW, false)
            })
            .unwrap()
    };
    write("from");
    write("to");
    write("to");
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 2, "writing the same again is no change");
    assert_eq!(heard[1].cause, Cause::Sync);
    assert!(heard[1].kinds.contains(&Kind::Opportunity));
    assert!(heard[1].opportunities.contains(&OpportunityId::from("o1")));
    let both = ["from", "to"].map(StageId::from);
    assert!(heard[1].stages.iter().eq(both.iter()));
}

#[test]
fn the_journal_says_what_changed_and_who_caused_it() {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Push, |tx| {
            tx.upsert_opportunities(
                &[opportunity("o1", "A", "s"), opportunity("o2", "B", "s")],
                NOW,
                false,
            )
        })
        .unwrap();
    store
        .write_blocking(Cause::Sync, |tx| tx.replace_stages(&stages(&["s"])))
        .unwrap();
    let journal = store
        .read_blocking(|cache| cache.journal_after(0, 10))
        .unwrap();
    let said: Vec<_> = journal
        .iter()
        .map(|row| {
            (
                row.cause.as_str(),
                row.kinds.as_str(),
                row.opportunity.as_str(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("push", "opportunity", "o1"),
            ("push", "opportunity", "o2"),
            ("sync", "stage", "")
        ]
    );
    assert!(journal.iter().all(|row| row.at_ms == NOW));
}

#[tokio::test]
async fn a_closed_store_answers_closed() {
    for threads in all_threads() {
        let place = Place::new();
        let store = Store::open_cache(&OpenOptions {
            threads,
            ..place.options("cache")
        })
        .unwrap()
        .store;
        store.close();
        let error = store.read(|cache| cache.counts()).await.unwrap_err();
        assert_eq!(error.code(), Code::Closed);
        let error = store
            .write(Cause::Sync, |tx| tx.set_sync_state("a", Some("b")))
            .await
            .unwrap_err();
        assert_eq!(error.code(), Code::Closed);
    }
}

#[test]
fn cursors_are_kept_and_removed() {
    let place = Place::new();
    let store = place.cache();
    let set = |value: Option<&'static str>| {
        store
            .write_blocking(Cause::Sync, move |tx| tx.set_sync_state("backfill", value))
            .unwrap();
        store
            .read_blocking(|cache| cache.sync_state("backfill"))
            .unwrap()
    };
    assert_eq!(set(Some("page-2")).as_deref(), Some("page-2"));
    assert_eq!(set(Some("page-3")).as_deref(), Some("page-3"));
    assert_eq!(set(None), None);
}
