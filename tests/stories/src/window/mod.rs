//! The app's window through WebKitWebDriver: the real program, its real webview.

mod drag;
mod look;
pub mod page;

use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::desktop::Desktop;
use crate::error::{Error, Result};
use crate::process::{Companion, end_of};
use crate::wait;

pub use drag::Drag;

/// How long a program may take until its webview answers.
const SESSION_PATIENCE: Duration = Duration::from_secs(180);

/// Two frames, and the longest of the interface's transitions.
const PAINTED: &str = "return new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 300))))";

/// A window under a driver. Dropping it closes the program as a crash would; [`Window::close`] lets it leave properly.
#[derive(Debug)]
pub struct Window {
    client: Client,
    process: PathBuf,
    _driver: Companion,
}

impl Window {
    /// Starts a program on a desktop and waits for its webview.
    ///
    /// # Errors
    /// [`Error::Start`] with the driver's words and the end of the program's own log.
    pub async fn open(desktop: &Desktop, program: &Path, arguments: &[&str]) -> Result<Self> {
        let port = free_port()?;
        let mut command = desktop.command("WebKitWebDriver");
        command
            .arg("--host=127.0.0.1")
            .arg(format!("--port={port}"));
        let mut driver = Companion::start(&mut command, &desktop.log("driver"))?;
        let address = format!("http://127.0.0.1:{port}");
        wait::until("the webview's driver", async || {
            driver.alive()?;
            Ok(reqwest::get(format!("{address}/status"))
                .await?
                .error_for_status()?
                .text()
                .await?)
        })
        .await?;
        let log = desktop.log("window");
        let process = desktop.log("window-process");
        let binary = logging(desktop, program, &log, &process)?;
        let options = json!({ "binary": binary, "args": arguments });
        let capabilities = Map::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        let mut session = ClientBuilder::new(HttpConnector::new());
        session.capabilities(capabilities);
        let client = tokio::time::timeout(SESSION_PATIENCE, session.connect(&address)).await;
        let words = match client {
            Ok(Ok(client)) => {
                return Ok(Self {
                    client,
                    process,
                    _driver: driver,
                });
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "the driver did not answer within a minute".to_owned(),
        };
        let what = program.display().to_string();
        Err(Error::Start {
            what,
            cause: format!("{words}; its log says: {}", end_of(&log)),
        })
    }

    /// Closes the window and waits until its program has left, so that it can be started again.
    ///
    /// # Errors
    /// When the driver refuses, or [`Error::NotSeen`] when the program stays.
    pub async fn close(self) -> Result<()> {
        self.client.clone().close().await?;
        self.wait_until_left().await
    }

    /// Waits until the program has left.
    pub(crate) async fn wait_until_left(&self) -> Result<()> {
        wait::until("the program to leave", async || {
            let number = self.born()?.number;
            let running = Path::new("/proc").join(number.to_string()).exists();
            wait::hold(!running, || "it still runs".to_owned())
        })
        .await
    }

    /// The program under the window.
    ///
    /// # Errors
    /// When what was written down about it cannot be read.
    pub fn born(&self) -> Result<Born> {
        born(&self.process)
    }

    /// Goes to an address; the app itself never needs this.
    ///
    /// # Errors
    /// When the page cannot be shown.
    pub async fn go_to(&self, address: &str) -> Result<()> {
        Ok(self.client.goto(address).await?)
    }

    /// Runs a function body in the page and returns its JSON answer.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn run(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(body, arguments).await?)
    }

    /// Waits for the first element of a CSS selector until it is enabled, brings it into view and clicks its middle with the
    /// pointer. A person does not click a greyed button either; the driver would, and report success.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when it does not appear, or stays disabled or covered by something else.
    pub async fn click(&self, selector: &str) -> Result<()> {
        wait::until(&format!("a click on {selector}"), async || {
            let found = self.client.find(Locator::Css(selector)).await;
            let element = found.map_err(|error| match error {
                error if error.is_no_such_element() => not_there(selector),
                error => error.into(),
            })?;
            let enabled = element.is_enabled().await?;
            wait::hold(enabled, || format!("{selector} is disabled"))?;
            self.at_rest(selector).await?;
            Ok(element.click().await?)
        })
        .await
    }

    /// Chooses an entry of a drop-down list by its value.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when there is no such list, or no such entry in it.
    pub async fn choose(&self, selector: &str, value: &str) -> Result<()> {
        wait::until(&format!("a choice in {selector}"), async || {
            let list = self.client.find(Locator::Css(selector)).await?;
            Ok(list.select_by_value(value).await?)
        })
        .await
    }

    /// Types into an element as a person would, after clicking it.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when the element does not appear.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<()> {
        self.click(selector).await?;
        self.keys(text).await
    }

    /// Presses keys, one after the other, wherever the focus is. Special keys are the characters of [`fantoccini::key::Key`].
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn keys(&self, text: &str) -> Result<()> {
        use fantoccini::actions::{InputSource, KeyAction, KeyActions};
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(actions).await?)
    }

    /// Waits until what the page says now is also painted, and has settled.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn painted(&self) -> Result<()> {
        self.run(PAINTED, Vec::new()).await?;
        Ok(())
    }

    /// Makes the window so wide and high, pixels.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        Ok(self.client.set_window_size(width, height).await?)
    }
}

/// A program's number, and when it was started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Born {
    /// The system's number of the process.
    pub number: u32,
    /// Right before the program took the process over, Unix ms with fractions.
    pub at_ms: f64,
}

fn born(written: &Path) -> Result<Born> {
    let text = std::fs::read_to_string(written)?;
    let mut lines = text.lines();
    let number = lines.next().and_then(|line| line.trim().parse().ok());
    let nanoseconds = lines
        .next()
        .and_then(|line| line.trim().parse::<f64>().ok());
    match (number, nanoseconds) {
        (Some(number), Some(nanoseconds)) => Ok(Born {
            number,
            at_ms: nanoseconds / 1e6,
        }),
        _ => Err(Error::Wrong(format!("no program was started: {text:?}"))),
    }
}

fn not_there(selector: &str) -> Error {
    Error::Wrong(format!("nothing in the page matches {selector}"))
}

/// The driver throws away what the program prints; a wrapper keeps it, for failures and for the search for leaked secrets, and
/// writes down the program's number.
fn logging(desktop: &Desktop, program: &Path, log: &Path, process: &Path) -> Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let wrapper = desktop.program("window-under-test");
    let [program, log, process] = [program, log, process].map(|path| path.display());
    let script = format!(
        "#!/bin/sh\necho $$ > '{process}'\ndate +%s%N >> '{process}'\nexec '{program}' \"$@\" >> '{log}' 2>&1\n"
    );
    std::fs::write(&wrapper, script)?;
    std::fs::set_permissions(&wrapper, std::fs::Permissions::from_mode(0o700))?;
    Ok(wrapper)
}

/// The driver cannot choose a port by itself: ask the system for one and let go of it.
fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}
