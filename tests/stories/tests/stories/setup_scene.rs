//! Somebody who has never been here, on an account in which nothing is chosen: what the stories of the set-up share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use fulcrum_stories::binaries;
use fulcrum_stories::desktop::{Desktop, Options};
use fulcrum_stories::sandbox::{Sandbox, write_private};
use fulcrum_stories::wait;
use fulcrum_stories::window::Window;
use fulcrum_stories::window::page::hook;
use serde_json::json;

use crate::stage::small_company;

/// Gives a file to a field of the page, as choosing it does.
const GIVE_FILE: &str = "const field = document.querySelector(arguments[0]); const list = new DataTransfer(); \
     list.items.add(new File([arguments[1]], arguments[2])); field.files = list.files; \
     field.dispatchEvent(new Event('change', { bubbles: true }))";

/// A step in the list.
pub(crate) fn step(name: &str) -> String {
    format!("{}[data-step='{name}']", hook("setup-step"))
}

/// Somebody before the window, the company, and the desktop.
pub(crate) struct Admin {
    pub(crate) window: Window,
    pub(crate) company: Arc<Sandbox>,
    pub(crate) desktop: Desktop,
    line: PathBuf,
    data: PathBuf,
}

async fn open(desktop: &Desktop, line: &Path, data: &Path) -> Window {
    let (line, data) = (line.to_string_lossy(), data.to_string_lossy());
    let program = binaries::find("fulcrum").unwrap();
    Window::open(
        desktop,
        &program,
        &["--training", &line, "--data-dir", &data],
    )
    .await
    .unwrap()
}

impl Admin {
    /// A small company whose training line pins nothing: every choice is the person's.
    pub(crate) async fn arrive(seed: u64) -> Self {
        let desktop = Desktop::start(Options::default()).await.unwrap();
        let company = Arc::new(Sandbox::start(&small_company(seed), desktop.home()).unwrap());
        Self::before(desktop, company).await
    }

    async fn before(desktop: Desktop, company: Arc<Sandbox>) -> Self {
        let mut line = company.line().clone();
        line["api_key"] = json!("");
        line["seat"] = json!(null);
        for field in [
            "trigger_stage_id",
            "neutral_stage_id",
            "templates_file",
            "review_host",
            "note_author",
        ] {
            line["myinterview"][field] = json!(null);
        }
        line["myinterview"]["vendor_profile"] = json!("off");
        line["jobtwine"] = json!(null);
        let file = desktop.home().join("nothing-chosen.json");
        write_private(&file, &line.to_string()).unwrap();
        let data = desktop.home().join("data");
        let window = open(&desktop, &file, &data).await;
        Self {
            window,
            company,
            desktop,
            line: file,
            data,
        }
    }

    /// A colleague at another desk, on the same account.
    pub(crate) async fn colleague_arrives(&self) -> Self {
        let desktop = Desktop::start(Options::default()).await.unwrap();
        Self::before(desktop, self.company.clone()).await
    }

    /// The program is killed without a chance to put anything away, and opened again.
    pub(crate) async fn crash_and_return(self) -> Self {
        let Self {
            window,
            company,
            desktop,
            line,
            data,
        } = self;
        window.kill().await.unwrap();
        let window = open(&desktop, &line, &data).await;
        Self {
            window,
            company,
            desktop,
            line,
            data,
        }
    }

    pub(crate) fn key(&self) -> String {
        self.company.fact("/api_key").unwrap().to_owned()
    }

    pub(crate) fn seat(&self) -> String {
        self.company.fact("/seat/user_id").unwrap().to_owned()
    }

    /// A recruiter of the account who is not the one of the training line.
    pub(crate) async fn another_recruiter(&self) -> String {
        let seat = self.seat();
        let users = self.company.lever("users?limit=100").await.unwrap();
        let found = users.as_array().unwrap().iter().find(|user| {
            user["id"] != seat.as_str()
                && user["accessRole"] == "team member"
                && user["deactivatedAt"].is_null()
        });
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn until_live(&self) {
        self.window
            .wait_for_text(&hook("sync-status"), "the reading of Lever", |text| {
                text.contains("Live")
            })
            .await
            .unwrap();
    }

    /// Opens the set-up and waits for its steps.
    pub(crate) async fn open_setup(&self) {
        self.window.click(&hook("nav-setup")).await.unwrap();
        self.window
            .wait_for_text(&step("connect"), "the steps", |text| !text.is_empty())
            .await
            .unwrap();
    }

    /// Opens a step.
    pub(crate) async fn go(&self, place: &str) {
        self.window
            .click(&format!("{} button", step(place)))
            .await
            .unwrap();
        self.detail(place).await;
    }

    /// The right side shows this step, and the desk knows that the person is there.
    pub(crate) async fn detail(&self, place: &str) {
        wait::until("the step's detail", async || {
            let kept = format!("{}[data-kept='true']", hook("setup-detail"));
            let shown = self.window.attributes(&kept, "data-step").await?;
            wait::hold(shown == [place], || format!("{shown:?} is shown"))
        })
        .await
        .unwrap();
    }

    /// The step stands in one of these ways.
    pub(crate) async fn stands(&self, place: &str, wanted: &[&str]) {
        wait::until("how the step stands", async || {
            let found = self
                .window
                .attributes(&step(place), "data-standing")
                .await?;
            let stands = found.iter().any(|one| wanted.contains(&one.as_str()));
            wait::hold(stands, || format!("{place} is {found:?}, not {wanted:?}"))
        })
        .await
        .unwrap();
    }

    pub(crate) async fn give_file(&self, field: &str, text: &str, name: &str) {
        wait::until("the field for a file", async || {
            let there = self.window.attributes(&hook(field), "type").await?;
            wait::hold(there.len() == 1, || format!("{} of them", there.len()))
        })
        .await
        .unwrap();
        let arguments = vec![json!(hook(field)), json!(text), json!(name)];
        self.window.run(GIVE_FILE, arguments).await.unwrap();
    }

    /// The team file that was exported.
    pub(crate) fn team_file(&self) -> String {
        let files = self.desktop.downloads();
        let file = files.iter().find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("Fulcrum team"))
        });
        std::fs::read_to_string(file.unwrap()).unwrap()
    }

    pub(crate) async fn rename(&self, stage: &str, name: &str) {
        self.company
            .act(&format!("stages/{stage}/text"), &json!({ "text": name }))
            .await
            .unwrap();
    }

    /// Leaves a picture of the page where pictures are asked for.
    pub(crate) async fn picture(&self, name: &str) {
        self.window.painted().await.unwrap();
        self.desktop
            .picture_where_asked_for(&format!("{name}.png"))
            .unwrap();
    }
}

/// The file that myInterview's console hands out.
pub(crate) async fn templates_of(company: &Sandbox) -> String {
    let address = company.fact("/myinterview/templates_file").unwrap();
    let answer = reqwest::get(address).await.unwrap();
    answer.error_for_status().unwrap().text().await.unwrap()
}
