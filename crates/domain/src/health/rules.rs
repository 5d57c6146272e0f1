//! When a figure is a problem.

use super::Standing;

/// Requests that are refused as too many, within five minutes, before somebody else is suspected: one is noise.
pub const CROWDED_AFTER: u32 = 2;

/// A clock that is further off is pointed out, ms: a minute's difference makes an order of events doubtful.
const SKEW_WARN_MS: i64 = 60_000;

/// A clock that is further off makes times wrong that people act on, ms.
const SKEW_BROKEN_MS: i64 = 120_000;

const DAY_MS: i64 = 24 * 3_600_000;

/// A grant lives a year. Source: Lever's documentation of refresh tokens.
const GRANT_LIFE_MS: i64 = 365 * DAY_MS;

/// Who has to consent anew is told so long before, ms: it takes a Super Admin.
const GRANT_WARN_MS: i64 = 30 * DAY_MS;

/// Moves without an answer after which the vendor does not hear of any.
const SILENT_MOVES: u32 = 3;

/// The difference of this machine's clock and Lever's, ms.
pub const fn clock(skew_ms: i64) -> Standing {
    match skew_ms.saturating_abs() {
        SKEW_BROKEN_MS.. => Standing::Broken,
        SKEW_WARN_MS.. => Standing::Warn,
        _ => Standing::Verified,
    }
}

/// Whether somebody else uses up the requests of this key: `refused` of `sent` within `window_ms` were too many, although
/// `sent` is less than this seat's share.
pub fn crowd(sent: u32, refused: u32, window_ms: i64, share_per_second: u32) -> Standing {
    let own = i64::from(share_per_second).saturating_mul(window_ms) / 1_000;
    if refused >= CROWDED_AFTER && i64::from(sent) <= own {
        Standing::Warn
    } else {
        Standing::Verified
    }
}

/// A grant that was given at `given_ms`; the second is when it ends, ms.
pub fn grant(given_ms: i64, now_ms: i64) -> (Standing, i64) {
    let ends_ms = given_ms.saturating_add(GRANT_LIFE_MS);
    let standing = match ends_ms.saturating_sub(now_ms) {
        i64::MIN..=0 => Standing::Broken,
        1..=GRANT_WARN_MS => Standing::Warn,
        _ => Standing::Verified,
    };
    (standing, ends_ms)
}

/// A vendor that did not answer so many moves, all after the last one that it answered. One that never answered is not silent:
/// nothing is known about it.
pub const fn silence(unanswered: u32, ever_answered: bool) -> Option<Standing> {
    match (unanswered, ever_answered) {
        (_, false) | (0, true) => None,
        (SILENT_MOVES.., true) => Some(Standing::Broken),
        _ => Some(Standing::Warn),
    }
}
