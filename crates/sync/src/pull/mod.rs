//! Reading from Lever and the vendors into the cache.

mod backfill;
mod delta;
mod details;
mod page;
mod reference;
mod retention;
mod unlisted;

pub(crate) use delta::{LONG_OVERLAP_MS, SHORT_OVERLAP_MS};
pub(crate) use page::calls_for_details;

use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use fulcrum_cache::desk::Desk;
use fulcrum_cache::{Cache, Cause, Store};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::OpportunityId;
use fulcrum_lever::{Lever, LeverError, Priority};

use crate::rules::Rules;
use crate::schedule::{Detail, Schedule};
use crate::status::Trouble;
use crate::vendor::VendorLink;

use self::unlisted::Unlisted;

/// Everything reading needs.
pub(crate) struct Pull {
    pub(crate) lever: Lever,
    pub(crate) cache: Store<Cache>,
    /// `None` where nobody sits: nothing was asked for that would have to be erased.
    pub(crate) desk: Option<Store<Desk>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) vendors: Vec<VendorLink>,
    rules: RwLock<Arc<Rules>>,
    schedule: Mutex<Schedule>,
    screen: Mutex<Option<OpportunityId>>,
    unlisted: Unlisted,
    /// Up to when deletions were read by this run, in Lever's time, ms; 0 before the first look.
    deletions_ms: AtomicI64,
}

/// Why a read ended early.
#[derive(Clone, Debug)]
pub(crate) enum PullError {
    Lever(LeverError),
    Store(fulcrum_cache::Error),
}

impl From<LeverError> for PullError {
    fn from(error: LeverError) -> Self {
        Self::Lever(error)
    }
}

impl From<fulcrum_cache::Error> for PullError {
    fn from(error: fulcrum_cache::Error) -> Self {
        Self::Store(error)
    }
}

impl From<PullError> for Trouble {
    fn from(error: PullError) -> Self {
        match error {
            PullError::Lever(error) => Self::Lever(error),
            PullError::Store(error) => Self::Store(error),
        }
    }
}

impl Pull {
    pub(crate) fn new(
        lever: Lever,
        cache: Store<Cache>,
        desk: Option<Store<Desk>>,
        clock: Arc<dyn Clock>,
        vendors: Vec<VendorLink>,
        rules: Rules,
    ) -> Self {
        Self {
            lever,
            cache,
            desk,
            clock,
            vendors,
            rules: RwLock::new(Arc::new(rules)),
            schedule: Mutex::default(),
            screen: Mutex::default(),
            unlisted: Unlisted::default(),
            deletions_ms: AtomicI64::new(0),
        }
    }

    pub(crate) fn rules(&self) -> Arc<Rules> {
        self.rules
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn set_rules(&self, rules: Rules) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }

    pub(crate) fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The card on the screen; its details are read first and kept fresh.
    pub(crate) fn show(&self, opportunity: Option<OpportunityId>) {
        if let Some(id) = &opportunity {
            self.schedule()
                .add(Detail::new(id.clone(), Priority::Screen));
        }
        *self.screen.lock().unwrap_or_else(PoisonError::into_inner) = opportunity;
    }

    fn screen(&self) -> Option<OpportunityId> {
        self.screen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn on_screen(&self, id: &OpportunityId) -> bool {
        self.screen().as_ref() == Some(id)
    }

    /// Lever's time as far as its answers tell it, ms. The machine's own clock stands in before the first answer.
    pub(crate) fn lever_now_ms(&self) -> i64 {
        self.clock
            .now_ms()
            .saturating_add(self.lever.clock_skew_ms().unwrap_or(0))
    }

    async fn state(&self, name: &'static str) -> Result<Option<String>, fulcrum_cache::Error> {
        self.cache.read(move |tx| tx.sync_state(name)).await
    }

    async fn state_ms(&self, name: &'static str) -> Result<Option<i64>, fulcrum_cache::Error> {
        Ok(self.state(name).await?.and_then(|text| text.parse().ok()))
    }

    async fn set_state(
        &self,
        name: &'static str,
        value: Option<String>,
    ) -> Result<(), fulcrum_cache::Error> {
        self.cache
            .write(Cause::Sync, move |tx| {
                tx.set_sync_state(name, value.as_deref())
            })
            .await
    }
}
