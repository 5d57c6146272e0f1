//! The sync status, as the window shows it.

use crate::failure;
use crate::ready::Ready;
use crate::view::{Problem, SyncPhase, SyncStatus};

pub(crate) fn stopped() -> SyncStatus {
    SyncStatus {
        phase: SyncPhase::Stopped,
        synced_at_ms: None,
        rate_tenths: 0,
        share_tenths: 0,
        opportunities: 0,
        queued: 0,
        next_try_ms: None,
        problem: None,
    }
}

pub(crate) async fn of(ready: &Ready) -> Result<SyncStatus, Problem> {
    // A copy that cannot be read is itself what the status has to say.
    let (opportunities, unreadable) = match ready.cache.read(|tx| tx.counts()).await {
        Ok(counts) => (counts.opportunities, None),
        Err(error) => (0, Some(failure::cache(error))),
    };
    let status = ready.engine.status();
    let budget = ready.lever.budget().state();
    let waiting: usize = budget.waiting.values().sum();
    Ok(SyncStatus {
        phase: match &unreadable {
            Some(_) => SyncPhase::BackedOff,
            None => phase(status.phase),
        },
        synced_at_ms: status.synced_at_ms,
        rate_tenths: ready.meter.rate_tenths(),
        share_tenths: budget.rate_per_second.saturating_mul(10),
        opportunities,
        queued: u32::try_from(waiting)
            .unwrap_or(u32::MAX)
            .saturating_add(status.details_waiting),
        next_try_ms: status.next_try_ms,
        problem: unreadable.or_else(|| {
            status
                .trouble
                .as_ref()
                .map(|trouble| failure::sync(trouble, &ready.host).into())
        }),
    })
}

fn phase(phase: fulcrum_sync::Phase) -> SyncPhase {
    match phase {
        fulcrum_sync::Phase::Connecting => SyncPhase::Connecting,
        fulcrum_sync::Phase::Backfill => SyncPhase::Backfill,
        fulcrum_sync::Phase::Live => SyncPhase::Live,
        fulcrum_sync::Phase::BackedOff => SyncPhase::BackedOff,
        fulcrum_sync::Phase::Offline => SyncPhase::Offline,
        fulcrum_sync::Phase::SignedOut => SyncPhase::SignedOut,
        fulcrum_sync::Phase::Stopped => SyncPhase::Stopped,
    }
}
