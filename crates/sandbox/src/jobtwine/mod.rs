//! The expert-interview vendor as seen from its own side.
//!
//! It knows Lever only as a partner does: an OAuth grant, one webhook, HTTP. Postings with its tag become jobs; a candidate
//! who enters its stage is asked for slots, interviewers race for them, and what comes of it is written into notes. The
//! vendor publishes no interface and no text: whatever its help article leaves open is chosen by [`Switches`].

mod choices;
mod connect;
mod console;
mod course;
mod drive;
mod entry;
mod feedback;
mod interview;
mod jobs;
mod ledger;
mod media;
mod messages;
mod movie;
mod notes;
mod page_parts;
mod pages;
mod panel;
mod past;
mod pdf;
mod portal;
mod race;
mod rest;
mod slots;
mod switches;
mod trouble;
mod webhook;
mod when;
mod wording;
mod wordings;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
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

use ledger::Ledger;

pub use crate::partner::hearing::Hearing;
pub use choices::{
    Break, LetterCase, NoteScore, OnUntagged, Recovery, Reentry, RoundRule, SecureLinks, SlotLink,
    WithoutRounds,
};
pub use ledger::Round;
pub use past::{PastInterview, PastPerson, seed_past};
pub use switches::{
    Addressed, Course, FirstClaim, OnArchived, OnLeave, SelfSchedule, Silence, Switches,
    UnreachableOwner,
};

/// The posting tag that makes a job, letter for letter; also the title of the stage.
pub const TAG: &str = "JobTwine";

/// What the vendor is told when it is set up.
pub struct VendorStart {
    /// `http://127.0.0.1:PORT/jobtwine`
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
    /// Lever user id that the vendor's notes are written as.
    pub note_author: String,
    /// Rounds that were entered before the start, by posting id.
    pub rounds: BTreeMap<String, Vec<Round>>,
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

/// Whoever holds it works alone on one candidacy.
type Turn = Arc<tokio::sync::Mutex<()>>;

/// The vendor, running.
pub struct JobTwine {
    start: VendorStart,
    dice: Dice,
    lever: LeverSide,
    outbox: Outbox,
    api_key: String,
    link_secret: String,
    /// The proposed interface, as data.
    interface: Profile,
    consents: Consents,
    at_work: AtWork,
    /// Deliveries that were taken and are to be handled later.
    later: AtWork,
    /// False from the moment at which Lever refused the grant.
    connected: AtomicBool,
    /// Lever stages that bear the vendor's name, at the last look.
    stages: Mutex<BTreeSet<String>>,
    ledger: Mutex<Ledger>,
    switches: Mutex<Switches>,
    turns: Mutex<BTreeMap<String, Turn>>,
    tasks: Mutex<JoinSet<()>>,
}

impl JobTwine {
    /// Sets the vendor up; nothing is sent yet.
    pub fn start(mut start: VendorStart) -> Arc<Self> {
        let dice = Dice::new(start.settings.seed);
        let mut ledger = Ledger::default();
        past::remember(
            &mut ledger,
            &std::mem::take(&mut start.past),
            &start.base_url,
        );
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
            api_key: dice.key(&["jobtwine", "api key"]),
            link_secret: media::link_secret(dice),
            interface: Profile::read(console::PROFILE),
            consents: Consents::default(),
            at_work: AtWork::default(),
            later: AtWork::default(),
            connected: AtomicBool::new(true),
            stages: Mutex::default(),
            ledger: Mutex::new(ledger),
            switches: Mutex::new(start.settings.jobtwine.clone()),
            turns: Mutex::default(),
            tasks: Mutex::default(),
            start,
        })
    }

    /// Its pages, webhook receiver, files and API profile, to be nested under `/jobtwine`.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .route("/hooks/stage", post(webhook::stage))
            .route("/s/{token}", get(pages::show).post(pages::act))
            .route("/jobs", get(pages::jobs).post(pages::save_rounds))
            .route("/integrations", get(connect::page))
            .route("/integrations/lever", get(connect::activate))
            .route("/oauth/callback", get(connect::callback))
            .route(
                "/interviewer/schedule-candidates",
                get(portal::open_candidates).post(portal::claim),
            )
            .route("/interviewer/candidates", get(portal::candidates))
            .route("/secure/{id}/{file}", get(media::file))
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

    /// The `jobtwine` object of the line that the binary prints.
    pub fn info(&self) -> Value {
        json!({
            "available": true,
            "base": self.start.base_url,
            "api_base": format!("{}/api", self.start.base_url),
            "api_key": self.api_key,
            "link_host": self.host(),
            "posting_tag": TAG,
            "tag": TAG,
            "vendor_user_id": self.start.note_author,
            "vendor_profile": self.profile(),
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

    fn stages(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// Hands an answer of Lever on; a refused grant ends everything at once.
    fn heard<T>(&self, answer: Result<T, Refused>) -> Result<T, Refused> {
        if matches!(answer, Err(Refused::Unauthorized)) {
            self.set_connected(false);
        }
        answer
    }

    fn set_connected(&self, connected: bool) {
        self.connected.store(connected, Ordering::Relaxed);
    }

    fn turn(&self, opportunity: &str) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(opportunity.to_owned()).or_default())
    }

    /// Runs `work` beside the server; it ends with the vendor.
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(work);
    }
}
