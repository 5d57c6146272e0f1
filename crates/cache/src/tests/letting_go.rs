//! Archived candidates whose time here is over. The same scan as for who is erased: without a key, and it finds the plant first.

use fulcrum_domain::evidence::Confidence;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, JourneyLink, Link, State};
use fulcrum_domain::model::Archived;
use fulcrum_domain::retention::Retention;
use fulcrum_domain::vendor::Vendor;

use super::desk::resend;
use super::erasure::{PLANTS, plain, seen};
use super::fixtures::{NOW, Place, applied_to, journey, note, opportunity, posting};
use crate::desk::{Export, FirstSeen, IntentState, KeptFlowTime, StepKind};
use crate::{Cause, Threads};

const HER: &str = "erased-opportunity-id";

fn timed(link: Link, at_ms: i64) -> JourneyLink {
    JourneyLink {
        link,
        confidence: Some(Confidence::Proven),
        at_ms: Some(at_ms),
        seen_at_ms: Some(at_ms),
        source: None,
    }
}

/// The cache with her in it, archived at `at_ms`, and somebody who was archived later.
async fn with_her(place: &Place, at_ms: i64) -> crate::Store<crate::Cache> {
    let cache: crate::Store<crate::Cache> = plain(place, "cache", Threads::Inline);
    cache
        .write(Cause::Sync, move |tx| {
            let mut job = posting("p", "Job", None);
            job.tags = vec!["myInterview:Backend".to_owned()];
            tx.upsert_postings(&[job])?;
            let mut her = opportunity(HER, PLANTS[0], "s");
            her.emails = vec![PLANTS[2].to_owned()];
            her.tags = vec![PLANTS[3].to_owned()];
            her.applications = applied_to("p");
            her.archived = Some(Archived {
                reason: None,
                at_ms,
            });
            let mut later = opportunity("later", "Later", "s");
            later.archived = Some(Archived {
                reason: None,
                at_ms: at_ms + 1,
            });
            let here = opportunity("here", "Here", "s");
            tx.upsert_opportunities(&[her, later, here], NOW, true)?;
            let her = OpportunityId::from(HER);
            tx.replace_notes(&her, &[note("n", &her, PLANTS[4], false)])?;
            let mut done = journey(&her, Actor::You, State::Completed, None);
            done.links = vec![timed(Link::Moved, 10_000), timed(Link::Completed, 70_500)];
            tx.put_journeys(&her, &[done], None)?;
            Ok(())
        })
        .await
        .unwrap();
    cache
}

#[tokio::test]
async fn nothing_of_who_has_left_stays_but_durations_without_a_name() {
    let place = Place::new();
    let cache = with_her(&place, 1_000).await;
    let desk: crate::Store<crate::Desk> = plain(&place, "desk", Threads::Inline);
    let mut asked = resend("i1", HER);
    asked.state = IntentState::Done;
    asked
        .steps
        .push(crate::desk::Step::waiting(StepKind::AddNote {
            text: PLANTS[4].to_owned(),
            secret: false,
        }));
    let file = place.folder.path().join("report.pdf");
    std::fs::write(&file, "x").unwrap();
    let kept = Export {
        path: file.clone(),
        bytes: 1,
        opportunities: Vec::new(),
    };
    let export = kept.clone();
    desk.write(Cause::Person, move |tx| {
        tx.insert_intent(&asked)?;
        tx.add_export(export)?;
        let first = FirstSeen {
            at_ms: 1,
            baseline: false,
        };
        tx.mark_first_seen(&HER.into(), "myinterview/1/1", first)
    })
    .await
    .unwrap();
    // Into the files themselves, which is where it lies after a day's work.
    cache.empty_log().await.unwrap();
    desk.empty_log().await.unwrap();
    desk.backup().await.unwrap();
    let planted = seen(place.folder.path());
    for name in ["cache", "desk", "desk.bak"] {
        let found = |one: &String| one.ends_with(&format!(" in {name}"));
        assert!(planted.iter().any(found), "{name}: {planted:?}");
    }

    let ids = cache.read(|tx| tx.archived_until(1_000, 9)).await.unwrap();
    assert_eq!(
        ids,
        [OpportunityId::from(HER)],
        "who was archived later stays"
    );
    let leaving = cache.read(move |tx| tx.flow_times_of(&ids)).await.unwrap();
    let again = leaving.clone();
    let left = desk.let_go(leaving).await.unwrap();
    assert_eq!(left, [OpportunityId::from(HER)]);
    assert!(desk.read(|tx| tx.is_letting_go()).await.unwrap());
    // The run ends here; the next one is told of her once more and counts her once.
    desk.let_go(again).await.unwrap();
    cache.erase(left).await.unwrap();
    desk.has_let_go().await.unwrap();
    assert!(!desk.read(|tx| tx.is_letting_go()).await.unwrap());

    assert_eq!(seen(place.folder.path()), [""; 0]);
    let times: Vec<KeptFlowTime> = desk.read(|tx| tx.flow_times()).await.unwrap();
    let [only] = times.as_slice() else {
        panic!("{times:?}")
    };
    assert_eq!(only.template.as_deref(), Some("Backend"));
    assert_eq!(
        (only.time.from, only.time.to),
        (Link::Moved, Link::Completed)
    );
    assert_eq!(
        (only.time.vendor, only.time.duration_ms),
        (Vendor::MyInterview, 60_000)
    );
    assert_eq!(only.time.month, "1970-01");
    assert_eq!(desk.read(|tx| tx.flow_time_count()).await.unwrap(), 1);
    // What was saved is the person's at this seat, and is still known.
    assert!(file.exists());
    assert_eq!(desk.read(|tx| tx.exports()).await.unwrap(), [kept]);
    let others = cache.read(|tx| tx.all_opportunity_ids()).await.unwrap();
    assert_eq!(others.len(), 2);
}

#[tokio::test]
async fn who_is_still_to_be_written_about_waits() {
    let place = Place::new();
    let cache = with_her(&place, 1_000).await;
    let desk = place.desk();
    desk.write(Cause::Person, |tx| tx.insert_intent(&resend("i1", HER)))
        .await
        .unwrap();
    let leaving = |ids: Vec<OpportunityId>| cache.read(move |tx| tx.flow_times_of(&ids));
    let her = vec![OpportunityId::from(HER)];
    let left = desk
        .let_go(leaving(her.clone()).await.unwrap())
        .await
        .unwrap();
    assert_eq!(left, []);
    assert_eq!(desk.read(|tx| tx.open_intents()).await.unwrap().len(), 1);
    assert_eq!(desk.read(|tx| tx.flow_time_count()).await.unwrap(), 0);
    desk.write(Cause::Person, |tx| {
        tx.close_intent(&"i1".into(), IntentState::Cancelled, None)
    })
    .await
    .unwrap();
    let left = desk
        .let_go(leaving(her.clone()).await.unwrap())
        .await
        .unwrap();
    assert_eq!(left, her);
}

#[tokio::test]
async fn thirty_days_hold_until_somebody_decides() {
    let place = Place::new();
    let desk = place.desk();
    assert_eq!(
        desk.read(|tx| tx.retention()).await.unwrap(),
        Retention::Days(30)
    );
    let before = desk
        .write(Cause::Person, |tx| tx.set_retention(Retention::Keep))
        .await
        .unwrap();
    assert_eq!(before, Retention::Days(30));
    assert_eq!(
        desk.read(|tx| tx.retention()).await.unwrap(),
        Retention::Keep
    );
}
