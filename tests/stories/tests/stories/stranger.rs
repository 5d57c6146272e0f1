//! Somebody who signs in with Lever for the first time, and what their browser does.

use fulcrum_stories::binaries;
use fulcrum_stories::desktop::{Desktop, Options};
use fulcrum_stories::sandbox::{Sandbox, write_private};
use fulcrum_stories::wait;
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use reqwest::Url;
use serde_json::json;
use tokio::sync::Mutex;

use crate::stage::small_company;

/// The three ports are the machine's: the stories that use them take turns.
pub(crate) static PORTS: Mutex<()> = Mutex::const_new(());

/// Somebody who has never been here, with the organisation's app typed into the window.
pub(crate) struct Stranger {
    pub(crate) window: Window,
    pub(crate) company: Sandbox,
    pub(crate) desktop: Desktop,
    pub(crate) secret: String,
}

pub(crate) async fn a_stranger(seed: u64) -> Stranger {
    a_stranger_told(seed, async |_, _| {}).await
}

/// As [`a_stranger`], with a training file of the story's own.
pub(crate) async fn a_stranger_told(
    seed: u64,
    edit: impl AsyncFnOnce(&Sandbox, &mut serde_json::Value),
) -> Stranger {
    let desktop = Desktop::start(Options::default()).await.unwrap();
    let company = Sandbox::start(&small_company(seed), desktop.home()).unwrap();
    // No key, no seat.
    let mut line = company.line().clone();
    line["api_key"] = json!("");
    line["seat"] = json!(null);
    edit(&company, &mut line).await;
    let file = desktop.home().join("no-key.json");
    write_private(&file, &line.to_string()).unwrap();
    let (file, data) = (file.to_string_lossy(), desktop.home().join("data"));
    let window = Window::open(
        &desktop,
        &binaries::find("fulcrum").unwrap(),
        &["--training", &file, "--data-dir", &data.to_string_lossy()],
    )
    .await
    .unwrap();

    let typed = |field: &str| line["oauth"][field].as_str().unwrap().to_owned();
    let (id, secret) = (typed("client_id"), typed("client_secret"));
    window.click(&hook("connect-oauth")).await.unwrap();
    window
        .type_into(&hook("oauth-client-id"), &id)
        .await
        .unwrap();
    window
        .type_into(&hook("oauth-client-secret"), &secret)
        .await
        .unwrap();
    Stranger {
        window,
        company,
        desktop,
        secret,
    }
}

/// The address that the app asks the browser to open.
pub(crate) async fn consent_page(desktop: &Desktop) -> String {
    wait::until("Lever's page in the browser", async || {
        let links = desktop.opened_links();
        links
            .last()
            .cloned()
            .ok_or_else(|| wait::hold(false, || "no link was opened".to_owned()).unwrap_err())
    })
    .await
    .unwrap()
}

/// The next address after those that were opened before.
async fn next_page(desktop: &Desktop, before: usize) -> String {
    wait::until("another page in the browser", async || {
        let links = desktop.opened_links();
        wait::hold(links.len() > before, || {
            format!("{} were opened", links.len())
        })?;
        Ok(links.last().cloned().unwrap_or_default())
    })
    .await
    .unwrap()
}

/// What the browser does after a click on the consent page's button: it sends the form and follows the way back.
pub(crate) async fn accept(address: &str) {
    let back = way_back(address, "accept").await;
    assert_eq!(follow(back).await, 200, "the way back answers");
}

/// Sends the consent page's form; where the browser is told to go, before it has gone there.
pub(crate) async fn way_back(address: &str, decision: &str) -> Url {
    let http = browser();
    let page = http.get(address).send().await.unwrap();
    assert!(page.status().is_success());
    let address = page.url().clone();
    let button = format!("value={decision}");
    assert!(page.text().await.unwrap().contains(&button));
    let mut form: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    form.push(("decision".to_owned(), decision.to_owned()));
    let mut target = address;
    target.set_query(None);
    let back = http.post(target).form(&form).send().await.unwrap();
    back.headers()["location"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

pub(crate) async fn follow(back: Url) -> u16 {
    assert_eq!(back.host_str(), Some("127.0.0.1"));
    browser().get(back).send().await.unwrap().status().as_u16()
}

/// Goes nowhere by itself.
pub(crate) fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

impl Stranger {
    /// Begins a sign-in; Lever's page, as the browser has it.
    pub(crate) async fn begin(&self) -> String {
        let before = self.desktop.opened_links().len();
        self.window.click(&hook("oauth-go")).await.unwrap();
        next_page(&self.desktop, before).await
    }

    /// The window says why the sign-in failed and offers another one; the secret is not in its words.
    pub(crate) async fn reads(&self, parts: &[&str]) {
        let said = self
            .window
            .wait_for_text(&hook("problem"), parts[0], |text| text.contains(parts[0]))
            .await
            .unwrap();
        for part in parts {
            assert!(said.contains(part), "{part} in {said}");
        }
        assert!(!said.contains(&self.secret));
        self.window
            .wait_for_text(&hook("oauth-go"), "the way out", |text| !text.is_empty())
            .await
            .unwrap();
    }

    /// Takes the seat and waits for the board.
    pub(crate) async fn sits_down(&self) {
        let seat = self.company.fact("/seat/user_id").unwrap();
        let choice = format!("{}[data-id='{seat}']", hook("seat-choice"));
        self.window
            .wait_for_text(&choice, "the seat to choose", |text| !text.is_empty())
            .await
            .unwrap();
        self.window.click(&choice).await.unwrap();
        self.window
            .wait_for_text(&hook("card"), "a card on the board", |text| {
                !text.is_empty()
            })
            .await
            .unwrap();
    }
}
