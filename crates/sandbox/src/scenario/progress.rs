//! How far a scenario is played, for the console.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// A step of it.
#[derive(Clone, Debug, Serialize)]
struct Standing {
    /// Line of the file.
    line: usize,
    /// Virtual milliseconds after the step before.
    after_ms: i64,
    /// Virtual time at which it happened; null while it waits.
    at: Option<i64>,
    /// Why it did not happen.
    trouble: Option<String>,
}

/// The steps in order; none where no scenario is played.
#[derive(Default)]
pub struct Progress(Mutex<Vec<Standing>>);

impl Progress {
    /// These steps are to come: line of the file, virtual milliseconds after the step before.
    pub(crate) fn begin(&self, steps: impl Iterator<Item = (usize, i64)>) {
        let steps = steps.map(|(line, after_ms)| Standing {
            line,
            after_ms,
            at: None,
            trouble: None,
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = steps.collect();
    }

    /// The next one happened at `now`, or did not.
    pub(crate) fn played(&self, now: i64, trouble: Option<&String>) {
        let mut steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(step) = steps.iter_mut().find(|step| step.at.is_none()) {
            step.at = Some(now);
            step.trouble = trouble.cloned();
        }
    }

    /// `[{line, after_ms, at, trouble}]`
    pub fn state(&self) -> serde_json::Value {
        serde_json::json!(*self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
