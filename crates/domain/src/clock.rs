//! Time comes in as an argument. This is the one seam through which the upper floors ask for it.

/// Wall-clock time in ms since the Unix epoch.
pub trait Clock: Send + Sync {
    /// Now, in ms since the Unix epoch (UTC). May step backwards when the machine's clock is corrected.
    fn now_ms(&self) -> i64;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        chrono::Utc::now().timestamp_millis()
    }
}
