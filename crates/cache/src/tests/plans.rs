use fulcrum_domain::ids::StageId;

use super::fixtures::{NOW, Place, applied_to, opportunity};
use crate::query::{BoardQuery, Column, Filter, Plan, Scope, Sort};
use crate::{Cache, Cause, Store};

fn queries() -> [BoardQuery; 2] {
    [Scope::AllActive, Scope::Mine { user: "u1".into() }].map(|scope| BoardQuery {
        scope,
        filter: Filter::default(),
    })
}

fn column(stage: &StageId, sort: Sort) -> Column<'_> {
    Column {
        stage,
        sort,
        offset: 9_900,
        limit: 40,
        now_ms: NOW,
    }
}

fn full() -> (Place, Store<Cache>) {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Sync, |tx| {
            // Rows without texts: ten thousand search entries would only slow this down.
            let mut insert = tx
                .connection
                .prepare(
                    "INSERT INTO opportunity (id, contact, stage, owner, entered_at_ms, due_ms)
                     VALUES (?1, ?1, 'busy', 'u1', ?2, ?3)",
                )
                .unwrap();
            for row in 0..10_000_i64 {
                let due = if row % 10 == 0 {
                    NOW - 1 - row
                } else {
                    i64::MAX
                };
                insert
                    .execute(rusqlite::params![format!("o{row}"), NOW - row, due])
                    .unwrap();
            }
            Ok(())
        })
        .unwrap();
    (place, store)
}

#[test]
fn a_full_column_is_read_from_its_index_alone_and_never_sorted() {
    let (_place, store) = full();
    let stage = StageId::from("busy");
    for query in queries() {
        for (sort, index) in [
            (
                Sort::TimeOwed,
                ["opportunity_late", "opportunity_owed"].as_slice(),
            ),
            (Sort::Newest, &["opportunity_owed"]),
            (Sort::Name, &["opportunity_name"]),
        ] {
            let (asked, stage) = (query.clone(), stage.clone());
            let plans: Vec<Plan> = store
                .read_blocking(move |cache| cache.column_plans(&asked, &[], column(&stage, sort)))
                .unwrap();
            assert_eq!(plans.len(), index.len());
            for (plan, index) in plans.iter().zip(index) {
                let [only] = plan.as_slice() else {
                    panic!("{plan:?}")
                };
                assert!(
                    only.starts_with(&format!("SEARCH o USING COVERING INDEX {index} (stage=?")),
                    "{only}"
                );
            }
        }
    }
}

#[test]
fn heads_are_counted_from_one_index() {
    let (_place, store) = full();
    for query in queries() {
        let plan: Plan = store
            .read_blocking(move |cache| cache.heads_plan(&query))
            .unwrap();
        assert_eq!(plan, ["SCAN o USING COVERING INDEX opportunity_heads"]);
    }
}

#[test]
fn the_last_window_of_a_full_column_is_the_right_one() {
    let (_place, store) = full();
    let cards = store
        .read_blocking(|cache| {
            let stage = StageId::from("busy");
            cache.column_page(&queries()[1], &[], column(&stage, Sort::TimeOwed))
        })
        .unwrap();
    assert_eq!(cards.len(), 40);
    // 1,000 overdue ones lead; then the others from the longest in the stage. Place 8,900 of 9,000 others.
    let ids: Vec<_> = cards.iter().map(|card| card.id.as_str()).take(3).collect();
    assert_eq!(ids, ["o111", "o109", "o108"]);
}

#[test]
fn a_text_filter_asks_the_search_index_and_not_every_row() {
    let place = Place::new();
    let store = place.cache();
    let plan = store
        .write_blocking(Cause::Sync, |tx| {
            let mut row = opportunity("o1", "Łukasz", "busy");
            row.applications = applied_to("p1");
            tx.upsert_opportunities(&[row], NOW, true)?;
            let query = BoardQuery {
                scope: Scope::AllActive,
                filter: Filter {
                    text: "luk".to_owned(),
                    ..Filter::default()
                },
            };
            let stage = StageId::from("busy");
            tx.column_plans(&query, &[], column(&stage, Sort::Name))
        })
        .unwrap();
    let whole = plan.concat().join("\n");
    assert!(whole.contains("SCAN f VIRTUAL TABLE INDEX"), "{whole}");
    assert!(
        whole.contains("SEARCH e USING INTEGER PRIMARY KEY"),
        "{whole}"
    );
    assert!(!whole.contains("TEMP B-TREE"), "{whole}");
}

#[test]
fn the_inbox_reads_no_journey_that_nobody_has_begun() {
    let (_place, store) = full();
    let plan = store.read_blocking(|cache| cache.inbox_plan()).unwrap();
    assert!(
        plan.iter().any(|step| step.contains("journey_underway")),
        "{plan:?}"
    );
}
