//! What a start needs to know.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use fulcrum_domain::clock::{Clock, SystemClock};
use fulcrum_domain::move_hold::HoldSettings;
use fulcrum_lever::{BudgetSettings, Environment, LONGEST_WAIT};
use fulcrum_vault::{KeyringStore, SecretStore};

use crate::environment::ChosenEnvironment;
use crate::training::TrainingFile;

/// Where the browser comes back to, in the order tried. Lever compares registered addresses character by character, so
/// the organisation's app has to list these.
pub const REDIRECT_URIS: [&str; 3] = [
    "http://127.0.0.1:47621/callback",
    "http://127.0.0.1:47622/callback",
    "http://127.0.0.1:47623/callback",
];

/// How a program is started. [`AppConfig::new`] is a real account on this machine's keyring and clock.
#[derive(Clone)]
pub struct AppConfig {
    /// Folder of the local files; made when missing.
    pub data_dir: PathBuf,
    /// Which of Lever's environments the account lives in. Chosen in the window or at the start, kept in a file.
    pub environment: ChosenEnvironment,
    /// Another base of the Data API than the environment's, ending in `/v1`. A training file's takes its place.
    pub lever_api: Option<String>,
    /// A training server instead of a real account.
    pub training: Option<TrainingFile>,
    /// Text of a vendor profile file for myInterview; its credentials are in the keyring.
    pub vendor_profile: Option<String>,
    /// The same for JobTwine.
    pub jobtwine_profile: Option<String>,
    /// Where secrets live.
    pub secrets: Arc<dyn SecretStore>,
    /// Wall clock.
    pub clock: Arc<dyn Clock>,
    /// IANA zone of this seat.
    pub zone: String,
    /// Where downloads and calendar files go; `None`: nowhere.
    pub downloads_dir: Option<PathBuf>,
    /// Where the desktop keeps what belongs to running programs; `None`: nowhere, and no other start can ask this one.
    pub runtime_dir: Option<PathBuf>,
    /// Folders of the webview's own files; a wipe removes what is in them.
    pub webview_dirs: Vec<PathBuf>,
    /// Files by which the desktop would start this program; a wipe removes them.
    pub autostart: Vec<PathBuf>,
    /// Between two questions "what has changed", ms; `None`: 15 s, or 2 s while training.
    pub poll_ms: Option<u64>,
    /// This seat's share of the request rate.
    pub budget: BudgetSettings,
    /// How long moves wait and stay good.
    pub hold: HoldSettings,
    /// After an invitation went out, a resend waits this long, ms.
    pub resend_cooldown_ms: i64,
}

impl AppConfig {
    /// A real account, the system's keyring and clock.
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            environment: ChosenEnvironment::kept_in(&data_dir),
            data_dir,
            lever_api: None,
            training: None,
            vendor_profile: None,
            jobtwine_profile: None,
            secrets: Arc::new(KeyringStore::default()),
            clock: Arc::new(SystemClock),
            // Where the system does not say, times are shown and meant in UTC.
            zone: iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned()),
            downloads_dir: dirs::download_dir()
                .or_else(|| dirs::home_dir().map(|home| home.join("Downloads"))),
            runtime_dir: dirs::runtime_dir(),
            webview_dirs: Vec::new(),
            autostart: Vec::new(),
            poll_ms: None,
            budget: BudgetSettings::default(),
            hold: HoldSettings::DEFAULT,
            resend_cooldown_ms: 10 * 60 * 1_000,
        }
    }

    /// The same, on a training server.
    #[must_use]
    pub fn training(mut self, file: TrainingFile) -> Self {
        self.lever_api = Some(file.api_base.clone());
        self.hold = file.hold.unwrap_or(self.hold);
        self.training = Some(file);
        self
    }

    /// Names this account's entries in the keyring and its folder.
    pub(crate) fn profile(&self) -> &'static str {
        match self.environment.get() {
            _ if self.training.is_some() => "training",
            Environment::Production => "account",
            Environment::Sandbox => "sandbox",
        }
    }

    /// Base of the Data API, ending in `/v1`.
    pub(crate) fn api(&self) -> &str {
        match &self.lever_api {
            Some(address) => address,
            None => self.environment.get().api(),
        }
    }

    /// Base of the sign-in; none on a training server that has no sign-in.
    pub(crate) fn auth_base(&self) -> Option<&str> {
        match &self.training {
            Some(file) => file.auth_base.as_deref(),
            // An address that was given may itself be one of Lever's two.
            None => Some(
                Environment::of_api(self.api())
                    .unwrap_or(self.environment.get())
                    .auth(),
            ),
        }
    }

    /// How long the browser is waited for: a lesson may be shorter than life, never longer.
    pub(crate) fn sign_in_patience(&self) -> Duration {
        let lesson = self.training.as_ref().and_then(|file| file.oauth.as_ref());
        lesson
            .and_then(|oauth| oauth.patience_ms)
            .map_or(LONGEST_WAIT, Duration::from_millis)
            .min(LONGEST_WAIT)
    }

    /// The loopback addresses of the organisation's app.
    pub(crate) fn redirect_uris(&self) -> Vec<String> {
        match self.training.as_ref().and_then(|file| file.oauth.as_ref()) {
            Some(oauth) => oauth.redirect_uris.clone(),
            None => REDIRECT_URIS.map(str::to_owned).to_vec(),
        }
    }

    /// Host (and port) of the API, for display.
    pub(crate) fn host(&self) -> String {
        crate::links::host(self.api()).unwrap_or_else(|| self.api().to_owned())
    }
}
