//! Virtual time: it runs at a chosen speed and can be made to jump; or it stands still until somebody advances it.
//!
//! Whoever waits, waits here. On a still clock no real timer is set and no real time is read, so that a whole sandbox replays
//! the same way every time.

mod still;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use crate::clock::still::Waiting;

/// The end of the year 9999: no clock goes further, so that a time with something added to it is a time.
const LAST_MS: i64 = 253_402_300_799_000;
/// No clock runs faster.
const FASTEST: f64 = 1e6;

/// The clock that everything in the sandbox reads. Cheap to clone; all clones are one clock.
#[derive(Clone)]
pub struct SandboxClock {
    inner: Arc<Inner>,
}

struct Inner {
    pace: Pace,
    base_ms: Mutex<i64>,
    jumped: Notify,
    waiting: Waiting,
}

enum Pace {
    Running { speed: f64, started: Instant },
    Still,
}

impl SandboxClock {
    /// A clock that starts at `start_ms` (Unix milliseconds; the real time when `None`) and runs `speed` times as fast as
    /// the real one. A speed that is not a positive number counts as 1, one above a million as a million.
    pub fn new(speed: f64, start_ms: Option<i64>) -> Self {
        let speed = if speed.is_finite() && speed > 0.0 {
            speed.min(FASTEST)
        } else {
            1.0
        };
        let started = Instant::now();
        Self::with(Pace::Running { speed, started }, start_ms)
    }

    /// A clock that stands at `start_ms` (Unix milliseconds; the real time when `None`) and moves by [`jump`](Self::jump)
    /// and [`advance_to_next`](Self::advance_to_next) only.
    pub fn manual(start_ms: Option<i64>) -> Self {
        Self::with(Pace::Still, start_ms)
    }

    fn with(pace: Pace, start_ms: Option<i64>) -> Self {
        Self {
            inner: Arc::new(Inner {
                pace,
                base_ms: Mutex::new(start_ms.unwrap_or_else(real_now_ms).min(LAST_MS)),
                jumped: Notify::new(),
                waiting: Waiting::default(),
            }),
        }
    }

    /// Whether time stands still until somebody advances it.
    pub fn is_manual(&self) -> bool {
        matches!(self.inner.pace, Pace::Still)
    }

    /// Virtual time in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        let ran = match self.inner.pace {
            Pace::Running { speed, started } => {
                (started.elapsed().as_secs_f64() * 1000.0 * speed) as i64
            }
            Pace::Still => 0,
        };
        self.base().saturating_add(ran).min(LAST_MS)
    }

    /// Milliseconds of a steady clock, for limits and durations that people see: real ones where time runs, virtual ones
    /// where it stands still.
    pub fn steady_ms(&self) -> i64 {
        match self.inner.pace {
            Pace::Running { started, .. } => {
                i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX)
            }
            Pace::Still => self.base(),
        }
    }

    /// Moves the clock forward by `ms` virtual milliseconds (a negative jump is ignored: Lever's time never runs back) and
    /// wakes everybody whose waiting ended by it. Who was to wake on the way wakes late, in the order of their times;
    /// [`Simulation::advance`](crate::simulation::Simulation::advance) lets each wake at its own.
    pub fn jump(&self, ms: i64) {
        let now = {
            let mut base = self.lock();
            *base = base.saturating_add(ms.max(0)).min(LAST_MS);
            *base
        };
        self.inner.waiting.wake(now);
        self.inner.jumped.notify_waiters();
    }

    /// When the first of those who wait on a still clock wants to be woken; `None` when nobody waits, and always on a clock
    /// that runs.
    pub fn next_ms(&self) -> Option<i64> {
        self.inner.waiting.next()
    }

    /// Moves a still clock to the moment for which the first one waits, and wakes everybody who waits for it. Answers with
    /// that moment; `None` when nobody waits.
    pub fn advance_to_next(&self) -> Option<i64> {
        let next = self.next_ms()?;
        self.jump(next.saturating_sub(self.now_ms()));
        Some(next)
    }

    /// Waits `ms` *virtual* milliseconds, that is `ms / speed` real ones, less what a jump skips.
    pub async fn sleep(&self, ms: i64) {
        let until = self.now_ms().saturating_add(ms);
        let Pace::Running { speed, .. } = self.inner.pace else {
            return self.inner.waiting.until(self, until).await;
        };
        loop {
            // Registered before the time is read, so that a jump in between is not missed.
            let jumped = self.inner.jumped.notified();
            let left = until.saturating_sub(self.now_ms());
            if left <= 0 {
                return;
            }
            let real = Duration::from_secs_f64((left as f64 / 1000.0 / speed).max(0.001));
            tokio::select! {
                () = tokio::time::sleep(real) => {}
                () = jumped => {}
            }
        }
    }

    /// Waits a *real* while, whatever the speed, as machines do before they try again. On a still clock it is virtual time.
    pub async fn pause(&self, real: Duration) {
        if self.is_manual() {
            let ms = i64::try_from(real.as_millis()).unwrap_or(i64::MAX);
            self.sleep(ms).await;
        } else {
            tokio::time::sleep(real).await;
        }
    }

    /// Does work that takes long (a slow hash) away from the threads that serve others. On a still clock it is done here and now:
    /// nothing may go on meanwhile, since a simulation would take that for the end of what can be done. `None` when the work
    /// was not finished.
    pub async fn away<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        if self.is_manual() {
            Some(work())
        } else {
            tokio::task::spawn_blocking(work).await.ok()
        }
    }

    fn base(&self) -> i64 {
        *self.lock()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, i64> {
        self.inner
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
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::{LAST_MS, SandboxClock};

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

    #[test]
    fn no_clock_leaves_the_years_of_four_digits() {
        for clock in [
            SandboxClock::new(f64::MAX, Some(i64::MAX)),
            SandboxClock::manual(Some(5)),
        ] {
            clock.jump(i64::MAX);
            clock.jump(i64::MAX);
            assert_eq!(clock.now_ms(), LAST_MS);
        }
    }

    /// A runtime without timers: whoever set a real one would panic.
    fn without_timers() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
    }

    #[test]
    fn a_still_clock_wakes_in_the_order_of_times_and_of_arrival() {
        let clock = SandboxClock::manual(Some(1_000));
        let order = Arc::new(Mutex::new(Vec::new()));
        without_timers().block_on(async {
            let mut tasks = Vec::new();
            for (name, ms) in [("late", 30), ("first", 10), ("second", 10), ("now", 0)] {
                let (clock, order) = (clock.clone(), Arc::clone(&order));
                tasks.push(tokio::spawn(async move {
                    clock.sleep(ms).await;
                    order.lock().unwrap().push((name, clock.now_ms()));
                }));
            }
            tokio::task::yield_now().await;
            assert_eq!(*order.lock().unwrap(), [("now", 1_000)]);
            assert_eq!(clock.next_ms(), Some(1_010));
            assert_eq!(clock.advance_to_next(), Some(1_010));
            tokio::task::yield_now().await;
            assert_eq!(clock.advance_to_next(), Some(1_030));
            tokio::task::yield_now().await;
            assert_eq!(clock.advance_to_next(), None);
        });
        let times = [
            ("now", 1_000),
            ("first", 1_010),
            ("second", 1_010),
            ("late", 1_030),
        ];
        assert_eq!(*order.lock().unwrap(), times);
    }

    #[test]
    fn who_gives_up_waiting_on_a_still_clock_is_forgotten() {
        let clock = SandboxClock::manual(Some(1_000));
        without_timers().block_on(async {
            let sleeper = clock.clone();
            let task = tokio::spawn(async move { sleeper.sleep(50).await });
            tokio::task::yield_now().await;
            assert_eq!(clock.next_ms(), Some(1_050));
            task.abort();
            assert!(task.await.is_err());
        });
        assert_eq!(clock.next_ms(), None);
    }

    #[test]
    fn long_work_is_done_on_the_spot_where_time_stands_still_and_elsewhere_where_it_runs() {
        for (clock, here) in [
            (SandboxClock::manual(Some(0)), true),
            (SandboxClock::new(1.0, None), false),
        ] {
            let this = std::thread::current().id();
            let work = move || std::thread::current().id() == this;
            assert_eq!(without_timers().block_on(clock.away(work)), Some(here));
        }
    }

    #[test]
    fn a_machines_pause_is_virtual_where_time_stands_still() {
        let clock = SandboxClock::manual(Some(0));
        without_timers().block_on(async {
            let sleeper = clock.clone();
            let task = tokio::spawn(async move { sleeper.pause(Duration::from_millis(200)).await });
            tokio::task::yield_now().await;
            assert_eq!(clock.advance_to_next(), Some(200));
            task.await.unwrap();
        });
        assert_eq!((clock.now_ms(), clock.steady_ms()), (200, 200));
    }
}
