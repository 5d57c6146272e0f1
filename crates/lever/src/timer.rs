//! The one seam for waiting: tokio's timer in life, virtual time in simulation.

use std::time::Duration;

use futures::future::BoxFuture;

/// Waits.
pub trait Timer: Send + Sync {
    /// Ends after so many ms. Dropping the future gives the waiting up.
    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()>;
}

/// Tokio's timer. Needs a runtime with time enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioTimer;

impl Timer for TokioTimer {
    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(ms)))
    }
}
