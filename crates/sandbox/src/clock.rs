//! Virtual time: it runs at a chosen speed and can be made to jump.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

/// The clock that everything in the sandbox reads. Cheap to clone; all clones are one clock.
#[derive(Clone)]
pub struct SandboxClock {
    inner: Arc<Inner>,
}

struct Inner {
    speed: f64,
    started: Instant,
    base_ms: Mutex<i64>,
    jumped: Notify,
}

impl SandboxClock {
    /// A clock that starts at `start_ms` (Unix milliseconds; the real time when `None`) and runs `speed` times as fast as
    /// the real one. A speed that is not a positive number counts as 1.
    pub fn new(speed: f64, start_ms: Option<i64>) -> Self {
        let speed = if speed.is_finite() && speed > 0.0 {
            speed
        } else {
            1.0
        };
        Self {
            inner: Arc::new(Inner {
                speed,
                started: Instant::now(),
                base_ms: Mutex::new(start_ms.unwrap_or_else(real_now_ms)),
                jumped: Notify::new(),
            }),
        }
    }

    /// Virtual time in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        let ran = self.inner.started.elapsed().as_secs_f64() * 1000.0 * self.inner.speed;
        self.base().saturating_add(ran as i64)
    }

    /// Moves the clock forward by `ms` virtual milliseconds (a negative jump is ignored: Lever's time never runs back) and
    /// wakes everybody whose waiting ended by it.
    pub fn jump(&self, ms: i64) {
        {
            let mut base = self
                .inner
                .base_ms
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *base = base.saturating_add(ms.max(0));
        }
        self.inner.jumped.notify_waiters();
    }

    /// Waits `ms` *virtual* milliseconds, that is `ms / speed` real ones, less what a jump skips.
    pub async fn sleep(&self, ms: i64) {
        let until = self.now_ms().saturating_add(ms);
        loop {
            // Registered before the time is read, so that a jump in between is not missed.
            let jumped = self.inner.jumped.notified();
            let left = until.saturating_sub(self.now_ms());
            if left <= 0 {
                return;
            }
            let real =
                Duration::from_secs_f64((left as f64 / 1000.0 / self.inner.speed).max(0.001));
            tokio::select! {
                () = tokio::time::sleep(real) => {}
                () = jumped => {}
            }
        }
    }

    fn base(&self) -> i64 {
        *self
            .inner
            .base_ms
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn real_now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::SandboxClock;

    #[tokio::test]
    async fn a_jump_ends_a_long_sleep() {
        let clock = SandboxClock::new(1.0, Some(1_000));
        let sleeper = clock.clone();
        let task = tokio::spawn(async move { sleeper.sleep(3_600_000).await });
        tokio::task::yield_now().await;
        clock.jump(3_600_000);
        task.await.unwrap();
        assert!(clock.now_ms() >= 3_601_000);
    }

    #[test]
    fn time_never_runs_back() {
        let clock = SandboxClock::new(f64::NAN, Some(5_000));
        clock.jump(-4_000);
        assert!(clock.now_ms() >= 5_000);
    }
}
