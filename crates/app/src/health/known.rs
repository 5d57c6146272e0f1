//! What the checks are made of, read in one go.

use std::collections::BTreeMap;
use std::sync::Arc;

use fulcrum_cache::desk::DriftRow;
use fulcrum_domain::dry_run::DryRun;
use fulcrum_domain::health::Kept;
use fulcrum_domain::model::{Posting, Stage};
use fulcrum_domain::vendor::{Vendor, VendorSetup};
use fulcrum_lever::Credential;
use fulcrum_sync::{Crowd, Status};

use super::ask::Asked;
use crate::failure;
use crate::picture::unanswered_moves;
use crate::ready::Ready;
use crate::statements;
use crate::view::{Problem, Stated};

/// Changes that are shown.
const DRIFT: u32 = 50;

/// Everything the checks look at.
pub(super) struct Known {
    pub(super) now_ms: i64,
    /// IANA zone of the seat.
    pub(super) zone: String,
    /// Host of Lever's API.
    pub(super) host: String,
    pub(super) setups: Arc<Vec<VendorSetup>>,
    /// In the pipeline's order; empty: never read.
    pub(super) stages: Vec<Stage>,
    pub(super) postings: Vec<Posting>,
    /// The latest first.
    pub(super) dry_runs: Vec<DryRun>,
    /// When each vendor answered a move last, ms.
    pub(super) reactions: BTreeMap<Vendor, i64>,
    /// Overdue moves after the last one that each vendor answered.
    pub(super) unanswered: BTreeMap<Vendor, u32>,
    pub(super) status: Status,
    pub(super) credential: Credential,
    /// Lever's clock minus this machine's, ms; `None` before the first answer.
    pub(super) skew_ms: Option<i64>,
    pub(super) crowd: Crowd,
    /// This seat's share of the requests.
    pub(super) share_per_second: u32,
    /// What Lever was asked on purpose.
    pub(super) asked: Asked,
    pub(super) kept: BTreeMap<String, Kept>,
    /// Newest first.
    pub(super) drift: Vec<DriftRow>,
    /// What was confirmed.
    pub(super) stated: Vec<Stated>,
}

impl Known {
    pub(super) async fn read(ready: &Ready) -> Result<Self, Problem> {
        let setups = ready.setups();
        let pinned = setups.clone();
        let (stages, postings, reactions, unanswered) = ready
            .cache
            .read(move |tx| {
                let (mut reactions, mut unanswered) = (BTreeMap::new(), BTreeMap::new());
                for setup in pinned.iter() {
                    if let Some(at) = fulcrum_sync::last_reaction_ms(tx, setup.vendor)? {
                        reactions.insert(setup.vendor, at);
                    }
                    if let Some(stage) = &setup.trigger_stage {
                        unanswered.insert(setup.vendor, unanswered_moves(tx, stage)?);
                    }
                }
                Ok((tx.stages()?, tx.postings()?, reactions, unanswered))
            })
            .await
            .map_err(failure::cache)?;
        let (kept, drift, dry_runs) = ready
            .desk
            .read(|tx| Ok((tx.health_kept()?, tx.drift(DRIFT)?, tx.dry_runs()?)))
            .await
            .map_err(failure::desk)?;
        Ok(Self {
            now_ms: ready.now_ms(),
            zone: ready.zone.clone(),
            host: ready.host.clone(),
            setups,
            stages,
            postings,
            dry_runs,
            reactions,
            unanswered,
            status: ready.engine.status(),
            credential: ready.lever.credential().await,
            skew_ms: ready.lever.clock_skew_ms(),
            crowd: ready.meter.crowd(),
            share_per_second: ready.lever.budget().state().rate_per_second,
            asked: ready.health.asked(&ready.meter),
            kept,
            drift,
            stated: statements::stated(ready).await?,
        })
    }

    /// Nothing is known yet.
    #[cfg(test)]
    pub(super) fn nothing(now_ms: i64) -> Self {
        Self {
            now_ms,
            zone: "UTC".to_owned(),
            host: "localhost".to_owned(),
            setups: Arc::default(),
            stages: Vec::new(),
            postings: Vec::new(),
            dry_runs: Vec::new(),
            reactions: BTreeMap::new(),
            unanswered: BTreeMap::new(),
            status: Status::stopped(),
            credential: Credential::Key,
            skew_ms: None,
            crowd: Crowd::default(),
            share_per_second: 8,
            asked: Asked::default(),
            kept: BTreeMap::new(),
            drift: Vec::new(),
            stated: Vec::new(),
        }
    }

    pub(super) fn setup(&self, vendor: Vendor) -> Option<&VendorSetup> {
        self.setups.iter().find(|setup| setup.vendor == vendor)
    }

    /// Switched off here.
    pub(super) fn is_off(&self, vendor: Vendor) -> bool {
        self.setup(vendor)
            .is_some_and(|setup| setup.disabled.is_some())
    }

    /// Since when it is as it was when it last worked, ms.
    pub(super) fn unchanged_since(&self, check: &str) -> Option<i64> {
        let baseline = self.kept.get(check)?.baseline.as_ref()?;
        Some(baseline.since_ms)
    }
}
