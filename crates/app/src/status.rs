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

/// Requests per second, times ten, below which the window shows rest.
const RESTING_TENTHS: u32 = 10;

/// A time of reading that is so much later than the one that was told is told, ms: a sign of life. What goes wrong is told at once.
const TOLD_EVERY_MS: i64 = 300_000;

/// Whether the window would show something else than what it was told last. A program that rests is otherwise woken with every
/// look at Lever, all day, to show the same.
pub(crate) fn looks_different(told: &SyncStatus, now: &SyncStatus) -> bool {
    let shown = |status: &SyncStatus| SyncStatus {
        synced_at_ms: None,
        rate_tenths: match status.rate_tenths {
            0..RESTING_TENTHS => 0,
            rate => rate,
        },
        ..status.clone()
    };
    let later = match (told.synced_at_ms, now.synced_at_ms) {
        (Some(told), Some(now)) => now.abs_diff(told) >= TOLD_EVERY_MS.unsigned_abs(),
        (told, now) => told != now,
    };
    later || shown(told) != shown(now)
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
    let share_tenths = budget.rate_per_second.saturating_mul(10);
    Ok(SyncStatus {
        phase: match &unreadable {
            Some(_) => SyncPhase::BackedOff,
            None => phase(status.phase),
        },
        synced_at_ms: status.synced_at_ms,
        // What was saved up may go out at once; beside the share, more than all of it reads as a fault.
        rate_tenths: ready.meter.rate_tenths().min(share_tenths),
        share_tenths,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_account_is_told_every_five_minutes_and_everything_else_at_once() {
        let told = SyncStatus {
            phase: SyncPhase::Live,
            synced_at_ms: Some(1_000_000),
            rate_tenths: 1,
            share_tenths: 80,
            ..stopped()
        };
        let but = |change: fn(&mut SyncStatus)| {
            let mut now = told.clone();
            change(&mut now);
            looks_different(&told, &now)
        };
        assert!(!but(|now| {
            now.synced_at_ms = Some(1_015_000);
            now.rate_tenths = 9;
        }));
        assert!(!but(|now| now.synced_at_ms = Some(1_299_999)));
        assert!(but(|now| now.synced_at_ms = Some(1_300_000)));
        assert!(but(|now| now.synced_at_ms = None));
        assert!(but(|now| now.rate_tenths = 10));
        assert!(but(|now| now.queued = 1));
        assert!(but(|now| now.opportunities = 1));
        assert!(but(|now| now.phase = SyncPhase::BackedOff));
    }
}
