//! The sandbox under measure.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Arguments, Failure};

/// A process that ends with its handle.
pub(crate) struct Sandbox {
    child: Child,
    /// From the start of the process to its line: the world is there, is served, and the vendors are connected.
    pub(crate) took: Duration,
    pub(crate) api_base: String,
    pub(crate) api_key: String,
}

impl Sandbox {
    pub(crate) fn start(arguments: &Arguments) -> Result<Self, Failure> {
        let began = Instant::now();
        let mut child = Command::new(binary()?)
            .args(["serve", "--port", "0", "--limits", "off"])
            .args(["--seed", &arguments.seed.to_string()])
            .args(["--opportunities", &arguments.opportunities.to_string()])
            .args(["--postings", &arguments.postings.to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("the sandbox has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let took = began.elapsed();
        let mut sandbox = Self {
            child,
            took,
            api_base: String::new(),
            api_key: String::new(),
        };
        let info: Value = serde_json::from_str(&line)?;
        let text = |key: &str| info.get(key).and_then(Value::as_str).unwrap_or_default();
        text("api_base").clone_into(&mut sandbox.api_base);
        text("api_key").clone_into(&mut sandbox.api_key);
        Ok(sandbox)
    }

    /// Megabytes resident now.
    pub(crate) fn resident_mb(&self) -> Result<f64, Failure> {
        self.status("VmRSS:")
    }

    /// Megabytes resident at the highest point so far.
    pub(crate) fn most_resident_mb(&self) -> Result<f64, Failure> {
        self.status("VmHWM:")
    }

    /// Processor time used so far, where the system says.
    pub(crate) fn processor_seconds(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // Behind the name, which may hold blanks: state is the first, user and system time the twelfth and thirteenth.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let user: f64 = fields.next()?.parse().ok()?;
        let system: f64 = fields.next()?.parse().ok()?;
        // In hundredths of a second on every Linux there is.
        Some((user + system) / 100.0)
    }

    /// A line of the kernel's account of the process; where there is none, what `ps` says.
    fn status(&self, line: &str) -> Result<f64, Failure> {
        let id = self.child.id();
        let kilobytes = match std::fs::read_to_string(format!("/proc/{id}/status")) {
            Ok(status) => status
                .lines()
                .find_map(|known| known.strip_prefix(line))
                .and_then(|rest| rest.split_whitespace().next())
                .ok_or("the system does not say how much memory a process holds")?
                .parse::<f64>()?,
            Err(_) => {
                let ps = Command::new("ps")
                    .args(["-o", "rss=", "-p", &id.to_string()])
                    .output()?;
                String::from_utf8_lossy(&ps.stdout).trim().parse::<f64>()?
            }
        };
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Beside the folder of this program.
fn binary() -> Result<PathBuf, Failure> {
    let this = std::env::current_exe()?;
    let folder = this.parent().and_then(std::path::Path::parent);
    let name = format!("fulcrum-sandbox{}", std::env::consts::EXE_SUFFIX);
    let path = folder.ok_or("this program lies nowhere")?.join(name);
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!(
            "{} is not built; `cargo xtask bench` builds it",
            path.display()
        )
        .into())
    }
}
