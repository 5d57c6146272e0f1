//! An encrypted file shows no plain bytes even when nothing was erased, so these tests open the same stores without a
//! key and first make sure that the scan finds what it will later look for in vain.

use std::path::Path;

use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, State};

use super::desk::resend;
use super::fixtures::{NOW, Place, journey, note, opportunity};
use crate::desk::{ContactEdit, Step, StepKind};
use crate::open::{OnDamage, OpenOptions, Opened, open_place};
use crate::{Cause, DatabaseFile, Error, Store, Threads};

/// The last two are how the rare letters of her name stand in the two indexes, which hold no longer piece of any text
/// (and leave out what a word shares with the one before it).
pub(super) const PLANTS: [&str; 9] = [
    "Quetzalcoatlus Wijnbergen 鼉鼇鼈",
    "quetzalcoatlus wijnbergen",
    "qw@secretmail.example",
    "tagofhers",
    "she sings beautifully",
    "+4930123987",
    "erased-opportunity-id",
    "鼉鼇鼈",
    "9009f07",
];

pub(super) fn plain<F: DatabaseFile>(place: &Place, name: &str, threads: Threads) -> Store<F> {
    let options = OpenOptions {
        threads,
        on_damage: OnDamage::Refuse,
        ..place.options(name)
    };
    let at = crate::store::Place {
        path: place.path(name),
        key: None,
    };
    let opened: Result<Opened<F>, Error> =
        open_place(at, &options, |_| unreachable!("nothing is damaged"));
    opened.unwrap().store
}

pub(super) fn seen(folder: &Path) -> Vec<String> {
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        let lower = bytes.to_ascii_lowercase();
        for plant in PLANTS {
            let low = plant.to_ascii_lowercase();
            if lower
                .windows(low.len())
                .any(|window| window == low.as_bytes())
            {
                seen.push(format!("{plant} in {}", entry.file_name().display()));
            }
        }
    }
    seen
}

#[tokio::test]
async fn nothing_of_an_erased_person_stays_in_the_cache() {
    for threads in [Threads::Inline, Threads::WINDOW] {
        let place = Place::new();
        let store: Store<crate::Cache> = plain(&place, "cache", threads);
        let id = OpportunityId::from("erased-opportunity-id");
        let her = id.clone();
        store
            .write(Cause::Sync, move |tx| {
                let around = |range: std::ops::Range<u32>| -> Vec<_> {
                    range
                        .map(|index| {
                            let mut row = opportunity(
                                &format!("o{index:05}"),
                                &format!("Candidate {index}"),
                                "s",
                            );
                            row.emails = vec![format!("{index}@example.org")];
                            row
                        })
                        .collect()
                };
                tx.upsert_opportunities(&around(0..300), NOW, true)?;
                let mut row = opportunity(her.as_str(), PLANTS[0], "s");
                row.emails = vec![PLANTS[2].to_owned()];
                row.tags = vec![PLANTS[3].to_owned()];
                row.phones = vec![fulcrum_domain::model::Phone {
                    kind: None,
                    value: PLANTS[5].to_owned(),
                }];
                tx.upsert_opportunities(&[row], NOW, true)?;
                tx.replace_notes(&her, &[note("her-note", &her, PLANTS[4], false)])?;
                tx.put_journeys(&her, &[journey(&her, Actor::You, State::Ready, None)], None)?;
                tx.upsert_opportunities(&around(300..600), NOW, true)
            })
            .await
            .unwrap();
        // Rows that grow push their neighbours from page to page.
        for round in 0..4 {
            store
                .write(Cause::Sync, move |tx| {
                    for index in (0..600).step_by(3) {
                        let name = format!("Candidate {}", "x".repeat(round * 150 + index % 50));
                        tx.upsert_opportunities(
                            &[opportunity(&format!("o{index:05}"), &name, "s")],
                            NOW,
                            true,
                        )?;
                    }
                    Ok(())
                })
                .await
                .unwrap();
        }
        let planted = seen(place.folder.path());
        for plant in PLANTS {
            assert!(
                planted.iter().any(|found| found.starts_with(plant)),
                "{plant} was never there"
            );
        }
        assert_eq!(store.erase(vec![id]).await.unwrap(), 1);
        assert_eq!(seen(place.folder.path()), [""; 0], "{threads:?}");
        let left = store
            .read(|cache| Ok((cache.search("quetzal", 9)?, cache.search("qu", 9)?)))
            .await
            .unwrap();
        assert_eq!(left, (Vec::new(), Vec::new()));
        let others = store
            .read(|cache| cache.search("candidate", 9))
            .await
            .unwrap();
        assert_eq!(others.len(), 9, "the others are still found");
    }
}

/// The file with its log as a program leaves it that dies.
fn left_behind(place: &Place, name: &str) -> Place {
    let left = Place::new();
    for end in ["", "-wal"] {
        let file = format!("{name}{end}");
        std::fs::copy(place.path(&file), left.path(&file)).unwrap();
    }
    left
}

#[tokio::test]
async fn who_was_erased_right_before_a_crash_is_gone_once_the_file_is_open() {
    let place = Place::new();
    let store: Store<crate::Cache> = plain(&place, "cache", Threads::Inline);
    store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_opportunities(
                &[opportunity("erased-opportunity-id", PLANTS[0], "s")],
                NOW,
                true,
            )
        })
        .unwrap();
    // The rows go; the program dies before the log is emptied.
    store
        .write_blocking(Cause::Erasure, |tx| {
            tx.delete_opportunities(&["erased-opportunity-id".into()])
        })
        .unwrap();
    let left = left_behind(&place, "cache");
    assert_ne!(seen(left.folder.path()), [""; 0]);
    let _again: Store<crate::Cache> = plain(&left, "cache", Threads::WINDOW);
    assert_eq!(seen(left.folder.path()), [""; 0]);
}

#[tokio::test]
async fn what_is_still_written_about_an_erased_person_names_nobody() {
    let place = Place::new();
    let store = place.cache();
    let gone: OpportunityId = "gone".into();
    store
        .write(Cause::Sync, move |tx| {
            tx.put_journeys(
                &gone,
                &[journey(&gone, Actor::You, State::Ready, None)],
                None,
            )?;
            tx.changed_opportunity(crate::Kind::Note, &gone);
            Ok(())
        })
        .await
        .unwrap();
    let journal = store.read(|tx| tx.journal_after(0, 9)).await.unwrap();
    let named: Vec<_> = journal.iter().map(|row| row.opportunity.as_str()).collect();
    assert_eq!(named, [""]);
}

#[tokio::test]
async fn a_person_is_erased_from_all_her_opportunities() {
    let place = Place::new();
    let store = place.cache();
    let left = {
        store
            .write(Cause::Sync, |tx| {
                let mut rows = ["o1", "o2", "o3"].map(|id| opportunity(id, "A", "s"));
                rows[0].contact = "c".into();
                rows[2].contact = "c".into();
                tx.upsert_opportunities(&rows, NOW, true)
            })
            .await
            .unwrap();
        assert_eq!(store.erase_contact("c".into()).await.unwrap(), 2);
        store
            .read(|cache| cache.all_opportunity_ids())
            .await
            .unwrap()
    };
    assert_eq!(left, [OpportunityId::from("o2")]);
    let journal = store
        .read(|cache| cache.journal_after(0, 100))
        .await
        .unwrap();
    let named: Vec<_> = journal.iter().map(|row| row.opportunity.as_str()).collect();
    assert_eq!(
        named,
        ["o2", ""],
        "the journal does not write down who was erased"
    );
}

#[tokio::test]
async fn nothing_of_an_erased_person_stays_on_the_desk() {
    let place = Place::new();
    let store: Store<crate::Desk> = plain(&place, "desk", Threads::Inline);
    let mut intent = resend("i1", "erased-opportunity-id");
    intent.steps.push(Step::waiting(StepKind::PutContact {
        contact: "c".into(),
        edit: ContactEdit::Email {
            from: None,
            to: PLANTS[2].to_owned(),
        },
    }));
    intent.steps.push(Step::waiting(StepKind::AddNote {
        text: PLANTS[4].to_owned(),
        secret: false,
    }));
    store
        .write(Cause::Person, move |tx| tx.insert_intent(&intent))
        .await
        .unwrap();
    store.backup().await.unwrap();
    let planted = seen(place.folder.path());
    assert!(
        planted.iter().any(|found| found.ends_with("in desk.bak")),
        "{planted:?}"
    );
    assert!(
        planted
            .iter()
            .any(|found| found.ends_with("in desk.pending")),
        "{planted:?}"
    );
    store
        .erase(vec!["erased-opportunity-id".into()])
        .await
        .unwrap();
    assert_eq!(seen(place.folder.path()), [""; 0]);
}

#[tokio::test]
async fn files_that_were_written_about_an_erased_person_go_unless_somebody_changed_them() {
    use crate::desk::Export;
    let place = Place::new();
    let store = place.desk();
    let write = |name: &str, about: &[&str]| {
        let path = place.folder.path().join(name);
        std::fs::write(&path, name).unwrap();
        Export {
            bytes: name.len() as u64,
            opportunities: about.iter().map(|id| OpportunityId::from(*id)).collect(),
            path,
        }
    };
    let files = [
        write("hers.ics", &["o1"]),
        write("of-both.ics", &["o2", "o1"]),
        write("his.ics", &["o2"]),
        write("changed.ics", &["o1"]),
    ];
    std::fs::write(&files[3].path, "another text altogether").unwrap();
    let known = files.clone();
    store
        .write(Cause::Person, move |tx| {
            known.into_iter().try_for_each(|file| tx.add_export(file))
        })
        .await
        .unwrap();
    store.erase(vec!["o1".into()]).await.unwrap();
    let there = files.clone().map(|file| file.path.exists());
    assert_eq!(there, [false, false, true, true]);
    let left = store.read(|tx| tx.exports()).await.unwrap();
    assert_eq!(left, [files[2].clone()]);
}
