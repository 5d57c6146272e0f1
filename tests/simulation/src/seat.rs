//! A seat: a person's key, files and program, which can end in every way a program ends.

mod asking;
mod shown;

pub(crate) use shown::Shown;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use fulcrum_cache::desk::{Desk, Intent, IntentState, StepState};
use fulcrum_cache::{Cache, OnDamage, OpenOptions, Store, Threads};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::{IntentId, UserId};
use fulcrum_lever::{
    ApiKey, Budget, BudgetSettings, Connection, Lever, Priority, RequestObserver, RequestRecord,
    Timer,
};
use fulcrum_sandbox::assembly::Assembled;
use fulcrum_sync::{Engine, News, Parts, Rules, Settings, SyncEvent};
use fulcrum_vault::{DatabaseKeyName, MemoryStore, Secret, create_database_key};
use tempfile::TempDir;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::TryRecvError;

use crate::clock::SeatClock;
use crate::error::Error;
use crate::wire::{Doom, Held, Wire};

/// Between two questions "what has changed", ms: the app's own.
const POLL_MS: u64 = 15_000;

/// One person's place.
pub(crate) struct Seat {
    /// As whom it writes.
    pub(crate) user: UserId,
    /// Its key's name in Lever's request log.
    pub(crate) key_name: String,
    key: String,
    rules: Rules,
    clock: Arc<SeatClock>,
    folder: TempDir,
    secrets: MemoryStore,
    offline: bool,
    running: Option<Running>,
    waits: Arc<Waits>,
    /// Whose panel was opened last, while the program runs.
    pub(crate) screen: Option<String>,
    /// Whose panels were opened in this day.
    opened: BTreeSet<String>,
    /// Whose panels were opened again at its end.
    opened_again: BTreeSet<String>,
    /// How often each piece of news was told, over all runs.
    pub(crate) told: BTreeMap<String, u32>,
    /// When requests left, ms, for each run that has ended.
    past_runs: Vec<Vec<i64>>,
}

struct Running {
    engine: Engine,
    cache: Store<Cache>,
    desk: Store<Desk>,
    wire: Arc<Wire>,
    events: broadcast::Receiver<SyncEvent>,
}

/// How long what a person asked for waited for the budget, ms.
#[derive(Default)]
pub(crate) struct Waits(Mutex<Vec<i64>>);

impl Waits {
    pub(crate) fn all(&self) -> Vec<i64> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl RequestObserver for Waits {
    fn finished(&self, record: &RequestRecord) {
        if record.priority == Priority::Person {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(record.waited_ms);
        }
    }
}

impl Seat {
    /// A seat that has never run.
    pub(crate) fn new(
        user: UserId,
        key_name: String,
        key: String,
        rules: Rules,
        clock: SeatClock,
    ) -> Result<Self, Error> {
        Ok(Self {
            user,
            key_name,
            key,
            rules,
            clock: Arc::new(clock),
            folder: TempDir::new()?,
            secrets: MemoryStore::default(),
            offline: false,
            running: None,
            waits: Arc::default(),
            screen: None,
            opened: BTreeSet::new(),
            opened_again: BTreeSet::new(),
            told: BTreeMap::new(),
            past_runs: Vec::new(),
        })
    }

    /// By this seat's own clock, ms.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// When requests left, ms, for each run: those that have ended, and the one that goes on.
    pub(crate) fn sent_ms(&self) -> Vec<Vec<i64>> {
        let now = self.running.as_ref().map(|running| running.wire.sent_ms());
        self.past_runs.iter().cloned().chain(now).collect()
    }

    pub(crate) fn waits(&self) -> Vec<i64> {
        self.waits.all()
    }

    pub(crate) fn runs(&self) -> bool {
        self.running.is_some()
    }

    /// The network of this seat goes or comes back.
    pub(crate) fn set_offline(&mut self, offline: bool) {
        self.offline = offline;
        if let Some(running) = &self.running {
            running.wire.set_offline(offline);
        }
    }

    /// Opens the files. What an earlier run had begun is in them.
    fn open(&self) -> Result<(Store<Cache>, Store<Desk>), Error> {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let options = |name: &str, key| -> Result<OpenOptions, Error> {
            Ok(OpenOptions {
                path: self.folder.path().join(name),
                key: create_database_key(&self.secrets, "simulation", key)?,
                threads: Threads::Inline,
                clock: clock.clone(),
                on_damage: OnDamage::Refuse,
            })
        };
        let cache = Store::open_cache(&options("cache", DatabaseKeyName::Cache)?)?.store;
        let desk = Store::open_desk(&options("desk", DatabaseKeyName::Desk)?)?.store;
        Ok((cache, desk))
    }

    /// Starts the program, within the simulation's runtime. Returns the moves that were in their hold when it ended the last time.
    pub(crate) async fn start(&mut self, world: &Assembled) -> Result<Vec<IntentId>, Error> {
        if self.running.is_some() {
            return Ok(Vec::new());
        }
        let (cache, desk) = self.open()?;
        let open = desk.read(|tx| tx.open_intents()).await?;
        let held = open
            .into_iter()
            .filter(|intent| intent.state == IntentState::Open && untouched(intent))
            .filter(|intent| {
                let mut steps = intent.steps.iter();
                steps.any(|step| step.state == StepState::Held)
            })
            .map(|intent| intent.id)
            .collect();
        let wire = Wire::new(world.router.clone(), world.clock.clone(), self.offline);
        let clock: Arc<dyn Clock> = self.clock.clone();
        let timer: Arc<dyn Timer> = self.clock.clone();
        let lever = Lever::new(Connection {
            api_base: world.api_base.parse()?,
            authorize: Arc::new(ApiKey::new(&Secret::from_text(self.key.clone()))),
            transport: Arc::new(Held(wire.clone())),
            budget: Arc::new(Budget::new(
                BudgetSettings::default(),
                clock.clone(),
                timer.clone(),
            )),
            observer: self.waits.clone(),
            clock: clock.clone(),
            timer: timer.clone(),
            seed: 1,
        });
        let engine = Engine::start(Parts {
            lever,
            cache: cache.clone(),
            desk: desk.clone(),
            seat: self.user.clone(),
            rules: self.rules.clone(),
            vendors: Vec::new(),
            clock,
            timer,
            settings: Settings {
                poll_ms: POLL_MS,
                ..Settings::default()
            },
        });
        let events = engine.events();
        self.running = Some(Running {
            engine,
            cache,
            desk,
            wire,
            events,
        });
        Ok(held)
    }

    /// What the program told since the last time.
    pub(crate) fn listen(&mut self) {
        let Some(running) = &mut self.running else {
            return;
        };
        loop {
            match running.events.try_recv() {
                Ok(SyncEvent::News(news)) => {
                    *self.told.entry(ledger_key(&news)).or_default() += 1;
                }
                Ok(_) | Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }

    /// The program ends between two instructions: nothing it had not committed remains.
    pub(crate) fn crash(&mut self) {
        self.listen();
        self.screen = None;
        let Some(running) = self.running.take() else {
            return;
        };
        running.wire.kill();
        running.cache.close();
        running.desk.close();
        self.past_runs.push(running.wire.sent_ms());
    }

    /// The person closes the program.
    pub(crate) async fn quit(&mut self) {
        if let Some(running) = &self.running {
            running.engine.shutdown().await;
        }
        self.listen();
        self.screen = None;
        if let Some(running) = self.running.take() {
            running.cache.close();
            running.desk.close();
            self.past_runs.push(running.wire.sent_ms());
        }
    }

    /// The program will die at a request.
    pub(crate) fn doom(&self, doom: Doom) {
        if let Some(running) = &self.running {
            running.wire.doom(doom);
        }
    }

    /// A coming write meets a broken connection.
    pub(crate) fn lose_a_write(&self, after_it_arrived: bool) {
        if let Some(running) = &self.running {
            running.wire.lose_a_write(after_it_arrived);
        }
    }

    /// Ends when the running program dies of itself; never where none runs.
    pub(crate) async fn died(&self) {
        match &self.running {
            Some(running) => running.wire.died.notified().await,
            None => futures::future::pending().await,
        }
    }

    /// Asks for everything now, as the button does.
    pub(crate) fn sync_now(&self) {
        if let Some(running) = &self.running {
            running.engine.sync_now();
        }
    }

    /// Nothing is left to be read.
    pub(crate) fn is_filled(&self) -> bool {
        self.running.as_ref().is_some_and(|running| {
            running.engine.status().filled && running.engine.details_waiting() == 0
        })
    }

    /// The person opens somebody's panel, as the window does it. It is left open.
    pub(crate) fn open_panel(&mut self, id: &str) {
        if let Some(running) = &self.running {
            running.engine.show(Some(id.into()));
            self.screen = Some(id.to_owned());
            self.opened.insert(id.to_owned());
        }
    }

    /// The person looks once more at everybody they looked at in this day.
    pub(crate) fn open_panels_again(&mut self) {
        for id in self.opened.clone() {
            self.open_panel(&id);
            self.opened_again.insert(id);
        }
    }

    /// Whether the program owes the person the notes of this candidate as they are, whoever it is.
    pub(crate) fn keeps_fresh(&self, id: &str) -> bool {
        self.screen.as_deref() == Some(id) || self.opened_again.contains(id)
    }

    fn running(&self) -> Result<&Running, Error> {
        self.running.as_ref().ok_or(Error::NotRunning)
    }
}

/// Nothing of it was handed over.
fn untouched(intent: &Intent) -> bool {
    intent
        .steps
        .iter()
        .all(|step| matches!(step.state, StepState::Held | StepState::Waiting))
}

fn ledger_key(news: &News) -> String {
    match news {
        News::Notice { notice } => notice.ledger_key(),
        News::Invited { key } => format!("{key:?} invited"),
    }
}
