//! The sandbox as a companion process, and its console.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::binaries;
use crate::error::{Error, Result};
use crate::process::Companion;

/// What a world is made of.
#[derive(Clone, Debug)]
pub struct World {
    /// The same number, the same people.
    pub seed: u64,
    /// Candidates.
    pub opportunities: u32,
    /// Postings.
    pub postings: u32,
    /// Share of the candidates (0 to 1) who had an interview before the story begins.
    pub past_interviews: f64,
    /// Candidates complete an interview by themselves after about so many seconds; `None`: only when the console says so.
    pub vendor_seconds: Option<u32>,
}

/// A running sandbox; it ends with this value.
#[derive(Debug)]
pub struct Sandbox {
    _process: Companion,
    console: String,
    facts: Value,
    training: PathBuf,
}

impl Sandbox {
    /// Starts `fulcrum-sandbox serve` on a free port and reads its line, which is kept in a file in `folder` that only this
    /// user can read: it holds a key, if only of an invented company.
    ///
    /// # Errors
    /// [`Error::Start`] when it does not come up, or its line is not JSON.
    pub fn start(world: &World, folder: &Path) -> Result<Self> {
        Self::start_with(world, folder, &[])
    }

    /// As [`Sandbox::start`], with further arguments.
    ///
    /// # Errors
    /// As [`Sandbox::start`].
    pub fn start_with(world: &World, folder: &Path, further: &[&str]) -> Result<Self> {
        let mut command = Command::new(binaries::find("fulcrum-sandbox")?);
        command.args(["serve", "--port", "0", "--speed", "1", "--limits", "lever"]);
        command.args(["--seed", &world.seed.to_string()]);
        command.args(["--opportunities", &world.opportunities.to_string()]);
        command.args(["--postings", &world.postings.to_string()]);
        command.args(["--past-interviews", &world.past_interviews.to_string()]);
        if let Some(seconds) = world.vendor_seconds {
            command.args(["--vendor-seconds", &seconds.to_string()]);
        }
        command.args(further);
        let (process, line) =
            Companion::start_and_read_line(&mut command, &folder.join("sandbox.log"))?;
        let not_json = |error: serde_json::Error| Error::Start {
            what: "fulcrum-sandbox".to_owned(),
            cause: format!("its line is not JSON: {error}"),
        };
        let facts: Value = serde_json::from_str(&line).map_err(not_json)?;
        let console = text_at(&facts, "/console")?
            .trim_end_matches('/')
            .to_owned();
        let training = folder.join("training.json");
        write_private(&training, &line)?;
        Ok(Self {
            _process: process,
            console,
            facts,
            training,
        })
    }

    /// The file for the app's `--training`.
    #[must_use]
    pub fn training_file(&self) -> &Path {
        &self.training
    }

    /// Where a person looks behind the scenes.
    #[must_use]
    pub fn console(&self) -> &str {
        &self.console
    }

    /// The line it printed.
    #[must_use]
    pub fn line(&self) -> &Value {
        &self.facts
    }

    /// A text of the line it printed, by JSON pointer.
    ///
    /// # Errors
    /// [`Error::Wrong`] when the line has no such text.
    pub fn fact(&self, pointer: &str) -> Result<&str> {
        text_at(&self.facts, pointer)
    }

    /// Reads a JSON page of the console, by its path below the console's address.
    ///
    /// # Errors
    /// [`Error::Console`] when it does not answer.
    pub async fn read(&self, path: &str) -> Result<Value> {
        Ok(reqwest::get(format!("{}/{path}", self.console))
            .await?
            .error_for_status()?
            .json()
            .await?)
    }

    /// Does something behind the recruiter's back, as the vendor, a candidate or a colleague.
    ///
    /// # Errors
    /// [`Error::Console`] when the console refuses.
    pub async fn act(&self, path: &str, body: &Value) -> Result<Value> {
        let request = reqwest::Client::new()
            .post(format!("{}/{path}", self.console))
            .json(body);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }
}

/// Writes a new file that only this user can read.
///
/// # Errors
/// When there is such a file already.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    Ok(file.write_all(text.as_bytes())?)
}

fn text_at<'value>(value: &'value Value, pointer: &str) -> Result<&'value str> {
    let text = value.pointer(pointer).and_then(Value::as_str);
    text.ok_or_else(|| Error::Wrong(format!("the sandbox's JSON has no text at {pointer}")))
}
