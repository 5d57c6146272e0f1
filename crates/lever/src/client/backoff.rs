use std::time::Duration;

/// Tries in all, the first included, while Lever answers.
const TRIES: u32 = 4;

/// Tries in all when no answer comes: each may take the whole timeout, and whoever is offline should hear of it.
const SILENT_TRIES: u32 = 2;

const FIRST_MS: u64 = 500;
const LONGEST_MS: u64 = 20_000;

/// Whether there is a try after this one.
pub(crate) fn may_go_on(attempt: u32, answered: bool) -> bool {
    attempt < if answered { TRIES } else { SILENT_TRIES }
}

/// How long to wait before try `attempt + 1`: doubling, with jitter between half and the whole, so that seats that were
/// refused together do not come back together. What the server asked for is never undercut, up to the longest wait.
pub(crate) fn wait(attempt: u32, asked: Option<Duration>, random: u64) -> Duration {
    let whole = FIRST_MS
        .saturating_mul(1 << attempt.saturating_sub(1).min(16))
        .min(LONGEST_MS);
    let jittered = whole / 2 + random % (whole / 2 + 1);
    let asked = asked.map_or(0, |asked| {
        u64::try_from(asked.as_millis()).unwrap_or(u64::MAX)
    });
    Duration::from_millis(jittered.max(asked).min(LONGEST_MS.max(jittered)))
}

/// One step of splitmix64: enough for jitter, replayable from a seed.
pub(crate) fn mix(state: u64) -> u64 {
    let mut value = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn waits_double_within_jitter_and_never_exceed_the_longest(
            attempt in 1_u32..100, random: u64, asked_ms in proptest::option::of(0_u64..100_000)
        ) {
            let waited = wait(attempt, asked_ms.map(Duration::from_millis), random);
            let whole = (500_u64 << (attempt - 1).min(16)).min(20_000);
            prop_assert!(waited >= Duration::from_millis(whole / 2));
            prop_assert!(waited <= Duration::from_millis(20_000));
            if let Some(asked) = asked_ms {
                prop_assert!(waited >= Duration::from_millis(asked.min(20_000)));
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_jitter() {
        assert_eq!(mix(7), mix(7));
        assert_ne!(mix(7), mix(8));
    }
}
