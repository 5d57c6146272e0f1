use fulcrum_domain::evidence::{Confidence, Evidence, Fact, Source};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, State};
use fulcrum_domain::model::{Archived, Phone};
use fulcrum_domain::vendor::Vendor;
use proptest::prelude::*;

use super::fixtures::{NOW, Place, applied_to, journey, note, opportunity, posting};
use crate::{Cause, ContactPatch, Error, MutationPatch, TagRow, VendorAnswer};

fn tag(tag: &str, first_seen_ms: Option<i64>) -> TagRow {
    TagRow {
        tag: tag.to_owned(),
        first_seen_ms,
    }
}

#[test]
fn a_tag_keeps_its_first_sight_and_loses_it_when_it_goes() {
    let place = Place::new();
    let store = place.cache();
    let seen = |tags: &'static [&'static str], at: i64, baseline: bool| {
        let mut row = opportunity("o1", "A", "s");
        row.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        store
            .write_blocking(Cause::Sync, move |tx| {
                tx.upsert_opportunities(&[row], at, baseline)?;
                Ok(tx.candidate(&"o1".into())?.unwrap().tags)
            })
            .unwrap()
    };
    assert_eq!(
        seen(&["old"], 10, true),
        [tag("old", None)],
        "age unknown at first sync"
    );
    assert_eq!(
        seen(&["new", "old"], 20, false),
        [tag("new", Some(20)), tag("old", None)]
    );
    assert_eq!(seen(&["new"], 30, false), [tag("new", Some(20))]);
    assert_eq!(
        seen(&["new", "old"], 40, false),
        [tag("new", Some(20)), tag("old", Some(40))],
        "a tag that came back is new"
    );
    assert_eq!(
        seen(&["old", "new"], 50, false),
        [tag("old", Some(40)), tag("new", Some(20))],
        "another order is no other age"
    );
}

#[test]
fn the_answer_to_a_write_never_touches_the_contact() {
    let place = Place::new();
    let store = place.cache();
    let mut held = opportunity("o1", "Zsófia", "from");
    held.emails = vec!["z@example.org".to_owned()];
    held.tags = vec!["applied".to_owned()];
    let expected = held.clone();
    let after = store
        .write_blocking(Cause::Push, move |tx| {
            tx.upsert_opportunities(&[held], NOW, false)?;
            let patch = MutationPatch {
                stage: Some("to".into()),
                archived: Some(Some(Archived {
                    reason: None,
                    at_ms: 7,
                })),
                updated_at_ms: Some(NOW + 5),
                last_advanced_at_ms: Some(NOW + 4),
                ..MutationPatch::of("o1".into())
            };
            tx.apply_mutation(&patch, NOW)
        })
        .unwrap()
        .unwrap();
    assert_eq!(after.stage.as_str(), "to");
    assert_eq!(
        after.archived.as_ref().map(|archived| archived.at_ms),
        Some(7)
    );
    assert_eq!(after.updated_at_ms, Some(NOW + 5));
    assert_eq!(
        (&after.name, &after.emails, &after.tags),
        (&expected.name, &expected.emails, &expected.tags)
    );
    let unknown = store
        .write_blocking(Cause::Push, |tx| {
            tx.apply_mutation(&MutationPatch::of("o2".into()), NOW)
        })
        .unwrap();
    assert_eq!(unknown, None);
}

#[test]
fn a_late_answer_does_not_undo_a_newer_one() {
    let place = Place::new();
    let store = place.cache();
    let (stage, changed) = store
        .write_blocking(Cause::Sync, |tx| {
            let mut newer = opportunity("o1", "A", "to");
            newer.updated_at_ms = Some(NOW);
            tx.upsert_opportunities(&[newer], NOW, false)?;
            let mut late = opportunity("o1", "A", "from");
            late.updated_at_ms = Some(NOW - 1);
            let changed = tx.upsert_opportunities(&[late], NOW, false)?;
            Ok((tx.opportunity(&"o1".into())?.unwrap().stage, changed.len()))
        })
        .unwrap();
    assert_eq!((stage.as_str(), changed), ("to", 0));
}

#[test]
fn a_contact_goes_to_all_opportunities_of_the_person() {
    let place = Place::new();
    let store = place.cache();
    let emails = store
        .write_blocking(Cause::Push, |tx| {
            let mut rows = ["o1", "o2", "o3"].map(|id| opportunity(id, "A", "s"));
            rows[0].contact = "c".into();
            rows[1].contact = "c".into();
            tx.upsert_opportunities(&rows, NOW, false)?;
            let patch = ContactPatch {
                contact: "c".into(),
                name: "B".to_owned(),
                headline: String::new(),
                location: String::new(),
                emails: vec!["b@example.org".to_owned()],
                phones: vec![Phone {
                    kind: None,
                    value: "+1".to_owned(),
                }],
                links: None,
            };
            tx.apply_contact(&patch, NOW)?;
            let mut emails = Vec::new();
            for id in tx.all_opportunity_ids()? {
                emails.push(tx.opportunity(&id)?.unwrap().emails.len());
            }
            assert_eq!(
                tx.search("b@exa", 10)?.len(),
                2,
                "the new address is found at once"
            );
            Ok(emails)
        })
        .unwrap();
    assert_eq!(emails, [1, 1, 0]);
}

#[test]
fn details_are_replaced_whole_and_ignored_for_strangers() {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Sync, |tx| {
            let id = OpportunityId::from("o1");
            let stranger = OpportunityId::from("gone");
            tx.upsert_opportunities(&[opportunity("o1", "A", "s")], NOW, false)?;
            let evidence = [Evidence {
                vendor: Vendor::MyInterview,
                fact: Fact::Invited,
                at_ms: None,
                seen_at_ms: NOW,
                source: Source::Tag {
                    tag: "t".to_owned(),
                },
                confidence: Confidence::Proven,
            }];
            let answer = VendorAnswer {
                vendor: Vendor::MyInterview,
                subject: "status".to_owned(),
                at_ms: NOW,
                body: serde_json::json!({"completed": true}),
            };
            for _ in 0..2 {
                tx.replace_notes(
                    &id,
                    &[
                        note("n1", &id, "first", false),
                        note("n2", &id, "second", true),
                    ],
                )?;
                tx.replace_evidence(&id, &evidence)?;
                tx.store_vendor_answer(&id, &answer)?;
                tx.put_journeys(&id, &[journey(&id, Actor::You, State::Ready, None)], None)?;
            }
            assert!(!tx.replace_notes(
                &id,
                &[
                    note("n2", &id, "second", true),
                    note("n1", &id, "first", false)
                ]
            )?);
            assert!(tx.replace_notes(&id, &[note("n2", &id, "second", true)])?);
            assert!(!tx.replace_notes(&stranger, &[note("n9", &stranger, "late", false)])?);
            assert!(!tx.replace_evidence(&stranger, &evidence)?);
            assert!(!tx.store_vendor_answer(&stranger, &answer)?);
            assert!(
                tx.put_journeys(
                    &stranger,
                    &[journey(&stranger, Actor::You, State::Ready, None)],
                    None
                )?
                .is_empty()
            );
            let candidate = tx.candidate(&id)?.unwrap();
            assert_eq!(candidate.notes, [note("n2", &id, "second", true)]);
            assert_eq!(candidate.evidence, evidence);
            assert_eq!(candidate.answers, [answer]);
            assert_eq!(candidate.journeys.len(), 1);
            assert_eq!(tx.counts()?.notes, 1);
            Ok(())
        })
        .unwrap();
}

#[test]
fn in_a_trigger_stage_its_vendor_alone_says_who_acts_next() {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Clock, |tx| {
            let id = OpportunityId::from("o1");
            tx.upsert_opportunities(&[opportunity("o1", "A", "s")], NOW, false)?;
            let video = journey(&id, Actor::You, State::Completed, None);
            let mut expert = journey(&id, Actor::Candidate, State::Invited, Some(NOW + 10));
            expert.key.vendor = Vendor::JobTwine;
            let both = [video, expert];
            let mut who = |here| -> Result<_, Error> {
                let changes = tx.put_journeys(&id, &both, here)?.len();
                let card = tx.card(&id)?.unwrap();
                Ok((changes, card.next, card.due_ms))
            };
            assert_eq!(who(None)?, (2, Actor::You, Some(NOW + 10)));
            // Only the stage changed: no journey differs, and yet another answer is due.
            assert_eq!(
                who(Some(Vendor::JobTwine))?,
                (0, Actor::Candidate, Some(NOW + 10))
            );
            assert_eq!(who(Some(Vendor::MyInterview))?, (0, Actor::You, None));
            Ok(())
        })
        .unwrap();
}

#[test]
fn journeys_report_what_differs_and_when_they_change_by_themselves() {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Clock, |tx| {
            let id = OpportunityId::from("o1");
            tx.upsert_opportunities(&[opportunity("o1", "A", "s")], NOW, false)?;
            let first = journey(&id, Actor::Candidate, State::Invited, Some(NOW + 10));
            let mut again = first.clone();
            again.key.attempt = 2;
            again.next = Actor::Vendor;
            again.due_ms = Some(NOW + 20);
            again.next_change_at_ms = Some(NOW + 20);
            let changes = tx.put_journeys(&id, std::slice::from_ref(&first), None)?;
            assert_eq!((changes.len(), changes[0].before.as_ref()), (1, None));
            let changes = tx.put_journeys(&id, &[again.clone(), first.clone()], None)?;
            assert_eq!(changes.len(), 1);
            assert_eq!((&changes[0].before, &changes[0].after), (&None, &again));
            assert_eq!(tx.put_journeys(&id, &[first, again], None)?, []);
            let card = tx.card(&id)?.unwrap();
            assert_eq!(
                (card.next, card.due_ms),
                (Actor::Vendor, Some(NOW + 20)),
                "the latest attempt counts"
            );
            assert_eq!(card.journeys.len(), 1);
            assert_eq!(tx.due_journeys(NOW + 9, 10)?, []);
            assert_eq!(tx.due_journeys(NOW + 10, 10)?, [id]);
            assert_eq!(tx.next_change_at_ms()?, Some(NOW + 10));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_posting_without_an_owner_leaves_the_one_the_application_names() {
    let place = Place::new();
    let store = place.cache();
    store
        .write_blocking(Cause::Sync, |tx| {
            let mut row = opportunity("o1", "A", "s");
            row.applications = applied_to("p1");
            row.applications[0].posting_owner = Some("u-application".into());
            tx.upsert_opportunities(&[row], NOW, false)?;
            let owner = |tx: &crate::CacheTx<'_>| -> String {
                tx.connection
                    .query_row("SELECT posting_owner FROM opportunity", [], |row| {
                        row.get(0)
                    })
                    .unwrap()
            };
            assert_eq!(owner(tx), "u-application");
            tx.upsert_postings(&[posting("p1", "SRE", Some("u-posting"))])?;
            assert_eq!(owner(tx), "u-posting");
            tx.upsert_postings(&[posting("p1", "SRE", None)])?;
            assert_eq!(owner(tx), "u-application");
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_person_s_other_opportunities_are_found() {
    let place = Place::new();
    let store = place.cache();
    let others = store
        .write_blocking(Cause::Sync, |tx| {
            tx.upsert_postings(&[posting("p1", "Platform SRE", None)])?;
            let mut rows = ["o1", "o2", "o3"].map(|id| opportunity(id, "A", "s"));
            rows[0].contact = "c".into();
            rows[2].contact = "c".into();
            rows[2].applications = applied_to("p1");
            tx.upsert_opportunities(&rows, NOW, false)?;
            tx.other_opportunities(&"o1".into())
        })
        .unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!(others[0].id.as_str(), "o3");
    assert_eq!(others[0].posting_title.as_deref(), Some("Platform SRE"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn writing_the_same_twice_changes_nothing(
        rows in proptest::collection::btree_map("[a-e]", ("\\PC{0,8}", "[st]", proptest::collection::vec("[xyz]{1,2}", 0..4)), 1..5),
        baseline: bool,
    ) {
        let place = Place::new();
        let store = place.cache();
        let batch: Vec<_> = rows
            .into_iter()
            .map(|(id, (name, stage, tags))| {
                let mut row = opportunity(&id, &name, &stage);
                row.tags = tags;
                row
            })
            .collect();
        let (first, second) = store
            .write_blocking(Cause::Sync, {
                let batch = batch.clone();
                move |tx| {
                    let first = tx.upsert_opportunities(&batch, NOW, baseline)?;
                    Ok((first, tx.upsert_opportunities(&batch, NOW + 1, !baseline)?))
                }
            })
            .unwrap();
        prop_assert_eq!(first.len(), batch.len());
        prop_assert!(first.iter().all(|upserted| upserted.before.is_none()));
        prop_assert_eq!(second, []);
        for row in batch {
            let id = row.id.clone();
            let held = store.read_blocking(move |cache| cache.opportunity(&id)).unwrap();
            prop_assert_eq!(held, Some(row), "what was stored comes back whole");
        }
    }
}

#[test]
fn an_older_read_of_a_posting_takes_nothing_back() {
    let place = Place::new();
    let cache = place.cache();
    let at = |tag: &str, updated_at_ms| fulcrum_domain::model::Posting {
        tags: vec![tag.to_owned()],
        updated_at_ms,
        ..posting("p1", "Platform SRE", None)
    };
    for (read, tag) in [
        (at("first", Some(5)), "first"),
        (at("written", Some(7)), "written"),
        (at("older", Some(6)), "written"),
        (at("same time", Some(7)), "same time"),
        (at("without a time", None), "without a time"),
        (at("first", Some(5)), "first"),
    ] {
        cache
            .write_blocking(Cause::Sync, move |tx| tx.upsert_postings(&[read]).map(drop))
            .unwrap();
        let held = cache
            .read_blocking(|tx| tx.posting(&"p1".into()))
            .unwrap()
            .unwrap();
        assert_eq!(held.tags, [tag]);
    }
}
