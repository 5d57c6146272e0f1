//! Noticing sleep. A machine that wakes up goes on where it was, with the clock put forward: what was held to be undone by
//! its person must not leave because the hold ended while nobody could see it.

use std::sync::{Mutex, PoisonError};

/// Between two beats, ms.
pub(crate) const BEAT_MS: u64 = 2_000;

/// Nobody was awake between two beats that lie further apart than this, ms: the machine slept, or the program was stopped.
/// Well above what a busy machine delays a beat by, and no longer than a hold and a glance at it.
const GAP_MS: i64 = 15_000;

/// Gaps that ended longer ago than this are forgotten, ms: no hold is as long.
const KEPT_MS: i64 = 3_600_000;

/// When this program was awake, by the wall clock.
#[derive(Debug, Default)]
pub(crate) struct Awake(Mutex<Beats>);

#[derive(Debug, Default)]
struct Beats {
    last_ms: Option<i64>,
    /// After the first, up to and with the second.
    gaps: Vec<(i64, i64)>,
}

impl Awake {
    /// Notes that the program is awake at `now_ms`; whether it had slept until now.
    pub(crate) fn beat(&self, now_ms: i64) -> bool {
        self.beats(now_ms, |beats| {
            beats.gaps.last().is_some_and(|(_, to)| *to == now_ms)
        })
    }

    /// Whether `at_ms` passed while nobody was awake.
    pub(crate) fn slept_through(&self, at_ms: i64, now_ms: i64) -> bool {
        self.beats(now_ms, |beats| {
            let over = |(from, to): &(i64, i64)| *from < at_ms && at_ms <= *to;
            beats.gaps.iter().any(over)
        })
    }

    fn beats<T>(&self, now_ms: i64, then: impl FnOnce(&Beats) -> T) -> T {
        let mut beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = beats.last_ms
            && now_ms.saturating_sub(last) > GAP_MS
        {
            beats.gaps.push((last, now_ms));
        }
        beats.last_ms = Some(now_ms);
        beats
            .gaps
            .retain(|(_, to)| now_ms.saturating_sub(*to) < KEPT_MS);
        then(&beats)
    }
}

#[cfg(test)]
mod tests {
    use super::Awake;

    #[test]
    fn a_hold_that_ends_in_a_gap_was_slept_through() {
        let awake = Awake::default();
        for second in 0..5 {
            awake.beat(second * 2_000);
        }
        // Asleep from 8 s to 40 s. Whoever asks first notices, whether or not a beat came before.
        assert!(awake.slept_through(12_000, 40_000));
        awake.beat(41_000);
        assert!(awake.slept_through(40_000, 42_000));
        for outside in [8_000, 40_001, 50_000] {
            assert!(!awake.slept_through(outside, 42_000), "{outside}");
        }
    }

    #[test]
    fn a_slow_beat_and_a_clock_set_back_are_no_sleep() {
        let awake = Awake::default();
        awake.beat(100_000);
        awake.beat(110_000);
        awake.beat(50_000);
        awake.beat(52_000);
        for at in [51_000, 60_000, 105_000] {
            assert!(!awake.slept_through(at, 53_000), "{at}");
        }
    }

    #[test]
    fn old_gaps_are_forgotten() {
        let awake = Awake::default();
        awake.beat(0);
        awake.beat(60_000);
        assert!(awake.slept_through(30_000, 61_000));
        assert!(!awake.slept_through(30_000, 60_000 + 3_600_000));
    }
}
