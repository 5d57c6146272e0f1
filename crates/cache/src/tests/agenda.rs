use fulcrum_domain::agenda::Told;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Actor, Journey, JourneyKey, State};
use fulcrum_domain::vendor::Vendor;

use super::fixtures::{NOW, Place, journey, opportunity};
use crate::Cause;

fn round(opportunity: &str, round: u32) -> Journey {
    let id = OpportunityId::from(opportunity);
    let mut journey = journey(&id, Actor::Vendor, State::Triggered, None);
    journey.key.vendor = Vendor::JobTwine;
    journey.key.round = round;
    journey
}

fn told(sequence: u32, starts_ms: i64) -> Told {
    Told {
        sequence,
        starts_ms,
        length_minutes: None,
        cancelled: false,
    }
}

#[test]
fn a_seat_sees_all_rounds_of_its_own_active_candidates() {
    let place = Place::new();
    let store = place.cache();
    let mut mine = opportunity("mine", "Ana", "s");
    mine.owner = Some("me".into());
    let mut theirs = opportunity("theirs", "Ben", "s");
    theirs.owner = Some("you".into());
    let mut gone = opportunity("gone", "Cem", "s");
    gone.owner = Some("me".into());
    gone.archived = Some(fulcrum_domain::model::Archived {
        at_ms: NOW,
        reason: None,
    });
    store
        .write_blocking(Cause::Sync, move |tx| {
            tx.upsert_opportunities(&[mine, theirs, gone], NOW, true)?;
            for id in ["mine", "theirs", "gone"] {
                tx.put_journeys(&id.into(), &[round(id, 2), round(id, 1)], None)?;
            }
            Ok(())
        })
        .unwrap();
    let (rounds, others) = store
        .read_blocking(|cache| {
            Ok((
                cache.own_journeys(&"me".into(), Vendor::JobTwine)?,
                cache.own_journeys(&"me".into(), Vendor::MyInterview)?,
            ))
        })
        .unwrap();
    let seen: Vec<(&str, u32)> = rounds
        .iter()
        .map(|own| (own.name.as_str(), own.journey.key.round))
        .collect();
    assert_eq!(seen, [("Ana", 1), ("Ana", 2)]);
    assert_eq!(others, []);
}

#[tokio::test]
async fn a_calendar_goes_on_counting_after_a_restart_and_forgets_the_erased() {
    let place = Place::new();
    let key = |opportunity: &str| JourneyKey {
        opportunity: opportunity.into(),
        vendor: Vendor::JobTwine,
        round: 1,
        attempt: 1,
    };
    let store = place.desk();
    for (key, told) in [
        (key("o1"), told(0, 10)),
        (key("o2"), told(4, 20)),
        (key("o1"), told(1, 30)),
    ] {
        store
            .write_blocking(Cause::Person, move |tx| tx.set_told(&key, &told))
            .unwrap();
    }
    store.close();

    let store = place.desk();
    let held = store.read_blocking(|desk| desk.told()).unwrap();
    assert_eq!(held, [(key("o1"), told(1, 30)), (key("o2"), told(4, 20))]);
    store.erase(vec!["o1".into()]).await.unwrap();
    let held = store.read_blocking(|desk| desk.told()).unwrap();
    assert_eq!(held, [(key("o2"), told(4, 20))]);
}
