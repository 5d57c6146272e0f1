//! The video-interview vendor as seen from its own side.
//!
//! It knows Lever only as a partner does: an OAuth grant, two webhooks, HTTP. A candidate who enters the trigger stage is
//! looked up, invited by mail (and SMS) and tagged; a completed interview replaces the tag and leaves a note and a link.
//! Where the vendor's help article is silent, [`Switches`] choose.

pub mod posting_tag;
pub mod status_tag;
pub mod templates;

mod authorization;
mod candidates;
mod choices;
mod completion;
mod connect;
mod console;
mod deadline;
mod envelope;
mod interview;
mod invite;
mod jobs;
mod ledger;
mod message_templates;
mod messages;
mod pages;
mod past;
mod playback;
mod reach;
mod report;
mod rest;
mod switches;
mod template_file;
mod trigger;
mod watching;
mod webhook;
mod wording;
mod writes;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::clock::SandboxClock;
use crate::lever::VendorFaults;
use crate::outbox::Outbox;
use crate::partner::at_work::AtWork;
use crate::partner::consent::Consents;
use crate::partner::dice::Dice;
use crate::partner::lever_side::{Grant, LeverSide, Refused};
use crate::partner::profile::Profile;
use crate::settings::Settings;
use crate::transport::Transport;

use authorization::Credentials;
use ledger::Ledger;
use templates::Template;
use trigger::Trigger;

pub use crate::partner::hearing::Hearing;
pub use choices::{
    CallId, Delimiter, ErrorMessage, FileHeader, LetterCase, OnArchived, OnRevoked, OpenReentry,
    PlaybackKeys, Recovery, ReviewLink, TagMode, TemplateFrom, TimeForm, TriggerBy,
};
pub use message_templates::{MessageKind, MessageTemplate};
pub use past::{PastInterview, PastPerson, seed_past};
pub use switches::{Silence, Switches, Write};

/// What the vendor is told when it is set up.
pub struct VendorStart {
    /// `http://127.0.0.1:PORT/myinterview`
    pub base_url: String,
    /// Lever's API, ending in `/v1`.
    pub lever_api: String,
    /// Lever's authorisation host (`/authorize`, `/oauth/token` below it).
    pub lever_auth: String,
    /// The vendor's own OAuth client at Lever.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The pair that the Super Admin's consent gave.
    pub access_token: String,
    /// Rotates with every refresh.
    pub refresh_token: String,
    /// Stage whose entry means "invite".
    pub trigger_stage_id: String,
    /// Lever user id that the vendor's notes and tags are written as.
    pub note_author: String,
    /// Interviews that lie in the past at start, as [`seed_past`] made them.
    pub past: Vec<PastInterview>,
    /// The way to Lever.
    pub transport: Transport,
    /// Planned bad days.
    pub faults: VendorFaults,
    /// The sandbox's clock.
    pub clock: SandboxClock,
    /// Seed, vendor seconds, switches.
    pub settings: Settings,
}

/// Whoever holds it works alone on one posting or one candidacy.
type Turn = Arc<tokio::sync::Mutex<()>>;

/// The vendor, running.
pub struct MyInterview {
    start: VendorStart,
    dice: Dice,
    lever: LeverSide,
    outbox: Outbox,
    templates: Mutex<Vec<Template>>,
    credentials: Credentials,
    /// The proposed interface, as data.
    interface: Profile,
    trigger: Mutex<Trigger>,
    /// False from the moment at which Lever refused the grant.
    connected: AtomicBool,
    consents: Consents,
    at_work: AtWork,
    /// Deliveries that were taken and are to be handled later.
    later: AtWork,
    /// For what the vendor itself reports to somebody's address.
    http: reqwest::Client,
    ledger: Mutex<Ledger>,
    switches: Mutex<Switches>,
    /// One turn per posting (its job) and per candidacy (its attempts).
    turns: Mutex<BTreeMap<(&'static str, String), Turn>>,
    tasks: Mutex<JoinSet<()>>,
    calls: AtomicU64,
}

impl MyInterview {
    /// Sets the vendor up; nothing is sent yet.
    pub fn start(mut start: VendorStart) -> Arc<Self> {
        let dice = Dice::new(start.settings.seed);
        let mut ledger = Ledger::default();
        past::remember(
            &mut ledger,
            &std::mem::take(&mut start.past),
            dice,
            &start.base_url,
        );
        let key = |what: &str| dice.key(&["credential", what]);
        Arc::new(Self {
            dice,
            lever: LeverSide::new(Grant {
                api: start.lever_api.clone(),
                auth: start.lever_auth.clone(),
                client_id: start.client_id.clone(),
                client_secret: start.client_secret.clone(),
                access_token: start.access_token.clone(),
                refresh_token: start.refresh_token.clone(),
                transport: start.transport.clone(),
                clock: start.clock.clone(),
            }),
            outbox: Outbox::default(),
            templates: Mutex::new(templates::catalogue()),
            interface: Profile::read(console::PROFILE),
            trigger: Mutex::new(Trigger {
                stage: start.trigger_stage_id.clone(),
                title: String::new(),
            }),
            connected: AtomicBool::new(true),
            consents: Consents::default(),
            at_work: AtWork::default(),
            later: AtWork::default(),
            http: reqwest::Client::builder()
                .no_proxy()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(std::time::Duration::from_secs(10))
                .build()
                .unwrap_or_default(),
            credentials: Credentials {
                access_key: key("access key"),
                secret: key("secret"),
                company_id: key("company"),
                api_key: key("api key"),
                secret_token: key("secret token"),
            },
            ledger: Mutex::new(ledger),
            switches: Mutex::new(start.settings.myinterview.clone()),
            turns: Mutex::default(),
            tasks: Mutex::default(),
            calls: AtomicU64::new(0),
            start,
        })
    }

    /// Its pages, webhook receivers and REST profile, to be nested under `/myinterview`.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/hooks/stage", post(webhook::stage))
            .route("/hooks/archive", post(webhook::archive))
            .route(
                "/start/{key}/{company}/{job}",
                get(pages::start).post(pages::finish),
            )
            .route("/review/{id}", get(pages::review))
            .route("/media/{file}", get(watching::media))
            .route("/2.21.2/getVideo", get(watching::get_video))
            .route("/2.8.0/getVideo", get(watching::get_video))
            .route("/player.v3.html", get(watching::player))
            .route("/player.v4.html", get(watching::player))
            .route("/templates.csv", get(pages::templates_file))
            .route(
                "/templates",
                get(pages::templates_page).post(console::save_template),
            )
            .route("/integrations", get(connect::page))
            .route("/integrations/lever", get(connect::sign_in))
            .route("/integrations/stage", post(connect::choose_stage))
            .route("/oauth/callback", get(connect::callback))
            .route("/profile.json", get(console::profile))
            .route(
                "/switches",
                get(console::switches).post(console::set_switches),
            )
            .nest("/api", rest::router(self))
            .fallback(pages::nothing)
            .method_not_allowed_fallback(pages::wrong_verb)
            .with_state(Arc::clone(self))
    }

    /// The `myinterview` object of the line that the binary prints.
    pub fn info(&self) -> Value {
        json!({
            "available": true,
            "base": self.start.base_url,
            "trigger_stage_id": self.trigger().stage,
            "templates_file": format!("{}/templates.csv", self.start.base_url),
            "review_host": self.host(),
            "note_author": self.start.note_author,
            "profile": self.profile(),
            "credentials": self.credentials,
        })
    }

    /// Host and port of the vendor's links.
    fn host(&self) -> &str {
        let address = self
            .start
            .base_url
            .split_once("://")
            .map_or("", |(_, rest)| rest);
        address.split('/').next().unwrap_or_default()
    }

    /// Virtual time, Unix milliseconds.
    fn now(&self) -> i64 {
        self.start.clock.now_ms()
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The switches as they stand.
    pub fn switches(&self) -> Switches {
        self.switches_mut().clone()
    }

    fn switches_mut(&self) -> MutexGuard<'_, Switches> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The account's question templates as they stand.
    fn templates(&self) -> Vec<Template> {
        self.templates_mut().clone()
    }

    fn templates_mut(&self) -> MutexGuard<'_, Vec<Template>> {
        self.templates
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn trigger(&self) -> Trigger {
        self.trigger_mut().clone()
    }

    fn trigger_mut(&self) -> MutexGuard<'_, Trigger> {
        self.trigger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    fn set_connected(&self, connected: bool) {
        self.connected.store(connected, Ordering::Relaxed);
    }

    /// Hands an answer of Lever on, and remembers when the grant was refused.
    fn heard<T>(&self, answer: Result<T, Refused>) -> Result<T, Refused> {
        if matches!(answer, Err(Refused::Unauthorized)) {
            self.set_connected(false);
        }
        answer
    }

    /// Whether the next invitation is to fail; asked once.
    fn take_fail_next(&self) -> bool {
        std::mem::take(&mut self.switches_mut().fail_next)
    }

    /// Whether completion is to break off after `write`; asked once.
    fn take_break_after(&self, write: Write) -> bool {
        let mut switches = self.switches_mut();
        let breaks = switches.break_after == Some(write);
        if breaks {
            switches.break_after = None;
        }
        breaks
    }

    fn turn(&self, kind: &'static str, id: &str) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry((kind, id.to_owned())).or_default())
    }

    /// Runs `work` beside the server; it ends with the vendor.
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(work);
    }

    fn next_call(&self) -> u64 {
        self.calls.fetch_add(1, Ordering::Relaxed)
    }
}
