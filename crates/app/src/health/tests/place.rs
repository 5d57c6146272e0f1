//! A seat in a simulation.

use std::sync::{Arc, Mutex, RwLock};

use axum::http::Method;
use fulcrum_cache::desk::{Change, TagRun, TagRunKind, TagRunState, TagWrite, TagWriteState};
use fulcrum_cache::{Cause, OnDamage, OpenOptions, Store, Threads};
use fulcrum_domain::health::Standing;
use fulcrum_domain::journey::Deadlines;
use fulcrum_domain::leaving::Disabled;
use fulcrum_domain::move_hold::HoldSettings;
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::tags::TagEdit;
use fulcrum_domain::vendor::{
    CatalogueSource, Template, TemplateCatalogue, Vendor, VendorSetup, introduce,
};
use fulcrum_lever::{ApiKey, Budget, BudgetSettings, Connection, Lever};
use fulcrum_sandbox::assembly::Assembled;
use fulcrum_sandbox::settings::{Limits, Settings as SandboxSettings};
use fulcrum_sandbox::simulation::Simulation;
use fulcrum_sync::{Engine, Meter, Parts, Rules, Settings};
use fulcrum_vault::{DatabaseKeyName, MemoryStore, Secret, create_database_key};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::super::{HealthDesk, keep_watch};
use super::wire::{Direct, LetIn, SeatClock};
use crate::events::{AppEvent, Events};
use crate::notices::Notices;
use crate::ready::Ready;
use crate::session::Access;
use crate::view::{Drift, Health, HealthNotice, Rights, Seat};

/// Monday, 2 March 2026, 08:00 UTC.
const BEGIN_MS: i64 = 1_772_438_400_000;

/// The app's own pace.
const POLL_MS: u64 = 15_000;

/// What a change has to be noticed in, ms.
pub(super) const NOTICED_WITHIN_MS: i64 = 300_000;

/// A seat that is watched.
pub(super) struct Place {
    pub(super) simulation: Simulation,
    ready: Option<Arc<Ready>>,
    events: Receiver<AppEvent>,
    stop: CancellationToken,
    pub(super) key: String,
    secrets: MemoryStore,
    folder: TempDir,
    setups: Vec<VendorSetup>,
    grant_ms: Option<i64>,
}

impl Place {
    /// A seat for which everything works, looked at and compared from now on.
    pub(super) fn begin() -> Self {
        Self::let_in(None)
    }

    /// The same with a sign-in that was given so long before the beginning, ms.
    pub(super) fn signed_in(before_ms: i64) -> Self {
        Self::let_in(Some(BEGIN_MS - before_ms))
    }

    fn let_in(grant_ms: Option<i64>) -> Self {
        let mut settings = SandboxSettings {
            seed: 7,
            opportunities: 24,
            postings: 6,
            limits: Limits::Off,
            start_ms: Some(BEGIN_MS),
            vendor_seconds: Some(20.0),
            ..SandboxSettings::default()
        };
        settings.switches.past_interviews = 0.3;
        settings.myinterview = settings
            .myinterview
            .patched(&json!({ "silence": "never" }))
            .unwrap();
        let simulation = Simulation::new(settings).unwrap();
        let made = simulation
            .run(press(
                &simulation.sandbox,
                "keys",
                json!({"name": "seat", "without": ["panels:write", "panels:read"]}),
            ))
            .unwrap();
        let key = made["api_key"].as_str().unwrap().to_owned();
        let setups = setups(&simulation.sandbox);
        let mut place = Self {
            simulation,
            ready: None,
            events: Events::new().subscribe(),
            stop: CancellationToken::new(),
            key,
            secrets: MemoryStore::default(),
            folder: TempDir::new().unwrap(),
            setups,
            grant_ms,
        };
        place.start();
        place.wait(120_000);
        place
    }

    /// Starts the program on the files that are there.
    pub(super) fn start(&mut self) {
        let events = Events::new();
        self.events = events.subscribe();
        self.stop = CancellationToken::new();
        let parts = (
            &self.secrets,
            self.folder.path(),
            LetIn {
                key: ApiKey::new(&Secret::from_text(&self.key)),
                grant_ms: self.grant_ms,
            },
            self.setups.clone(),
        );
        let stop = self.stop.clone();
        let world = &self.simulation.sandbox;
        let ready = self
            .simulation
            .run(async {
                let ready = ready(world, parts.0, parts.1, parts.2, parts.3, &stop).await;
                tokio::spawn(keep_watch(Arc::downgrade(&ready), events, stop.clone()));
                ready
            })
            .unwrap();
        self.ready = Some(ready);
    }

    /// Ends it in good order.
    pub(super) fn end(&mut self) {
        self.stop.cancel();
        let ready = self.ready.take().unwrap();
        self.simulation
            .run(async {
                ready.engine.shutdown().await;
            })
            .unwrap();
        self.simulation.settle();
        ready.cache.close();
        ready.desk.close();
    }

    pub(super) fn ready(&self) -> &Arc<Ready> {
        self.ready.as_ref().unwrap()
    }

    /// Virtual time passes.
    pub(super) fn wait(&self, ms: i64) {
        self.simulation.advance(ms);
    }

    pub(super) fn press(&self, path: &str, body: Value) -> Value {
        self.simulation
            .run(press(&self.simulation.sandbox, path, body))
            .unwrap()
    }

    pub(super) fn health(&self) -> Health {
        let ready = self.ready().clone();
        self.simulation
            .run(async move { super::super::of(&super::super::Known::read(&ready).await.unwrap()) })
            .unwrap()
    }

    pub(super) fn standing(&self, check: &str) -> Option<Standing> {
        let health = self.health();
        let mut checks = health.steps.iter().flat_map(|step| &step.checks);
        checks.find(|one| one.id == check).map(|one| one.standing)
    }

    /// The newest drift of a check.
    pub(super) fn drift(&self, check: &str) -> Option<Drift> {
        let all = self.health().drift;
        all.into_iter().find(|drift| drift.check == check)
    }

    /// Native notifications since the last question.
    pub(super) fn told(&mut self) -> Vec<HealthNotice> {
        let mut told = Vec::new();
        while let Ok(event) = self.events.try_recv() {
            if let AppEvent::Health(notice) = event {
                told.push(notice);
            }
        }
        told
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.simulation.sandbox.clock.now_ms()
    }

    /// As the matrix of postings and the one-key repair do it: kept, carried out, read again.
    pub(super) fn write_tag(&self, posting: &str, from: &str, to: &str) {
        let ready = self.ready().clone();
        let run = TagRun {
            id: format!("run {to}").as_str().into(),
            kind: TagRunKind::One,
            created_at_ms: self.now_ms(),
            state: TagRunState::Going,
            undoes: None,
        };
        let write = TagWrite::waiting(
            format!("write {to}").as_str().into(),
            run.id.clone(),
            posting.into(),
            Change::Edit {
                edit: TagEdit::replace(Some(from), to),
            },
        );
        let id = write.id.clone();
        let written = self
            .simulation
            .run(async move {
                ready
                    .desk
                    .write(Cause::Person, move |tx| tx.insert_tag_run(&run, &[write]))
                    .await
                    .unwrap();
                ready.engine.carry_out_tag(&id).await.unwrap().unwrap()
            })
            .unwrap();
        assert_eq!(written.state, TagWriteState::Done, "{written:?}");
    }

    /// As the page "Leaving" does it.
    pub(super) fn switch_off(&mut self, vendor: Vendor, off: bool) {
        let at_ms = self.now_ms();
        for setup in &mut self.setups {
            if setup.vendor == vendor {
                setup.disabled = off.then_some(Disabled {
                    at_ms,
                    revoked_at_ms: None,
                });
            }
        }
        self.keep(vendor);
    }

    /// As importing a list of templates does it.
    pub(super) fn import(&mut self, templates: &[Template]) {
        for setup in &mut self.setups {
            if setup.vendor == Vendor::MyInterview {
                setup.templates = Some(TemplateCatalogue {
                    templates: templates.to_vec(),
                    as_of_ms: BEGIN_MS,
                    source: CatalogueSource::File,
                });
            }
        }
        self.keep(Vendor::MyInterview);
    }

    fn keep(&self, vendor: Vendor) {
        let (ready, setups) = (self.ready().clone(), self.setups.clone());
        *ready.setups.write().unwrap() = Arc::new(setups.clone());
        self.simulation
            .run(async move {
                let setup = setups
                    .into_iter()
                    .find(|setup| setup.vendor == vendor)
                    .unwrap();
                ready
                    .desk
                    .write(Cause::Person, move |tx| tx.set_vendor_setup(&setup))
                    .await
                    .unwrap();
            })
            .unwrap();
    }

    pub(super) fn templates(&self) -> Vec<Template> {
        let setup = self.ready().setup_of(Vendor::MyInterview);
        setup.templates.unwrap().templates
    }

    pub(super) fn stage(&self, vendor: Vendor) -> String {
        self.ready().setup_of(vendor).trigger_stage.unwrap().0
    }

    /// A published posting that invites at myInterview, with its tag.
    pub(super) fn posting(&self) -> (String, String) {
        self.simulation.sandbox.lever.look(|world| {
            world
                .postings
                .values()
                .filter(|posting| posting.state == "published")
                .find_map(|posting| {
                    let ours: Vec<&String> = posting
                        .tags
                        .iter()
                        .filter(|tag| tag.to_lowercase().starts_with("myinterview"))
                        .collect();
                    let alone = |tag: &String| {
                        let mut all = world.postings.values();
                        all.all(|one| one.id == posting.id || !one.tags.contains(tag))
                    };
                    match ours.as_slice() {
                        [tag] if tag.starts_with("myInterview:") && alone(tag) => {
                            Some((posting.id.clone(), (*tag).clone()))
                        }
                        _ => None,
                    }
                })
                .unwrap()
        })
    }
}

async fn press(world: &Assembled, path: &str, body: Value) -> Value {
    let path = format!("/console/{path}");
    let (status, answer) = world.call(Method::POST, &path, Some(&body)).await;
    assert!((200..300).contains(&status), "{path}: {status} {answer}");
    answer
}

fn setups(world: &Assembled) -> Vec<VendorSetup> {
    let host = |info: Value, name: &str| info[name].as_str().map(str::to_owned);
    let (videos, links) = (
        host(world.myinterview.info(), "review_host"),
        host(world.jobtwine.info(), "link_host"),
    );
    world.lever.look(|held| {
        let cast = &held.cast;
        // Whatever the postings name is a template.
        let mut names: Vec<String> = held
            .postings
            .values()
            .flat_map(|posting| &posting.tags)
            .filter_map(|tag| tag.strip_prefix("myInterview:").map(str::to_owned))
            .collect();
        names.sort();
        names.dedup();
        let templates = names
            .into_iter()
            .enumerate()
            .map(|(number, name)| Template {
                id: format!("template-{number}").as_str().into(),
                name,
            })
            .collect();
        let mut setups = vec![
            VendorSetup {
                trigger_stage: Some(cast.video_stage.as_str().into()),
                neutral_stage: Some(cast.neutral_stage.as_str().into()),
                note_authors: vec![cast.integration.as_str().into()],
                hosts: videos.into_iter().collect(),
                templates: Some(TemplateCatalogue {
                    templates,
                    as_of_ms: BEGIN_MS,
                    source: CatalogueSource::File,
                }),
                ..VendorSetup::unset(Vendor::MyInterview)
            },
            VendorSetup {
                trigger_stage: Some(cast.expert_stage.as_str().into()),
                neutral_stage: Some(cast.neutral_stage.as_str().into()),
                note_authors: vec![cast.experts.as_str().into()],
                hosts: links.into_iter().collect(),
                ..VendorSetup::unset(Vendor::JobTwine)
            },
        ];
        introduce(&mut setups);
        setups
    })
}

async fn ready(
    world: &Assembled,
    secrets: &MemoryStore,
    folder: &std::path::Path,
    let_in: LetIn,
    setups: Vec<VendorSetup>,
    stop: &CancellationToken,
) -> Arc<Ready> {
    let clock = Arc::new(SeatClock {
        clock: world.clock.clone(),
    });
    let options = |name: &str, key| OpenOptions {
        path: folder.join(name),
        key: create_database_key(secrets, "watch", key).unwrap(),
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
    let health = Arc::new(HealthDesk::default());
    let looks = health.clone();
    cache.subscribe(move |changes| looks.changed(changes));
    let looks = health.clone();
    desk.subscribe(move |changes| looks.changed(changes));
    let meter = Arc::new(Meter::new(clock.clone()));
    let lever = Lever::new(Connection {
        api_base: world.api_base.parse().unwrap(),
        authorize: Arc::new(let_in),
        transport: Arc::new(Direct(world.router.clone())),
        budget: Arc::new(Budget::new(
            BudgetSettings::default(),
            clock.clone(),
            clock.clone(),
        )),
        observer: meter.clone(),
        clock: clock.clone(),
        timer: clock.clone(),
        seed: 1,
    });
    let patterns = Patterns::builtin().unwrap();
    let seat = world.lever.look(|held| held.cast.seat.to_string());
    let engine = Engine::start(Parts {
        lever: lever.clone(),
        cache: cache.clone(),
        desk: desk.clone(),
        seat: seat.as_str().into(),
        rules: Rules {
            setups: setups.clone(),
            patterns: patterns.clone(),
            deadlines: Deadlines::DEFAULT,
        },
        vendors: Vec::new(),
        clock: clock.clone(),
        timer: clock.clone(),
        settings: Settings {
            poll_ms: POLL_MS,
            ..Settings::default()
        },
    });
    Arc::new(Ready {
        cache,
        desk,
        engine,
        lever,
        meter,
        vendors: Vec::new(),
        patterns,
        seat: Seat {
            user: seat.as_str().into(),
            name: "Seat".to_owned(),
            email: "seat@example.com".to_owned(),
            role: "admin".to_owned(),
            account: "localhost".to_owned(),
            rights: Rights::of("admin"),
        },
        host: "localhost".to_owned(),
        training: false,
        clock: clock.clone(),
        timer: clock,
        health,
        zone: "UTC".to_owned(),
        notices: Arc::new(Notices::default()),
        hold: HoldSettings::DEFAULT,
        resend_cooldown_ms: 0,
        setups: RwLock::new(Arc::new(setups)),
        access: Access::Key(Secret::from_text("key")),
        dry_run: Arc::default(),
        jobs: tokio::sync::Mutex::default(),
        mended: Mutex::new(None),
        stop: stop.clone(),
        tasks: TaskTracker::new(),
    })
}
