//! What the engine does right now. Busy, backed off and offline are facts to show, not errors.

use fulcrum_lever::{Code, LeverError, Retry};

/// What goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Started, and no answer has come yet.
    Connecting,
    /// First full read.
    Backfill,
    /// Up to date.
    Live,
    /// Waiting after a refusal or a failure of the other side.
    BackedOff,
    /// Lever cannot be reached.
    Offline,
    /// The key or token is not accepted.
    SignedOut,
    /// Not running.
    Stopped,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A call to Lever failed.
    Lever(LeverError),
    /// The local files failed.
    Store(fulcrum_cache::Error),
    /// This machine's clock and Lever's differ by so many ms.
    Clock(i64),
}

/// The engine's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What goes on.
    pub phase: Phase,
    /// The first full read has been finished once.
    pub filled: bool,
    /// Last complete delta, ms; of an earlier run until this one has had one.
    pub synced_at_ms: Option<i64>,
    /// Next try, ms, while backed off or offline.
    pub next_try_ms: Option<i64>,
    /// What is wrong.
    pub trouble: Option<Trouble>,
    /// Candidates whose details are still to be read.
    pub details_waiting: u32,
}

impl Status {
    /// Before anything ran.
    pub fn stopped() -> Self {
        Self {
            phase: Phase::Stopped,
            filled: false,
            synced_at_ms: None,
            next_try_ms: None,
            trouble: None,
            details_waiting: 0,
        }
    }
}

/// Which phase a failure means, and whether waiting may mend it.
pub(crate) fn phase_of(error: &LeverError) -> Phase {
    match (error.retry, error.code) {
        // A missing permission is lasting, yet the rest of the account stays readable.
        (_, Code::PermissionMissing) => Phase::BackedOff,
        (Retry::Auth, _) => Phase::SignedOut,
        (Retry::Network, _) | (_, Code::NotJson) => Phase::Offline,
        _ => Phase::BackedOff,
    }
}

/// How long to wait at most where nobody answers, ms: asking costs nobody anything, and who comes back to a network should
/// not have to wait for long.
const LONGEST_OFFLINE_MS: i64 = 30_000;

/// How long to wait after so many failures in a row: 2 s, 4 s, 8 s … up to 5 min, or what the server asked for; up to half a
/// minute where nobody answers.
pub(crate) fn pause_ms(failures: u32, error: &LeverError) -> i64 {
    let own = 1_000_i64.saturating_mul(1 << failures.clamp(1, 9));
    let asked = match error.retry {
        Retry::Transient {
            retry_after: Some(wait),
        } => i64::try_from(wait.as_millis()).unwrap_or(0),
        _ => 0,
    };
    let longest = match error.retry {
        Retry::Network => LONGEST_OFFLINE_MS,
        _ => 300_000,
    };
    own.max(asked).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_at_five_minutes_or_half_a_minute_offline() {
        let pauses = |code, retry| -> Vec<i64> {
            let error = LeverError::local(code, retry, "GET /stages");
            (0..12)
                .map(|failures| pause_ms(failures, &error) / 1000)
                .collect()
        };
        assert_eq!(
            pauses(Code::LeverDown, Retry::Transient { retry_after: None }),
            [2, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
        );
        assert_eq!(
            pauses(Code::Unreachable, Retry::Network),
            [2, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30]
        );
        let offline = LeverError::local(Code::Unreachable, Retry::Network, "GET /stages");
        assert_eq!(phase_of(&offline), Phase::Offline);
    }
}
