//! A Lever in memory that fails exactly where it is told to, and an engine on top of it.

mod crowd;
mod lever;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fulcrum_cache::desk::{Base, Desk, Intent, IntentKind, IntentState, Step, StepKind, StepState};
use fulcrum_cache::{Cache, Cause, OnDamage, OpenOptions, Store, Threads};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::{IntentId, OpportunityId};
use fulcrum_domain::journey::Deadlines;
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_lever::{ApiKey, Budget, BudgetSettings, Connection, Lever, NoObserver, TokioTimer};
use fulcrum_sync::{Engine, Parts, Rules, Settings};
use fulcrum_vault::{DatabaseKeyName, MemoryStore, Secret, create_database_key};
use tempfile::TempDir;

use self::lever::Wire;
pub(crate) use self::lever::{Fault, Hand, Meanwhile, Script};

pub(crate) const PERSON: &str = "opportunity-1";
pub(crate) const SEAT: &str = "user-1";
pub(crate) const SCREEN: &str = "screen";
pub(crate) const TRIGGER: &str = "video";
pub(crate) const NEUTRAL: &str = "parking";
pub(crate) const ONSITE: &str = "onsite";

/// A seat on the scripted Lever; it can be stopped and started on the same files.
pub(crate) struct Stage {
    pub(crate) script: Arc<Script>,
    pub(crate) clock: Arc<Hand>,
    pub(crate) desk: Store<Desk>,
    pub(crate) cache: Store<Cache>,
    engine: Option<Engine>,
    secrets: MemoryStore,
    folder: TempDir,
}

impl Stage {
    /// Read once, the candidate waits in `SCREEN`.
    pub(crate) async fn set() -> Self {
        Self::set_in(SCREEN).await
    }

    pub(crate) async fn set_in(stage: &str) -> Self {
        let mut set = Self::unread(stage, 0, None);
        set.start().await;
        set
    }

    /// Nothing is read yet: Lever's clock is `ahead` ms ahead, and something happens during the first full read.
    pub(crate) fn unread(stage: &str, ahead: i64, meanwhile: Option<Meanwhile>) -> Self {
        let clock = Arc::new(Hand::at(1_800_000_000_000));
        let script = Arc::new(Script::new(stage, clock.clone(), ahead, meanwhile));
        let folder = TempDir::new().unwrap();
        let secrets = MemoryStore::default();
        let (cache, desk) = open(folder.path(), &secrets, &clock);
        Self {
            script,
            clock,
            desk,
            cache,
            engine: None,
            secrets,
            folder,
        }
    }

    /// Starts an engine and waits until it has read what there is.
    pub(crate) async fn start(&mut self) {
        self.start_without_waiting();
        self.until("the engine is live", async |set| {
            let status = set.engine().status();
            status.filled && set.engine().details_waiting() == 0
        })
        .await;
    }

    pub(crate) fn start_without_waiting(&mut self) {
        let lever = Lever::new(Connection {
            api_base: url::Url::parse("https://lever.invalid/v1").unwrap(),
            authorize: Arc::new(ApiKey::new(&Secret::from_text("key"))),
            transport: Arc::new(Wire(self.script.clone())),
            budget: Arc::new(Budget::new(
                BudgetSettings {
                    rate_per_second: 100_000,
                    burst: 100_000,
                },
                self.clock.clone(),
                Arc::new(TokioTimer),
            )),
            observer: Arc::new(NoObserver),
            clock: self.clock.clone(),
            timer: Arc::new(TokioTimer),
            seed: 1,
        });
        let setup = VendorSetup {
            trigger_stage: Some(TRIGGER.into()),
            neutral_stage: Some(NEUTRAL.into()),
            ..VendorSetup::unset(Vendor::MyInterview)
        };
        self.engine = Some(Engine::start(Parts {
            lever,
            cache: self.cache.clone(),
            desk: self.desk.clone(),
            seat: SEAT.into(),
            rules: Rules {
                setups: vec![setup],
                patterns: Patterns::builtin().unwrap(),
                deadlines: Deadlines::DEFAULT,
            },
            vendors: Vec::new(),
            clock: self.clock.clone(),
            timer: Arc::new(TokioTimer),
            settings: Settings {
                poll_ms: 50,
                ..Settings::default()
            },
        }));
    }

    /// Stops the engine and closes the files, as a quit does.
    pub(crate) async fn stop(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.shutdown().await;
        }
        self.cache.close();
        self.desk.close();
        let (cache, desk) = open(self.folder.path(), &self.secrets, &self.clock);
        self.cache = cache;
        self.desk = desk;
    }

    pub(crate) fn engine(&self) -> &Engine {
        self.engine.as_ref().unwrap()
    }

    /// Asks for a move from where the candidate is known to be.
    pub(crate) async fn ask(
        &self,
        name: &str,
        kind: IntentKind,
        to: &[&str],
        hold_ms: i64,
    ) -> IntentId {
        let known = {
            let id: OpportunityId = PERSON.into();
            self.cache
                .read(move |tx| tx.opportunity(&id))
                .await
                .unwrap()
                .unwrap()
        };
        let now = self.clock.now_ms();
        let contacts = to.last() == Some(&TRIGGER);
        let intent = Intent {
            id: name.into(),
            kind,
            opportunity: PERSON.into(),
            posting: None,
            steps: to
                .iter()
                .map(|to| Step {
                    kind: StepKind::SetStage { to: (*to).into() },
                    state: if hold_ms > 0 {
                        StepState::Held
                    } else {
                        StepState::Waiting
                    },
                    code: None,
                })
                .collect(),
            base: Base {
                stage: known.stage,
                last_advanced_at_ms: known.last_advanced_at_ms,
            },
            created_at_ms: now,
            hold_until_ms: (hold_ms > 0).then_some(now + hold_ms),
            valid_until_ms: contacts.then_some(now + 30 * 60_000),
            contacts_candidate: contacts,
            overridden: Vec::new(),
            state: IntentState::Open,
            outcome: None,
        };
        self.desk
            .write(Cause::Person, move |tx| tx.insert_intent(&intent))
            .await
            .unwrap();
        if let Some(engine) = &self.engine {
            engine.intents_changed();
        }
        name.into()
    }

    /// Asks for one write that has no hold and contacts nobody.
    pub(crate) async fn ask_for(
        &self,
        name: &str,
        opportunity: &str,
        kind: IntentKind,
        step: StepKind,
    ) -> IntentId {
        let intent = Intent {
            id: name.into(),
            kind,
            opportunity: opportunity.into(),
            posting: None,
            steps: vec![Step::waiting(step)],
            base: Base {
                stage: SCREEN.into(),
                last_advanced_at_ms: None,
            },
            created_at_ms: self.clock.now_ms(),
            hold_until_ms: None,
            valid_until_ms: None,
            contacts_candidate: false,
            overridden: Vec::new(),
            state: IntentState::Open,
            outcome: None,
        };
        self.desk
            .write(Cause::Person, move |tx| tx.insert_intent(&intent))
            .await
            .unwrap();
        name.into()
    }

    /// A move into the vendor's stage whose hold is over.
    pub(crate) async fn ask_to_invite(&self) -> IntentId {
        let id = self.ask("move", IntentKind::Move, &[TRIGGER], 10).await;
        self.clock.pass(11);
        id
    }

    pub(crate) async fn intent(&self, id: &IntentId) -> Intent {
        let id = id.clone();
        self.desk
            .read(move |tx| tx.intent(&id))
            .await
            .unwrap()
            .unwrap()
    }

    /// What a crash between two commits would leave.
    pub(crate) async fn force(&self, id: &IntentId, step: usize, state: StepState) {
        let id = id.clone();
        self.desk
            .write(Cause::Push, move |tx| {
                let mut held = tx.intent(&id)?.unwrap();
                held.steps[step].state = state;
                tx.update_intent(&held)
            })
            .await
            .unwrap();
    }

    /// Until the intent is neither open nor being worked on.
    pub(crate) async fn settled(&self, id: &IntentId) -> Intent {
        self.until("the intent is settled", async |set| {
            set.intent(id).await.state != IntentState::Open
        })
        .await;
        self.intent(id).await
    }

    /// Lets the engine run for a while although nothing is expected to happen.
    pub(crate) async fn idle(&self) {
        for _ in 0..10 {
            self.engine().sync_now();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn until(&self, what: &str, mut holds: impl AsyncFnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self).await {
            assert!(
                begun.elapsed() < Duration::from_secs(180),
                "never happened: {what}"
            );
            self.engine().intents_changed();
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn open(folder: &Path, secrets: &MemoryStore, clock: &Arc<Hand>) -> (Store<Cache>, Store<Desk>) {
    let options = |name: &str, key| OpenOptions {
        path: folder.join(name),
        key: create_database_key(secrets, "test", key).unwrap(),
        threads: Threads::Inline,
        clock: clock.clone(),
        on_damage: OnDamage::Refuse,
    };
    (
        Store::open_cache(&options("cache", DatabaseKeyName::Cache))
            .unwrap()
            .store,
        Store::open_desk(&options("desk", DatabaseKeyName::Desk))
            .unwrap()
            .store,
    )
}
