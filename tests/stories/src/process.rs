//! Child processes that never outlive the story that started them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::error::{Error, Result};

/// A child process with all its children: one process group, ended when this value is dropped.
#[derive(Debug)]
pub struct Companion {
    name: String,
    child: Child,
}

impl Companion {
    /// Starts a program; what it prints on either stream goes to `log`.
    ///
    /// # Errors
    /// [`Error::Start`] when the program is not there.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let out = File::create(log)?;
        command.stdout(out.try_clone()?).stderr(out);
        Self::spawn(command)
    }

    /// Starts a program and waits for the first line it prints; errors go to `log`, further lines nowhere.
    ///
    /// # Errors
    /// [`Error::Start`] when the program is not there, or ends without a line; the log's end is part of the sentence.
    pub fn start_and_read_line(command: &mut Command, log: &Path) -> Result<(Self, String)> {
        command.stdout(Stdio::piped()).stderr(File::create(log)?);
        let mut companion = Self::spawn(command)?;
        let mut line = String::new();
        if let Some(output) = companion.child.stdout.take() {
            let mut output = BufReader::new(output);
            output.read_line(&mut line)?;
            // Kept open and drained: a program may end when it writes into a closed pipe.
            std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        }
        if line.is_empty() {
            let cause = format!(
                "it ended without a word on its output; its log says: {}",
                end_of(log)
            );
            return Err(Error::Start {
                what: companion.name.clone(),
                cause,
            });
        }
        Ok((companion, line))
    }

    fn spawn(command: &mut Command) -> Result<Self> {
        let name = Path::new(command.get_program())
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        command.process_group(0);
        match command.spawn() {
            Ok(child) => Ok(Self { name, child }),
            Err(error) => Err(Error::Start {
                what: name,
                cause: error.to_string(),
            }),
        }
    }

    /// The child, to write to its input.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// `Ok` while the process runs.
    ///
    /// # Errors
    /// [`Error::Start`] when it has ended.
    pub fn alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(Error::Start {
                what: self.name.clone(),
                cause: format!("it ended ({status})"),
            }),
        }
    }

    /// Ends the process with all its children at once, without a chance to put anything away.
    ///
    /// # Errors
    /// When the system cannot wait for it.
    pub fn kill(mut self) -> Result<()> {
        self.signal(Signal::KILL);
        self.child.wait()?;
        Ok(())
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // Already gone is as good as ended.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        for _ in 0..20 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// The last lines of a log, for an error's sentence.
#[must_use]
pub fn end_of(log: &Path) -> String {
    let text = std::fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let last = lines
        .get(lines.len().saturating_sub(5)..)
        .unwrap_or_default();
    if last.is_empty() {
        "nothing".to_owned()
    } else {
        last.join(" / ")
    }
}
