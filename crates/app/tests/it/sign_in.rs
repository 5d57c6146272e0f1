//! Signing in with Lever instead of a key, as a person does it: browser, consent page, seat.

use std::sync::Arc;

use fulcrum_app::view::{Phase, ProblemCode, SyncPhase, UserChoice};
use fulcrum_app::{App, AppConfig, TrainingFile};
use fulcrum_sandbox::serve::{self, Running};
use fulcrum_sandbox::settings::Settings;
use fulcrum_vault::{MemoryStore, Secret, SecretName, SecretStore};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, MutexGuard};
use url::Url;

use crate::bench::{Ahead, quick, until, world};

const HOUR_MS: i64 = 3_600_000;

/// The three ports are the machine's: the tests that use them take turns.
pub(crate) static PORTS: Mutex<()> = Mutex::const_new(());

/// A person with a registered app and no key.
pub(crate) struct Desk {
    sandbox: Running,
    pub(crate) info: Value,
    folder: TempDir,
    pub(crate) secrets: Arc<MemoryStore>,
    clock: Arc<Ahead>,
    pub(crate) http: reqwest::Client,
    _turn: MutexGuard<'static, ()>,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::at(world()).await
    }

    /// In a world that is a little different.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = world();
        change(&mut settings);
        Self::at(settings).await
    }

    pub(crate) async fn at(settings: Settings) -> Self {
        let turn = PORTS.lock().await;
        let sandbox = serve::start(settings).await.unwrap();
        let mut info = sandbox.info.clone();
        info["seat"] = json!(null);
        info["api_key"] = json!("");
        Self {
            sandbox,
            info,
            folder: TempDir::new().unwrap(),
            secrets: Arc::default(),
            clock: Arc::default(),
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            _turn: turn,
        }
    }

    pub(crate) async fn start(&self) -> App {
        let file = TrainingFile::parse(&self.info.to_string()).unwrap();
        App::start(AppConfig {
            secrets: self.secrets.clone(),
            clock: self.clock.clone(),
            ..quick(AppConfig::new(self.folder.path().to_owned()).training(file))
        })
        .await
    }

    fn app_of(&self, field: &str) -> &str {
        self.info["oauth"][field].as_str().unwrap()
    }

    pub(crate) async fn begin(&self, app: &App) -> Url {
        let address = app
            .sign_in(self.app_of("client_id"), self.app_of("client_secret"))
            .await
            .unwrap();
        address.parse().unwrap()
    }

    /// What the browser does after a click on the consent page's button: it sends the form, and follows the way back.
    pub(crate) async fn decide(&self, address: &Url, decision: &str) {
        let back = self.way_back(address, decision).await;
        assert_eq!(back.host_str(), Some("127.0.0.1"));
        let page = self.http.get(back).send().await.unwrap();
        assert!(page.status().is_success());
    }

    /// Where the browser is sent after the decision.
    pub(crate) async fn way_back(&self, address: &Url, decision: &str) -> Url {
        let page = self.http.get(address.clone()).send().await.unwrap();
        assert!(page.status().is_success());
        let page = page.text().await.unwrap();
        assert!(page.contains(&format!("value={decision}")), "{page}");
        let mut form: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        form.push(("decision".to_owned(), decision.to_owned()));
        let mut target = address.clone();
        target.set_query(None);
        let stays = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let back = stays.post(target).form(&form).send().await.unwrap();
        assert!(back.status().is_redirection(), "{}", back.status());
        back.headers()["location"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap()
    }

    pub(crate) async fn signed_in(&self, app: &App) -> Vec<UserChoice> {
        let address = self.begin(app).await;
        let waiting = app.clone();
        let users = tokio::spawn(async move { waiting.sign_in_finished().await });
        self.decide(&address, "accept").await;
        users.await.unwrap().unwrap()
    }

    pub(crate) async fn press(&self, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.sandbox.console);
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        answer.json().await.unwrap_or_default()
    }

    /// An hour passes for Lever and for this machine, one after the other: the app may change its token in between, and once
    /// more when that one has grown old. Waits for one that Lever accepts now.
    async fn an_hour_later(&self, app: &App) {
        let before = self.access();
        self.clock.move_on(HOUR_MS);
        self.press("/clock/jump", json!({ "ms": HOUR_MS })).await;
        until("another token that is good", async || {
            app.sync_now().await.unwrap();
            let now = self.access();
            now != before && self.accepts(&now).await
        })
        .await;
    }

    pub(crate) async fn accepts(&self, token: &str) -> bool {
        let base = self.info["api_base"].as_str().unwrap();
        let address = format!("{base}/opportunities?limit=1");
        let answer = self.http.get(address).bearer_auth(token).send().await;
        answer.unwrap().status().is_success()
    }

    pub(crate) fn secret(&self, name: SecretName) -> Option<Secret> {
        self.secrets.get("training", name).unwrap()
    }

    /// The stored access token, as the world's request log and Lever's header know it.
    pub(crate) fn access(&self) -> String {
        let tokens = self.secret(SecretName::LeverTokens).unwrap();
        let tokens: Value = serde_json::from_slice(tokens.expose()).unwrap();
        tokens["access"].as_str().unwrap().to_owned()
    }
}

pub(crate) async fn filled(app: &App) {
    until("the board is filled", async || {
        let status = app.sync_status().await.unwrap();
        status.phase == SyncPhase::Live && status.opportunities > 0
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_is_used_refreshed_kept_and_forgotten() {
    let desk = Desk::new().await;
    let app = desk.start().await;
    assert_eq!(app.session().phase, Phase::Connect);
    let users = desk.signed_in(&app).await;
    assert_eq!(app.session().phase, Phase::ChooseSeat);
    let recruits = users.iter().find(|user| user.role != "interviewer");
    let session = app.choose_seat(&recruits.unwrap().id).await.unwrap();
    assert_eq!(session.phase, Phase::Ready);
    filled(&app).await;
    assert!(desk.secret(SecretName::LeverApiKey).is_none());

    desk.an_hour_later(&app).await;
    app.shutdown().await;

    let second = desk.access();
    let app = desk.start().await;
    assert_eq!(app.session().seat.unwrap().user, users[0].id);
    filled(&app).await;
    assert_eq!(desk.access(), second, "still good");

    // The stored refresh token works, too.
    desk.an_hour_later(&app).await;

    assert_eq!(app.disconnect().await.unwrap().phase, Phase::Connect);
    for name in SecretName::ALL {
        assert!(desk.secret(name).is_none(), "{name:?}");
    }
    app.shutdown().await;
    let app = desk.start().await;
    assert_eq!(app.session().phase, Phase::Connect);
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_grant_is_told() {
    let desk = Desk::new().await;
    let app = desk.start().await;
    let users = desk.signed_in(&app).await;
    app.choose_seat(&users[0].id).await.unwrap();
    filled(&app).await;
    let client = desk.app_of("client_id");
    desk.press(&format!("/grants/{client}/revoke"), json!({}))
        .await;
    until("the end is told", async || {
        app.sync_now().await.unwrap();
        let problem = app.sync_status().await.unwrap().problem;
        problem.is_some_and(|problem| problem.sentence.contains("sign-in with Lever has ended"))
    })
    .await;
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ends_a_sign_in_has_words_and_leaves_nothing() {
    let desk = Desk::new().await;
    let app = desk.start().await;
    let empty = app.sign_in(" ", "secret").await.unwrap_err();
    assert_eq!(empty.code, ProblemCode::BadInput);

    let address = desk.begin(&app).await;
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    desk.decide(&address, "deny").await;
    let denied = users.await.unwrap().unwrap_err();
    assert!(denied.sentence.contains("declined"), "{denied:?}");

    let address = app
        .sign_in(desk.app_of("client_id"), "not-the-secret")
        .await
        .unwrap();
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    desk.decide(&address.parse().unwrap(), "accept").await;
    let rejected = users.await.unwrap().unwrap_err();
    assert_eq!(rejected.code, ProblemCode::WrongKey);
    assert!(!format!("{rejected:?}").contains("not-the-secret"));

    let address = desk.begin(&app).await;
    let waiting = app.clone();
    let users = tokio::spawn(async move { waiting.sign_in_finished().await });
    app.cancel_sign_in();
    let cancelled = users.await.unwrap().unwrap_err();
    assert!(cancelled.sentence.contains("cancelled"), "{cancelled:?}");
    let back = address.query_pairs().find(|(key, _)| key == "redirect_uri");
    let back: Url = back.unwrap().1.parse().unwrap();
    until("the port is free again", async || {
        TcpListener::bind(("127.0.0.1", back.port().unwrap()))
            .await
            .is_ok()
    })
    .await;

    assert_eq!(app.session().phase, Phase::Connect);
    for name in SecretName::ALL {
        assert!(desk.secret(name).is_none(), "{name:?}");
    }
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn taken_ports_are_named() {
    let mut desk = Desk::new().await;
    let mut taken = Vec::new();
    for _ in 0..3 {
        taken.push(TcpListener::bind("127.0.0.1:0").await.unwrap());
    }
    let ports: Vec<u16> = taken
        .iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect();
    let addresses: Vec<String> = ports
        .iter()
        .map(|port| format!("http://127.0.0.1:{port}/callback"))
        .collect();
    desk.info["oauth"]["redirect_uris"] = json!(addresses);
    let app = desk.start().await;
    assert_eq!(app.connect_guide().addresses, addresses);
    let begin = || app.sign_in(desk.app_of("client_id"), desk.app_of("client_secret"));
    let problem = begin().await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::PortTaken);
    for port in &ports {
        let port = port.to_string();
        assert!(problem.cause.contains(&port), "{problem:?}");
        assert!(problem.way_out.contains(&port), "{problem:?}");
    }
    assert_eq!(app.session().phase, Phase::Connect);

    taken.remove(1);
    let address: Url = begin().await.unwrap().parse().unwrap();
    let back = address.query_pairs().find(|(key, _)| key == "redirect_uri");
    assert_eq!(back.unwrap().1, addresses[1]);
    app.shutdown().await;
}
