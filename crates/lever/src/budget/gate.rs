use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fulcrum_domain::clock::Clock;
use tokio::sync::Notify;

use super::{Bucket, Priority};
use crate::timer::Timer;

/// This seat's share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetSettings {
    /// Requests a second. Lever allows 10 per key; less leaves room for other programs on the same key.
    pub rate_per_second: u32,
    /// Requests at once after a pause. Lever allows 20 "when possible".
    pub burst: u32,
}

impl Default for BudgetSettings {
    fn default() -> Self {
        Self {
            rate_per_second: 8,
            burst: 16,
        }
    }
}

/// For display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetState {
    /// Requests a second.
    pub rate_per_second: u32,
    /// Most at once.
    pub burst: u32,
    /// Could go out now.
    pub available: u32,
    /// How many wait, by priority.
    pub waiting: BTreeMap<Priority, usize>,
}

/// One per key: every request of this process passes here, the most urgent first, equals in order of arrival.
pub struct Budget {
    settings: BudgetSettings,
    clock: Arc<dyn Clock>,
    timer: Arc<dyn Timer>,
    state: Mutex<State>,
}

struct State {
    bucket: Bucket,
    arrivals: u64,
    queue: BTreeMap<(Priority, u64), Arc<Notify>>,
}

enum Turn {
    Go,
    Wait(u64),
    Behind,
}

impl Budget {
    /// A full budget.
    pub fn new(settings: BudgetSettings, clock: Arc<dyn Clock>, timer: Arc<dyn Timer>) -> Self {
        let bucket = Bucket::new(settings.rate_per_second, settings.burst, clock.now_ms());
        Self {
            settings,
            clock,
            timer,
            state: Mutex::new(State {
                bucket,
                arrivals: 0,
                queue: BTreeMap::new(),
            }),
        }
    }

    /// Returns when a request of this priority may be sent. Dropping the future gives the place up.
    pub async fn acquire(&self, priority: Priority) {
        let place = self.enter(priority);
        loop {
            match self.turn(&place) {
                Turn::Go => return,
                Turn::Wait(ms) => {
                    tokio::select! {
                        biased;
                        () = self.timer.sleep_ms(ms) => {}
                        () = place.called.notified() => {}
                    }
                }
                Turn::Behind => place.called.notified().await,
            }
        }
    }

    /// Lever answered 429: nothing goes out for so many ms.
    pub fn close_for(&self, ms: u64) {
        let now = self.clock.now_ms();
        self.lock().bucket.close(now, ms);
    }

    /// How things stand.
    pub fn state(&self) -> BudgetState {
        let now = self.clock.now_ms();
        let mut state = self.lock();
        let mut waiting = BTreeMap::new();
        for (priority, _) in state.queue.keys() {
            *waiting.entry(*priority).or_insert(0) += 1;
        }
        BudgetState {
            rate_per_second: self.settings.rate_per_second,
            burst: self.settings.burst,
            available: state.bucket.available(now),
            waiting,
        }
    }

    fn enter(&self, priority: Priority) -> Place<'_> {
        let called = Arc::new(Notify::new());
        let mut state = self.lock();
        let key = (priority, state.arrivals);
        state.arrivals += 1;
        state.queue.insert(key, called.clone());
        Place {
            budget: self,
            key,
            called,
        }
    }

    fn turn(&self, place: &Place<'_>) -> Turn {
        let now = self.clock.now_ms();
        let mut state = self.lock();
        if state.queue.keys().next() != Some(&place.key) {
            return Turn::Behind;
        }
        match state.bucket.take(now) {
            Ok(()) => Turn::Go,
            Err(ms) => Turn::Wait(ms),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue; leaving it, served or not, calls the next.
struct Place<'a> {
    budget: &'a Budget,
    key: (Priority, u64),
    called: Arc<Notify>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.budget.lock();
        state.queue.remove(&self.key);
        if let Some(next) = state.queue.values().next() {
            next.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use super::*;
    use crate::timer::TokioTimer;

    /// Follows tokio's paused time.
    struct TokioClock(tokio::time::Instant);

    impl Clock for TokioClock {
        fn now_ms(&self) -> i64 {
            i64::try_from(self.0.elapsed().as_millis()).unwrap()
        }
    }

    fn budget(rate_per_second: u32, burst: u32) -> Arc<Budget> {
        Arc::new(Budget::new(
            BudgetSettings {
                rate_per_second,
                burst,
            },
            Arc::new(TokioClock(tokio::time::Instant::now())),
            Arc::new(TokioTimer),
        ))
    }

    #[tokio::test(start_paused = true)]
    async fn the_urgent_overtake_and_equals_keep_their_order() {
        let budget = budget(1, 1);
        budget.acquire(Priority::Backfill).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for (name, priority) in [
            ("backfill 1", Priority::Backfill),
            ("delta", Priority::Delta),
            ("backfill 2", Priority::Backfill),
            ("person", Priority::Person),
        ] {
            let (budget, order) = (budget.clone(), order.clone());
            tasks.push(tokio::spawn(async move {
                budget.acquire(priority).await;
                order.lock().unwrap().push(name);
            }));
            tokio::task::yield_now().await;
        }
        assert_eq!(budget.state().waiting[&Priority::Backfill], 2);
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(
            *order.lock().unwrap(),
            ["person", "delta", "backfill 1", "backfill 2"]
        );
        assert!(budget.state().waiting.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_the_queue_does_not_hold_it_up() {
        let budget = budget(1, 1);
        budget.acquire(Priority::Delta).await;
        let first = tokio::spawn({
            let budget = budget.clone();
            async move { budget.acquire(Priority::Person).await }
        });
        tokio::task::yield_now().await;
        let second = tokio::spawn({
            let budget = budget.clone();
            async move { budget.acquire(Priority::Delta).await }
        });
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        second.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn two_hundred_requests_take_as_long_as_the_rate_says() {
        let budget = budget(8, 16);
        let start = tokio::time::Instant::now();
        for _ in 0..200 {
            budget.acquire(Priority::Backfill).await;
        }
        assert_eq!(start.elapsed(), Duration::from_millis((200 - 16) * 125));
    }

    #[tokio::test(start_paused = true)]
    async fn a_closed_budget_opens_again() {
        let budget = budget(10, 20);
        budget.close_for(5_000);
        let start = tokio::time::Instant::now();
        budget.acquire(Priority::Person).await;
        assert_eq!(start.elapsed(), Duration::from_millis(5_100));
    }
}
