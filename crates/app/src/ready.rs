//! Everything that is open while a seat is connected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use fulcrum_cache::desk::{Desk, Export, Intent, StepState, WATCHED};
use fulcrum_cache::{Cache, Cause, Store};
use fulcrum_domain::clock::Clock;
use fulcrum_domain::ids::{IntentId, OpportunityId, PostingId, StageId};
use fulcrum_domain::journey::JourneyKey;
use fulcrum_domain::move_hold::HoldSettings;
use fulcrum_domain::note_reading::Patterns;
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_lever::{Lever, Timer};
use fulcrum_sync::{Engine, Meter};
use fulcrum_vendors::InterviewVendor;

use crate::failure;
use crate::health::HealthDesk;
use crate::notices::Notices;
use crate::session::Access;
use crate::view::{Problem, Rounds, Seat};

/// Rounds that each posting has at the vendor.
pub(crate) type Jobs = Arc<BTreeMap<PostingId, Rounds>>;

pub(crate) struct Ready {
    pub(crate) cache: Store<Cache>,
    pub(crate) desk: Store<Desk>,
    pub(crate) engine: Engine,
    pub(crate) lever: Lever,
    /// What Lever lets this seat in with.
    pub(crate) access: Access,
    pub(crate) meter: Arc<Meter>,
    /// The vendors' own interfaces, where profiles are in use.
    pub(crate) vendors: Vec<Arc<dyn InterviewVendor>>,
    pub(crate) patterns: Patterns,
    pub(crate) seat: Seat,
    pub(crate) host: String,
    pub(crate) training: bool,
    pub(crate) clock: Arc<dyn Clock>,
    /// Waits between two looks at the set-up.
    pub(crate) timer: Arc<dyn Timer>,
    pub(crate) health: Arc<HealthDesk>,
    /// IANA zone of the seat.
    pub(crate) zone: String,
    pub(crate) notices: Arc<Notices>,
    pub(crate) hold: HoldSettings,
    pub(crate) resend_cooldown_ms: i64,
    pub(crate) setups: RwLock<Arc<Vec<VendorSetup>>>,
    /// A dry run was begun or stopped.
    pub(crate) dry_run: Arc<tokio::sync::Notify>,
    /// What opening had to mend, until the person has seen it.
    pub(crate) mended: std::sync::Mutex<Option<Problem>>,
    /// JobTwine's own rounds as last read, with when, ms.
    pub(crate) jobs: tokio::sync::Mutex<Option<(i64, Jobs)>>,
    pub(crate) stop: tokio_util::sync::CancellationToken,
    pub(crate) tasks: tokio_util::task::TaskTracker,
}

/// Open intents, as the board needs them.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenMoves {
    /// In the order they were asked for.
    pub(crate) intents: Vec<Intent>,
    /// Those that belong to a bulk move.
    pub(crate) in_batches: BTreeSet<IntentId>,
}

/// Code of a step whose bulk move rests. Never stored: the bulk move knows.
pub(crate) const RESTS: &str = "rests";

impl Ready {
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    pub(crate) fn setups(&self) -> Arc<Vec<VendorSetup>> {
        self.setups
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn setup_of(&self, vendor: Vendor) -> VendorSetup {
        self.setups()
            .iter()
            .find(|setup| setup.vendor == vendor)
            .cloned()
            .unwrap_or_else(|| VendorSetup::unset(vendor))
    }

    /// The vendor's own interface; `None` where no profile is in use.
    pub(crate) fn interface(&self, vendor: Vendor) -> Option<&Arc<dyn InterviewVendor>> {
        self.vendors.iter().find(|one| one.vendor() == vendor)
    }

    pub(crate) async fn open_moves(&self) -> Result<OpenMoves, Problem> {
        self.desk
            .read(|tx| {
                let resting = tx.resting_intents()?;
                let mut intents = tx.open_intents()?;
                for intent in intents.iter_mut().filter(|one| resting.contains(&one.id)) {
                    for step in intent
                        .steps
                        .iter_mut()
                        .filter(|step| matches!(step.state, StepState::Held | StepState::Waiting))
                    {
                        step.code = Some(RESTS.to_owned());
                    }
                }
                Ok(OpenMoves {
                    intents,
                    in_batches: tx.open_in_batches()?,
                })
            })
            .await
            .map_err(failure::desk)
    }

    /// Copies the desk beside itself. What Lever cannot give again must not depend on one file.
    pub(crate) async fn back_up(&self) {
        if let Err(error) = self.desk.backup().await {
            tracing::warn!(code = ?error.code(), "The desk was not copied.");
        }
    }

    /// Ends everything: the engine's tasks, the forwarding, the files.
    pub(crate) async fn close(&self) {
        self.engine.shutdown().await;
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.back_up().await;
        self.cache.close();
        self.desk.close();
    }
}

impl OpenMoves {
    /// Where open moves lead, for the cache's overlay.
    pub(crate) fn overlay(&self) -> Vec<(OpportunityId, StageId)> {
        self.intents
            .iter()
            .filter(|intent| intent.state == fulcrum_cache::desk::IntentState::Open)
            .filter_map(|intent| Some((intent.opportunity.clone(), intent.target_stage()?.clone())))
            .collect()
    }

    /// The latest open move of each opportunity.
    pub(crate) fn latest(&self) -> BTreeMap<OpportunityId, Intent> {
        self.intents
            .iter()
            .filter(|intent| intent.target_stage().is_some() || intent.archives().is_some())
            .map(|intent| (intent.opportunity.clone(), intent.clone()))
            .collect()
    }
}

/// The vendor whose trigger stage this is.
pub(crate) fn vendor_of(stage: &StageId, setups: &[VendorSetup]) -> Option<Vendor> {
    setups
        .iter()
        .find(|setup| setup.invites_at() == Some(stage))
        .map(|setup| setup.vendor)
}

impl Ready {
    /// Remembers a file that was written about somebody: it goes with the person.
    pub(crate) async fn remember_export(
        &self,
        path: std::path::PathBuf,
        bytes: u64,
        opportunities: Vec<OpportunityId>,
    ) -> Result<(), Problem> {
        let export = Export {
            path,
            bytes,
            opportunities,
        };
        self.desk
            .write(Cause::Person, move |tx| tx.add_export(export))
            .await
            .map_err(failure::desk)
    }

    /// Journeys whose result was opened at this seat.
    pub(crate) async fn watched(&self) -> Result<BTreeSet<JourneyKey>, Problem> {
        let kept: Option<Vec<JourneyKey>> = self
            .desk
            .read(|tx| tx.preference(WATCHED))
            .await
            .map_err(failure::desk)?;
        Ok(kept.unwrap_or_default().into_iter().collect())
    }

    /// The result of this journey was opened.
    pub(crate) async fn mark_watched(&self, key: JourneyKey) -> Result<(), Problem> {
        self.desk
            .write(Cause::Person, move |tx| {
                let mut kept: Vec<JourneyKey> = tx.preference(WATCHED)?.unwrap_or_default();
                if kept.contains(&key) {
                    return Ok(());
                }
                kept.push(key);
                tx.set_preference(WATCHED, &kept)
            })
            .await
            .map_err(failure::desk)
    }
}
