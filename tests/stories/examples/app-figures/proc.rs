//! What the system says of a program and its children.

use std::fs::read_to_string;
use std::path::Path;

use fulcrum_stories::error::Result;

use crate::wrong;

/// A program with all its children.
pub(crate) struct Family {
    members: Vec<u32>,
}

impl Family {
    /// The webview's processes are the program's children.
    pub(crate) fn of(program: u32) -> Result<Self> {
        let mut members = vec![program];
        let mut parents = Vec::new();
        for entry in std::fs::read_dir("/proc")?.flatten() {
            let number = entry.file_name().to_string_lossy().parse::<u32>();
            if let Ok(number) = number
                && let Some(parent) = field(&format!("/proc/{number}/status"), "PPid:")
            {
                parents.push((number, parent as u32));
            }
        }
        loop {
            let before = members.len();
            for (number, parent) in &parents {
                if members.contains(parent) && !members.contains(number) {
                    members.push(*number);
                }
            }
            if members.len() == before {
                break;
            }
        }
        if members.len() < 3 {
            return wrong(format!("a window has three processes, not {members:?}"));
        }
        Ok(Self { members })
    }

    /// Proportional set size of all, MB.
    pub(crate) fn pss_mb(&self) -> f64 {
        let sizes = self
            .members
            .iter()
            .filter_map(|number| field(&format!("/proc/{number}/smaps_rollup"), "Pss:"));
        sizes.sum::<f64>() / 1_024.0
    }

    /// Processor time of all since they started, s.
    pub(crate) fn processor_seconds(&self) -> f64 {
        let ticks = self.members.iter().filter_map(|number| {
            let text = read_to_string(format!("/proc/{number}/stat")).ok()?;
            ticks(&text)
        });
        // The kernel counts in hundredths of a second for programs, whatever it does inside.
        ticks.sum::<f64>() / 100.0
    }
}

/// User and system time in a line of `stat`; the name before them may hold anything.
fn ticks(line: &str) -> Option<f64> {
    let (_, rest) = line.rsplit_once(") ")?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

/// The first number behind a name in a file of the kernel.
fn field(path: &str, name: &str) -> Option<f64> {
    let text = read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Bytes that a program has handed to the file system so far.
pub(crate) fn written_bytes(program: u32) -> f64 {
    field(&format!("/proc/{program}/io"), "write_bytes:").unwrap_or(f64::NAN)
}

/// Every file below a folder with its length and its last change.
pub(crate) fn files(
    folder: &Path,
) -> Result<Vec<(std::path::PathBuf, u64, std::time::SystemTime)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let facts = entry.metadata()?;
        if facts.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push((entry.path(), facts.len(), facts.modified()?));
        }
    }
    found.sort();
    Ok(found)
}
