//! The sandbox's time, as a seat sees it: one clock for all, so that nobody waits in real time.

use fulcrum_domain::clock::Clock;
use fulcrum_lever::Timer;
use fulcrum_sandbox::clock::SandboxClock;
use futures::future::BoxFuture;

/// A seat's clock: the sandbox's, some ms ahead of it (negative: behind).
pub(crate) struct SeatClock {
    clock: SandboxClock,
    ahead_ms: i64,
}

impl SeatClock {
    pub(crate) fn new(clock: SandboxClock, ahead_ms: i64) -> Self {
        Self { clock, ahead_ms }
    }
}

impl Clock for SeatClock {
    fn now_ms(&self) -> i64 {
        self.clock.now_ms().saturating_add(self.ahead_ms)
    }
}

impl Timer for SeatClock {
    fn sleep_ms(&self, ms: u64) -> BoxFuture<'static, ()> {
        let clock = self.clock.clone();
        Box::pin(async move { clock.sleep(i64::try_from(ms).unwrap_or(i64::MAX)).await })
    }
}
