use fulcrum_domain::fold::fold;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::model::{Archived, Opportunity};
use proptest::prelude::*;

use super::fixtures::{NOW, Place, applied_to, note, opportunity, posting};
use crate::query::{MatchedField, SearchHit};
use crate::{Cache, Cause, Store};

fn search(store: &Store<Cache>, text: &str) -> Vec<SearchHit> {
    let text = text.to_owned();
    store
        .read_blocking(move |cache| cache.search(&text, 100))
        .unwrap()
}

fn found(store: &Store<Cache>, text: &str) -> Vec<(String, MatchedField)> {
    search(store, text)
        .into_iter()
        .map(|hit| (hit.id.0, hit.matched))
        .collect()
}

/// As the rare and as the common: the way to the hits differs, the hits do not. Of hits outside names any may be shown, as
/// many and the active ones first.
fn both_ways(store: &Store<Cache>, text: &str, limit: u32) -> Vec<SearchHit> {
    let text = text.to_owned();
    let (rare, all, others) = store
        .read_blocking(move |cache| {
            let rare = cache.search_from(&text, limit, u32::MAX)?;
            let all = cache.search_from(&text, 1_000, u32::MAX)?;
            // The second: common in some field, rare in names.
            let others = [
                cache.search_from(&text, limit, 0)?,
                cache.search_from(&text, limit, 3)?,
            ];
            Ok((rare, all, others))
        })
        .unwrap();
    let (named, rest) = by_name(&rare);
    for other in &others {
        let (also_named, other_rest) = by_name(other);
        assert_eq!(also_named, named);
        let archived = |hits: &[SearchHit]| hits.iter().map(|hit| hit.archived).collect::<Vec<_>>();
        assert_eq!(archived(other_rest), archived(rest));
        for (at, hit) in other_rest.iter().enumerate() {
            assert!(all.contains(hit), "{hit:?}");
            assert!(!other_rest[..at].contains(hit), "twice: {hit:?}");
        }
    }
    rare
}

/// Hits whose name holds a word, and the others.
fn by_name(hits: &[SearchHit]) -> (&[SearchHit], &[SearchHit]) {
    let behind = |hit: &SearchHit| hit.matched != MatchedField::Name;
    hits.split_at(hits.iter().position(behind).unwrap_or(hits.len()))
}

#[test]
fn common_letters_find_the_same_in_the_same_order_as_rare_ones() {
    let (_place, store) = filled();
    store
        .write_blocking(Cause::Sync, |tx| {
            let names = [
                "Annabel",
                "Hanna",
                "Joanna",
                "Bo",
                "Ana Prova",
                "Dan\0an",
                "An",
                "Zo",
            ];
            let rows: Vec<_> = (0..)
                .zip(names.iter().cycle().take(40))
                .map(|(number, name)| {
                    let mut row = opportunity(&format!("x{number:02}"), name, "s");
                    row.emails = vec![format!("mail{number}@example.org")];
                    if number % 3 == 0 {
                        row.applications = applied_to("p1");
                    }
                    if number % 4 == 0 {
                        row.tags = vec!["Annual".to_owned()];
                    }
                    row.archived = (number % 5 == 0).then_some(Archived {
                        reason: None,
                        at_ms: NOW,
                    });
                    row
                })
                .collect();
            tx.upsert_opportunities(&rows, NOW, true).map(drop)
        })
        .unwrap();
    for text in [
        "an",
        "ann",
        "anna",
        "na",
        "example",
        "mail1",
        "ann mail",
        "bel annual",
        "engineer an",
        "gi",
        "zs",
        "an an",
        "org zo",
        "prova ana",
    ] {
        for limit in [1, 8, 100] {
            both_ways(&store, text, limit);
        }
        assert!(!both_ways(&store, text, 100).is_empty(), "{text}");
    }
}

fn filled() -> (Place, Store<Cache>) {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_postings(&[posting("p1", "Senior Søknad Engineer", None)])?;
            let mut zsofia = opportunity("o1", "Zsófia Kőrisvölgyi", "s");
            zsofia.emails = vec![
                "first@example.org".to_owned(),
                "zs.k@example.org".to_owned(),
            ];
            let mut lin = opportunity("o2", "林 雨晴", "s");
            lin.applications = applied_to("p1");
            let mut ann = opportunity("o3", "Ann", "s");
            ann.tags = vec!["myInterview:Lever \"Demo\"".to_owned()];
            tx.upsert_opportunities(&[zsofia, lin, ann], NOW, true)?;
            let ann = OpportunityId::from("o3");
            tx.replace_notes(
                &ann,
                &[
                    note("n1", &ann, "She knows Zsófia.\nÜberzeugend!", false),
                    note("n2", &ann, "Salary expectation", true),
                ],
            )
        })
        .unwrap();
    (place, store)
}

#[test]
fn any_part_of_a_word_finds_and_the_field_is_named() {
    use MatchedField::{Email, Name, Note, Posting, Tag};
    let (_place, store) = filled();
    let one = |id: &str, field| vec![(id.to_owned(), field)];
    assert_eq!(
        found(&store, "korisvolg"),
        one("o1", Name),
        "accents do not matter"
    );
    assert_eq!(
        found(&store, "GY"),
        one("o1", Name),
        "two letters, any case"
    );
    assert_eq!(found(&store, "雨晴"), one("o2", Name));
    assert_eq!(found(&store, "ZS.K@"), one("o1", Email));
    assert_eq!(found(&store, "soknad"), one("o2", Posting));
    assert_eq!(
        found(&store, "\"demo\""),
        one("o3", Tag),
        "signs are letters like any other"
    );
    assert_eq!(found(&store, "berzeug"), one("o3", Note));
    assert_eq!(
        found(&store, "engineer 林 雨"),
        one("o2", Posting),
        "words shorter than two letters are left out"
    );
}

#[test]
fn names_come_before_notes_and_beginnings_before_middles() {
    let (_place, store) = filled();
    let ids: Vec<_> = found(&store, "zsof")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ids, ["o1", "o3"]);
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_opportunities(
                &[
                    opportunity("o4", "Joanna", "s"),
                    opportunity("o5", "Annabel", "s"),
                ],
                NOW,
                true,
            )
        })
        .unwrap();
    let ids: Vec<_> = found(&store, "ann").into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["o3", "o5", "o4"]);
}

#[test]
fn secret_notes_single_letters_and_nothing_find_nothing() {
    let (_place, store) = filled();
    for text in ["salary", "sa", "a", "", "   ", "\0", "zsofia engineer"] {
        assert_eq!(found(&store, text), [], "{text:?}");
    }
}

#[test]
fn a_long_word_is_found_in_a_row_only() {
    let (_place, store) = filled();
    store
        .write_blocking(Cause::Sync, |tx| {
            let turned = opportunity("o4", "Ciagar Loe", "s");
            let apart = opportunity("o5", "Garo Ciao", "s");
            let whole = opportunity("o6", "Zoe de la Garcia", "s");
            tx.upsert_opportunities(&[turned, apart, whole], NOW, true)
        })
        .unwrap();
    let ids = |text: &str| -> Vec<String> {
        both_ways(&store, text, 10)
            .into_iter()
            .map(|hit| hit.id.0)
            .collect()
    };
    assert_eq!(ids("garcia"), ["o6"]);
    assert_eq!(ids("ciagar"), ["o4"]);
    assert_eq!(ids("garciax"), [""; 0]);
}

#[test]
fn a_note_that_becomes_secret_is_found_no_longer() {
    let (_place, store) = filled();
    store
        .write_blocking(Cause::Sync, |tx| {
            let ann = OpportunityId::from("o3");
            tx.replace_notes(
                &ann,
                &[note("n1", &ann, "She knows Zsófia.\nÜberzeugend!", true)],
            )
        })
        .unwrap();
    assert_eq!(found(&store, "berzeug"), []);
}

#[test]
fn a_renamed_posting_is_found_by_its_new_title_only() {
    let (_place, store) = filled();
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_postings(&[posting("p1", "Gardener", None)])
        })
        .unwrap();
    assert_eq!(found(&store, "soknad"), []);
    assert_eq!(
        search(&store, "gard")[0].posting_title.as_deref(),
        Some("Gardener")
    );
}

/// The same answer without any index: every word is part of the folded name, an e-mail, a tag, or a note.
fn scan(rows: &[(Opportunity, String)], text: &str) -> Vec<String> {
    let folded = fold(text).replace('\0', " ");
    let words: Vec<_> = folded
        .split_whitespace()
        .filter(|word| word.chars().count() > 1)
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut ids: Vec<_> = rows
        .iter()
        .filter(|(row, note)| {
            let mut texts = [
                row.name.clone(),
                note.clone(),
                row.emails.join("\n"),
                row.tags.join("\n"),
            ];
            texts
                .iter_mut()
                .for_each(|text| *text = fold(text).replace('\0', " "));
            words
                .iter()
                .all(|word| texts.iter().any(|text| text.contains(word)))
        })
        .map(|(row, _)| row.id.0.clone())
        .collect();
    ids.sort();
    ids
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[abéßøŁłIıİi ]{0,8}",
        "[aé\u{301}\u{308}ﬁﷺがか\u{3099}가-각😀\"'*^()-]{0,8}",
        "\\PC{0,10}",
        // Long words whose trigrams stand in many of them, in another order.
        "[ab]{6,12}",
        Just("nul\0nul".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn search_finds_what_a_scan_finds(
        rows in proptest::collection::vec((text(), text(), text(), text()), 1..8),
        mut queries in proptest::collection::vec(text(), 4),
        (picked, from, length) in (any::<prop::sample::Index>(), 0..6_usize, 1..11_usize),
    ) {
        let rows: Vec<_> = rows
            .into_iter()
            .enumerate()
            .map(|(index, (name, email, tag, note))| {
                let mut row = opportunity(&format!("o{index}"), &name, "s");
                row.emails = vec!["x@example.org".to_owned(), email];
                row.tags = vec![tag];
                (row, note)
            })
            .collect();
        // Parts of names that are there, plain and with their neighbours' accents.
        let name: Vec<char> = picked.get(&rows).0.name.chars().collect();
        queries.push(name.iter().skip(from).take(length).collect());
        queries.push(name.iter().take(2).collect());

        let place = Place::new();
        let store = place.cache();
        let batch = rows.clone();
        store
            .write_blocking(Cause::Sync, move |tx| {
                for (row, text) in &batch {
                    // Stored twice with another name: what was indexed first must be gone.
                    let mut before = row.clone();
                    before.name = "Somebody Else".to_owned();
                    tx.upsert_opportunities(&[before, row.clone()], NOW, true)?;
                    tx.replace_notes(&row.id, &[note(&format!("n-{}", row.id), &row.id, text, false)])?;
                }
                Ok(())
            })
            .unwrap();
        queries.push("somebody".to_owned());
        for query in queries {
            let mut ids: Vec<_> = search(&store, &query).into_iter().map(|hit| hit.id.0).collect();
            ids.sort();
            prop_assert_eq!(ids, scan(&rows, &query), "{:?}", query);
        }
    }
}
