//! Waiting: generously, by looking again and again, and saying what was last seen when it was in vain.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// How long a story waits for anything: far longer than it should take on two cores that others keep busy as well.
const PATIENCE: Duration = Duration::from_secs(180);
static ANOTHER_PATIENCE: OnceLock<Duration> = OnceLock::new();
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// Looks until `look` succeeds. An error of a look means "not yet"; its words are part of the final error.
///
/// # Errors
/// [`Error::NotSeen`] after three minutes, or what [`be_patient_for`] said, with the words of the last look.
pub async fn until<T, F>(what: &str, look: F) -> Result<T>
where
    F: AsyncFnMut() -> Result<T>,
{
    let patience = ANOTHER_PATIENCE.get().copied().unwrap_or(PATIENCE);
    within(patience, what, look).await
}

/// Says how long this process waits for anything: where something is known to be missing, three minutes are long.
/// Only the first word counts.
pub fn be_patient_for(patience: Duration) {
    ANOTHER_PATIENCE.get_or_init(|| patience);
}

/// [`until`] with another patience.
///
/// # Errors
/// [`Error::NotSeen`] when the patience ends, with the words of the last look.
pub async fn within<T, F>(patience: Duration, what: &str, mut look: F) -> Result<T>
where
    F: AsyncFnMut() -> Result<T>,
{
    let started = Instant::now();
    loop {
        match look().await {
            Ok(seen) => return Ok(seen),
            Err(error) if started.elapsed() >= patience => {
                return Err(Error::NotSeen {
                    what: what.to_owned(),
                    seconds: patience.as_secs(),
                    last: error.to_string(),
                });
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// `Ok` when a condition holds, otherwise the words that say what was there instead.
///
/// # Errors
/// [`Error::Wrong`] with `otherwise`.
pub fn hold(condition: bool, otherwise: impl FnOnce() -> String) -> Result<()> {
    if condition {
        Ok(())
    } else {
        Err(Error::Wrong(otherwise()))
    }
}
