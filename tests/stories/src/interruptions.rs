//! What comes between: a cable that is pulled, a program that is killed, quit or put to sleep, and what is there afterwards.

use fantoccini::key::Key;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::cable::Cable;
use crate::error::{Error, Result};
use crate::recruiter::{Evidence, Recruiter};
use crate::sandbox::Sandbox;
use crate::wait;
use crate::window::Window;
use crate::window::page::hook;

impl Sandbox {
    /// Lays a cable between the app and this company: from now on the app's line leads through it.
    ///
    /// # Errors
    /// [`Error::Wrong`] when the line names no port.
    pub fn lay_cable(&self) -> Result<Cable> {
        let base = self.fact("/api_base")?;
        let port = base
            .split([':', '/'])
            .find_map(|part| part.parse::<u16>().ok())
            .ok_or_else(|| Error::Wrong(format!("{base} names no port")))?;
        let cable = Cable::lay(port)?;
        let through =
            |address: &str| address.replacen(&format!(":{port}"), &format!(":{}", cable.port()), 1);
        self.mend_line(|line| {
            for pointer in [
                "/api_base",
                "/auth_base",
                "/myinterview/base",
                "/jobtwine/base",
            ] {
                if let Some(Value::String(address)) = line.pointer_mut(pointer) {
                    *address = through(address);
                }
            }
        })?;
        Ok(cable)
    }

    /// Changes the app's line before it is read (again).
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn mend_line(&self, change: impl FnOnce(&mut Value)) -> Result<()> {
        let text = std::fs::read_to_string(self.training_file())?;
        let mut line = serde_json::from_str(&text)
            .map_err(|error| Error::Wrong(format!("the app's line is not JSON: {error}")))?;
        change(&mut line);
        // The file stays what it is: readable by this user alone.
        Ok(std::fs::write(self.training_file(), line.to_string())?)
    }
}

impl Recruiter {
    /// Quits the program and opens it again, wherever Lever is.
    ///
    /// # Errors
    /// When the program does not leave, or does not come back.
    pub async fn quit_and_return(self, evidence: Evidence) -> Result<Self> {
        let Self {
            window,
            company,
            desktop,
        } = self;
        window.close().await?;
        Self::open(company, desktop, evidence).await
    }

    /// The program is killed without a chance to put anything away, and opened again.
    ///
    /// # Errors
    /// When the program does not come back.
    pub async fn crash_and_return(self, evidence: Evidence) -> Result<Self> {
        let Self {
            window,
            company,
            desktop,
        } = self;
        window.kill().await?;
        Self::open(company, desktop, evidence).await
    }
}

impl Recruiter {
    /// Finds somebody by a part of the name and opens the first hit.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when the search does not find that name.
    pub async fn find_by_name(&self, part: &str, name: &str) -> Result<()> {
        self.window.keys("/").await?;
        self.window.type_into(&hook("search-input"), part).await?;
        self.window
            .wait_for_text(&hook("search-hit"), "the hit", |text| text.contains(name))
            .await?;
        self.window.keys(&char::from(Key::Enter).to_string()).await
    }
}

impl Window {
    /// Kills the program at once and waits until it is gone.
    ///
    /// # Errors
    /// [`Error::NotSeen`] when it stays.
    pub async fn kill(self) -> Result<()> {
        self.strike()?;
        self.wait_until_left().await
    }

    /// Kills the program at once.
    pub(crate) fn strike(&self) -> Result<()> {
        self.signal(Signal::KILL)
    }

    /// The machine falls asleep: the program does nothing any more until [`Window::wake`].
    ///
    /// # Errors
    /// When there is no such program.
    pub fn sleep(&self) -> Result<()> {
        self.signal(Signal::STOP)
    }

    /// The machine wakes up.
    ///
    /// # Errors
    /// As [`Window::sleep`].
    pub fn wake(&self) -> Result<()> {
        self.signal(Signal::CONT)
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let number = self.born()?.number;
        let process = i32::try_from(number).ok().and_then(Pid::from_raw);
        let process = process.ok_or_else(|| Error::Wrong(format!("{number} is no process")))?;
        kill_process(process, signal).map_err(|error| Error::System(error.into()))
    }
}

impl Sandbox {
    /// Waits until Lever has carried out so many changes of a candidacy's stage that came from the app or a program beside
    /// it; returns all that were asked for.
    ///
    /// # Errors
    /// [`Error::NotSeen`] with what was asked for instead.
    pub async fn wait_for_stage_changes(
        &self,
        opportunity: &str,
        number: usize,
    ) -> Result<Vec<Value>> {
        wait::until("changes of the stage in Lever", async || {
            let all = self.writes(&format!("{opportunity}/stage")).await?;
            wait::hold(all.len() >= number, || format!("{all:?}"))?;
            Ok(all)
        })
        .await
    }
}
