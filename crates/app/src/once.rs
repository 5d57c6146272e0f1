//! Reading the account once, for the command line: no window, no keyring, no seat. Nothing is written to Lever.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use fulcrum_cache::{Cache, Code, OnDamage, OpenOptions, Opened, Store, Threads};
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_lever::{ApiKey, BudgetSettings, RequestObserver, RequestRecord};
use fulcrum_sync::Once;
use fulcrum_vault::{
    DatabaseKey, DatabaseKeyName, MemoryStore, Secret, SecretName, SecretStore, database_key,
};
use serde::Serialize;

use crate::config::AppConfig;
use crate::failure::{self, File};
use crate::problem::Trouble;
use crate::session::{blocking, budget, claim, client, rules};
use crate::view::Problem;

/// What Lever documents for a key: so many requests a second, so many at once after a pause.
const RATE_PER_SECOND: u32 = 10;
const BURST: u32 = 20;

/// A person who asks for the whole account waits for it: the key's whole rate, not a seat's share. The burst stays below Lever's,
/// since requests that leave at an even pace do not arrive at one.
const BUDGET: BudgetSettings = BudgetSettings {
    rate_per_second: RATE_PER_SECOND,
    burst: 16,
};

/// What a reading brought, and what it took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SyncedOnce {
    /// Opportunities that are here now, archived ones too.
    pub opportunities: u32,
    /// Requests that went out, repeated ones too.
    pub requests: u64,
    /// Of these, refused because there were too many.
    pub throttled: u64,
    /// From the keys to the last row, s.
    pub seconds: f64,
    /// The least that so many requests take within Lever's documented limits, s.
    pub floor_seconds: f64,
}

/// The two keys that a reading needs, as they were typed in.
pub struct OnceKeys {
    api: Secret,
    cache: DatabaseKey,
}

impl OnceKeys {
    /// Reads two lines: Lever's API key, and the key of the local file as 64 hexadecimal digits.
    ///
    /// # Errors
    /// `BadInput` when a line is missing or is not such a key; what was typed is not repeated.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (Some(api), Some(cache), None) = (lines.next(), lines.next(), lines.next()) else {
            return Err(bad(
                "Standard input must hold two lines: Lever's API key, and the key of the local file.",
            ));
        };
        let kept = MemoryStore::default();
        let cache = kept
            .set("once", SecretName::CacheKey, &Secret::from_text(cache))
            .and_then(|()| database_key(&kept, "once", DatabaseKeyName::Cache));
        match cache {
            Ok(Some(cache)) => Ok(Self {
                api: Secret::from_text(api),
                cache,
            }),
            _ => Err(bad(
                "The second line must be the key of the local file: 64 hexadecimal digits.",
            )),
        }
    }
}

/// Reads the account into the local file and ends: all of it the first time, afterwards what changed. Cut short, the next reading
/// goes on from there. Notes and interviews are left to the window.
///
/// # Errors
/// `BadInput` where a seat has worked in this folder, or with a key that does not open its file; what Lever or the disk say.
pub async fn sync_once(mut config: AppConfig, keys: OnceKeys) -> Result<SyncedOnce, Problem> {
    let began = Instant::now();
    config.budget = BUDGET;
    let training = config.training.is_some() || crate::training::is_loopback(config.api());
    let folder = config.data_dir.join(if training {
        "training"
    } else {
        config.profile()
    });
    let (host, count) = (config.host(), Arc::new(Count::default()));
    let patterns = Patterns::builtin().map_err(|_| Trouble::Internal)?;
    let lever = client(
        &config,
        budget(&config),
        Arc::new(ApiKey::new(&keys.api)),
        count.clone(),
        training,
    )?;
    let cache = {
        let (config, host) = (config.clone(), host.clone());
        blocking(move || open(&config, &folder, training.then_some(&host), keys.cache)).await?
    };
    let setups = [Vendor::MyInterview, Vendor::JobTwine].map(VendorSetup::unset);
    let read = Once {
        lever,
        cache: cache.clone(),
        rules: rules(&setups, patterns),
        clock: config.clock,
    }
    .read()
    .await;
    let counts = cache.read(|tx| tx.counts()).await;
    cache.close();
    read.map_err(|trouble| Problem::from(failure::sync(&trouble, &host)))?;
    let requests = count.requests.load(Ordering::Relaxed);
    Ok(SyncedOnce {
        opportunities: counts.map_err(failure::cache)?.opportunities,
        requests,
        throttled: count.throttled.load(Ordering::Relaxed),
        seconds: began.elapsed().as_secs_f64(),
        floor_seconds: floor_seconds(requests),
    })
}

/// `host`: of the training server whose folder this is.
fn open(
    config: &AppConfig,
    folder: &Path,
    host: Option<&String>,
    key: DatabaseKey,
) -> Result<Store<Cache>, Problem> {
    std::fs::create_dir_all(folder).map_err(|error| failure::folder(&error))?;
    if folder.join("desk.db").exists() {
        return Err(bad(
            "A seat works in this folder and reads by itself while its window is open. A reading of its own needs a folder of its own.",
        ));
    }
    if let Some(host) = host {
        claim(folder, host)?;
    }
    let path: PathBuf = folder.join("cache.db");
    let options = OpenOptions {
        path,
        key,
        threads: Threads::Spawned { readers: 1 },
        clock: config.clock.clone(),
        on_damage: OnDamage::Recover,
    };
    match Store::open_cache(&options) {
        Ok(Opened { store, .. }) => Ok(store),
        Err(error) if error.code() == Code::WrongKey => {
            Err(bad("The key does not open the local file in this folder."))
        }
        Err(error) => Err(failure::store(&error, File::Cache).into()),
    }
}

fn bad(why: &'static str) -> Problem {
    Trouble::BadInput { why }.into()
}

/// The burst at once, the others at the rate, s.
fn floor_seconds(requests: u64) -> f64 {
    requests.saturating_sub(u64::from(BURST)) as f64 / f64::from(RATE_PER_SECOND)
}

#[derive(Default)]
struct Count {
    requests: AtomicU64,
    throttled: AtomicU64,
}

impl RequestObserver for Count {
    fn finished(&self, record: &RequestRecord) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if record.status == Some(429) {
            self.throttled.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_time_is_the_burst_at_once_and_the_rest_at_the_rate() {
        assert_eq!(floor_seconds(0), 0.0);
        assert_eq!(floor_seconds(20), 0.0);
        assert_eq!(floor_seconds(120), 10.0);
    }

    #[test]
    fn two_lines_are_two_keys_and_anything_else_is_told_without_repeating_it() {
        let hex = "0123456789abcdef".repeat(4);
        assert!(OnceKeys::parse(&format!("lever-key\n{hex}\n")).is_ok());
        for text in [
            String::new(),
            "lever-key".to_owned(),
            "lever-key\nlocal-key".to_owned(),
            format!("lever-key\n{hex}\nlever-key"),
            format!("{hex}\nlever-key"),
        ] {
            let problem = OnceKeys::parse(&text).err().unwrap();
            let said = problem.to_string();
            assert!(
                !said.contains("lever-key") && !said.contains("local-key") && !said.contains(&hex)
            );
        }
    }
}
