//! For a hundred worlds: after quiet, every journey equals what the vendor really did and never says, with a vendor profile
//! and with Lever's evidence alone, in whatever order the evidence comes.

mod experts;
mod table;
mod watcher;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use fulcrum_domain::clock::{Clock, SystemClock};
use fulcrum_domain::journey::State;
use fulcrum_domain::vendor::{CatalogueSource, TemplateCatalogue, Vendor, VendorSetup};
use fulcrum_sandbox::serve;
use fulcrum_sandbox::settings::Settings as SandboxSettings;
use fulcrum_vault::Secret;
use fulcrum_vendors::myinterview::{Credentials, MyInterview, Profile};
use fulcrum_vendors::{InterviewVendor, ReqwestHttp};
use futures::{StreamExt, stream};

use self::table::expected;
use self::watcher::{Difference, Looked, Watcher};
use self::world::World;

const WORLDS: u64 = 100;

/// Worlds that run side by side: each mostly waits, for the vendor and for the next reading.
const AT_ONCE: usize = 8;

/// Longer than a world takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// How many journeys of which state agreed, and what did not, in some worlds.
#[derive(Default)]
struct Compared {
    states: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Compared {
    fn add(&mut self, agreed: Result<Vec<State>, String>) {
        match agreed {
            Ok(states) => {
                for state in states {
                    *self.states.entry(word(state)).or_default() += 1;
                }
            }
            Err(differ) => self.wrong.push(differ),
        }
    }

    /// Everything agreed, and the worlds were rich enough to tell a right answer from a lucky one.
    fn assert(&self, wanted: &[&str]) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
        for state in wanted {
            let times = self.states.get(state).copied().unwrap_or(0);
            assert!(times > 5, "{state}: {:?}", self.states);
        }
    }
}

/// Compares `worlds` worlds, some side by side.
async fn compared<W: Future<Output = Compared>>(worlds: u64, world: impl Fn(u64) -> W) -> Compared {
    let mut all = Compared::default();
    let mut together = stream::iter((0..worlds).map(world)).buffered(AT_ONCE);
    while let Some(one) = together.next().await {
        all.wrong.extend(one.wrong);
        for (state, count) in one.states {
            *all.states.entry(state).or_default() += count;
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_journey_equals_what_the_vendor_did() {
    compared(WORLDS, compare).await.assert(&[
        "completed",
        "invited",
        "failed",
        "expired",
        "cancelled",
        "triggered",
        "not_eligible",
    ]);
}

async fn compare(seed: u64) -> Compared {
    let mut settings = SandboxSettings {
        seed,
        opportunities: 60,
        postings: 8,
        ..SandboxSettings::default()
    };
    settings.switches.past_interviews = 0.9;
    let world = World::of(serve::start(settings).await.unwrap());
    let watchers = [watch(&world, true).await, watch(&world, false).await];
    for watcher in &watchers {
        watcher.filled().await;
    }
    let moved = world.stir(seed).await;
    let mut compared = Compared::default();
    for watcher in watchers {
        let look = async |watcher: &Watcher| look(&world, watcher, &moved).await;
        compared.add(watcher.agree(seed, look).await);
        watcher.shuffled(seed).await;
        watcher.close().await;
    }
    world.sandbox.stop();
    compared
}

/// The latest journey of everybody the vendor knows.
async fn look(world: &World, watcher: &Watcher, moved: &[String]) -> Looked {
    let expected = expected(world, watcher.profile).await;
    assert!(
        moved.iter().all(|id| expected.contains_key(id)),
        "somebody is missing"
    );
    let mut looked = Looked {
        agreed: Vec::new(),
        differ: Vec::new(),
    };
    for (id, state) in expected {
        let found = watcher.latest(&id).await;
        if found.as_ref().map(|journey| journey.state) == Some(state) {
            looked.agreed.push(state);
        } else {
            let expected = format!("{state:?}");
            looked.differ.push(Difference {
                id,
                expected,
                found,
            });
        }
    }
    looked
}

async fn watch(world: &World, profile: bool) -> Watcher {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let info = &world.sandbox.info;
    let http = Arc::new(ReqwestHttp::new().unwrap());
    let credential = |name: &str| {
        let value = &info["myinterview"]["credentials"][name];
        value.as_str().unwrap().to_owned()
    };
    let vendor = Arc::new(MyInterview::with_profile(
        Profile::parse(&info["myinterview"]["profile"].to_string()).unwrap(),
        Credentials {
            access_key: Secret::from_text(credential("access_key")),
            secret: Secret::from_text(credential("secret")),
            company_id: credential("company_id"),
        },
        http,
        clock.clone(),
    ));
    let templates = TemplateCatalogue {
        templates: vendor.list_templates().await.unwrap(),
        as_of_ms: clock.now_ms(),
        source: CatalogueSource::Api,
    };
    let setup = VendorSetup {
        trigger_stage: Some(world.info("trigger_stage_id").into()),
        neutral_stage: Some(world.info("neutral_stage_id").into()),
        note_authors: vec![world.info("note_author").into()],
        hosts: vec![world.info("review_host").to_owned()],
        templates: Some(templates),
        ..VendorSetup::unset(Vendor::MyInterview)
    };
    let asked = profile.then_some(vendor as Arc<dyn InterviewVendor>);
    Watcher::open(world, setup, asked, clock).await
}

fn word(state: State) -> &'static str {
    match state {
        State::NotEligible => "not_eligible",
        State::Ready => "ready",
        State::Moving => "moving",
        State::Triggered => "triggered",
        State::Invited => "invited",
        State::Completed => "completed",
        State::Failed(_) => "failed",
        State::Expired => "expired",
        State::Cancelled => "cancelled",
        State::AwaitingRounds => "awaiting_rounds",
        State::SlotsWanted => "slots_wanted",
        State::SlotsGiven => "slots_given",
        State::Scheduled => "scheduled",
        State::InProgress => "in_progress",
        State::FeedbackPending => "feedback_pending",
        State::FeedbackIn(_) => "feedback_in",
        State::InterviewCancelled(_) => "interview_cancelled",
        State::NoShow(_) => "no_show",
    }
}
