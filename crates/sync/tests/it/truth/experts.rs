//! The same for the vendor whose experts hold interviews. Its words were never published, so some notes stay unread: then
//! the journey stays where the last note that was read left it, the note is shown as unread, and nothing else is claimed.

mod course;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use fulcrum_domain::clock::{Clock, SystemClock};
use fulcrum_domain::evidence::{Evidence, Fact, Source};
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_sandbox::serve;
use fulcrum_sandbox::settings::Settings as SandboxSettings;
use fulcrum_vault::Secret;
use fulcrum_vendors::jobtwine::{JobTwine, Profile};
use fulcrum_vendors::{InterviewVendor, ReqwestHttp};
use serde_json::{Value, json};

use self::course::Sent;
use self::table::{Found, Reading};
use super::watcher::{Difference, Looked, Watcher};
use super::world::World;
use super::{Compared, compared};

/// Every wording and every style of dates is met.
const WORLDS: u64 = 24;

/// A clock that can be put forward, like the sandbox's.
#[derive(Default)]
struct Ahead(AtomicI64);

impl Clock for Ahead {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.0.load(Ordering::Relaxed)
    }
}

/// Notes the vendor wrote about those who agreed, and how many of them were read.
static WRITTEN: AtomicUsize = AtomicUsize::new(0);
static READ: AtomicUsize = AtomicUsize::new(0);

// FULCRUM_TRUTH_WORLDS says how many worlds, for a longer look.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_expert_journey_equals_what_the_vendor_did() {
    let worlds = std::env::var("FULCRUM_TRUTH_WORLDS").ok();
    let worlds = worlds.map_or(WORLDS, |worlds| worlds.parse().unwrap());
    compared(worlds, compare).await.assert(&[
        "awaiting_rounds",
        "slots_wanted",
        "slots_given",
        "scheduled",
        "feedback_pending",
        "feedback_in",
        "interview_cancelled",
        "no_show",
        "expired",
        "cancelled",
        "triggered",
        "not_eligible",
    ]);
    let (read, written) = (
        READ.load(Ordering::Relaxed),
        WRITTEN.load(Ordering::Relaxed),
    );
    // Not a measure of the reader: only that the comparison is not one of unread notes.
    assert!(read * 2 > written, "{read} of {written} notes were read");
}

/// Switches of a world: each is met in several.
fn switches(seed: u64) -> Value {
    let pick = |words: &[&str], step: u64| {
        let place = usize::try_from(seed / step).unwrap() % words.len();
        words[place].to_owned()
    };
    json!({
        "first_claim": pick(&["succeeds", "dice", "fails"], 1),
        "self_schedule": pick(&["dice", "always", "never"], 3),
        "on_leave": pick(&["cancel_pending", "cancel_all", "keep"], 2),
        "on_archived": pick(&["stop", "keep"], 4),
        "silence": pick(&["never", "never", "never", "one_in_ten", "never", "notes", "never", "never", "never", "everything"], 1),
        "wording": (!seed.is_multiple_of(13)).then_some(seed % 12),
        "date_style": (!seed.is_multiple_of(11)).then_some(seed % 10),
        "pending_note": !seed.is_multiple_of(5),
        "note_author": !seed.is_multiple_of(7),
        "link_hours": if seed % 6 == 5 { 48 } else { 24 * 60 },
    })
}

async fn compare(seed: u64) -> Compared {
    let mut settings = SandboxSettings {
        seed,
        opportunities: 30,
        postings: 8,
        ..SandboxSettings::default()
    };
    settings.switches.past_interviews = 0.6;
    settings.jobtwine = settings.jobtwine.patched(&switches(seed)).unwrap();
    let world = World::of(serve::start(settings).await.unwrap());
    let clock = Arc::new(Ahead::default());
    let watchers = [
        watch(&world, &clock, true).await,
        watch(&world, &clock, false).await,
    ];
    for watcher in &watchers {
        watcher.filled().await;
    }
    let sent = course::run(&world, seed, |ms| {
        clock.0.fetch_add(ms, Ordering::Relaxed);
    })
    .await;
    let mut compared = Compared::default();
    for watcher in watchers {
        let look = async |watcher: &Watcher| look(&world, watcher, &sent, &clock).await;
        compared.add(watcher.agree(seed, look).await);
        if !watcher.profile {
            count(&world, &watcher).await;
        }
        watcher.shuffled(seed).await;
        watcher.close().await;
    }
    world.sandbox.stop();
    compared
}

async fn look(world: &World, watcher: &Watcher, sent: &[Sent], clock: &Ahead) -> Looked {
    let state = world.state().await;
    let stage = &world.sandbox.info["jobtwine"]["stage_id"];
    let places: BTreeMap<String, Value> = world
        .opportunities()
        .await
        .into_iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), one))
        .collect();
    let mut people = attempts(&state);
    for one in sent {
        people.entry(one.id.clone()).or_default();
    }
    let mut looked = Looked {
        agreed: Vec::new(),
        differ: Vec::new(),
    };
    for (id, attempts) in people {
        let Some(place) = places.get(&id) else {
            continue;
        };
        let found = watcher.latest(&id).await;
        let seen = Found {
            archived: !place["archived"].is_null(),
            untagged: sent.iter().any(|one| one.id == id && one.untagged),
            elsewhere: place["stage"] != *stage,
            readings: readings(watcher, &id).await,
            booked: found
                .as_ref()
                .and_then(|journey| journey.interview.at.as_ref()?.at_ms()),
            now_ms: clock.now_ms(),
            signed: state["jobtwine"]["switches"]["note_author"] == true,
        };
        let expected = if watcher.profile {
            table::with_profile(&attempts, &seen)
        } else {
            table::from_lever_alone(&attempts, &seen)
        };
        match (&expected, &found) {
            (Ok(states), Some(journey)) if states.contains(&journey.state) => {
                looked.agreed.push(journey.state);
            }
            _ => {
                let hidden = attempts.last().map(|one| {
                    let said: Vec<&Value> = one["said"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|said| &said["kind"])
                        .collect();
                    format!("{} {} {said:?} {}", one["state"], one["code"], one["claim"])
                });
                let expected = format!("{expected:?} at {hidden:?}");
                looked.differ.push(Difference {
                    id,
                    expected,
                    found,
                });
            }
        }
    }
    looked
}

/// The vendor's attempts by opportunity, oldest first.
fn attempts(state: &Value) -> BTreeMap<String, Vec<Value>> {
    let mut people: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for one in state["jobtwine"]["interviews"].as_array().unwrap() {
        people
            .entry(one["opportunity"].as_str().unwrap().to_owned())
            .or_default()
            .push(one.clone());
    }
    for attempts in people.values_mut() {
        attempts.sort_by_key(|one| (one["round"].as_u64(), one["attempt"].as_u64()));
    }
    people
}

/// By text of the note: what the seat made of it.
async fn readings(watcher: &Watcher, id: &str) -> BTreeMap<String, Reading> {
    let id: OpportunityId = id.into();
    let (notes, evidence) = watcher
        .cache
        .read(move |tx| Ok((tx.notes(&id)?, tx.evidence(&id)?)))
        .await
        .unwrap();
    notes
        .into_iter()
        .filter_map(|note| {
            let told: Vec<&Evidence> = evidence
                .iter()
                .filter(
                    |one| matches!(&one.source, Source::Note { note: from } if *from == note.id),
                )
                .collect();
            let reading = match told.first() {
                None => Reading::NotTheirs,
                Some(one) if one.fact == Fact::UnreadNote => Reading::Unread,
                Some(_) => Reading::Read,
            };
            Some((note.fields.first()?.value.clone(), reading))
        })
        .collect()
}

async fn count(world: &World, watcher: &Watcher) {
    for (id, attempts) in attempts(&world.state().await) {
        let readings = readings(watcher, &id).await;
        for said in attempts
            .iter()
            .flat_map(|one| one["said"].as_array())
            .flatten()
        {
            let reading = said["text"].as_str().and_then(|text| readings.get(text));
            WRITTEN.fetch_add(1, Ordering::Relaxed);
            READ.fetch_add(
                usize::from(reading == Some(&Reading::Read)),
                Ordering::Relaxed,
            );
        }
    }
}

async fn watch(world: &World, clock: &Arc<Ahead>, profile: bool) -> Watcher {
    let info = &world.sandbox.info["jobtwine"];
    let text = |name: &str| info[name].as_str().unwrap().to_owned();
    let setup = VendorSetup {
        trigger_stage: Some(text("stage_id").as_str().into()),
        neutral_stage: Some(world.info("neutral_stage_id").into()),
        note_authors: vec![text("vendor_user_id").as_str().into()],
        hosts: vec![text("link_host")],
        ..VendorSetup::unset(Vendor::JobTwine)
    };
    let vendor = profile.then(|| {
        let profile = Profile::parse(&info["vendor_profile"].to_string()).unwrap();
        let http = Arc::new(ReqwestHttp::new().unwrap());
        let key = Secret::from_text(text("api_key"));
        Arc::new(JobTwine::with_profile(profile, key, http, clock.clone()))
            as Arc<dyn InterviewVendor>
    });
    Watcher::open(world, setup, vendor, clock.clone()).await
}
