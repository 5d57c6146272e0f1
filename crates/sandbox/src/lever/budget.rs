//! How much of its rate limit each caller has used and has left, for the console.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::lever::Lever;
use crate::lever::access::Access;
use crate::lever::bucket::{BURST, RATE};
use crate::settings::Limits;

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// Requests of one caller among those that the log keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// In the last real second.
    pub last_second: u32,
    /// In the last real minute.
    pub last_minute: u32,
    /// All that are kept.
    pub all: u32,
    /// Those answered with 429, by the limit or by a planned fault.
    pub too_many: u32,
}

impl Counts {
    /// Counts one that was answered `age_ms` ago.
    pub(crate) fn add(&mut self, age_ms: i64, status: u16) {
        self.last_second += u32::from(age_ms < SECOND_MS);
        self.last_minute += u32::from(age_ms < MINUTE_MS);
        self.all += 1;
        self.too_many += u32::from(status == 429);
    }
}

/// One caller.
#[derive(Clone, Debug, Serialize)]
pub struct Budget {
    /// Name of the key or of the application; empty for requests of nobody who is known.
    pub caller: String,
    /// What it sent.
    #[serde(flatten)]
    pub counts: Counts,
    /// Requests that it may send at once now (of its emptiest bucket, if it has several); null where nothing is limited.
    pub tokens: Option<f64>,
    /// A full bucket.
    pub burst: f64,
    /// Requests a second that flow in.
    pub rate: f64,
}

impl Lever {
    /// Every key, every application with a grant, and whoever else called, by name.
    pub fn budgets(&self) -> Vec<Budget> {
        let now = self.clock.steady_ms();
        let counts = self.log.counts(now);
        let access = self.access();
        let left = access.tokens_left(now);
        let names: BTreeSet<&String> = counts.keys().chain(left.keys()).collect();
        let limited = self.settings.limits == Limits::Lever;
        names
            .into_iter()
            .map(|name| Budget {
                caller: name.clone(),
                counts: counts.get(name).copied().unwrap_or_default(),
                tokens: left.get(name).copied().filter(|_| limited),
                burst: BURST,
                rate: RATE,
            })
            .collect()
    }
}

impl Access {
    /// By name of the key or of the application: what is left in the emptiest of its buckets.
    fn tokens_left(&self, steady_ms: i64) -> BTreeMap<String, f64> {
        let keys = self
            .keys
            .iter()
            .map(|(key, one)| (one.name.clone(), format!("key:{key}")));
        let grants = self
            .grants
            .iter()
            .enumerate()
            .filter(|(_, grant)| !grant.revoked)
            .filter_map(|(number, grant)| {
                let client = self.client(&grant.client)?;
                Some((client.name.to_string(), self.grant_bucket(number, grant)))
            });
        let mut left = BTreeMap::new();
        for (name, bucket) in keys.chain(grants) {
            let tokens = self.left_in(&bucket, steady_ms);
            let least = left.entry(name).or_insert(tokens);
            *least = least.min(tokens);
        }
        left
    }
}
