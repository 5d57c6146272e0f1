//! What is kept is what would be counted, whatever was written.

use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::model::Archived;
use proptest::prelude::*;
use rusqlite::Connection;

use super::fixtures::{NOW, Place, applied_to, journey, note, opportunity, posting, stages};
use crate::cache::table::{V1, V2, tally};
use crate::query::{BoardQuery, Filter, Scope};
use crate::{Cache, Cause, Store};

/// One write, by small numbers.
#[derive(Clone, Debug)]
enum Write {
    Row {
        card: usize,
        stage: usize,
        owner: Option<usize>,
        job: Option<usize>,
        archived: bool,
    },
    Actor {
        card: usize,
        actor: usize,
    },
    PostingOwner {
        job: usize,
        owner: Option<usize>,
    },
    Notes {
        card: usize,
        notes: usize,
    },
    Gone {
        card: usize,
    },
}

const ACTORS: [Actor; 3] = [Actor::You, Actor::Candidate, Actor::Vendor];

fn writes() -> impl Strategy<Value = Vec<Write>> {
    let user = || proptest::option::of(0..2_usize);
    let write = prop_oneof![
        4 => (0..5_usize, 0..2_usize, user(), user(), proptest::bool::weighted(0.2)).prop_map(
            |(card, stage, owner, job, archived)| Write::Row { card, stage, owner, job, archived }
        ),
        2 => (0..5_usize, 0..3_usize).prop_map(|(card, actor)| Write::Actor { card, actor }),
        1 => (0..2_usize, user()).prop_map(|(job, owner)| Write::PostingOwner { job, owner }),
        1 => (0..5_usize, 0..3_usize).prop_map(|(card, notes)| Write::Notes { card, notes }),
        1 => (0..5_usize).prop_map(|card| Write::Gone { card }),
    ];
    proptest::collection::vec(write, 1..24)
}

fn carry_out(store: &Store<Cache>, number: i64, write: Write) {
    store
        .write_blocking(Cause::Sync, move |tx| {
            match write {
                Write::Row {
                    card,
                    stage,
                    owner,
                    job,
                    archived,
                } => {
                    let mut row =
                        opportunity(&format!("o{card}"), "Ann", ["lead-new", "offer"][stage]);
                    row.owner = owner.map(|user| format!("u{user}").as_str().into());
                    row.applications = job
                        .map(|job| applied_to(&format!("p{job}")))
                        .unwrap_or_default();
                    row.archived = archived.then_some(Archived {
                        reason: None,
                        at_ms: NOW,
                    });
                    row.updated_at_ms = Some(NOW + number);
                    tx.upsert_opportunities(&[row], NOW, true)?;
                }
                Write::Actor { card, actor } => {
                    let id = format!("o{card}").as_str().into();
                    let journey = journey(&id, ACTORS[actor], State::Invited, None);
                    tx.put_journeys(&id, &[journey], None)?;
                }
                Write::PostingOwner { job, owner } => {
                    let owner = owner.map(|user| format!("u{user}"));
                    tx.upsert_postings(&[posting(&format!("p{job}"), "SRE", owner.as_deref())])?;
                }
                Write::Notes { card, notes } => {
                    let id = format!("o{card}").as_str().into();
                    let notes: Vec<_> = (0..notes)
                        .map(|one| note(&format!("n{card}-{one}"), &id, &number.to_string(), false))
                        .collect();
                    tx.replace_notes(&id, &notes)?;
                }
                Write::Gone { card } => {
                    tx.delete_opportunities(&[format!("o{card}").as_str().into()])?;
                }
            }
            Ok(())
        })
        .unwrap();
}

type Tallies = (
    Vec<(String, String, String, i64)>,
    Vec<(String, String, i64)>,
    Vec<(String, i64)>,
);

fn tallies(connection: &Connection) -> Tallies {
    let all = |sql: &str| {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement
            .query_map([], |row| {
                let texts: Result<Vec<String>, _> =
                    (0..columns - 1).map(|column| row.get(column)).collect();
                Ok((texts?, row.get::<_, i64>(columns - 1)?))
            })
            .unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    let heads = all("SELECT user, stage, actor, cards FROM head_tally WHERE cards <> 0");
    let postings = all("SELECT user, posting, cards FROM posting_tally WHERE cards <> 0");
    let rows = all("SELECT name, rows FROM row_tally");
    (
        heads
            .into_iter()
            .map(|(texts, cards)| (texts[0].clone(), texts[1].clone(), texts[2].clone(), cards))
            .collect(),
        postings
            .into_iter()
            .map(|(texts, cards)| (texts[0].clone(), texts[1].clone(), cards))
            .collect(),
        rows.into_iter()
            .map(|(texts, rows)| (texts[0].clone(), rows))
            .collect(),
    )
}

/// Drops what is kept and counts anew, as the upgrade does.
fn counted_anew(connection: &Connection) -> Tallies {
    for trigger in [
        "opportunity_comes",
        "opportunity_goes",
        "opportunity_changes",
        "note_comes",
        "note_goes",
    ] {
        connection
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    for table in ["head_tally", "posting_tally", "row_tally"] {
        connection
            .execute_batch(&format!("DROP TABLE {table}"))
            .unwrap();
    }
    connection.execute_batch(tally::V3).unwrap();
    tallies(connection)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_write_keeps_the_tallies_true(writes in writes()) {
        let place = Place::new();
        let store = place.cache();
        store
            .write_blocking(Cause::Sync, |tx| tx.replace_stages(&stages(&["lead-new", "offer"])))
            .unwrap();
        for (number, write) in (0..).zip(writes) {
            carry_out(&store, number, write);
        }
        let (kept, counted) = store
            .write_blocking(Cause::Sync, |tx| {
                Ok((tallies(tx.connection), counted_anew(tx.connection)))
            })
            .unwrap();
        prop_assert_eq!(kept, counted);
    }
}

#[test]
fn a_file_of_the_second_version_is_counted_once_when_it_is_brought_forward() {
    crate::open::start_library();
    let connection = Connection::open_in_memory().unwrap();
    for statement in V1.iter().chain(V2) {
        connection.execute_batch(statement).unwrap();
    }
    connection
        .execute_batch(
            "INSERT INTO opportunity (id, contact, stage, owner, posting_owner, posting, archived) VALUES
                 ('a', 'a', 's', 'u0', 'u1', 'p', 0), ('b', 'b', 's', 'u0', 'u0', '', 0), ('c', 'c', 's', '', '', 'p', 1);
             INSERT INTO note (id, opportunity, body) SELECT 'n', seq, '{}' FROM opportunity WHERE id = 'a'",
        )
        .unwrap();
    connection.execute_batch(tally::V3).unwrap();
    let (heads, postings, rows) = tallies(&connection);
    let head = |user: &str, cards| (user.to_owned(), "s".to_owned(), "nobody".to_owned(), cards);
    assert_eq!(heads, [head("", 2), head("u0", 2), head("u1", 1)]);
    let posting = |user: &str| (user.to_owned(), "p".to_owned(), 1);
    assert_eq!(postings, ["", "u0", "u1"].map(posting));
    assert_eq!(
        rows,
        [("note".to_owned(), 1), ("opportunity".to_owned(), 3)]
    );
}

#[test]
fn a_whole_board_reads_no_card_to_count_them() {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_opportunities(&[opportunity("o1", "Ann", "offer")], NOW, true)?;
            // A kept count that no card stands behind shows where the answer comes from.
            tx.connection
                .execute_batch("UPDATE head_tally SET cards = 41")
                .unwrap();
            let whole = BoardQuery {
                scope: Scope::AllActive,
                filter: Filter::default(),
            };
            let mut narrowed = whole.clone();
            narrowed.filter.text = "ann".to_owned();
            assert_eq!(tx.column_heads(&whole, &[])?.waiting.nobody, 41);
            assert_eq!(tx.column_heads(&narrowed, &[])?.waiting.nobody, 1);
            Ok(())
        })
        .unwrap();
}
