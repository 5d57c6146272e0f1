//! A sandbox and a program in one process.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fulcrum_app::domain::clock::{Clock, SystemClock};
use fulcrum_app::domain::ids::{IntentId, OpportunityId, StageId};
use fulcrum_app::domain::move_hold::HoldSettings;
use fulcrum_app::view::{Card, Changes, HealthNotice, Notice, Phase, SyncPhase};
use fulcrum_app::{App, AppConfig, AppEvent, TrainingFile};
use fulcrum_lever::BudgetSettings;
use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::Settings;
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than anything here takes, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// This machine's clock, moved.
#[derive(Default)]
pub(crate) struct Ahead(AtomicI64);

impl Ahead {
    pub(crate) fn move_on(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Ahead {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.0.load(Ordering::SeqCst)
    }
}

pub(crate) struct Bench {
    pub(crate) sandbox: Running,
    pub(crate) app: App,
    pub(crate) heard: Heard,
    pub(crate) profile: bool,
    /// The program's clock; the sandbox keeps its own.
    pub(crate) clock: Arc<Ahead>,
    http: Client,
    folder: TempDir,
    secrets: Arc<MemoryStore>,
}

/// What the program said by itself.
#[derive(Clone, Default)]
pub(crate) struct Heard {
    notices: Arc<Mutex<Vec<Notice>>>,
    changes: Arc<Mutex<Vec<Changes>>>,
    late: Arc<Mutex<Vec<Notice>>>,
    health: Arc<Mutex<Vec<HealthNotice>>>,
}

impl Heard {
    pub(crate) fn codes(&self) -> Vec<String> {
        let notices = self.notices.lock().unwrap();
        notices.iter().map(|notice| notice.code.clone()).collect()
    }

    /// Those that would become native notifications.
    pub(crate) fn native(&self) -> Vec<Notice> {
        let notices = self.notices.lock().unwrap();
        notices
            .iter()
            .filter(|notice| notice.title.is_some())
            .cloned()
            .collect()
    }

    /// Native notifications that had to wait.
    pub(crate) fn late(&self) -> Vec<Notice> {
        self.late.lock().unwrap().clone()
    }

    /// Notifications about the set-up.
    pub(crate) fn health(&self) -> Vec<HealthNotice> {
        self.health.lock().unwrap().clone()
    }

    pub(crate) fn changes(&self) -> Vec<Changes> {
        self.changes.lock().unwrap().clone()
    }
}

/// A small world without a past, in which every failure leaves a note.
pub(crate) fn world() -> Settings {
    let mut settings = Settings {
        seed: 5,
        opportunities: 40,
        ..Settings::default()
    };
    settings.switches.past_interviews = 0.0;
    settings.myinterview = settings
        .myinterview
        .patched(&json!({ "silence": "never" }))
        .unwrap();
    settings
}

impl Bench {
    pub(crate) async fn start(profile: bool) -> Self {
        Self::with(world(), profile).await
    }

    pub(crate) async fn with(settings: Settings, profile: bool) -> Self {
        let sandbox = serve::start(settings).await.unwrap();
        let folder = TempDir::new().unwrap();
        let secrets = Arc::new(MemoryStore::default());
        let clock = Arc::new(Ahead::default());
        let (app, heard) = open(
            &sandbox,
            folder.path(),
            secrets.clone(),
            clock.clone(),
            profile,
        )
        .await;
        let bench = Self {
            sandbox,
            app,
            heard,
            profile,
            clock,
            http: Client::builder().no_proxy().build().unwrap(),
            folder,
            secrets,
        };
        bench.live().await;
        bench
    }

    /// What the program keeps under this name.
    pub(crate) fn kept(&self, name: SecretName) -> Option<Secret> {
        self.secrets.get("training", name).unwrap()
    }

    /// Where the program's files are.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends the program and starts it again on the same files.
    pub(crate) async fn restart(&mut self) {
        self.app.shutdown().await;
        let (app, heard) = open(
            &self.sandbox,
            self.folder.path(),
            self.secrets.clone(),
            self.clock.clone(),
            self.profile,
        )
        .await;
        self.app = app;
        self.heard = heard;
    }

    pub(crate) async fn live(&self) {
        assert_eq!(
            self.app.session().phase,
            Phase::Ready,
            "{:?}",
            self.app.session()
        );
        until("everything is read", async || {
            let status = self.app.sync_status().await.unwrap();
            status.phase == SyncPhase::Live && status.queued == 0
        })
        .await;
    }

    /// As another start on the same files would be configured.
    pub(crate) fn config(&self) -> AppConfig {
        let file = TrainingFile::parse(&self.sandbox.info.to_string()).unwrap();
        AppConfig {
            secrets: self.secrets.clone(),
            clock: self.clock.clone(),
            runtime_dir: Some(self.folder.path().to_owned()),
            ..quick(AppConfig::new(self.folder.path().to_owned()).training(file))
        }
    }

    /// Twice around the clock of the engine, so that what was on its way has arrived.
    pub(crate) async fn quiet(&self) {
        let mut before = None;
        until("nothing changes any more", async || {
            self.app.sync_now().await.unwrap();
            tokio::time::sleep(Duration::from_millis(400)).await;
            let status = self.app.sync_status().await.unwrap();
            let now = (self.state().await["myinterview"].to_string(), status.queued);
            let same = before.as_ref() == Some(&now) && status.queued == 0;
            before = Some(now);
            same
        })
        .await;
    }

    /// Until Lever was asked in vain a few times.
    pub(crate) async fn quietly_for_a_moment(&self) {
        let before = self.asked("/opportunities").await.len();
        until("Lever is asked", async || {
            self.asked("/opportunities").await.len() >= before + 3
        })
        .await;
    }

    pub(crate) fn info(&self, field: &str) -> String {
        let value = &self.sandbox.info["myinterview"][field];
        value.as_str().unwrap().to_owned()
    }

    pub(crate) fn trigger(&self) -> StageId {
        self.info("trigger_stage_id").into()
    }

    pub(crate) fn seat(&self) -> String {
        let seat = &self.sandbox.info["seat"]["user_id"];
        seat.as_str().unwrap().to_owned()
    }

    pub(crate) async fn stage_named(&self, name: &str) -> StageId {
        let setup = self.app.setup().await.unwrap();
        setup
            .stages
            .iter()
            .find(|stage| stage.name == name)
            .map(|stage| stage.id.clone())
            .unwrap_or_else(|| panic!("no stage {name} in {:?}", setup.stages))
    }

    /// Any published posting, carrying exactly these tags.
    pub(crate) async fn posting(&self, tags: &[&str]) -> String {
        let list = self.lever(Method::GET, "/postings?limit=100").await;
        let posting = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|posting| posting["state"] == "published")
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        self.console(
            &format!("/postings/{posting}/tags"),
            json!({ "tags": tags }),
        )
        .await;
        posting
    }

    /// A candidate of the seat, who waits in the recruiter's stage, known to the program.
    pub(crate) async fn candidate(
        &self,
        posting: &str,
        emails: &[&str],
        phones: &[&str],
    ) -> OpportunityId {
        let stage = self.stage_named("Recruiter screen").await;
        let made = self
            .console(
                "/opportunities",
                json!({
                    "name": "Ana Prova", "emails": emails, "phones": phones, "posting": posting,
                    "stage": stage.as_str(), "owner": self.seat(),
                }),
            )
            .await;
        let id: OpportunityId = made["id"].as_str().unwrap().into();
        self.until_here(&id).await;
        id
    }

    /// A colleague's candidate, known to the program.
    pub(crate) async fn candidate_of(&self, posting: &str, stage: &str) -> OpportunityId {
        let users = self.lever(Method::GET, "/users?limit=100").await;
        let colleague = users["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|user| user["id"] != self.seat().as_str())
            .unwrap()["id"]
            .clone();
        let stage = self.stage_named(stage).await;
        let made = self
            .console(
                "/opportunities",
                json!({
                    "name": "Bea Altra", "emails": ["bea@example.com"], "phones": [], "posting": posting,
                    "stage": stage.as_str(), "owner": colleague,
                }),
            )
            .await;
        let id: OpportunityId = made["id"].as_str().unwrap().into();
        self.until_here(&id).await;
        id
    }

    /// Somebody else writes a note in Lever.
    pub(crate) async fn note_by_a_colleague(&self, id: &OpportunityId) {
        let users = self.lever(Method::GET, "/users?limit=100").await;
        let colleague = users["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|user| user["id"] != self.seat().as_str())
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let path = format!("/opportunities/{id}/notes?perform_as={colleague}");
        let answer = self
            .http
            .post(format!("{}{path}", self.sandbox.api_base))
            .basic_auth(&self.sandbox.api_key, Some(""))
            .json(&json!({ "value": "Call the hiring manager first." }))
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    }

    async fn until_here(&self, id: &OpportunityId) {
        until("the candidate is here", async || {
            self.app.sync_now().await.unwrap();
            self.app.candidate(id).await.is_ok()
        })
        .await;
    }

    /// A candidate who can be invited.
    pub(crate) async fn invitable(&self) -> OpportunityId {
        let posting = self.posting(&["myInterview:Lever Demo"]).await;
        let id = self
            .candidate(&posting, &["ana@example.com"], &["+1 555 010 0100"])
            .await;
        // The posting's tag arrives with the next slow round; the fix reads it at once.
        self.app
            .fix_posting_tag(&posting.as_str().into(), None, "myInterview:Lever Demo")
            .await
            .unwrap();
        id
    }

    pub(crate) async fn card(&self, id: &OpportunityId) -> Card {
        self.app.candidate(id).await.unwrap().card
    }

    /// Until the latest journey is in this state.
    pub(crate) async fn until_state(&self, id: &OpportunityId, state: &str) {
        until(state, async || {
            self.app.sync_now().await.unwrap();
            self.journey(id).await.0 == state
        })
        .await;
    }

    /// State and failure of the latest journey.
    pub(crate) async fn journey(&self, id: &OpportunityId) -> (String, Option<String>) {
        let panel = self.app.candidate(id).await.unwrap();
        panel
            .journeys
            .last()
            .map(|journey| (journey.state.clone(), journey.failure.clone()))
            .unwrap_or_default()
    }

    pub(crate) async fn until_settled(&self, intent: &IntentId) {
        until("the move is settled", async || {
            let dock = self.app.dock().await.unwrap();
            !dock.items.iter().any(|item| item.pending.intent == *intent)
        })
        .await;
    }

    pub(crate) async fn state(&self) -> Value {
        self.http
            .get(format!("{}/state.json", self.sandbox.console))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub(crate) async fn interviews(&self, id: &OpportunityId) -> Vec<Value> {
        self.state().await["myinterview"]["interviews"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|interview| interview["opportunity"] == id.as_str())
            .cloned()
            .collect()
    }

    /// Writes to Lever so far by the program's key, as "METHOD path-with-query".
    pub(crate) async fn writes(&self, about: &str) -> Vec<String> {
        let asked = self.asked(about).await;
        asked
            .into_iter()
            .filter(|one| !one.starts_with("GET "))
            .collect()
    }

    /// Requests to Lever so far, as "METHOD path-with-query".
    pub(crate) async fn asked(&self, about: &str) -> Vec<String> {
        let log: Value = self
            .http
            .get(format!("{}/requests.json", self.sandbox.console))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        log["requests"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["path"].as_str().unwrap().contains(about))
            .map(|row| {
                format!(
                    "{} {}",
                    row["method"].as_str().unwrap(),
                    row["path"].as_str().unwrap()
                )
            })
            .collect()
    }

    /// Stage changes of one opportunity that were asked for over the API.
    pub(crate) async fn stage_writes(&self, id: &OpportunityId) -> Vec<String> {
        self.writes(&format!("/opportunities/{id}/stage")).await
    }

    pub(crate) async fn console(&self, path: &str, body: Value) -> Value {
        let answer = self
            .http
            .post(format!("{}{path}", self.sandbox.console))
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let value: Value = answer.json().await.unwrap_or_default();
        assert!(status.is_success(), "{path}: {status} {value}");
        value
    }

    pub(crate) async fn act(&self, id: &OpportunityId, action: &str) {
        self.console(&format!("/myinterview/{id}/{action}"), json!({}))
            .await;
    }

    pub(crate) async fn lever(&self, method: Method, path: &str) -> Value {
        self.http
            .request(method, format!("{}{path}", self.sandbox.api_base))
            .basic_auth(&self.sandbox.api_key, Some(""))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }
}

async fn open(
    sandbox: &Running,
    folder: &Path,
    secrets: Arc<MemoryStore>,
    clock: Arc<Ahead>,
    profile: bool,
) -> (App, Heard) {
    let mut info = sandbox.info.clone();
    if !profile {
        info["myinterview"]["vendor_profile"] = json!("off");
        info["jobtwine"]["vendor_profile"] = json!("off");
    }
    let file = TrainingFile::parse(&info.to_string()).unwrap();
    let app = App::begin(AppConfig {
        secrets,
        clock,
        runtime_dir: Some(folder.to_owned()),
        ..quick(AppConfig::new(folder.to_owned()).training(file))
    });
    let heard = Heard::default();
    listen(&app, heard.clone());
    app.opened().await;
    (app, heard)
}

/// As fast as the sandbox without limits.
pub(crate) fn quick(config: AppConfig) -> AppConfig {
    AppConfig {
        poll_ms: Some(200),
        budget: BudgetSettings {
            rate_per_second: 2_000,
            burst: 2_000,
        },
        hold: HoldSettings {
            hold_ms: 20_000,
            ..HoldSettings::DEFAULT
        },
        ..config
    }
}

fn listen(app: &App, heard: Heard) {
    let mut events = app.events();
    tokio::spawn(async move {
        while let Ok(event) = events.recv().await {
            match event {
                AppEvent::Notice(notice) => heard.notices.lock().unwrap().push(notice),
                AppEvent::Changes(changes) => heard.changes.lock().unwrap().push(changes),
                AppEvent::Notify(notice) => heard.late.lock().unwrap().push(notice),
                AppEvent::Health(notice) => heard.health.lock().unwrap().push(notice),
                AppEvent::Download(_) | AppEvent::Status(_) => {}
            }
        }
    });
}

/// Waits generously for what must become true.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < PATIENCE, "never happened: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
