//! What the runs so far prove, per vendor.

use super::{Cause, Certainty, ChainLink, DryRun, LegEnd};
use crate::ids::{DryRunId, PostingId};
use crate::vendor::Vendor;

/// A proof says its age when it is older than this, ms: a month, in which templates, tags and people change.
pub const FRESH_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// What is known of one vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The vendor.
    pub vendor: Vendor,
    /// What the latest run that found anything out says; `None`: none has.
    pub last: Option<Proven>,
}

/// The outcome of a run for one vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Which run.
    pub run: DryRunId,
    /// In which posting.
    pub posting: PostingId,
    /// When it was found out, ms.
    pub at_ms: i64,
    /// `None`: green to the end.
    pub broken: Option<(ChainLink, Cause)>,
    /// Green, and the invitation was read plainly.
    pub plain: bool,
    /// Older than [`FRESH_MS`].
    pub old: bool,
}

/// The latest outcome for each of these vendors. A run that was stopped first says nothing and hides nothing.
pub fn proofs(runs: &[DryRun], vendors: &[Vendor], now_ms: i64) -> Vec<Proof> {
    vendors
        .iter()
        .map(|vendor| Proof {
            vendor: *vendor,
            last: runs
                .iter()
                .flat_map(|run| outcomes(run, *vendor, now_ms))
                .max_by_key(|one| one.at_ms),
        })
        .collect()
}

fn outcomes(run: &DryRun, vendor: Vendor, now_ms: i64) -> impl Iterator<Item = Proven> {
    run.legs
        .iter()
        .filter(move |leg| leg.vendor == vendor)
        .filter_map(move |leg| {
            let (at_ms, broken) = match leg.end.as_ref()? {
                LegEnd::Passed { at_ms } => (*at_ms, None),
                LegEnd::Broken { link, cause, at_ms } => (*at_ms, Some((*link, cause.clone()))),
                LegEnd::Cut => return None,
            };
            let plain = leg
                .ticks
                .get(&ChainLink::Invited)
                .is_some_and(|tick| tick.certainty == Certainty::Proven);
            Some(Proven {
                run: run.id.clone(),
                posting: run.posting.clone(),
                at_ms,
                plain: plain && broken.is_none(),
                broken,
                old: now_ms.saturating_sub(at_ms) > FRESH_MS,
            })
        })
}
