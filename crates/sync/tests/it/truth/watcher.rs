//! A seat that watches a world, and what it makes of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use fulcrum_cache::desk::Desk;
use fulcrum_cache::{Cache, Cause, OnDamage, OpenOptions, Store, Threads};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_domain::journey::{Deadlines, Journey, JourneyInput, State, derive};
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::retention::Retention;
use fulcrum_domain::vendor::VendorSetup;
use fulcrum_lever::{
    ApiKey, Budget, BudgetSettings, Connection, HttpTransport, Lever, NoObserver, TokioTimer,
    TransportSettings,
};
use fulcrum_sync::{Engine, Parts, Rules, Settings};
use fulcrum_vault::{DatabaseKeyName, MemoryStore, Secret, create_database_key};
use fulcrum_vendors::InterviewVendor;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;

use super::PATIENCE;
use super::world::World;

/// A seat with one vendor.
pub(super) struct Watcher {
    engine: Engine,
    pub(super) cache: Store<Cache>,
    desk: Store<Desk>,
    rules: Rules,
    clock: Arc<dyn Clock>,
    /// The vendor itself is asked.
    pub(super) profile: bool,
    _folder: TempDir,
}

/// Who a seat looks at, and what it should see there.
pub(super) struct Looked {
    /// The states of those who are as they should be.
    pub(super) agreed: Vec<State>,
    /// Who is not.
    pub(super) differ: Vec<Difference>,
}

/// One candidate who is not as they should be.
pub(super) struct Difference {
    pub(super) id: String,
    pub(super) expected: String,
    pub(super) found: Option<Journey>,
}

impl Watcher {
    /// Opens a seat in `world` and lets it read. `vendor`: is asked by the seat, where there is one.
    pub(super) async fn open(
        world: &World,
        setup: VendorSetup,
        vendor: Option<Arc<dyn InterviewVendor>>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let secrets = MemoryStore::default();
        let options = |name: &str, key| OpenOptions {
            path: folder.path().join(name),
            key: create_database_key(&secrets, "test", key).unwrap(),
            threads: Threads::Inline,
            clock: clock.clone(),
            on_damage: OnDamage::Refuse,
        };
        let cache = Store::open_cache(&options("cache", DatabaseKeyName::Cache))
            .unwrap()
            .store;
        let desk = Store::open_desk(&options("desk", DatabaseKeyName::Desk))
            .unwrap()
            .store;
        // Everybody is compared, also who was archived long ago.
        desk.write(Cause::Person, |tx| tx.set_retention(Retention::Keep))
            .await
            .unwrap();
        let rules = Rules {
            setups: vec![setup],
            patterns: Patterns::builtin().unwrap(),
            deadlines: Deadlines::DEFAULT,
        };
        let lever = Lever::new(Connection {
            api_base: url::Url::parse(&world.sandbox.api_base).unwrap(),
            authorize: Arc::new(ApiKey::new(&Secret::from_text(
                world.sandbox.api_key.clone(),
            ))),
            transport: Arc::new(HttpTransport::new(TransportSettings::default()).unwrap()),
            budget: Arc::new(Budget::new(
                BudgetSettings {
                    rate_per_second: 5_000,
                    burst: 5_000,
                },
                clock.clone(),
                Arc::new(TokioTimer),
            )),
            observer: Arc::new(NoObserver),
            clock: clock.clone(),
            timer: Arc::new(TokioTimer),
            seed: 1,
        });
        let profile = vendor.is_some();
        let engine = Engine::start(Parts {
            lever,
            cache: cache.clone(),
            desk: desk.clone(),
            seat: world.sandbox.info["seat"]["user_id"]
                .as_str()
                .unwrap()
                .into(),
            rules: rules.clone(),
            vendors: vendor.into_iter().collect(),
            clock: clock.clone(),
            timer: Arc::new(TokioTimer),
            settings: Settings {
                poll_ms: 100,
                ..Settings::default()
            },
        });
        Self {
            engine,
            cache,
            desk,
            rules,
            clock,
            profile,
            _folder: folder,
        }
    }

    pub(super) async fn filled(&self) {
        let begun = Instant::now();
        while !(self.engine.status().filled && self.engine.details_waiting() == 0) {
            assert!(
                begun.elapsed() < PATIENCE,
                "never filled: {:?}",
                self.engine.status()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until everybody `look` looks at is as they should be and still is after another round of reading; answers
    /// their states, or says who differs if that never comes.
    pub(super) async fn agree(
        &self,
        seed: u64,
        look: impl AsyncFn(&Self) -> Looked,
    ) -> Result<Vec<State>, String> {
        let begun = Instant::now();
        let mut agreed_at = None;
        loop {
            let synced_at = self.engine.status().synced_at_ms;
            let looked = look(self).await;
            let agrees = looked.differ.is_empty() && self.engine.details_waiting() == 0;
            match agreed_at {
                // Passing through the right answer is not the same as resting there.
                Some(before) if agrees && synced_at > before => return Ok(looked.agreed),
                Some(_) if agrees => {}
                _ => agreed_at = agrees.then_some(synced_at),
            }
            self.engine.sync_now();
            if begun.elapsed() > PATIENCE {
                return Err(format!(
                    "seed {seed}, profile {}: {}",
                    self.profile,
                    self.told(&looked.differ).await
                ));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What differs, with the notes that were read, for whoever has to mend it.
    async fn told(&self, differ: &[Difference]) -> String {
        let mut text = String::new();
        for one in differ {
            let id: OpportunityId = one.id.as_str().into();
            let notes = self.cache.read(move |tx| tx.notes(&id)).await.unwrap();
            let said: Vec<_> = notes
                .iter()
                .flat_map(|note| &note.fields)
                .map(|field| &field.value)
                .collect();
            let found = one
                .found
                .as_ref()
                .map(|journey| (journey.state, &journey.key, &journey.links));
            text += &format!(
                "\nexpected {}, found {found:?}, notes {said:?}",
                one.expected
            );
        }
        text
    }

    pub(super) async fn latest(&self, id: &str) -> Option<Journey> {
        let id: OpportunityId = id.into();
        let journeys = self.cache.read(move |tx| tx.journeys(&id)).await.unwrap();
        journeys.into_iter().next_back()
    }

    pub(super) async fn close(self) {
        self.engine.shutdown().await;
        self.cache.close();
        self.desk.close();
    }

    /// The same evidence in another order tells the same story.
    pub(super) async fn shuffled(&self, seed: u64) {
        let rules = self.rules.clone();
        let now_ms = self.clock.now_ms();
        self.cache
            .read(move |tx| {
                let mut random = ChaCha8Rng::seed_from_u64(seed);
                for id in tx.all_opportunity_ids()? {
                    let opportunity = tx.opportunity(&id)?.unwrap();
                    let posting = match opportunity.posting() {
                        Some(posting) => tx.posting(posting)?,
                        None => None,
                    };
                    let evidence = tx.evidence(&id)?;
                    let mut other = evidence.clone();
                    other.shuffle(&mut random);
                    other.extend(evidence.iter().take(2).cloned());
                    let story = |evidence: &[_]| {
                        derive(&JourneyInput {
                            opportunity: &opportunity,
                            posting: posting.as_ref(),
                            setup: &rules.setups[0],
                            evidence,
                            pending: None,
                            deadlines: &rules.deadlines,
                            now_ms,
                        })
                        .into_iter()
                        .map(|journey| {
                            (
                                journey.key,
                                journey.state,
                                journey.links,
                                journey.review_url,
                            )
                        })
                        .collect::<Vec<_>>()
                    };
                    assert_eq!(story(&evidence), story(&other), "seed {seed}, {id}");
                }
                Ok(())
            })
            .await
            .unwrap();
    }
}
