//! What a start needs to know.

use std::path::PathBuf;
use std::sync::Arc;

use fulcrum_domain::clock::{Clock, SystemClock};
use fulcrum_domain::move_hold::HoldSettings;
use fulcrum_lever::BudgetSettings;
use fulcrum_vault::{KeyringStore, SecretStore};

use crate::training::TrainingFile;

/// Lever's production API.
pub(crate) const LEVER_API: &str = "https://api.lever.co/v1";

/// Lever's production sign-in.
const LEVER_AUTH: &str = "https://auth.lever.co";

/// Where the browser comes back to, in the order tried. Lever compares registered addresses character by character, so
/// the organisation's app has to list these.
const REDIRECT_URIS: [&str; 3] = [
    "http://127.0.0.1:47621/callback",
    "http://127.0.0.1:47622/callback",
    "http://127.0.0.1:47623/callback",
];

/// How a program is started. [`AppConfig::new`] is a real account on this machine's keyring and clock.
#[derive(Clone)]
pub struct AppConfig {
    /// Folder of the local files; made when missing.
    pub data_dir: PathBuf,
    /// Base of the Data API, ending in `/v1`. A training file's takes its place.
    pub lever_api: String,
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
            data_dir,
            lever_api: LEVER_API.to_owned(),
            training: None,
            vendor_profile: None,
            jobtwine_profile: None,
            secrets: Arc::new(KeyringStore::default()),
            clock: Arc::new(SystemClock),
            // Where the system does not say, times are shown and meant in UTC.
            zone: iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned()),
            downloads_dir: dirs::download_dir()
                .or_else(|| dirs::home_dir().map(|home| home.join("Downloads"))),
            poll_ms: None,
            budget: BudgetSettings::default(),
            hold: HoldSettings::DEFAULT,
            resend_cooldown_ms: 10 * 60 * 1_000,
        }
    }

    /// The same, on a training server.
    #[must_use]
    pub fn training(mut self, file: TrainingFile) -> Self {
        self.lever_api.clone_from(&file.api_base);
        self.hold = file.hold.unwrap_or(self.hold);
        self.training = Some(file);
        self
    }

    /// Names this account's entries in the keyring and its folder.
    pub(crate) fn profile(&self) -> &'static str {
        if self.training.is_some() {
            "training"
        } else {
            "account"
        }
    }

    /// Base of the sign-in; none on a training server that has no sign-in.
    pub(crate) fn auth_base(&self) -> Option<&str> {
        match &self.training {
            Some(file) => file.auth_base.as_deref(),
            None => Some(LEVER_AUTH),
        }
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
        crate::links::host(&self.lever_api).unwrap_or_else(|| self.lever_api.clone())
    }
}
