//! Every request to the API, so that a test can show that a write was sent, once, or not at all.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::lever::budget::Counts;
use crate::world::model::Ms;

const KEPT: usize = 20_000;

/// One request.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Counts from 1; use the last one seen as `since`.
    pub n: u64,
    /// Virtual time.
    pub at: Ms,
    /// HTTP method.
    pub method: String,
    /// Path with query, from `/v1` on.
    pub path: String,
    /// The route that fits, `:name` segments unfilled; null where the sandbox (or Lever) has none.
    pub route: Option<&'static str>,
    /// Status of the answer.
    pub status: u16,
    /// Name of the key or of the application; empty when unknown.
    pub caller: String,
    /// Real milliseconds.
    pub ms: u64,
    /// Steady real milliseconds since the start at which it was answered (virtual ones on a clock that stands still): what the
    /// rate limit goes by.
    pub steady_ms: i64,
    /// Names of the planned faults that came over it, joined by `+`; null when none did.
    pub fault: Option<String>,
}

/// A ring of the last twenty thousand.
#[derive(Default)]
pub(crate) struct RequestLog(Mutex<(u64, VecDeque<Entry>)>);

impl RequestLog {
    /// Keeps one; its number is given here.
    pub(crate) fn keep(&self, mut entry: Entry) {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.0 += 1;
        entry.n = log.0;
        log.1.push_back(entry);
        if log.1.len() > KEPT {
            log.1.pop_front();
        }
    }

    /// How many each caller sent, by its name.
    pub(crate) fn counts(&self, steady_ms: i64) -> BTreeMap<String, Counts> {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
        for entry in &log.1 {
            let age_ms = steady_ms.saturating_sub(entry.steady_ms);
            match counts.get_mut(&entry.caller) {
                Some(known) => known.add(age_ms, entry.status),
                None => {
                    let mut first = Counts::default();
                    first.add(age_ms, entry.status);
                    counts.insert(entry.caller.clone(), first);
                }
            }
        }
        counts
    }

    /// Those after number `since`.
    pub(crate) fn since(&self, since: u64) -> Vec<Entry> {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.1
            .iter()
            .filter(|entry| entry.n > since)
            .cloned()
            .collect()
    }
}
