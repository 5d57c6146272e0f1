//! Who waits on a clock that stands still.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::clock::SandboxClock;

/// Those who wait: by the time for which they wait, then in the order in which they came.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    counted: u64,
    wakers: BTreeMap<Place, Waker>,
}

type Place = (i64, u64);

impl Waiting {
    /// Waits until the clock shows `until`.
    pub(super) fn until<'c>(&self, clock: &'c SandboxClock, until: i64) -> Until<'c> {
        let mut queue = self.lock();
        queue.counted += 1;
        Until {
            clock,
            place: (until, queue.counted),
        }
    }

    pub(super) fn next(&self) -> Option<i64> {
        self.lock().wakers.keys().next().map(|(until, _)| *until)
    }

    /// Wakes everybody who waits for `now` or earlier, in order.
    pub(super) fn wake(&self, now: i64) {
        let due = {
            let mut queue = self.lock();
            let later = queue.wakers.split_off(&(now.saturating_add(1), 0));
            std::mem::replace(&mut queue.wakers, later)
        };
        due.into_values().for_each(Waker::wake);
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The wait of one.
pub(super) struct Until<'c> {
    clock: &'c SandboxClock,
    place: Place,
}

impl Future for Until<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut queue = self.clock.inner.waiting.lock();
        // Time is read under the lock: a jump that came before is seen, one that comes after finds the waker.
        if self.clock.now_ms() >= self.place.0 {
            return Poll::Ready(());
        }
        queue.wakers.insert(self.place, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Until<'_> {
    fn drop(&mut self) {
        self.clock.inner.waiting.lock().wakers.remove(&self.place);
    }
}
