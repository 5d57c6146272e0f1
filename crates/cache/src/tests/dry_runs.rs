use fulcrum_domain::dry_run::{
    Action, Address, Archive, Certainty, ChainLink, Create, DryRun, Leg, LegEnd, Tick, mark,
};
use fulcrum_domain::evidence::{FailureCode, Source};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::vendor::Vendor;

use super::fixtures::{NOW, Place, journey, opportunity};
use crate::desk::Desk;
use crate::{Cause, Kind, Store};

fn run(id: &str) -> DryRun {
    DryRun {
        id: id.into(),
        posting: "p1".into(),
        reason: "r1".into(),
        by: "u1".into(),
        confirmed_at_ms: NOW,
        address: Some(Address {
            email: "admin@example.org".to_owned(),
            phone: None,
        }),
        keep_open_ms: 0,
        create: Create::Wanted,
        legs: vec![Leg::new(Vendor::MyInterview, "trigger".into(), false)],
        stop_at_ms: None,
        archive: Archive::Wanted,
        ended_at_ms: None,
    }
}

fn added(store: &Store<Desk>, run: DryRun) -> bool {
    store
        .write_blocking(Cause::Person, move |tx| tx.insert_dry_run(&run))
        .unwrap()
}

fn changed(
    store: &Store<Desk>,
    id: &'static str,
    change: impl FnOnce(&mut DryRun) + Send + 'static,
) -> Option<DryRun> {
    store
        .write_blocking(Cause::Push, move |tx| tx.change_dry_run(&id.into(), change))
        .unwrap()
}

#[test]
fn one_run_at_a_time_and_it_survives_a_restart() {
    let place = Place::new();
    let store = place.desk();
    assert!(added(&store, run("a")));
    assert!(!added(&store, run("b")), "one is open");
    changed(&store, "a", |run| run.is_there("o1".into(), true, NOW + 1));
    store.close();
    let store = place.desk();
    let held = store
        .read_blocking(|tx| tx.open_dry_run())
        .unwrap()
        .unwrap();
    assert_eq!(held.next(NOW + 2), Action::Move(0));
    assert_eq!(held.address, None);
    changed(&store, "a", |run| run.end(NOW + 3));
    assert_eq!(store.read_blocking(|tx| tx.open_dry_run()).unwrap(), None);
    assert!(added(&store, run("b")));
    let all = store.read_blocking(|tx| tx.dry_runs()).unwrap();
    let ids: Vec<&str> = all.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, ["b", "a"]);
    assert_eq!(changed(&store, "c", |run| run.end(NOW)), None);
}

#[test]
fn old_runs_are_put_away_and_the_open_one_never() {
    let place = Place::new();
    let store = place.desk();
    for number in 0..60 {
        assert!(added(&store, run(&number.to_string())));
        store
            .write_blocking(Cause::Push, move |tx| {
                let id = number.to_string();
                tx.change_dry_run(&id.as_str().into(), |run| run.end(NOW + number))
            })
            .unwrap();
    }
    assert!(added(&store, run("open")));
    let all = store.read_blocking(|tx| tx.dry_runs()).unwrap();
    assert_eq!(all.len(), 50);
    assert_eq!(all[0].id.as_str(), "open");
    assert_eq!(all[1].id.as_str(), "59");
}

#[test]
fn what_changes_nothing_tells_nobody() {
    let place = Place::new();
    let store = place.desk();
    added(&store, run("a"));
    let told = std::sync::Arc::new(std::sync::Mutex::new(0));
    let count = told.clone();
    store.subscribe(move |changes| {
        if changes.kinds.contains(&Kind::DryRun) {
            *count.lock().unwrap() += 1;
        }
    });
    changed(&store, "a", |_| {});
    assert_eq!(*told.lock().unwrap(), 0);
    changed(&store, "a", |run| run.stop_at_ms = Some(NOW));
    assert_eq!(*told.lock().unwrap(), 1);
}

#[test]
fn a_candidate_that_was_erased_is_named_nowhere_and_the_outcome_stays() {
    let place = Place::new();
    let store = place.desk();
    added(&store, run("a"));
    changed(&store, "a", |run| {
        run.is_there("o-gone".into(), false, NOW);
        run.legs[0].tick(
            ChainLink::Invited,
            Tick {
                at_ms: None,
                seen_at_ms: NOW,
                certainty: Certainty::Proven,
                source: Some(Source::Note {
                    note: "n-gone".into(),
                }),
            },
        );
        run.legs[0].end = Some(LegEnd::Passed { at_ms: NOW });
    });
    let gone = vec![OpportunityId::from("o-gone")];
    store
        .write_blocking(Cause::Erasure, move |tx| tx.delete_opportunities(&gone))
        .unwrap();
    let held = store
        .read_blocking(|tx| tx.open_dry_run())
        .unwrap()
        .unwrap();
    let text = serde_json::to_string(&held).unwrap();
    assert!(
        !text.contains("o-gone") && !text.contains("n-gone"),
        "{text}"
    );
    assert_eq!(held.create, Create::Gone);
    assert_eq!(held.legs[0].end, Some(LegEnd::Passed { at_ms: NOW }));
    assert_eq!(held.next(NOW), Action::End);
}

/// Who is nobody's candidate needs nobody, whatever the vendor says; a tag that only looks like the mark hides nobody.
#[test]
fn a_test_candidate_is_in_no_inbox() {
    let place = Place::new();
    let store = place.cache();
    let of = |id: &str, tags: &[&str]| {
        let mut row = opportunity(id, "Fulcrum test", "video");
        row.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        row
    };
    let mark = mark(&"0123456789abcdef0123456789abcdef".into());
    let rows = [
        of("real", &["Fulcrum test"]),
        of("odd", &["fulcrum-dry-run:demo"]),
        of("test", &["Fulcrum test", mark.as_str()]),
    ];
    let found = store
        .write_blocking(Cause::Sync, move |tx| {
            tx.upsert_opportunities(&rows, NOW, true)?;
            for row in &rows {
                let failed = State::Failed(FailureCode::Other);
                tx.put_journeys(&row.id, &[journey(&row.id, Actor::You, failed, None)], None)?;
            }
            tx.inbox_rows(&"u1".into(), &["video".into()])
        })
        .unwrap();
    let ids: Vec<&str> = found.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["odd", "real"]);
}
